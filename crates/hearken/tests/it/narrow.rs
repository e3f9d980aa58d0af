//! Every page on a telephone, and what a picture and a key must do on every page.

use crate::app::TestApp;
use crate::shop::with_shop;
use crate::webdriver::{Browser, is_there};

/// A page of each shape.
const PAGES: [&str; 58] = [
    "/",
    "/themes",
    "/themes?sort=area",
    "/themes?since=soon&product=A",
    "/themes/T-1",
    "/themes/T-1/split",
    "/rulings",
    "/search",
    "/search?q=crash",
    "/signals/S-1",
    "/signals/S-2",
    "/areas/A-1",
    "/customers",
    "/customers?named=nothing-is-called-so",
    "/customers/C-1",
    "/customers/C-2",
    "/customers/C-2/merge?into=C-1",
    "/customers/import",
    "/segments",
    "/segments?condition=plan+%3D+Pro",
    "/segments?condition=segment+%3D+Nobody",
    "/goals",
    "/goals?state=dropped",
    "/goals/G-1",
    "/opportunities",
    "/opportunities?method=importance&state=open",
    "/opportunities/board",
    "/opportunities/new?theme=T-1",
    "/opportunities/O-1",
    "/opportunities/O-2",
    "/decisions",
    "/decisions/new?theme=T-1",
    "/decisions/D-1",
    "/ask-ahead",
    "/ask-ahead?plan=we+plan+to+drop+the+crash+reports",
    "/brief/T-1",
    "/brief/C-1",
    "/brief/week",
    "/brief/O-1",
    "/opportunities/O-1/body",
    "/brief/component?repository=shop&name=src/pay",
    "/inbox",
    "/inbox?for=nobody-is-called-so",
    "/comments/T-1",
    "/rates",
    "/releases",
    "/search?customer=nobody",
    "/views",
    "/sources",
    "/sources/reviews",
    "/sizes",
    "/paste",
    "/help",
    "/api",
    "/code",
    "/code/component?repository=shop&name=src/pay",
    "/code/file?repository=shop&path=src/pay/charge.py",
    "/nothing",
];

/// Two customers with everything that can be said of them.
fn with_customers(app: &TestApp) {
    let rows = "id,name,domain,plan,arr,renewal,contact_id,contact_email\n\
                a-1,Acme of the long long name and sons of sons,acme.example,Pro,12000 EUR,2025-03-31,p-1,ann@acme.example\n\
                b-1,Bolt,bolt.example,Pro,300 USD,,,\n";
    app.file("crm.csv", rows);
    app.json(&["customer", "import", "crm.csv", "--source", "crm"]);
    app.json(&["customer", "give", "S-2", "C-1"]);
    app.json(&["customer", "set", "C-1", "plan=Pro", "note=what one person wrote down of them"]);
    app.json(&["segment", "add", "Large ones", "plan = Pro and revenue >= 10000 EUR"]);
    app.json(&[
        "goal",
        "add",
        "close the books by the third of the month",
        "--customer",
        "C-1",
        "--theme",
        "T-1",
    ]);
    with_opportunities(app);
    app.json(&["theme", "strength", "T-1", "C-1", "blocker"]);
    let long = "x".repeat(150);
    let form = format!(
        "Rests on: T-1\nQuestion: Do we {long}?\nOption: Patch {long}\nCost: {long}\nEffect: {long}\nOption: Rewrite\n\
         Chosen: 1\nBecause: {long}\nDissent: {long}\nWhy: {long}\nReview: 2001-01-01\n"
    );
    app.file("decision.txt", form);
    app.json(&["decide", "--file", "decision.txt"]);
    app.json(&["opportunity", "set", "O-1", "--issue", "https://github.com/acme/app/issues/12"]);
    app.json(&["comment", "add", "T-1", &format!("@ann look at {}", "https://example.org/".repeat(20))]);
    let name = "somebody.with.a.very.long.name.indeed@a-long-name-of-a-company.example";
    app.json(&["assign", "T-1", name, "--due", "2099-03-01", "--because", "the stack trace leads to you"]);
    app.json(&["customer", "rate", "set", "USD", "EUR", "0.92", "--from", "2020-01-01"]);
}

/// One of which everything is said, in long words, and a twin of it.
fn with_opportunities(app: &TestApp) {
    let long = format!("the export is slow {} {}", "and-slower".repeat(16), "x".repeat(9));
    app.json(&[
        "opportunity",
        "add",
        &long,
        "--theme",
        "T-1",
        "--owner",
        &"o".repeat(120),
        "--problem",
        &long,
    ]);
    app.json(&["opportunity", "set", "O-1", "--guess", "impact=1..2..3", "--guess", "effort=2..3..800"]);
    app.json(&[
        "opportunity",
        "set",
        "O-1",
        "--issue",
        &format!("https://example.org/{}", "issue".repeat(60)),
    ]);
    app.json(&["opportunity", "believe", "O-1", &"b".repeat(300), "--for", "S-1", "--against", "S-2"]);
    app.json(&["opportunity", "solve", "O-1", &"s".repeat(300)]);
    app.json(&["opportunity", "add", "a twin", "--theme", "T-1"]);
    app.json(&["opportunity", "merge", "O-2", "O-1"]);
}

/// What sticks out: the page itself, fields, and cells whose words stick out of them or out of a box that does
/// not scroll.
const STICKS_OUT: &str = "
    const out = [];
    const width = document.documentElement.scrollWidth;
    if (width > 390) out.push(`page ${width}`);
    for (const field of document.querySelectorAll('main input, main select, main textarea, main button')) {
        if (field.offsetParent !== null && field.getBoundingClientRect().right > 391 && !field.closest('.scroll'))
            out.push('field ' + (field.name || field.textContent));
    }
    for (const cell of document.querySelectorAll('td, th')) {
        const shown = cell.offsetParent !== null && !cell.closest('thead');
        if (!shown) continue;
        const scrolls = cell.closest('.scroll');
        const right = cell.getBoundingClientRect().right;
        if (cell.scrollWidth > cell.clientWidth + 1) out.push('cell ' + cell.textContent);
        if (right > 391 && !(scrolls && getComputedStyle(scrolls).overflowX === 'auto')) out.push('cut ' + cell.textContent);
        if (right > 391 && cell.closest('.sizes')) out.push('wide ' + cell.textContent);
    }
    return out.join('; ');";

#[test]
fn no_page_is_wider_than_a_telephone_and_no_cell_of_a_table_is_cut() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = with_shop();
    let long = format!("id,text\n1,\"{} {}\"\n", "x".repeat(300), "https://example.org/".repeat(20));
    app.import(&format!("{}.csv", "wide-name-".repeat(9)), long, &[]);
    app.json(&["theme", "pin", "T-1"]);
    with_customers(&app);
    let server = app.serve();
    server.wait_for("/code", |page| page.body.contains("class=\"scatter\""));
    let browser = Browser::start_narrow(390, 844);
    browser.go(&server.entry);
    let wide = "/sources/".to_owned() + &"wide-name-".repeat(9);
    for path in PAGES.into_iter().chain([wide.as_str()]) {
        browser.go(&format!("{}{path}", server.url));
        browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; });");
        assert_eq!(browser.run(STICKS_OUT), "", "{path}");
    }
}

#[test]
fn no_two_names_in_the_picture_of_components_run_into_each_other() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = TestApp::new();
    let server = app.serve_with(&["demo", "--no-browser", "--port", "0"]);
    server.wait_for("/code", |page| page.body.contains("class=\"scatter\""));
    let meet = "
        const boxes = [...document.querySelectorAll('.scatter .label')]
            .filter((one) => getComputedStyle(one).display !== 'none')
            .map((one) => [one.textContent, one.getBoundingClientRect()]);
        const meeting = [];
        boxes.forEach(([name, a], n) => {
            if (a.left < 0 || a.right > document.documentElement.clientWidth) meeting.push(`${name} is cut`);
            for (const [other, b] of boxes.slice(n + 1))
                if (a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2)
                    meeting.push(`${name} and ${other}`);
        });
        return boxes.length < 2 ? 'too few names' : meeting.join('; ');";
    for browser in [Browser::start(1200, 900, true), Browser::start_narrow(390, 844)] {
        browser.go(&server.entry);
        browser.go(&format!("{}/code", server.url));
        assert_eq!(browser.run(meet), "");
    }
}

#[test]
fn every_section_has_a_key_and_every_key_that_is_listed_works() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = TestApp::with_reviews();
    let server = app.serve();
    let browser = Browser::start(1200, 900, true);
    browser.go(&server.entry);
    let sections = browser.run(
        "return [...document.querySelectorAll('.masthead nav a')].map((link) => [link.dataset.key, link.getAttribute('href')])",
    );
    let sections = sections.as_array().unwrap();
    assert!(sections.len() >= 5, "{sections:?}");
    let listed = browser.run(
        "return [...document.querySelectorAll('#help-dialog dt')].map((dt) => [...dt.querySelectorAll('kbd')].map((key) => key.textContent).join(' '))",
    );
    for section in sections {
        let (key, href) = (section[0].as_str().unwrap(), section[1].as_str().unwrap());
        let keys = format!("g {key}");
        assert!(listed.as_array().unwrap().iter().any(|one| *one == keys.as_str()), "{keys} is not listed");
        browser.go(&format!("{}/help", server.url));
        browser.keys("g");
        browser.keys(key);
        browser.wait_until(&format!(
            "return location.pathname === '{href}' && document.readyState === 'complete'"
        ));
    }
    browser.go(&format!("{}/themes/T-1", server.url));
    browser.keys("e");
    browser.wait_until("return document.querySelector('[data-decide]').open");
}
