//! Areas have an identity: what people decide about them holds through every door and every later clustering run.

use serde_json::json;

use crate::app::TestApp;
use crate::webdriver::{Browser, is_there};

/// The complaints of the demo, in which there are areas.
pub fn with_areas() -> TestApp {
    let app = TestApp::new();
    let complaints = concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/complaints.csv.zst");
    app.json(&["import", complaints, "--source", "complaints"]);
    app
}

/// Ids of the themes, the largest first.
fn themes(app: &TestApp) -> Vec<String> {
    let list = app.json(&["themes", "--sort", "signals"]);
    let themes = list["themes"].as_array().unwrap().iter();
    themes.map(|theme| theme["id"].as_str().unwrap().to_owned()).collect()
}

/// Ids of the areas, the largest first.
fn areas(app: &TestApp) -> Vec<String> {
    let list = app.json(&["area", "list"]);
    let areas = list["areas"].as_array().unwrap().iter();
    areas.map(|area| area["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_name_and_a_place_outlive_a_clustering_run_and_a_rebuild_and_each_is_undone() {
    let app = with_areas();
    let areas = areas(&app);
    assert!(areas.len() >= 3, "{areas:?}");
    let (one, other) = (&areas[0], &areas[1]);
    app.json(&["area", "rename", one, "What   Breaks"]);
    let theme = app.json(&["area", "show", other])["themes"][0]["id"].as_str().unwrap().to_owned();
    let put = app.json(&["area", "move", &theme, "--to", "what breaks"]);
    assert_eq!(
        (&put["ruling"], &put["area"]),
        (&json!("placed"), &json!(one)),
        "an area is found by its name"
    );
    app.json(&["cluster"]);
    let shown = app.json(&["area", "show", "What Breaks"]);
    assert_eq!((&shown["id"], &shown["name"]), (&json!(one), &json!("What Breaks")));
    let lies = |shown: &serde_json::Value| {
        shown["themes"].as_array().unwrap().iter().any(|card| card["id"] == theme.as_str())
    };
    assert!(lies(&shown), "{shown}");
    assert_eq!(app.json(&["theme", "show", &theme])["card"]["area_id"], json!(one));
    app.rebuild_changes_nothing();
    assert!(lies(&app.json(&["area", "show", one])));
    let undone = app.json(&["area", "undo", put["id"].as_str().unwrap()]);
    assert!(undone["undone_at"].is_string());
    assert!(!lies(&app.json(&["area", "show", one])));
    let rulings = app.json(&["rulings"]).to_string();
    assert!(rulings.contains("is called What Breaks") && rulings.contains("lies in"), "{rulings}");
    app.rebuild_changes_nothing();
}

#[test]
fn areas_are_merged_and_shown_and_ruled_about_on_pages_and_over_http() {
    let app = with_areas();
    let areas = areas(&app);
    let (one, other) = (areas[0].as_str(), areas[1].as_str());
    let server = app.serve();
    let listed = server.get("/themes?sort=area").body;
    assert!(listed.contains(&format!("href=\"/areas/{one}\"")), "{listed}");
    let form =
        [("command", "rename-area"), ("area", one), ("name", "By <b>hand</b>"), ("next", "/areas/A-1")];
    assert_eq!(server.post("/commands", &form).status, 303);
    let page = server.get(&format!("/areas/{one}")).body;
    assert!(
        page.contains("By &#60;b&#62;hand&#60;/b&#62;") && page.contains("value=\"place-theme\""),
        "{page}"
    );
    assert!(page.contains(&format!("area={one}")), "its figures lead to its signals: {page}");
    let theme = themes(&app)[0].clone();
    let form = [("command", "place-theme"), ("theme", theme.as_str()), ("area", "none")];
    assert_eq!(server.post("/commands", &form).status, 303);
    let posted = json!({"command": "merge-areas", "into": one, "from": [other]}).to_string();
    let headers = [("content-type", "application/json")];
    let merged = server.send("/api/v1/commands", &headers, posted.as_bytes());
    assert_eq!(merged.status, 200, "{}", merged.body);
    let told = |path: &str| -> serde_json::Value { serde_json::from_str(&server.get(path).body).unwrap() };
    let shown = told(&format!("/api/v1/areas/{other}"));
    assert_eq!(shown["id"], one, "an old link leads on: {shown}");
    assert!(shown["lineage"].to_string().contains("took in"), "{shown}");
    let list = told("/api/v1/areas");
    assert!(!list["areas"].to_string().contains(&format!("\"{other}\"")), "{list}");
    let again = server.send("/api/v1/commands", &headers, posted.as_bytes());
    assert_eq!(again.status, 409, "{}", again.body);
    let page = server.get(&format!("/areas/{one}")).body;
    assert!(page.contains("became part of") && page.contains("value=\"undo-ruling\""), "{page}");
    assert_eq!(server.get("/areas/A-99").status, 404);
}

#[test]
fn themes_search_signals_and_exports_take_an_area_and_one_that_is_not_there_is_told_with_what_is_near() {
    let app = with_areas();
    let area = &areas(&app)[0];
    app.json(&["area", "rename", area, "Card trouble"]);
    let shown = app.json(&["area", "show", area]);
    let signals = shown["card"]["signals"].as_u64().unwrap();
    assert!(signals > 0);
    assert_eq!(app.json(&["search", "--area", area])["matches"], signals);
    let themes = app.json(&["themes", "--area", "card trouble"]);
    assert_eq!(themes["themes"].as_array().unwrap().len(), shown["themes"].as_array().unwrap().len());
    let theme = themes["themes"][0]["id"].as_str().unwrap();
    let both = app.json(&["search", "--area", area, "--theme", theme]);
    assert_eq!(both["matches"], themes["themes"][0]["signals"]);
    let exported = app.run(&["export", "signals", "--area", area]).stdout;
    assert_eq!(exported.lines().filter(|line| line.starts_with("S-")).count() as u64, signals);
    let found = app.json(&["search", "account", "--area", area]);
    assert!(found["matches"].as_u64().unwrap() <= signals && found["matches"].as_u64().unwrap() > 0);
    for line in [
        &["search", "--area", "Card troubel"][..],
        &["themes", "--area", "Card troubel"],
        &["area", "show", "Card troubel"],
        &["area", "rename", "Card troubel", "x"],
    ] {
        let ran = app.run(line);
        assert_eq!(ran.code, 1, "{line:?}");
        assert!(ran.stderr.contains("there is no area 'Card troubel'"), "{}", ran.stderr);
        assert!(ran.stderr.contains("near it: 'Card trouble'"), "{}", ran.stderr);
    }
    let unknown = app.run(&["area", "rename", "A-99", "x"]);
    assert!(unknown.code == 1 && unknown.stderr.contains("there is no area A-99"), "{}", unknown.stderr);
    let server = app.serve();
    let page = server.get(&format!("/search?area={area}"));
    assert!(page.body.contains(&format!("in area {area}")), "{}", page.body);
    assert_eq!(server.get("/api/v1/signals?area=nothing").status, 404);
    assert_eq!(server.get(&format!("/api/v1/signals?area={area}&limit=1")).status, 200);
}

#[test]
fn before_anything_is_found_that_is_said() {
    let app = TestApp::new();
    app.import("one.csv", "id,review\n1,The app crashes\n", &["--source", "one"]);
    let ran = app.run(&["area", "list"]);
    assert!(ran.code == 0 && ran.stderr.contains("no areas yet"), "{}", ran.stderr);
    assert_eq!(app.json(&["area", "list"])["areas"], json!([]));
    let ran = app.run(&["area", "show", "A-1"]);
    assert!(ran.code == 1 && ran.stderr.contains("there are no areas yet"), "{}", ran.stderr);
    let ran = app.run(&["area", "move", "T-1"]);
    assert_eq!(ran.code, 2, "where to is missing: {}", ran.stderr);
}

#[test]
fn what_a_person_called_an_area_goes_with_whoever_said_it() {
    let app = with_areas();
    let row =
        "id,review,author_id,date\nq-1,The quokkaword reader takes my card,ann@example.com,2024-06-01\n";
    app.import("quokka.csv", row, &["--source", "quokka"]);
    let area = &areas(&app)[0];
    app.json(&["area", "rename", area, "The quokkaword reader"]);
    app.json(&["erase", "--source", "quokka", "--yes"]);
    let shown = app.json(&["area", "show", area]);
    assert!(!shown.to_string().contains("quokkaword"), "{shown}");
    assert!(app.json(&["rulings"]).to_string().contains("[erased]"));
    app.rebuild_changes_nothing();
}

#[test]
fn the_page_of_an_area_fits_a_telephone_and_e_opens_what_can_be_decided() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = with_areas();
    app.json(&["area", "rename", "A-1", &"x".repeat(80)]);
    let server = app.serve();
    let browser = Browser::start_narrow(390, 844);
    browser.go(&server.entry);
    browser.go(&format!("{}/areas/A-1", server.url));
    browser.keys("e");
    browser.wait_until("return document.querySelector('[data-decide]').open");
    let width = browser.run("return document.documentElement.scrollWidth").as_i64().unwrap();
    assert!(width <= 390, "{width}");
}

#[test]
fn an_area_shows_the_releases_of_what_its_themes_touch() {
    let app = with_areas();
    let area = app.json(&["area", "list"])["areas"][0]["id"].as_str().unwrap().to_owned();
    let release = |product: &str, version: &str| {
        app.json(&["release", "add", version, "--product", product, "--date", "2024-06-03"]);
    };
    release("debt collection", "4.0");
    let server = app.serve();
    let page = || server.get(&format!("/areas/{area}")).body;
    assert!(page().contains("debt collection 4.0 on 3 Jun 2024") && !page().contains("of what it touches"));
    release("web", "9.0");
    let page = page();
    assert!(page.contains("release of what it touches: debt collection</a>"), "{page}");
    assert!(page.contains("debt collection 4.0 on 3 Jun 2024") && !page.contains("web 9.0"), "{page}");
}
