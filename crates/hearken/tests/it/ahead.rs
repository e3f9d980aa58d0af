//! Asking ahead: a plan finds whose words and needs it touches, at every door alike, says what is not known, and whatever people
//! wrote means nothing.

use serde_json::Value;

use crate::app::{TestApp, reviews};
use crate::decisions::{decide, on};
use crate::shop::{theme, with_shop};
use crate::worth::with_worth;

const PLAN: &str = "we plan to drop the crash reports after the update";
const HOSTILE: &str =
    "crash =cmd |' ](javascript:alert(1)) <script>alert(1)</script> `x` @octocat #12 \u{1b}[31m";

fn unknown(found: &Value) -> Vec<&str> {
    let all = found["unknown"].as_array().unwrap().iter();
    all.map(|one| one["says"].as_str().unwrap()).collect()
}

fn kinds(found: &Value) -> Vec<&str> {
    found["unknown"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect()
}

#[test]
fn a_plan_finds_what_was_said_of_it_and_how_much_that_is() {
    let app = TestApp::with_reviews();
    let found = app.json(&["ask-ahead", "we plan to stop the quokka charges for one payment"]);
    let words: Vec<(&str, u64)> = found["words"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| (word["word"].as_str().unwrap(), word["signals"].as_u64().unwrap()))
        .collect();
    assert_eq!(words, [("quokka", 0), ("charges", 30), ("payment", 6)], "nothing of planning");
    assert_eq!((&found["having_words"], &found["signals"]), (&6.into(), &90.into()), "{found}");
    let verbatims = found["verbatims"].as_array().unwrap();
    let first = verbatims[0]["passage"].as_str().unwrap();
    assert!(first.contains("charged twice for one payment"), "{first}");
    assert_eq!(found["themes"][0]["theme"]["id"], theme(&app, "charge"), "{found}");
    assert_eq!(found["says"][0]["value"], "pain-point", "{found}");
    assert!(
        unknown(&found).contains(&"“quokka” stands in no signal: customers may call it otherwise."),
        "{found}"
    );
    let fewer = app.json(&["ask-ahead", PLAN, "--limit", "2"]);
    assert_eq!(fewer["verbatims"].as_array().unwrap().len(), 2);
}

#[test]
fn every_door_tells_the_same_of_a_plan() {
    let app = with_shop();
    let crash = theme(&app, "crash");
    app.json(&["goal", "add", "open the app at once", "--theme", &crash]);
    app.json(&["opportunity", "add", "Starts that crash", "--theme", &crash]);
    decide(&app, &on(&crash));
    app.json(&["comment", "add", &crash, "look at this first"]);
    let terminal = app.json(&["ask-ahead", PLAN]);
    assert_eq!(terminal["goals"][0]["goal"]["id"], "G-1", "{terminal}");
    assert_eq!(terminal["opportunities"][0]["id"], "O-1", "{terminal}");
    assert_eq!(terminal["decisions"][0]["id"], "D-1", "{terminal}");
    assert_eq!(terminal["talks"][0]["comments"], 1, "{terminal}");
    assert!(terminal["components"].to_string().contains("src/app"), "{}", terminal["components"]);
    let server = app.serve();
    let query = "plan=we+plan+to+drop+the+crash+reports+after+the+update";
    let api: Value = serde_json::from_str(&server.get(&format!("/api/v1/ask-ahead?{query}")).body).unwrap();
    for field in ["words", "having_words", "verbatims", "themes", "unknown"] {
        assert_eq!(api[field], terminal[field], "{field}");
    }
    let page = server.get(&format!("/ask-ahead?{query}"));
    assert_eq!(page.status, 200, "{}", page.body);
    for words in ["The app crashes", "What is not known", "name=\"plan\"", "D-1", "G-1", "Start a decision"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let markdown = server.get(&format!("/api/v1/ask-ahead?{query}&format=markdown"));
    assert_eq!(markdown.header("content-type"), "text/markdown; charset=utf-8");
    assert_eq!(markdown.body.trim(), app.run(&["ask-ahead", PLAN]).stdout.trim());
    for link in markdown.body.split("](<").skip(1) {
        let address = link.split('>').next().unwrap();
        let path = address.strip_prefix(&server.url).unwrap_or_else(|| panic!("{address}"));
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    let decide = page.body.split("href=\"/decisions/new?").nth(1).unwrap().split('"').next().unwrap();
    let form = server.get(&format!("/decisions/new?{}", decide.replace("&#38;", "&")));
    assert!(
        form.body.contains("we plan to drop the crash reports") && form.body.contains(&crash),
        "{}",
        form.body
    );
}

#[test]
fn whose_words_they_are_is_told_with_what_they_pay_and_who_is_silent() {
    let app = with_worth();
    app.json(&["segment", "add", "Payers", "revenue > 0 EUR"]);
    let found = app.json(&["ask-ahead", "we plan to change how the app crashes"]);
    let customers = found["customers"].as_array().unwrap();
    assert!(customers.iter().any(|one| one["name"] == "Acme" && !one["revenue"].is_null()), "{found}");
    assert!(found["segments"].to_string().contains("Payers"), "{}", found["segments"]);
    assert!(kinds(&found).contains(&"of-nobody") && kinds(&found).contains(&"effect"), "{found}");
    app.file("more.csv", "id,name,domain\nz-1,Silent,silent.example\n");
    app.json(&["customer", "import", "more.csv", "--source", "other"]);
    let found = app.json(&["ask-ahead", "we plan to change how the app crashes"]);
    let silent = unknown(&found).into_iter().find(|says| says.contains("never said anything"));
    assert!(silent.is_some_and(|says| says.contains("of 6 customers")), "{found}");
    let narrowed = app.json(&["ask-ahead", "we plan to change how the app crashes", "--customer", "C-1"]);
    assert!(narrowed["signals"].as_u64() < found["signals"].as_u64(), "{narrowed}");
}

#[test]
fn a_plan_that_finds_little_is_told_so_and_never_that_nobody_cares() {
    let nothing = TestApp::new();
    nothing.import("one.csv", "review\n", &[]);
    assert_eq!(kinds(&nothing.json(&["ask-ahead", PLAN])), ["nothing-heard"]);
    let few = TestApp::new();
    few.import("one.csv", "id,review\n1,The export to a table fails\n2,Lovely colours\n", &[]);
    let found = few.json(&["ask-ahead", "we plan to drop the export"]);
    assert!(unknown(&found)[0].starts_with("1 signal has its words: that is no evidence"), "{found}");
    assert!(kinds(&found).contains(&"no-themes") && kinds(&found).contains(&"undated"), "{found}");
    let app = TestApp::with_reviews();
    for plan in ["we plan to change it", "the of and", "?!"] {
        let found = app.json(&["ask-ahead", plan]);
        assert_eq!(kinds(&found), ["nothing-named"], "{plan}");
        assert_eq!(found["verbatims"].as_array().unwrap().len(), 0, "{plan}");
    }
    let german = app.json(&[
        "ask-ahead",
        "Wir wollen den Versand der Absturzberichte nach einer Aktualisierung abschaffen",
    ]);
    assert!(kinds(&german).contains(&"languages") && kinds(&german).contains(&"unknown-words"), "{german}");
    assert!(unknown(&german).iter().any(|says| says.contains("reads as de, and no signal does")), "{german}");
}

#[test]
fn an_empty_or_endless_plan_is_refused_with_what_to_do_at_every_door() {
    let app = TestApp::with_reviews();
    let ran = app.run(&["ask-ahead", "  "]);
    assert!(
        ran.code == 1 && ran.stderr.contains("no plan is given") && ran.stderr.contains("drop CSV export"),
        "{}",
        ran.stderr
    );
    let ran = app.run_with_input(&["ask-ahead", "-"], "drop crashes ".repeat(8_000).as_bytes());
    assert!(ran.code == 1 && ran.stderr.contains("more than 2000 characters"), "{}", ran.stderr);
    let ran = app.run_with_input(&["ask-ahead", "-", "--json"], PLAN.as_bytes());
    assert_eq!(serde_json::from_str::<Value>(&ran.stdout).unwrap()["plan"], PLAN);
    let server = app.serve();
    assert_eq!(server.get("/api/v1/ask-ahead").status, 400);
    let long = "crash+".repeat(400);
    let refused = server.get(&format!("/api/v1/ask-ahead?plan={long}"));
    assert!(refused.status == 400 && refused.body.contains("more than 2000 characters"), "{}", refused.body);
    let page = server.get(&format!("/ask-ahead?plan={long}"));
    assert!(
        page.status == 422 && page.body.contains("field-error") && page.body.contains("crash crash"),
        "{}",
        page.body
    );
    assert!(server.get("/ask-ahead").body.contains("whose words and needs"));
    assert_eq!(server.get("/ask-ahead?plan=crash&product=Nothing+like+it").status, 404);
    for path in ["/", "/search"] {
        assert!(server.get(path).body.contains("/ask-ahead"), "{path} leads there");
    }
}

#[test]
fn whatever_a_plan_and_customers_say_means_nothing_and_people_are_masked() {
    let app = TestApp::new();
    app.import(
        "reviews.csv",
        reviews().replace("The app crashes", &format!("{HOSTILE} The app crashes for ann@acme.example")),
        &[],
    );
    let plan = format!("drop {HOSTILE} of bob@acme.example");
    let terminal = app.run(&["ask-ahead", &plan]);
    assert_eq!(terminal.code, 0, "{}", terminal.stderr);
    let server = app.serve();
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("plan", &plan).finish();
    let page = server.get(&format!("/ask-ahead?{query}")).body;
    let json = server.get(&format!("/api/v1/ask-ahead?{query}")).body;
    for text in [&terminal.stdout, &json] {
        assert!(!text.contains("@acme.example") && !text.contains('\u{1b}'), "{text}");
    }
    // The box has the plan as it was typed; nothing else has.
    assert!(!page.contains("ann@acme.example") && !page.contains("<script>alert"), "{page}");
    assert!(
        !terminal.stdout.replace("\\]", "").contains("](javascript") && !terminal.stdout.contains(" `x`"),
        "{}",
        terminal.stdout
    );
    assert!(
        !terminal.stdout.contains("@octocat") && !terminal.stdout.contains(" #12"),
        "{}",
        terminal.stdout
    );
}

#[test]
fn a_look_back_and_a_filter_narrow_what_a_plan_touches_as_everywhere() {
    let app = TestApp::with_reviews();
    let all = app.json(&["ask-ahead", PLAN])["signals"].as_u64().unwrap();
    let then = app.json(&["ask-ahead", PLAN, "--as-of", "2024-03-31"]);
    assert!(then["signals"].as_u64().unwrap() < all, "{then}");
    for one in then["verbatims"].as_array().unwrap() {
        assert!(one["signal"]["at"].as_str().unwrap() < "2024-04-01", "{one}");
    }
    let liked = app.json(&["ask-ahead", PLAN, "--rating-min", "5"]);
    assert_eq!((&liked["signals"], &liked["having_words"]), (&30.into(), &0.into()), "{liked}");
}

#[test]
fn a_burst_is_one_row_and_no_two_verbatims_say_the_same() {
    let app = TestApp::new();
    let alike = (0..30).fold("id,text,date\n".to_owned(), |csv, n| {
        csv + &format!(
            "{n},The export to a table fails with error 500 since this morning,2024-05-01T10:{n:02}:00Z\n"
        )
    });
    app.import("desk.csv", alike + "99,Please keep the export to a spreadsheet we need it,2024-04-01\n", &[]);
    let found = app.json(&["ask-ahead", "we plan to drop the export"]);
    assert_eq!(found["having_words"], 31, "{found}");
    assert_eq!(found["verbatims"].as_array().unwrap().len(), 2, "{found}");
}
