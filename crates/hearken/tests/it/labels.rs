//! Labels are values, as many as a signal has; its state is a field of its own. Both are filtered by, counted and shown at every
//! door, follow the item when it comes again, and go with it.

use serde_json::{Value, json};

use crate::api::told;
use crate::app::{TestApp, reviews};

/// Labels as a tracker may have them.
const ODD: [&str; 3] = ["needs: triage, soon", "\"quoted\" & <b>bold</b>", "good first issue"];

fn issue(number: usize, text: &str, labels: &[&str], state: &str, reason: &Value) -> Value {
    let labels: Vec<Value> = labels.iter().map(|label| json!({"name": label})).collect();
    json!({
        "number": number, "title": format!("Issue {number}"), "body": text, "state": state, "state_reason": reason,
        "created_at": format!("2024-03-{:02}T10:00:00Z", number % 27 + 1), "user": {"login": "ann"}, "labels": labels,
        "html_url": format!("https://example.com/o/r/issues/{number}"),
    })
}

fn issues() -> String {
    let mut issues = vec![
        issue(1, "It crashes on start", &["bug", ODD[0]], "open", &Value::Null),
        issue(2, "It crashes at the end", &["bug", ODD[1], ODD[2]], "closed", &json!("not_planned")),
        issue(3, "Dark mode please", &[ODD[2]], "closed", &json!("completed")),
        issue(4, "How do I log in", &[], "open", &json!("reopened")),
    ];
    issues.extend((5..40).map(|n| {
        issue(n, &format!("The app crashes when I open page {n} of it"), &["bug"], "open", &Value::Null)
    }));
    Value::Array(issues).to_string()
}

fn app() -> TestApp {
    let app = TestApp::new();
    assert_eq!(app.import("issues.json", issues(), &["--source", "tracker"]), [39, 0, 0, 0]);
    app
}

fn matches(app: &TestApp, filter: &[&str]) -> u64 {
    app.json(&[&["search"], filter].concat())["matches"].as_u64().unwrap()
}

/// Whether a filter by this label is told that no signal has it.
fn is_unknown(app: &TestApp, label: &str) -> bool {
    let ran = app.run(&["search", "--label", label]);
    ran.code == 1 && ran.stderr.contains(&format!("no signal has the label '{label}'"))
}

#[test]
fn each_label_is_a_value_whatever_it_says_and_of_several_a_signal_has_all() {
    let app = app();
    assert_eq!(matches(&app, &["--label", "bug"]), 37);
    for (label, count) in [(ODD[0], 1), (ODD[1], 1), (ODD[2], 2)] {
        assert_eq!(matches(&app, &["--label", label]), count, "{label}");
    }
    assert_eq!(matches(&app, &["--label", "bug", "--label", ODD[2]]), 1);
    assert_eq!(matches(&app, &["--label", "bug", "--label", ODD[2], "crashes"]), 1, "with words, too");
    assert!(is_unknown(&app, "needs: triage"), "a part of a label is none");
    assert_eq!(matches(&app, &["--state", "closed"]), 2);
    assert_eq!(matches(&app, &["--state", "closed", "--state", "open"]), 39);
    assert_eq!(matches(&app, &["--status", "not_planned"]), 1);
    let refused = app.run(&["search", "--state", "done"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("'done' is not a valid state; give open or closed"),
        "{}",
        refused.stderr
    );
}

#[test]
fn terminal_and_api_show_labels_and_state_as_values() {
    let app = app();
    let found = app.json(&["search", "--label", ODD[1]]);
    let card = &found["hits"][0]["signal"];
    assert_eq!(card["labels"], json!([ODD[1], "bug", ODD[2]]), "sorted");
    assert_eq!((&card["state"], &card["status"]), (&json!("closed"), &json!("not_planned")));
    let all = app.json(&["search"]);
    let facet = |name: &str, value: &str| {
        let facets = all["facets"][name].as_array().unwrap();
        facets.iter().find(|facet| facet["value"] == value).map(|facet| facet["signals"].as_u64().unwrap())
    };
    assert_eq!(facet("labels", "bug"), Some(37));
    assert_eq!(facet("labels", ODD[2]), Some(2), "a signal counts once for each of its labels");
    assert_eq!((facet("states", "open"), facet("states", "closed")), (Some(37), Some(2)));
    assert_eq!(facet("statuses", "not_planned"), Some(1));

    let text = app.run(&["signal", "show", card["id"].as_str().unwrap()]).stdout;
    assert!(text.contains("closed: not_planned") && text.contains("good first issue"), "{text}");
    let server = app.serve();
    let listed = told(&server.get("/api/v1/signals?label=bug&label=good+first+issue&state=closed"));
    let signals = listed["signals"].as_array().unwrap();
    assert_eq!(signals.len(), 1);
    assert_eq!(signals[0]["signal"]["labels"], card["labels"]);
    let wrong = server.get("/api/v1/signals?state=done");
    assert_eq!(wrong.status, 400, "{}", wrong.body);
    let posted =
        json!({"text": "Crashes", "id": "p-1", "labels": ["a, b", "c"], "state": "solved"}).to_string();
    let headers = [("content-type", "application/json")];
    assert_eq!(server.send("/api/v1/signals?source=api", &headers, posted.as_bytes()).status, 201);
    let listed = told(&server.get("/api/v1/signals?source=api&label=a%2C+b"));
    let signal = &listed["signals"][0]["signal"];
    assert_eq!((&signal["labels"], &signal["state"]), (&json!(["a, b", "c"]), &json!("closed")));
}

#[test]
fn pages_offer_labels_and_states_with_their_counts_and_show_hostile_ones_safely() {
    let app = app();
    let server = app.serve();
    let page = server.get("/search?label=bug").body;
    assert!(page.contains("good first issue (1)") && page.contains("closed (1)"), "{page}");
    assert!(page.contains("A signal counts once for each of its labels"), "{page}");
    assert!(page.contains("one more …") && page.contains("name=\"label\" value=\"bug\""), "{page}");
    let id = app.json(&["search", "--label", ODD[1]])["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    for path in [format!("/signals/{id}"), "/search".to_owned(), "/search?state=closed".to_owned()] {
        let page = server.get(&path).body;
        assert!(!page.contains("<b>bold") && page.contains("&#60;b&#62;bold"), "{path}: {page}");
        let link = "label=%22quoted%22+%26+%3Cb%3Ebold%3C%2Fb%3E";
        assert!(page.contains(link) || path == "/search", "{path}: {page}");
    }
}

#[test]
fn a_theme_counts_by_label_and_state_on_its_page_and_at_the_terminal_and_labels_of_a_table_are_taken_apart() {
    let app = TestApp::new();
    let mut table = String::new();
    for (number, row) in reviews().lines().enumerate() {
        table += row;
        table += if number == 0 { ",labels,state\n" } else { ",\"bug;a, b\",open\n" };
    }
    app.import("reviews.csv", table, &[]);
    let card = app.json(&["themes"])["themes"][0].clone();
    let (theme, signals) = (card["id"].as_str().unwrap(), card["signals"].as_u64().unwrap());
    let shown = app.json(&["theme", "show", theme]);
    assert_eq!(
        shown["by_label"],
        json!([{"value": "a, b", "signals": signals}, {"value": "bug", "signals": signals}])
    );
    assert_eq!(shown["by_state"], json!([{"value": "open", "signals": signals}]));
    assert!(app.run(&["theme", "show", theme]).stdout.contains("label: a, b"));
    let page = app.serve().get(&format!("/themes/{theme}?label=bug")).body;
    assert!(page.contains("<h3>Label</h3>") && page.contains("<h3>State</h3>"), "{page}");
    let link = format!("/search?label=bug&#38;theme={theme}&#38;label=a%2C+b");
    assert!(page.contains(&link), "one more narrows: {page}");
    assert_eq!(app.json(&["themes", "--label", "a, b", "--state", "open"])["signals"], 90);
    assert_eq!(app.json(&["themes", "--state", "closed"])["signals"], 0);
    app.rebuild_changes_nothing();
}

#[test]
fn an_issue_that_comes_again_with_other_labels_or_closed_is_updated_and_counts_follow() {
    let app = app();
    assert_eq!(app.import("issues.json", issues(), &["--source", "tracker"]), [0, 0, 39, 0]);
    let again = [
        issue(1, "It crashes on start", &[ODD[0], "bug"], "open", &Value::Null),
        issue(2, "It crashes at the end", &["bug"], "closed", &json!("not_planned")),
        issue(5, "The app crashes when I open page 5 of it", &["bug"], "closed", &json!("completed")),
    ];
    let again = Value::Array(again.into()).to_string();
    assert_eq!(
        app.import("issues.json", again, &["--source", "tracker"]),
        [0, 2, 1, 0],
        "their order says nothing"
    );
    assert_eq!(matches(&app, &["--state", "closed"]), 3);
    assert!(is_unknown(&app, ODD[1]));
    let id = app.json(&["search", "--status", "not_planned"])["hits"][0]["signal"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = app.json(&["signal", "show", &id]);
    assert_eq!((&shown["signal"]["revision"], &shown["signal"]["labels"]), (&json!(2), &json!(["bug"])));
    assert_eq!(shown["revisions"][0]["labels"], json!([ODD[1], "bug", ODD[2]]));
    app.rebuild_changes_nothing();
    let undone = app.json(&["source", "undo", "tracker"]);
    assert_eq!(undone["reverted"], 2, "{undone}");
    assert_eq!(matches(&app, &["--label", ODD[1]]), 1, "as it was before");
    app.rebuild_changes_nothing();
}

#[test]
fn a_time_ago_is_counted_from_the_time_that_pages_speak_of_at_every_door() {
    let app = app();
    let newest = 27; // days of March 2024, long ago
    let since = |days: i64| (1..40).filter(|number| number % 27 + 1 > newest - days).count() as u64;
    assert_eq!(matches(&app, &["--since", "7d"]), since(7) + 1, "to the second");
    assert_eq!(matches(&app, &["--since", "this-year"]), 39);
    let server = app.serve();
    let api = told(&server.get("/api/v1/search?since=7d"));
    assert_eq!(api["matches"].as_u64(), Some(since(7) + 1));
    let page = server.get("/search?q=crashes&since=7d&until=2024-04-01").body;
    for (value, words) in [
        ("7d", "last 7 days"),
        ("30d", "last 30 days"),
        ("90d", "last 90 days"),
        ("12m", "last 12 months"),
        ("this-year", "this year"),
    ] {
        assert!(
            page.contains(&format!("href=\"/search?q=crashes&#38;since={value}\"")) && page.contains(words),
            "{page}"
        );
    }
    assert!(page.contains("href=\"/search?q=crashes\">any time"), "{page}");
    let page = server.get("/search?since=7d").body;
    assert!(page.contains("since=7d\" aria-current=\"true\">last 7 days"), "{page}");
    assert!(page.contains(&format!("{} signals, newest first", since(7) + 1)), "{page}");
}
