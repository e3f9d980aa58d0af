//! What customers try to get done, and how much they need what a theme asks for: told, linked, changed and taken back at every
//! door.

use serde_json::{Value, json};

use crate::api::told;
use crate::app::{TestApp, TestServer};
use crate::shop::with_shop;

const HOSTILE: &str = "\"><script>alert('x')</script>";

/// Themes of reviews; and customers: C-1 and C-2 on plan Pro, C-3 on none.
fn app() -> TestApp {
    let app = TestApp::with_reviews();
    app.json(&["customer", "add", "name=Acme", "plan=Pro"]);
    app.json(&["customer", "add", "name=Bolt", "plan=Pro"]);
    app.json(&["customer", "add", "name=Core"]);
    app.json(&["segment", "add", "On Pro", "plan = pro"]);
    app
}

/// The id of the n-th theme.
fn theme(app: &TestApp, n: usize) -> String {
    app.json(&["themes"])["themes"][n]["id"].as_str().unwrap().to_owned()
}

fn give(app: &TestApp, theme: &str, n: usize, customer: &str) {
    let page = app.json(&["theme", "show", theme]);
    app.json(&["customer", "give", page["signals"][n]["id"].as_str().unwrap(), customer]);
}

fn says(page: &Value) -> Vec<&str> {
    page["goals"].as_array().unwrap().iter().map(|goal| goal["says"].as_str().unwrap()).collect()
}

fn command(server: &TestServer, command: &Value) -> (u16, Value) {
    let headers = [("content-type", "application/json")];
    let page = server.send("/api/v1/commands", &headers, command.to_string().as_bytes());
    (page.status, serde_json::from_str(&page.body).unwrap())
}

#[test]
fn a_goal_is_of_one_customer_a_segment_or_everybody_and_stands_on_each_of_them() {
    let app = app();
    let one = app.json(&["goal", "add", "close the books by the 3rd", "--customer", "C-1"]);
    assert_eq!(
        (&one["id"], &one["customers"], &one["state"]),
        (&json!("G-1"), &json!(1), &json!("open")),
        "{one}"
    );
    let some = app.json(&["goal", "add", "pay without leaving the app", "--segment", "on pro"]);
    assert_eq!((&some["customers"], &some["of"]), (&json!(2), &json!({"segment": "On Pro"})), "{some}");
    let all = app.json(&["goal", "add", "find an old invoice"]);
    assert_eq!((&all["customers"], &all["of"]), (&json!(3), &json!("everybody")), "{all}");
    let goals = |customer: &str| {
        let page = app.json(&["customer", "show", customer]);
        let goals = page["goals"].as_array().unwrap().iter();
        goals.map(|goal| goal["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(goals("C-1"), ["G-1", "G-2", "G-3"]);
    assert_eq!(goals("C-3"), ["G-3"]);
    app.json(&["customer", "merge", "C-1", "C-3"]);
    assert_eq!(
        goals("C-3"),
        ["G-1", "G-2", "G-3"],
        "what is part of it brings its goals, and its plan, along"
    );
    assert_eq!(app.json(&["goal", "show", "G-1"])["of"]["customer"]["id"], "C-3");
    assert_eq!(app.json(&["goal", "show", "G-2"])["customers"], 2, "each once");
    app.json(&["customer", "unmerge", "C-1"]);
    assert_eq!(goals("C-3"), ["G-3"]);
    let shown = app.run(&["customer", "show", "C-1"]).stdout;
    assert!(shown.contains("G-1 close the books by the 3rd, open"), "{shown}");
    let exported = app.json(&["customer", "export", "C-1"]);
    assert_eq!(exported["page"]["goals"].as_array().unwrap().len(), 3);
    app.rebuild_changes_nothing();
}

#[test]
fn a_theme_says_whose_goals_it_blocks_and_merges_and_splits_of_themes_are_followed() {
    let app = app();
    let (first, second) = (theme(&app, 0), theme(&app, 1));
    app.json(&["goal", "add", "keep my notes", "--segment", "On Pro", "--theme", &first]);
    let blocks = "blocks G-1 ‘keep my notes’ of 2 customers";
    assert_eq!(says(&app.json(&["theme", "show", &first])), [blocks]);
    assert!(app.run(&["theme", "show", &first]).stdout.contains(blocks));
    app.json(&["theme", "merge", &first, "--into", &second]);
    assert_eq!(
        says(&app.json(&["theme", "show", &second])),
        [blocks],
        "what is part of it brings its goals along"
    );
    let goal = app.json(&["goal", "show", "G-1"]);
    assert_eq!(goal["themes"][0]["theme"]["id"], second.as_str(), "{goal}");
    assert_eq!(goal["themes"][0]["linked"], json!([first]), "{goal}");
    let refused = app.run(&["goal", "unlink", "G-1", &theme(&app, 1)]);
    assert!(refused.code == 1 && refused.stderr.contains("stands not in its way"), "{}", refused.stderr);
    app.json(&["goal", "unlink", "G-1", &second]);
    assert!(says(&app.json(&["theme", "show", &second])).is_empty());
    app.json(&["goal", "undo", "G-1"]);
    assert_eq!(says(&app.json(&["theme", "show", &second])), [blocks]);
    let ruling = app.json(&["rulings"])[0]["id"].as_str().unwrap().to_owned();
    app.json(&["theme", "undo", &ruling]);
    assert_eq!(says(&app.json(&["theme", "show", &first])), [blocks]);
    assert!(says(&app.json(&["theme", "show", &second])).is_empty(), "apart again, it is the first alone");
    app.json(&["goal", "set", "G-1", "--state", "met"]);
    let list = app.json(&["goal", "list", "--theme", &first, "--state", "open"]);
    assert_eq!(list["goals"], json!([]), "{list}");
    app.rebuild_changes_nothing();
}

#[test]
fn a_goal_is_changed_removed_and_brought_back_and_what_cannot_be_is_told() {
    let app = app();
    app.json(&["goal", "add", "close the books"]);
    let set = [
        "goal",
        "set",
        "G-1",
        "--words",
        "close the books by the 2nd",
        "--customer",
        "C-2",
        "--state",
        "met",
    ];
    let changed = app.json(&set);
    assert_eq!((&changed["words"], &changed["state"]), (&json!("close the books by the 2nd"), &json!("met")));
    app.json(&["goal", "remove", "G-1"]);
    assert_eq!(app.json(&["goal", "list"])["removed"][0]["id"], "G-1");
    assert_eq!(app.run(&["goal", "show", "G-1"]).code, 1);
    app.json(&["goal", "undo", "G-1"]);
    app.json(&["goal", "undo", "G-1"]);
    assert_eq!(app.json(&["goal", "show", "G-1"])["words"], "close the books");
    let cases: [(&[&str], &str); 8] = [
        (&["goal", "undo", "G-1"], "G-1: nothing was done to it since it was added"),
        (&["goal", "add", " "], "a goal needs words"),
        (&["goal", "add", "x", "--customer", "C-9"], "there is no customer C-9"),
        (&["goal", "add", "x", "--segment", "Gone"], "there is no segment 'Gone'"),
        (&["goal", "add", "x", "--theme", "T-999"], "there is no theme T-999"),
        (&["goal", "link", "G-9", "T-1"], "G-9: there is no such goal"),
        (&["goal", "set", "G-1"], "nothing is said of the goal"),
        (&["goal", "list", "--customer", "C-9"], "there is no customer C-9"),
    ];
    for (arguments, told) in cases {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
    app.json(&["goal", "add", "of a segment", "--segment", "On Pro"]);
    app.json(&["segment", "remove", "On Pro"]);
    let goal = app.json(&["goal", "show", "G-2"]);
    assert_eq!(goal["problem"], "the segment 'On Pro' is not there any more", "{goal}");
    assert_eq!(goal["customers"], Value::Null);
}

#[test]
fn pages_and_programs_tell_of_goals_and_nothing_that_was_typed_runs() {
    let app = app();
    let first = theme(&app, 0);
    let server = app.serve();
    let add = [
        ("command", "add-goal"),
        ("words", HOSTILE),
        ("segment", "On Pro"),
        ("themes", &first),
        ("next", "/goals/{answer.id}"),
    ];
    let added = server.post("/commands", &add);
    assert_eq!((added.status, added.header("location")), (303, "/goals/G-1"), "{}", added.body);
    for path in ["/goals", "/goals/G-1", &format!("/themes/{first}")] {
        let page = server.get(path).body;
        assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;alert"), "{path}: {page}");
    }
    let met = [("command", "set-goal"), ("goal", "G-1"), ("state", "met"), ("next", "/goals/G-1")];
    assert_eq!(server.post("/commands", &met).status, 303);
    assert!(server.get("/goals/G-1").body.contains("Undo the last change"));
    assert!(server.get("/goals?state=open").body.contains("No goal is in this state"));
    let list = told(&server.get("/api/v1/goals?state=met"));
    assert_eq!(list["goals"][0]["words"], HOSTILE, "{list}");
    assert_eq!(server.get("/api/v1/goals/G-9").status, 404);
    assert_eq!(server.get("/goals/G-9").status, 404);
    let (status, _) = command(&server, &json!({"command": "link-goal", "goal": "G-1", "theme": first}));
    assert_eq!(status, 409, "it stands in its way already");
    let (status, unlinked) =
        command(&server, &json!({"command": "unlink-goal", "goal": "G-1", "theme": first}));
    assert_eq!((status, &unlinked["themes"]), (200, &json!([])));
    let (status, customer) = (200, told(&server.get("/api/v1/customers/C-1")));
    assert_eq!((status, &customer["goals"][0]["id"]), (200, &json!("G-1")), "{customer}");
    drop(server);
    let shown = app.run(&["goal", "show", "G-1"]).stdout;
    assert!(shown.contains("G-1") && !shown.contains('\u{1b}'), "{shown}");
}

#[test]
fn a_goal_in_the_words_of_somebody_who_was_erased_is_emptied() {
    let app = TestApp::new();
    let said = "id,text,date,email\n\
                1,The zanzibarium export is slow,2024-03-01,ann@acme.example\n\
                2,The export is slow,2024-03-02,bob@bolt.example\n";
    app.import("said.csv", said, &[]);
    app.json(&["goal", "add", "have the zanzibarium in seconds"]);
    app.json(&["goal", "add", "export in seconds"]);
    app.json(&["erase", "--contact", "ann@acme.example", "--yes"]);
    let list = app.json(&["goal", "list"]);
    let words: Vec<&Value> = list["goals"].as_array().unwrap().iter().map(|goal| &goal["words"]).collect();
    assert_eq!(words, [&Value::Null, &json!("export in seconds")], "{list}");
    assert!(app.run(&["goal", "list"]).stdout.contains("[erased]"));
}

#[test]
fn strength_is_judged_of_a_customer_and_a_theme_each_customer_once_by_the_strongest() {
    let app = app();
    let (first, second) = (theme(&app, 0), theme(&app, 1));
    give(&app, &first, 0, "C-1");
    give(&app, &first, 1, "C-2");
    give(&app, &second, 0, "C-3");
    let strengths = |theme: &str| app.json(&["theme", "show", theme])["strengths"].clone();
    let counts = |theme: &str| {
        let found = strengths(theme);
        ["blocker", "important", "nice", "unknown"].map(|name| found[name].as_u64().unwrap())
    };
    assert_eq!((counts(&first), &strengths(&first)["says"]), ([0, 0, 0, 2], &Value::Null));
    app.json(&["theme", "strength", &first, "C-1", "nice"]);
    let judged = app.json(&["theme", "strength", &first, "C-2", "blocker"]);
    assert_eq!(judged["says"], "a blocker for 1 customer, nice to have for 1 customer", "{judged}");
    assert_eq!(counts(&first), [1, 0, 1, 0]);
    app.json(&["customer", "merge", "C-2", "C-1"]);
    assert_eq!(counts(&first), [1, 0, 0, 0], "one customer, by the strongest");
    app.json(&["customer", "unmerge", "C-2"]);
    app.json(&["theme", "strength", &second, "C-3", "important"]);
    app.json(&["theme", "merge", &second, "--into", &first]);
    assert_eq!(counts(&first), [1, 1, 1, 0], "what is part of it brings its own along");
    let shown = app.run(&["theme", "show", &first]).stdout;
    assert!(
        shown.contains("strength: a blocker for 1 customer") && shown.contains("C-3 Core: important"),
        "{shown}"
    );
    app.json(&["theme", "strength", &first, "C-3", "--undo"]);
    assert_eq!(counts(&first), [1, 0, 1, 1]);
    app.json(&["theme", "strength", &first, "C-2", "unknown"]);
    assert_eq!(counts(&first), [0, 0, 1, 2]);
    app.json(&["theme", "strength", &first, "C-2", "--undo"]);
    assert_eq!(counts(&first), [1, 0, 1, 1]);
    app.rebuild_changes_nothing();
    for (arguments, told) in [
        (&["theme", "strength", &first, "C-9", "nice"], "there is no customer C-9"),
        (&["theme", "strength", &first, "C-3", "--undo"], "there is nothing that was judged of it"),
        (&["theme", "strength", "T-999", "C-1", "nice"], "there is no theme T-999"),
    ] {
        let ran = app.run(arguments);
        assert!(ran.code == 1 && ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
    let server = app.serve();
    let (status, judged) = command(
        &server,
        &json!({"command": "judge-strength", "theme": first, "customer": "C-3", "strength": "nice"}),
    );
    assert_eq!((status, &judged["nice"]), (200, &json!(2)), "{judged}");
    let page = server.get(&format!("/themes/{first}")).body;
    assert!(page.contains("How much customers need it") && page.contains("undo-strength"), "{page}");
    let form =
        [("command", "judge-strength"), ("theme", &first), ("customer", "C-3"), ("strength", "blocker")];
    assert_eq!(server.post("/commands", &form).status, 303);
    assert!(server.get(&format!("/themes/{first}")).body.contains("a blocker for 2 customers"));
}

#[test]
fn blame_and_a_components_page_say_whose_open_goals_the_code_blocks() {
    let app = with_shop();
    app.json(&["customer", "add", "name=Acme"]);
    let charged = crate::shop::theme(&app, "charged");
    app.json(&["goal", "add", "pay an invoice once", "--customer", "C-1", "--theme", &charged]);
    let blocks = "blocks G-1 ‘pay an invoice once’ of 1 customer";
    assert_eq!(says(&app.json(&["blame", "src/pay/charge.py"])), [blocks]);
    let told = app.run(&["blame", "src/pay/charge.py"]).stdout;
    assert!(told.contains(&format!("{blocks} ({charged})")), "{told}");
    assert!(says(&app.json(&["blame", "src/help/texts.py"])).is_empty());
    let server = app.serve();
    for path in [
        "/api/v1/repositories/shop/component?name=src/pay",
        "/code/component?repository=shop&name=src%2Fpay",
        "/code/file?repository=shop&path=src%2Fpay%2Fcharge.py",
    ] {
        let page = server.get(path);
        assert!(page.status == 200 && page.body.contains(blocks), "{path}: {}", page.body);
    }
    drop(server);
    app.json(&["goal", "set", "G-1", "--state", "met"]);
    assert!(says(&app.json(&["blame", "src/pay/charge.py"])).is_empty(), "it blocks nobody any more");
    assert_eq!(app.json(&["theme", "show", &charged])["goals"][0]["goal"]["state"], "met");
}

#[test]
fn a_customer_s_page_says_what_they_try_to_get_done_and_takes_a_goal_in() {
    let app = app();
    let blocking = theme(&app, 0);
    app.json(&["goal", "add", "close the books by the 3rd", "--customer", "C-1", "--theme", &blocking]);
    app.json(&["goal", "add", HOSTILE, "--segment", "On Pro"]);
    let server = app.serve();
    let page = server.get("/customers/C-1").body;
    assert!(
        page.contains("What they try to get done") && page.contains("close the books by the 3rd"),
        "{page}"
    );
    assert!(
        page.contains(&format!("href=\"/themes/{blocking}\"")) && page.contains("segment On Pro"),
        "{page}"
    );
    assert!(!page.contains(HOSTILE), "{page}");
    let added = [
        ("command", "add-goal"),
        ("customer", "C-3"),
        ("words", "find an old invoice"),
        ("next", "/customers/C-3#goals"),
    ];
    assert_eq!(server.post("/commands", &added).status, 303);
    assert!(server.get("/customers/C-3").body.contains("find an old invoice"));
    assert!(!server.get("/customers/C-3").body.contains("close the books"), "that is another's");
}
