//! Decisions: written down on what customers said, which stays as it stood whatever becomes of themes, signals and customers.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::quokkas::{erase_the_quokkas, with_quokkas};
use crate::worth::with_worth;

/// The id of the theme in whose name a word stands.
pub fn theme(app: &TestApp, word: &str) -> String {
    let list = app.json(&["themes"]);
    let mut themes = list["themes"].as_array().unwrap().iter();
    let named = |theme: &&Value| theme["name"].as_str().unwrap().to_lowercase().contains(word);
    themes.find(named).unwrap_or_else(|| panic!("{word}: {list}"))["id"].as_str().unwrap().to_owned()
}

/// Writes a decision down by a form from standard input.
pub fn decide(app: &TestApp, form: &str) -> Value {
    let ran = app.run_with_input(&["decide", "--file", "-", "--json"], form.as_bytes());
    assert_eq!(ran.code, 0, "{form}: {}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// Two options on a theme, the second chosen.
pub fn on(theme: &str) -> String {
    format!(
        "Rests on: {theme}\nQuestion: Do we rewrite the start, or patch it?\n\
         Option: Patch it\nCost: two days, and again next release\nEffect: they go on seeing it\n\
         Option: Rewrite it\nCost: three weeks\nEffect: nobody sees it again\n\
         Chosen: 2\nBecause: it comes back with each release\nDissent: Ann\nWhy: three weeks are a release\n\
         Unless: it is heard less than once a week\nReview: 2999-05-01\n"
    )
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
    let (app, parcels, _) = with_quokkas();
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

    erase_the_quokkas(&app);
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
    assert!(!bodies().contains("1234500"), "what one customer pays is gone from every act");

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
fn what_an_erased_source_told_of_few_customers_is_gone_from_a_decision() {
    let app = with_worth();
    decide(&app, &on(&theme(&app, "crash")));
    assert!(!evidence(&app, 0)["then"]["revenue"].as_array().unwrap().is_empty());
    app.json(&["erase", "--source", "crm", "--yes"]);
    let then = evidence(&app, 0)["then"].clone();
    assert_eq!(
        (&then["revenue"], &then["revenue_erased"], &then["customers"]),
        (&json!([]), &json!(true), &json!(2))
    );
    assert_eq!(app.json(&["doctor"])["well"], true);
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
fn the_list_is_a_table_at_every_door_and_no_cell_of_it_is_a_formula() {
    let app = TestApp::with_reviews();
    let crashes = theme(&app, "crash");
    app.json(&["opportunity", "add", "@SUM(A1:A9)", "--theme", &crashes]);
    let formula = "=HYPERLINK(\"http://evil.example\",\"x\")";
    let form = on("O-1").replace("Do we rewrite the start, or patch it?", formula);
    decide(&app, &form.replace("Option: Rewrite it", "Option: +1+1").replace("2999-05-01", "2001-05-01"));
    decide(&app, "Question: Do we wait?\n");
    let server = app.serve();
    for format in ["csv", "markdown", "jsonl"] {
        let ran = app.run(&["export", "decisions", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let page = server.get(&format!("/api/v1/exports/decisions?format={format}"));
        assert_eq!((page.status, &page.body), (200, &ran.stdout), "{format}");
    }
    let csv = app.run(&["export", "decisions", "--state", "due"]).stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1, "the other is open: {csv}");
    let cell = |name: &str| &rows[0][columns.iter().position(|column| column == name).unwrap()];
    assert_eq!((cell("id"), cell("state"), cell("review")), ("D-1", "due", "2001-05-01"), "{csv}");
    assert_eq!((cell("question"), cell("chosen")), (&*format!("'{formula}"), "'+1+1"), "{csv}");
    assert_eq!((cell("themes"), cell("opportunities")), (&*crashes, "O-1"), "{csv}");
    let page = server.get("/decisions?state=due").body;
    assert!(page.contains("/api/v1/exports/decisions?state=due&#38;format=csv"), "{page}");
    assert_eq!(server.get("/api/v1/exports/decisions?state=lost").status, 400);
    assert_eq!(server.get("/api/v1/exports/decisions?theme=T-999").status, 404);
}

#[test]
fn today_tells_of_the_first_decisions_that_are_due_and_how_many_more_there_are() {
    let app = TestApp::with_reviews();
    for day in 1..=8 {
        decide(
            &app,
            &format!("Question: Was it right, {day}?\nOption: Yes\nChosen: 1\nReview: 2001-05-0{day}\n"),
        );
    }
    let server = app.serve();
    let today: Value = serde_json::from_str(&server.get("/api/v1/today").body).unwrap();
    let due: Vec<&str> =
        today["decisions_due"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(
        (due, &today["decisions_due_total"]),
        (vec!["D-1", "D-2", "D-3", "D-4", "D-5", "D-6"], &json!(8))
    );
    let page = server.get("/").body;
    assert!(page.contains("Was it right, 6?") && !page.contains("Was it right, 7?"), "{page}");
    assert!(page.contains("<a href=\"/decisions?state=due\">2 more</a>"), "{page}");
    app.json(&["decision", "review", "D-1", "--never"]);
    app.json(&["decision", "review", "D-2", "--never"]);
    let page = server.get("/").body;
    assert!(page.contains("Was it right, 8?") && !page.contains(" more</a></p>"), "all are there: {page}");
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
