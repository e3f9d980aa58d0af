//! The demo: real complaints, from nothing to a page.

use crate::app::TestApp;

#[test]
fn the_demo_shows_real_pain_and_says_what_its_data_is() {
    let app = TestApp::new();
    let server = app.serve_with(&["demo", "--no-browser", "--port", "0"]);
    let page = server.get("/");
    assert_eq!(page.status, 200);
    for expected in ["1,923", "public domain", "the sampling", "Changed today", "A story to read"] {
        assert!(page.body.contains(expected), "{expected} is missing");
    }
    let themes = server.get("/themes");
    assert!(themes.body.matches("/themes/T-").count() >= 8, "too few themes");
}

#[test]
fn the_demos_accounts_are_called_made_up_and_the_real_complaints_are_of_none_of_them() {
    let app = TestApp::new();
    let server = app.serve_with(&["demo", "--no-browser", "--port", "0"]);
    let list = app.json(&["customer", "list", "--limit", "100", "--sort", "signals"]);
    let customers = list["customers"].as_array().unwrap();
    assert_eq!(customers.len(), 40, "{list}");
    for customer in customers {
        assert!(customer["name"].as_str().unwrap().ends_with("(made up)"), "{customer}");
    }
    let theirs = server.get("/search?source=made-up&customer=C-1").body;
    assert!(theirs.contains("href=\"/signals/S-"), "{theirs}");
    let real = server.get("/search?source=complaints&customer=C-1").body;
    assert!(!real.contains("href=\"/signals/S-"), "{real}");
    assert!(server.get("/").body.contains("/search?customer=nobody"));
}

#[test]
fn the_demos_goals_and_segments_are_called_made_up_and_each_goal_has_a_living_theme_in_its_way() {
    let app = TestApp::new();
    let server = app.serve_with(&["demo", "--no-browser", "--port", "0"]);
    let list = app.json(&["goal", "list"]);
    let goals = list["goals"].as_array().unwrap();
    assert_eq!(goals.len(), 8, "{list}");
    let themes = app.json(&["themes", "--sort", "signals"]);
    let living: Vec<&str> =
        themes["themes"].as_array().unwrap().iter().map(|theme| theme["id"].as_str().unwrap()).collect();
    for goal in goals {
        assert!(goal["words"].as_str().unwrap().ends_with("(made up)"), "{goal}");
        let theme = &goal["themes"][0];
        assert!(living.contains(&theme["theme"]["id"].as_str().unwrap()), "{goal}");
        assert!(goal["customers"].as_u64() > Some(0), "{goal}");
    }
    let of = |of: &str| goals.iter().filter(|goal| goal["of"] == of || goal["of"].get(of).is_some()).count();
    assert!(of("segment") >= 2 && of("customer") >= 3 && of("everybody") >= 1, "{list}");
    let segments = app.json(&["segment", "list"]);
    for segment in segments["segments"].as_array().unwrap() {
        assert!(segment["name"].as_str().unwrap().ends_with("(made up)"), "{segment}");
        assert!(segment["customers"].as_u64() > Some(0), "{segment}");
    }
    let judged = living.iter().filter(|id| {
        let shown = app.json(&["theme", "show", id]);
        shown["strengths"]["says"].is_string()
    });
    assert!(judged.count() >= 2);
    let deposits =
        goals.iter().find(|goal| goal["words"].as_str().unwrap().starts_with("spend what we deposit"));
    let theme = deposits.unwrap()["themes"][0]["theme"]["name"].as_str().unwrap().to_lowercase();
    assert!(["deposit", "check", "hold", "fund"].iter().any(|word| theme.contains(word)), "{theme}");
    assert!(server.get("/goals").body.contains("(made up)"));
}

#[test]
fn the_demos_opportunities_decisions_and_comments_are_called_made_up_and_something_waits_for_whoever_looks() {
    let app = TestApp::new();
    let server = app.serve_with(&["demo", "--no-browser", "--port", "0"]);
    let list = app.json(&["opportunity", "list"]);
    let opportunities = list["opportunities"].as_array().unwrap();
    assert_eq!(opportunities.len(), 7, "{list}");
    for opportunity in opportunities {
        assert!(opportunity["title"].as_str().unwrap().ends_with("(made up)"), "{opportunity}");
        assert_eq!(opportunity["themes"].as_array().unwrap().len(), 1, "{opportunity}");
        assert!(opportunity["reach"]["customers"]["low"].as_f64() > Some(0.0), "{opportunity}");
    }
    let states: std::collections::BTreeSet<&str> =
        opportunities.iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states.len(), 6, "{states:?}");
    let decisions = app.json(&["decision", "list"]);
    let due = &decisions["decisions"][0];
    assert_eq!((&due["state"], due["themes"].as_array().unwrap().len()), (&"due".into(), 1), "{decisions}");
    assert!(due["question"].as_str().unwrap().ends_with("(made up)"), "{decisions}");
    let inbox = app.json(&["inbox"]);
    assert_eq!(inbox["waiting"].as_array().unwrap().len(), 1, "{inbox}");
    let today = server.get("/").body;
    for section in ["Waits for you", "Decisions to look at again", "2 open, 1 chosen, 1 being built"] {
        assert!(today.contains(section), "{section}");
    }
}

#[test]
fn two_demos_run_side_by_side_on_two_ports() {
    let (first, second) = (TestApp::new(), TestApp::new());
    let one = first.serve_with(&["demo", "--no-browser"]);
    let two = second.serve_with(&["demo", "--no-browser"]);
    assert_ne!(one.url, two.url);
    assert_eq!((one.get("/healthz").status, two.get("/healthz").status), (200, 200));
}

#[test]
fn the_demo_leads_from_complaints_into_code_that_is_said_to_be_made_up() {
    let app = TestApp::new();
    let server = app.serve_with(&["demo", "--no-browser", "--port", "0"]);
    assert!(server.get("/").body.contains("Riverbank, is made up"));
    assert!(server.get("/code").body.contains("riverbank"));
    server.wait_for("/code", |page| page.body.contains("class=\"scatter\""));
}
