//! How decisions are written down: in an editor, on a page and by the API. Two people at one, and forms that cannot be taken, lose
//! nothing, and hostile words stay words.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::app::{Ran, TestApp, TestServer};
use crate::decisions::{decide, on, theme};

const HOSTILE: &str = "\"><script>alert('x')</script>\u{1b}[2J";

/// Runs a command with a script as the editor, which finds the form at `$1`.
fn with_editor(app: &TestApp, arguments: &[&str], script: &str) -> Ran {
    let editor = app.file("editor.sh", format!("#!/bin/sh\nset -e\n{script}\n"));
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = app.command(arguments);
    command.env("EDITOR", &editor).env_remove("VISUAL").env("TMPDIR", app.folder());
    command.env("HEARKEN", env!("CARGO_BIN_EXE_hearken")).stdin(std::process::Stdio::null());
    Ran::from_output(command.output().unwrap())
}

/// Runs a command that reads this, and keeps files in the test's own folder.
fn fed(app: &TestApp, arguments: &[&str], input: &[u8]) -> Ran {
    let input = std::fs::File::open(app.file("input.txt", input)).unwrap();
    let mut command = app.command(arguments);
    Ran::from_output(command.env("TMPDIR", app.folder()).stdin(input).output().unwrap())
}

/// The file that a message names behind "kept in".
fn kept(told: &str) -> String {
    let path = told.split("kept in ").nth(1).unwrap_or_else(|| panic!("{told}"));
    let path = path.split([',', '\n', ' ']).next().unwrap();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn command(server: &TestServer, command: &Value) -> (u16, Value) {
    let headers = [("content-type", "application/json")];
    let page = server.send("/api/v1/commands", &headers, command.to_string().as_bytes());
    (page.status, serde_json::from_str(&page.body).unwrap())
}

#[test]
fn an_editor_opens_a_form_that_shows_what_was_said_and_what_it_leaves_is_written_down() {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Starts crash", "--theme", &theme(&app, "crash")]);
    app.file("form.txt", on("O-1"));
    let ran = with_editor(&app, &["decide", "O-1"], "cp \"$1\" seen.txt\ncp form.txt \"$1\"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("D-1 Do we rewrite the start, or patch it?, chosen"), "{}", ran.stdout);
    let seen = std::fs::read_to_string(app.folder().join("seen.txt")).unwrap();
    for expected in [
        "Rests on: O-1\n",
        "\nQuestion:\n",
        "\nOption:\nCost:\nEffect:\n",
        " signals, ",
        ": “The app crashes",
    ] {
        assert!(seen.contains(expected), "{expected}: {seen}");
    }
    let quoted = seen.lines().filter(|line| line.contains('“'));
    assert!(quoted.clone().count() > 0 && quoted.clone().all(|line| line.starts_with("# ")), "{seen}");
    let card = app.json(&["decision", "show", "D-1"]);
    assert_eq!((&card["choice"], &card["opportunities"][0]["id"]), (&json!(2), &json!("O-1")), "{card}");

    let edit = with_editor(&app, &["decide", "--edit", "D-1"], "sed -i 's/^Chosen: 2/Chosen: 1/' \"$1\"");
    assert_eq!(edit.code, 0, "{}", edit.stderr);
    let card = app.json(&["decision", "show", "D-1"]);
    assert_eq!(
        (&card["choice"], &card["history"][0]["says"]),
        (&json!(1), &json!("chose option 1")),
        "{card}"
    );
    let same = with_editor(&app, &["decide", "--edit", "D-1"], "true");
    assert!(
        same.code == 1 && same.stderr.contains("nothing was written, and nothing was done"),
        "{}",
        same.stderr
    );
    let failed = with_editor(&app, &["decide", "O-1"], "echo 'Question: half' > \"$1\"\nexit 3");
    assert!(failed.code == 1 && kept(&failed.stderr).contains("Question: half"), "{}", failed.stderr);
    let mut none = app.command(&["decide", "O-1"]);
    let none = Ran::from_output(none.env_remove("EDITOR").env_remove("VISUAL").output().unwrap());
    assert!(none.code == 3 && none.stderr.contains("--file FILE"), "{}", none.stderr);
}

#[test]
fn the_second_of_two_editors_is_told_and_both_versions_are_kept() {
    let app = TestApp::with_reviews();
    decide(&app, &on(&theme(&app, "crash")));
    let meanwhile = "\"$HEARKEN\" decision choose D-1 1 --because 'it is cheap' > /dev/null 2>&1\n\
                     sed -i 's/^Because:.*/Because: theirs is too dear/' \"$1\"";
    let ran = with_editor(&app, &["decide", "--edit", "D-1"], meanwhile);
    assert!(ran.code == 1 && ran.stderr.contains("D-1 was changed by "), "{}", ran.stderr);
    let both = kept(&ran.stderr);
    assert!(both.contains("\nBecause: theirs is too dear\n"), "mine: {both}");
    assert!(
        both.contains("#   Because: it is cheap\n") && both.contains("#   Chosen: 1\n"),
        "theirs: {both}"
    );
    let card = app.json(&["decision", "show", "D-1"]);
    assert_eq!((&card["choice"], &card["because"]), (&json!(1), &json!("it is cheap")), "theirs stands");
    app.file("mine.txt", both);
    let again = app.json(&["decide", "--file", "mine.txt"]);
    assert_eq!((&again["choice"], &again["because"]), (&json!(2), &json!("theirs is too dear")), "{again}");
    let stale = fed(&app, &["decide", "--file", "mine.txt"], b"");
    assert!(stale.code == 1 && stale.stderr.contains("D-1 was changed by "), "{}", stale.stderr);
}

#[test]
fn a_form_that_cannot_be_taken_tells_the_line_and_is_kept() {
    let app = TestApp::with_reviews();
    let (bad, crashes) = ("Question: Do we?\nOption: a\nCots: 3 days\n", theme(&app, "crash"));
    let ran = fed(&app, &["decide", &crashes, "--file", "-"], bad.as_bytes());
    assert!(ran.code == 1 && ran.stderr.contains("line 3: 'Cots' is no field"), "{}", ran.stderr);
    assert_eq!(kept(&ran.stderr), bad);
    app.file("bad.txt", bad);
    let ran = app.run(&["decide", &crashes, "--file", "bad.txt"]);
    assert!(ran.stderr.contains("it is kept in bad.txt"), "{}", ran.stderr);
    let too_long = format!("Question: {}\n", "long ".repeat(60));
    let ran = fed(&app, &["decide", "--file", "-"], too_long.as_bytes());
    assert!(ran.code == 1 && ran.stderr.contains("at most 200 are taken"), "{}", ran.stderr);
    assert_eq!(kept(&ran.stderr), too_long);
    for (form, told) in [
        ("Rests on: T-99999\nQuestion: a\n", "there is no theme T-99999"),
        ("Rests on: O-9\nQuestion: a\n", "there is no opportunity O-9"),
        ("Option: a\n", "a decision needs a question"),
        ("Question: a\nFilter: source=nothing\n", "there is no source 'nothing'"),
        ("Question: a\nFilter: shoe=1\n", "there is no such field of the filter"),
    ] {
        let ran = fed(&app, &["decide", "--file", "-"], form.as_bytes());
        assert!(ran.code == 1 && ran.stderr.contains(told), "{form}: {}", ran.stderr);
    }
    assert_eq!(app.json(&["decision", "list"])["decisions"], json!([]), "nothing was written down");
}

#[test]
fn hostile_words_stay_words_at_every_door_and_no_formula_is_one() {
    let app = TestApp::with_reviews();
    let formula = "=HYPERLINK(\"http://evil.example\",\"x\")";
    let form = format!(
        "Question: {HOSTILE}\nOption: {formula}\nCost: # head [l](javascript:alert(1)) @octocat\nChosen: 1\n"
    );
    decide(&app, &form);
    let shown = app.run(&["decision", "show", "D-1"]).stdout + &app.run(&["decision", "list"]).stdout;
    assert!(!shown.contains('\u{1b}') && shown.contains("alert('x')"), "{shown:?}");
    for form in [&[][..], &["--adr"]] {
        let text = app.run(&[&["decision", "export", "D-1"], form].concat()).stdout;
        // What stands behind a backslash means nothing.
        let bare: String = text.split('\\').map(|part| part.chars().skip(1).collect::<String>()).collect();
        for live in ["<script", "\n=", "](", "@octocat", "\u{1b}"] {
            assert!(!bare.contains(live), "{live:?}: {text}");
        }
    }
    let opened = app.run(&["decide", "--edit", "D-1", "--form"]).stdout;
    assert!(!opened.contains('\u{1b}') && opened.contains("\nDecision: D-1\nVersion: "), "{opened:?}");
    let server = app.serve();
    for path in ["/decisions", "/decisions/D-1", "/decisions?state=chosen"] {
        let page = server.get(path);
        assert!(page.status == 200 && !page.body.contains("<script>alert"), "{path}: {}", page.body);
        assert!(page.body.contains("&#60;script&#62;"), "{path}");
    }
    assert_eq!(server.get("/decisions/D-9").status, 404);
}

#[test]
fn a_page_writes_a_decision_down_without_scripts_and_loses_nothing_that_was_typed() {
    let app = TestApp::with_reviews();
    let crashes = theme(&app, "crash");
    let server = app.serve();
    assert!(server.get("/decisions").body.contains("No decision yet"), "an empty list says how to begin");
    let link = format!("/decisions/new?theme={crashes}");
    assert!(server.get(&format!("/themes/{crashes}")).body.contains(&link));
    let page = server.get(&link).body;
    assert!(
        page.contains(&format!("name=\"themes\" value=\"{crashes}\""))
            && page.contains("What it would rest on")
    );
    assert_eq!(page.matches("<fieldset>").count(), 2, "{page}");

    let done = server.post("/decisions/new", &typed(&[]));
    assert_eq!((done.status, done.header("location")), (303, "/decisions/D-1"), "{}", done.body);
    let page = server.get("/decisions/D-1").body;
    for expected in [
        "Patch or rewrite?",
        "Chosen: <b class=\"words\" dir=\"auto\">Rewrite</b>",
        "too dear",
        "Its day has come",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    let link = page.split("href=\"/search?as_of=").nth(1).unwrap().split('"').next().unwrap();
    let link = format!("/search?as_of={}", link.replace("&#38;", "&"));
    let (behind, signals) =
        (server.get(&link), app.json(&["theme", "show", "T-1"])["card"]["signals"].clone());
    assert!(behind.status == 200 && link.contains("theme=T-1"), "{link}");
    assert!(behind.body.contains(&format!("{signals} signal")), "{link} shows {signals}: {}", behind.body);
    assert!(server.get("/").body.contains("Decisions to look at again"), "its day has come");
    assert!(server.get("/themes/T-1").body.contains("href=\"/decisions/D-1\""));
    let held = [
        ("command", "review-decision"),
        ("decision", "D-1"),
        ("review", "2999-01-01"),
        ("next", "/decisions/D-1"),
    ];
    assert_eq!(server.post("/commands", &held).status, 303);
    assert!(!server.get("/").body.contains("Decisions to look at again"));
}

/// The fields of a form, the last of each counts.
fn typed(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut form =
        vec![("question", "Patch or rewrite?"), ("options", "2"), ("dissenters", "1"), ("themes", "T-1")];
    form.extend([("option_1", "Patch"), ("cost_1", "two\ndays"), ("option_2", "Rewrite"), ("choice", "2")]);
    form.extend([
        ("who_1", "Ann"),
        ("why_1", "too dear"),
        ("unless", "never heard"),
        ("review", "2001-05-01"),
    ]);
    form.extend(more);
    form
}

#[test]
fn a_form_on_a_page_comes_back_with_everything_typed_and_what_is_wrong_beside_its_field() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let grown = server.post("/decisions/new", &typed(&[("do", "add-option")]));
    assert_eq!((grown.status, grown.body.matches("<legend>Option ").count()), (200, 3), "{}", grown.body);
    for kept in
        ["value=\"Patch or rewrite?\"", "two\ndays", "value=\"2\" checked", "value=\"Ann\"", "2001-05-01"]
    {
        assert!(grown.body.contains(kept), "{kept}: {}", grown.body);
    }
    let wrong = server.post("/decisions/new", &typed(&[("review", "soon"), ("do", "save")]));
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("id=\"wrong-review\"") && wrong.body.contains("a day is written like"),
        "{}",
        wrong.body
    );
    assert!(
        wrong.body.contains("value=\"Patch or rewrite?\"")
            && wrong.body.contains("value=\"soon\" aria-invalid")
    );
    let missing = server.post("/decisions/new", &typed(&[("themes", "T-99999")]));
    assert!(missing.status == 422 && missing.body.contains("id=\"wrong-themes\""), "{}", missing.body);
    let unsaid = server.post("/decisions/new", &[("options", "1"), ("cost_1", "much"), ("question", "a")]);
    assert!(unsaid.status == 422 && unsaid.body.contains("id=\"wrong-option_1\""), "{}", unsaid.body);
}

#[test]
fn the_second_of_two_who_change_one_on_a_page_sees_both_versions_and_can_put_theirs_there() {
    let app = TestApp::with_reviews();
    decide(&app, &on("T-1"));
    let server = app.serve();
    let version = |body: &str| {
        let form = body.split("class=\"decision-form\"").nth(1).unwrap();
        form.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let read = version(&server.get("/decisions/D-1").body);
    let change = |version: &str, question: &str| {
        let form = [
            ("version", version),
            ("question", question),
            ("options", "1"),
            ("option_1", "Wait"),
            ("choice", "0"),
        ];
        server.post("/decisions/D-1", &form)
    };
    assert_eq!(change(&read, "Do we wait, says the first?").status, 303);
    let second = change(&read, "Do we wait, says the second?");
    assert_eq!(second.status, 409, "{}", second.body);
    for expected in [
        "was changed by ",
        "What stands there by now",
        "says the first?",
        "value=\"Do we wait, says the second?\"",
    ] {
        assert!(second.body.contains(expected), "{expected}: {}", second.body);
    }
    let by_now = version(&second.body);
    assert_ne!(by_now, read);
    assert_eq!(change(&by_now, "Do we wait, says the second?").status, 303);
    let card = app.json(&["decision", "show", "D-1"]);
    assert_eq!(card["question"], "Do we wait, says the second?", "{card}");
    assert_eq!(card["history"].as_array().unwrap().len(), 3, "both acts are there: {card}");
    let unchanged = change(&version(&server.get("/decisions/D-1").body), "Do we wait, says the second?");
    assert!(
        unchanged.status == 422 && unchanged.body.contains("nothing about D-1 is to change"),
        "{}",
        unchanged.body
    );
}

#[test]
fn the_api_adds_changes_and_exports_and_the_second_who_changes_one_is_told() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let add = json!({
        "command": "add-decision", "question": "Do we?", "themes": "T-1",
        "options": [{"words": "Yes", "cost": "a day"}, {"words": "No"}], "choice": 1,
    });
    let (status, added) = command(&server, &add);
    assert_eq!((status, &added["id"], &added["state"]), (200, &json!("D-1"), &json!("chosen")), "{added}");
    let change = |more: Value| {
        let mut change = json!({"command": "change-decision", "decision": "D-1"});
        change.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        command(&server, &change)
    };
    let reordered =
        json!({"options": [{"words": "No"}, {"words": "Yes", "cost": "a day"}], "version": added["version"]});
    let (status, turned) = change(reordered);
    assert_eq!((status, &turned["choice"]), (200, &json!(2)), "what was chosen stays chosen: {turned}");
    let (status, late) = change(json!({"question": "Do we, now?", "version": added["version"]}));
    assert_eq!(status, 409, "{late}");
    let (status, gone) = change(json!({"options": [{"words": "Never"}]}));
    assert!(status == 422 && gone["detail"].as_str().unwrap().contains("none of these any more"), "{gone}");
    let (status, none) = change(json!({"choice": 9}));
    assert_eq!(status, 422, "{none}");
    let list: Value =
        serde_json::from_str(&server.get("/api/v1/decisions?state=chosen&theme=T-1").body).unwrap();
    assert_eq!(list["decisions"][0]["chosen"], "Yes", "{list}");
    let document = server.get("/api/v1/decisions/D-1/document?form=adr");
    assert!(document.header("content-type").starts_with("text/markdown"), "{}", document.body);
    assert!(
        document.header("content-disposition").contains("adr-D-1.md") && document.body.contains("## Status")
    );
    for (path, status) in [
        ("/api/v1/decisions/D-9", 404),
        ("/api/v1/decisions/D-9/document", 404),
        ("/api/v1/decisions?state=lost", 400),
        ("/api/v1/decisions?theme=T-99999", 404),
        ("/api/v1/decisions/D-1/document?form=pdf", 400),
    ] {
        assert_eq!(server.get(path).status, status, "{path}");
    }
}
