//! A customer is erased whole: from every table, index and file, at every door; lists and older backups do not bring it back, and
//! other customers stay as they were.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::api::told;
use crate::app::TestApp;
use crate::canaries::{found_in_files, found_in_index, found_in_tables};

/// What only the customer's words begin with.
const CANARY: &str = "quokka";

const ACCOUNTS: &str = "Account ID,Company,Website,Plan,ARR,Renewal Date,Contact Email,Contact Name,Note\n\
    quokkaid1,Quokkacorp,quokkacorp.example,Quokkaplan,12000 EUR,2025-03-31,ann@quokkacorp.example,Quokkann Lee,quokkanote\n\
    quokkaid1,Quokkacorp,quokkacorp.example,Quokkaplan,12000 EUR,2025-03-31,cleo@shared.example,Cleo,quokkanote\n\
    b-1,Bolt,bolt.example,Free,,,bob@bolt.example,Bob,\n\
    b-1,Bolt,bolt.example,Free,,,cleo@shared.example,Cleo,\n";

/// Quokkacorp as C-1 and Bolt as C-2, who have Cleo in common, with all that can be said of a customer.
fn with_customer() -> TestApp {
    let app = TestApp::with_reviews();
    let said = "id,text,date,author,email\n\
        quokka1,The quokkasaid card was declined,2024-03-01,Quokkann Lee,ann@quokkacorp.example\n\
        quokka2,The quokkadomain page is empty,2024-03-02,Quokkabe,other@quokkacorp.example\n\
        quokka3,The quokkagiven export fails,2024-03-03,Quokkazoe,\n\
        4,Bolt cannot export,2024-03-04,Bob,bob@bolt.example\n\
        5,Cleo cannot export either,2024-03-05,Cleo,cleo@shared.example\n";
    assert_eq!(app.import("desk.csv", said, &[]), [5, 0, 0, 0]);
    app.file("accounts.csv", ACCOUNTS);
    let report = app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    assert_eq!((&report["customers_added"], &report["rejected"]), (&json!(2), &json!(0)), "{report}");
    app.json(&["customer", "give", &signal(&app, "quokkagiven"), "C-1"]);
    let by_hand = ["customer", "set", "C-1", "owner=Quokkaowner", "--domain", "quokkalabs.example"];
    app.json(&by_hand);
    app.json(&["customer", "domain", "quokkalabs.example", "company"]);
    let theme = theme(&app);
    app.json(&["goal", "add", "close the quokkagoal books", "--customer", "C-1", "--theme", &theme]);
    app.json(&["goal", "add", "find an old invoice", "--theme", &theme]);
    app.json(&["theme", "strength", &theme, "C-1", "blocker"]);
    app.json(&["theme", "strength", &theme, "C-2", "nice"]);
    app.json(&["theme", "rename", &theme, "What Quokkacorp met"]);
    app.json(&["segment", "add", "Named", "name = Quokkacorp"]);
    app.json(&["segment", "add", "Paying", "plan = Quokkaplan or Free"]);
    app.json(&["segment", "remove", "Paying"]);
    app
}

fn theme(app: &TestApp) -> String {
    app.json(&["themes"])["themes"][0]["id"].as_str().unwrap().to_owned()
}

fn signal(app: &TestApp, words: &str) -> String {
    app.json(&["search", words])["hits"][0]["signal"]["id"].as_str().unwrap().to_owned()
}

/// Where any word of the customer's stands, but for conditions of segments, which quote a plan that others may have.
fn traces(app: &TestApp) -> (BTreeMap<String, BTreeSet<String>>, BTreeSet<String>, BTreeSet<String>) {
    let words: Vec<String> = ["corp", "id1", "ann", "be", "zoe", "said", "domain", "given", "owner", "labs"]
        .iter()
        .chain(&["note", "goal", "1", "2", "3"])
        .map(|end| format!("{CANARY}{end}"))
        .collect();
    let mut tables = found_in_tables(app);
    tables.values_mut().for_each(|found| found.retain(|word| word != "quokkaplan"));
    tables.retain(|_, found| !found.is_empty());
    (tables, found_in_index(app), found_in_files(&app.data(), &words))
}

fn no_trace(app: &TestApp) {
    assert_eq!(traces(app), (BTreeMap::new(), BTreeSet::new(), BTreeSet::new()));
}

#[test]
fn an_erased_customer_is_in_no_table_no_index_and_no_file_and_the_others_are_as_they_were() {
    let app = with_customer();
    let (tables, terms, files) = traces(&app);
    for column in ["customer_changes.value", "contacts.name", "signals.text", "typed_texts.text"] {
        assert!(tables.contains_key(column), "the scan sees {column}: {tables:?}");
    }
    assert!(!terms.is_empty() && !files.is_empty());
    let bolt = app.json(&["customer", "show", "C-2"]);
    let everything = app.json(&["customer", "export", "C-1"]);
    let theme = everything["judgements"][0]["theme"].as_str().unwrap();

    let planned = app.json(&["erase", "--customer", "C-1", "--dry-run"]);
    let counts = ["customers", "contacts", "signals", "goals", "judgements"];
    assert_eq!(counts.map(|what| planned[what].as_u64().unwrap()), [1, 4, 3, 1, 1], "{planned}");
    assert!(planned["facts"].as_u64().unwrap() >= 5 && planned["identifiers"] == 3, "{planned}");
    assert_eq!(app.json(&["customer", "list"])["total"], 2, "nothing was done");
    let told = app.run(&["erase", "--customer", "C-1", "--dry-run"]).stdout;
    assert!(told.contains("would erase customer C-1 with 4 people, 3 signals"), "{told}");
    let unasked = app.run(&["erase", "--customer", "C-1"]);
    assert!(unasked.code == 1 && unasked.stderr.contains("--yes"), "{}", unasked.stderr);

    let report = app.json(&["erase", "--customer", "C-1", "--yes"]);
    assert_eq!(counts.map(|what| report[what].as_u64().unwrap()), [1, 4, 3, 1, 1], "{report}");
    no_trace(&app);
    assert_eq!(app.json(&["doctor"])["well"], true);
    app.rebuild_changes_nothing();
    no_trace(&app);

    assert_eq!(app.json(&["customer", "list"])["total"], 1);
    let after = app.json(&["customer", "show", "C-2"]);
    for field in ["customer", "facts", "identifiers"] {
        assert_eq!(after[field], bolt[field], "{field}");
    }
    assert_eq!(after["customer"]["signals"], 2, "Bob's and Cleo's");
    let cleo = after["contacts"].as_array().unwrap().iter().find(|one| one["name"] == "Cleo").unwrap();
    assert_eq!(cleo["customers"], json!(["C-2"]), "she stays with Bolt");
    let goals = app.json(&["goal", "list"]).to_string();
    assert!(goals.contains("find an old invoice") && !goals.contains("G-1\""), "{goals}");
    let needed = app.json(&["theme", "show", theme])["strengths"].clone();
    assert_eq!((&needed["blocker"], &needed["nice"]), (&json!(0), &json!(1)), "{needed}");
    let again = app.json(&["erase", "--customer", "C-1", "--yes"]);
    assert_eq!((&again["customers"], &again["erased_before"]), (&json!(0), &json!(1)), "{again}");
}

#[test]
fn the_same_list_again_says_of_it_refused_erased_first_in_the_dry_run_and_changes_nobody_else() {
    let app = with_customer();
    app.json(&["erase", "--customer", "C-1", "--yes"]);
    let import = ["customer", "import", "accounts.csv", "--source", "crm"];
    let planned = app.json(&[&import[..], &["--dry-run"]].concat());
    let done = app.json(&import);
    for field in ["added", "updated", "unchanged", "rejected", "problems", "customers_gone"] {
        assert_eq!(planned[field], done[field], "{field}");
    }
    assert_eq!(
        (&done["rejected"], &done["unchanged"], &done["customers_gone"]),
        (&json!(2), &json!(2), &json!(0))
    );
    assert!(done["problems"][0]["reason"].as_str().unwrap().starts_with("refused: erased on "), "{done}");
    no_trace(&app);
    let server = app.serve();
    let upsert = json!({"command": "upsert-customers", "source": "crm", "customers": [{"id": "quokkaid1"}]});
    let headers = [("content-type", "application/json")];
    let answer = server.send("/api/v1/commands", &headers, upsert.to_string().as_bytes());
    assert!(answer.body.contains("refused: erased on "), "{}", answer.body);
}

#[test]
fn an_older_backup_does_not_bring_it_back() {
    let app = with_customer();
    let backup = app.folder().join("before.db");
    app.json(&["backup", backup.to_str().unwrap()]);
    app.json(&["erase", "--customer", "C-1", "--yes"]);
    let kept = app.folder().join("erasures.json");
    std::fs::copy(app.data().join("erasures.json"), &kept).unwrap();
    assert!(!std::fs::read_to_string(&kept).unwrap().to_lowercase().contains(CANARY), "it names nobody");
    std::fs::remove_dir_all(app.data()).unwrap();
    app.json(&["restore", backup.to_str().unwrap(), "--erasures", kept.to_str().unwrap()]);
    no_trace(&app);
    let list = app.json(&["customer", "list"]);
    assert_eq!((&list["total"], &list["customers"][0]["id"]), (&json!(1), &json!("C-2")), "{list}");
    assert_eq!(app.json(&["doctor"])["well"], true);
    app.rebuild_changes_nothing();
}

#[test]
fn its_page_shows_what_would_go_and_says_afterwards_that_it_is_gone_for_good() {
    let app = with_customer();
    let server = app.serve();
    assert!(server.get("/customers/C-1").body.contains("/customers/C-1/erase"));
    let preview = server.get("/customers/C-1/erase").body;
    for expected in [
        "Erase <span dir=\"auto\">Quokkacorp</span>?",
        "4 people",
        "3 signals",
        "1 judgement",
        "cannot be taken back",
    ] {
        assert!(preview.contains(expected), "{expected}: {preview}");
    }
    let form = [("command", "erase"), ("customer", "C-1"), ("next", "/customers/C-1")];
    assert_eq!(server.post("/commands", &form).status, 303);
    for path in ["/customers/C-1", "/customers/C-1/erase", "/search?customer=C-1"] {
        let page = server.get(path);
        assert_eq!(page.status, 404, "{path}");
        assert!(page.body.contains("customer C-1 was erased on "), "{path}: {}", page.body);
        assert!(page.body.contains("cannot be taken back"), "{path}: {}", page.body);
    }
    assert!(!server.get("/customers").body.to_lowercase().contains(CANARY));
    for path in ["/api/v1/customers/C-1", "/api/v1/customers/C-1/export", "/api/v1/themes?customer=C-1"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("was erased on "), "{path}: {}", answer.body);
    }
    let undo = json!({"command": "undo-customer", "customer": "C-1"});
    let headers = [("content-type", "application/json")];
    let answer = server.send("/api/v1/commands", &headers, undo.to_string().as_bytes());
    assert!(answer.status == 404 && answer.body.contains("cannot be taken back"), "{}", answer.body);
    drop(server);
    no_trace(&app);
}

#[test]
fn a_customer_that_is_part_of_another_is_refused_and_goes_with_what_it_is_part_of() {
    let app = with_customer();
    app.json(&["customer", "merge", "C-2", "C-1"]);
    let refused = app.run(&["erase", "--customer", "C-2", "--yes"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.contains("it is part of C-1; erase C-1 with all that is part of it"),
        "{}",
        refused.stderr
    );
    assert_eq!(app.json(&["erase", "--customer", "C-1", "--dry-run"])["customers"], 2);
    app.json(&["customer", "unmerge", "C-2"]);
    assert_eq!(app.json(&["erase", "--customer", "C-2", "--dry-run"])["customers"], 1);
}

#[test]
fn the_export_of_a_customer_holds_all_that_an_erasure_takes() {
    let app = with_customer();
    app.json(&["customer", "set", "C-1", "plan=Quokkasmall"]);
    app.json(&["customer", "undo", "C-1"]);
    app.json(&["goal", "remove", "G-1"]);
    let everything = app.json(&["customer", "export", "C-1"]);
    assert_eq!(everything["judgements"][0]["strength"], "blocker");
    assert_eq!(everything["removed_goals"][0]["words"], "close the quokkagoal books");
    assert_eq!(everything["signals"].as_array().unwrap().len(), 4, "Cleo's, too");
    let speakers: Vec<&Value> =
        everything["speakers"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert!(
        speakers.contains(&&json!("Quokkazoe")) && speakers.contains(&&json!("Quokkabe")),
        "{speakers:?}"
    );
    let record = everything["record"].as_array().unwrap();
    let plan = record.iter().find(|one| one["value"] == "Quokkasmall").unwrap();
    assert_eq!((&plan["stands"], &plan["field"]), (&json!(false), &json!("plan")));
    let given = record.iter().find(|one| one["what"] == "given").unwrap();
    assert_eq!(given["signal"], signal(&app, "quokkagiven"));
    let server = app.serve();
    assert_eq!(told(&server.get("/api/v1/customers/C-1/export"))["judgements"], everything["judgements"]);
}
