//! The OpenAPI document, held against what is served and answered.

use std::collections::BTreeSet;

use hearken::http::api::{DOCUMENT, UNDOCUMENTED, filter_parameters};
use hearken::serve::{Address, Server};
use hearken_app::actions::data::open::open;
use hearken_domain::{Actor, ActorKind};
use hearken_store::{Access, DataDir};
use serde_json::{Value, json};

use crate::api::told;
use crate::app::{Page, TestApp, TestServer};
use crate::areas::with_areas;

fn document(server: &TestServer) -> Value {
    serde_json::from_str(&server.get("/api/v1/openapi.json").body).unwrap()
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

/// Method and path of each operation.
fn operations(document: &Value) -> Vec<(String, String)> {
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, methods): (&String, &Value)| {
        let methods = methods.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        methods.into_iter().map(|method| (method, path.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

#[test]
fn what_the_document_names_is_served() {
    let app = TestApp::new();
    let server = app.serve();
    let operations = operations(&document(&server));
    assert!(operations.len() > 20);
    for (method, path) in operations {
        let path = path.replace("{id}", "x-1").replace("{name}", "x");
        let page = if method == "get" { server.get(&path) } else { server.send(&path, &[], b"") };
        assert_ne!(page.status, 405, "{method} {path}");
        assert!(!page.body.contains("there is nothing at"), "{method} {path}: {}", page.body);
    }
}

#[test]
fn every_route_is_in_the_document_or_on_the_list_that_says_why_not() {
    let folder = tempfile::tempdir().unwrap();
    let app = open(&DataDir::new(folder.path()), Access::Write).unwrap();
    let anywhere = Address::Exactly("127.0.0.1:0".parse().unwrap());
    let actor = Actor { kind: ActorKind::Person, name: "ann".to_owned(), behalf_of: None };
    let server = Server::bind(app, actor, anywhere).unwrap();
    let routes: BTreeSet<String> = server.paths().into_iter().map(str::to_owned).collect();
    let described: BTreeSet<String> = DOCUMENT["paths"].as_object().unwrap().keys().cloned().collect();
    let left_out: BTreeSet<String> =
        UNDOCUMENTED.iter().flat_map(|(paths, _)| *paths).map(|path| (*path).to_owned()).collect();
    assert!(UNDOCUMENTED.iter().all(|(_, why)| !why.is_empty()));
    assert!(described.is_disjoint(&left_out));
    assert_eq!(routes, described.union(&left_out).cloned().collect());
}

#[test]
fn a_command_is_taken_as_the_document_has_it_and_no_other() {
    let schema = schema_of(&DOCUMENT, &json!({"$ref": "#/components/schemas/Command"}));
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&json!({"command": "merge-themes", "into": "T-1", "from": ["T-2"]})));
    assert!(validator.is_valid(&json!({"command": "move-signals", "signals": ["S-1"], "to": null})));
    assert!(validator.is_valid(&json!({"command": "cluster-themes"})));
    assert!(!validator.is_valid(&json!({"command": "cluster-themes", "x": 1})));
    assert!(!validator.is_valid(&json!({"command": "move-signals", "signals": ["S-1"]})));
    assert!(!validator.is_valid(&json!({"command": "add-repository", "path": "/"})));
    assert!(!validator.is_valid(&json!({"theme": "T-1"})));
}

#[test]
fn the_document_has_every_field_of_the_filter_where_one_can_be_given() {
    let app = TestApp::new();
    let server = app.serve();
    let document = document(&server);
    for (name, parameter) in filter_parameters() {
        assert_eq!(document["components"]["parameters"][name], parameter, "{name}");
        let reference = json!({"$ref": format!("#/components/parameters/{name}")});
        for path in ["/api/v1/themes", "/api/v1/themes/{id}", "/api/v1/signals", "/api/v1/search"] {
            let parameters = document["paths"][path]["get"]["parameters"].as_array().unwrap();
            assert!(parameters.contains(&reference), "{name} of {path}");
        }
    }
}

#[test]
fn areas_are_as_the_document_says() {
    let app = with_areas();
    app.json(&["area", "merge", "A-2", "--into", "A-1"]);
    let server = app.serve();
    let document = document(&server);
    for (operation, path) in [
        ("get /api/v1/areas", "/api/v1/areas"),
        ("get /api/v1/areas/{id}", "/api/v1/areas/A-1"),
        ("get /api/v1/themes", "/api/v1/themes?area=A-1"),
        ("get /api/v1/rulings", "/api/v1/rulings"),
    ] {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}");
        holds(&document, operation, &page);
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
    get("/api/v1/areas", "/api/v1/areas?rating_max=3");
    get("/api/v1/areas/{id}", "/api/v1/areas/A-999");
    get("/api/v1/areas/{id}", "/api/v1/areas/T-1");
    get("/api/v1/signals", "/api/v1/signals?limit=3&area=none");
    get("/api/v1/signals", "/api/v1/signals?limit=3&theme=T-1");
    get("/api/v1/signals", "/api/v1/signals?source=bad");
    get("/api/v1/signals/{id}", "/api/v1/signals/S-1");
    get("/api/v1/signals/{id}", "/api/v1/signals/17x");
    get("/api/v1/search", "/api/v1/search?q=crash&limit=3");
    get("/api/v1/sources", "/api/v1/sources");
    get("/api/v1/sources/{name}", "/api/v1/sources/bad");
    get("/api/v1/sources/{name}", "/api/v1/sources/none");
    get("/api/v1/sizes", "/api/v1/sizes");
    app.json(&["release", "add", "2.4.0", "--product", "shop", "--date", "2024-03-05"]);
    get("/api/v1/releases", "/api/v1/releases?product=shop");
    get("/api/v1/releases", "/api/v1/releases?cursor=none");
    get("/api/v1/releases/{id}", "/api/v1/releases/L-1");
    get("/api/v1/releases/{id}", "/api/v1/releases/L-9");
    let post = |operation: &str, path: &str, body: Value| {
        let page = server.send(path, &[("content-type", "application/json")], body.to_string().as_bytes());
        holds(&document, &format!("post {operation}"), &page);
        page.status
    };
    let hear = "/api/v1/signals?source=api";
    assert_eq!(post("/api/v1/signals", hear, json!({"text": "a new one", "rating": 2})), 201);
    assert_eq!(post("/api/v1/signals", hear, json!([{"text": "a new one", "rating": 2}, {"text": ""}])), 200);
    assert_eq!(post("/api/v1/signals", "/api/v1/signals", json!({})), 400);
    let command = |body: Value| post("/api/v1/commands", "/api/v1/commands", body);
    assert_eq!(command(json!({"command": "check-data", "rebuild": true})), 200);
    assert_eq!(command(json!({"command": "erase", "contacts": ["Ann"], "dry_run": true})), 200);
    assert_eq!(command(json!({"command": "erase", "contacts": ["Nobody"]})), 404);
    assert_eq!(command(json!({"command": "undo-import", "source": "bad"})), 200);
    assert_eq!(command(json!({"command": "undo-import", "source": "bad", "x": 1})), 400);
    assert_eq!(command(json!({"command": "add-repository", "path": "/"})), 400);
    assert_eq!(command(json!({"command": "paste-quote", "text": "said by hand"})), 200);
    assert_eq!(command(json!({"command": "cluster-themes"})), 200);
    let csv = b"text,date\nfrom a file,2024-05-01\n";
    let page = server.send("/api/v1/imports?file=more.csv", &[("content-type", "text/csv")], csv);
    holds(&document, "post /api/v1/imports", &page);
    assert_eq!(told(&page)["counts"]["accepted"], 1);
    let list = b"version,date\n2.5.0,2024-05-01\n2.5.0,2024-05-02\n";
    let page = server.send("/api/v1/releases?product=shop", &[("content-type", "text/csv")], list);
    holds(&document, "post /api/v1/releases", &page);
    assert_eq!(command(json!({"command": "remove-release", "release": "L-1"})), 200);
    assert_eq!(command(json!({"command": "remove-release", "release": "L-9"})), 404);
}

#[test]
fn threads_and_inboxes_are_as_the_document_says() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let document = document(&server);
    let command = |body: Value| {
        let headers = [("content-type", "application/json")];
        let page = server.send("/api/v1/commands", &headers, body.to_string().as_bytes());
        holds(&document, "post /api/v1/commands", &page);
        page.status
    };
    let add = |words: &str, to: Value| {
        command(
            json!({"command": "add-comment", "topic": "T-1", "words": words, "to": to, "due": "2099-03-01"}),
        )
    };
    assert_eq!(add("@eve and @ann", json!("ann")), 200);
    assert_eq!(command(json!({"command": "add-comment", "topic": "T-1", "nobody": true, "version": 0})), 409);
    assert_eq!(command(json!({"command": "see-topic", "topic": "T-1"})), 422);
    assert_eq!(add("", json!("")), 200, "a day alone is of whoever has it in hand");
    assert_eq!(command(json!({"command": "undo-comment", "comment": 2})), 200);
    for (operation, path) in [
        ("comments", "comments?topic=T-1"),
        ("comments", "comments?topic=T-999"),
        ("comments", "comments"),
        ("inbox", "inbox?for=ann"),
        ("people", "people"),
    ] {
        holds(&document, &format!("get /api/v1/{operation}"), &server.get(&format!("/api/v1/{path}")));
    }
    assert_eq!(told(&server.get("/api/v1/inbox?for=ann"))["waiting"][0]["topic"], "T-1");
}

#[test]
fn every_answer_about_code_is_as_the_document_says() {
    let app = crate::shop::with_shop();
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
    let command = |body: Value| post("/api/v1/commands", "/api/v1/commands", body);
    let link = json!({"command": "answer-link", "of": "T-1", "path": "src/pay/charge.py", "yes": true});
    assert_eq!(command(link.clone()), 200);
    assert_eq!(command(link), 409);
    let nowhere = json!({"command": "answer-link", "of": "T-1", "path": "nowhere", "yes": false});
    assert_eq!(command(nowhere), 404);
    assert_eq!(get("/api/v1/themes/{id}/links", "/api/v1/themes/T-1/links"), 200);
    assert_eq!(command(json!({"command": "see-code", "owner": "@pay"})), 200);
    assert_eq!(command(json!({"command": "update-repositories", "name": "shop"})), 200);
    assert_eq!(
        server.send("/api/v1/repositories", &[("content-type", "application/json")], b"{}").status,
        405
    );
}

#[test]
fn the_reading_page_names_every_operation() {
    let app = TestApp::new();
    let server = app.serve();
    let page = server.get("/api");
    assert_eq!(page.status, 200);
    for (_, path) in operations(&DOCUMENT) {
        assert!(page.body.contains(&path), "{path}");
    }
    assert!(page.body.contains("merge-themes") && page.body.contains("rising, falling, steady, new"));
}
