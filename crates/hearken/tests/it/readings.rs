//! What signals say: read by the machine, corrected by people, filtered by and counted at every door.

use serde_json::{Value, json};

use crate::api::told;
use crate::app::{TestApp, TestServer};

const HOSTILE: &str = "<script>alert('x')</script> \"><img src=x onerror=alert(1)>";

/// The signals of the reviews, by the words they begin with.
fn signals(app: &TestApp, words: &str, most: usize) -> Vec<String> {
    let found =
        app.json(&["search", &format!("\"{words}\""), "--sort", "newest", "--limit", &most.to_string()]);
    let hits = found["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["signal"]["id"].as_str().unwrap().to_owned()).collect()
}

fn reading(app: &TestApp, signal: &str) -> Value {
    app.json(&["signal", "show", signal])["reading"].clone()
}

/// A value that a signal does not have, of those that a pain point or anything else may have.
fn other_than(value: &Value, among: [&'static str; 2]) -> &'static str {
    if *value == among[0] { among[1] } else { among[0] }
}

fn matches(app: &TestApp, filter: &[&str]) -> u64 {
    app.json(&[&["search", "--limit", "1"], filter].concat())["matches"].as_u64().unwrap()
}

fn command(server: &TestServer, command: &Value) -> crate::app::Page {
    server.send("/api/v1/commands", &[("content-type", "application/json")], command.to_string().as_bytes())
}

fn answer(server: &TestServer, path: &str) -> Value {
    let page = server.get(path);
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    serde_json::from_str(&page.body).unwrap()
}

#[test]
fn every_signal_is_read_and_the_values_of_each_field_add_up() {
    let app = TestApp::with_reviews();
    for (field, values) in [
        ("--says", vec!["pain-point", "request", "question", "praise", "none"]),
        ("--sentiment", vec!["negative", "neutral", "positive"]),
    ] {
        let each: u64 = values.iter().map(|value| matches(&app, &[field, value])).sum();
        assert_eq!(each, 90, "{field}");
        let all: Vec<&str> = values.iter().flat_map(|value| [field, value]).collect();
        assert_eq!(matches(&app, &all), 90, "several values are any of them");
    }
    let severe: u64 =
        ["blocked", "hindered", "annoyed"].iter().map(|value| matches(&app, &["--severity", value])).sum();
    let painful = matches(&app, &["--says", "pain-point"]);
    assert!(severe <= painful, "{severe} of {painful}");
    let shown = app.run(&["signal", "show", &signals(&app, "app crashes", 1)[0]]).stdout;
    assert!(shown.contains("says       ") && shown.contains("; read by the machine)"), "{shown}");
}

#[test]
fn what_a_person_said_holds_over_an_import_a_rebuild_and_another_reading_until_it_is_undone() {
    let app = TestApp::with_reviews();
    let signal = &signals(&app, "app crashes when I open it", 1)[0];
    let read = reading(&app, signal);
    let says = other_than(&read["says"], ["question", "request"]);
    let sentiment = other_than(&read["sentiment"], ["positive", "neutral"]);
    let corrected = app.json(&["signal", "correct", signal, "--says", says]);
    assert_eq!((&corrected["signal"], &corrected["reading"]["says"]), (&json!(signal), &json!(says)));
    assert_eq!(corrected["reading"]["sentiment"], read["sentiment"], "each by itself");
    let corrected = app.json(&["signal", "correct", signal, "--sentiment", sentiment])["reading"].clone();
    assert_eq!((&corrected["says"], &corrected["sentiment"]), (&json!(says), &json!(sentiment)));
    assert_eq!(corrected["says_by"]["confidence"], 1.0);
    assert!(corrected["says_by"]["how"].as_str().unwrap().starts_with("said by "), "{corrected}");

    let changed = "id,review,date,stars,app\n1,\"The app crashes when I open it, and nothing else helps\",2024-01-02,1,Pay\n";
    let report = app.import("reviews.csv", changed, &[]);
    assert_eq!(report, [0, 1, 0, 0]);
    let first = &signals(&app, "nothing else helps", 1)[0];
    app.json(&["signal", "correct", first, "--says", "praise"]);
    assert_eq!(app.import("reviews.csv", changed.replace("nothing else", "nobody"), &[]), [0, 1, 0, 0]);
    assert_eq!(reading(&app, first)["says"], "praise", "an import says something else, not what that means");
    app.rebuild_changes_nothing();
    assert_eq!(app.json(&["signal", "read-again"]), json!({"signals": 90, "read": true}));
    assert_eq!(reading(&app, signal), corrected);
    assert_eq!(reading(&app, first)["says"], "praise");

    let undone = app.json(&["signal", "correct", signal, "--undo"])["reading"].clone();
    assert_eq!(
        (&undone["says"], &undone["sentiment_by"]["by"]),
        (&json!(says), &Value::Null),
        "the last goes first"
    );
    let undone = app.json(&["signal", "correct", signal, "--undo"])["reading"].clone();
    assert_eq!((&undone["says_by"]["by"], &undone["corrected"]), (&Value::Null, &json!(false)));
    let none_left = app.run(&["signal", "correct", signal, "--undo"]);
    assert_eq!(none_left.code, 1, "{}", none_left.stderr);
    app.rebuild_changes_nothing();
}

#[test]
fn a_reading_that_a_person_says_is_right_holds_like_a_correction_until_it_is_undone() {
    let app = TestApp::with_reviews();
    let signal = &signals(&app, "app crashes when I open it", 1)[0];
    let read = reading(&app, signal);
    assert_eq!((&read["corrected"], &read["unconfirmed"]), (&json!(false), &json!(true)), "{read}");
    let confirmed = app.json(&["signal", "confirm", signal])["reading"].clone();
    for field in ["says", "sentiment", "severity"] {
        assert_eq!(confirmed[field], read[field], "it is as it was read");
        let by = &confirmed[format!("{field}_by")];
        assert!(by.is_null() || by["how"].as_str().unwrap().starts_with("said by "), "{confirmed}");
    }
    assert_eq!((&confirmed["corrected"], &confirmed["unconfirmed"]), (&json!(true), &json!(false)));
    let twice = app.run(&["signal", "confirm", signal]);
    assert!(twice.code == 1 && twice.stderr.contains("nothing left to confirm"), "{}", twice.stderr);
    // Whatever others say of their signals, and whatever is learned from that, it stays.
    for other in &signals(&app, "app crashes", 12)[1..] {
        app.json(&["signal", "correct", other, "--says", "question", "--sentiment", "positive"]);
    }
    app.json(&["signal", "read-again"]);
    assert_eq!(reading(&app, signal), confirmed);
    app.rebuild_changes_nothing();
    let undone = app.json(&["signal", "correct", signal, "--undo"])["reading"].clone();
    assert_eq!((&undone["corrected"], &undone["unconfirmed"]), (&json!(false), &json!(true)), "{undone}");
    let missing = app.run(&["signal", "confirm", "S-999999"]);
    assert!(missing.code > 0 && missing.stderr.contains("there is no such signal"), "{}", missing.stderr);
}

#[test]
fn a_page_confirms_what_it_showed_and_nothing_else() {
    let app = TestApp::with_reviews();
    let signal = &signals(&app, "customer service", 1)[0];
    let read = reading(&app, signal);
    let server = app.serve();
    let address = format!("/signals/{signal}");
    assert!(server.get(&address).body.contains("That is right"));
    let of = |field: &str| read[field].as_str().unwrap_or_default().to_owned();
    let (says, sentiment, severity) = (of("says"), of("sentiment"), of("severity"));
    let confirm = |says: &str| {
        let form = [
            ("command", "confirm-signal"),
            ("signal", signal.as_str()),
            ("says", says),
            ("sentiment", &sentiment),
            ("severity", &severity),
            ("next", address.as_str()),
        ];
        server.post("/commands", &form)
    };
    let stale = confirm(other_than(&read["says"], ["question", "request"]));
    assert!(stale.status >= 400 && stale.body.contains("read otherwise meanwhile"), "{}", stale.body);
    assert_eq!(confirm(&says).status, 303);
    let page = server.get(&address).body;
    assert!(page.contains("said by ") && !page.contains("That is right"), "{page}");
    assert!(page.contains("value=\"undo-correction\""), "{page}");
    let again = command(&server, &json!({"command": "confirm-signal", "signal": signal}));
    assert_eq!(again.status, 409, "{}", again.body);
}

#[test]
fn lists_tell_what_each_signal_says_at_every_door() {
    let app = TestApp::with_reviews();
    let signal = &signals(&app, "app crashes when I open it", 1)[0];
    app.json(&["signal", "correct", signal, "--severity", "blocked", "--sentiment", "negative"]);
    let listed = app.json(&["search", "app crashes when I open it", "--limit", "90"]);
    let hits = listed["hits"].as_array().unwrap();
    let hit = hits.iter().find(|hit| hit["signal"]["id"] == json!(signal)).unwrap();
    let card = &hit["signal"]["reading"];
    assert_eq!((&card["severity"], &card["severity_confidence"]), (&json!("blocked"), &json!(1.0)), "{card}");
    let told = "pain point, negative, blocked";
    let found = app.run(&["search", "--severity", "blocked", "--limit", "90"]).stdout;
    assert!(found.lines().any(|line| line.contains(&format!("{signal},")) && line.contains(told)), "{found}");
    let server = app.serve();
    let page = server.get("/search?severity=blocked").body;
    assert!(page.contains("<span class=\"read\">blocked</span>"), "{page}");
    let theme = app.json(&["signal", "show", signal])["theme"]["id"].as_str().unwrap().to_owned();
    assert!(server.get(&format!("/themes/{theme}")).body.contains("<span class=\"read\">pain point</span>"));
}

#[test]
fn nothing_half_said_is_taken() {
    let app = TestApp::with_reviews();
    let signal = &signals(&app, "customer service", 1)[0];
    app.json(&["signal", "correct", signal, "--says", "praise"]);
    for (arguments, told) in [
        (vec![signal.as_str()], "nothing is said of the signal"),
        (vec![signal.as_str(), "--severity", "blocked"], "of a pain point alone"),
        (vec![signal.as_str(), "--says", "anger"], "give one of pain-point, request, question, praise, none"),
        (vec!["S-999999", "--says", "praise"], "there is no such signal"),
    ] {
        let ran = app.run(&[&["signal", "correct"], arguments.as_slice()].concat());
        assert!(ran.code > 0 && ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
    let both = app.json(&["signal", "correct", signal, "--says", "pain-point", "--severity", "blocked"]);
    assert_eq!(both["reading"]["severity"], "blocked");
    assert_eq!(matches(&app, &["customer service", "--severity", "blocked"]), 1, "beside words, too");
}

#[test]
fn a_filter_by_what_is_said_narrows_the_same_at_every_door() {
    let app = TestApp::with_reviews();
    for signal in signals(&app, "charged twice", 4) {
        app.json(&["signal", "correct", &signal, "--says", "question", "--sentiment", "neutral"]);
    }
    let filter = ["--says", "question", "--sentiment", "neutral"];
    let asked = matches(&app, &filter);
    assert!(asked >= 4, "{asked}");
    let words = matches(&app, &[&["charged twice"], filter.as_slice()].concat());
    assert!((4..=30).contains(&words), "{words}");
    let themes = app.json(&[&["themes"], filter.as_slice()].concat());
    let in_themes: u64 =
        themes["themes"].as_array().unwrap().iter().map(|theme| theme["signals"].as_u64().unwrap()).sum();
    assert!((4..=asked).contains(&in_themes), "{themes}");
    let exported = app.run(&[&["export", "signals", "--format", "jsonl"], filter.as_slice()].concat());
    assert_eq!(exported.stdout.lines().count() as u64, asked, "{}", exported.stderr);
    app.json(&[&["view", "save", "Asked", "--page", "search"], filter.as_slice()].concat());
    assert_eq!(app.json(&["view", "show", "Asked"])["matches"], asked);

    let server = app.serve();
    let query = "says=question&sentiment=neutral";
    assert_eq!(answer(&server, &format!("/api/v1/search?{query}"))["matches"], asked);
    assert_eq!(answer(&server, &format!("/api/v1/search?q=charged+twice&{query}"))["matches"], words);
    let list = answer(&server, &format!("/api/v1/signals?limit=200&{query}"));
    assert_eq!(list["signals"].as_array().unwrap().len() as u64, asked);
    let facets = &answer(&server, &format!("/api/v1/search?{query}"))["facets"];
    let of_says = facets["says"].as_array().unwrap();
    assert!(
        of_says.iter().any(|facet| facet["value"] == "question" && facet["signals"] == asked),
        "{facets}"
    );
    let page = server.get(&format!("/search?{query}")).body;
    assert!(
        page.contains(&format!("<option value=\"question\" selected>question ({asked})</option>")),
        "{page}"
    );
    assert!(page.contains("<label for=\"f-sentiment\">"), "{page}");
    for bad in ["/search?says=anger", "/themes?severity=bad", "/api/v1/signals?sentiment=sad"] {
        assert_eq!(server.get(bad).status, 400, "{bad}");
    }
    let wrong = told(&server.get("/api/v1/signals?sentiment=sad"));
    assert!(wrong.to_string().contains("negative, neutral, positive"), "{wrong}");
}

#[test]
fn a_theme_says_how_its_signals_read_and_each_number_leads_to_them() {
    let app = TestApp::with_reviews();
    let charged = signals(&app, "charged twice", 6);
    for signal in &charged[..5] {
        app.json(&["signal", "correct", signal, "--says", "pain-point", "--severity", "annoyed"]);
    }
    app.json(&["signal", "correct", &charged[5], "--says", "request"]);
    let theme = app.json(&["signal", "show", &charged[0]])["theme"]["id"].as_str().unwrap().to_owned();
    let page = app.json(&["theme", "show", &theme]);
    let reads = &page["reads"];
    let counted = |field: &str| -> u64 {
        reads[field].as_array().unwrap().iter().map(|one| one["signals"].as_u64().unwrap()).sum()
    };
    let signals = page["card"]["signals"].as_u64().unwrap();
    assert_eq!((counted("says"), counted("sentiment")), (signals, signals), "{reads}");
    let shown = app.run(&["theme", "show", &theme]).stdout;
    assert!(shown.contains(&format!("says: {}", reads["told"].as_str().unwrap())), "{shown}");
    let server = app.serve();
    let html = server.get(&format!("/themes/{theme}")).body;
    assert!(
        html.contains("What its signals say") && html.contains(reads["told"].as_str().unwrap()),
        "{html}"
    );
    for (field, name) in [("says", "says"), ("sentiment", "sentiment"), ("severity", "severity")] {
        for one in reads[field].as_array().unwrap() {
            let query = format!("theme={theme}&{name}={}", one["value"].as_str().unwrap());
            assert!(html.contains(&format!("/search?{}", query.replace('&', "&#38;"))), "{query}: {html}");
            assert_eq!(
                answer(&server, &format!("/api/v1/search?{query}"))["matches"],
                one["signals"],
                "{query}"
            );
        }
    }
}

#[test]
fn a_form_without_script_corrects_a_signal_of_hostile_words_and_takes_it_back() {
    let app = TestApp::with_reviews();
    let hostile = format!("id,review,date\n1,\"{}\",2024-07-01\n", HOSTILE.replace('"', "\"\""));
    assert_eq!(app.import("hostile.csv", hostile, &[])[0], 1);
    let found = app.json(&["search", "--source", "hostile"]);
    let signal = found["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    let server = app.serve();
    let address = format!("/signals/{signal}");
    let page = server.get(&address).body;
    assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{page}");
    assert!(
        page.contains("value=\"correct-signal\"") && page.contains("<select name=\"severity\">"),
        "{page}"
    );
    assert!(!page.contains("value=\"undo-correction\""), "nothing is to be taken back yet");
    // A form sends every field it has; what stays as it stands is empty.
    let form = [
        ("command", "correct-signal"),
        ("signal", signal.as_str()),
        ("says", "pain-point"),
        ("sentiment", ""),
        ("severity", "hindered"),
        ("next", "/signals/S-1#says"),
    ];
    let sent = server.post("/commands", &form);
    assert_eq!((sent.status, sent.header("location")), (303, "/signals/S-1#says"), "{}", sent.body);
    let page = server.get(&address).body;
    assert!(page.contains("severity=hindered\">hindered</a>") && page.contains("said by "), "{page}");
    assert!(page.contains("value=\"undo-correction\""), "{page}");
    let undo = [("command", "undo-correction"), ("signal", signal.as_str()), ("next", "/")];
    assert_eq!(server.post("/commands", &undo).status, 303);
    assert!(!server.get(&address).body.contains("said by "));
    let empty = [("command", "correct-signal"), ("signal", signal.as_str()), ("says", ""), ("next", "/")];
    let refused = server.post("/commands", &empty);
    assert!(
        refused.status >= 400 && refused.body.contains("nothing is said of the signal"),
        "{}",
        refused.body
    );
}

#[test]
fn who_is_erased_leaves_no_reading_and_no_correction() {
    let app = TestApp::new();
    let rows =
        "id,review,date,author\n1,The export is slow,2024-03-04,Ann\n2,The export is fine,2024-03-05,Bob\n";
    app.import("reports.csv", rows, &[]);
    let signals: Vec<String> = signals(&app, "export is", 2);
    for signal in &signals {
        app.json(&["signal", "correct", signal, "--says", "question"]);
    }
    assert_eq!(matches(&app, &["--says", "question"]), 2);
    assert_eq!(app.run(&["erase", "--contact", "Ann", "--yes"]).code, 0);
    assert_eq!(matches(&app, &["--says", "question"]), 1);
    assert_eq!(app.json(&["search"])["facets"]["says"], json!([{"value": "question", "signals": 1}]));
    app.rebuild_changes_nothing();
    assert_eq!(matches(&app, &["--says", "question"]), 1);
}

#[test]
fn a_server_reads_everything_once_more_when_people_said_enough_against_it() {
    let app = TestApp::with_reviews();
    let corrected = signals(&app, "app crashes", 10);
    let server = app.serve();
    for (count, signal) in corrected.iter().enumerate() {
        let page =
            command(&server, &json!({"command": "correct-signal", "signal": signal, "says": "question"}));
        assert_eq!(page.status, 200, "{}", page.body);
        if count == 8 {
            assert!(!server.get("/sources").body.contains("Read what signals say once more"));
        }
    }
    server.wait_for("/sources", |page| page.body.contains("Read what signals say once more"));
    let asked = command(&server, &json!({"command": "read-signals"}));
    let answered: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(answered, json!({"signals": 90, "read": false}), "it is read in the background");
    drop(server);
    assert_eq!(matches(&app, &["app crashes", "--says", "question"]), 10);
    app.rebuild_changes_nothing();
}
