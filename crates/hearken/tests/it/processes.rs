//! One process holds the data directory; the others hand their actions over or read beside it.

use crate::app::TestApp;

#[test]
fn an_import_while_a_server_runs_goes_through_the_server() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let csv =
        "id,review,date,stars,app\n901,The gizmo exploded,2024-07-09,1,Pay\n902,bad date,1901-01-01,1,Pay\n";
    assert_eq!(app.import("reviews.csv", csv, &[]), [1, 0, 0, 1]);
    let page = server.wait_for("/search?q=gizmo", |page| page.body.contains("exploded"));
    assert_eq!(page.status, 200);
    assert_eq!(app.json(&["search", "gizmo"])["matches"], 1);
    assert_eq!(app.json(&["source", "undo", "reviews"])["removed"], 1);
    server.wait_for("/search?q=gizmo", |page| !page.body.contains("exploded"));
}

#[test]
fn a_second_server_is_told_who_holds_the_directory() {
    let app = TestApp::new();
    let _server = app.serve();
    let ran = app.run(&["serve", "--port", "0"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("is held by another Hearken process (process "), "{}", ran.stderr);
}

#[test]
fn a_holder_that_was_killed_leaves_the_directory_free_and_everything_in_it() {
    let app = TestApp::with_reviews();
    let mut server = app.serve();
    let pasted = server.post("/paste", &[("text", "Killed right after this was acknowledged")]);
    assert_eq!(pasted.status, 303);
    server.kill();
    assert_eq!(app.import("more.csv", "id,text\n1,Life goes on\n", &[]), [1, 0, 0, 0]);
    assert_eq!(app.json(&["search", "acknowledged"])["matches"], 1);
    assert_eq!(app.json(&["doctor"])["well"], true);
}

#[test]
fn a_server_that_is_asked_to_end_ends_well() {
    let app = TestApp::new();
    let mut server = app.serve();
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.terminate(), 0);
    assert!(!app.data().join("holder.json").exists());
}

#[test]
fn nobody_without_the_secret_hands_anything_over() {
    let app = TestApp::new();
    let server = app.serve();
    let command =
        br#"{"actor":{"kind":"person","name":"eve"},"command":{"command":"pin-theme","theme":"T-1"}}"#;
    assert_eq!(server.send("/handover", &[], command).status, 401);
    assert_eq!(server.send("/handover", &[("authorization", "Bearer x")], command).status, 401);
    assert_eq!(server.post_from("/handover", &[("a", "b")], "null").status, 403, "no page may send one");
    let elsewhere = [("host", "evil.example"), ("authorization", "Bearer x")];
    assert_eq!(server.send("/handover", &elsewhere, command).status, 421, "nor by another name");
}

#[test]
fn data_of_a_newer_program_is_refused_clearly() {
    let app = TestApp::with_reviews();
    let database = rusqlite::Connection::open(app.data().join("hearken.db")).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    drop(database);
    for arguments in [&["themes"][..], &["import", "reviews.csv"]] {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 3, "{}", ran.stderr);
        assert!(ran.stderr.contains("format 99") && ran.stderr.contains("newer"), "{}", ran.stderr);
    }
}

#[test]
fn reading_where_there_is_nothing_says_what_to_do() {
    let app = TestApp::new();
    let ran = app.run(&["themes"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("hint: import something first"), "{}", ran.stderr);
}

#[test]
fn only_this_machine_is_listened_to() {
    let app = TestApp::new();
    let ran = app.run(&["serve", "--host", "0.0.0.0"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("no accounts"), "{}", ran.stderr);
}

#[test]
fn logs_tell_what_happened_without_a_customer_s_words() {
    let app = TestApp::new();
    app.file("calls.csv", "id,text\n1,Zanzibar secret words\n");
    let mut command = app.command(&["import", "calls.csv"]);
    let output = command.env("HEARKEN_LOG", "trace").output().unwrap();
    let logged = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !logged.contains("Zanzibar"), "{logged}");
}
