//! The pages in a real browser: from Today to a customer's words, by mouse, by keyboard, and without JavaScript.

use crate::app::TestApp;
use crate::webdriver::{Browser, is_there};

#[test]
fn a_person_clicks_from_today_to_a_verbatim() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = TestApp::with_reviews();
    let server = app.serve();
    for javascript in [true, false] {
        let browser = Browser::start(1200, 900, javascript);
        browser.go(&server.entry);
        browser.click("main a[href^='/themes/T-']");
        assert!(browser.url().contains("/themes/T-"), "{}", browser.url());
        browser.click("main a[href^='/signals/S-']");
        assert!(browser.url().contains("/signals/S-"), "{}", browser.url());
        let words = browser.text("main");
        let said = ["crashes", "charged twice", "customer service"].iter().any(|said| words.contains(said));
        assert!(said, "{words}");
    }
}

#[test]
fn search_follows_typing_without_leaving_the_page() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = TestApp::with_reviews();
    let server = app.serve();
    let browser = Browser::start(1200, 900, true);
    browser.go(&server.entry);
    browser.go(&format!("{}/search", server.url));
    browser.run("window.stayed = true; document.activeElement.blur();");
    browser.keys("/");
    browser.wait_until("return document.activeElement.name === 'q'");
    browser.keys("startup");
    browser.wait_until(
        "return [...document.querySelectorAll('main mark')].some(m => m.textContent === 'startup')",
    );
    assert_eq!(browser.run("return window.stayed"), true);
    assert!(browser.url().contains("q=startup"), "{}", browser.url());
}

#[test]
fn a_list_is_walked_by_keyboard_and_help_opens_and_closes() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = TestApp::with_reviews();
    let server = app.serve();
    let browser = Browser::start(1200, 900, true);
    browser.go(&server.entry);
    browser.go(&format!("{}/themes", server.url));
    browser.keys("j");
    browser.wait_until("return document.activeElement.closest('main') !== null");
    let first = browser.run("return document.activeElement.textContent");
    browser.keys("j");
    let second = browser.run("return document.activeElement.textContent");
    assert_ne!(first, second);
    browser.keys("k");
    assert_eq!(browser.run("return document.activeElement.textContent"), first);
    browser.keys("?");
    browser.wait_until("return document.querySelector('dialog[open]') !== null");
    browser.keys("\u{e00c}");
    browser.wait_until("return document.querySelector('dialog[open]') === null");
}

#[test]
fn pages_fit_a_narrow_window_and_break_no_policy() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = TestApp::with_reviews();
    let server = app.serve();
    let browser = Browser::start(500, 900, true);
    browser.go(&server.entry);
    for path in [
        "/",
        "/themes",
        "/themes/T-1",
        "/search?q=crash",
        "/views",
        "/signals/S-1",
        "/sources",
        "/sources/reviews",
        "/code",
    ] {
        browser.go(&format!("{}{path}", server.url));
        browser.run("document.body.style.setProperty('max-width', '360px')");
        let overflow = browser.run("return document.documentElement.scrollWidth - window.innerWidth");
        assert!(overflow.as_i64().unwrap() <= 0, "{path} is {overflow} px too wide");
    }
}

#[test]
fn signals_are_selected_by_mouse_or_keyboard_and_moved_at_once_without_javascript_too() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = TestApp::with_reviews();
    let server = app.serve();
    let unsorted = || app.json(&["search", "--unsorted"])["matches"].as_u64().unwrap();
    let before = unsorted();
    for javascript in [true, false] {
        let browser = Browser::start(1200, 900, javascript);
        browser.go(&server.entry);
        browser.go(&format!("{}/search?q=crashes", server.url));
        browser.click(".selectable:nth-of-type(1) input.select");
        if javascript {
            browser.run("document.querySelector('.selectable:nth-of-type(2) [data-item]').focus()");
            browser.keys("x");
            browser
                .wait_until("return document.querySelector('#move button').textContent === 'Move 2 signals'");
        } else {
            browser.click(".selectable:nth-of-type(2) input.select");
        }
        browser.click("#move option[value='none']");
        browser.click("#move button");
        let told = browser.text_that("main .notice", |told| told.contains("Undo"));
        assert!(told.contains("R-"), "{told}");
        assert!(browser.url().contains("q=crashes"), "{}", browser.url());
        assert_eq!(unsorted(), before + 2);
        browser.click("main .notice button");
        browser.text_that("main .notice", |told| told.contains("undone"));
        assert_eq!(unsorted(), before);
    }
}
