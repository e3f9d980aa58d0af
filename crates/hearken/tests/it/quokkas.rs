//! A customer each of whose words can be told from all others: what somebody wrote of them is to be gone with them.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::TestApp;
use crate::canaries::{found_in_files, found_in_tables};

/// A store with a customer, C-1, who pays 12345 EUR a year and whose parcels come late, beside others' reviews; the theme of
/// these parcels, and a signal of it.
pub fn with_quokkas() -> (TestApp, String, String) {
    let app = TestApp::with_reviews();
    let said = (0..12).fold("id,text,date,author,email\n".to_owned(), |csv, n| {
        csv + &format!("{n},The quokkasaid parcel came {n} days late to our door,2024-06-{:02},Quokkann,ann@quokkacorp.example\n", n + 1)
    });
    app.import("desk.csv", said, &[]);
    app.file("crm.csv", "id,name,domain,arr\nquokkaid,Quokkacorp,quokkacorp.example,12345 EUR\n");
    app.json(&["customer", "import", "crm.csv", "--source", "crm"]);
    app.json(&["cluster"]);
    let signal = app.json(&["search", "quokkasaid parcel"])["hits"][0]["signal"].clone();
    let id = |id: &serde_json::Value| id.as_str().unwrap().to_owned();
    (app, id(&signal["theme"]["id"]), id(&signal["id"]))
}

/// Erases that customer: no word of them is left in any table or file, and the store is well.
pub fn erase_the_quokkas(app: &TestApp) {
    app.json(&["erase", "--customer", "C-1", "--yes"]);
    assert_eq!(found_in_tables(app), BTreeMap::new());
    let words = ["quokkacorp", "quokkann", "quokkasaid", "quokkaid"].map(str::to_owned);
    assert_eq!(found_in_files(&app.data(), &words), BTreeSet::new());
    assert_eq!(app.json(&["doctor"])["well"], true);
    app.rebuild_changes_nothing();
}
