//! The board of opportunities: cards moved by mouse, by keyboard and without JavaScript, with a reason or a day where one is
//! needed; and what a page that is no longer true asks for is told and never lost.

use serde_json::Value;

use crate::app::{Page, TestApp, TestServer};
use crate::webdriver::{Browser, is_there};

const BOARD: &str = "/opportunities/board";

/// Two opportunities without any theme.
fn app() -> TestApp {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Slow export"]);
    app.json(&["opportunity", "add", "Hidden fees"]);
    app
}

fn state(app: &TestApp, id: &str) -> String {
    app.json(&["opportunity", "show", id])["state"].as_str().unwrap().to_owned()
}

/// The part of a page from a mark to the next end of a list item.
fn card<'p>(page: &'p str, id: &str) -> &'p str {
    let from = page.split_once(&format!("id=\"{id}\" data-card")).unwrap_or_else(|| panic!("{id}: {page}")).1;
    from.split_once("</li>").unwrap().0
}

/// The column in which a card lies.
fn column_of(page: &str, id: &str) -> String {
    let before =
        page.split_once(&format!("id=\"{id}\" data-card")).unwrap_or_else(|| panic!("{id}: {page}")).0;
    before.rsplit_once("data-column=\"").unwrap().1.split('"').next().unwrap().to_owned()
}

fn hidden(form: &str, name: &str) -> String {
    let value =
        form.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {form}")).1;
    value.split('"').next().unwrap().to_owned()
}

/// Sends a form as it stands on a page, with what a person fills in.
fn send(server: &TestServer, id: &str, form: &str, filled: &[(&str, &str)]) -> Page {
    let version = hidden(form, "version");
    let mut fields = vec![("form", "move"), ("version", version.as_str()), ("next", BOARD)];
    fields.extend(filled);
    server.post(&format!("/opportunities/{id}"), &fields)
}

#[test]
fn a_card_is_moved_by_its_form_the_page_says_so_and_takes_it_back() {
    let app = app();
    let server = app.serve();
    let page = server.get(BOARD).body;
    assert_eq!(column_of(&page, "O-1"), "open");
    let moved = send(&server, "O-1", card(&page, "O-1"), &[("state", "building")]);
    assert_eq!(moved.status, 303, "{}", moved.body);
    let told = server.get(moved.header("location")).body;
    assert_eq!(column_of(&told, "O-1"), "building");
    let notice = told.split_once("role=\"status\"").unwrap().1.split_once("</div>").unwrap().0.to_owned();
    assert!(notice.contains("Slow export") && notice.contains("building (it was open)"), "{notice}");
    let version = hidden(&notice, "version");
    let undo = [("form", "undo"), ("version", version.as_str()), ("next", BOARD)];
    let undone = server.post("/opportunities/O-1", &undo);
    assert_eq!((undone.status, state(&app, "O-1").as_str()), (303, "open"));
    assert!(server.get(undone.header("location")).body.contains("the last change is taken back"));
}

#[test]
fn to_dismiss_asks_for_a_reason_and_to_snooze_for_a_day_and_both_are_shown() {
    let app = app();
    let server = app.serve();
    let page = server.get(BOARD).body;
    let asked = send(&server, "O-1", card(&page, "O-1"), &[("state", "dismissed")]);
    assert!(asked.status == 200 && asked.body.contains("Why is it dismissed?"), "{}", asked.body);
    assert!(!asked.body.contains("aria-invalid"), "to be asked is no fault: {}", asked.body);
    assert_eq!(state(&app, "O-1"), "open");
    let again = send(&server, "O-1", &asked.body, &[("state", "dismissed"), ("asked", "1"), ("reason", " ")]);
    assert_eq!(again.status, 422, "{}", again.body);
    assert!(
        again.body.contains("id=\"move-reason-wrong\"") && again.body.contains("say why it is dismissed")
    );
    let reason = [("state", "dismissed"), ("asked", "1"), ("reason", "it goes\r\nin March")];
    assert_eq!(send(&server, "O-1", &again.body, &reason).status, 303);
    let page = server.get(BOARD).body;
    assert!(
        column_of(&page, "O-1") == "dismissed" && card(&page, "O-1").contains("it goes\nin March"),
        "{page}"
    );
    let asked = send(&server, "O-2", card(&page, "O-2"), &[("state", "snoozed")]);
    assert!(asked.body.contains("Until when is it left alone?"), "{}", asked.body);
    let soon = [("state", "snoozed"), ("asked", "1"), ("until", "soon")];
    let again = send(&server, "O-2", &asked.body, &soon);
    assert!(again.status == 422 && again.body.contains("a day is written like"), "{}", again.body);
    assert!(again.body.contains("name=\"until\" value=\"soon\""), "what was typed stays: {}", again.body);
    let day = [("state", "snoozed"), ("asked", "1"), ("until", "2999-01-01")];
    assert_eq!(send(&server, "O-2", &again.body, &day).status, 303);
    let page = server.get(BOARD).body;
    assert!(card(&page, "O-2").contains("until 1 Jan 2999"), "{page}");
}

#[test]
fn a_move_from_a_stale_board_is_told_with_what_stands_and_can_be_made_all_the_same() {
    let app = app();
    let server = app.serve();
    let stale = server.get(BOARD).body;
    app.json(&["opportunity", "set", "O-1", "--state", "chosen"]);
    let reason = "nobody pays for it";
    let told = send(
        &server,
        "O-1",
        card(&stale, "O-1"),
        &[("state", "dismissed"), ("asked", "1"), ("reason", reason)],
    );
    assert_eq!(told.status, 409, "{}", told.body);
    assert!(told.body.contains("O-1 was changed by") && told.body.contains("is chosen now"), "{}", told.body);
    assert!(told.body.contains(reason), "nothing that was typed is lost: {}", told.body);
    assert_eq!(state(&app, "O-1"), "chosen", "nothing was done");
    let moved =
        send(&server, "O-1", &told.body, &[("state", "dismissed"), ("asked", "1"), ("reason", reason)]);
    assert_eq!((moved.status, state(&app, "O-1").as_str()), (303, "dismissed"), "{}", moved.body);
    app.json(&["opportunity", "remove", "O-2"]);
    let gone = send(&server, "O-2", card(&stale, "O-2"), &[("state", "dismissed"), ("reason", reason)]);
    assert!(gone.status == 404 && gone.body.contains(reason), "{}: {}", gone.status, gone.body);
}

#[test]
fn an_undo_from_a_stale_page_takes_back_nothing_of_somebody_else() {
    let app = app();
    let server = app.serve();
    let page = server.get(BOARD).body;
    let moved = send(&server, "O-1", card(&page, "O-1"), &[("state", "chosen")]);
    let told = server.get(moved.header("location")).body;
    let notice = told.split_once("role=\"status\"").unwrap().1.to_owned();
    app.json(&["opportunity", "set", "O-1", "--owner", "ann"]);
    let undo = [("form", "undo"), ("version", &*hidden(&notice, "version"))];
    let refused = server.post("/opportunities/O-1", &undo);
    assert!(refused.status == 409 && refused.body.contains("O-1 was changed by"), "{}", refused.body);
    assert_eq!(app.json(&["opportunity", "show", "O-1"])["owner"], "ann");
    let later = server.get(moved.header("location")).body;
    let notice = later.split_once("role=\"status\"").unwrap().1.split_once("</div>").unwrap().0;
    assert!(!notice.contains("Undo"), "another act is the last by now: {notice}");
}

#[test]
fn a_card_is_drawn_by_mouse_and_moved_by_keyboard_and_the_move_is_read_out() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = app();
    let server = app.serve();
    let browser = Browser::start(1200, 1000, true);
    browser.go(&server.entry);
    browser.go(&format!("{}{BOARD}", server.url));
    browser.drag("#O-1 h3", "[data-column=building] h2");
    browser.text_that("main .notice", |told| told.contains("building (it was open)"));
    assert_eq!(state(&app, "O-1"), "building");
    // Whoever hears the page hears this first.
    browser.wait_until("return document.activeElement.matches('.notice[role=status]')");
    browser.drag("#O-1 h3", "[data-column=dismissed] h2");
    browser.text_that("h1", |title| title == "Why is it dismissed?");
    browser.run("document.querySelector('textarea').focus()");
    browser.keys("too few ask");
    browser.click("main button.primary");
    browser.text_that("[data-column=dismissed]", |column| column.contains("too few ask"));

    // Down to the second card's title, then to its field and its button.
    browser.run("document.querySelector('#O-2 a').focus()");
    browser.keys("\u{e004}");
    browser.wait_until("return document.activeElement.matches('#O-2 select')");
    browser.keys("shipped");
    browser.keys("\u{e004}");
    browser.wait_until("return document.activeElement.matches('#O-2 button')");
    browser.keys("\u{e007}");
    browser.text_that("main .notice", |told| told.contains("shipped (it was open)"));
    assert_eq!(state(&app, "O-2"), "shipped");
    browser.click("main .notice button");
    browser.text_that("main .notice", |told| told.contains("taken back"));
    assert_eq!(state(&app, "O-2"), "open");
}

#[test]
fn without_javascript_the_board_moves_cards_and_nothing_is_too_small_to_hit() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = app();
    let server = app.serve();
    let browser = Browser::start(1200, 1000, false);
    browser.go(&server.entry);
    browser.go(&format!("{}{BOARD}", server.url));
    browser.click("#O-2 select option[value=chosen]");
    browser.click("#O-2 button");
    browser.text_that("main .notice", |told| told.contains("chosen (it was open)"));
    assert_eq!(state(&app, "O-2"), "chosen");
    let browser = Browser::start_narrow(390, 844);
    browser.go(&server.entry);
    for path in [BOARD, "/opportunities", "/opportunities/O-1", "/opportunities/new"] {
        browser.go(&format!("{}{path}", server.url));
        browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; });");
        let small = browser.run(
            "return [...document.querySelectorAll('main button, main select, main input, main textarea, main .button, main summary')]
                .filter((one) => one.offsetParent !== null && one.type !== 'hidden')
                .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
                .map((one) => one.outerHTML).join('; ')",
        );
        assert_eq!(small, "", "{path}");
        let unlabelled = browser.run(
            "return [...document.querySelectorAll('main select, main textarea, main input')]
                .filter((one) => one.type !== 'hidden' && !one.labels.length && !one.ariaLabel)
                .map((one) => one.outerHTML).join('; ')",
        );
        assert_eq!(unlabelled, Value::from(""), "{path}");
    }
}
