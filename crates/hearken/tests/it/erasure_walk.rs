//! After an erasure, every text and blob of every table, and every byte of every file, is walked for words that were
//! planted in every field that can arrive. A column that comes new has to say here what erases it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use crate::app::TestApp;
use crate::erase::{shapes, walk};

/// What takes a person's words out of each column that can hold some, or why it holds none.
const RULES: &[(&str, &str)] = &[
    ("actors.kind", "one of four words"),
    ("actors.name", "who works with Hearken, not a customer"),
    ("actors.behalf_of", "who works with Hearken, not a customer"),
    ("clustering_runs.embedding_table", "a name of ours"),
    ("clustering_runs.settings", "numbers"),
    ("clustering_runs.found", "places in signals: ids and offsets"),
    ("clustering_runs.clusters", "ids of themes"),
    ("clustering_runs.model", "words of five people or more, as hashes; means of many texts"),
    ("code_links.repository", "a name that was typed for a repository"),
    ("code_links.path", "a path of the repository"),
    ("code_links.spans", "functions and lines of the repository"),
    ("code_links.evidence", "goes in the transaction in which any signal goes, where it quotes one"),
    ("code_located.repository", "a name that was typed for a repository"),
    ("contacts.key", "row deleted"),
    ("contacts.external_id", "row deleted"),
    ("contacts.name", "row deleted"),
    ("contacts.email", "row deleted"),
    ("dispositions.fate", "one of four words"),
    ("dispositions.place", "a line or item number; emptied by an undo"),
    ("dispositions.reason", "what it quoted is left out; emptied by an undo, deleted with its source"),
    ("erased_keys.key", "a keyed hash"),
    ("erasures.kind", "one of three words"),
    ("events.body", "ids, numbers and places in signals"),
    ("idempotency_replies.key", "all rows deleted"),
    ("idempotency_replies.body", "all rows deleted"),
    ("idempotency_replies.reply", "all rows deleted"),
    ("imports.file", "emptied by an undo, deleted with its source"),
    ("imports.format", "one of our formats"),
    ("imports.mapping", "emptied by an undo, deleted with its source"),
    ("imports.state", "one of four words"),
    ("jobs.kind", "one of four words"),
    ("jobs.key", "a name that was typed for a repository"),
    ("jobs.state", "one of two words"),
    ("jobs.last_error", "a fixed sentence"),
    ("lineage.what", "one of six words"),
    ("meta.key", "names of ours"),
    ("meta.value", "numbers, and a random key"),
    ("repositories.name", "a name that was typed for a repository"),
    ("repositories.path", "a path of this machine"),
    ("repositories.head", "a commit"),
    ("repositories.linked", "numbers and a commit"),
    ("revisions.content", "row deleted"),
    ("revisions.kind", "row deleted"),
    ("revisions.title", "row deleted"),
    ("revisions.text", "row deleted"),
    ("revisions.url", "row deleted"),
    ("revisions.product", "row deleted"),
    ("revisions.version", "row deleted"),
    ("revisions.language", "row deleted"),
    ("revisions.tag", "row deleted"),
    ("revisions.extra", "row deleted"),
    ("signals.identity", "row deleted"),
    ("signals.content", "row deleted"),
    ("signals.external_id", "row deleted"),
    ("signals.kind", "row deleted"),
    ("signals.title", "row deleted"),
    ("signals.text", "row deleted"),
    ("signals.url", "row deleted"),
    ("signals.product", "row deleted"),
    ("signals.version", "row deleted"),
    ("signals.language", "row deleted"),
    ("signals.tag", "row deleted"),
    ("signals.extra", "row deleted"),
    ("sources.name", "deleted with the source"),
    ("sources.format", "one of our formats"),
    ("sources.mapping", "emptied by an undo, deleted with the source"),
    ("theme_values.field", "one of five words"),
    ("theme_values.value", "deleted with the last signal that has it"),
    ("themes.kind", "one of four words"),
    ("themes.found", "places in signals: ids and offsets"),
    ("typed_texts.text", "emptied where it tells of somebody who was erased"),
    ("watch_marks.owner", "an owner in CODEOWNERS, or who works with Hearken"),
];

/// The fields in which a person's words can arrive.
const FIELDS: [&str; 11] =
    ["id", "text", "title", "author", "author_id", "email", "url", "product", "version", "tag", "note"];

fn canary(field: &str) -> String {
    format!("quokka{}", field.replace('_', ""))
}

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
            "tag": word("tag"),
            word("key"): word("note"),
            // One that cannot be used lies in a file.
            "date": if n == 9 { word("date") } else { "2024-03-01".to_owned() },
        });
        writeln!(lines, "{ann}").unwrap();
    }
    lines
}

/// A store with two clustering runs, rulings that repeat what the person said, and a post with a key.
fn planted() -> TestApp {
    let app = TestApp::with_reviews();
    app.import("quokkafile.jsonl", items(1), &["--source", "quokkashop"]);
    app.json(&["cluster"]);
    app.import("quokkafile.jsonl", items(2), &["--source", "quokkashop"]);
    app.json(&["cluster"]);
    let themes = app.json(&["themes"]);
    let of = |number: usize| themes["themes"][number]["id"].as_str().unwrap().to_owned();
    app.json(&["theme", "rename", &of(0), &format!("What {} met", canary("author"))]);
    app.json(&["theme", "rename", &of(1), "The quokkatext reader"]);
    app.json(&["theme", "undo", "R-2"]);
    let server = app.serve();
    let post =
        format!(r#"{{"text":"the {} reader again","author_id":"{}"}}"#, canary("text"), canary("author_id"));
    let headers = [("content-type", "application/json"), ("idempotency-key", "quokkapost")];
    assert_eq!(server.send("/api/v1/signals?source=quokkashop", &headers, post.as_bytes()).status, 201);
    app
}

fn open(app: &TestApp) -> Connection {
    Connection::open_with_flags(app.data().join("hearken.db"), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

/// Every column that can hold words: what is no number.
fn columns(connection: &Connection) -> BTreeSet<String> {
    let sql = "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c \
               WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND c.type NOT IN ('INTEGER', 'REAL')";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// The columns that hold a word beginning like a canary, with one of the words each.
fn found_in_tables(app: &TestApp) -> BTreeMap<String, String> {
    let connection = open(app);
    let mut found = BTreeMap::new();
    for column in columns(&connection) {
        let (table, name) = column.split_once('.').unwrap();
        let mut statement = connection.prepare(&format!("SELECT {name} FROM {table}")).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let bytes = match row.get_ref(0).unwrap() {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_ascii_lowercase(),
                _ => continue,
            };
            if let Some(at) = holds(&bytes, b"quokka") {
                let end = (at + 40).min(bytes.len());
                found.insert(column.clone(), String::from_utf8_lossy(&bytes[at..end]).into_owned());
            }
        }
    }
    found
}

fn holds(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

/// The files that hold one of these words in any shape.
fn found_in_files(folder: &Path, words: &[String]) -> BTreeSet<String> {
    let needles: Vec<Vec<u8>> = words.iter().flat_map(|word| shapes(word)).collect();
    let automaton =
        aho_corasick::AhoCorasick::builder().ascii_case_insensitive(true).build(&needles).unwrap();
    let holding = walk(folder).into_iter().filter(|file| automaton.is_match(&std::fs::read(file).unwrap()));
    holding.map(|file| file.strip_prefix(folder).unwrap().display().to_string()).collect()
}

/// The words that a person's signals brought.
fn of_person() -> Vec<String> {
    FIELDS.iter().chain(&["date", "key"]).map(|field| canary(field)).collect()
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
fn an_erased_person_is_in_no_table_and_no_file_and_the_themes_go_on() {
    let app = planted();
    assert!(found_in_tables(&app).len() >= 15, "the walk sees what is there: {:?}", found_in_tables(&app));
    assert!(!found_in_files(&app.data(), &of_person()).is_empty());
    app.json(&["erase", "--yes", "--contact", &canary("author_id")]);
    let left = found_in_tables(&app);
    // The names of the source and of the file are not the person's.
    let others: Vec<(&String, &String)> = left
        .iter()
        .filter(|(_, word)| !word.starts_with("quokkashop") && !word.starts_with("quokkafile"))
        .collect();
    assert!(others.is_empty(), "{others:?}");
    let files = found_in_files(&app.data(), &of_person());
    assert!(files.is_empty(), "{files:?}");
    let themes = app.json(&["themes"]);
    assert!(
        !themes["themes"].as_array().unwrap().is_empty() && !themes.to_string().contains("uokka"),
        "{themes}"
    );
    assert!(app.json(&["rulings"]).to_string().contains("[erased]"));
    assert_eq!(app.json(&["doctor", "--rebuild"])["well"], true);
    assert!(found_in_files(&app.data(), &of_person()).is_empty(), "nor after a rebuild");
    app.json(&["cluster"]);
    assert!(found_in_files(&app.data(), &of_person()).is_empty(), "nor after another run");
    let backup = app.folder().join("copy.db");
    app.json(&["backup", backup.to_str().unwrap()]);
    assert!(found_in_files(app.folder(), &of_person()).iter().all(|file| file == "quokkafile.jsonl"));
}

#[test]
fn an_erased_source_is_in_no_table_and_no_file() {
    let app = planted();
    app.import("other.csv", "text,date\nwords of another source,2024-01-01\n", &[]);
    app.json(&["erase", "--yes", "--source", "quokkashop"]);
    assert_eq!(found_in_tables(&app), BTreeMap::new());
    assert_eq!(found_in_files(&app.data(), &["quokka".to_owned()]), BTreeSet::new());
}

#[test]
fn an_import_that_was_taken_back_is_in_no_table_and_no_file() {
    let app = TestApp::with_reviews();
    app.import("calm.csv", "text,date\nwords that stay,2024-01-01\n", &["--source", "shop"]);
    app.import("quokkafile.jsonl", items(1), &["--source", "shop"]);
    app.json(&["cluster"]);
    let theme = app.json(&["themes"])["themes"][0]["id"].as_str().unwrap().to_owned();
    app.json(&["theme", "rename", &theme, "The quokkatext reader"]);
    app.json(&["source", "undo", "shop"]);
    assert_eq!(found_in_tables(&app), BTreeMap::new());
    assert_eq!(found_in_files(&app.data(), &["quokka".to_owned()]), BTreeSet::new());
    assert_eq!(app.json(&["sources", "shop"])["source"]["signals"], 1);
}
