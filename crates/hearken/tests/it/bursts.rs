//! Near-duplicate reports of one incident are shown as one, link to each other, and follow what comes and goes.

use serde_json::Value;

use crate::app::TestApp;

const ORBIT: &str =
    "The Orbit payment terminal shows error E4417 and refuses every contactless card since this morning";
const ORBIT_AGAIN: &str =
    "Since this morning our Orbit payment terminal refuses contactless card payments and shows error E4417";

fn csv(rows: &[(&str, &str, &str, &str)]) -> String {
    let rows = rows.iter().map(|(id, text, date, who)| format!("{id},{text},{date},{who}\n"));
    "id,review,date,author\n".to_owned() + &rows.collect::<String>()
}

/// Three reports of one incident among others, and one that does not say when.
fn app() -> TestApp {
    let app = TestApp::new();
    let rows = [
        ("1", ORBIT, "2024-03-04", "Ann"),
        ("2", "Where can I change the address of my invoices", "2024-03-04", "Bob"),
        ("3", ORBIT_AGAIN, "2024-03-05", "Cid"),
        ("4", ORBIT, "2024-03-06", "Dan"),
        ("5", ORBIT, "", "Eve"),
        ("6", "Good app", "2024-03-05", "Fay"),
        ("7", "good app", "2024-03-05", "Gus"),
        ("8", ORBIT, "2024-06-01", "Hal"),
    ];
    assert_eq!(app.import("reports.csv", csv(&rows), &[])[0], 8);
    app
}

/// The numbers of signals in the burst of each signal that is in one, by its words' source id.
fn bursts(app: &TestApp) -> Vec<(String, u64)> {
    let found = app.json(&["search", "--limit", "50", "--sort", "oldest"]);
    let hits = found["hits"].as_array().unwrap().iter();
    let counted = hits.filter_map(|hit| {
        let size = hit["signal"]["burst"]["signals"].as_u64()?;
        Some((hit["signal"]["id"].as_str().unwrap().to_owned(), size))
    });
    counted.collect()
}

fn orbit(app: &TestApp) -> Vec<String> {
    bursts(app).into_iter().map(|(id, _)| id).collect()
}

#[test]
fn reports_of_one_incident_are_one_row_that_opens_to_the_others_at_every_door() {
    let app = app();
    let found = bursts(&app);
    assert_eq!(found.iter().map(|(_, size)| *size).collect::<Vec<_>>(), [3, 3, 3], "{found:?}");
    let listed = app.run(&["search"]).stdout;
    assert!(listed.contains("3 reports alike, with S-"), "{listed}");
    assert!(listed.contains("8 signals here in 6 rows: 3 alike are shown as 1"), "{listed}");
    let first = &found[0].0;
    let shown = app.json(&["signal", "show", first]);
    let others: Vec<&str> =
        shown["alike"].as_array().unwrap().iter().map(|card| card["id"].as_str().unwrap()).collect();
    assert_eq!(others, [found[1].0.as_str(), found[2].0.as_str()]);
    assert!(app.run(&["signal", "show", first]).stdout.contains("3 reports alike"));
    let server = app.serve();
    let page = server.get("/search").body;
    assert_eq!(page.matches("<summary>3 reports alike</summary>").count(), 1, "{page}");
    assert!(page.contains("8 signals here in 6 rows: 3 alike are shown as 1"), "{page}");
    let page = server.get(&format!("/signals/{first}")).body;
    assert!(page.contains("id=\"reports\"") && page.contains(&format!("/signals/{}", others[1])), "{page}");
    let list: Value = serde_json::from_str(&server.get("/api/v1/signals").body).unwrap();
    let of_list = list["signals"].as_array().unwrap().iter().filter(|listed| listed["burst"]["signals"] == 3);
    assert_eq!(of_list.count(), 3, "{list}");
}

#[test]
fn a_burst_grows_with_what_comes_in_any_order_and_a_rebuild_finds_the_same() {
    let app = app();
    // Between two of them, and before all.
    let rows = [("20", ORBIT_AGAIN, "2024-03-05", "Ivy"), ("21", ORBIT, "2024-03-01", "Jon")];
    assert_eq!(app.import("more.csv", csv(&rows), &["--source", "reports.csv"])[0], 2);
    assert_eq!(bursts(&app).iter().map(|(_, size)| *size).collect::<Vec<_>>(), [5; 5]);
    app.rebuild_changes_nothing();
    // One of them says something else now.
    let rows = [("20", "The export has no column for the currency of an invoice", "2024-03-05", "Ivy")];
    assert_eq!(app.import("more.csv", csv(&rows), &["--source", "reports.csv"])[1], 1);
    assert_eq!(bursts(&app).len(), 4);
    app.rebuild_changes_nothing();
}

#[test]
fn who_is_erased_is_in_no_burst_and_the_others_stay_together() {
    let app = app();
    let found = orbit(&app);
    assert_eq!(app.run(&["erase", "--contact", "Ann", "--yes"]).code, 0);
    assert_eq!(orbit(&app), found[1..]);
    app.rebuild_changes_nothing();
    assert_eq!(app.run(&["erase", "--contact", "Cid", "--yes"]).code, 0);
    assert_eq!(orbit(&app), Vec::<String>::new(), "one report is no burst");
    app.rebuild_changes_nothing();
}

#[test]
fn a_person_says_that_a_report_is_not_alike_and_takes_it_back() {
    let app = app();
    let found = orbit(&app);
    let ruling = app.json(&["signal", "not-alike", &found[1]]);
    assert_eq!(ruling["ruling"], "not-alike", "{ruling}");
    assert_eq!(orbit(&app), [found[0].clone(), found[2].clone()]);
    app.rebuild_changes_nothing();
    let again = app.run(&["signal", "not-alike", &found[1]]);
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("said already"), "{}", again.stderr);
    let server = app.serve();
    let page = server.get(&format!("/signals/{}", found[1])).body;
    assert!(page.contains("is no report of the same as others") && page.contains("undo-ruling"), "{page}");
    let form = [("command", "undo-ruling"), ("ruling", ruling["id"].as_str().unwrap()), ("next", "/")];
    assert_eq!(server.post("/commands", &form).status, 303);
    drop(server);
    assert_eq!(orbit(&app), found);
}

#[test]
fn a_theme_says_how_many_of_its_signals_are_in_bursts() {
    let app = TestApp::with_reviews();
    let themes = app.json(&["themes"]);
    let ids: Vec<&str> =
        themes["themes"].as_array().unwrap().iter().map(|theme| theme["id"].as_str().unwrap()).collect();
    for id in ids {
        let page = app.json(&["theme", "show", id, "--limit", "100"]);
        let mut sizes = std::collections::BTreeMap::new();
        for card in page["signals"].as_array().unwrap() {
            if let Some(first) = card["burst"]["first"].as_str() {
                *sizes.entry(first.to_owned()).or_insert(0_u64) += 1;
            }
        }
        sizes.retain(|_, size| *size > 1);
        if page["next"].is_null() {
            assert_eq!(page["in_bursts"]["bursts"], sizes.len() as u64, "{page}");
            assert_eq!(page["in_bursts"]["signals"], sizes.values().sum::<u64>(), "{page}");
        }
    }
}

#[test]
fn a_burst_that_spans_two_pages_is_one_row_on_the_first_at_every_door() {
    let app = TestApp::new();
    let day = |n: usize| format!("2024-03-{:02}", 1 + n);
    let other = |n: usize| (format!("o{n}"), format!("Matter number {n} of its own"), day(n));
    let orbit = |id: &str, n: usize| (id.to_owned(), ORBIT.to_owned(), day(n));
    let mut rows: Vec<(String, String, String)> = (0..25).map(other).collect();
    rows.extend([orbit("first", 2), orbit("second", 3), orbit("last", 5), orbit("newest", 20)]);
    let rows: Vec<(&str, &str, &str, &str)> =
        rows.iter().map(|(id, text, date)| (id.as_str(), text.as_str(), date.as_str(), "Ann")).collect();
    app.import("reports.csv", csv(&rows), &[]);
    let sizes: Vec<u64> = bursts(&app).into_iter().map(|(_, size)| size).collect();
    assert_eq!(sizes, [3; 3], "the newest comes too late to be of it");
    let server = app.serve();
    let page = |from: &str| server.get(&format!("/search?from={from}")).body;
    let (first, second) = (page(""), page("20"));
    assert!(!first.contains("reports alike") && second.contains("<summary>3 reports alike"), "{second}");
    let reversed = |from: &str| server.get(&format!("/search?sort=oldest&from={from}")).body;
    let (first, second) = (reversed(""), reversed("20"));
    assert_eq!(first.matches("<summary>3 reports alike").count(), 1, "{first}");
    assert!(first.contains("22 signals here in 20 rows: 3 alike are shown as 1"), "{first}");
    assert!(!second.contains("reports alike") && !second.contains("rel=\"next\""), "{second}");
    assert_eq!(second.matches("class=\"signal\"").count(), 7, "{second}");
    drop(server);
    let two = app.run(&["search", "--sort", "oldest", "--limit", "4"]).stdout;
    assert!(two.contains("3 reports alike, with S-") && two.contains("more: --offset 4"), "{two}");
    let rest = app.run(&["search", "--sort", "oldest", "--limit", "100", "--offset", "4"]).stdout;
    assert!(!rest.contains("reports alike"), "{rest}");
    let signals = app.json(&["search", "--sort", "oldest", "--limit", "100", "--offset", "4"]);
    assert_eq!(signals["hits"].as_array().unwrap().len(), 25, "programs get signals");
}
