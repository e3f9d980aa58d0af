//! What people say to each other about a theme, an opportunity or a decision: hand-overs keep their thread, what waits for whom is
//! listed, what cannot be said is told with nothing typed lost, and what was taken back or erased is gone.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::api::told;
use crate::app::{TestApp, TestServer};
use crate::canaries::found_in_files;

const HOSTILE: &str = "\"><script>alert('x')</script> =cmd|'/c calc'!A1 \u{1b}[2J\u{202e}";

/// Reviews with themes, where ann works, and support.
fn app() -> TestApp {
    let app = TestApp::with_reviews();
    works(&app, "support@acme.example");
    app.json(&["opportunity", "add", "Slow export"]);
    works(&app, "ann@acme.example");
    app.json(&["opportunity", "add", "Card fees", "--owner", "Bob Lee"]);
    app
}

/// Says who works from now on.
fn works(app: &TestApp, name: &str) {
    std::fs::write(app.data().join("hearken.toml"), format!("actor = '{name}'\n")).unwrap();
}

fn refused(app: &TestApp, arguments: &[&str]) -> String {
    let ran = app.run(arguments);
    assert_ne!(ran.code, 0, "{arguments:?}: {}", ran.stdout);
    ran.stderr
}

fn command(server: &TestServer, command: &Value) -> (u16, Value) {
    let headers = [("content-type", "application/json")];
    let page = server.send("/api/v1/commands", &headers, command.to_string().as_bytes());
    (page.status, serde_json::from_str(&page.body).unwrap())
}

/// What each comment of a thread says: who, the hand-over, the words.
fn thread(app: &TestApp, topic: &str) -> Vec<[String; 3]> {
    let thread = app.json(&["comment", "list", topic]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let comments = thread["comments"].as_array().unwrap().iter();
    comments
        .map(|one| [text(&one["by"]["name"]), text(&one["hands_over"]["says"]), text(&one["words"])])
        .collect()
}

#[test]
fn a_hand_over_from_support_to_engineering_and_back_keeps_its_thread() {
    let app = app();
    works(&app, "support@acme.example");
    app.json(&["comment", "add", "T-1", "three more today"]);
    let handed =
        app.json(&["assign", "T-1", "@ann", "--because", "it leads to your module", "--due", "2099-03-01"]);
    assert_eq!(handed["held_by"]["name"], "ann@acme.example", "{handed}");
    works(&app, "ann@acme.example");
    let inbox = app.json(&["inbox"]);
    assert_eq!(inbox["waiting"][0]["says"], "yours until 2099-03-01", "{inbox}");
    assert_eq!(inbox["waiting"][0]["held_by"]["words"], "it leads to your module");
    app.json(&["assign", "T-1", "support", "--because", "fixed in 2.4, @support: please tell them"]);
    assert_eq!(app.json(&["inbox"])["waiting"], json!([]));
    let of_support = app.json(&["inbox", "--for", "Support"]);
    assert_eq!(
        (&of_support["name"], of_support["waiting"].as_array().unwrap().len()),
        (&json!("support@acme.example"), 1)
    );
    let (support, ann) = ("support@acme.example", "ann@acme.example");
    assert_eq!(
        thread(&app, "T-1"),
        [
            [support, "", "three more today"],
            [support, &format!("to {ann}, until 2099-03-01"), "it leads to your module"],
            [ann, &format!("from {ann} to {support}"), "fixed in 2.4, @support: please tell them"],
        ]
    );
    let shown = app.run(&["comment", "list", "T-1"]).stdout;
    assert!(shown.contains("handed from ann@acme.example to support@acme.example"), "{shown}");
    let undone = app.json(&["comment", "undo", "3"]);
    assert_eq!((&undone["held_by"]["name"], &undone["held_by"]["due"]), (&json!(ann), &json!("2099-03-01")));
    let today = told(&app.serve().get("/api/v1/today"))["inbox"].clone();
    assert_eq!((&today["waiting"], &today["waiting_total"]), (&app.json(&["inbox"])["waiting"], &json!(1)));
    let table = app.run(&["inbox"]).stdout;
    assert!(table.contains("T-1") && table.contains("yours until 2099-03-01"), "{table}");
    app.rebuild_changes_nothing();
}

#[test]
fn what_cannot_be_said_is_told() {
    let app = app();
    let cases: [(&[&str], &str); 14] = [
        (&["comment", "add", "T-1", " \n "], "a comment needs words, or somebody to hand it to"),
        (&["comment", "add", "T-999", "x"], "there is no theme T-999"),
        (&["comment", "add", "O-9", "x"], "there is no opportunity O-9"),
        (&["comment", "add", "D-9", "x"], "there is no decision D-9"),
        (&["comment", "add", "S-1", "x"], "is not a theme, an opportunity or a decision"),
        (&["comment", "list", "T-999"], "there is no theme T-999"),
        (&["comment", "undo", "9"], "comment 9: there is no such comment"),
        (&["comment", "seen", "T-1"], "there is nothing about T-1 that mentions you"),
        (&["assign", "T-1", "ann", "--due", "2020-01-31"], "2020-01-31 is past; give today or a day to come"),
        (
            &["assign", "T-1", "--due", "2099-01-31"],
            "there is nobody who has T-1 in hand; say who is to do it",
        ),
        (&["assign", "T-1", "--nobody"], "there is nobody who has T-1 in hand"),
        (&["assign", "T-1", "ann", "--nobody"], "cannot be used with"),
        (&["assign", "T-1", "ann", "--due", "soon"], "soon"),
        (&["assign", "T-1"], "required"),
    ];
    for (arguments, told) in cases {
        let stderr = refused(&app, arguments);
        assert!(stderr.contains(told), "{arguments:?}: {stderr}");
    }
    let long = "x".repeat(10_001);
    assert!(refused(&app, &["comment", "add", "T-1", &long]).contains("10001 characters long"));
    let many: Vec<String> = (0..51).map(|n| format!("@person{n}")).collect();
    assert!(refused(&app, &["comment", "add", "T-1", &many.join(" ")]).contains("50 people at most"));
    app.json(&["opportunity", "remove", "O-1"]);
    assert!(refused(&app, &["comment", "add", "O-1", "x"]).contains("O-1 was removed"));
    assert!(thread(&app, "T-1").is_empty() && thread(&app, "O-1").is_empty());
    let ran = app.run(&["comment", "add", "T-1", "@eve look"]);
    assert!(ran.code == 0 && ran.stderr.contains("nobody called eve is known here yet"), "{}", ran.stderr);
    let people = app.serve().get("/api/v1/people").body;
    assert!(
        ["ann@acme.example", "support@acme.example", "Bob Lee"].iter().all(|name| people.contains(name)),
        "{people}"
    );
    assert_eq!(app.json(&["assign", "T-1", "bob.lee"])["held_by"]["name"], "Bob Lee");
}

#[test]
fn words_are_piped_in_or_written_in_an_editor() {
    let app = app();
    let piped =
        app.run_with_input(&["comment", "add", "O-1", "-", "--json"], b"first line\nsecond \xff line\n");
    assert_eq!(piped.code, 0, "{}", piped.stderr);
    assert_eq!(thread(&app, "O-1")[0][2], "first line\nsecond \u{fffd} line");
    let edited = |editor: &str| {
        let mut command = app.command(&["comment", "add", "O-1"]);
        command.env_remove("VISUAL").env("EDITOR", editor).stdin(std::process::Stdio::null());
        crate::app::Ran::from_output(command.output().unwrap())
    };
    assert_eq!(edited("printf 'from an editor' >").code, 0);
    assert_eq!(thread(&app, "O-1")[1][2], "from an editor");
    assert!(edited("true").stderr.contains("a comment needs words"), "nothing was written");
    assert!(edited("false").stderr.contains("did not end well, so nothing was said"));
    assert!(edited("").stderr.contains("set EDITOR"));
    assert_eq!(thread(&app, "O-1").len(), 2);
}

#[test]
fn the_thread_of_what_became_part_of_another_is_read_there_and_goes_back_with_it() {
    let app = app();
    app.json(&["comment", "add", "T-1", "of the first"]);
    app.json(&["assign", "T-2", "ann"]);
    app.json(&["theme", "merge", "T-2", "--into", "T-1"]);
    let merged = app.json(&["comment", "list", "T-2"]);
    assert_eq!(
        (&merged["topic"], merged["comments"].as_array().unwrap().len()),
        (&json!("T-1"), 2),
        "{merged}"
    );
    assert_eq!(merged["held_by"]["name"], "ann@acme.example");
    assert_eq!(app.json(&["inbox"])["waiting"][0]["topic"], "T-1");
    let said = app.json(&["comment", "add", "T-2", "of the second, later"]);
    assert_eq!((&said["topic"], &said["comment"]["topic"]), (&json!("T-1"), &json!("T-1")), "{said}");
    let ruling = app.json(&["rulings"])[0]["id"].as_str().unwrap().to_owned();
    app.json(&["theme", "undo", &ruling]);
    assert_eq!(thread(&app, "T-2").len(), 1, "apart again, it has its own");
    assert_eq!(thread(&app, "T-1").len(), 2);
    app.json(&["assign", "O-2", "ann"]);
    app.json(&["opportunity", "merge", "O-2", "O-1"]);
    assert_eq!(thread(&app, "O-1").len(), 1);
    assert_eq!(app.json(&["inbox"])["waiting"][1]["topic"], "O-1");
    app.json(&["opportunity", "remove", "O-1"]);
    assert_eq!(
        app.json(&["inbox"])["waiting"].as_array().unwrap().len(),
        1,
        "what was removed waits for nobody"
    );
    app.rebuild_changes_nothing();
}

#[test]
fn a_comment_that_was_taken_back_says_only_that_and_its_words_go_with_an_erasure() {
    let app = app();
    let said = "id,text,date,author,email\n1,The quokkareader never pairs,2024-03-01,Quokkann Lee,quokkann@q.example\n";
    app.import("desk.csv", said, &[]);
    app.json(&["comment", "add", "T-1", "Quokkann says the quokkareader never pairs, @ann"]);
    app.json(&["comment", "add", "T-1", "this stays"]);
    let undone = app.json(&["comment", "undo", "1"]);
    assert_eq!((&undone["comment"]["words"], &undone["comment"]["mentions"]), (&Value::Null, &json!([])));
    let shown = app.run(&["comment", "list", "T-1"]).stdout;
    assert!(
        shown.contains("taken back by ann@acme.example on ") && !shown.contains("quokkareader"),
        "{shown}"
    );
    assert!(refused(&app, &["comment", "undo", "1"]).contains("it was taken back already"));
    let words = ["quokkann".to_owned(), "quokkareader".to_owned()];
    assert!(!found_in_files(&app.data(), &words).is_empty(), "the log keeps what was taken back until then");
    app.json(&["comment", "add", "O-1", "a quokkareader for all"]);
    app.json(&["erase", "--yes", "--contact", "quokkann@q.example"]);
    assert_eq!(found_in_files(&app.data(), &words), BTreeSet::new());
    assert_eq!(thread(&app, "O-1")[0][2], "[erased]");
    assert_eq!(thread(&app, "T-1")[1][2], "this stays");
    app.rebuild_changes_nothing();
}

#[test]
fn a_thread_is_a_table_too_and_nothing_in_it_is_a_formula_or_calls_anybody() {
    let app = app();
    app.json(&["assign", "T-1", "=1+1", "--due", "2099-03-01", "--because", "=cmd|'/c calc'!A1 @octocat"]);
    app.json(&["comment", "add", "T-1", "gone"]);
    app.json(&["comment", "undo", "2"]);
    let table = app.run(&["export", "comments", "T-1"]).stdout;
    let server = app.serve();
    assert_eq!(server.get("/api/v1/exports/comments?topic=T-1").body, table);
    let rows: Vec<&str> = table.lines().collect();
    assert!(rows[0].starts_with("number,at,by,about,handed_from,handed_to,until,comment,"), "{table}");
    assert!(rows[1].ends_with(",T-1,,'=1+1,2099-03-01,'=cmd|'/c calc'!A1 @octocat,,"), "{table}");
    assert!(rows[2].contains(",T-1,,,,,ann@acme.example,") && rows.len() == 3, "{table}");
    let markdown = app.run(&["export", "comments", "T-1", "--format", "markdown"]).stdout;
    assert!(!markdown.replace('\\', "").contains("@octocat") && markdown.lines().count() == 4, "{markdown}");
    assert_eq!(server.get("/api/v1/exports/comments").status, 400);
    assert_eq!(server.get("/api/v1/exports/comments?topic=T-999").status, 404);
    assert!(server.get("/comments/T-1").body.contains("/api/v1/exports/comments?topic=T-1&#38;format=csv"));
}

#[test]
fn programs_read_threads_and_inboxes_and_the_second_who_hands_over_is_told() {
    let app = app();
    let server = app.serve();
    let add = |more: Value| {
        let mut request = json!({"command": "add-comment", "topic": "O-1"});
        more.as_object().unwrap().iter().for_each(|(name, value)| request[name] = value.clone());
        command(&server, &request)
    };
    assert_eq!(add(json!({"words": HOSTILE})).0, 200);
    let (status, first) = add(json!({"to": "ann", "version": 0}));
    assert_eq!(status, 200, "{first}");
    let (status, second) = add(json!({"to": "support", "words": "mine", "version": 0}));
    assert_eq!(status, 409, "{second}");
    assert!(
        second["detail"].as_str().unwrap().starts_with("who has O-1 in hand was changed by "),
        "{second}"
    );
    assert_eq!(add(json!({"to": "support", "words": "mine", "version": first["version"]})).0, 200);
    assert_eq!(add(json!({"words": ""})).0, 422);
    assert_eq!(add(json!({"to": "ann", "due": "2020-01-01"})).0, 422);
    assert_eq!(add(json!({"words": "x", "topic": "O-9"})).0, 404);
    let thread = told(&server.get("/api/v1/comments?topic=O-1&limit=2"));
    assert_eq!(
        (&thread["earlier"], thread["comments"].as_array().unwrap().len()),
        (&json!(1), 2),
        "{thread}"
    );
    assert_eq!(told(&server.get("/api/v1/inbox?for=support"))["waiting"][0]["topic"], "O-1");
    for (path, status) in [
        ("/api/v1/comments", 400),
        ("/api/v1/comments?topic=S-1", 400),
        ("/api/v1/comments?topic=T-999", 404),
        ("/api/v1/inbox?whose=ann", 400),
        ("/api/v1/people", 200),
    ] {
        assert_eq!(server.get(path).status, status, "{path}");
    }
    let shown = app.run(&["comment", "list", "O-1"]).stdout;
    assert!(!shown.contains(['\u{1b}', '\u{202e}']) && shown.contains("alert('x')"), "{shown:?}");
    let (status, undone) = command(&server, &json!({"command": "undo-comment", "comment": 3}));
    assert_eq!((status, &undone["held_by"]["name"]), (200, &json!("ann@acme.example")), "{undone}");
}
