//! Several real processes over one data directory at the same moment: who writes, who hands over, who only reads.

use std::io::Write as _;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::app::TestApp;
use crate::noise::{csv_from, words};

/// An import that reads standard input, and so holds the directory for as long as nobody closes it.
fn import_that_waits(app: &TestApp) -> Child {
    let mut command = app.command(&["import", "-", "--source", "slow", "--format", "csv", "--json"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Asks again and again, for half a minute at most.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "it never came that {what}");
        std::thread::yield_now();
    }
}

fn is_held_by(app: &TestApp, child: &Child) -> bool {
    let holder = std::fs::read_to_string(app.data().join("holder.json")).unwrap_or_default();
    holder.contains(&format!("\"pid\":{},", child.id()))
}

fn accepted(app: &TestApp, source: &str) -> u64 {
    let list = app.json(&["sources"]);
    let sources = list["sources"].as_array().unwrap();
    let found = sources.iter().find(|of| of["name"] == source);
    found.map_or(0, |of| of["counts"]["accepted"].as_u64().unwrap())
}

#[test]
fn the_second_of_two_writers_is_told_who_holds_the_directory() {
    let app = TestApp::new();
    app.file("more.csv", "id,text\n1,Somebody else's words\n");
    let mut first = import_that_waits(&app);
    until("the first writer holds the directory", || is_held_by(&app, &first));
    for arguments in [
        &["import", "more.csv"][..],
        &["source", "undo", "slow"],
        &["serve", "--port", "0"],
        &["doctor", "--rebuild"],
    ] {
        let second = app.run(arguments);
        assert_eq!(second.code, 3, "{arguments:?}: {}{}", second.stdout, second.stderr);
        let holder = format!("is held by another Hearken process (process {})", first.id());
        assert!(second.stderr.contains(&holder), "{arguments:?}: {}", second.stderr);
        assert!(second.stderr.contains("hint: wait for it to end, or stop it"), "{}", second.stderr);
    }
    first.stdin.take().unwrap().write_all(b"id,text\n1,The first writer goes on\n").unwrap();
    assert!(first.wait().unwrap().success());
    assert_eq!(app.import("more.csv", "id,text\n1,Now it is my turn\n", &[]), [1, 0, 0, 0]);
    assert_eq!(app.texts().len(), 2);
}

#[test]
fn an_import_that_was_killed_keeps_what_it_recorded_and_the_same_command_goes_on_from_there() {
    let app = TestApp::new();
    let csv = csv_from(1, 9000, 12);
    let mut killed = import_that_waits(&app);
    let mut stdin = killed.stdin.take().unwrap();
    let half = csv.match_indices('\n').nth(8000).unwrap().0;
    stdin.write_all(&csv.as_bytes()[..half]).unwrap();
    stdin.flush().unwrap();
    until("a batch is recorded", || {
        app.data().join("hearken.db").exists() && app.run(&["sources"]).code == 0
    });
    until("a batch is counted", || accepted(&app, "slow") >= 1000);
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(app.data().join("holder.json").exists(), "a killed holder cannot tidy up");

    let before = accepted(&app, "slow");
    let import = &app.json(&["sources", "slow"])["imports"][0];
    assert_eq!(import["counts"]["accepted"].as_u64(), Some(before));
    let [new, updated, known, rejected] = app.import("slow.csv", &csv, &[]);
    assert_eq!((new + known, updated, rejected), (9000, 0, 0));
    assert_eq!(known, before, "what was counted was there, and nothing more");
    assert_eq!(app.json(&["sources", "slow"])["imports"][1]["state"], "interrupted");
    assert_eq!(app.json(&["doctor"])["well"], true);
    assert!(!app.data().join("holder.json").exists());
}

#[test]
fn a_stale_holder_file_of_a_killed_server_misleads_nobody() {
    let app = TestApp::new();
    let mut server = app.serve();
    server.kill();
    let stale = std::fs::read_to_string(app.data().join("holder.json")).unwrap();
    assert!(stale.contains("127.0.0.1:"), "{stale}");
    assert_eq!(app.json(&["doctor"])["well"], true);
    std::fs::write(app.data().join("holder.json"), stale).unwrap();
    assert_eq!(app.import("calls.csv", "id,text\n1,Nobody to hand over to\n", &[]), [1, 0, 0, 0]);
    std::fs::write(app.data().join("holder.json"), b"\0\0not even JSON").unwrap();
    let server = app.serve();
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(app.import("calls.csv", "id,text\n2,Handed over again\n", &[]), [1, 0, 0, 0]);
}

#[test]
fn imports_at_once_and_readers_beside_them_all_get_done_while_a_server_runs() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let mut writers: Vec<Child> = (0..4)
        .map(|n| {
            let name = format!("part{n}.csv");
            app.file(&name, csv_from(1 + n, 300, 12));
            let mut command = app.command(&["import", &name, "--json"]);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let theme = app.json(&["themes"])["themes"][0]["id"].as_str().unwrap().to_owned();
    let mut rounds = 0;
    while rounds == 0 || writers.iter_mut().any(|writer| writer.try_wait().unwrap().is_none()) {
        assert!(app.json(&["themes"])["themes"].as_array().unwrap().len() >= 3);
        assert_eq!(app.json(&["theme", "show", &theme])["card"]["id"], theme.as_str());
        assert!(app.json(&["search", "crashes"])["matches"].as_u64().unwrap() >= 30);
        assert_eq!(accepted(&app, "reviews"), 90);
        assert_eq!(server.get("/").status, 200);
        rounds += 1;
    }
    for writer in writers {
        let output = writer.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report[0]["counts"]["accepted"], 300);
    }
    let word = words(2).next().unwrap();
    server.wait_for(&format!("/search?q={word}"), |page| page.body.contains(&word));
    until("a look beside the server finds all well", || app.run(&["doctor"]).code == 0);
}

#[test]
fn a_server_that_dies_under_an_import_handed_to_it_is_told_of_and_nothing_recorded_is_lost() {
    let app = TestApp::new();
    let csv = csv_from(9, 9000, 12);
    let mut server = app.serve();
    let mut handing_over = import_that_waits(&app);
    let mut stdin = handing_over.stdin.take().unwrap();
    let half = csv.match_indices('\n').nth(8000).unwrap().0;
    stdin.write_all(&csv.as_bytes()[..half]).unwrap();
    stdin.flush().unwrap();
    until("a batch is counted", || accepted(&app, "slow") >= 1000);
    server.kill();
    // The rest may meet a command that has already noticed.
    let _ = stdin.write_all(&csv.as_bytes()[half..]);
    drop(stdin);
    let output = handing_over.wait_with_output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{message}");
    assert!(message.contains("does not answer") && message.contains("run the command again"), "{message}");

    let before = accepted(&app, "slow");
    let [new, _, known, _] = app.import("slow.csv", &csv, &[]);
    assert_eq!((new + known, known), (9000, before));
    assert_eq!(app.json(&["doctor"])["well"], true);
}
