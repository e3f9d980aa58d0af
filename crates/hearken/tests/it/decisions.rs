//! Decisions: written down on what customers said, which stays as it stood whatever becomes of themes, signals and customers; in an
//! editor, on a page and by the API; two people at one, and forms that cannot be taken, lose nothing.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::app::{Ran, TestApp, TestServer};
use crate::canaries::{found_in_files, found_in_tables};
use crate::worth::with_worth;

const HOSTILE: &str = "\"><script>alert('x')</script>\u{1b}[2J";

/// The id of the theme in whose name a word stands.
fn theme(app: &TestApp, word: &str) -> String {
    let list = app.json(&["themes"]);
    let mut themes = list["themes"].as_array().unwrap().iter();
    let named = |theme: &&Value| theme["name"].as_str().unwrap().to_lowercase().contains(word);
    themes.find(named).unwrap_or_else(|| panic!("{word}: {list}"))["id"].as_str().unwrap().to_owned()
}

/// Writes a decision down by a form from standard input.
fn decide(app: &TestApp, form: &str) -> Value {
    let ran = app.run_with_input(&["decide", "--file", "-", "--json"], form.as_bytes());
    assert_eq!(ran.code, 0, "{form}: {}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// Two options on a theme, the second chosen.
fn on(theme: &str) -> String {
    format!(
        "Rests on: {theme}\nQuestion: Do we rewrite the start, or patch it?\n\
         Option: Patch it\nCost: two days, and again next release\nEffect: they go on seeing it\n\
         Option: Rewrite it\nCost: three weeks\nEffect: nobody sees it again\n\
         Chosen: 2\nBecause: it comes back with each release\nDissent: Ann\nWhy: three weeks are a release\n\
         Unless: it is heard less than once a week\nReview: 2999-05-01\n"
    )
}

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

fn evidence(app: &TestApp, n: usize) -> Value {
    app.json(&["decision", "show", "D-1"])["evidence"]["themes"][n].clone()
}

#[test]
fn evidence_stays_as_it_stood_after_more_came_in_and_what_became_of_its_themes_is_told() {
    let app = with_worth();
    let (crashes, charges) = (theme(&app, "crash"), theme(&app, "charge"));
    app.json(&["theme", "strength", &crashes, "C-1", "blocker"]);
    decide(&app, &on(&format!("{crashes} {charges}")));
    let before = evidence(&app, 0);
    let card = app.json(&["theme", "show", &crashes])["card"].clone();
    for (field, of) in
        [("signals", &card), ("customers", &card["customers"]), ("revenue", &card["customers"])]
    {
        assert_eq!(before["then"][field], of[field], "{field}: {before}");
    }
    assert_eq!(
        (&before["then"]["blocked"], &before["then"]),
        (&json!(1), &before["now"]),
        "nothing changed yet"
    );
    assert!(!before["quotes"].as_array().unwrap().is_empty());

    let words =
        app.json(&["signal", "show", before["quotes"][0]["signal"].as_str().unwrap()])["signal"].clone();
    let more = format!(
        "id,review,date\n1,\"{}\",2024-07-01\n",
        words["verbatim"].as_str().unwrap().to_owned() + " indeed"
    );
    assert_eq!(app.import("more.csv", more, &[]), [1, 0, 0, 0]);
    let after = evidence(&app, 0);
    assert_eq!((&after["then"], &after["quotes"]), (&before["then"], &before["quotes"]), "as it stood");
    let now = |one: &Value| one["now"]["signals"].as_u64().unwrap();
    assert_eq!(now(&after), now(&before) + 1, "{after}");

    app.json(&["theme", "merge", &charges, "--into", &crashes]);
    let (merged, into) = (evidence(&app, 1), evidence(&app, 0));
    assert_eq!((&merged["lives_on"], &merged["theme"]["id"]), (&json!(crashes), &json!(charges)));
    assert_eq!(merged["now"], into["now"], "what it is part of counts");
    assert!(
        merged["became"][0].as_str().unwrap().starts_with(&format!("became part of {crashes} ")),
        "{merged}"
    );
    assert!(into["became"][0].as_str().unwrap().starts_with(&format!("took in {charges} ")), "{into}");
    assert_eq!(into["then"], before["then"]);
    assert_eq!(app.json(&["theme", "show", &crashes])["decisions"][0]["id"], "D-1");
    let shown = app.run(&["decision", "show", "D-1"]).stdout;
    assert!(shown.contains(&format!("since then: became part of {crashes} ")), "{shown}");
    app.rebuild_changes_nothing();
}

#[test]
fn a_theme_that_is_split_or_found_no_more_under_a_decision_is_told_of() {
    let app = TestApp::with_reviews();
    let (crashes, charges) = (theme(&app, "crash"), theme(&app, "charge"));
    decide(&app, &on(&format!("{crashes} {charges}")));
    let (first, second) = (evidence(&app, 0)["then"].clone(), evidence(&app, 1)["then"].clone());
    let signals = app.json(&["theme", "show", &charges, "--limit", "100"])["signals"].clone();
    let ids: Vec<&str> = signals.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    app.json(&[&["theme", "move"], &ids[..], &["--to", &crashes]].concat());
    app.json(&["theme", "split", &crashes]);
    app.json(&["cluster"]);
    let (split, retired) = (evidence(&app, 0), evidence(&app, 1));
    let told = |one: &Value, part: &str| {
        let became = one["became"].as_array().unwrap();
        assert!(became.iter().any(|became| became.as_str().unwrap().contains(part)), "{part}: {one}");
    };
    told(&split, "gave ");
    told(&retired, "no longer found");
    assert_eq!((&split["then"], &retired["then"]), (&first, &second), "as it stood");
    assert_eq!(retired["quotes"].as_array().unwrap().len(), 3, "they are still there to read");
    app.rebuild_changes_nothing();
}

#[test]
fn a_signal_that_says_something_else_by_now_is_quoted_as_it_was_read() {
    let app = TestApp::with_reviews();
    decide(&app, &on(&theme(&app, "crash")));
    let quote = evidence(&app, 0)["quotes"][0].clone();
    let id =
        app.json(&["signal", "show", quote["signal"].as_str().unwrap()])["signal"]["external_id"].clone();
    let again = format!("id,review,date,stars,app\n{},It works now,2024-01-01,5,Pay\n", id.as_str().unwrap());
    assert_eq!(app.import("reviews.csv", again, &[])[1], 1, "updated");
    assert_eq!(evidence(&app, 0)["quotes"][0], quote);
}

#[test]
fn nothing_of_an_erased_customer_is_left_in_a_decision_and_it_shows_as_erased() {
    let app = TestApp::with_reviews();
    let said = (0..12).fold("id,text,date,author,email\n".to_owned(), |csv, n| {
        csv + &format!("{n},The quokkasaid parcel came {n} days late to our door,2024-06-{:02},Quokkann,ann@quokkacorp.example\n", n + 1)
    });
    app.import("desk.csv", said, &[]);
    app.file("crm.csv", "id,name,domain,arr\nquokkaid,Quokkacorp,quokkacorp.example,12345 EUR\n");
    app.json(&["customer", "import", "crm.csv", "--source", "crm"]);
    app.json(&["cluster"]);
    let parcels = app.json(&["search", "quokkasaid parcel"])["hits"][0]["signal"]["theme"]["id"].clone();
    let parcels = parcels.as_str().unwrap().to_owned();
    let form = on(&parcels).replace("they go on seeing it", "Quokkacorp leaves").replace("Ann", "Quokkann");
    decide(&app, &form);
    app.json(&["decision", "review", "D-1", "--next", "2999-06-01"]);
    let before = evidence(&app, 0);
    assert_eq!(
        (&before["then"]["customers"], &before["then"]["revenue"][0]["hundredths"]),
        (&json!(1), &json!(1_234_500))
    );
    assert!(before["quotes"].to_string().contains("quokkasaid"), "{before}");
    let bodies = || {
        let connection = crate::canaries::open(&app);
        let mut events = connection.prepare("SELECT body FROM events").unwrap();
        let all = events.query_map([], |row| row.get::<_, String>(0)).unwrap().collect::<Result<String, _>>();
        all.unwrap()
    };
    assert!(bodies().contains("1234500"), "the sum is held while the customer is there");

    app.json(&["erase", "--customer", "C-1", "--yes"]);
    let card = app.json(&["decision", "show", "D-1"]);
    let after = &card["evidence"]["themes"][0];
    let signals = &before["then"]["signals"];
    assert_eq!((&after["then"]["signals"], &after["then"]["revenue"]), (signals, &json!([])), "{after}");
    assert_eq!(after["then"]["revenue_erased"], true, "{after}");
    let quotes = after["quotes"].as_array().unwrap();
    assert!(!quotes.is_empty() && quotes.iter().all(|quote| quote["text"].is_null()), "{after}");
    assert_eq!(
        (&card["options"][0]["effect"], &card["dissent"][0]["who"]),
        (&json!("[erased]"), &Value::Null)
    );
    assert_eq!(found_in_tables(&app), std::collections::BTreeMap::new());
    let words = ["quokkacorp", "quokkann", "quokkasaid", "quokkaid"].map(str::to_owned);
    assert_eq!(found_in_files(&app.data(), &words), std::collections::BTreeSet::new());
    assert!(!bodies().contains("1234500"), "what one customer pays is gone from every act");
    assert_eq!(app.json(&["doctor"])["well"], true);
    app.rebuild_changes_nothing();

    let server = app.serve();
    let texts = [
        app.run(&["decision", "show", "D-1"]).stdout,
        app.run(&["decision", "export", "D-1", "--adr"]).stdout.replace('\\', ""),
        server.get("/decisions/D-1").body,
    ];
    for text in texts {
        assert!(text.contains("[erased]") && !text.to_lowercase().contains("quokka"), "{text}");
    }
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
    let stale = app.run(&["decide", "--file", "mine.txt"]);
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
fn only_signals_under_the_filter_count_then_and_now() {
    let app = with_worth();
    let crashes = theme(&app, "crash");
    let ran = app.run_with_input(
        &["decide", &crashes, "--customer", "C-1", "--file", "-", "--json"],
        b"Question: Do we?\n",
    );
    let card: Value = serde_json::from_str(&ran.stdout).unwrap();
    let found = app.json(&["search", "--theme", &crashes, "--customer", "C-1"])["matches"].clone();
    let theme = &card["evidence"]["themes"][0];
    assert_eq!((&theme["then"]["signals"], &theme["now"]["signals"]), (&found, &found), "{card}");
    assert_eq!(card["evidence"]["filter"], json!(["customer=C-1"]));
    app.json(&["erase", "--customer", "C-1", "--yes"]);
    let card = app.json(&["decision", "show", "D-1"]);
    assert!(card["evidence"]["problem"].as_str().unwrap().contains("C-1 was erased on "), "{card}");
    assert_eq!(card["evidence"]["themes"][0]["now"], Value::Null, "{card}");
}

#[test]
fn it_is_looked_at_again_superseded_removed_and_each_act_taken_back() {
    let app = TestApp::with_reviews();
    let crashes = theme(&app, "crash");
    decide(&app, &on(&crashes).replace("2999-05-01", "2001-05-01"));
    decide(&app, "Question: Do we wait?\n");
    let states = || {
        let list = app.json(&["decision", "list"]);
        let rows = list["decisions"].as_array().unwrap().iter();
        rows.map(|row| format!("{} {}", row["id"].as_str().unwrap(), row["state"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(states(), ["D-1 due", "D-2 open"]);
    assert_eq!(
        app.json(&["decision", "list", "--theme", &crashes])["decisions"].as_array().unwrap().len(),
        1
    );
    let refused = |arguments: &[&str]| {
        let ran = app.run(arguments);
        assert_ne!(ran.code, 0, "{arguments:?}: {}", ran.stdout);
        ran.stderr
    };
    assert!(refused(&["decision", "review", "D-1", "--next", "2001-06-01"]).contains("is not to come"));
    app.json(&["decision", "review", "D-1", "--next", "2999-06-01"]);
    assert_eq!(states(), ["D-2 open", "D-1 chosen"]);
    app.json(&["decision", "undo", "D-1"]);
    assert_eq!(states(), ["D-1 due", "D-2 open"]);
    assert!(
        refused(&["decision", "undo", "D-1"]).contains("nothing was done to it since it was written down")
    );
    let superseded = app.json(&["decision", "supersede", "D-1", "D-2"]);
    assert_eq!(superseded["superseded_by"]["question"], "Do we wait?", "{superseded}");
    assert_eq!(states(), ["D-2 open", "D-1 superseded"]);
    assert_eq!(app.json(&["decision", "show", "D-2"])["supersedes"][0]["id"], "D-1");
    assert!(refused(&["decision", "supersede", "D-2", "D-1"]).contains("cannot take the place"));
    assert!(refused(&["decision", "supersede", "D-2", "D-9"]).contains("there is no decision D-9"));
    app.json(&["decision", "remove", "D-2"]);
    assert!(refused(&["decision", "show", "D-2"]).contains("the decision D-2 was removed"));
    assert_eq!(app.json(&["decision", "list"])["removed"][0]["id"], "D-2");
    app.json(&["decision", "undo", "D-2"]);
    app.json(&["decision", "dissent", "D-2", "ann", "too early"]);
    let turned = app.json(&["decision", "dissent", "D-2", "--number", "1", "ann", "too late"]);
    assert_eq!(turned["dissent"], json!([{"who": "ann", "why": "too late"}]));
    assert!(
        refused(&["decision", "dissent", "D-2", "--number", "2", "--remove"]).contains("has the number 2")
    );
    assert_eq!(app.json(&["decision", "dissent", "D-2", "--number", "1", "--remove"])["dissent"], json!([]));
    assert!(refused(&["decision", "choose", "D-2", "1"]).contains("there is no option 1"));
    assert!(
        refused(&["decision", "list", "--state", "lost"])
            .contains("there are due, open, chosen and superseded")
    );
    app.rebuild_changes_nothing();
}

#[test]
fn a_record_of_an_architecture_decision_has_its_usual_headings() {
    let app = with_worth();
    decide(&app, &on(&theme(&app, "crash")));
    let text = app.run(&["decision", "export", "D-1", "--adr"]).stdout;
    let day = text.split("## Date\n\n").nth(1).unwrap().lines().next().unwrap().to_owned();
    let position = text.split("at position ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let told = text.replace(&day, "DAY").replace(&format!("position {position} "), "position N ");
    insta::assert_snapshot!("a record of an architecture decision", told);
    let whole = app.run(&["decision", "export", "D-1"]).stdout;
    assert!(whole.contains("## What was done") && whole.contains("  - now: "), "{whole}");
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

    let typed = |more: &[(&'static str, &'static str)]| {
        let mut form =
            vec![("question", "Patch or rewrite?"), ("options", "2"), ("dissenters", "1"), ("themes", "T-1")];
        form.extend([
            ("option_1", "Patch"),
            ("cost_1", "two\ndays"),
            ("option_2", "Rewrite"),
            ("choice", "2"),
        ]);
        form.extend([
            ("who_1", "Ann"),
            ("why_1", "too dear"),
            ("unless", "never heard"),
            ("review", "2001-05-01"),
        ]);
        form.extend(more);
        form
    };
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
    assert!(page.contains("/search?as_of=") && page.contains("theme=T-1"), "numbers lead to signals: {page}");
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
