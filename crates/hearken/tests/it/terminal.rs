//! What a person at a terminal reads: titles, lines that fit, errors in one shape, and names that nothing obeys.

use std::process::Stdio;

use serde_json::Value;

use crate::app::{Ran, TestApp};
use crate::shop::with_shop;

/// Runs a command as in a window of so many columns.
pub fn run_within(app: &TestApp, columns: usize, arguments: &[&str]) -> Ran {
    let mut command = app.command(arguments);
    Ran::from_output(command.env("COLUMNS", columns.to_string()).stdin(Stdio::null()).output().unwrap())
}

const LISTS: [(&[&str], &str); 13] = [
    (&["themes"], "ID"),
    (&["themes", "--sort", "area"], "ID"),
    (&["rulings"], "ID"),
    (&["sources"], "SOURCE"),
    (&["sources", "reviews"], "IMPORT"),
    (&["sizes"], "PART"),
    (&["code", "list"], "NAME"),
    (&["doctor"], "STATE"),
    (&["theme", "show", "T-1"], "history"),
    (&["locate", "charged twice for one payment"], "RANK"),
    (&["blame", "src/pay/charge.py", "--repo", "shop"], "LINE"),
    (&["watch", "--owner", "@pay"], "new"),
    (&["cluster", "--dry-run"], "themes would"),
];

#[test]
fn every_list_has_titles_and_no_line_is_wider_than_the_window() {
    let app = with_shop();
    app.import(
        "東京都のレビュー.csv",
        "id,text\n1,\"二重に請求されました。返金してください。アプリが起動時にクラッシュします。\"\n",
        &[],
    );
    app.json(&["theme", "rename", "T-1", "二重に請求されたので返金してほしいという声"]);
    app.json(&["theme", "pin", "T-2"]);
    for columns in [40, 60, 80, 132] {
        for (arguments, title) in LISTS
            .into_iter()
            .chain([(&["search", "charged"][..], "signal"), (&["signal", "show", "S-1"][..], "source")])
        {
            let ran = run_within(&app, columns, arguments);
            assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
            assert!(ran.stdout.contains(title), "{arguments:?} has no {title}: {}", ran.stdout);
            for line in ran.stdout.lines() {
                let width = console::measure_text_width(line);
                // What has no space to break at, such as a path, stays whole so that it can be copied.
                let breaks = line.trim_start().contains(' ') && !line.contains('/');
                assert!(width <= columns || !breaks, "{arguments:?} at {columns}: {width}: {line}");
            }
        }
    }
    let whole = app.run(&["theme", "show", "T-2"]).stdout;
    assert!(
        whole.lines().any(|line| line.starts_with("trend: ") && line.len() > 60),
        "a pipe takes lines of any length: {whole}"
    );
}

#[test]
fn one_is_told_as_one_at_every_door() {
    let app = TestApp::new();
    app.import("one.csv", "id,text,date\n1,Only one said this,2024-05-01\n", &[]);
    let server = app.serve();
    let mut told = String::new();
    for arguments in [
        &["sources", "one"][..],
        &["search"],
        &["sizes"],
        &["search", "said"],
        &["erase", "--source", "one", "--dry-run"],
    ] {
        let ran = app.run(arguments);
        told += &(ran.stdout + &ran.stderr);
    }
    for path in ["/", "/search", "/sources", "/sources/one", "/sizes", "/themes"] {
        told += &server.get(path).body;
    }
    assert!(told.contains("1 signal"), "{told}");
    for wrong in ["1 signals", "1 items", "1 themes", "1 people", "1 sources", "1 files", "<b>1</b> signals"]
    {
        let found = told.split(wrong).next().unwrap();
        let inside_a_number = found.ends_with(|c: char| c.is_ascii_digit() || c == ',');
        assert!(
            found.len() == told.len() || inside_a_number,
            "{wrong}: …{}",
            &found[found.len().saturating_sub(80)..]
        );
    }
}

#[test]
fn wrong_usage_is_told_in_the_shape_of_every_other_error() {
    let app = TestApp::with_reviews();
    for arguments in [
        &["--json"][..],
        &["--json", "theme"],
        &["explode", "--json"],
        &["themes", "--json", "--sort", "sideways"],
        &["import", "--json"],
        &["theme", "move", "S-1", "--json"],
        &["serve", "--json", "--port", "x"],
        &["themes", "--json", "--since", "soon"],
        &["link", "T-1", "a.rs", "--yes", "--no", "--json"],
    ] {
        let ran = app.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
        let told: Value = serde_json::from_str(&ran.stderr)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", ran.stderr));
        assert!(
            told["error"].as_str().is_some_and(|text| !text.is_empty() && !text.contains('\n')),
            "{told}"
        );
        assert!(told["hint"].is_string(), "{told}");
        assert_eq!(told["exit"], 2, "{told}");
    }
    let other: Value = serde_json::from_str(&app.run(&["theme", "show", "T-99", "--json"]).stderr).unwrap();
    assert_eq!(other["exit"], 1);
    let text = app.run(&["theme", "move", "S-1"]);
    assert_eq!(text.code, 2);
    assert!(text.stderr.starts_with("error: ") && text.stderr.contains("\nhint: "), "{}", text.stderr);
    let help = app.run(&["theme", "--help", "--json"]);
    assert!(help.code == 0 && help.stdout.contains("Usage: "), "{}", help.stderr);
}

#[test]
fn names_with_orders_in_them_are_names_wherever_they_are_shown() {
    let app = TestApp::with_reviews();
    let (file, source) = ("\u{1b}[2Jgone\u{202e}\nerror: x.csv", "calls\u{202e}evil\u{2067}");
    app.file(file, "id,text\n1,Said on the phone\n");
    let ran = app.run(&["import", file, "--source", source]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let missing = format!("{file}.gone");
    let commands: [&[&str]; 9] = [
        &["import", file, "--source", source],
        &["import", file, "--source", source, "--dry-run"],
        &["import", &missing],
        &["sources"],
        &["sources", source],
        &["sources", &missing],
        &["search", "--source", source],
        &["export", "signals", "--source", source],
        &[file],
    ];
    let obeyed = ['\u{1b}', '\u{202e}', '\u{2067}'];
    for arguments in commands {
        for json in [false, true] {
            let more: &[&str] = if json && arguments[0] != "export" { &["--json"] } else { &[] };
            let with_json = [arguments, more].concat();
            let ran = app.run(&with_json);
            for told in [&ran.stdout, &ran.stderr] {
                assert!(!told.contains(obeyed), "{with_json:?}: {told:?}");
                assert!(!told.lines().any(|line| line.starts_with("error: x.csv")), "{with_json:?}: {told}");
            }
        }
    }
    let server = app.serve_with(&["serve", "--port", "0"]);
    let encoded: String = source.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for path in [
        "/sources".to_owned(),
        format!("/sources/{encoded}"),
        format!("/search?source={encoded}"),
        format!("/themes?source={encoded}"),
        "/signals/S-91".to_owned(),
        format!("/sources/{encoded}x"),
        format!("/themes?sort={encoded}"),
    ] {
        let page = server.get(&path);
        // What a form or an option sends back stays exact; nobody reads it.
        let read: String = page
            .body
            .split("value=\"")
            .enumerate()
            .map(|(n, part)| if n == 0 { part } else { part.split_once('"').unwrap().1 })
            .collect();
        assert!(!read.contains(obeyed), "{path}: {read:?}");
    }
    let undone = server.post(
        "/commands",
        &[("command", "undo-import"), ("source", source), ("import", "2"), ("next", "/sources")],
    );
    assert_eq!(undone.status, 303, "{}", undone.body);
}

/// Examples that cannot be run over a shop's reviews, and why.
const NOT_RUN: [(&str, &str); 11] = [
    ("serve", "serves until it is ended"),
    ("demo", "serves until it is ended"),
    ("decide", "opens the reader's editor"),
    ("import", "its files are the reader's"),
    ("redact", "its files are the reader's"),
    ("backup", "writes a file of that name"),
    ("restore", "its file is the reader's"),
    ("code add", "its folders are the reader's"),
    ("code remove", "run last, by the test of repositories"),
    ("erase", "its people are the reader's"),
    ("customer import", "its lists are the reader's"),
];

#[test]
fn every_example_of_a_help_text_does_what_it_says_or_says_what_is_not_there() {
    let app = with_shop();
    app.import("app-reviews.csv", "id,text\n1,My refund never came\n", &["--source", "app-reviews"]);
    app.file("releases.csv", "version,date\n1.0.0,2024-01-02\n");
    let mut seen = 0;
    let mut next: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(path) = next.pop() {
        let named: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
        let help = app.run(&named).stdout;
        if let Some(commands) = help.split("Commands:\n").nth(1) {
            let names = commands
                .lines()
                .take_while(|line| !line.is_empty())
                .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
            let names =
                names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
            next.extend(names.map(|name| [path.clone(), vec![name.to_owned()]].concat()));
        }
        let name = path.join(" ");
        if NOT_RUN.iter().any(|(command, _)| *command == name) {
            continue;
        }
        for line in help.lines().map(|line| line.trim().trim_start_matches("Example: ")) {
            let Some(command) = line.strip_prefix("hearken ") else { continue };
            if !command.starts_with(&name) || name.is_empty() || line.ends_with('.') {
                continue;
            }
            let program = env!("CARGO_BIN_EXE_hearken");
            let mut shell = std::process::Command::new("sh");
            shell
                .arg("-c")
                .arg(format!("{program} {command}"))
                .current_dir(app.folder())
                .stdin(Stdio::null());
            let ran = Ran::from_output(
                shell.env("HEARKEN_DATA", app.data()).env("NO_COLOR", "1").output().unwrap(),
            );
            let absent = ["there is no", "has no file", "has no import", "git does not say", "is ignored"]
                .iter()
                .any(|told| ran.stderr.contains(told));
            assert!(ran.code == 0 || (ran.code == 1 && absent), "{line}: {} {}", ran.code, ran.stderr);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}
