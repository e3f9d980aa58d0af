//! What is done with personal data: the policy of a source, the filter, patterns of one's own, and rules that come later.

use std::path::Path;

use crate::app::TestApp;

const CALLS: &str = "id,text\n1,Ann wrote from ann@example.com\n2,Answer ann@example.com please\n";

fn sorted_texts(app: &TestApp) -> Vec<String> {
    let mut texts = app.texts();
    texts.sort();
    texts
}

/// Whether a file of the folder holds these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return holds(&path, bytes);
        }
        std::fs::read(&path).unwrap_or_default().windows(bytes.len()).any(|window| window == bytes)
    })
}

#[test]
fn a_source_masks_until_its_policy_says_otherwise() {
    let app = TestApp::new();
    let chosen = app.json(&["source", "redaction", "tracker", "off"]);
    assert_eq!((&chosen["policy"], &chosen["before"]), (&"off".into(), &"mask".into()));
    app.import("tracker.csv", CALLS, &[]);
    assert!(sorted_texts(&app)[1].contains("ann@example.com"));
    let page = app.json(&["sources", "tracker"]);
    assert_eq!(page["source"]["redaction"], "off");
    assert_eq!(page["source"]["masked"], serde_json::json!({}));

    // What was kept passes the rules as soon as there is a policy; nothing of it is left anywhere.
    assert!(holds(&app.data(), b"ann@example.com"));
    app.json(&["source", "redaction", "tracker", "mask"]);
    assert_eq!(sorted_texts(&app), ["Ann wrote from [email 1]", "Answer [email 1] please"]);
    assert!(!holds(&app.data(), b"ann@example.com"));
    assert_eq!(app.json(&["sources", "tracker"])["source"]["masked"]["email"], 2);
    assert_eq!(app.import("tracker.csv", CALLS, &[]), [0, 0, 2, 0]);
    app.rebuild_changes_nothing();
}

#[test]
fn under_hash_the_same_address_is_the_same_in_every_signal_and_under_mask_it_is_not_told() {
    let app = TestApp::new();
    app.run(&["source", "redaction", "calls", "hash"]);
    let two = "id,text\n1,I am ann@example.com\n2,mail ANN@example.com\n3,mail bob@example.com\n";
    app.import("calls.csv", two, &[]);
    let texts = sorted_texts(&app);
    let hash = |text: &str| text[text.find("[email ").unwrap()..].to_owned();
    assert_eq!(texts.len(), 3);
    let hashes: std::collections::BTreeSet<String> = texts.iter().map(|text| hash(text)).collect();
    assert_eq!(hashes.len(), 2, "{texts:?}");
    app.import("other.csv", "id,text\n1,mail bob@example.com\n", &[]);
    assert!(app.texts().contains(&"mail [email 1]".to_owned()));
}

#[test]
fn a_policy_that_is_none_is_refused() {
    let app = TestApp::new();
    let ran = app.run(&["source", "redaction", "calls", "blur"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("off, mask, hash"), "{}", ran.stderr);
}

#[test]
fn patterns_of_ones_own_go_over_what_is_stored_too() {
    let app = TestApp::new();
    app.import("calls.csv", "id,text\n1,member M-12345 waits\n", &[]);
    let configuration = app.data().join("hearken.toml");
    std::fs::write(&configuration, "[redaction.patterns]\nmember = 'M-\\d{5}'\n").unwrap();
    app.import("more.csv", "id,text\n7,member M-54321 too\n", &[]);
    assert_eq!(sorted_texts(&app), ["member [custom 1] too", "member [custom 1] waits"]);
    assert_eq!(app.json(&["search", "12345"])["matches"], 0);
    assert!(!holds(&app.data(), b"M-12345"));

    std::fs::write(&configuration, "[redaction.patterns]\nmember = 'M-('\n").unwrap();
    let ran = app.run(&["import", "more.csv"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("member") && ran.stderr.contains("hearken.toml"), "{}", ran.stderr);
}

#[test]
fn the_filter_masks_a_text_and_explains_what_it_found() {
    let app = TestApp::new();
    let text = b"From ann@example.com\r\nto bob@example.com, not ann@example.com";
    let ran = app.run_with_input(&["redact"], text);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "From [email 1]\r\nto [email 2], not [email 1]"));
    let ran = app.run_with_input(&["redact", "--explain"], text);
    assert!(
        ran.stdout.contains("line 2, column 4") && ran.stdout.contains("bob@example.com"),
        "{}",
        ran.stdout
    );
    let ran = app.run_with_input(&["redact", "--explain", "--json"], text);
    let hits: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(hits.as_array().unwrap().len(), 3);
    assert!(!app.data().exists(), "nothing is stored");

    app.file("latin.txt", b"caf\xe9");
    let ran = app.run(&["redact", "latin.txt"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("latin.txt") && ran.stderr.contains("UTF-8"), "{}", ran.stderr);
}

#[test]
fn names_of_files_and_columns_and_fields_pass_too() {
    let app = TestApp::new();
    let line = r#"{"id":"1","text":"hello","note of ann@example.com":"x","labels":"from bob@example.com"}"#;
    app.import("ann@example.com.jsonl", line, &["--source", "calls"]);
    assert!(!holds(&app.data(), b"ann@example.com"));
    assert!(!holds(&app.data(), b"bob@example.com"));
}

#[test]
fn versions_and_products_stay_as_they_are() {
    let app = TestApp::new();
    app.import("calls.csv", "id,text,version,product\n1,crash after update,4.0.11.2,Shop 10.0.0.1\n", &[]);
    let hit = &app.json(&["search", "crash"])["hits"][0];
    let page = app.json(&["signal", "show", hit["signal"]["id"].as_str().unwrap()]);
    assert_eq!(page["signal"]["version"], "4.0.11.2");
    assert_eq!(page["signal"]["product"], "Shop 10.0.0.1");
}

#[test]
fn nothing_that_the_rules_know_is_left_in_any_file() {
    let app = TestApp::new();
    let github = ["ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"].concat();
    let said = [
        ("my name is", "Theodora Papadaki"),
        ("write to", "theodora.papadaki@example.org"),
        ("call", "+30 21 0123 4567"),
        ("card", "4111 1111 1111 1111"),
        ("IBAN", "GR16 0110 1250 0000 0001 2300 695"),
        ("my ssn is", "219-09-9999"),
        ("from the address", "203.0.113.77"),
        ("born on", "14 March 1971"),
        ("I live at", "27 Acacia Avenue"),
        ("the password is", "kR7!vq2Lx"),
        ("token", github.as_str()),
        ("passport no.", "X4RTBPFW4"),
        ("at", "48.858370, 2.294481"),
    ];
    let mut lines = String::new();
    for (id, (before, value)) in said.iter().enumerate() {
        let text = format!("Hello, {before} {value}, please help");
        let record = serde_json::json!({"id": id, "text": text, "note": text, "labels": [text]});
        lines += &format!("{record}\n");
    }
    lines += "{\"note\": \"no words of her own, write to theodora.papadaki@example.org\"}\n";
    assert_eq!(app.import("calls.jsonl", lines, &[]), [13, 0, 0, 1]);
    let kept: Vec<&str> = said
        .iter()
        .map(|(_, value)| *value)
        .filter(|value| holds_outside_rejects(&app.data(), value.as_bytes()))
        .collect();
    assert!(kept.is_empty(), "{kept:?}");
    let page = app.json(&["sources", "calls"]).to_string();
    assert!(!page.contains("theodora"), "a rejected original is shown redacted: {page}");
}

/// As [`holds`], but for originals that were rejected: they wait for a person, as they came.
fn holds_outside_rejects(data: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return path.file_name().unwrap() != "rejects" && holds(&path, bytes);
        }
        std::fs::read(&path).unwrap().windows(bytes.len()).any(|window| window == bytes)
    })
}
