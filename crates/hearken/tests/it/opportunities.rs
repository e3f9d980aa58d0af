//! Problems that are worth solving: opened from themes, guessed, weighed with their arithmetic, believed, merged, put to rest and
//! taken back; what is not known is said and never taken for nothing.

use serde_json::{Value, json};

use crate::app::{TestApp, TestServer};
use crate::worth::with_worth;

const HOSTILE: &str = "\"><script>alert('x')</script>\u{1b}[2J";

/// The id of the theme in whose name a word stands.
fn theme(app: &TestApp, word: &str) -> String {
    let list = app.json(&["themes"]);
    let mut themes = list["themes"].as_array().unwrap().iter();
    let named = |theme: &&Value| theme["name"].as_str().unwrap().to_lowercase().contains(word);
    themes.find(named).unwrap_or_else(|| panic!("{word}: {list}"))["id"].as_str().unwrap().to_owned()
}

fn command(server: &TestServer, command: &Value) -> (u16, Value) {
    let headers = [("content-type", "application/json")];
    let page = server.send("/api/v1/commands", &headers, command.to_string().as_bytes());
    (page.status, serde_json::from_str(&page.body).unwrap())
}

fn refused(app: &TestApp, arguments: &[&str]) -> String {
    let ran = app.run(arguments);
    assert_ne!(ran.code, 0, "{arguments:?}: {}", ran.stdout);
    ran.stderr
}

#[test]
fn an_opportunity_takes_its_reach_from_customers_and_says_what_is_guessed() {
    let app = with_worth();
    let crashes = theme(&app, "crash");
    let opened = app.json(&["opportunity", "add", "--theme", &crashes]);
    assert_eq!((&opened["id"], &opened["state"]), (&json!("O-1"), &json!("open")), "{opened}");
    assert_eq!(
        opened["title"],
        app.json(&["theme", "show", &crashes])["card"]["name"],
        "named after its theme"
    );
    let theme = app.json(&["theme", "show", &crashes]);
    assert_eq!(opened["signals"], theme["card"]["signals"]);
    let known = theme["card"]["customers"]["customers"].as_f64().unwrap();
    assert_eq!(opened["reach"]["customers"]["low"], known, "{opened}");
    let of_nobody = theme["card"]["customers"]["signals_of_nobody"].as_f64().unwrap();
    assert!(of_nobody > 0.0);
    assert_eq!(opened["reach"]["customers"]["high"], known + of_nobody, "{opened}");
    let missing = json!(["impact", "confidence", "effort"]);
    assert_eq!((&opened["score"]["score"], &opened["score"]["missing"]), (&Value::Null, &missing));
    assert_eq!(opened["score"]["says"], "not known: there is no impact, no confidence, no effort");

    let guesses = ["--guess", "impact=1..2..3", "--guess", "confidence=80", "--guess", "effort=2..3..8"];
    let mut set = vec!["opportunity", "set", "O-1", "--owner", "ann"];
    set.extend(guesses);
    let weighed = app.json(&set);
    let score = &weighed["score"]["score"];
    let likely = weighed["reach"]["customers"]["likely"].as_f64().unwrap() * 2.0 * 0.8 / 3.0;
    assert!((score["likely"].as_f64().unwrap() - likely).abs() < 1e-9, "{weighed}");
    assert!(
        score["low"].as_f64() < score["likely"].as_f64() && score["likely"].as_f64() < score["high"].as_f64()
    );
    assert_eq!(weighed["score"]["first"], 1.0, "it is the only one");
    let terms = weighed["score"]["terms"].as_array().unwrap();
    let told: Vec<(&str, bool)> = terms
        .iter()
        .map(|term| (term["what"].as_str().unwrap(), term["guessed"].as_bool().unwrap()))
        .collect();
    assert_eq!(told, [("reach", false), ("impact", true), ("confidence", true), ("effort", true)]);
    let shown = app.run(&["opportunity", "show", "O-1"]).stdout;
    assert!(shown.contains("reach × impact × confidence ÷ effort = "), "{shown}");
    assert!(shown.contains("effort 2..3..8 (guessed)"), "{shown}");
    app.rebuild_changes_nothing();
}

#[test]
fn who_guessed_which_range_and_what_was_done_is_told_at_the_terminal_and_to_programs() {
    let app = TestApp::with_reviews();
    let works = |name: &str| {
        std::fs::write(app.data().join("hearken.toml"), format!("actor = '{name}'\n")).unwrap();
    };
    works("Ann");
    app.json(&["opportunity", "add", "Slow export"]);
    app.json(&["opportunity", "set", "O-1", "--guess", "effort=2..3..8", "--guess", "impact=1"]);
    works("Ben");
    app.json(&["opportunity", "set", "O-1", "--guess", "impact=2", "--state", "chosen"]);
    let shown = app.run(&["opportunity", "show", "O-1"]).stdout;
    let line = |what: &str| {
        let found = shown.lines().find(|line| line.contains(what));
        found.unwrap_or_else(|| panic!("{what}: {shown}")).to_owned()
    };
    assert!(line("effort guessed 2..3..8 by Ann").contains(" on 20"), "{shown}");
    assert!(line("impact guessed 2 by Ben").contains(" on 20"), "{shown}");
    assert!(line("opened as ‘Slow export’").contains(" Ann"), "{shown}");
    assert!(line("chosen (it was open); impact guessed 2 (it was 1)").contains(" Ben: "), "{shown}");
    let told = app.json(&["opportunity", "show", "O-1"]);
    assert_eq!(
        (&told["guessed"][0]["of"], &told["guessed"][0]["by"]["name"]),
        (&json!("impact"), &json!("Ben"))
    );
    assert_eq!(told["acts"].as_array().unwrap().len(), 3, "{told}");
    let server = app.serve();
    assert_eq!(told, serde_json::from_str::<Value>(&server.get("/api/v1/opportunities/O-1").body).unwrap());
}

#[test]
fn where_nobody_who_spoke_is_known_the_reach_is_not_known_and_nothing_is_weighed_by_it() {
    let app = TestApp::with_reviews();
    let opened = app.json(&["opportunity", "add", "Slow export", "--theme", &theme(&app, "crash")]);
    assert_eq!(opened["reach"]["customers"], Value::Null);
    assert!(opened["reach"]["says"].as_str().unwrap().starts_with("not known: "), "{opened}");
    let by_importance = app.json(&["opportunity", "show", "O-1", "--method", "importance"]);
    assert_eq!(by_importance["score"]["missing"], json!(["reach"]), "{by_importance}");
}

#[test]
fn opportunities_rank_by_each_method_and_those_that_lack_something_come_last() {
    let app = with_worth();
    app.json(&["opportunity", "add", "Crashes", "--theme", &theme(&app, "crash")]);
    app.json(&["opportunity", "add", "Charges", "--theme", &theme(&app, "charge")]);
    app.json(&["opportunity", "add", "Nothing said yet"]);
    let guess = |id: &str, of: &[&str]| {
        let mut arguments = vec!["opportunity", "set", id];
        of.iter().for_each(|of| arguments.extend(["--guess", of]));
        app.json(&arguments);
    };
    guess("O-1", &["value=3", "urgency=2", "risk=1", "effort=6"]);
    guess("O-2", &["value=8", "urgency=5", "risk=1..2..5", "effort=2"]);
    let list = app.json(&["opportunity", "list", "--method", "wsjf"]);
    let ids: Vec<&str> =
        list["opportunities"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["O-2", "O-1", "O-3"]);
    let first: Vec<&Value> =
        list["opportunities"].as_array().unwrap().iter().map(|one| &one["score"]["first"]).collect();
    assert_eq!(first, [&json!(1.0), &json!(0.0), &Value::Null], "the second never ranks first");
    app.json(&["theme", "strength", &theme(&app, "crash"), "C-1", "blocker"]);
    let by_importance = app.json(&["opportunity", "list", "--method", "importance"]);
    assert_eq!(by_importance["opportunities"][0]["id"], "O-1", "{by_importance}");
    assert!(refused(&app, &["opportunity", "list", "--method", "luck"]).contains("there are rice"));
    let table = app.run(&["opportunity", "list", "--method", "wsjf"]).stdout;
    assert!(table.contains("O-3") && table.lines().next().unwrap().contains("WSJF"), "{table}");
}

#[test]
fn a_state_that_needs_a_reason_or_a_day_is_refused_without_and_its_day_brings_it_back() {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Slow export"]);
    let set = |more: &[&str]| {
        let mut arguments = vec!["opportunity", "set", "O-1", "--state"];
        arguments.extend(more);
        arguments.iter().map(|argument| (*argument).to_owned()).collect::<Vec<_>>()
    };
    let told = |more: &[&str]| {
        let arguments = set(more);
        refused(&app, &arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert!(told(&["dismissed"]).contains("say why it is dismissed"));
    assert!(told(&["snoozed"]).contains("say until which day"));
    assert!(told(&["chosen", "--reason", "x"]).contains("a reason is said of what is dismissed"));
    assert!(told(&["won"]).contains("is not a valid state"));
    let snoozed = app.json(&["opportunity", "set", "O-1", "--state", "snoozed", "--until", "2001-01-01"]);
    assert_eq!(snoozed["returned"], "left alone until 2001-01-01, which has come");
    let dismissed =
        app.json(&["opportunity", "set", "O-1", "--state", "dismissed", "--reason", "it goes anyway"]);
    assert_eq!((&dismissed["until"], &dismissed["reason"]), (&Value::Null, &json!("it goes anyway")));
    assert_eq!(app.json(&["opportunity", "undo", "O-1"])["state"], "snoozed");
    assert!(refused(&app, &["opportunity", "set", "O-1"]).contains("nothing about O-1 is to change"));
    assert!(
        refused(&app, &["opportunity", "set", "O-9", "--owner", "a"]).contains("there is no opportunity O-9")
    );
}

fn believe<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["opportunity", "believe", "O-1"], more].concat()
}

#[test]
fn what_is_believed_names_signals_for_and_against_and_what_changed_the_mind() {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Slow export"]);
    let signals = app.json(&["theme", "show", &theme(&app, "crash")])["signals"].clone();
    let signal = |n: usize| signals[n]["id"].as_str().unwrap().to_owned();
    app.json(&believe(&["they give up", "--for", &signal(0), "--for", &signal(1)]));
    let turned =
        app.json(&believe(&["--number", "1", "--against", &signal(1), "--changed-by", "they come back"]));
    let expected = json!([{
        "belief": "they give up", "supported_by": [signal(0)], "contradicted_by": [signal(1)],
        "changed_by": "they come back",
    }]);
    assert_eq!(turned["hypotheses"], expected, "the last word counts");
    assert!(refused(&app, &believe(&["x", "--for", "S-999999"])).contains("there is no signal S-999999"));
    assert!(
        refused(&app, &believe(&["--number", "2", "--for", &signal(0)])).contains("there is no hypothesis 2")
    );
    app.json(&["opportunity", "solve", "O-1", "write in the background"]);
    app.json(&["opportunity", "solve", "O-1", "say how long it takes"]);
    let chosen = app.json(&["opportunity", "solve", "O-1", "--number", "2", "--chosen"]);
    let built: Vec<bool> =
        chosen["solutions"].as_array().unwrap().iter().map(|one| one["chosen"].as_bool().unwrap()).collect();
    assert_eq!(built, [false, true]);
    assert_eq!(app.json(&believe(&["--number", "1", "--remove"]))["hypotheses"], json!([]));
    assert_eq!(app.json(&["opportunity", "undo", "O-1"])["hypotheses"], expected);
    app.rebuild_changes_nothing();
}

#[test]
fn twins_are_merged_their_themes_count_there_and_merges_of_themes_are_followed() {
    let app = with_worth();
    let (crashes, charges) = (theme(&app, "crash"), theme(&app, "charge"));
    app.json(&["opportunity", "add", "Crashes", "--theme", &crashes]);
    app.json(&["opportunity", "add", "Charges", "--theme", &charges]);
    let alone = app.json(&["opportunity", "show", "O-1"]);
    app.json(&["opportunity", "merge", "O-2", "O-1"]);
    let both = app.json(&["opportunity", "show", "O-1"]);
    assert_eq!((&both["parts"], both["themes"].as_array().unwrap().len()), (&json!(["O-2"]), 2));
    assert!(both["signals"].as_u64() > alone["signals"].as_u64());
    assert_eq!(both["worth"]["customers"], 5, "each once");
    assert_eq!(app.json(&["opportunity", "list"])["opportunities"].as_array().unwrap().len(), 1);
    assert!(refused(&app, &["opportunity", "merge", "O-1", "O-1"]).contains("O-1 is itself already"));
    assert!(refused(&app, &["opportunity", "merge", "O-1", "O-2"]).contains("O-2 is part of O-1"));
    app.json(&["opportunity", "undo", "O-2"]);
    assert_eq!(app.json(&["opportunity", "show", "O-1"])["signals"], alone["signals"]);
    app.json(&["theme", "merge", &charges, "--into", &crashes]);
    let followed = app.json(&["opportunity", "show", "O-2"]);
    assert_eq!(followed["themes"][0]["theme"]["id"], crashes, "{followed}");
    app.rebuild_changes_nothing();
}

#[test]
fn the_second_who_changes_one_at_the_api_is_told_and_what_is_hostile_stays_words() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let (status, opened) = command(&server, &json!({"command": "add-opportunity", "title": HOSTILE}));
    assert_eq!(status, 200, "{opened}");
    let version = opened["version"].clone();
    let set = |problem: &str, version: &Value| {
        command(
            &server,
            &json!({"command": "set-opportunity", "opportunity": "O-1", "problem": problem, "version": version}),
        )
    };
    let (status, first) = set("it takes a minute", &version);
    assert_eq!((status, &first["problem"]), (200, &json!("it takes a minute")), "{first}");
    let (status, second) = set("it takes an hour", &version);
    assert_eq!(status, 409, "{second}");
    assert!(second["detail"].as_str().unwrap().contains("O-1 was changed by "), "{second}");
    let (status, again) = set("it takes an hour", &first["version"]);
    assert_eq!((status, &again["problem"]), (200, &json!("it takes an hour")), "{again}");
    let list: Value =
        serde_json::from_str(&server.get("/api/v1/opportunities?method=importance").body).unwrap();
    assert_eq!(list["opportunities"][0]["id"], "O-1");
    assert_eq!(server.get("/api/v1/opportunities/O-9").status, 404);
    assert_eq!(server.get("/api/v1/opportunities?method=luck").status, 400);
    let (status, bad) = command(
        &server,
        &json!({"command": "set-opportunity", "opportunity": "O-1", "guesses": {"effort": "0"}}),
    );
    assert_eq!(status, 422, "{bad}");
    let (status, bad) = command(
        &server,
        &json!({"command": "set-opportunity", "opportunity": "O-1", "add_issue": "javascript:alert(1)"}),
    );
    assert_eq!(status, 422, "{bad}");
    let shown = app.run(&["opportunity", "show", "O-1"]).stdout;
    assert!(!shown.contains('\u{1b}') && shown.contains("alert('x')"), "{shown:?}");
}
