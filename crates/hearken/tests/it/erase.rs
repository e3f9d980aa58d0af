//! Who was erased leaves nothing behind, in whatever shape their words may have been written.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::app::TestApp;

const PEOPLE: usize = 200;
const FIELDS: [&str; 10] =
    ["text", "title", "author", "author_id", "email", "url", "product", "version", "tag", "note"];

/// A word that only this person's field holds.
fn canary(person: usize, field: &str) -> String {
    format!("quokka{person:03}{}", field.replace('_', ""))
}

/// Three items a person; every fifth person also has one with a date out of range, which is rejected.
fn items(round: &str) -> String {
    let mut lines = String::new();
    for person in 0..PEOPLE {
        for item in 0..4 {
            if item == 3 && person % 5 != 0 {
                continue;
            }
            let word = |field: &str| canary(person, field);
            let record = serde_json::json!({
                "id": format!("{person}-{item}"),
                "text": format!("{} the card was declined {round}, item {item}", word("text")),
                "title": word("title"),
                "author": word("author"),
                "author_id": word("author_id"),
                "email": format!("{}@example.com", word("email")),
                "url": format!("https://example.com/{}", word("url")),
                "product": word("product"),
                "version": word("version"),
                "tag": word("tag"),
                "note": word("note"),
                "date": if item == 3 { "1901-03-01" } else { "2024-03-01" },
            });
            writeln!(lines, "{record}").unwrap();
        }
    }
    lines
}

/// The shapes in which bytes could have kept a word: UTF-8, UTF-16, and base64 at each of its three offsets.
pub fn shapes(word: &str) -> Vec<Vec<u8>> {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut shapes = vec![word.as_bytes().to_vec(), wide];
    shapes.extend((0..3).map(|offset| inner_base64(word.as_bytes(), offset)));
    shapes
}

/// Base64 of `bytes` after `offset` unknown ones, without the letters that neighbours share in.
fn inner_base64(bytes: &[u8], offset: usize) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = vec![0; offset]
        .iter()
        .chain(bytes)
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let first = (offset * 8).div_ceil(6);
    bits.chunks_exact(6)
        .skip(first)
        .map(|six| LETTERS[six.iter().fold(0, |n, bit| n << 1 | usize::from(*bit))])
        .collect()
}

#[test]
fn the_shapes_that_are_looked_for_are_what_base64_writes() {
    // "say quokka!" is "c2F5IHF1b2trYSE=" in base64.
    assert_eq!(inner_base64(b"quokka", 1), b"F1b2trY");
}

/// The numbers of people of whom any file still holds a word, and those of whom one was found at all.
fn found_on_disk(folder: &Path) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let needles: Vec<(usize, Vec<u8>)> = (0..PEOPLE)
        .flat_map(|person| {
            let words = FIELDS.iter().chain(&["date"]).map(move |field| canary(person, field));
            words.flat_map(|word| shapes(&word)).map(move |shape| (person, shape))
        })
        .collect();
    let patterns: Vec<&[u8]> = needles.iter().map(|(_, needle)| needle.as_slice()).collect();
    let automaton =
        aho_corasick::AhoCorasick::builder().ascii_case_insensitive(true).build(patterns).unwrap();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let bytes = std::fs::read(entry.path()).unwrap();
                found.extend(
                    automaton.find_overlapping_iter(&bytes).map(|hit| needles[hit.pattern().as_usize()].0),
                );
            }
        }
    }
    found
}

fn erase_odd_people(app: &TestApp) -> serde_json::Value {
    let who: Vec<String> = (1..PEOPLE).step_by(2).map(|person| canary(person, "author_id")).collect();
    let mut arguments = vec!["erase", "--yes"];
    for who in &who {
        arguments.extend(["--contact", who]);
    }
    app.json(&arguments)
}

#[test]
fn a_hundred_of_two_hundred_people_are_erased_without_a_trace_and_the_others_stay() {
    let app = TestApp::new();
    app.import("people.jsonl", items("at first"), &["--source", "shop", "--kind", "ticket"]);
    let counts =
        app.import("people.jsonl", items("again and again"), &["--source", "shop", "--kind", "ticket"]);
    assert_eq!(counts, [0, 600, 0, 40]);
    let everyone: BTreeSet<usize> = (0..PEOPLE).collect();
    assert_eq!(found_on_disk(&app.data()), everyone, "the scan sees what is there");

    let server = app.serve();
    let report = erase_odd_people(&app);
    let counts = ["contacts", "signals", "rejects"].map(|what| report[what].as_u64().unwrap());
    assert_eq!(counts, [100, 300, 40]);
    let even: BTreeSet<usize> = (0..PEOPLE).step_by(2).collect();
    assert_eq!(found_on_disk(&app.data()), even, "while the server runs");
    drop(server);
    assert_eq!(found_on_disk(&app.data()), even);

    assert_eq!(app.json(&["search", "declined"])["matches"], 300);
    assert_eq!(app.json(&["search", &canary(2, "text")])["matches"], 3);
    assert_eq!(app.json(&["search", &canary(1, "text")])["matches"], 0);
    assert_eq!(app.json(&["doctor"])["well"], true);
    let again =
        app.import("people.jsonl", items("again and again"), &["--source", "shop", "--kind", "ticket"]);
    assert_eq!(again, [0, 0, 300, 340]);
    assert_eq!(found_on_disk(&app.data()), even, "the same file brings nobody back");
}

#[test]
fn an_older_backup_brings_nobody_back() {
    let app = TestApp::new();
    app.import("people.jsonl", items("once"), &["--source", "shop", "--kind", "ticket"]);
    let backup = app.folder().join("before.db");
    let report = app.json(&["backup", backup.to_str().unwrap()]);
    assert_eq!(report["signals"], 600);
    erase_odd_people(&app);
    let kept = app.folder().join("erasures.json");
    std::fs::copy(app.data().join("erasures.json"), &kept).unwrap();
    std::fs::remove_dir_all(app.data()).unwrap();

    let report = app.json(&["restore", backup.to_str().unwrap(), "--erasures", kept.to_str().unwrap()]);
    assert_eq!((&report["signals"], &report["erased_again"]), (&600.into(), &300.into()));
    let even: BTreeSet<usize> = (0..PEOPLE).step_by(2).collect();
    assert_eq!(found_on_disk(&app.data()), even);
    assert_eq!(app.json(&["doctor"])["well"], true);
}

#[test]
fn a_restore_without_the_ledger_says_that_the_erased_may_be_back() {
    let app = TestApp::with_reviews();
    let backup = app.folder().join("copy.db");
    assert_eq!(app.run(&["backup", backup.to_str().unwrap()]).code, 0);
    let refused = app.run(&["restore", backup.to_str().unwrap()]);
    assert_eq!(refused.code, 3);
    assert!(refused.stderr.contains("nothing is overwritten"), "{}", refused.stderr);
    let restored = app.run(&["restore", backup.to_str().unwrap(), "--data", "elsewhere"]);
    assert_eq!(restored.code, 0, "{}", restored.stderr);
    assert!(restored.stderr.contains("no ledger of erasures"), "{}", restored.stderr);
    let themes = |data: &str| app.json(&["themes", "--data", data])["themes"].as_array().unwrap().len();
    assert_eq!(themes("elsewhere"), themes("data"));
}

#[test]
fn a_backup_is_made_while_the_server_holds_the_directory() {
    let app = TestApp::with_reviews();
    let _server = app.serve();
    let backup = app.folder().join("copy.db");
    let report = app.json(&["backup", backup.to_str().unwrap()]);
    assert_eq!(report["signals"], app.json(&["sources"])["sources"][0]["signals"]);
}

#[test]
fn a_source_is_erased_with_its_name_and_refused_when_it_comes_again() {
    let app = TestApp::with_reviews();
    app.import("quokkasurvey.csv", "text,date\nquokkawords and more,2024-01-01\n", &[]);
    let report = app.json(&["erase", "--source", "quokkasurvey", "--yes"]);
    assert_eq!(report["signals"], 1);
    let mut left = Vec::new();
    for entry in walk(&app.data()) {
        let bytes = std::fs::read(&entry).unwrap().to_ascii_lowercase();
        if bytes.windows(6).any(|window| window == b"quokka") {
            left.push(entry);
        }
    }
    assert_eq!(left, [] as [std::path::PathBuf; 0]);
    let again = app.run(&["import", "quokkasurvey.csv"]);
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("was erased on"), "{}", again.stderr);
    assert_eq!(app.run(&["import", "quokkasurvey.csv", "--source", "survey-2"]).code, 0);
}

#[test]
fn nobody_is_guessed_and_nothing_is_erased_unasked() {
    let app = TestApp::new();
    let two = "text,author,author_id,date\nfirst words,Ann,1,2024-01-01\nsecond words,Ann,2,2024-01-01\n";
    app.import("app.csv", two, &[]);
    let ran = app.run(&["erase", "--contact", "Ann", "--yes"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("'Ann' means 2 people: P-1 of 'app' (1 signal), P-2"), "{}", ran.stderr);
    let ran = app.run(&["erase", "--contact", "Bob", "--yes"]);
    assert_eq!((ran.code, ran.stderr.contains("nobody is known by 'Bob'")), (1, true), "{}", ran.stderr);
    let ran = app.run(&["erase", "--contact", "P-1"]);
    assert_eq!((ran.code, ran.stderr.contains("--yes")), (1, true), "{}", ran.stderr);
    assert_eq!(app.run(&["erase"]).code, 2);
    assert_eq!(app.json(&["erase", "--contact", "P-1", "--dry-run"])["signals"], 1);
    assert_eq!(app.texts().len(), 2);
    assert_eq!(app.json(&["erase", "--contact", "P-1", "--yes"])["signals"], 1);
    assert_eq!(app.texts(), ["second words"]);
}

#[test]
fn an_address_with_a_display_name_is_the_address_and_is_not_taken_in_again() {
    let app = TestApp::new();
    let mail = "id,from,date,comment\n1,Mia Roe <mia@example.org>,2024-02-01,No results\n2,Tom <tom@example.org>,2024-02-02,Slow\n";
    app.import("mail.csv", mail, &[]);
    assert_eq!(app.json(&["erase", "--contact", "mailto:Mia@example.org", "--yes"])["signals"], 1);
    let again = "id,from,date,comment\n9,\"\"\"Roe, Mia\"\" <mia@example.org>\",2024-02-05,Still none\n";
    assert_eq!(app.import("again.csv", again, &["--source", "again"]), [0, 0, 0, 1]);
    assert_eq!(app.texts(), ["Slow"]);
}

#[test]
fn a_name_is_found_composed_or_not_and_in_any_case() {
    let app = TestApp::new();
    app.import(
        "app.csv",
        "id,author,date,comment\n1,Zoë Müller,2024-02-01,No results\n2,Tom,2024-02-02,Slow\n",
        &[],
    );
    assert_eq!(app.json(&["erase", "--contact", "ZOE\u{308} MU\u{308}LLER", "--yes"])["signals"], 1);
    assert_eq!(app.texts(), ["Slow"]);
}

#[test]
fn who_is_asked_for_again_was_erased_before_and_with_tags_is_one_person() {
    let app = TestApp::new();
    let mail = "id,email,date,comment\n1,mia@example.org,2024-02-01,No results\n2,mia+shop@example.org,2024-02-02,Slow\n";
    app.import("app.csv", mail, &[]);
    assert_eq!(app.json(&["erase", "--contact", "mia@example.org", "--yes"])["signals"], 1);
    let again = app.json(&["erase", "--contact", "Mia <mia@example.org>", "--yes"]);
    assert_eq!((&again["contacts"], &again["erased_before"]), (&0.into(), &1.into()));
    let all = app.json(&["erase", "--contact", "mia+any@example.org", "--with-tags", "--yes"]);
    assert_eq!(all["signals"], 1);
    assert_eq!(app.texts(), [] as [&str; 0]);
}

#[test]
fn rejected_originals_are_shown_redacted_and_whom_only_they_hold_can_be_erased() {
    let app = TestApp::new();
    let csv =
        "id,author,date,comment\n1,Tom,2024-02-01,Slow\n2,Tom,no day,write to mia@example.org,one too many\n";
    assert_eq!(app.import("app.csv", csv, &[])[3], 1);
    let page = app.json(&["sources", "app"]).to_string();
    assert!(page.contains("[email 1]") && !page.contains("mia@"), "{page}");
    let report = app.json(&["erase", "--contact", "mia@example.org", "--yes"]);
    assert_eq!((&report["rejects"], &report["signals"]), (&1.into(), &0.into()));
    app.import("app.csv", csv, &[]);
    for file in walk(&app.data()) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"mia@"), "{}", file.display());
    }
    assert_eq!(app.reasons("app")[0], "it names someone who was erased");
}

#[test]
fn doctor_finds_what_an_erasure_should_have_taken() {
    let app = TestApp::new();
    app.import(
        "app.csv",
        "id,author,date,comment\n1,Mia Roe,2024-02-01,Slow\n2,Tom,2024-02-02,Slow, too\n",
        &[],
    );
    app.json(&["erase", "--contact", "mia roe", "--yes"]);
    let finding = |app: &TestApp| {
        let checkup = app.run(&["doctor", "--json"]).stdout;
        let checkup: serde_json::Value = serde_json::from_str(&checkup).unwrap();
        let findings = checkup["findings"].as_array().unwrap();
        findings.iter().find(|finding| finding["what"] == "erasures").unwrap().clone()
    };
    assert_eq!(finding(&app)["well"], true);
    let record = serde_json::json!({"place": "line 9", "reason": "no date", "original": "7,so says Mia Roe"});
    std::fs::write(app.data().join("rejects/import-1.jsonl"), format!("{record}\n")).unwrap();
    let found = finding(&app);
    assert_eq!(found["well"], false);
    assert!(found["found"].as_str().unwrap().starts_with("1 rejected originals name someone"), "{found}");
    app.json(&["doctor", "--rebuild"]);
    assert_eq!(finding(&app)["well"], true);
}

#[test]
fn a_theme_that_was_named_by_the_erased_takes_a_name_of_those_who_stay() {
    let app = TestApp::new();
    let mut lines = String::from("text,author,date\n");
    for n in 0..12 {
        writeln!(lines, "my quokkaphone card reader fails to pair again {n},Ann,2024-01-01").unwrap();
        writeln!(lines, "the card reader fails to pair with my phone since version {n},Bob{n},2024-01-01")
            .unwrap();
        writeln!(lines, "delivery of my parcel took {n} weeks and nobody answered,Cid{n},2024-01-01")
            .unwrap();
    }
    app.import("app.csv", lines, &[]);
    app.json(&["erase", "--contact", "Ann", "--yes"]);
    let themes = app.json(&["themes"]).to_string().to_lowercase();
    assert!(!themes.contains("quokka"), "{themes}");
}

pub fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() { files.extend(walk(&entry.path())) } else { files.push(entry.path()) }
    }
    files
}
