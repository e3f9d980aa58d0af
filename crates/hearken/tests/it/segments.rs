//! A segment is conditions on customers under a name: it is kept, tried, renamed, removed and brought back, and narrows every
//! list, at every door.

use serde_json::{Value, json};

use crate::api::told;
use crate::app::{TestApp, TestServer};

const HOSTILE: &str = "\"><script>alert('x')</script>";

/// Customers C-1 to C-4, each of whom said something.
fn app() -> TestApp {
    let app = TestApp::new();
    let said = "id,text,date,email\n\
                1,The export of the ledger is slow,2024-03-01,ann@acme.example\n\
                2,The export of the ledger hangs,2024-03-02,bob@bolt.example\n\
                3,The card was declined twice,2024-03-03,cy@core.example\n\
                4,The export never ends,2024-03-04,dee@dune.example\n\
                5,The export is nobody's,2024-03-05,\n";
    app.import("said.csv", said, &[]);
    let accounts = "id,name,plan,arr,country,renewal,domain,owner\n\
                    a,Acme,Business,12000 EUR,DE,2024-03-31,acme.example,ann@ours.example\n\
                    b,Bolt,Business,15000 USD,AT,2024-06-30,bolt.example,ben@ours.example\n\
                    c,Core,Free,100 EUR,DE,2024-03-04,core.example,\n\
                    d,Dune,business,9000 EUR,FR,,dune.example,\n";
    app.file("accounts.csv", accounts);
    app.json(&["customer", "import", "accounts.csv"]);
    app
}

fn in_segment(app: &TestApp, condition: &str) -> Vec<String> {
    let tried = app.json(&["segment", "try", condition]);
    let customers = tried["customers"].as_array().unwrap().iter();
    customers.map(|customer| customer["name"].as_str().unwrap().to_owned()).collect()
}

fn found(app: &TestApp, arguments: &[&str]) -> Vec<String> {
    let list = app.json(&[&["search"], arguments].concat());
    let mut ids: Vec<String> = list["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["signal"]["at"].as_str().unwrap()[..10].to_owned())
        .collect();
    ids.sort();
    ids
}

fn command(server: &TestServer, command: &Value) -> (u16, Value) {
    let headers = [("content-type", "application/json")];
    let page = server.send("/api/v1/commands", &headers, command.to_string().as_bytes());
    (page.status, serde_json::from_str(&page.body).unwrap())
}

#[test]
fn conditions_say_who_is_in_a_segment_as_of_the_time_that_pages_speak_of() {
    let app = app();
    for (condition, names) in [
        ("plan = business", &["Acme", "Bolt", "Dune"][..]),
        ("plan != Business", &["Core"]),
        ("plan = Business and country = DE or FR", &["Acme", "Dune"]),
        ("revenue >= 9000 EUR", &["Acme", "Dune"]),
        ("owner = ann@ours.example", &["Acme"]),
        ("renewal within 60 days", &["Acme"]),
        ("renewal < 2024-03-05", &["Core"]),
        ("name = \"Acme\"", &["Acme"]),
        ("color = red", &[]),
    ] {
        // The newest signal is of 2024-03-05, which is when pages speak of.
        assert_eq!(in_segment(&app, condition), names, "{condition}");
    }
    let tried = app.json(&["segment", "try", "plan = Business and revenue >= 9000 EUR"]);
    let note =
        "1 customer left out, C-2 first: their revenue is in USD, which a segment does not compare with EUR";
    assert_eq!(tried["notes"], json!([note]), "{tried}");
    let nothing = app.json(&["segment", "try", "color = red"]);
    assert_eq!(nothing["notes"], json!(["nothing is known of any customer's color"]));
    app.json(&["customer", "merge", "C-4", "C-1"]);
    assert_eq!(in_segment(&app, "plan = business"), ["Acme", "Bolt"], "merged, they are one");
    assert_eq!(in_segment(&app, "country = FR"), Vec::<String>::new(), "what the other says holds");
    app.json(&["customer", "unmerge", "C-4"]);
    assert_eq!(in_segment(&app, "country = FR"), ["Dune"]);
}

#[test]
fn a_segment_narrows_searches_signals_themes_and_saved_views_alike() {
    let app = app();
    let added = app.json(&["segment", "add", "Large", "revenue >= 9000 EUR"]);
    assert_eq!((&added["name"], &added["customers"]), (&json!("Large"), &json!(2)), "{added}");
    assert_eq!(found(&app, &["--segment", "large"]), ["2024-03-01", "2024-03-04"]);
    assert_eq!(found(&app, &["export", "--segment", "Large"]), ["2024-03-01", "2024-03-04"]);
    assert_eq!(
        found(&app, &["export", "--sort", "newest", "--segment", "Large"]),
        ["2024-03-01", "2024-03-04"]
    );
    app.json(&["segment", "add", "In France", "country = FR"]);
    assert_eq!(found(&app, &["export", "--segment", "In France"]), ["2024-03-04"]);
    let both = ["--segment", "In France", "--segment", "Large"];
    assert_eq!(found(&app, &both), ["2024-03-01", "2024-03-04"], "one of several is enough");
    // By hand, a signal is another's at once.
    let all = app.json(&["search", "nobody's"]);
    let nobodys = all["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    app.json(&["customer", "give", &nobodys, "C-4"]);
    assert_eq!(found(&app, &["--segment", "In France"]), ["2024-03-04", "2024-03-05"]);
    app.json(&["view", "save", "French", "--page", "search", "--segment", "In France"]);
    let server = app.serve();
    let signals = told(&server.get("/api/v1/signals?segment=Large"));
    assert_eq!(signals["signals"].as_array().unwrap().len(), 3, "{signals}");
    let page = server.get("/search?segment=In+France").body;
    assert!(page.contains("<option value=\"In France\" selected>In France</option>"), "{page}");
    let (status, _) = command(&server, &json!({"command": "remove-segment", "segment": "In France"}));
    assert_eq!(status, 200);
    let shown = app.run(&["view", "show", "French"]);
    assert!(shown.stderr.contains("the segment 'In France' is not there any more"), "{}", shown.stderr);
    assert_eq!(server.get("/search?segment=In+France").status, 404);
}

#[test]
fn themes_and_one_of_them_count_only_what_a_segment_said() {
    let app = TestApp::with_reviews();
    app.json(&["customer", "add", "name=Acme", "plan=Pro"]);
    app.json(&["segment", "add", "Pro", "plan = pro"]);
    let themes = app.json(&["themes"]);
    let theme = themes["themes"][0]["id"].as_str().unwrap();
    let page = app.json(&["theme", "show", theme]);
    for signal in page["signals"].as_array().unwrap().iter().take(3) {
        app.json(&["customer", "give", signal["id"].as_str().unwrap(), "C-1"]);
    }
    let narrowed = app.json(&["themes", "--segment", "Pro"]);
    assert_eq!(
        (&narrowed["signals"], &narrowed["themes"][0]["id"]),
        (&json!(3), &json!(theme)),
        "{narrowed}"
    );
    let page = app.json(&["theme", "show", theme, "--segment", "Pro"]);
    assert_eq!((&page["card"]["signals"], page["signals"].as_array().unwrap().len()), (&json!(3), 3));
}

#[test]
fn a_segment_is_renamed_removed_and_brought_back_and_a_rebuild_changes_nothing() {
    let app = app();
    app.json(&["segment", "add", "Large", "revenue >= 9000 EUR"]);
    app.json(&["segment", "add", "Large in DE", "segment = large and country = DE"]);
    app.json(&["segment", "rename", "large", "Huge"]);
    let shown = app.json(&["segment", "show", "Large in DE"]);
    assert_eq!(shown["segment"]["condition"], "segment = Huge and country = DE", "{shown}");
    assert_eq!(shown["customers"][0]["name"], "Acme", "{shown}");
    let removed = app.run(&["segment", "remove", "Huge"]);
    assert!(removed.stderr.contains("hearken segment undo 'Huge'"), "{}", removed.stderr);
    let broken = app.run(&["segment", "show", "Large in DE"]);
    let gone = "it names the segment 'Huge', which is not there any more";
    assert!(broken.code == 1 && broken.stderr.contains(gone), "{}", broken.stderr);
    let refused = app.run(&["search", "--segment", "Large in DE"]);
    assert!(refused.code == 1 && refused.stderr.contains(gone), "{}", refused.stderr);
    let listed = app.json(&["segment", "list"]);
    assert_eq!(listed["segments"][0]["problem"], gone, "{listed}");
    app.json(&["segment", "undo", "Huge"]);
    app.json(&["segment", "undo", "Huge"]);
    assert_eq!(
        app.json(&["segment", "show", "Large in DE"])["segment"]["condition"],
        "segment = Large and country = DE"
    );
    app.rebuild_changes_nothing();
    assert_eq!(app.json(&["segment", "list"])["segments"][0]["by"]["kind"], "person");
}

#[test]
fn the_conditions_of_a_segment_are_changed_and_taken_back_and_whatever_names_it_follows() {
    let app = app();
    app.json(&["segment", "add", "Large", "revenue >= 9000 EUR"]);
    app.json(&["segment", "add", "Large in DE", "segment = Large and country = DE"]);
    let set = app.json(&["segment", "set", "large", "country = DE or FR"]);
    assert_eq!(
        (&set["last"], &set["customers"], &set["by"]["kind"]),
        (&json!("set"), &json!(3), &json!("person"))
    );
    assert_eq!(app.json(&["segment", "show", "Large in DE"])["segment"]["customers"], 2);
    app.rebuild_changes_nothing();
    let ran = app.run(&["segment", "set", "Large", "plan = free"]);
    assert!(ran.stderr.contains("hearken segment undo 'Large' takes it back"), "{}", ran.stderr);
    assert_eq!(app.json(&["segment", "undo", "Large"])["condition"], "country = DE or FR");
    assert_eq!(app.json(&["segment", "undo", "Large"])["condition"], "revenue >= 9,000 EUR");
    let cases: [(&[&str], &str); 4] = [
        (&["Large", "segment = \"Large in DE\""], "these conditions lead back to 'Large'"),
        (&["Large", "segment = large"], "a segment cannot name itself"),
        (&["Large", "plan is Business"], "'plan is Business' is no condition"),
        (&["Larg", "plan = x"], "there is no segment 'Larg'"),
    ];
    for (arguments, told) in cases {
        let ran = app.run(&[&["segment", "set"], arguments].concat());
        assert!(ran.code == 1 && ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
    let server = app.serve();
    let (status, card) =
        command(&server, &json!({"command": "set-segment", "segment": "Large", "condition": "plan = free"}));
    assert_eq!((status, &card["condition"]), (200, &json!("plan = free")), "{card}");
    let page = server.get("/segments").body;
    assert!(page.contains("Undo the change of conditions"), "{page}");
    let tried = server.get("/segments?of=Large&condition=country+%3D+FR").body;
    assert!(
        tried.contains("1 customer</h2>") && tried.contains("name=\"command\" value=\"set-segment\""),
        "{tried}"
    );
    let form = [
        ("command", "set-segment"),
        ("segment", "Large"),
        ("condition", "country = FR"),
        ("next", "/segments"),
    ];
    assert_eq!(server.post("/commands", &form).status, 303);
    assert_eq!(app.json(&["segment", "show", "Large"])["customers"][0]["name"], "Dune");
}

#[test]
fn what_cannot_be_kept_or_found_is_told() {
    let app = app();
    app.json(&["segment", "add", "Large", "revenue >= 9000 EUR"]);
    let cases: [(&[&str], &str); 9] = [
        (&["segment", "add", "LARGE", "plan = x"], "segment 'Large': a segment has that name already"),
        (&["segment", "add", " ", "plan = x"], "a segment needs a name of at least one letter"),
        (&["segment", "add", "Self", "segment = self"], "a segment cannot name itself"),
        (&["segment", "add", "x", "segment = Gone"], "there is no segment 'Gone'"),
        (&["segment", "add", "x", "revenue > 5"], "revenue: '5' says no currency"),
        (&["segment", "add", "x", "plan is Business"], "'plan is Business' is no condition; write one like"),
        (&["segment", "show", "Larg"], "there is no segment 'Larg'"),
        (&["segment", "undo", "Large"], "segment 'Large': nothing was done to it since it was added"),
        (&["themes", "--segment", "Largest"], "there is no segment 'Largest'"),
    ];
    for (arguments, told) in cases {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
    assert!(app.run(&["segment", "show", "Larg"]).stderr.contains("near it: 'Large'"));
    let server = app.serve();
    assert_eq!(server.get("/api/v1/segments/Gone").status, 404);
    assert_eq!(server.get("/api/v1/segment-preview").status, 400);
    let preview = server.get("/api/v1/segment-preview?condition=plan+is+x");
    assert_eq!(preview.status, 422, "{}", preview.body);
    let (status, _) =
        command(&server, &json!({"command": "add-segment", "name": "large", "condition": "plan = x"}));
    assert_eq!(status, 409);
}

#[test]
fn the_page_tries_conditions_keeps_them_and_lets_them_go_and_runs_nothing_that_was_typed() {
    let app = app();
    let server = app.serve();
    let tried = server.get("/segments?condition=plan+%3D+Business").body;
    assert!(tried.contains("3 customers</h2>") && tried.contains("Dune"), "{tried}");
    let wrong = server.get("/segments?condition=%3Cscript%3Ealert(1)%3C%2Fscript%3E").body;
    assert!(wrong.contains("is no condition") && !wrong.contains("<script>alert"), "{wrong}");
    let condition = format!("plan = Business or \"{}\"", HOSTILE.replace('"', ""));
    let form =
        [("command", "add-segment"), ("name", HOSTILE), ("condition", &condition), ("next", "/segments")];
    assert_eq!(server.post("/commands", &form).status, 303);
    for path in ["/segments", "/themes", "/search"] {
        let page = server.get(path).body;
        assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;alert"), "{path}: {page}");
    }
    let change = |fields: &[(&str, &str)]| {
        let page = server.post("/commands", &[&[("next", "/segments")], fields].concat());
        assert_eq!(page.status, 303, "{}", page.body);
        server.get("/segments").body
    };
    let renamed = change(&[("command", "rename-segment"), ("segment", HOSTILE), ("name", "On Business")]);
    assert!(
        renamed.contains("Undo renaming") && renamed.contains("/themes?segment=On+Business"),
        "{renamed}"
    );
    let removed = change(&[("command", "remove-segment"), ("segment", "On Business")]);
    assert!(removed.contains("Removed"), "{removed}");
    let back = change(&[("command", "undo-segment"), ("segment", "On Business")]);
    assert!(!back.contains("Removed"), "{back}");
    let narrowed = server.get("/themes?segment=On+Business");
    assert_eq!(narrowed.status, 200, "{}", narrowed.body);
}

#[test]
fn a_condition_that_names_an_erased_person_is_emptied() {
    let app = app();
    app.json(&["segment", "add", "Of Ann", "name = ann@acme.example"]);
    app.json(&["erase", "--contact", "ann@acme.example", "--yes"]);
    let listed = app.json(&["segment", "list"]);
    assert_eq!(listed["segments"][0]["condition"], Value::Null, "{listed}");
    let refused = app.run(&["search", "--segment", "Of Ann"]);
    assert!(refused.code == 1 && refused.stderr.contains("were erased"), "{}", refused.stderr);
    app.json(&["segment", "remove", "Of Ann"]);
}
