//! Whom an opportunity reaches, when customers turn out to be one, or are erased.

use serde_json::{Value, json};

use crate::quokkas::{erase_the_quokkas, with_quokkas};
use crate::worth::with_worth;

fn low(opportunity: &Value) -> f64 {
    opportunity["reach"]["customers"]["low"].as_f64().unwrap_or_else(|| panic!("{opportunity}"))
}

#[test]
fn customers_that_are_merged_twice_are_reached_once_and_apart_again_when_that_is_taken_back() {
    let app = with_worth();
    let themes = app.json(&["themes"]);
    let all: Vec<&str> =
        themes["themes"].as_array().unwrap().iter().map(|theme| theme["id"].as_str().unwrap()).collect();
    let mut add = vec!["opportunity", "add", "Everything"];
    add.extend(all.iter().flat_map(|theme| ["--theme", theme]));
    let apart = app.json(&add);
    assert_eq!(low(&apart), 5.0, "{apart}");
    app.json(&["customer", "merge", "C-2", "C-1"]);
    app.json(&["customer", "merge", "C-1", "C-3"]);
    let merged = app.json(&["opportunity", "show", "O-1"]);
    assert_eq!((low(&merged), &merged["worth"]["customers"]), (3.0, &json!(3)), "{merged}");
    assert_eq!(
        merged["worth"]["signals_of_nobody"], apart["worth"]["signals_of_nobody"],
        "nobody's are as many as before"
    );
    app.rebuild_changes_nothing();
    app.json(&["customer", "unmerge", "C-1"]);
    app.json(&["customer", "unmerge", "C-2"]);
    assert_eq!(low(&app.json(&["opportunity", "show", "O-1"])), 5.0);
}

#[test]
fn nothing_of_an_erased_customer_is_left_in_an_opportunity() {
    let (app, theme, signal) = with_quokkas();
    app.json(&["opportunity", "add", "Parcels", "--theme", &theme, "--problem", "Quokkacorp waits for them"]);
    app.json(&["opportunity", "believe", "O-1", "Quokkann would rather fetch them", "--for", &signal]);
    app.json(&["opportunity", "solve", "O-1", "tell the day"]);
    assert_eq!(low(&app.json(&["opportunity", "show", "O-1"])), 1.0);

    erase_the_quokkas(&app);
    let after = app.json(&["opportunity", "show", "O-1"]);
    assert_eq!((&after["title"], &after["problem"]), (&json!("Parcels"), &Value::Null), "{after}");
    assert_eq!(after["hypotheses"][0]["belief"], Value::Null, "{after}");
    assert_eq!(after["reach"]["customers"], Value::Null, "nobody is known: {after}");
    assert_eq!(after["solutions"][0]["words"], "tell the day", "what is not of them stays");
    let server = app.serve();
    for page in ["/opportunities", "/opportunities/board", "/opportunities/O-1", "/brief/O-1"] {
        let body = server.get(page).body.to_lowercase();
        assert!(body.contains("parcels") && !body.contains("quokka"), "{page}: {body}");
    }
}
