//! After an erasure, an undo and a restore, every text and blob of every table, every term of the text index and every byte of
//! every file is walked for words that were planted in every field that can arrive.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;

use crate::app::TestApp;
use crate::canaries::{
    any_model_knows, canary, columns, found_in_files, found_in_index, found_in_tables, hashes_of, holding,
    of_person, open,
};
use crate::erasure_rules::RULES;
use crate::shop::with_shop;

/// What a source, its files and their columns are called: not the person's words.
const OF_SOURCE: [&str; 5] = ["quokkashop", "quokkafile", "quokkazip", "quokkamember", "quokkacolumn"];

/// Signals of one person, with a word of its own in every field.
fn items(round: usize) -> String {
    let mut lines = String::new();
    for n in 0..10 {
        let word = |field: &str| canary(field);
        let ann = serde_json::json!({
            "id": format!("{}-{n}", word("id")),
            "text": format!("my {} card reader fails to pair with my phone {n} {round}", word("text")),
            "title": format!("{} reader", word("title")),
            "author": word("author"),
            "author_id": word("author_id"),
            "email": format!("{}@example.com", word("email")),
            "url": format!("https://example.com/{}", word("url")),
            "product": word("product"),
            "version": word("version"),
            "language": word("language"),
            "labels": [word("tag"), format!("{}, or so", word("label"))],
            "status": word("status"),
            "kind": word("kind"),
            "rating": word("rating"),
            "list": [word("list")],
            "object": { "inner": word("object") },
            word("key"): word("note"),
            // One whose date cannot be read keeps it as a field.
            "date": if n == 9 { word("date") } else { "2024-03-01".to_owned() },
        });
        writeln!(lines, "{ann}").unwrap();
    }
    lines
}

/// A signal with a frame of a stack, which evidence quotes.
fn framed() -> String {
    let frame = format!("  File \"/srv/{}/src/pay/charge.py\", line 6, in charge_card", canary("frame"));
    let text = format!("I was charged twice\nTraceback (most recent call last):\n{frame}\n");
    format!("{}\n", serde_json::json!({"id": "frame-1", "text": text, "author_id": canary("author_id")}))
}

/// A zip with two members: one has an item, and one that cannot be used.
fn zipped() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("calm.csv", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"id,text,author_id,date\nz-0,a calm reader,u-9,2024-03-02\n").unwrap();
    archive.start_file("quokkamember.csv", zip::write::SimpleFileOptions::default()).unwrap();
    let (text, person, cell) = (canary("zipped"), canary("author_id"), canary("cell"));
    let rows =
        format!("id,text,author_id,date\nz-1,my {text} reader,{person},2024-03-02\nz-2,,{person},{cell}\n");
    archive.write_all(rows.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

/// Everything that a person can bring, in one source but for what is pasted; rulings that repeat it; a link into code.
fn planted() -> TestApp {
    let app = with_shop();
    app.import("quokkafile.jsonl", items(1), &["--source", "quokkashop", "--map", "status=status"]);
    app.json(&["cluster"]);
    app.import("quokkafile.jsonl", items(2), &["--source", "quokkashop"]);
    app.import("frames.jsonl", framed(), &["--source", "quokkashop"]);
    app.import("quokkazip.zip", zipped(), &["--source", "quokkashop"]);
    let mapped = format!(
        "quokkacolumn,who,when\nthe {} reader and more,{},2024-03-03\n",
        canary("mapped"),
        canary("author_id")
    );
    let mapping = ["--source", "quokkashop", "--map", "text=quokkacolumn,author-id=who,at=when"];
    app.import("quokkafile.csv", mapped, &mapping);
    know_as_customer(&app);
    post_and_paste(&app);
    app.json(&["cluster"]);
    app.json(&["code", "update"]);
    rule(&app);
    app
}

/// The person in a list of customers, in a customer that is called like them.
fn know_as_customer(app: &TestApp) {
    let (id, name, email) = (canary("author_id"), canary("author"), canary("email"));
    let list = format!(
        "account id,plan,company,contact id,contact name,contact email\nk-1,pro,{name},{id},{name},{email}@example.com\n"
    );
    app.file("quokkafile.csv", list);
    app.json(&["customer", "import", "quokkafile.csv", "--source", "quokkashop"]);
}

fn post_and_paste(app: &TestApp) {
    let server = app.serve();
    let who = canary("author_id");
    let post = serde_json::json!([
        {"text": format!("the {} reader again", canary("post")), "author_id": who},
        {"title": format!("{} without a text", canary("refused")), "author_id": who, "at": canary("refused")},
    ]);
    let headers = [("content-type", "application/json"), ("idempotency-key", "quokkapost")];
    let answer = server.send("/api/v1/signals?source=quokkashop", &headers, post.to_string().as_bytes());
    assert!(answer.status < 300, "{}", answer.body);
    let text = format!("I gave up, says {}", canary("pasted"));
    let paster = canary("paster");
    assert_eq!(server.post("/paste", &[("text", &text), ("author", &paster)]).status, 303);
}

/// What people decide about it, in words that repeat what was said, and where they look.
fn rule(app: &TestApp) {
    let themes = app.json(&["themes"]);
    let id = |number: usize| themes["themes"][number]["id"].as_str().unwrap().to_owned();
    app.json(&["theme", "rename", &id(0), &format!("What {} met", canary("author"))]);
    app.json(&["theme", "rename", &id(1), &format!("The {} reader", canary("text"))]);
    app.json(&["theme", "undo", "R-2"]);
    for field in ["product", "tag", "url", "note", "list", "object", "id", "rating"] {
        app.json(&["theme", "rename", &id(1), &format!("About {}", canary(field))]);
    }
    let (name, words) = (format!("Of {}", canary("author")), canary("text"));
    let save = ["view", "save", &name, "--page", "search", "--words", &words, "--label", &canary("tag")];
    app.json(&save);
    app.json(&["link", &signal_of(app, &canary("frame")), "src/pay/charge.py", "--yes"]);
    app.json(&["link", &id(0), "src/pay/charge.py", "--no"]);
    app.json(&["watch", "--owner", &format!("{}@example.com", canary("email"))]);
}

fn signal_of(app: &TestApp, word: &str) -> String {
    app.json(&["search", word])["hits"][0]["signal"]["id"].as_str().unwrap().to_owned()
}

/// What is left of the person in tables, beside what the source and its files are called.
fn left_in_tables(app: &TestApp) -> Vec<(String, String)> {
    let mut left = Vec::new();
    for (column, words) in found_in_tables(app) {
        let of_person = words.into_iter().filter(|word| !OF_SOURCE.contains(&word.as_str()));
        left.extend(of_person.map(|word| (column.clone(), word)));
    }
    left
}

#[test]
fn every_column_that_can_hold_words_says_what_erases_it() {
    let app = planted();
    let stand = columns(&open(&app));
    let ruled: BTreeSet<String> = RULES.iter().map(|(column, _)| (*column).to_owned()).collect();
    let without: Vec<&String> = stand.difference(&ruled).collect();
    assert!(without.is_empty(), "no rule of erasure for {without:?}");
    let gone: Vec<&String> = ruled.difference(&stand).collect();
    assert!(gone.is_empty(), "rules for columns that are not there: {gone:?}");
    assert!(RULES.iter().all(|(_, rule)| !rule.is_empty()));
}

#[test]
fn the_walk_sees_what_is_planted_everywhere() {
    let app = planted();
    let found = found_in_tables(&app);
    for column in [
        "code_links.evidence",
        "contacts.email",
        "contacts.address",
        "contacts.external_id",
        "contacts.name",
        "customer_changes.value",
        "dispositions.place",
        "idempotency_replies.key",
        "imports.file",
        "imports.mapping",
        "revisions.text",
        "signals.extra",
        "signals.external_id",
        "signals.language",
        "signals.product",
        "signals.labels",
        "signals.status",
        "signals.text",
        "signals.title",
        "signals.url",
        "signals.version",
        "sources.name",
        "theme_values.value",
        "typed_texts.text",
    ] {
        assert!(found.contains_key(column), "nothing in {column}: {found:?}");
    }
    let terms = found_in_index(&app);
    for field in ["text", "title", "product", "version", "tag", "status", "frame", "post", "mapped", "zipped"]
    {
        assert!(terms.iter().any(|stem| canary(field).starts_with(stem)), "no {field}: {terms:?}");
    }
    assert!(any_model_knows(&app, "monday"), "said by many, but not by most");
    assert!(!any_model_knows(&app, &canary("text")), "said by one");
    let files = found_in_files(&app.data(), &of_person());
    assert!(files.iter().any(|file| file.starts_with("rejects/")), "{files:?}");
    assert!(holding(&app, &hashes_of(&app, &canary("author_id"))).len() >= 3);
    let jobs: u64 = open(&app).query_row("SELECT count(*) FROM jobs", [], |row| row.get(0)).unwrap();
    assert!(jobs > 0);
}

#[test]
fn an_erased_person_is_in_no_table_no_index_and_no_file_and_the_themes_go_on() {
    let app = planted();
    let hashes = hashes_of(&app, &canary("author_id"));
    app.json(&["erase", "--yes", "--contact", &canary("author_id"), "--contact", &canary("paster")]);
    gone_from_everywhere(&app);
    assert_eq!(holding(&app, &hashes), BTreeSet::new());
    let themes = app.json(&["themes"]);
    let shown = themes.to_string().to_lowercase();
    assert!(!themes["themes"].as_array().unwrap().is_empty());
    assert!(of_person().iter().all(|word| !shown.contains(word)), "{themes}");
    assert!(app.json(&["rulings"]).to_string().contains("[erased]"));
    let views = app.json(&["view", "list"]).to_string();
    assert!(views.contains("was erased") && of_person().iter().all(|word| !views.contains(word)), "{views}");
    app.rebuild_changes_nothing();
    gone_from_everywhere(&app);
    app.json(&["cluster"]);
    gone_from_everywhere(&app);
    let backup = app.folder().join("copy.db");
    app.json(&["backup", backup.to_str().unwrap()]);
    let beside = found_in_files(app.folder(), &of_person());
    assert!(beside.iter().all(|file| !file.contains('/') && file != "copy.db"), "{beside:?}");
}

/// A person's words are nowhere in the data directory.
fn gone_from_everywhere(app: &TestApp) {
    assert_eq!(left_in_tables(app), []);
    assert_eq!(found_in_index(app), BTreeSet::new());
    assert_eq!(found_in_files(&app.data(), &of_person()), BTreeSet::new());
}

/// Neither a source's words nor its name are anywhere in the data directory.
fn no_trace(app: &TestApp) {
    assert_eq!(found_in_tables(app), BTreeMap::new());
    assert_eq!(found_in_index(app), BTreeSet::new());
    assert_eq!(found_in_files(&app.data(), &["quokka".to_owned()]), BTreeSet::new());
}

#[test]
fn an_erased_source_is_in_no_table_no_index_and_no_file() {
    let app = planted();
    app.import("other.csv", "text,date\nwords of another source,2024-01-01\n", &[]);
    let hashes = hashes_of(&app, &canary("author_id"));
    app.json(&["erase", "--yes", "--contact", &canary("paster")]);
    app.json(&["erase", "--yes", "--source", "quokkashop"]);
    no_trace(&app);
    assert_eq!(holding(&app, &hashes), BTreeSet::new());
    app.rebuild_changes_nothing();
}

#[test]
fn imports_that_were_taken_back_are_in_no_table_no_index_and_no_file() {
    let app = with_shop();
    let calm = format!(
        "{}\n",
        serde_json::json!({"id": "c-1", "text": "words that stay", "author_id": "u-1", "author": "Ann"})
    );
    app.import("calm.jsonl", calm, &["--source", "shop"]);
    // The same author under another name, and once more.
    let renamed = |text: &str| {
        format!(
            "{}\n",
            serde_json::json!({"id": text, "text": text, "author_id": "u-1", "author": canary("author")})
        )
    };
    app.import("quokkafile.jsonl", renamed("said under another name"), &["--source", "shop"]);
    app.import("quokkafile.jsonl", items(1), &["--source", "shop"]);
    app.import("frames.jsonl", framed(), &["--source", "shop"]);
    app.import("quokkazip.zip", zipped(), &["--source", "shop"]);
    app.json(&["cluster"]);
    app.json(&["code", "update"]);
    let theme = app.json(&["themes"])["themes"][0]["id"].as_str().unwrap().to_owned();
    for word in ["text", "author", "author_id", "product", "zipped"] {
        app.json(&["theme", "rename", &theme, &format!("The {} reader", canary(word))]);
    }
    app.json(&["link", &signal_of(&app, &canary("frame")), "src/pay/charge.py", "--yes"]);
    for _ in 0..4 {
        app.json(&["source", "undo", "shop"]);
    }
    no_trace(&app);
    app.rebuild_changes_nothing();
    assert_eq!(app.json(&["sources", "shop"])["source"]["signals"], 1);
    assert_eq!(app.json(&["theme", "undo", "R-1"])["id"], "R-1", "rulings go on without their words");
}

#[test]
fn what_is_taken_back_in_a_migrated_directory_is_in_no_copy_of_it() {
    let app = TestApp::of_last_format();
    app.json(&["theme", "pin", "T-9"]);
    assert!(app.data().join("before-format-7.db").exists());
    app.json(&["source", "undo", "ann"]);
    no_trace(&app);
    assert!(!app.data().join("before-format-7.db").exists());
}

#[test]
fn a_restored_backup_brings_back_no_typed_name_of_the_erased() {
    let app = planted();
    let backup = app.folder().join("before.db");
    app.json(&["backup", backup.to_str().unwrap()]);
    app.json(&["erase", "--yes", "--contact", &canary("author_id"), "--contact", &canary("paster")]);
    let kept = app.folder().join("erasures.json");
    std::fs::copy(app.data().join("erasures.json"), &kept).unwrap();
    std::fs::remove_dir_all(app.data()).unwrap();
    app.json(&["restore", backup.to_str().unwrap(), "--erasures", kept.to_str().unwrap()]);
    gone_from_everywhere(&app);
    app.rebuild_changes_nothing();
}

#[test]
fn who_is_known_by_a_small_number_takes_no_typed_number_along() {
    let app = TestApp::with_reviews();
    let two =
        "text,author,author_id,date\nfirst words,Ann,2,2024-01-01\nversion 2 is slow,Bob,77,2024-01-01\n";
    app.import("app.csv", two, &[]);
    let themes = app.json(&["themes"]);
    let theme = themes["themes"][0]["id"].as_str().unwrap();
    app.json(&["theme", "rename", theme, "Slow since version 2"]);
    app.json(&["erase", "--yes", "--contact", "2"]);
    assert!(app.json(&["themes"]).to_string().contains("Slow since version 2"));
}
