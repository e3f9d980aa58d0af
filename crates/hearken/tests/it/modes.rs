//! What others on the machine can do with the files: nothing, whatever the umask.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::app::{TestApp, reviews};

/// Every file and folder below one, with its mode.
fn modes(folder: &Path) -> Vec<(PathBuf, bool, u32)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = path.symlink_metadata().unwrap();
        all.push((path.clone(), found.is_dir(), found.permissions().mode() & 0o777));
        if found.is_dir() {
            all.extend(modes(&path));
        }
    }
    all
}

/// A command as a person gives it whose files everybody may write.
fn with_open_umask(app: &TestApp, line: &str) -> Command {
    let command = app.command(&[]);
    let program = command.get_program().to_owned();
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("umask 000; exec \"$0\" {line}")).arg(program).current_dir(app.folder());
    shell.env("HEARKEN_DATA", app.data()).env("NO_COLOR", "1");
    shell
}

#[test]
fn every_file_is_its_owners_alone_whatever_the_umask() {
    let app = TestApp::new();
    app.file("reviews.csv", reviews() + "91,,2024-01-01,1,Pay\n92,\"late\",not a date,1,Pay\n");
    for line in ["import reviews.csv", "backup copy.db"] {
        let output = with_open_umask(&app, line).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let mut server = TestApp::serve_command(&mut with_open_umask(&app, "serve --port 0"));
    assert_eq!(server.post("/paste", &[("text", "One more")]).status, 303);
    server.wait_for("/search?q=more", |page| page.body.contains("One"));
    let all = modes(&app.data());
    assert!(all.len() > 15, "{all:?}");
    for (path, is_folder, mode) in all {
        let wanted = if is_folder { 0o700 } else { 0o600 };
        assert_eq!(mode, wanted, "{} has {mode:o}", path.display());
    }
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(app.data()), 0o700);
    assert_eq!(mode(app.folder().join("copy.db")), 0o600);
    assert_eq!(server.terminate(), 0);
}

#[test]
fn a_directory_that_others_can_enter_is_refused_with_the_command_that_closes_it() {
    let app = TestApp::with_reviews();
    app.file("more.csv", "id,text\n1,More words\n");
    for mode in [0o755, 0o750, 0o701, 0o777] {
        fs::set_permissions(app.data(), fs::Permissions::from_mode(mode)).unwrap();
        for arguments in [&["themes"][..], &["import", "more.csv"], &["serve", "--port", "0"], &["doctor"]] {
            let ran = app.run(arguments);
            assert_eq!(ran.code, 3, "{mode:o} {arguments:?}: {}", ran.stderr);
            let command = format!("chmod -R go-rwx {}", app.data().display());
            assert!(ran.stderr.contains(&command), "{mode:o} {arguments:?}: {}", ran.stderr);
        }
    }
    let closed = Command::new("chmod").args(["-R", "go-rwx"]).arg(app.data()).status().unwrap();
    assert!(closed.success());
    assert_eq!(app.json(&["sources"])["sources"][0]["signals"], 90);
}

#[test]
fn a_backup_is_a_new_file_and_follows_no_link() {
    let app = TestApp::with_reviews();
    let mine = app.file("mine", "mine");
    symlink(&mine, app.folder().join("link.db")).unwrap();
    symlink(app.folder().join("not-there"), app.folder().join("dangling.db")).unwrap();
    for name in ["mine", "link.db", "dangling.db"] {
        let ran = app.run(&["backup", name]);
        assert_eq!(ran.code, 3, "{name}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains("nothing is overwritten"), "{name}: {}", ran.stderr);
    }
    assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
    assert!(!app.folder().join("not-there").exists());
    assert_eq!(app.run(&["backup", "copy.db"]).code, 0);
}

#[test]
fn a_person_is_named_on_standard_input_and_stands_in_no_list_of_processes() {
    let app = TestApp::new();
    let csv = "id,text,author_email\n1,I was charged twice,zoe@example.com\n2,All is well,bo@example.com\n";
    app.import("mail.csv", csv, &[]);
    let ran = app.run_with_input(&["erase", "--contact", "-", "--yes"], b"zoe@example.com\n");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("erased 1 person, 1 signal"), "{}", ran.stdout);
    assert_eq!(app.texts(), ["All is well"]);
    let nobody = app.run_with_input(&["erase", "--contact", "-", "--yes"], b"\n");
    assert!(nobody.code == 1 && nobody.stderr.contains("names nobody"), "{}", nobody.stderr);
}

#[test]
fn names_with_orders_to_a_terminal_reach_none() {
    let app = TestApp::new();
    let name = "evil\u{1b}[2J\u{7}\u{9b}31m.csv";
    app.file(name, "id,text\n1,Some words\n2,\n");
    let source = "so\u{1b}urce";
    let backup = "co\u{1b}[31mpy.db";
    let asked: [&[&str]; 10] = [
        &["import", name, "--source", "named"],
        &["import", name, "--source", source],
        &["import", name, "--dry-run"],
        &["import", "not\u{1b}there.csv"],
        &["sources"],
        &["sources", "named"],
        &["sources", source],
        &["source", "undo", source],
        &["backup", backup],
        &["--data", "no\u{1b}where", "themes"],
    ];
    for arguments in asked {
        for json in [&[][..], &["--json"]] {
            let ran = app.run(&[arguments, json].concat());
            for said in [ran.stdout, ran.stderr] {
                assert!(!said.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{arguments:?} {json:?}: {said:?}");
            }
        }
    }
}
