//! What people decide about themes holds from then on, through every door and every later clustering run, and can be undone.

use serde_json::{Value, json};

use crate::app::{TestApp, TestServer};

/// Ids and signals of the themes, the largest first.
fn themes(app: &TestApp) -> Vec<(String, u64)> {
    let list = app.json(&["themes"]);
    let themes = list["themes"].as_array().unwrap().iter();
    themes
        .map(|theme| (theme["id"].as_str().unwrap().to_owned(), theme["signals"].as_u64().unwrap()))
        .collect()
}

fn name_of(app: &TestApp, theme: &str) -> String {
    app.json(&["theme", "show", theme])["card"]["name"].as_str().unwrap().to_owned()
}

/// As many reviews again, worded again, so that a clustering run has something to find.
fn more_reviews() -> String {
    let crash = (0..40).map(|n| format!("The app crashes when I look at statement {n}, please mend it"));
    let charge = (0..40).map(|n| format!("I was charged twice for the same transfer, order {n}, refund it"));
    let rows = crash.chain(charge).enumerate();
    let rows = rows.map(|(n, text)| {
        format!("{},\"{text} {}\",2024-07-{:02},2,Pay\n", 1000 + n, "again ".repeat(n % 5), n % 27 + 1)
    });
    "id,review,date,stars,app\n".to_owned() + &rows.collect::<String>()
}

#[test]
fn a_merge_stands_after_new_data_and_a_new_clustering_run_and_its_undo_brings_the_theme_back() {
    let app = TestApp::with_reviews();
    let before = themes(&app);
    let (into, from) = (&before[0].0, &before[1].0);
    let ruling = app.json(&["theme", "merge", from, "--into", into]);
    assert_eq!(ruling["ruling"], "merged", "{ruling}");
    let merged = themes(&app);
    assert_eq!(merged.len(), before.len() - 1);
    assert_eq!(merged.iter().find(|(id, _)| id == into).unwrap().1, before[0].1 + before[1].1);

    assert_eq!(app.import("reviews.csv", more_reviews(), &[])[0], 80);
    let report = app.json(&["cluster"]);
    assert_eq!(report["applied"], true, "{report}");
    let found = themes(&app);
    assert!(!found.iter().any(|(id, _)| id == from), "{found:?}");
    assert!(found.iter().find(|(id, _)| id == into).unwrap().1 >= before[0].1 + before[1].1, "{found:?}");
    let old = app.json(&["theme", "show", from]);
    assert_eq!(old["merged_into"]["id"], into.as_str(), "an old link leads on: {old}");

    let id = ruling["id"].as_str().unwrap();
    assert!(app.json(&["theme", "undo", id])["undone_at"].is_string());
    let undone = themes(&app);
    assert!(undone.iter().any(|(id, _)| id == from), "{undone:?}");
    app.json(&["cluster"]);
    let found = themes(&app);
    assert!(found.iter().any(|(id, _)| id == from) && found.iter().any(|(id, _)| id == into), "{found:?}");
}

#[test]
fn a_name_a_move_and_a_pin_outlive_a_clustering_run() {
    let app = TestApp::with_reviews();
    let before = themes(&app);
    let (first, last) = (&before[0].0, &before[before.len() - 1].0);
    app.json(&["theme", "rename", first, "What   Hurts"]);
    app.json(&["theme", "pin", last]);
    let signal = app.json(&["theme", "show", first])["signals"][0]["id"].as_str().unwrap().to_owned();
    app.json(&["theme", "move", &signal, "--to", last]);
    app.import("reviews.csv", more_reviews(), &[]);
    app.json(&["cluster"]);
    assert_eq!(name_of(&app, first), "What Hurts");
    assert_eq!(app.json(&["signal", "show", &signal])["theme"]["id"], last.as_str());
    assert!(themes(&app).iter().any(|(id, _)| id == last));
    let rulings = app.json(&["rulings"]);
    assert_eq!(rulings.as_array().unwrap().len(), 3, "{rulings}");
}

#[test]
fn many_signals_are_moved_at_once_from_standard_input_page_and_api_and_one_undo_takes_all_back() {
    let app = TestApp::with_reviews();
    let before = themes(&app);
    let (from, to) = (&before[0].0, &before[1].0);
    let shown = app.json(&["theme", "show", from, "--limit", "12"]);
    let ids: Vec<&str> =
        shown["signals"].as_array().unwrap().iter().map(|signal| signal["id"].as_str().unwrap()).collect();
    let moved = app.run_with_input(&["theme", "move", "-", "--to", to], ids[..2].join("\n").as_bytes());
    assert_eq!(moved.code, 0, "{}", moved.stderr);
    assert_eq!(themes(&app).iter().find(|(id, _)| id == to).unwrap().1, before[1].1 + 2);
    let wrong = app.run_with_input(&["theme", "move", "-", "--to", to], b"S-1 T-2");
    assert_eq!(wrong.code, 1);
    assert!(wrong.stderr.contains("'T-2' is not a valid signal id"), "{}", wrong.stderr);
    let none = app.run_with_input(&["theme", "move", "-", "--nowhere"], b"");
    assert!(none.stderr.contains("say which signals"), "{}", none.stderr);

    let server = app.serve();
    let page = server.get(&format!("/themes/{from}")).body;
    let checkbox = |id: &str| {
        format!("type=\"checkbox\" class=\"select\" name=\"signals\" value=\"{id}\" form=\"move\"")
    };
    assert!(page.contains(&checkbox(ids[2])) && page.contains("<form id=\"move\""), "{page}");
    assert!(server.get("/search?q=crashes").body.contains("form=\"move\""));
    let form = [
        ("command", "move-signals"),
        ("signals", ids[2]),
        ("signals", ids[3]),
        ("to", "none"),
        ("next", &format!("/themes/{from}?done={{answer.id}}#signals")),
    ];
    let done = server.post("/commands", &form);
    assert_eq!(
        (done.status, done.header("location")),
        (303, format!("/themes/{from}?done=R-2#signals").as_str())
    );
    let page = server.get(&format!("/themes/{from}?done=R-2")).body;
    assert!(page.contains("role=\"status\"") && page.contains("name=\"ruling\" value=\"R-2\""), "{page}");
    let nothing = server.post("/commands", &[("command", "move-signals"), ("to", "none")]);
    assert!(nothing.status == 400 && nothing.body.contains("say which signals"), "{}", nothing.body);
    let posted = json!({"command": "move-signals", "signals": &ids[4..6], "to": to}).to_string();
    let answer = server.send("/api/v1/commands", &[("content-type", "application/json")], posted.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.body);
    drop(server);
    for ruling in ["R-3", "R-2", "R-1"] {
        app.json(&["theme", "undo", ruling]);
    }
    assert_eq!(themes(&app), before);
}

#[test]
fn a_theme_that_is_ignored_is_in_no_list_and_comes_back_when_that_is_undone() {
    let app = TestApp::with_reviews();
    let before = themes(&app);
    let ignored = &before[0].0;
    app.json(&["theme", "ignore", ignored]);
    assert!(!themes(&app).iter().any(|(id, _)| id == ignored));
    assert_eq!(app.json(&["theme", "show", ignored])["ignored"], true);
    app.json(&["theme", "undo", "R-1"]);
    assert_eq!(themes(&app), before);
}

#[test]
fn what_cannot_be_decided_is_refused_with_the_reason_and_what_to_do() {
    let app = TestApp::with_reviews();
    let theme = &themes(&app)[0].0;
    let cases: [(&[&str], &str); 7] = [
        (&["theme", "rename", "T-99", "x"], "no such theme"),
        (&["theme", "rename", theme, "  "], "needs a name"),
        (&["theme", "rename", theme, &"x".repeat(81)], "81 characters"),
        (&["theme", "merge", theme, "--into", theme], "part of itself"),
        (&["theme", "move", "S-9999", "--to", theme], "no such signal"),
        (&["theme", "undo", "R-7"], "no such ruling"),
        (&["theme", "split", "T-99"], "no theme T-99"),
    ];
    for (arguments, told) in cases {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(app.json(&["rulings"]), json!([]));
}

#[test]
fn what_a_clustering_run_would_change_is_told_without_changing_it() {
    let app = TestApp::with_reviews();
    let before = themes(&app);
    let report = app.json(&["cluster", "--dry-run"]);
    assert_eq!((&report["applied"], &report["signals"]), (&json!(false), &json!(90)));
    assert_eq!(report["kept"].as_array().unwrap().len(), before.len(), "{report}");
    assert_eq!((&report["born"], &report["retired"]), (&json!([]), &json!([])));
    assert_eq!(themes(&app), before);
}

#[test]
fn rulings_are_made_and_undone_over_http_and_on_pages_while_a_command_hands_over() {
    let app = TestApp::with_reviews();
    let before = themes(&app);
    let server = app.serve();
    let made = post(
        &server,
        "/api/v1/commands",
        &json!({"command": "merge-themes", "into": before[0].0, "from": [before[1].0]}),
    );
    assert_eq!(made.0, 200, "{}", made.1);
    let again = post(&server, "/api/v1/commands", &json!({"command": "pin-theme", "theme": before[1].0}));
    assert_eq!(again.0, 409);
    assert!(again.1["detail"].as_str().unwrap().contains("part of"), "{}", again.1);
    let id = made.1["id"].as_str().unwrap();
    let page = server.get(&format!("/themes/{}", before[1].0));
    assert!(page.body.contains("is part of"), "{}", page.body);
    let page = server.get(&format!("/themes/{}", before[0].0));
    assert!(page.body.contains("became part of") && page.body.contains("<svg class=\"lineage\""));
    let form = [("command", "undo-ruling"), ("ruling", id), ("next", "/rulings")];
    let undone = server.post("/commands", &form);
    assert_eq!((undone.status, undone.header("location")), (303, "/rulings"));
    assert_eq!(themes(&app), before);
    // A command finds the server that holds the directory.
    app.json(&["theme", "rename", &before[0].0, "By <b>hand</b>"]);
    let page = server.get(&format!("/themes/{}", before[0].0));
    assert!(page.body.contains("By &#60;b&#62;hand&#60;/b&#62;"), "{}", page.body);
    let form = [("command", "rename-theme"), ("theme", before[0].0.as_str()), ("name", "On a page")];
    assert_eq!(server.post("/commands", &form).status, 303);
    assert_eq!(name_of(&app, &before[0].0), "On a page");
    let listed = server.get("/rulings");
    assert!(listed.body.contains("is called On a page"), "{}", listed.body);
    assert_eq!(server.get(&format!("/themes/{}/split", before[0].0)).status, 200);
    assert_eq!(server.post("/commands", &[("command", "explode")]).status, 400);
}

fn post(server: &TestServer, path: &str, body: &Value) -> (u16, Value) {
    let page = server.send(path, &[("content-type", "application/json")], body.to_string().as_bytes());
    (page.status, serde_json::from_str(&page.body).unwrap())
}

#[test]
fn what_was_moved_by_hand_stays_in_the_part_that_it_was_split_off_with() {
    let app = TestApp::with_reviews();
    let before = themes(&app);
    let (into, from) = (&before[0].0, &before[1].0);
    let signals = app.json(&["theme", "show", from, "--limit", "100"])["signals"].clone();
    let ids: Vec<&str> = signals.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    app.json(&[&["theme", "move"], &ids[..], &["--to", into]].concat());
    let split = app.json(&["theme", "split", into]);
    let part = split["born"][0].as_str().unwrap_or_else(|| panic!("{split}")).to_owned();
    let signals_of =
        |theme: &str| themes(&app).iter().find(|(id, _)| id == theme).map(|(_, signals)| *signals);
    let moved_to_part = signals_of(&part);
    assert!(moved_to_part > Some(0), "{split}");
    app.json(&["cluster"]);
    assert_eq!(signals_of(&part), moved_to_part, "a clustering run keeps it");
}

#[test]
fn a_split_of_two_things_said_keeps_them_apart() {
    let app = TestApp::with_reviews();
    let before = themes(&app);
    let (into, from) = (&before[0].0, &before[1].0);
    // Two themes made one have something to be split by.
    app.json(&["theme", "merge", from, "--into", into]);
    app.json(&["theme", "undo", "R-1"]);
    let parts = app.json(&["theme", "split", into, "--dry-run"]);
    let counted: u64 = parts.as_array().unwrap().iter().map(|part| part["signals"].as_u64().unwrap()).sum();
    assert_eq!(counted, before[0].1, "{parts}");
}
