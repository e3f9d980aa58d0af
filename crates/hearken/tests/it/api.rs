//! The JSON API, as a program meets it that knows its document alone.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::app::{Page, TestApp};

pub fn told(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap_or_else(|error| panic!("{error}: {}", page.body))
}

#[test]
fn a_filter_takes_several_values_and_times_ago_and_says_what_is_wrong_with_each() {
    let app = TestApp::new();
    app.import(
        "a.csv",
        "text,date,product\none,2024-01-10,card\ntwo,2024-02-10,loan\nthree,2024-04-10,car\n",
        &[],
    );
    let server = app.serve();
    let found = |query: &str| {
        let page = server.get(&format!("/api/v1/signals?{query}"));
        assert_eq!(page.status, 200, "{}", page.body);
        told(&page)["signals"].as_array().unwrap().len()
    };
    assert_eq!(found("product=card&product=loan"), 2);
    assert_eq!(found("product=card&product=loan&since=2024-02"), 1);
    assert_eq!(found("since=2024-Q1&until=2024-Q2"), 2);
    assert_eq!(found("since=70d"), 2, "counted from the newest signal, which is old");
    let unknown = server.get("/api/v1/signals?product='%3B+DROP+TABLE+signals%3B--&product=card");
    assert_eq!(unknown.status, 404, "{}", unknown.body);
    let unknown = server.get("/api/v1/signals?label=%00");
    assert_eq!(unknown.status, 404, "{}", unknown.body);
    assert_eq!(found("rating_min=1"), 0);
    let refused =
        told(&server.get("/api/v1/signals?sauce=pro&since=soon&rating_min=x&rating_max=1&rating_max=2"));
    let errors = refused["errors"].as_array().unwrap();
    let fields: Vec<&str> = errors.iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["sauce", "rating_max", "since", "rating_min"]);
    let detail = errors[2]["detail"].as_str().unwrap();
    assert!(detail.starts_with("'soon' is not a valid time; give a day such as 2024-03-31"), "{detail}");
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
        let body = json!({"text": format!("meanwhile {}", seen.len()), "at": "2024-09-01"}).to_string();
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
    let body = json!({"text": "news", "at": "2024-09-01"}).to_string();
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
fn every_list_takes_a_limit_and_refuses_none_and_too_many() {
    let app = crate::shop::with_shop();
    app.json(&["theme", "pin", "T-1"]);
    let server = app.serve();
    for (list, of) in [
        ("themes", "themes"),
        ("themes/T-1", "signals"),
        ("signals", "signals"),
        ("search", "hits"),
        ("rulings", "rulings"),
        ("views", "views"),
        ("sources", "sources"),
        ("repositories", "repositories"),
        ("components", "components"),
        ("themes/T-1/links", "links"),
        ("watch?owner=@pay", "components"),
    ] {
        let sign = if list.contains('?') { '&' } else { '?' };
        let asked = |limit: &str| server.get(&format!("/api/v1/{list}{sign}limit={limit}"));
        let one = asked("1");
        assert_eq!(one.status, 200, "{list}: {}", one.body);
        assert!(told(&one)[of].as_array().unwrap().len() <= 1, "{list}: {}", one.body);
        for wrong in ["0", "100000", "-1", "all", ""] {
            let refused = asked(wrong);
            assert_eq!(refused.status, 400, "{list} {wrong}");
            assert_eq!(told(&refused)["errors"][0]["field"], "limit", "{list} {wrong}");
        }
    }
    assert_eq!(told(&server.get("/api/v1/components?limit=1"))["components"].as_array().unwrap().len(), 1);
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
