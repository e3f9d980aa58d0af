//! Customers at every door: a list of one's own joins what was said, each join with its reason; what is said by hand holds;
//! two that are one count once; and whoever is erased is gone.

use serde_json::{Value, json};

use crate::app::{TestApp, TestServer};

const HOSTILE: &str = "<script>alert('x')</script>";

/// Five people who spoke, and a list that knows three of them.
fn with_customers() -> TestApp {
    let app = TestApp::new();
    let said = "id,text,date,author_id,email\n\
                1,The card was declined,2024-03-01,u-1,\n\
                2,I was charged twice,2024-03-02,,Ann <ANN@acme.example>\n\
                3,It crashes on start,2024-03-03,,someone@mail.acme.example\n\
                4,Where is my refund,2024-03-04,,bob@gmail.com\n\
                5,Lovely people,2024-03-05,,x@bolt.example\n";
    assert_eq!(app.import("desk.csv", said, &[]), [5, 0, 0, 0]);
    let accounts = "Account ID,Company,Website,Plan,ARR,Renewal Date,Contact Email,Contact Name\n\
                    a-1,Acme,https://acme.example,Pro,12000 EUR,2025-03-31,ann@acme.example,Ann Lee\n\
                    b-1,Bolt,bolt.example,Free,,,bob@gmail.com,Bob\n";
    app.file("accounts.csv", accounts);
    let report = app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    assert_eq!((&report["added"], &report["rejected"]), (&json!(2), &json!(0)), "{report}");
    app
}

fn reasons(app: &TestApp, signal: &str) -> Vec<String> {
    let page = app.json(&["signal", "show", signal]);
    let joins = page["customers"].as_array().unwrap().iter();
    joins
        .map(|join| format!("{} {}", join["customer"].as_str().unwrap(), join["reason"].as_str().unwrap()))
        .collect()
}

/// The signals of the five, in the order of the file.
fn signals(app: &TestApp) -> Vec<String> {
    let list = app.json(&["search", "--limit", "50"]);
    let mut found: Vec<(String, String)> = list["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| {
            let signal = &hit["signal"];
            (signal["at"].as_str().unwrap().to_owned(), signal["id"].as_str().unwrap().to_owned())
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, id)| id).collect()
}

fn command(server: &TestServer, command: &Value) -> (u16, Value) {
    let headers = [("content-type", "application/json")];
    let page = server.send("/api/v1/commands", &headers, command.to_string().as_bytes());
    (page.status, serde_json::from_str(&page.body).unwrap())
}

#[test]
fn a_list_of_people_with_columns_of_its_own_takes_every_person_in_and_no_account_away() {
    let app = TestApp::new();
    app.file("accounts.csv", "id,company,plan\na,Acme,pro\nb,Bolt,free\n");
    app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    let people = "Account ID,Account Name,First Name,Email,Title\n\
                  a,Acme,Ann,ann@acme.example,CTO\na,Acme,Bo,bo@acme.example,Buyer\n";
    app.file("people.csv", people);
    let report = app.json(&["customer", "import", "people.csv", "--source", "crm"]);
    let counted = |field: &str| report[field].as_u64().unwrap();
    assert_eq!(
        (counted("contacts_added"), counted("rejected"), counted("customers_gone")),
        (2, 0, 0),
        "{report}"
    );
    assert!(report["notes"].to_string().contains("Title"), "{report}");
}

#[test]
fn a_list_of_ones_own_joins_what_was_said_in_one_command_and_each_join_says_why() {
    let app = with_customers();
    let signals = signals(&app);
    let joined: Vec<Vec<String>> = signals.iter().map(|signal| reasons(&app, signal)).collect();
    let expected = [vec![], vec!["C-1 email"], vec!["C-1 domain"], vec!["C-2 email"], vec!["C-2 domain"]];
    assert_eq!(joined, expected);
    let told = app.run(&["signal", "show", &signals[2]]).stdout;
    assert!(told.contains("C-1 Acme, for the speaker's address is at acme.example"), "{told}");
    let list = app.json(&["customer", "list"]);
    assert_eq!((&list["total"], &list["signals_of_nobody"]), (&json!(2), &json!(1)), "{list}");
    let shown = app.run(&["customer", "show", "C-1"]).stdout;
    for expected in ["Acme", "12,000 EUR", "2025-03-31", "by source crm", "Ann Lee", "2 signals"] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert!(shown.contains("the speaker's address ann@acme.example is that of P-"), "{shown}");
    app.rebuild_changes_nothing();
}

#[test]
fn the_list_again_is_a_sync_that_can_be_looked_at_first() {
    let app = with_customers();
    let again = "Account ID,Company,Website,Plan,ARR,Renewal Date,Contact Email,Contact Name\n\
                 a-1,Acme,https://acme.example,Team,15000 EUR,2026-03-31,ann@acme.example,Ann Lee\n\
                 c-1,Core,core.example,Free,,,,\n";
    app.json(&["customer", "set", "C-1", "plan=custom"]);
    app.file("accounts.csv", again);
    let planned = app.json(&["customer", "import", "accounts.csv", "--source", "crm", "--dry-run"]);
    assert_eq!(app.json(&["customer", "list"])["total"], 2, "nothing was done");
    let done = app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    for field in ["added", "updated", "unchanged", "customers_gone", "contacts_gone", "changed"] {
        assert_eq!(planned[field], done[field], "{field}");
    }
    assert_eq!((&done["customers_gone"], &done["gone"][0]["customer"]), (&json!(1), &json!("C-2")), "{done}");
    let plan = done["changed"].as_array().unwrap().iter().find(|change| change["field"] == "plan").unwrap();
    assert_eq!(
        (&plan["before"], &plan["now"], &plan["by_hand"]),
        (&json!("Pro"), &json!("Team"), &json!("custom"))
    );
    let holds = |app: &TestApp| {
        let page = app.json(&["customer", "show", "C-1"]);
        let facts = page["facts"].as_array().unwrap().iter();
        let plans: Vec<String> = facts
            .filter(|fact| fact["field"] == "plan" && fact["holds"] == true)
            .map(|fact| fact["value"].as_str().unwrap().to_owned())
            .collect();
        plans
    };
    assert_eq!(holds(&app), ["custom"]);
    app.json(&["customer", "undo", "C-1"]);
    assert_eq!(holds(&app), ["Team"]);
    assert_eq!(app.json(&["customer", "show", "C-2"])["customer"]["gone"], true, "marked, not deleted");
    app.rebuild_changes_nothing();
}

#[test]
fn bad_records_say_where_and_why_and_the_others_are_taken_in() {
    let app = TestApp::new();
    let bad = format!(
        "id,name,arr,currency,renewal,domain,contact email,contact id\n\
         1,One,100,EUR,2025-03-31,shared.example,a@one.example,p1\n\
         2,Two,100,EURO,2025-03-31,two.example,,\n\
         3,Three,-100,EUR,2025-03-31,three.example,,\n\
         4,Four,100,EUR,no day,four.example,,\n\
         1,One,100,EUR,2025-03-31,shared.example,,\n\
         5,{HOSTILE},100,EUR,31.03.2025,shared.example,a@one.example,p2\n\
         6,=cmd|'/C calc'!A0,100,EUR,2025-03-31,shared.example,,\n"
    );
    app.file("bad.csv", bad);
    let ran = app.run(&["customer", "import", "bad.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for (place, why) in [
        ("line 3", "'EURO' is not a valid currency"),
        ("line 4", "is negative"),
        ("line 5", "'no day'"),
        ("line 6", "stands in line 2 already"),
        ("line 7", "is somebody else's, by line 2"),
        ("line 8", "also the customer of line 2's"),
    ] {
        let told = ran.stdout.lines().any(|line| line.contains(place) && line.contains(why));
        assert!(told, "{place}: {why}: {}", ran.stdout);
    }
    let list = app.json(&["customer", "list"]);
    assert_eq!(list["total"], 2, "{list}");
    assert!(app.reasons("bad").iter().all(|reason| !reason.contains("EURO")), "the log quotes nothing");
}

#[test]
fn two_that_are_one_count_once_after_a_preview_and_apart_again_when_that_is_taken_back() {
    let app = with_customers();
    let preview = app.json(&["customer", "merge", "C-2", "C-1", "--dry-run"]);
    assert_eq!((&preview["signals"], &preview["contacts"]), (&json!(2), &json!(1)), "{preview}");
    assert_eq!(app.json(&["customer", "list"])["total"], 2);
    app.json(&["customer", "merge", "C-2", "C-1"]);
    assert_eq!(app.json(&["customer", "list"])["total"], 1);
    assert_eq!(app.json(&["customer", "show", "C-1"])["customer"]["signals"], 4);
    let refused = app.run(&["customer", "merge", "C-1", "C-1"]);
    assert!(refused.code == 1 && refused.stderr.contains("merged into itself"), "{}", refused.stderr);
    app.json(&["customer", "unmerge", "C-2", "--identifier", "bolt.example"]);
    let five = &signals(&app)[4];
    assert_eq!(reasons(&app, five), ["C-2 domain"]);
    app.json(&["customer", "undo", "C-2"]);
    assert_eq!(reasons(&app, five), ["C-1 domain"]);
    app.json(&["customer", "unmerge", "C-2"]);
    assert_eq!(app.json(&["customer", "list"])["total"], 2);
    let shown = app.run(&["customer", "show", "C-1"]).stdout;
    assert!(shown.contains("C-2 was merged into C-1") && shown.contains("taken back by"), "{shown}");
    app.json(&["customer", "give", five, "C-1"]);
    assert_eq!(reasons(&app, five), ["C-1 by-hand"]);
    app.json(&["customer", "give", five, "--undo"]);
    assert_eq!(reasons(&app, five), ["C-2 domain"]);
    app.rebuild_changes_nothing();
}

#[test]
fn programs_tell_of_customers_by_the_ids_of_their_source() {
    let app = with_customers();
    let server = app.serve();
    let (status, report) = command(
        &server,
        &json!({
            "command": "upsert-customers",
            "source": "billing",
            "customers": [
                {"id": "x-1", "facts": ["name=Xeno", "mrr=99 EUR"], "domains": ["xeno.example"],
                 "contacts": [{"id": "u-1", "name": HOSTILE, "email": "u1@xeno.example"}]},
                {"id": "x-2", "facts": ["mrr=-1 EUR"]}
            ]
        }),
    );
    assert_eq!(status, 200, "{report}");
    assert_eq!((&report["added"], &report["rejected"]), (&json!(1), &json!(1)), "{report}");
    assert!(report["problems"][0]["reason"].as_str().unwrap().contains("negative"), "{report}");
    let list: Value = serde_json::from_str(&server.get("/api/v1/customers?named=xen").body).unwrap();
    assert_eq!(list["customers"][0]["name"], "Xeno", "{list}");
    let id = list["customers"][0]["id"].as_str().unwrap();
    let page: Value = serde_json::from_str(&server.get(&format!("/api/v1/customers/{id}")).body).unwrap();
    assert_eq!(page["facts"].as_array().unwrap().len(), 2, "{page}");
    assert_eq!(server.get("/api/v1/customers/C-99").status, 404);
    let (status, merged) =
        command(&server, &json!({"command": "merge-customers", "customer": id, "into": "C-1"}));
    assert_eq!((status, &merged["into"]["id"]), (200, &json!("C-1")), "{merged}");
    let (status, _) = command(&server, &json!({"command": "merge-customers", "customer": id, "into": "C-1"}));
    assert_eq!(status, 409);
    let (status, _) = command(&server, &json!({"command": "unmerge-customer", "customer": id}));
    assert_eq!(status, 200);
    let (status, sorted) =
        command(&server, &json!({"command": "sort-domain", "domain": "acme.example", "sort": "own"}));
    assert_eq!((status, &sorted["sort"]), (200, &json!("own")));
    let shown: Value = serde_json::from_str(&server.get("/api/v1/customers/C-1").body).unwrap();
    assert_eq!(shown["customer"]["signals"], 0, "our own people are no customers: {shown}");
}

#[test]
fn a_running_server_takes_the_list_over() {
    let app = with_customers();
    let _server = app.serve();
    app.file("more.csv", "id,name\nz-1,Zeta\n");
    let report = app.json(&["customer", "import", "more.csv"]);
    assert_eq!(report["customers_added"], 1, "{report}");
}

#[test]
fn whoever_is_erased_is_gone_from_customers_and_everything_of_one_can_be_had() {
    let app = with_customers();
    let everything = app.json(&["customer", "export", "C-1"]);
    assert_eq!(everything["signals"].as_array().unwrap().len(), 2);
    assert_eq!(everything["contacts"][0]["name"], "Ann Lee");
    app.json(&["erase", "--contact", "ann@acme.example", "--yes"]);
    let page = app.json(&["customer", "show", "C-1"]);
    assert!(!page.to_string().contains("Ann") && page["contacts"].as_array().unwrap().is_empty(), "{page}");
    assert_eq!(page["customer"]["signals"], 1, "what others said at the domain stays");
    let again = app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    assert!(again["problems"].to_string().contains("was erased"), "{again}");
    app.json(&["source", "undo", "crm"]);
    app.json(&["erase", "--source", "crm", "--yes"]);
    assert_eq!(app.json(&["customer", "list"])["total"], 0);
    app.rebuild_changes_nothing();
}

#[test]
fn nothing_of_a_list_gives_a_terminal_orders() {
    let app = TestApp::new();
    app.file("evil.csv", "id,name,plan\n1,\"\u{1b}[31mred\u{202e}\",\u{1b}]0;x\u{7}\n");
    app.json(&["customer", "import", "evil.csv"]);
    for arguments in [&["customer", "list"][..], &["customer", "show", "C-1"], &["customer", "export", "C-1"]]
    {
        let shown = app.run(arguments).stdout;
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{arguments:?}: {shown:?}");
    }
}

#[test]
fn domains_that_no_customer_has_are_counted_and_lead_to_adding_one_or_saying_that_it_is_none() {
    let app = TestApp::new();
    let said = "id,text,email\n\
                1,The card was declined,ann@acme.example\n\
                2,I was charged twice,bob@bolt.example\n\
                3,It crashes on start,cy@mail.bolt.example\n\
                4,Where is my refund,dee@dune.example\n\
                5,Lovely people,eve@gmail.com\n\
                6,Nobody knows me,\n";
    app.import("said.csv", said, &[]);
    app.json(&["customer", "add", "name=Acme", "--domain", "acme.example"]);
    let list = app.json(&["customer", "list", "--unclaimed"]);
    let told = |list: &Value| -> Vec<(String, u64, u64)> {
        let domains = list["domains"].as_array().unwrap().iter();
        let one = |one: &Value| {
            (
                one["domain"].as_str().unwrap().to_owned(),
                one["signals"].as_u64().unwrap(),
                one["people"].as_u64().unwrap(),
            )
        };
        domains.map(one).collect()
    };
    let domains = [("bolt.example".to_owned(), 2, 2), ("dune.example".to_owned(), 1, 1)];
    assert_eq!(told(&list), domains, "{list}");
    assert_eq!(list["says"], "3 signals from 2 domains that no customer has");
    let table = app.run(&["customer", "list", "--unclaimed"]);
    assert!(
        table.stdout.contains("DOMAIN") && table.stderr.contains("hearken customer add"),
        "{}",
        table.stdout
    );
    let server = app.serve();
    assert_eq!(server.get("/api/v1/unclaimed-domains?limit=1").body.matches("\"people\"").count(), 1);
    let page = server.get("/customers/domains").body;
    assert!(page.contains("3 signals from 2 domains") && page.contains("value=\"bolt.example\""), "{page}");
    assert!(server.get("/").body.contains("/customers/domains"));
    let form = [("field", "name"), ("value", "Bolt"), ("domain", "bolt.example")];
    assert_eq!(server.post("/customers/say", &form).status, 303);
    let form = [
        ("command", "sort-domain"),
        ("domain", "dune.example"),
        ("sort", "own"),
        ("next", "/customers/domains"),
    ];
    assert_eq!(server.post("/commands", &form).status, 303);
    assert_eq!(app.json(&["customer", "list", "--unclaimed"])["total"], 0);
    assert!(server.get("/customers/domains").body.contains("is known"));
}
