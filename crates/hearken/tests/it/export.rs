//! Tables for other programs: whole, safe in a spreadsheet and in a document, under the filter of the page that leads to them.

use crate::app::TestApp;
use crate::shop::with_shop;

const FORMULA: &str = "=HYPERLINK(\"http://evil.example\",\"free, money\")";

fn with_hostile() -> TestApp {
    let app = TestApp::with_reviews();
    let csv = format!(
        "id,review,product,rating\n1,\"{}\",@octocat,-2\n2,\"a | b\n<script>alert(1)</script> @org/team #98\",-5,3\n",
        FORMULA.replace('"', "\"\"")
    );
    app.import("hostile.csv", csv, &["--map", "text=review,product=product,rating=rating,id=id"]);
    app
}

fn records(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn column(records: &[Vec<String>], name: &str) -> Vec<String> {
    let at = records[0].iter().position(|title| title == name).unwrap();
    records[1..].iter().map(|record| record[at].clone()).collect()
}

#[test]
fn no_cell_is_a_formula_no_words_leave_their_cell_and_nobody_is_called() {
    let app = with_hostile();
    let csv = app.run(&["export", "signals", "--source", "hostile"]).stdout;
    let records = records(&csv);
    assert_eq!(records.len(), 3, "{csv}");
    let texts = column(&records, "text");
    assert!(texts.contains(&format!("'{FORMULA}")), "{texts:?}");
    assert!(csv.ends_with("\r\n"), "{csv:?}");
    let mut products = column(&records, "product");
    products.sort();
    assert_eq!(products, ["'@octocat", "-5"], "a number stays one");
    assert!(column(&records, "rating").contains(&"-2".to_owned()), "{csv}");
    let markdown = app.run(&["export", "signals", "--source", "hostile", "--format", "markdown"]).stdout;
    assert_eq!(markdown.lines().count(), 4, "{markdown}");
    for live in ["<script", "@octocat", "@org/team", "#98", "://"] {
        assert!(!markdown.replace('\\', "").contains(live), "{live}: {markdown}");
    }
}

#[test]
fn every_table_is_the_same_at_every_door_and_whole() {
    let app = with_shop();
    let server = app.serve();
    for (arguments, query) in [
        (&["themes", "--sort", "name"][..], "themes?sort=name"),
        (&["signals", "--rating-max", "2"][..], "signals?rating_max=2"),
        (&["signals", "--unsorted"][..], "signals?theme=unsorted"),
        (&["search", "charged twice", "--theme", "T-1"][..], "search?q=charged+twice&theme=T-1"),
        (&["components"][..], "components"),
    ] {
        for format in ["csv", "markdown", "jsonl"] {
            let ran = app.run(&[&["export"], arguments, &["--format", format]].concat());
            assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
            let join = if query.contains('?') { '&' } else { '?' };
            let page = server.get(&format!("/api/v1/exports/{query}{join}format={format}"));
            assert_eq!((page.status, page.body.as_str()), (200, ran.stdout.as_str()), "{query}");
            let media = match format {
                "csv" => "text/csv; charset=utf-8; header=present",
                "markdown" => "text/markdown; charset=utf-8",
                _ => "application/jsonl",
            };
            assert_eq!(page.header("content-type"), media);
            assert!(page.header("content-disposition").starts_with("attachment; filename=\"hearken-"));
            assert_eq!(page.header("hearken-cut-at"), "");
        }
    }
    let all = records(&app.run(&["export", "signals"]).stdout);
    assert_eq!(all.len(), 91);
    assert_eq!(records(&app.run(&["export", "components"]).stdout)[0][1], "component");
    for (query, status) in [
        ("themes?format=xls", 400),
        ("themes?limit=3", 400),
        ("signals?since=soon", 400),
        ("components?repository=no", 404),
    ] {
        let page = server.get(&format!("/api/v1/exports/{query}"));
        assert_eq!(
            (page.status, page.header("content-type")),
            (status, "application/problem+json"),
            "{query}"
        );
    }
}

#[test]
fn pages_lead_to_their_table_under_their_filter() {
    let app = with_shop();
    let server = app.serve();
    for (path, link) in [
        ("/themes?sort=name&rating_max=2&kind=pain-point", "/api/v1/exports/themes?"),
        ("/themes/T-1?rating_max=5", "/api/v1/exports/signals?"),
        ("/search?q=charged&rating_max=2", "/api/v1/exports/search?"),
        ("/search?unsorted=1", "/api/v1/exports/signals?"),
        ("/search?product=Pay", "/api/v1/exports/signals?"),
        ("/code", "/api/v1/exports/components?"),
    ] {
        let page = server.get(path).body.replace("&#38;", "&");
        let found = page.split("href=\"").filter(|part| part.starts_with(link));
        let found: Vec<&str> = found.map(|part| part.split('"').next().unwrap()).collect();
        if path.contains("unsorted") && found.is_empty() {
            continue; // every review has a theme
        }
        assert_eq!(found.len(), 3, "{path}: {page}");
        for href in found {
            let answer = server.get(href);
            assert_eq!(answer.status, 200, "{href}: {}", answer.body);
            for kept in ["rating_max=2", "kind=pain-point", "sort=name", "product=Pay", "q=charged"] {
                assert!(!path.contains(kept) || href.contains(kept), "{href} lost {kept}");
            }
        }
    }
}

#[test]
fn tables_have_what_each_signal_says_and_how_sure_that_is() {
    let app = TestApp::with_reviews();
    let signal = app.json(&["search", "app crashes", "--limit", "1"])["hits"][0]["signal"]["id"].clone();
    let signal = signal.as_str().unwrap();
    app.json(&["signal", "correct", signal, "--says", "pain-point", "--severity", "annoyed"]);
    let rows = records(&app.run(&["export", "signals"]).stdout);
    let at = column(&rows, "id").iter().position(|id| id == signal).unwrap();
    let of = |name: &str| column(&rows, name)[at].clone();
    assert_eq!([of("says"), of("severity")], ["pain-point", "annoyed"]);
    assert_eq!([of("says_confidence"), of("severity_confidence")], ["1", "1"], "a person said it");
    let sure: f64 = of("sentiment_confidence").parse().unwrap();
    assert!(sure > 0.3 && sure <= 1.0, "{sure}");
    let says = column(&rows, "says");
    let severe = column(&rows, "severity");
    let each = says.iter().zip(&severe);
    assert!(each.into_iter().all(|(says, severity)| severity.is_empty() || says == "pain-point"));
    let line = app.run(&["export", "signals", "--severity", "annoyed", "--format", "jsonl"]).stdout;
    let line: serde_json::Value = serde_json::from_str(line.lines().next().unwrap()).unwrap();
    assert_eq!((&line["says"], line["severity"].as_str()), (&"pain-point".into(), Some("annoyed")), "{line}");
    let found = records(&app.run(&["export", "search", "app crashes", "--severity", "annoyed"]).stdout);
    assert!(column(&found, "severity").iter().all(|severity| severity == "annoyed"), "{found:?}");
    let markdown = app.run(&["export", "signals", "--severity", "annoyed", "--format", "markdown"]).stdout;
    assert!(markdown.contains("| annoyed |"), "{markdown}");
}

#[test]
fn a_search_that_finds_more_than_it_shows_says_that_it_is_cut_off() {
    let app = TestApp::new();
    let rows: String = (0..1_100).map(|n| format!("{n},\"the refund of order {n} never came\"\n")).collect();
    app.import("many.csv", format!("id,text\n{rows}"), &[]);
    let ran = app.run(&["export", "search", "refund"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("only the first 1,000"), "{}", ran.stderr);
    assert_eq!(records(&ran.stdout).len(), 1_001);
    let markdown = app.run(&["export", "search", "refund", "--format", "markdown"]).stdout;
    assert!(
        markdown.trim_end().ends_with("a search shows no more."),
        "{}",
        &markdown[markdown.len() - 200..]
    );
    let server = app.serve();
    let page = server.get("/api/v1/exports/search?q=refund");
    assert_eq!(page.header("hearken-cut-at"), "1000");
    assert!(page.header("content-disposition").contains("hearken-search-first-1000.csv"));
    let all = server.get("/api/v1/exports/signals");
    assert_eq!(records(&all.body).len(), 1_101, "signals are whole, batch by batch");
    assert_eq!(app.run(&["export", "themes", "--json"]).code, 1);
}

#[test]
fn a_table_has_labels_as_an_import_reads_them_and_looks_back_like_its_page() {
    let app = TestApp::new();
    let csv = "id,text,date,label,state\n1,It crashes,2024-01-05,\"[\"\"a, b\"\",\"\"=bug\"\"]\",open\n2,It is slow,2024-03-05,,\n";
    app.import("tracker.csv", csv, &[]);
    let table = app.run(&["export", "signals"]).stdout;
    let rows = records(&table);
    let labels = column(&rows, "labels");
    assert_eq!(labels, ["", r#"["=bug","a, b"]"#], "{table}");
    assert_eq!(column(&rows, "state"), ["", "open"]);
    app.import("again.csv", &table, &["--source", "again"]);
    let again = records(&app.run(&["export", "signals", "--source", "again"]).stdout);
    assert_eq!(column(&again, "labels"), labels, "what goes out comes in");

    let then = app.run(&["export", "signals", "--as-of", "2024-02-01", "--source", "tracker"]);
    assert_eq!(column(&records(&then.stdout), "text"), ["It crashes"]);
    assert!(then.stderr.contains("as of 2024-02-01"), "{}", then.stderr);
    let server = app.serve();
    let page = server.get("/api/v1/exports/signals?as_of=2024-02-01&source=tracker");
    assert_eq!(page.body, then.stdout);
    for (path, links) in [
        ("/search?as_of=2024-02-01", 3),
        ("/search?q=crashes&sort=newest&as_of=2024-02-01", 3),
        ("/search?as_of=2024-02-01&label=%3Dbug", 3),
    ] {
        let page = server.get(path).body.replace("&#38;", "&");
        let found = page.split("href=\"/api/v1/exports/").skip(1).filter_map(|part| part.split('"').next());
        let found: Vec<&str> = found.collect();
        assert_eq!(found.len(), links, "{path}: {page}");
        for href in found {
            assert!(href.contains("as_of=2024-02-01"), "{path}: {href}");
            assert!(!path.contains("sort=newest") || href.contains("sort=newest"), "{path}: {href}");
            let answer = server.get(&format!("/api/v1/exports/{href}"));
            assert!(answer.status == 200 && !answer.body.contains("It is slow"), "{href}: {}", answer.body);
        }
    }
    assert_eq!(server.get("/api/v1/exports/components?as_of=2024-02-01").status, 200);
    assert_eq!(server.get("/api/v1/exports/components?as_of=soon").status, 400);
}

#[test]
fn goals_and_segments_are_tables_too_and_nothing_in_them_is_a_formula_or_calls_anybody() {
    let app = with_shop();
    app.json(&["customer", "add", "name=@octocat =1+1", "plan=Pro"]);
    app.json(&["segment", "add", "=cmd|' /C calc'!A0", "plan = Pro or \"<script>alert(1)</script>\""]);
    app.json(&["goal", "add", FORMULA, "--customer", "C-1", "--theme", "T-1", "--theme", "T-2"]);
    app.json(&["goal", "add", "| pay @org/team | once", "--segment", "=cmd|' /C calc'!A0"]);
    app.json(&["goal", "set", "G-2", "--state", "met"]);
    let server = app.serve();
    let goals = app.run(&["export", "goals"]).stdout;
    assert_eq!(goals, server.get("/api/v1/exports/goals").body);
    let table = records(&goals);
    assert_eq!(column(&table, "goal"), [format!("'{FORMULA}"), "'| pay @org/team | once".to_owned()]);
    assert_eq!(column(&table, "customer_name"), ["'@octocat =1+1", ""]);
    assert_eq!(column(&table, "segment"), ["", "'=cmd|' /C calc'!A0"]);
    assert_eq!(
        (column(&table, "of"), column(&table, "customers")),
        (vec!["customer".to_owned(), "segment".to_owned()], vec!["1".to_owned(), "1".to_owned()])
    );
    assert_eq!(column(&table, "themes"), ["T-1 T-2", ""]);
    assert_eq!(records(&server.get("/api/v1/exports/goals?state=met&format=csv").body).len(), 2);
    assert_eq!(server.get("/api/v1/exports/goals?customer=C-99").status, 404);
    let segments = records(&app.run(&["export", "segments"]).stdout);
    assert_eq!(column(&segments, "name"), ["'=cmd|' /C calc'!A0"]);
    assert_eq!(column(&segments, "customers"), ["1"]);
    for table in ["goals", "segments"] {
        let markdown = app.run(&["export", table, "--format", "markdown"]).stdout;
        assert_eq!(markdown.lines().count(), 2 + if table == "goals" { 2 } else { 1 }, "{markdown}");
        for live in ["<script", "@octocat", "@org/team", "://"] {
            assert!(!markdown.replace('\\', "").contains(live), "{live}: {markdown}");
        }
        let page = server.get(&format!("/{table}")).body;
        assert!(page.contains(&format!("/api/v1/exports/{table}?format=csv")), "{page}");
    }
    let narrowed = server.get("/goals?state=met").body;
    assert!(narrowed.contains("/api/v1/exports/goals?state=met&#38;format=csv"), "{narrowed}");
}
