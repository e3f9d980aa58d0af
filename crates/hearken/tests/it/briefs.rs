//! One page about one thing, for people outside engineering: every number leads to what is behind it, what is not known is said
//! to be unknown, nothing of an erased customer is left, and what people wrote means nothing.

use serde_json::{Value, json};

use crate::app::{TestApp, TestServer, reviews};
use crate::shop::{theme, with_shop};
use crate::worth::with_worth;

const HOSTILE: &str = "=cmd |' ](javascript:alert(1)) <script>alert(1)</script> `x` @octocat #12";

/// The text of a brief as data, notes too.
fn text(brief: &Value) -> String {
    let mut text = line(&brief["summary"]);
    for section in brief["sections"].as_array().unwrap() {
        text += &format!("\n{}:", section["title"].as_str().unwrap());
        section["lines"].as_array().unwrap().iter().for_each(|one| text += &format!(" {}", line(one)));
        section["quotes"].as_array().unwrap().iter().for_each(|one| text += &format!(" {}", one["words"]));
    }
    text
}

fn line(line: &Value) -> String {
    line["pieces"].as_array().unwrap().iter().map(|piece| piece["text"].as_str().unwrap()).collect()
}

fn notes(brief: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let notes = brief["notes"].as_array().unwrap().iter();
    notes.map(|note| (text(&note["what"]), text(&note["href"]), text(&note["why"]))).collect()
}

/// Every note says why, and leads to a page that is there.
fn every_note_leads_somewhere(server: &TestServer, brief: &Value) {
    let notes = notes(brief);
    assert!(!notes.is_empty(), "{brief}");
    for (what, href, why) in notes {
        assert!(!why.is_empty(), "{what}");
        if href.starts_with("/opportunities") || href.starts_with("http") {
            continue;
        }
        assert_eq!(server.get(&href).status, 200, "{what}: {href}");
    }
}

#[test]
fn the_brief_of_a_theme_says_in_plain_words_whom_it_hits_what_they_pay_and_what_is_done() {
    let app = with_worth();
    let crashes = theme(&app, "crash");
    app.json(&["goal", "add", "close the books by the 3rd", "--theme", &crashes]);
    let brief = app.json(&["brief", &crashes]);
    let told = text(&brief);
    for words in [
        "Customers told us of “",
        "6 times, first on 1 Jan 2024. ",
        "It comes from between 2 and 4 customers.",
        "Of 33% of these reports it is not known whose they are.",
        "Together they pay 120,000 EUR and 12,000 USD a year.",
        "Those who said so most: Acme (twice), Bolt (twice).",
        "“close the books by the 3rd”, a goal of 5 customers.",
        "Nobody has taken it up yet.",
        "If it costs you a customer or a deal, say so",
    ] {
        assert!(told.contains(words), "{words} in {told}");
    }
    for jargon in ["cluster", "F1", "LLR", "interval", "signal", "theme", "verbatim", "null"] {
        assert!(!told.to_lowercase().contains(&jargon.to_lowercase()), "{jargon} in {told}");
    }
    let quotes = brief["sections"].as_array().unwrap().iter().find(|one| one["title"] == "In their words");
    assert!((2..=3).contains(&quotes.unwrap()["quotes"].as_array().unwrap().len()), "{brief}");
    app.json(&["opportunity", "add", "Crashes", "--theme", &crashes]);
    app.json(&[
        "opportunity",
        "set",
        "O-1",
        "--state",
        "building",
        "--issue",
        "https://github.com/acme/app/issues/12",
    ]);
    let told = text(&app.json(&["brief", &crashes]));
    assert!(told.contains("Crashes (O-1): it is being worked on. Tracked as acme/app#12"), "{told}");
    assert!(told.contains("you can say that it is being taken care of. Promise no day."), "{told}");
}

#[test]
fn every_number_leads_to_what_is_behind_it_and_says_why_at_every_door() {
    let app = with_shop();
    let server = app.serve();
    server.wait_for("/code", |page| page.body.contains("class=\"scatter\""));
    for (of, path) in [
        (&["T-1"][..], "T-1"),
        (&["week", "--week", "2024-W10"][..], "week?week=2024-W10"),
        (&["component", "src/pay"][..], "component?name=src%2Fpay"),
    ] {
        let brief = app.json(&[&["brief"], of].concat());
        every_note_leads_somewhere(&server, &brief);
        let api = server.get(&format!("/api/v1/briefs/{path}"));
        let api: Value = serde_json::from_str(&api.body).unwrap();
        assert_eq!((&api["summary"], &api["notes"]), (&brief["summary"], &brief["notes"]), "{path}");
        let page = server.get(&format!("/brief/{path}"));
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        for (index, (_, href, _)) in notes(&brief).iter().enumerate() {
            let note = format!("<li id=\"note-{}\"><a href=\"{}\"", index + 1, href.replace('&', "&#38;"));
            assert!(page.body.contains(&note), "{note} in {}", page.body);
        }
        let sign = if path.contains('?') { '&' } else { '?' };
        let markdown = server.get(&format!("/api/v1/briefs/{path}{sign}format=markdown"));
        assert_eq!(markdown.header("content-type"), "text/markdown; charset=utf-8");
        assert_eq!(markdown.body.trim(), app.run(&[&["brief"], of].concat()).stdout.trim(), "{path}");
        assert!(markdown.body.contains(&format!("](<{}/", server.url)), "{}", markdown.body);
    }
    let accepted = server.get_with("/api/v1/briefs/T-1", &[("accept", "text/markdown")]);
    assert_eq!(accepted.header("content-type"), "text/markdown; charset=utf-8");
    assert!(server.get("/themes/T-1").body.contains("href=\"/brief/T-1\""));
    assert!(server.get("/").body.contains("href=\"/brief/week\""));
    for (path, status) in [
        ("/api/v1/briefs/T-999", 404),
        ("/api/v1/briefs/S-1", 400),
        ("/api/v1/briefs/week?week=soon", 400),
        ("/api/v1/briefs/week?week=9999-W01", 422),
        ("/api/v1/briefs/component", 400),
        ("/api/v1/briefs/component?name=no/such", 404),
        ("/brief/T-999", 404),
        ("/brief/x", 404),
    ] {
        assert_eq!(server.get(path).status, status, "{path}");
    }
}

#[test]
fn what_is_not_known_is_said_to_be_unknown_and_never_nothing() {
    let app = TestApp::with_reviews();
    let told = text(&app.json(&["brief", &theme(&app, "crash")]));
    assert!(told.contains("How many customers this is, is not known."), "{told}");
    assert!(told.contains("What these customers pay is not known."), "{told}");
    assert!(!told.contains(" 0 ") && !told.contains("0%"), "{told}");
    app.json(&["opportunity", "add", "Nothing heard yet"]);
    let told = text(&app.json(&["brief", "O-1"]));
    assert!(told.contains("Nobody has spoken of it yet."), "{told}");
    assert!(told.contains("How to solve it is not decided."), "{told}");
    let app = with_worth();
    let charges = text(&app.json(&["brief", &theme(&app, "charge")]));
    assert!(
        charges.contains("What they pay is not known; 1 former customer and 1 prospect not counted in it."),
        "{charges}"
    );
}

#[test]
fn the_brief_of_a_customer_is_found_by_id_and_name_and_says_what_hurts_them() {
    let app = with_worth();
    let brief = app.json(&["brief", "C-1"]);
    assert_eq!(brief["title"], "Acme");
    let told = text(&brief);
    assert!(told.contains("They pay 120,000 EUR a year"), "{told}");
    assert!(told.contains("What hurts them:"), "{told}");
    assert_eq!(app.json(&["brief", "acme"])["of"], "C-1");
    assert_eq!(app.json(&["brief", "customer", "Acme"])["of"], "C-1");
    let missing = app.run(&["brief", "Nobody Inc"]);
    assert!(
        missing.code == 1 && missing.stderr.contains("there is no customer called 'Nobody Inc'"),
        "{}",
        missing.stderr
    );
    app.json(&["customer", "set", "C-2", "name=Acme"]);
    let several = app.run(&["brief", "Acme"]).stderr;
    assert!(several.contains("several customers are called like 'Acme': C-1, C-2"), "{several}");
    assert_eq!(app.run(&["brief", "C-99"]).code, 1);
    let server = app.serve();
    every_note_leads_somewhere(&server, &brief);
    assert!(server.get("/customers/C-1").body.contains("href=\"/brief/C-1\""));
}

#[test]
fn nothing_of_an_erased_customer_is_left_in_any_brief() {
    let app = with_worth();
    let crashes = theme(&app, "crash");
    app.json(&["customer", "set", "C-1", "name=Quokkacorp"]);
    let before = app.run(&["brief", &crashes]).stdout;
    assert!(before.contains("Quokkacorp (15 times)") || before.contains("Quokkacorp ("), "{before}");
    app.json(&["erase", "--customer", "C-1", "--yes"]);
    let erased = app.run(&["brief", "C-1"]);
    assert_eq!(erased.code, 1);
    assert!(erased.stderr.contains("customer C-1 was erased on "), "{}", erased.stderr);
    let page = app.serve().get("/brief/C-1");
    assert!(page.status == 404 && page.body.contains("customer C-1 was erased on "), "{}", page.body);
    for of in [&crashes, "week"] {
        let after = app.run(&["brief", of, "--json"]).stdout;
        assert!(!after.contains("Quokkacorp") && !after.contains("C-1\""), "{after}");
    }
}

#[test]
fn personal_data_is_masked_and_words_of_customers_mean_nothing_as_markdown_or_html() {
    let app = TestApp::new();
    let said =
        reviews().replace("The app crashes", &format!("{HOSTILE} The app crashes for ann@acme.example"));
    app.import("reviews.csv", said, &[]);
    let crashes = theme(&app, "crash");
    app.json(&["theme", "rename", &crashes, HOSTILE]);
    app.json(&["opportunity", "add", HOSTILE, "--theme", &crashes, "--problem", HOSTILE]);
    let server = app.serve();
    for of in [crashes.as_str(), "O-1"] {
        let markdown = app.run(&["brief", of]).stdout;
        let html = app.run(&["brief", of, "--html"]).stdout;
        let page = server.get(&format!("/brief/{of}")).body;
        assert!(markdown.contains("The app crashes"), "{markdown}");
        for text in [&markdown, &html, &page] {
            assert!(!text.contains("@acme.example") && !text.contains("<script>alert"), "{text}");
        }
        for live in ["@octocat", " #12"] {
            assert!(!markdown.contains(live), "{live}: {markdown}");
        }
        assert!(
            !markdown.replace("\\]", "").contains("](javascript") && !markdown.contains(" `x`"),
            "{markdown}"
        );
        assert!(
            markdown.lines().all(|line| !line.starts_with(['=', '+', '@', '\t'])),
            "no line is a formula: {markdown}"
        );
    }
}

#[test]
fn what_merged_split_or_retired_under_an_opportunity_is_said() {
    let app = with_worth();
    let (crashes, charges) = (theme(&app, "crash"), theme(&app, "charge"));
    app.json(&["opportunity", "add", "Charges", "--theme", &charges]);
    app.json(&["theme", "merge", &charges, "--into", &crashes]);
    let brief = app.json(&["brief", "O-1"]);
    let notices: Vec<String> = brief["notices"].as_array().unwrap().iter().map(line).collect();
    assert_eq!(notices, [format!("{charges}, from which it comes, is part of {crashes} by now.")]);
    let followed = app.json(&["brief", &charges]);
    assert_eq!(followed["of"], json!(crashes));
    assert_eq!(
        line(&followed["notices"][0]),
        format!("{charges} is part of {crashes} by now, of which this tells.")
    );
}

#[test]
fn a_brief_looks_back_and_is_written_to_a_file_that_needs_no_server() {
    let app = with_worth();
    let crashes = theme(&app, "crash");
    let ran = app.run(&["brief", &crashes, "--html", "-o", "crash.html"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("written to crash.html"), "{}", ran.stderr);
    let html = std::fs::read_to_string(app.folder().join("crash.html")).unwrap();
    assert!(
        html.contains("@media print") && html.contains("href=\"http://127.0.0.1:7717/search?theme="),
        "{html}"
    );
    assert!(
        !html.contains("src=") && !html.contains("<script") && !html.contains("<link"),
        "it asks for nothing"
    );
    let lost = app.run(&["brief", &crashes, "-o", "no/such/folder.md"]);
    assert!(lost.code == 1 && lost.stderr.contains("cannot be written"), "{}", lost.stderr);
    let then = app.json(&["brief", &crashes, "--as-of", "2024-01-03"]);
    let now = app.json(&["brief", &crashes]);
    assert_ne!(then["summary"], now["summary"]);
    assert!(notes(&then).iter().any(|(_, href, _)| href.contains("as_of=2024-01-03T23:59:59")), "{then}");
    assert!(app.run(&["brief", &crashes, "extra"]).stderr.contains("only a component and a customer"));
    assert!(app.run(&["brief", "week", "--week", "2024-99"]).stderr.contains("give one such as 2026-W14"));
}

#[test]
fn a_brief_prints_on_one_sheet_without_navigation_and_without_colour() {
    let Some(chromium) = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| {
        std::env::var_os("HEARKEN_TEST_BROWSER").is_some()
            && std::process::Command::new(name)
                .arg("--version")
                .output()
                .is_ok_and(|ran| ran.status.success())
    }) else {
        return eprintln!("SKIPPED: no browser");
    };
    let app = with_worth();
    let crashes = theme(&app, "crash");
    app.json(&["opportunity", "add", "Crashes", "--theme", &crashes]);
    for of in [crashes.as_str(), "O-1", "C-1"] {
        app.run(&["brief", of, "--html", "-o", "brief.html"]);
        let (page, pdf) = (app.folder().join("brief.html"), app.folder().join("brief.pdf"));
        let mut print = std::process::Command::new(chromium);
        print.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]);
        print.arg(format!("--user-data-dir={}", app.folder().join("browser").display()));
        print.arg(format!("--print-to-pdf={}", pdf.display())).arg(format!("file://{}", page.display()));
        assert!(print.output().unwrap().status.success(), "{of}");
        let pdf = std::fs::read(&pdf).unwrap();
        let pages =
            pdf.windows(12).filter(|bytes| bytes.starts_with(b"/Type /Page") && bytes[11] != b's').count();
        assert_eq!(pages, 1, "{of}");
    }
    let style = app.serve().get("/brief/C-1").body;
    assert!(style.contains("class=\"brief-address\""), "addresses are read off paper: {style}");
}
