//! The JSON API, as a program meets it that knows its document alone.

use std::collections::BTreeSet;

use hearken::http::api::ROUTES;
use serde_json::{Value, json};

use crate::app::{Page, TestApp, TestServer};

fn document(server: &TestServer) -> Value {
    serde_json::from_str(&server.get("/api/v1/openapi.json").body).unwrap()
}

fn told(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap_or_else(|error| panic!("{error}: {}", page.body))
}

/// The schema of an answer, closed, so that a field which the document does not name is a fault.
fn schema_of(document: &Value, reference: &Value) -> Value {
    let mut components = document["components"]["schemas"].clone();
    close(&mut components);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": { "schemas": components },
        "allOf": [reference],
    })
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.contains_key("properties") && !fields.contains_key("additionalProperties") {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
            fields.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Whether an answer is as the document says for this operation and status.
fn holds(document: &Value, operation: &str, page: &Page) {
    let (method, path) = operation.split_once(' ').unwrap();
    let answer = &document["paths"][path][method]["responses"][page.status.to_string()];
    assert!(answer.is_object(), "{operation} does not name {}: {}", page.status, page.body);
    let answer = match answer["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => answer,
    };
    let (kind, content) = answer["content"].as_object().unwrap().iter().next().unwrap();
    assert_eq!(page.header("content-type"), kind, "{operation}");
    let schema = schema_of(document, &content["schema"]);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let told = told(page);
    let faults: Vec<String> =
        validator.iter_errors(&told).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(faults.is_empty(), "{operation} {}: {faults:#?}", page.status);
}

#[test]
fn the_document_names_every_route_and_no_other() {
    let app = TestApp::new();
    let server = app.serve();
    let document = document(&server);
    let mut named = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        named.extend(methods.as_object().unwrap().keys().map(|method| (method.clone(), path.clone())));
    }
    let routes = ROUTES.map(|(method, path)| (method.to_owned(), path.to_owned()));
    assert_eq!(named, BTreeSet::from(routes));
    for (method, path) in ROUTES {
        let path = path.replace("{id}", "x-1").replace("{name}", "x");
        let page = if method == "get" { server.get(&path) } else { server.send(&path, &[], b"") };
        assert_ne!(page.status, 405, "{method} {path}");
        assert!(!page.body.contains("there is nothing at"), "{method} {path}: {}", page.body);
    }
}

#[test]
fn every_answer_is_as_the_document_says() {
    let app = TestApp::with_reviews();
    app.import("bad.csv", "text,date,author\nfine words,2024-01-01,Ann\nno date,soon,Bob\n", &[]);
    let server = app.serve();
    let document = document(&server);
    let get = |operation: &str, path: &str| holds(&document, &format!("get {operation}"), &server.get(path));
    get("/api/v1/today", "/api/v1/today");
    get("/api/v1/themes", "/api/v1/themes?sort=rising&rating_max=3");
    get("/api/v1/themes", "/api/v1/themes?sort=sideways");
    get("/api/v1/themes/{id}", "/api/v1/themes/T-1?limit=2");
    get("/api/v1/themes/{id}", "/api/v1/themes/T-999");
    get("/api/v1/themes/{id}", "/api/v1/themes/T-1?cursor=none");
    get("/api/v1/signals", "/api/v1/signals?limit=3&theme=T-1");
    get("/api/v1/signals", "/api/v1/signals?source=bad");
    get("/api/v1/signals/{id}", "/api/v1/signals/S-1");
    get("/api/v1/signals/{id}", "/api/v1/signals/17x");
    get("/api/v1/search", "/api/v1/search?q=crash&limit=3");
    get("/api/v1/sources", "/api/v1/sources");
    get("/api/v1/sources/{name}", "/api/v1/sources/bad");
    get("/api/v1/sources/{name}", "/api/v1/sources/none");
    get("/api/v1/sizes", "/api/v1/sizes");
    let post = |operation: &str, path: &str, body: Value| {
        let page = server.send(path, &[("content-type", "application/json")], body.to_string().as_bytes());
        holds(&document, &format!("post {operation}"), &page);
        page.status
    };
    let hear = "/api/v1/signals?source=api";
    assert_eq!(post("/api/v1/signals", hear, json!({"text": "a new one", "rating": 2})), 201);
    assert_eq!(post("/api/v1/signals", hear, json!([{"text": "a new one", "rating": 2}, {"text": ""}])), 200);
    assert_eq!(post("/api/v1/signals", "/api/v1/signals", json!({})), 400);
    assert_eq!(post("/api/v1/checks", "/api/v1/checks", json!({"rebuild": true})), 200);
    let erase = json!({"contacts": ["Ann"], "dry_run": true});
    assert_eq!(post("/api/v1/erasures", "/api/v1/erasures", erase), 200);
    assert_eq!(post("/api/v1/erasures", "/api/v1/erasures", json!({"contacts": ["Nobody"]})), 404);
    assert_eq!(post("/api/v1/sources/{name}/undo", "/api/v1/sources/bad/undo", json!({})), 200);
    assert_eq!(post("/api/v1/sources/{name}/undo", "/api/v1/sources/bad/undo", json!({"x": 1})), 400);
    let csv = b"text,date\nfrom a file,2024-05-01\n";
    let page = server.send("/api/v1/imports?file=more.csv", &[("content-type", "text/csv")], csv);
    holds(&document, "post /api/v1/imports", &page);
    assert_eq!(told(&page)["counts"]["accepted"], 1);
}

#[test]
fn every_answer_about_code_is_as_the_document_says() {
    let app = crate::code::with_shop();
    let server = app.serve();
    let document = document(&server);
    let get = |operation: &str, path: &str| {
        let page = server.get(path);
        holds(&document, &format!("get {operation}"), &page);
        page.status
    };
    assert_eq!(get("/api/v1/today", "/api/v1/today"), 200);
    assert_eq!(get("/api/v1/repositories", "/api/v1/repositories"), 200);
    let component = "/api/v1/repositories/{name}/component";
    assert_eq!(get(component, "/api/v1/repositories/shop/component?name=src/pay"), 200);
    assert_eq!(get(component, "/api/v1/repositories/shop/component"), 400);
    assert_eq!(get(component, "/api/v1/repositories/none/component?name=src"), 404);
    let file = "/api/v1/repositories/{name}/file";
    assert_eq!(get(file, "/api/v1/repositories/shop/file?path=src/pay/charge.py"), 200);
    assert_eq!(get(file, "/api/v1/repositories/shop/file?path=src/pay/charge.py&from=9999"), 422);
    assert_eq!(get(file, "/api/v1/repositories/shop/file?path=nothing.py"), 404);
    assert_eq!(get("/api/v1/components", "/api/v1/components"), 200);
    assert_eq!(get("/api/v1/locate", "/api/v1/locate?q=charged+twice+for+one+payment&limit=3"), 200);
    assert_eq!(get("/api/v1/locate", "/api/v1/locate?q=+"), 422);
    assert_eq!(get("/api/v1/locate", "/api/v1/locate"), 400);
    assert_eq!(get("/api/v1/themes/{id}/links", "/api/v1/themes/T-1/links"), 200);
    assert_eq!(get("/api/v1/themes/{id}/links", "/api/v1/themes/T-999/links"), 404);
    assert_eq!(get("/api/v1/signals/{id}/links", "/api/v1/signals/S-1/links"), 200);
    assert_eq!(get("/api/v1/watch", "/api/v1/watch?owner=@pay"), 200);
    let post = |operation: &str, path: &str, body: Value| {
        let page = server.send(path, &[("content-type", "application/json")], body.to_string().as_bytes());
        holds(&document, &format!("post {operation}"), &page);
        page.status
    };
    let link = json!({"ruling": "linked", "of": "T-1", "path": "src/pay/charge.py"});
    assert_eq!(post("/api/v1/rulings", "/api/v1/rulings", link.clone()), 201);
    assert_eq!(post("/api/v1/rulings", "/api/v1/rulings", link), 409);
    let nowhere = json!({"ruling": "unlinked", "of": "T-1", "path": "nowhere"});
    assert_eq!(post("/api/v1/rulings", "/api/v1/rulings", nowhere), 404);
    assert_eq!(get("/api/v1/themes/{id}/links", "/api/v1/themes/T-1/links"), 200);
    assert_eq!(post("/api/v1/watch", "/api/v1/watch", json!({"owner": "@pay"})), 200);
    let update = "/api/v1/repositories/{name}/update";
    assert_eq!(post(update, "/api/v1/repositories/shop/update", json!({})), 200);
    assert_eq!(
        server.send("/api/v1/repositories", &[("content-type", "application/json")], b"{}").status,
        405
    );
}

#[test]
fn a_post_is_durable_when_it_is_answered_and_each_item_has_its_fate() {
    let app = TestApp::new();
    let mut server = app.serve();
    let lines = b"{\"id\":\"1\",\"text\":\"mail me at ann@example.com\"}\nnot json\n{\"id\":\"2\"}\n[1]\n";
    let page = server.send("/api/v1/signals?source=api", &[("content-type", "application/x-ndjson")], lines);
    server.kill();
    assert_eq!(page.status, 201, "{}", page.body);
    let told = told(&page);
    let fates: Vec<&str> =
        told["dispositions"].as_array().unwrap().iter().map(|d| d["disposition"].as_str().unwrap()).collect();
    assert_eq!(fates, ["accepted", "rejected", "rejected", "rejected"]);
    assert_eq!(told["dispositions"][2]["place"], "item 3");
    let shown = app.json(&["signal", "show", told["dispositions"][0]["signal"].as_str().unwrap()]);
    assert_eq!(shown["signal"]["verbatim"], "mail me at [email 1]");
    assert_eq!(app.json(&["sources", "api"])["source"]["counts"]["rejected"], 3);
}

#[test]
fn a_key_makes_a_post_happen_once() {
    let app = TestApp::new();
    let server = app.serve();
    let post = |words: &str| {
        let headers = [("content-type", "application/json"), ("idempotency-key", "k-1")];
        server.send("/api/v1/signals?source=api", &headers, json!({"text": words}).to_string().as_bytes())
    };
    let first = told(&post("once"));
    let again = told(&post("once"));
    assert_eq!((&first["replayed"], &again["replayed"]), (&false.into(), &true.into()));
    assert_eq!(first["dispositions"], again["dispositions"]);
    assert_eq!(post("something else").status, 422);
    assert_eq!(app.json(&["sources", "api"])["source"]["counts"]["accepted"], 1);
}

#[test]
fn what_was_posted_is_found_by_words_within_a_moment() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let body = json!({"text": "the quokka ate my invoice"}).to_string();
    server.send("/api/v1/signals?source=api", &[("content-type", "application/json")], body.as_bytes());
    server.wait_for("/api/v1/search?q=quokka", |page| told(page)["matches"] == 1);
    server.wait_for("/metrics", |page| page.body.contains("hearken_view_lag_positions{view=\"words\"} 0"));
}

#[test]
fn pages_go_on_where_the_last_one_ended_whatever_arrives_meanwhile() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let mut seen = Vec::new();
    let mut next = "/api/v1/signals?limit=20".to_owned();
    loop {
        let page = server.get(&next);
        let list = told(&page);
        seen.extend(list["signals"].as_array().unwrap().iter().map(|s| s["signal"]["id"].to_string()));
        let body = json!({"text": format!("meanwhile {}", seen.len())}).to_string();
        server.send("/api/v1/signals?source=api", &[("content-type", "application/json")], body.as_bytes());
        let Some(link) = page.header("link").strip_prefix('<') else { break };
        assert!(list["next"].is_string());
        next = link.split('>').next().unwrap().to_owned();
    }
    assert_eq!(seen.len(), 90);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 90);
}

#[test]
fn whoever_has_the_answer_already_is_told_so_until_it_changes() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    for path in
        ["/api/v1/signals", "/api/v1/search?q=crash", "/api/v1/sources/reviews", "/api/v1/openapi.json"]
    {
        let first = server.get(path);
        let again = server.get_with(path, &[("if-none-match", first.header("etag"))]);
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
    }
    let tag = server.get("/api/v1/signals").header("etag").to_owned();
    let body = json!({"text": "news"}).to_string();
    server.send("/api/v1/signals?source=api", &[("content-type", "application/json")], body.as_bytes());
    assert_eq!(server.get_with("/api/v1/signals", &[("if-none-match", &tag)]).status, 200);
}

#[test]
fn what_is_misspelt_or_out_of_bounds_is_told_by_name_all_at_once() {
    let app = TestApp::new();
    let server = app.serve();
    let page = server.get("/api/v1/signals?limit=201&sauce=x&since=soon&since=2024-01-01&theme=X");
    assert_eq!((page.status, page.header("content-type")), (400, "application/problem+json"));
    let problem = told(&page);
    let fields: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["sauce", "since", "since", "theme", "limit"]);
    assert_eq!(server.get("/api/v1/nothing").status, 404);
    assert_eq!(server.send("/api/v1/themes", &[], b"").status, 405);
    assert_eq!(server.send("/api/v1/signals?source=a", &[("content-type", "text/plain")], b"{}").status, 415);
}

#[test]
fn a_body_is_limited_once_unpacked_and_a_bomb_goes_off_nowhere() {
    let app = TestApp::new();
    let server = app.serve();
    let packed = |bytes: &[u8]| zstd::encode_all(bytes, 3).unwrap();
    let zstd = [("content-type", "application/json"), ("content-encoding", "zstd")];
    let good = server.send("/api/v1/signals?source=a", &zstd, &packed(br#"{"text":"packed words"}"#));
    assert_eq!(good.status, 201, "{}", good.body);
    let bomb = packed(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 64 << 10);
    assert_eq!(server.send("/api/v1/signals?source=a", &zstd, &bomb).status, 413);
    let long = vec![b' '; (16 << 20) + 1];
    let plain = [("content-type", "application/json")];
    assert_eq!(server.send("/api/v1/signals?source=a", &plain, &long).status, 413);
    let many = format!("[{}]", vec!["{}"; 10_001].join(","));
    let refused = server.send("/api/v1/signals?source=a", &plain, many.as_bytes());
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(app.json(&["sources", "a"])["source"]["counts"]["accepted"], 1);
}

#[test]
fn a_page_of_another_site_can_post_nothing() {
    let app = TestApp::new();
    let server = app.serve();
    let json = ("content-type", "application/json");
    for foreign in [("origin", "http://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")] {
        let page = server.send("/api/v1/signals?source=a", &[json, foreign], br#"{"text":"planted"}"#);
        assert_eq!(page.status, 403, "{foreign:?}");
    }
    assert_eq!(server.get_with("/api/v1/today", &[("host", "evil.example")]).status, 421);
    assert_eq!(server.send("/api/v1/imports", &[("content-type", "text/plain")], b"planted").status, 415);
    assert_eq!(app.json(&["sources"])["sources"], json!([]));
}

#[test]
fn measurements_hold_no_words_of_customers() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    server.get("/search?q=quokkasecret");
    server.get("/api/v1/search?q=quokkasecret");
    server.get("/quokkasecret");
    let page = server.get("/metrics");
    assert!(page.header("content-type").starts_with("text/plain; version=0.0.4"));
    assert!(!page.body.contains("quokka"), "{}", page.body);
    assert!(page.body.contains("route=\"/api/v1/search\",method=\"GET\",status=\"200\""), "{}", page.body);
}

#[test]
fn the_reading_page_names_every_operation() {
    let app = TestApp::new();
    let server = app.serve();
    let page = server.get("/api");
    assert_eq!(page.status, 200);
    for (_, path) in ROUTES {
        assert!(page.body.contains(path), "{path}");
    }
}
