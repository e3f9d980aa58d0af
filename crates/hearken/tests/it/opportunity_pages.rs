//! The pages of opportunities over plain HTTP: ranked by a method, read whole, opened from a theme and found from everywhere, and
//! written as tables and documents.

use serde_json::Value;

use crate::app::TestApp;
use crate::areas::with_areas;
use crate::opportunity_forms::{show, theme};
use crate::shop::with_shop;
use crate::worth::with_worth;

/// The row of one in the list.
fn row<'p>(page: &'p str, id: &str) -> &'p str {
    let from = page.split_once(&format!("<tr id=\"{id}\"")).unwrap_or_else(|| panic!("{id}: {page}")).1;
    from.split_once("</tr>").unwrap().0
}

#[test]
fn without_opportunities_the_pages_say_how_to_open_one_and_today_does_too() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    for path in ["/opportunities", "/opportunities/board"] {
        let page = server.get(path);
        assert!(
            page.status == 200 && page.body.contains("No opportunity yet. Open one from a"),
            "{}",
            page.body
        );
        assert!(page.body.contains("href=\"/opportunities/new\""), "{}", page.body);
    }
    assert!(
        server.get("/").body.contains("No opportunity is open. <a href=\"/opportunities/new\">Open one</a>")
    );
    let none = server.get("/opportunities?state=closed").body;
    assert!(
        none.contains("No opportunity yet") || none.contains("No opportunity is in this state"),
        "{none}"
    );
    let missing = server.get("/opportunities/O-7");
    assert!(missing.status == 404 && missing.body.contains("The page Opportunities lists those there are"));
    assert_eq!(server.get("/opportunities?method=luck").status, 400);
}

#[test]
fn the_list_ranks_by_the_chosen_method_and_what_lacks_something_comes_last_and_says_what() {
    let app = with_worth();
    app.json(&["opportunity", "add", "Crashes", "--theme", &theme(&app, "crash"), "--owner", "ann"]);
    app.json(&["opportunity", "add", "Charges", "--theme", &theme(&app, "charge")]);
    app.json(&["opportunity", "add", "Nothing said yet"]);
    let guesses = ["--guess", "impact=1..2..3", "--guess", "confidence=80", "--guess", "effort=2..3..8"];
    app.json(&[&["opportunity", "set", "O-1"], &guesses[..]].concat());
    let server = app.serve();
    let page = server.get("/opportunities").body;
    let first = row(&page, "O-1");
    assert!(first.contains("data-label=\"Rank\">1<") && first.contains(">ann<"), "{first}");
    assert!(first.contains(">3 (2 to 8)<") && first.contains("100%"), "{first}");
    let score = &show(&app, "O-1")["score"]["score"];
    let likely = format!("<b>{:.2}", score["likely"].as_f64().unwrap());
    assert!(first.contains(likely.trim_end_matches('0')) && first.contains(" to "), "{likely}: {first}");
    let unknown = row(&page, "O-3");
    assert!(unknown.contains("no reach, no impact, no confidence, no effort"), "{unknown}");
    assert!(
        unknown.contains("not known") && !unknown.contains(">0<"),
        "what is not known is not nothing: {unknown}"
    );
    let at = |page: &str, id: &str| page.find(&format!("<tr id=\"{id}\"")).unwrap();
    assert!(at(&page, "O-1") < at(&page, "O-2") && at(&page, "O-2") < at(&page, "O-3"), "{page}");
    let by_importance = server.get("/opportunities?method=importance").body;
    assert!(at(&by_importance, "O-2") < at(&by_importance, "O-1"), "three spoke of charges, two of crashes");
    assert!(row(&by_importance, "O-2").contains("/opportunities/O-2?method=importance"), "{by_importance}");
    app.json(&["opportunity", "set", "O-1", "--state", "shipped"]);
    let shipped = server.get("/opportunities?state=shipped").body;
    assert!(
        row(&shipped, "O-1").contains("not compared") && !shipped.contains("<tr id=\"O-2\""),
        "{shipped}"
    );
}

#[test]
fn one_page_tells_whom_it_reaches_who_guessed_what_and_the_arithmetic_line_by_line() {
    let app = with_worth();
    let crashes = theme(&app, "crash");
    app.json(&["opportunity", "add", "Crashes", "--theme", &crashes]);
    let guesses = ["--guess", "impact=1..2..3", "--guess", "confidence=80", "--guess", "effort=2..3..8"];
    app.json(&[&["opportunity", "set", "O-1"], &guesses[..]].concat());
    let signal = app.json(&["theme", "show", &crashes])["signals"][0]["id"].as_str().unwrap().to_owned();
    app.json(&["opportunity", "believe", "O-1", "they give up", "--for", &signal]);
    let server = app.serve();
    let page = server.get("/opportunities/O-1").body;
    let card = show(&app, "O-1");
    for told in [card["reach"]["says"].as_str().unwrap(), card["worth"]["says"].as_str().unwrap()] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let terms = page.split_once("class=\"sizes arithmetic\"").unwrap().1.split_once("</table>").unwrap().0;
    let lines: Vec<&str> = terms.split("<th scope=\"row\">").skip(1).collect();
    assert_eq!(lines.len(), 4, "{terms}");
    assert!(lines[0].starts_with("reach") && lines[0].contains(">measured<"), "{terms}");
    assert!(lines[3].starts_with("effort") && lines[3].contains("3 (2 to 8) weeks"), "{terms}");
    let by = card["by"]["name"].as_str().unwrap();
    assert!(lines[3].contains(&format!("guessed by {by}")), "{terms}");
    assert!(page.contains("reach × impact × confidence ÷ effort = "), "{page}");
    assert!(page.contains("33% of the signals come from no known customer"), "{page}");
    let quote = app.json(&["signal", "show", &signal])["signal"]["verbatim"].as_str().unwrap().to_owned();
    let beliefs = page.split_once("id=\"beliefs\"").unwrap().1.split_once("</section>").unwrap().0;
    assert!(beliefs.contains(&quote) && beliefs.contains(&format!("/signals/{signal}")), "{beliefs}");
    let wsjf = server.get("/opportunities/O-1?method=wsjf").body;
    assert!(wsjf.contains("Not known: there is no value, no urgency, no risk"), "{wsjf}");
}

#[test]
fn a_theme_opens_one_and_it_is_found_from_the_theme_its_area_its_code_and_whom_it_hurts() {
    let app = with_shop();
    app.json(&["customer", "add", "name=Acme"]);
    let charged = crate::shop::theme(&app, "charged");
    let signal = app.json(&["theme", "show", &charged])["signals"][0]["id"].as_str().unwrap().to_owned();
    app.json(&["customer", "give", &signal, "C-1"]);
    let server = app.serve();
    let page = server.get(&format!("/themes/{charged}")).body;
    let form = page.split_once("id=\"new-opportunity\"").unwrap().1.split_once("</form>").unwrap().0;
    let name = app.json(&["theme", "show", &charged])["card"]["name"].as_str().unwrap().to_owned();
    assert!(
        form.contains(&format!("name=\"title\" size=\"40\" maxlength=\"200\" required value=\"{name}\"")),
        "{form}"
    );
    let asked = server.get(&format!("/opportunities/new?theme={charged}")).body;
    assert!(
        asked.contains(&format!("name=\"title\" value=\"{name}\""))
            && asked.contains(&format!("<option value=\"{charged}\" selected>")),
        "{asked}"
    );
    let opened = server.post("/opportunities", &[("theme", &charged), ("title", "Charged twice")]);
    assert!(
        opened.header("location").starts_with("/opportunities/O-1?done=O-1"),
        "{}",
        opened.header("location")
    );
    let told = server.get(opened.header("location")).body;
    assert!(told.contains("opened as ‘Charged twice’") && told.contains(">Remove it again<"), "{told}");
    for path in [
        format!("/themes/{charged}"),
        "/code/component?repository=shop&name=src%2Fpay".to_owned(),
        "/customers/C-1".to_owned(),
    ] {
        let page = server.get(&path).body;
        assert!(
            page.contains("<a href=\"/opportunities/O-1\" data-item dir=\"auto\">Charged twice</a>"),
            "{path}: {page}"
        );
    }
    assert!(
        !server.get(&format!("/themes/{charged}?as_of=2024-03-01")).body.contains("/opportunities/O-1"),
        "they are of now"
    );
}

#[test]
fn the_page_of_an_area_lists_the_opportunities_of_its_themes() {
    let app = with_areas();
    let area = app.json(&["area", "list"])["areas"][0].clone();
    let id = area["id"].as_str().unwrap();
    let themes = app.json(&["area", "show", id])["themes"].clone();
    app.json(&["opportunity", "add", "In the area", "--theme", themes[0]["id"].as_str().unwrap()]);
    let server = app.serve();
    let page = server.get(&format!("/areas/{id}")).body;
    assert!(page.contains("In the area</a>") && page.contains("/opportunities/O-1"), "{page}");
}

#[test]
fn themes_that_were_merged_are_followed_and_said_and_today_tells_what_is_back() {
    let app = with_worth();
    let (crashes, charges) = (theme(&app, "crash"), theme(&app, "charge"));
    app.json(&["opportunity", "add", "Charges", "--theme", &charges]);
    app.json(&["theme", "merge", &charges, "--into", &crashes]);
    app.json(&["opportunity", "set", "O-1", "--state", "snoozed", "--until", "2001-01-01"]);
    app.json(&["opportunity", "add", "Open and unguessed"]);
    let server = app.serve();
    let page = server.get("/opportunities/O-1").body;
    assert!(page.contains(&format!("Named as {charges}, part of it now")), "{page}");
    assert!(page.contains("It is back: left alone until 2001-01-01, which has come."), "{page}");
    let today = server.get("/").body;
    assert!(
        today.contains("Opportunities that are back") && today.contains("left alone until 2001-01-01"),
        "{today}"
    );
    assert!(
        today.contains("1 open, 0 chosen, 0 being built") && today.contains("nobody has guessed anything"),
        "{today}"
    );
    let told: Value = serde_json::from_str(&server.get("/api/v1/today").body).unwrap();
    assert_eq!(told["opportunities"]["returned_total"], 1, "{told}");
}

#[test]
fn tables_and_documents_are_the_same_at_every_door() {
    let app = with_worth();
    app.json(&["opportunity", "add", "Crashes", "--theme", &theme(&app, "crash")]);
    app.json(&["opportunity", "add", "Nothing said yet"]);
    app.json(&[
        "opportunity",
        "set",
        "O-1",
        "--guess",
        "value=3",
        "--guess",
        "urgency=2",
        "--guess",
        "risk=1",
        "--guess",
        "effort=1..2..6",
    ]);
    app.json(&["opportunity", "believe", "O-1", "they give up", "--for", "S-1"]);
    let server = app.serve();
    for format in ["csv", "markdown", "jsonl"] {
        let ran = app.run(&["export", "opportunities", "--method", "wsjf", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let page = server.get(&format!("/api/v1/exports/opportunities?method=wsjf&format={format}"));
        assert_eq!((page.status, &page.body), (200, &ran.stdout), "{format}");
    }
    let lines = app.run(&["export", "opportunities", "--method", "wsjf", "--format", "jsonl"]).stdout;
    let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((rows[0]["rank"].as_u64(), rows[0]["score"].as_f64()), (Some(1), Some(3.0)), "{lines}");
    assert_eq!(rows[0]["effort"], "1..2..6", "{lines}");
    assert_eq!(
        (&rows[1]["rank"], &rows[1]["score"], &rows[1]["reach"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(rows[1]["missing"], "value urgency risk effort", "{lines}");
    let document = app.run(&["opportunity", "show", "O-1", "--method", "wsjf", "--markdown"]).stdout;
    assert_eq!(document, server.get("/api/v1/opportunities/O-1/markdown?method=wsjf").body);
    for told in [
        "# O-1: Crashes",
        "| effort | 2 (1 to 6) | guessed by ",
        "## Whom it reaches",
        "- For it: “",
        "(S-1)",
    ] {
        assert!(document.contains(told), "{told}: {document}");
    }
    let page = server.get("/opportunities?method=wsjf").body;
    assert!(page.contains("/api/v1/exports/opportunities?method=wsjf&#38;format=jsonl"), "{page}");
    let page = server.get("/opportunities/O-1").body;
    assert!(page.contains("href=\"/api/v1/opportunities/O-1/markdown?method=rice\""), "{page}");
    assert_eq!(server.get("/api/v1/exports/opportunities?method=luck").status, 400);
    assert_eq!(server.get("/api/v1/opportunities/O-9/markdown").status, 404);
    let acts: Value = serde_json::from_str(&server.get("/api/v1/opportunities/O-1/acts").body).unwrap();
    assert_eq!(acts[0]["says"][0], "belief 1: ‘they give up’", "{acts}");
    assert_eq!((acts.as_array().unwrap().len(), &acts[2]["act"]), (3, &"added".into()), "{acts}");
    assert_eq!(server.get("/api/v1/opportunities/O-9/acts").status, 404);
    assert_eq!(server.get("/opportunities?done=O-9&act=1").status, 200);
}
