//! `hearken import`: what arrives, what becomes of it, and how it is taken back.

use crate::app::TestApp;

const TWO: &str = "id,text,date\n1,The card was declined,2024-03-01\n2,Refund never came,2024-03-02\n";

#[test]
fn a_file_imported_again_changes_nothing_and_says_so() {
    let app = TestApp::new();
    assert_eq!(app.import("calls.csv", TWO, &[]), [2, 0, 0, 0]);
    assert_eq!(app.import("calls.csv", TWO, &[]), [0, 0, 2, 0]);
    let ran = app.run(&["import", "calls.csv"]);
    assert!(ran.stdout.contains("nothing new"), "{}", ran.stdout);
    assert_eq!(app.texts().len(), 2);
}

#[test]
fn an_item_that_changed_at_its_source_is_updated_and_its_past_is_kept() {
    let app = TestApp::new();
    app.import("calls.csv", TWO, &[]);
    let changed = TWO.replace("Refund never came", "Refund came at last");
    assert_eq!(app.import("calls.csv", changed, &[]), [0, 1, 1, 0]);
    let found = app.json(&["search", "refund at last"]);
    let id = found["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    let page = app.json(&["signal", "show", &id]);
    assert_eq!(page["signal"]["revision"], 2);
    assert_eq!(page["revisions"][0]["text"], "Refund never came");
    let gone = app.json(&["search", "never"]);
    assert_eq!(gone["matches"], 0);
}

#[test]
fn a_wrongly_mapped_import_is_taken_back_whole() {
    let app = TestApp::new();
    app.import("calls.csv", TWO, &[]);
    let changed = TWO.replace("Refund never came", "wrong") + "3,New one,2024-03-03\n";
    assert_eq!(app.import("calls.csv", changed, &[]), [1, 1, 1, 0]);
    let undone = app.json(&["source", "undo", "calls"]);
    assert_eq!((undone["removed"].as_u64(), undone["reverted"].as_u64()), (Some(1), Some(1)));
    let mut texts = app.texts();
    texts.sort();
    assert_eq!(texts, ["Refund never came", "The card was declined"]);
    assert_eq!(app.json(&["search", "refund"])["matches"], 1);
    assert_eq!(app.json(&["search", "\"new one\""])["matches"], 0);

    let first = app.json(&["source", "undo", "calls", "--import", "1"]);
    assert_eq!(first["removed"], 2);
    assert_eq!(app.run(&["source", "undo", "calls"]).code, 1);
    assert_eq!(app.import("calls.csv", TWO, &[]), [2, 0, 0, 0]);
}

#[test]
fn a_dry_run_shows_columns_and_five_examples_and_records_nothing() {
    let app = TestApp::new();
    let mut csv = "Ticket;Submit Date;What happened;Stars\n".to_owned();
    for n in 1..=8 {
        csv += &format!("{n};2024-01-0{n};My card number {n} does not work since today;3\n");
    }
    app.file("export.csv", csv);
    let ran = app.run(&["import", "export.csv", "--dry-run"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for expected in ["What happened", "text", "Submit Date", "at", "Stars", "rating", "5. "] {
        assert!(ran.stdout.contains(expected), "{expected} is missing in {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("6. "), "{}", ran.stdout);
    assert!(!app.data().exists());
}

#[test]
fn a_mapping_is_obeyed_and_remembered_for_its_source() {
    let app = TestApp::new();
    let csv = "a,b,c\n2024-05-01,unrelated words in this column,The words that count\n";
    let options = ["--source", "odd", "--map", "text=c,at=a"];
    assert_eq!(app.import("odd.csv", csv, &options), [1, 0, 0, 0]);
    let more = "a,b,c\n2024-05-02,unrelated words in this column,More words that count\n";
    assert_eq!(app.import("later.csv", more, &["--source", "odd"]), [1, 0, 0, 0]);
    let mut texts = app.texts();
    texts.sort();
    assert_eq!(texts, ["More words that count", "The words that count"]);
}

#[test]
fn a_mapping_to_a_column_that_is_not_there_names_those_that_are() {
    let app = TestApp::new();
    app.file("calls.csv", TWO);
    let ran = app.run(&["import", "calls.csv", "--map", "text=Comment"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("Comment") && ran.stderr.contains("date"), "{}", ran.stderr);
}

#[test]
fn a_quote_is_pasted_from_standard_input() {
    let app = TestApp::new();
    let ran =
        app.run_with_input(&["import", "-", "--source", "interviews"], b"I gave up after the third form.\n");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(app.texts(), ["I gave up after the third form."]);
    assert_eq!(app.json(&["sources"])["sources"][0]["name"], "interviews");
}

#[test]
fn people_and_secrets_are_out_before_anything_is_stored() {
    let app = TestApp::new();
    let csv = "id,text,author\n\
        ann@example.com,Write to ann@example.com or bob@example.com (ann@example.com is better),Ann Example\n\
        2,My card 4111 1111 1111 1111 was charged,Bob\n";
    app.import("mail.csv", csv, &[]);
    let mut texts = app.texts();
    texts.sort();
    assert_eq!(
        texts,
        ["My card [card 1] was charged", "Write to [email 1] or [email 2] ([email 1] is better)"]
    );
    let everything = read_all(&app.data());
    assert!(!contains(&everything, b"ann@example.com"));
    assert!(!contains(&everything, b"4111 1111 1111 1111"));
}

#[test]
fn rejected_items_wait_in_a_private_file_to_be_fixed_and_imported_again() {
    let app = TestApp::new();
    let csv = "id,text,date\n1,Good,2024-01-01\n2,Bad day,2124-01-01\n";
    app.file("calls.csv", csv);
    let report = &app.json(&["import", "calls.csv"])[0];
    let rejects = std::path::PathBuf::from(report["rejects"].as_str().unwrap());
    let kept = std::fs::read_to_string(&rejects).unwrap();
    assert!(kept.contains("line 3") && kept.contains("2124-01-01") && kept.contains("Bad day"), "{kept}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&rejects).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let fixed = kept.replace("2124-01-01", "2023-12-31");
    assert_eq!(app.import("fixed.jsonl", fixed, &["--source", "calls"]), [1, 0, 0, 0]);
    let found = app.json(&["search", "bad day"]);
    assert_eq!(found["hits"][0]["signal"]["at"], "2023-12-31T00:00:00Z");
}

#[test]
fn issues_as_the_gh_command_lists_them_are_read() {
    let app = TestApp::new();
    let json = r#"[
        {"number": 7, "title": "Crash on save", "body": "It crashes when I save.", "author": {"login": "ann"},
         "createdAt": "2024-02-03T04:05:06Z", "state": "OPEN", "labels": [{"name": "bug"}], "url": "https://example.com/7"},
        {"number": 8, "title": "Dark mode", "body": "Please add one.", "author": {"login": "bob"},
         "createdAt": "2024-02-04T04:05:06Z", "state": "OPEN", "labels": [], "url": "https://example.com/8"}
    ]"#;
    assert_eq!(app.import("issues.json", json, &[]), [2, 0, 0, 0]);
    let found = app.json(&["search", "crash"]);
    let id = found["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    let signal = app.json(&["signal", "show", &id]);
    assert_eq!(signal["signal"]["kind"], "issue");
    assert_eq!(signal["signal"]["title"], "Crash on save");
    assert_eq!(signal["contact"], "ann");
}

#[test]
fn packed_files_are_read_as_they_are() {
    use std::io::Write as _;
    let app = TestApp::new();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(TWO.as_bytes()).unwrap();
    assert_eq!(app.import("calls.csv.gz", gz.finish().unwrap(), &[]), [2, 0, 0, 0]);
    let zst = zstd::encode_all(TWO.as_bytes(), 1).unwrap();
    assert_eq!(app.import("calls.csv.zst", zst, &[]), [0, 0, 2, 0]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("folder/calls.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(TWO.as_bytes()).unwrap();
    let zip = zip.finish().unwrap().into_inner();
    assert_eq!(app.import("calls.zip", zip, &[]), [0, 0, 2, 0]);
}

/// Every byte of every file below a folder.
pub fn read_all(folder: &std::path::Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes.extend(read_all(&path));
        } else {
            bytes.extend(std::fs::read(&path).unwrap());
        }
    }
    bytes
}

pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_date_that_cannot_be_read_leaves_its_item_undated_until_its_format_is_given() {
    let app = TestApp::new();
    let csv = "id,Created,comment\n1,01|02|2024,Ne marche pas\n2,13|02|2024,Trop lent\n";
    app.file("avis.csv", csv);
    let report = app.json(&["import", "avis.csv"])[0].clone();
    assert_eq!((report["undated"].as_u64(), report["mapping"]["at"].as_str()), (Some(2), Some("Created")));
    let notes = report["notes"].to_string();
    assert!(notes.contains("'01|02|2024'") && notes.contains("at=Created:FORMAT"), "{notes}");
    let hit = app.json(&["search", "lent"])["hits"][0]["signal"].clone();
    assert_eq!(hit["undated"], true);
    let shown = app.run(&["signal", "show", hit["id"].as_str().unwrap()]).stdout;
    assert!(shown.contains("undated") && shown.contains("13|02|2024"), "{shown}");

    let report = app.json(&["import", "avis.csv", "--map", "at=Created:%d|%m|%Y"])[0].clone();
    assert_eq!((report["undated"].as_u64(), report["notes"].to_string().as_str()), (Some(0), "[]"));
    assert_eq!(app.json(&["sources", "avis"])["imports"][0]["mapping"]["at"], "Created:%d|%m|%Y");
    let found = app.json(&["search", "--since", "2024-02-01", "--until", "2024-02-02"]);
    assert_eq!(
        (found["matches"].as_u64(), found["hits"][0]["signal"]["undated"].as_bool()),
        (Some(1), Some(false))
    );

    let more = "id,Created,comment\n3,14|02|2024,Toujours lent\n";
    app.import("avis.csv", more, &[]);
    assert_eq!(app.json(&["search", "--since", "2024-02-14", "--until", "2024-02-15"])["matches"], 1);
    let ran = app.run(&["import", "avis.csv", "--map", "at=Created:%d|%K"]);
    assert!(ran.code == 1 && ran.stderr.contains("'%d|%K' is not a valid format of dates"), "{}", ran.stderr);
}

#[test]
fn the_order_of_day_and_month_that_was_assumed_is_said() {
    let app = TestApp::new();
    app.file("open.csv", "id,date,text\n1,03/04/2023,It crashes\n2,05/06/2023,Too slow\n");
    let said = app.run(&["import", "open.csv"]).stdout;
    assert!(said.contains("03/04/2023") && said.contains("the month was assumed"), "{said}");
    let report = app.json(&["import", "open.csv", "--map", "at=date:%d/%m/%Y"])[0].clone();
    assert_eq!(report["notes"].to_string(), "[]");
    assert_eq!(app.json(&["search", "--since", "2023-04-03", "--until", "2023-04-04"])["matches"], 1);
}

#[test]
fn an_old_encoding_is_recognised_or_given_and_always_named() {
    let app = TestApp::new();
    let mac = b"id,text\n1,L\xd5\x8ecran reste noir apr\x8fs la mise \x88 jour\n";
    app.file("mac.csv", mac);
    let report = app.json(&["import", "mac.csv"])[0].clone();
    assert_eq!(report["encoding"], "macintosh");
    assert_eq!(app.texts(), ["L’écran reste noir après la mise à jour"]);

    app.file("dos.csv", b"id,text\n1,caf\x82\n");
    let ran = app.run(&["import", "dos.csv", "--encoding", "cp437"]);
    assert!(ran.stdout.contains("CP437"), "{}{}", ran.stdout, ran.stderr);
    assert!(app.texts().contains(&"café".to_owned()));
    let plan = app.json(&["import", "dos.csv", "--encoding", "cp850", "--dry-run"]);
    assert_eq!(plan["encoding"], "CP850");
    let ran = app.run(&["import", "dos.csv", "--encoding", "klingon"]);
    assert!(
        ran.code == 1 && ran.stderr.contains("'klingon'") && ran.stderr.contains("macintosh"),
        "{}",
        ran.stderr
    );
}

#[test]
fn what_databases_and_spreadsheets_wrap_is_taken_out_and_broken_json_costs_only_what_is_broken() {
    let app = TestApp::new();
    let lines = r#"{"_id":{"$oid":"5fda28190d4b6097afba6340"},"comment":"Love it \ud83d","createdOn":{"$date":"2020-12-12T02:01:00.000Z"},"score":NaN}
{"_id":{"$oid":"5fda28190d4b6097afba6341"},"comment":"Too slow","createdOn":{"$date":{"$numberLong":"1607738460000"}},"score":4}
"#;
    assert_eq!(app.import("mongo.jsonl", lines, &[]), [2, 0, 0, 0]);
    let again = lines.replace("Too slow", "Much too slow");
    assert_eq!(app.import("mongo.jsonl", again, &[]), [0, 1, 1, 0]);
    assert_eq!(app.json(&["search", "--since", "2020-12-12", "--until", "2020-12-13"])["matches"], 2);

    assert_eq!(app.import("excel.csv", "id,text\n=\"007\",It crashes\n", &[]), [1, 0, 0, 0]);
    assert_eq!(app.import("excel.csv", "id,text\n007,It crashes\n", &[]), [0, 0, 1, 0]);
}

#[test]
fn rows_that_say_the_same_without_id_and_date_are_counted_and_kept_as_a_person_says() {
    let app = TestApp::new();
    let answers = "comment\nGreat shop\nToo slow\nGreat shop\nGreat shop\n";
    app.file("answers.csv", answers);
    let report = &app.json(&["import", "answers.csv"])[0];
    assert_eq!((&report["counts"]["accepted"], &report["counts"]["duplicate"]), (&2.into(), &2.into()));
    let note = report["notes"][0].as_str().unwrap();
    assert!(note.starts_with("2 rows say the same as another and carry neither id nor date"), "{note}");
    let known = app.json(&["import", "answers.csv"])[0]["notes"].to_string();
    assert!(!known.contains("say the same"), "all of it was known: {known}");

    assert_eq!(app.import("answers.csv", answers, &["--keep-repeats"]), [2, 0, 2, 0]);
    assert_eq!(app.import("answers.csv", answers, &["--keep-repeats"]), [0, 0, 4, 0]);
    assert_eq!(app.texts().len(), 4);
}

#[test]
fn a_folder_of_a_backup_is_one_import() {
    let app = TestApp::new();
    for number in 1..=3 {
        let issue = format!(
            r#"{{"number":{number},"title":"Crash {number}","body":"It dies at step {number}","user":{{"login":"ann"}},
                "created_at":"2024-01-05T10:00:00Z","html_url":"https://github.com/o/r/issues/{number}","comment_data":[]}}"#
        );
        app.file(&format!("{number}.json"), issue);
    }
    let issues = app.folder().join("backup/issues");
    std::fs::create_dir_all(&issues).unwrap();
    for number in 1..=3 {
        std::fs::rename(app.folder().join(format!("{number}.json")), issues.join(format!("{number}.json")))
            .unwrap();
    }
    let reports = app.json(&["import", "backup/issues"]);
    assert_eq!(
        (reports[0]["counts"]["accepted"].as_u64(), reports[0]["format"].as_str()),
        (Some(3), Some("github-issues"))
    );
    let sources = app.json(&["sources"]);
    assert_eq!(sources["sources"][0]["name"], "issues");
}

#[test]
fn every_record_of_pages_has_one_disposition_and_what_nobody_said_is_rejected_with_its_reason() {
    let app = TestApp::new();
    let page = |number: u64, pull: &str| {
        format!(
            r#"{{"total_count":2,"items":[{{"number":{number},"title":"Crash","body":"It dies at {number}","user":null,
            "created_at":"2024-01-05T10:00:00Z","html_url":"https://github.com/o/r/{pull}/{number}"}}]}}"#
        )
    };
    let pages = page(1, "issues") + &page(2, "issues") + &page(3, "pull");
    assert_eq!(app.import("search.json", pages, &[]), [2, 0, 0, 1]);
    assert_eq!(app.reasons("search"), ["a pull request, not an issue"]);
}

#[test]
fn a_table_below_lines_about_it_is_read_and_html_in_it_is_words() {
    let app = TestApp::new();
    let table = "Report:,Tickets\n\nid,subject,description,date\n\
                 1,Refund,\"<p>Where is it &amp; why?</p>\",2024-01-05\n2,Login,\"<p>I can&#39;t log in</p>\",2024-01-06\n";
    assert_eq!(app.import("tickets.csv", table, &[]), [2, 0, 0, 0]);
    let mut texts = app.texts();
    texts.sort();
    assert_eq!(texts, ["I can't log in", "Where is it & why?"]);
    let skipped = app.import(
        "other.csv",
        "x,y,z\n1,2,3\nkey,what happened,when\n7,The cart is empty,2024-01-05\n",
        &["--skip-lines", "2"],
    );
    assert_eq!(skipped, [1, 0, 0, 0]);
}

#[test]
fn a_file_of_something_else_is_refused_with_what_it_looks_like() {
    let app = TestApp::new();
    app.file("bugs.xml", "<?xml version=\"1.0\"?><bugzilla><bug><bug_id>1</bug_id></bug></bugzilla>");
    app.file("rows.json", r#"[["id","text"],[1,"It crashes"]]"#);
    for (name, expected) in [("bugs.xml", "XML"), ("rows.json", "rows without names")] {
        let ran = app.run(&["import", name]);
        assert_eq!(ran.code, 1);
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
}
