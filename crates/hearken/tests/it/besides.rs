//! A text that speaks of two matters counts in one theme, and is found by both.

use serde_json::Value;

use crate::app::TestApp;

const CALLS: &str = "This collector calls my phone at night and will not stop these harassing phone calls";
const MORTGAGE: &str =
    "The bank lost the appraisal of our house and delays the mortgage refinance for months";

/// Made-up words about five matters, sixteen sentences each.
const SAID: &str = include_str!("../../../hearken-analysis/src/themes/five-matters.txt");

/// These, and one text of two matters.
fn complaints() -> String {
    let rows: String = SAID
        .lines()
        .enumerate()
        .map(|(row, text)| format!("{row},{text},2024-01-{:02}\n", 1 + row % 28))
        .collect();
    "id,review,date\n".to_owned() + &rows + &both("both", CALLS, MORTGAGE)
}

/// A row of a text that says the one first and the other after it.
fn both(id: &str, first: &str, second: &str) -> String {
    format!("{id},\"{first}. {first} again. {second}.\",2024-02-01\n")
}

/// The page of the signal that says both, and its id.
fn signal_of_both(app: &TestApp) -> (Value, String) {
    let found = app.json(&["search", "collector appraisal"]);
    let id = found["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    (app.json(&["signal", "show", &id]), id)
}

fn str_of(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn a_text_of_two_matters_counts_in_its_own_theme_and_stands_on_the_other_s_page_with_its_passage() {
    let app = TestApp::new();
    app.import("complaints.csv", complaints(), &[]);
    let (signal, id) = signal_of_both(&app);
    let own = str_of(&signal["theme"]["id"]).to_owned();
    let other = &signal["other_themes"][0];
    let theme = str_of(&other["theme"]["id"]).to_owned();
    assert_ne!(own, theme);
    assert_eq!(other["passage"], format!("{MORTGAGE}."));
    let verbatim = str_of(&signal["signal"]["verbatim"]);
    let range = other["start"].as_u64().unwrap() as usize..other["end"].as_u64().unwrap() as usize;
    assert_eq!(&verbatim[range], str_of(&other["passage"]));

    let list = app.json(&["themes"]);
    let counted: u64 =
        list["themes"].as_array().unwrap().iter().map(|t| t["signals"].as_u64().unwrap()).sum();
    assert_eq!(counted + list["unsorted"].as_u64().unwrap(), 81, "each counts once");

    let beside = |list: &Value| -> Vec<(String, u64)> {
        let themes = list["themes"].as_array().unwrap().iter();
        let all = themes.map(|t| (str_of(&t["id"]).to_owned(), t["besides"].as_u64().unwrap()));
        all.filter(|(_, besides)| *besides > 0).collect()
    };
    assert_eq!(beside(&list), [(theme.clone(), 1)], "told apart from the count that adds up");
    assert_eq!(beside(&app.json(&["themes", "--until", "2024-01-31"])), [], "said later");
    let table = app.run(&["themes"]).stdout;
    assert!(table.contains("BESIDES") && table.contains(" +1 "), "{table}");
    let exported = app.run(&["export", "themes"]).stdout;
    assert!(exported.starts_with("id,name,kind,area,signals,besides,share,"), "{exported}");

    let page = app.json(&["theme", "show", &theme]);
    assert_eq!(page["besides"], 1);
    assert_eq!(page["besides_signals"][0]["signal"]["id"], *id);
    assert_eq!(page["besides_signals"][0]["signal"]["theme"]["id"], *own);
    assert_eq!(page["besides_signals"][0]["passage"], format!("{MORTGAGE}."));
    assert_eq!(app.json(&["theme", "show", &own])["besides"], 0);
    assert_eq!(app.json(&["theme", "show", &theme, "--until", "2024-01-31"])["besides"], 0, "said later");

    let shown = app.run(&["theme", "show", &theme]).stdout;
    assert!(shown.contains(" signals and 1 more speaks of it besides"), "{shown}");
    let shown = app.run(&["signal", "show", &id]).stdout;
    assert!(shown.contains(&format!("speaks of  {theme} ")), "{shown}");

    let server = app.serve();
    let page = server.get("/themes").body;
    assert_eq!(page.matches("+1 besides</a>").count(), 1, "{page}");
    assert!(page.contains(&format!("href=\"/themes/{theme}#besides\"")), "{page}");
    let page = server.get(&format!("/themes/{theme}")).body;
    assert!(page.contains("1 more speaks of it besides") && page.contains("id=\"besides\""), "{page}");
    assert!(page.contains(&format!("<q>{MORTGAGE}.</q>")), "{page}");
    let page = server.get(&format!("/signals/{id}")).body;
    assert!(page.contains("Also speaks of") && page.contains(&format!("/themes/{theme}")), "{page}");
}

#[test]
fn an_arrival_speaks_of_a_second_theme_at_once_a_rebuild_keeps_it_and_what_is_decided_holds() {
    let app = TestApp::new();
    app.import("complaints.csv", complaints(), &[]);
    let (signal, _) = signal_of_both(&app);
    let (own, theme) = (str_of(&signal["theme"]["id"]), str_of(&signal["other_themes"][0]["theme"]["id"]));
    let besides = || app.json(&["theme", "show", theme])["besides"].clone();
    app.import("more.csv", format!("id,review,date\n{}", both("late", CALLS, MORTGAGE)), &[]);
    assert_eq!(besides(), 2);
    app.rebuild_changes_nothing();
    assert_eq!(besides(), 2);

    let ruling = app.json(&["theme", "merge", theme, "--into", own]);
    assert_eq!(app.json(&["theme", "show", own])["besides"], 0, "both are of one theme now");
    app.json(&["theme", "undo", str_of(&ruling["id"])]);
    assert_eq!(besides(), 2);

    app.import("more.csv", "id,review,date\nlate,It is all settled now thank you,2024-02-01\n", &[]);
    assert_eq!(besides(), 1, "it says so no more");
    app.json(&["cluster"]);
    assert_eq!(besides(), 1, "a clustering run finds it again");
}
