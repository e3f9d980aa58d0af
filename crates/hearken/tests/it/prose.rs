//! Customers' words as pages set them, and forms that lose nothing.

use serde_json::json;

use crate::app::TestApp;

/// A long issue as a tracker has it, with the line ends of another system.
const ISSUE: &str = "## Steps\r\n\r\n1. open the app\r\n2. tap `Pay` **twice**\r\n\r\n```sh\r\ncurl url | sh\r\n```\r\n\r\n![shot](http://evil.example/x.png) [docs](javascript:alert(1))\r\n";

fn with_issue() -> (TestApp, String) {
    let app = TestApp::with_reviews();
    let issue = json!({ "id": "1", "title": "Crash\r\nagain", "text": ISSUE, "at": "2024-05-01" });
    app.import("issues.jsonl", format!("{issue}\n"), &[]);
    let found = app.json(&["search", "--source", "issues"]);
    (app, found["hits"][0]["signal"]["id"].as_str().unwrap().to_owned())
}

#[test]
fn an_issue_is_set_as_what_it_means_and_nothing_in_it_is_live() {
    let (app, id) = with_issue();
    let page = app.serve().get(&format!("/signals/{id}")).body;
    for set in
        ["<b>Steps</b>", "<ol start=\"1\">", "<code>Pay</code>", "<strong>twice</strong>", "<pre dir=\"ltr\""]
    {
        assert!(page.contains(set), "{set} is not in {page}");
    }
    for live in ["<img src=x", "src=\"http://evil", "href=\"javascript", "href=\"http://evil"] {
        assert!(!page.contains(live), "{live} is in {page}");
    }
}

#[test]
fn line_ends_of_another_system_are_line_ends_at_every_door() {
    let (app, id) = with_issue();
    for arguments in [
        &["signal", "show", &id][..],
        &["search", "--source", "issues"],
        &["search", "tap pay twice"],
        &["export", "signals", "--source", "issues"],
        &["export", "signals", "--source", "issues", "--format", "markdown"],
    ] {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
        assert!(
            ran.stdout.contains("open the app") && !ran.stdout.contains('\u{fffd}'),
            "{arguments:?}: {}",
            ran.stdout
        );
        assert!(!ran.stdout.replace("\r\n", "").contains('\r'), "{arguments:?}: {:?}", ran.stdout);
    }
    let server = app.serve();
    for path in
        [format!("/signals/{id}"), "/search?source=issues".to_owned(), "/search?q=tap+pay+twice".to_owned()]
    {
        let page = server.get(&path).body;
        assert!(page.contains("open the app") && !page.contains('\u{fffd}'), "{path}: {page}");
    }
    let signal: serde_json::Value =
        serde_json::from_str(&server.get(&format!("/api/v1/signals/{id}")).body).unwrap();
    let words = signal["signal"]["verbatim"].as_str().unwrap();
    assert_eq!(words, app.json(&["signal", "show", &id])["signal"]["verbatim"].as_str().unwrap());
    assert!(words.contains("open the app") && !words.contains('\u{fffd}'), "{words:?}");
}

#[test]
fn a_form_that_cannot_be_taken_comes_back_with_everything_that_was_typed() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let typed = [
        ("text", "The <form> lost my answers"),
        ("source", "calls"),
        ("author", "Ann"),
        ("at", "someday"),
        ("rating", "2"),
    ];
    for (field, value) in [("at", "someday"), ("rating", "two"), ("source", "a/b"), ("text", " ")] {
        let form: Vec<(&str, &str)> = typed
            .iter()
            .map(|(name, usual)| match *name {
                name if name == field => (name, value),
                "at" => ("at", "2024-05-06"),
                name => (name, *usual),
            })
            .collect();
        let page = server.post("/paste", &form);
        assert_eq!(page.status, 422, "{field}: {}", page.body);
        for (name, value) in &form {
            let shown = value.trim().replace('<', "&#60;").replace('>', "&#62;");
            assert!(page.body.contains(&shown), "{field}: what was typed into {name} is lost: {}", page.body);
        }
        let wrong = page.body.split(&format!("id=\"paste-{field}-wrong\">")).nth(1).unwrap_or_default();
        assert!(
            !wrong.split('<').next().unwrap_or_default().is_empty(),
            "{field} does not say what is wrong"
        );
        assert!(page.body.contains(&format!("aria-describedby=\"paste-{field}-wrong\"")), "{}", page.body);
    }
    assert!(!app.json(&["sources"]).to_string().contains("calls"), "nothing was kept");
}

#[test]
fn a_name_that_is_too_long_and_a_filter_that_cannot_be_read_are_there_to_be_corrected() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let name = "Charged twice & again ".repeat(6);
    let form = [
        ("command", "rename-theme"),
        ("theme", "T-1"),
        ("name", name.trim()),
        ("typed", "name"),
        ("next", "/themes/T-1"),
    ];
    let page = server.post("/commands", &form);
    assert_eq!(page.status, 400, "{}", page.body);
    let escaped = name.trim().replace('&', "&#38;");
    assert!(page.body.contains(&format!("name=\"name\" value=\"{escaped}\"")), "{}", page.body);
    assert!(page.body.contains("name=\"theme\" value=\"T-1\""), "{}", page.body);
    let again = server.post(
        "/commands",
        &[&form[..2], &[("name", "Charged twice"), ("typed", "name"), ("next", "/themes/T-1")]].concat(),
    );
    assert_eq!((again.status, again.header("location")), (303, "/themes/T-1"));
    for path in
        ["/themes?since=soon&product=A%26B&sort=name", "/search?q=refund&rating_min=good&product=A%26B"]
    {
        let page = server.get(path);
        assert_eq!(page.status, 400);
        assert!(
            page.body.contains("value=\"A&#38;B\"") && page.body.contains("aria-invalid"),
            "{}",
            page.body
        );
    }
    assert!(server.get("/themes/T-1").body.contains("name=\"typed\" value=\"name\""));
}

#[test]
fn what_was_done_is_told_in_the_colour_of_success() {
    let app = TestApp::new();
    let server = app.serve();
    let page = server.post("/paste", &[("text", "The form lost my answers"), ("source", "calls")]);
    let shown = server.get(page.header("location")).body;
    assert!(shown.contains("class=\"notice done\" role=\"status\""), "{shown}");
    let undone = [
        ("command", "undo-import"),
        ("source", "calls"),
        ("import", "1"),
        ("next", "/sources/{source}?undone={import}"),
    ];
    let page = server.post("/commands", &undone);
    let shown = server.get(page.header("location")).body;
    assert!(shown.contains("class=\"notice done\" role=\"status\""), "{shown}");
}

#[test]
fn a_theme_tells_when_it_was_first_heard_and_that_versions_are_counts() {
    let app = TestApp::new();
    app.file(
        "reviews.csv",
        crate::app::reviews().replace("app\n", "app,version\n").replace(",Pay\n", ",Pay,2.1\n"),
    );
    assert_eq!(app.run(&["import", "reviews.csv"]).code, 0);
    let theme = app.json(&["theme", "show", "T-1", "--limit", "100"]);
    let dates =
        theme["signals"].as_array().unwrap().iter().map(|signal| signal["at"].as_str().unwrap().to_owned());
    assert_eq!(theme["first_heard"].as_str(), dates.min().as_deref());
    let page = app.serve().get("/themes/T-1").body;
    assert!(page.contains("First heard <time") && page.contains("Counts, not rates"), "{page}");
    let shown = app.run(&["theme", "show", "T-1"]).stdout;
    assert!(shown.contains("first heard 2024-") && shown.contains("counts, not rates"), "{shown}");
}
