//! A saved view is a link with a name: it is kept, listed, opened as of now, renamed, deleted and brought back, at every door.

use serde_json::{Value, json};

use crate::api::told;
use crate::app::{TestApp, TestServer};

const HOSTILE: &str = "\"><script>alert('x')</script>";

fn names(app: &TestApp) -> Vec<String> {
    let list = app.json(&["view", "list"]);
    let views = list["views"].as_array().unwrap().iter();
    views.map(|view| view["name"].as_str().unwrap().to_owned()).collect()
}

fn command(server: &TestServer, command: &Value) -> crate::app::Page {
    server.send("/api/v1/commands", &[("content-type", "application/json")], command.to_string().as_bytes())
}

/// Where a saved view leads.
fn opened(server: &TestServer, id: &str) -> String {
    let page = server.get(&format!("/views/{id}"));
    assert_eq!(page.status, 303, "{}", page.body);
    page.header("location").to_owned()
}

#[test]
fn a_view_saved_at_the_terminal_is_on_the_pages_and_shows_the_same() {
    let app = TestApp::with_reviews();
    let saved = app.json(&[
        "view",
        "save",
        "Bad ones",
        "--page",
        "search",
        "--words",
        "crashes",
        "--rating-max",
        "2",
    ]);
    assert_eq!((&saved["id"], &saved["last"]), (&json!("V-1"), &json!("saved")), "{saved}");
    app.json(&["view", "save", "Rising", "--sort", "rising", "--since", "90d"]);
    assert_eq!(names(&app), ["Bad ones", "Rising"]);
    let direct = app.json(&["search", "crashes", "--rating-max", "2", "--limit", "20"]);
    let mut shown = app.json(&["view", "show", "bad ONES"]);
    shown["took_ms"] = direct["took_ms"].clone();
    assert_eq!(shown, direct);
    assert!(app.run(&["view", "show", "V-2"]).stdout.contains("trends as of"));

    let server = app.serve();
    for path in ["/themes", "/search", "/views"] {
        let page = server.get(path).body;
        assert!(page.contains("href=\"/views/V-1\"") && page.contains("Rising"), "{path}: {page}");
    }
    assert_eq!(opened(&server, "V-1"), "/search?rating_max=2&q=crashes&view=V-1");
    let page = server.get(&opened(&server, "V-1")).body;
    assert!(page.contains("Saved view <b dir=\"auto\">Bad ones</b>"), "{page}");
    assert_eq!(opened(&server, "V-2"), "/themes?since=90d&sort=rising&view=V-2");
}

#[test]
fn a_page_is_saved_from_its_form_with_filter_and_order_and_renamed_deleted_and_brought_back() {
    let app = TestApp::with_reviews();
    app.import("labelled.csv", "text,product,label\nIt crashes,Pay,\"a, b\"\n", &[]);
    let server = app.serve();
    let page = server.get("/themes?sort=rising&product=Pay&label=a%2C+b").body;
    for parameter in ["product=Pay", "label=a, b", "sort=rising"] {
        assert!(page.contains(&format!("name=\"parameters\" value=\"{parameter}\"")), "{parameter}: {page}");
    }
    let form = [
        ("command", "save-view"),
        ("name", HOSTILE),
        ("page", "themes"),
        ("parameters", "product=Pay"),
        ("parameters", "label=a, b"),
        ("parameters", "sort=rising"),
        ("next", "/themes?sort=rising&product=Pay"),
    ];
    let saved = server.post("/commands", &form);
    assert_eq!(
        (saved.status, saved.header("location")),
        (303, "/themes?sort=rising&product=Pay"),
        "{}",
        saved.body
    );
    assert_eq!(opened(&server, "V-1"), "/themes?product=Pay&label=a%2C+b&sort=rising&view=V-1");
    for path in ["/themes", "/search", "/views", &opened(&server, "V-1")] {
        let page = server.get(path).body;
        assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;alert"), "{path}: {page}");
    }
    let shown = app.run(&["view", "list"]).stdout;
    assert!(shown.contains("V-1") && shown.contains("themes, pro"), "{shown}");
    let change = |fields: &[(&str, &str)]| {
        let page = server.post("/commands", &[&[("view", "V-1"), ("next", "/views")], fields].concat());
        assert_eq!(page.status, 303, "{}", page.body);
    };
    change(&[("command", "rename-view"), ("name", "Rising in Pay")]);
    assert!(server.get("/views").body.contains("Undo renaming"));
    change(&[("command", "delete-view")]);
    assert_eq!(names(&app), Vec::<String>::new());
    let page = server.get("/views").body;
    assert!(page.contains("Deleted") && page.contains("Rising in Pay"), "{page}");
    assert_eq!(server.get("/views/V-1").status, 404);
    change(&[("command", "undo-view")]);
    assert_eq!(names(&app), ["Rising in Pay"]);
    change(&[("command", "undo-view")]);
    assert_eq!(names(&app), [HOSTILE]);
    drop(server);
    app.rebuild_changes_nothing();
    assert_eq!(names(&app), [HOSTILE]);
    let listed = app.json(&["view", "list"]);
    assert!(listed["views"][0]["by"]["name"].is_string(), "who saved it: {listed}");
}

#[test]
fn what_cannot_be_saved_or_found_is_told() {
    let app = TestApp::with_reviews();
    app.json(&["view", "save", "Crashes", "--page", "search", "--words", "crashes"]);
    let cases: [(&[&str], &str); 7] = [
        (&["view", "save", "crashes"], "V-1: a saved view has that name already; choose another"),
        (&["view", "save", " "], "a saved view needs a name of at least one letter"),
        (
            &["view", "save", "x", "--page", "themes", "--words", "y"],
            "the page themes takes no such parameter",
        ),
        (&["view", "save", "x", "--page", "theme"], "theme: say which, such as T-42"),
        (&["view", "show", "nothing"], "there is no saved view 'nothing'"),
        (&["view", "delete", "V-9"], "there is no saved view 'V-9'"),
        (&["view", "undo", "Crashes"], "nothing was done to it since it was saved"),
    ];
    for (arguments, told) in cases {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
    let server = app.serve();
    let taken = command(&server, &json!({"command": "save-view", "name": "CRASHES", "page": "search"}));
    assert_eq!(taken.status, 409, "{}", taken.body);
    let missing = command(&server, &json!({"command": "delete-view", "view": "V-9"}));
    assert_eq!(missing.status, 404, "{}", missing.body);
    let views = told(&server.get("/api/v1/views"));
    let parameters = &views["views"][0]["parameters"];
    assert_eq!(parameters, &json!([{"name": "q", "value": "crashes"}]));
}

#[test]
fn a_view_whose_theme_or_source_is_gone_opens_and_says_so() {
    let app = TestApp::with_reviews();
    app.import("other.csv", "text,date\nwords of another source,2024-01-01\n", &[]);
    let themes = app.json(&["themes"]);
    let id = |n: usize| themes["themes"][n]["id"].as_str().unwrap().to_owned();
    app.json(&["view", "save", "Of other", "--source", "other"]);
    app.json(&["view", "save", "Of a theme", "--page", "theme", "--theme", &id(1)]);
    app.json(&["erase", "--yes", "--source", "other"]);
    app.json(&["theme", "merge", &id(1), "--into", &id(0)]);
    let shown = app.run(&["view", "show", "V-1"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(
        shown.stderr.contains("the source 'other' is not there any more")
            || shown.stderr.contains("was erased"),
        "{}",
        shown.stderr
    );
    let server = app.serve();
    let merged = format!("the theme {} is part of {} now", id(1), id(0));
    for (view, told) in [("V-1", "Of this view, "), ("V-2", merged.as_str())] {
        let page = server.get(&opened(&server, view));
        assert_eq!(page.status, 200, "{view}: {}", page.body);
        assert!(page.body.contains(told), "{view}: {}", page.body);
    }
    let listed = told(&server.get("/api/v1/views"));
    let gone = |n: usize| listed["views"][n]["gone"].as_array().unwrap().len();
    assert_eq!((gone(0), gone(1)), (1, 1), "{listed}");
}

#[test]
fn a_view_keeps_the_order_of_a_search_and_opens_as_the_page_that_leads_to_it_looks_back() {
    let app = TestApp::with_reviews();
    let save = ["view", "save", "From the first", "--page", "search", "--words", "crashes"];
    app.json(&[&save[..], &["--sort", "oldest"]].concat());
    app.json(&["view", "save", "Of nobody", "--label", "nobody has it"]);
    let looks_back = ["--as-of", "2024-02-01"];
    let direct = ["search", "crashes", "--sort", "oldest", "--limit", "20"];
    for back in [&[][..], &looks_back] {
        let mut shown = app.json(&[&["view", "show", "V-1"], back].concat());
        let direct = app.json(&[&direct[..], back].concat());
        shown["took_ms"] = direct["took_ms"].clone();
        assert_eq!(shown, direct, "{back:?}");
    }
    assert_eq!(app.run(&["view", "show", "V-2"]).code, 0, "what a view names may be gone");
    let server = app.serve();
    assert_eq!(opened(&server, "V-1"), "/search?sort=oldest&q=crashes&view=V-1");
    let page = server.get("/themes?as_of=2024-02-01").body;
    assert!(page.contains("href=\"/views/V-1?as_of=2024-02-01\""), "{page}");
    let opened_back = opened(&server, "V-1?as_of=2024-02-01");
    assert_eq!(opened_back, "/search?sort=oldest&q=crashes&as_of=2024-02-01&view=V-1");
    let page = server.get(&opened_back).body;
    assert!(page.contains("name=\"parameters\" value=\"sort=oldest\""), "{page}");
    assert!(!page.contains("value=\"as_of="), "it is no part of the view: {page}");
    assert_eq!(server.get("/themes?label=nobody+has+it").status, 404);
    assert_eq!(server.get(&opened(&server, "V-2")).status, 200);
}
