//! Whatever a file holds: a clear error or a recorded rejection, and nothing else harmed.

use crate::app::TestApp;

/// Imports a file that must be refused whole; gives the message.
fn refused(name: &str, content: impl AsRef<[u8]>) -> String {
    let app = TestApp::new();
    app.import("good.csv", "id,text\n1,Still here\n", &[]);
    app.file(name, content);
    let ran = app.run(&["import", name]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(app.texts(), ["Still here"]);
    assert_eq!(
        app.json(&["sources"])["sources"].as_array().unwrap().len(),
        1,
        "a refused file left a source"
    );
    ran.stderr
}

#[test]
fn an_empty_file_is_refused_by_name() {
    assert!(refused("nothing.csv", "").contains("nothing.csv"));
}

#[test]
fn a_picture_is_refused_as_not_being_text() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 1, 2, 3, 255, 254].repeat(500));
    let message = refused("picture.csv", png);
    assert!(message.contains("picture.csv"), "{message}");
}

#[test]
fn a_file_that_is_not_there_is_said_to_be_so() {
    let app = TestApp::new();
    let ran = app.run(&["import", "missing.csv"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("missing.csv"), "{}", ran.stderr);
}

#[test]
fn broken_utf_8_in_one_line_leaves_the_others_intact() {
    let app = TestApp::new();
    let counts =
        app.import("calls.jsonl", b"{\"text\":\"one\"}\n{\"text\":\"tw\xff\"}\n{\"text\":\"three\"}\n", &[]);
    assert_eq!(counts.iter().sum::<u64>(), 3);
    let texts = app.texts();
    assert!(texts.contains(&"one".to_owned()) && texts.contains(&"three".to_owned()), "{texts:?}");
}

#[test]
fn utf_16_is_read_in_both_byte_orders() {
    for (mark, little) in [([0xff, 0xfe], true), ([0xfe, 0xff], false)] {
        let app = TestApp::new();
        let mut bytes = mark.to_vec();
        for unit in "id,text\n1,Größe falsch – 支払い\n".encode_utf16() {
            bytes.extend(if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
        }
        assert_eq!(app.import("wide.csv", bytes, &[]), [1, 0, 0, 0]);
        assert_eq!(app.texts(), ["Größe falsch – 支払い"]);
    }
}

#[test]
fn a_100_mb_line_is_rejected_with_its_place_and_the_next_is_read() {
    let app = TestApp::new();
    let mut lines = b"{\"text\":\"before\"}\n{\"text\":\"".to_vec();
    lines.extend(std::iter::repeat_n(b'x', 100 << 20));
    lines.extend(b"\"}\n{\"text\":\"after\"}\n");
    assert_eq!(app.import("long.jsonl", lines, &[]), [2, 0, 0, 1]);
    let reasons = app.reasons("long");
    assert!(reasons[0].contains("16 MiB"), "{reasons:?}");
    let mut texts = app.texts();
    texts.sort();
    assert_eq!(texts, ["after", "before"]);
}

#[test]
fn a_10_mb_text_in_one_cell_is_rejected_by_the_limit_that_it_breaks() {
    let app = TestApp::new();
    let csv = format!("id,text\n1,{}\n2,short\n", "word ".repeat(2 << 20));
    assert_eq!(app.import("cells.csv", csv, &[]), [1, 0, 0, 1]);
    assert!(app.reasons("cells")[0].contains("256 KiB"));
}

#[test]
fn ragged_rows_are_rejected_or_read_but_never_lost() {
    let app = TestApp::new();
    let csv =
        "id,text,date\n1,whole,2024-01-01\n2,short\n3,long,2024-01-01,one,more\n4,whole too,2024-01-02\n";
    let counts = app.import("ragged.csv", csv, &[]);
    assert_eq!(counts.iter().sum::<u64>(), 4);
    assert!(app.texts().contains(&"whole too".to_owned()));
}

#[test]
fn two_columns_of_one_name_are_told_apart() {
    let app = TestApp::new();
    assert_eq!(app.import("double.csv", "id,text,text\n1,first,second\n", &[]).iter().sum::<u64>(), 1);
    let id = app.json(&["search"])["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    let signal = app.json(&["signal", "show", &id])["signal"].to_string();
    assert!(signal.contains("first") && signal.contains("second"), "{signal}");
}

#[test]
fn dates_of_five_shapes_are_one_day_and_nonsense_is_undated_and_quoted() {
    let app = TestApp::new();
    let csv = "id;text;date\n1;a a;2024-03-05\n2;b b;2024-03-05T00:00:00Z\n3;c c;Mar 5, 2024\n4;d d;5 March 2024\n\
               5;e e;2024-03-05 00:00:00\n6;f f;the day after\n7;g g;2124-01-01\n";
    assert_eq!(app.import("dates.csv", csv, &[]), [6, 0, 0, 1]);
    let found = app.json(&["search", "--since", "2024-03-05", "--until", "2024-03-06"]);
    assert_eq!(found["matches"], 5);
    let reasons = app.reasons("dates").join("\n");
    assert!(reasons.contains("future"), "{reasons}");
    let page = app.json(&["sources", "dates"]);
    assert_eq!(page["imports"][0]["undated"], 1, "{page}");
    let said = app.run(&["import", "dates.csv"]).stdout;
    assert!(said.contains("1 of 6 items has no date") && said.contains("'the day after'"), "{said}");
}

#[test]
fn a_zip_bomb_is_stopped_and_what_came_before_stands() {
    use std::io::Write as _;
    let app = TestApp::new();
    app.import("good.csv", "id,text\n1,Still here\n", &[]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("bomb.jsonl", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..400 {
        zip.write_all(&zeros).unwrap();
    }
    app.file("bomb.zip", zip.finish().unwrap().into_inner());
    let ran = app.run(&["import", "bomb.zip"]);
    assert_ne!(ran.code, 4, "{}", ran.stderr);
    assert!(app.texts().contains(&"Still here".to_owned()));
}

#[test]
fn a_path_in_a_zip_entry_writes_nothing_anywhere() {
    use std::io::Write as _;
    let app = TestApp::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("../../escaped.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"id,text\n1,inside\n").unwrap();
    assert_eq!(app.import("tricky.zip", zip.finish().unwrap().into_inner(), &[]), [1, 0, 0, 0]);
    assert!(!app.folder().parent().unwrap().join("escaped.csv").exists());
    assert!(!app.folder().join("escaped.csv").exists());
}

#[test]
fn hostile_words_are_kept_as_words_and_obeyed_by_nobody() {
    let app = TestApp::new();
    let words = [
        "\u{1b}[2J\u{1b}[31mgone",
        "=HYPERLINK(\"http://evil.example\",\"click\")",
        "<script>alert(1)</script>",
        "مرحبا \u{202e}txt.exe",
        "👩‍👩‍👧 fine",
        "nul\u{0}inside",
    ];
    let lines: String =
        words.iter().map(|text| serde_json::json!({ "text": text }).to_string() + "\n").collect();
    let counts = app.import("hostile.jsonl", lines, &[]);
    assert_eq!(counts.iter().sum::<u64>(), 6);
    let shown = app.run(&["search"]).stdout;
    assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{0}']), "{shown:?}");
    assert!(shown.contains("=HYPERLINK") && shown.contains("<script>"), "{shown}");
}
