//! Files that are not as Hearken left them: damaged, gone, or sealed. What is derived is rebuilt by itself; where
//! the log is hit, nothing is written and a person is told which file it is and what to do.

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::app::TestApp;
use crate::mount::SmallDisk;
use crate::noise;

const READERS: [&[&str]; 4] = [&["themes"], &["search", "crashes"], &["sources"], &["signal", "show", "S-1"]];
const WRITERS: [&[&str]; 4] = [
    &["import", "more.csv"],
    &["doctor", "--rebuild"],
    &["serve", "--port", "0"],
    &["source", "undo", "reviews"],
];

/// Reviews, themes found in them, and a file to import.
fn app() -> TestApp {
    let app = TestApp::with_reviews();
    app.file("more.csv", "id,text\n1,The gizmo exploded\n");
    app
}

/// Writes noise over the middle of a file; its first and last bytes stay.
fn scribble(path: &Path) {
    let length = fs::metadata(path).unwrap().len();
    let (start, end) = (length / 10, length * 8 / 10);
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(start)).unwrap();
    file.write_all(&noise::bytes(length, (end - start).max(1) as usize)).unwrap();
}

fn cut_in_half(path: &Path) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(fs::metadata(path).unwrap().len() / 2).unwrap();
}

fn files_of(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    assert!(!found.is_empty(), "no .{extension} in {}", folder.display());
    found
}

/// Everything fails with a message that names the database and what to do, and the file stays as it is.
fn is_refused_untouched(app: &TestApp) {
    let path = app.data().join("hearken.db");
    let before = fs::read(&path).ok();
    let mut files: Vec<PathBuf> = fs::read_dir(app.data()).unwrap().map(|e| e.unwrap().path()).collect();
    for arguments in READERS.iter().chain(&WRITERS) {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 3, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
        for expected in [&*path.to_string_lossy(), "is damaged", "restore it from a backup"] {
            assert!(ran.stderr.contains(expected), "{arguments:?} does not say '{expected}': {}", ran.stderr);
        }
        assert!(!ran.stderr.contains("panicked"), "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(fs::read(&path).ok(), before, "a damaged database was written to");
    let mut after: Vec<PathBuf> = fs::read_dir(app.data()).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    after.retain(|path| path.extension().is_none_or(|end| end != "db-shm" && end != "db-wal"));
    after.sort();
    assert_eq!(after, files, "files were left in the data directory");
}

#[test]
fn a_database_that_is_none_any_more_is_refused_by_name_and_left_alone() {
    let app = app();
    fs::write(app.data().join("hearken.db"), noise::bytes(1, 50_000)).unwrap();
    is_refused_untouched(&app);
}

#[test]
fn a_database_cut_in_half_is_refused_by_name_and_left_alone() {
    let app = app();
    cut_in_half(&app.data().join("hearken.db"));
    is_refused_untouched(&app);
}

#[test]
fn a_database_emptied_or_gone_beside_its_views_is_not_begun_again_in_silence() {
    let app = app();
    fs::write(app.data().join("hearken.db"), b"").unwrap();
    is_refused_untouched(&app);
    fs::remove_file(app.data().join("hearken.db")).unwrap();
    is_refused_untouched(&app);
}

#[test]
fn a_database_damaged_in_the_middle_is_found_by_whoever_meets_the_damage() {
    let app = app();
    scribble(&app.data().join("hearken.db"));
    for arguments in [&["themes"][..], &["import", "more.csv"], &["doctor"]] {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 3, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains("hearken.db is damaged"), "{arguments:?}: {}", ran.stderr);
    }
}

/// The next command that writes says so and fixes it; from then on everything is found.
fn is_rebuilt(app: &TestApp, what: &str) {
    let ran = app.run(&["import", "more.csv"]);
    assert_eq!(ran.code, 0, "{what}: {}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("rebuilt from the log"), "{what}: nobody said so: {}", ran.stderr);
    assert_eq!(app.json(&["search", "crashes"])["matches"], 30, "{what}");
    assert_eq!(app.json(&["search", "gizmo"])["matches"], 1, "{what}");
    assert_eq!(app.json(&["doctor"])["well"], true, "{what}");
}

#[test]
fn a_text_index_damaged_in_any_of_its_files_is_rebuilt_by_itself() {
    for extension in ["idx", "term", "store", "fast", "fieldnorm", "pos"] {
        for harm in [scribble, cut_in_half] {
            let app = app();
            files_of(&app.data().join("views/words"), extension).iter().for_each(|path| harm(path));
            let looked = app.run(&["search", "crashes"]);
            assert!([0, 3].contains(&looked.code), ".{extension}: {}", looked.stderr);
            is_rebuilt(&app, extension);
        }
    }
    for name in ["meta.json", ".managed.json"] {
        let app = app();
        fs::write(app.data().join("views/words").join(name), noise::bytes(2, 300)).unwrap();
        is_rebuilt(&app, name);
    }
}

#[test]
fn vectors_damaged_in_any_of_their_files_are_rebuilt_by_themselves() {
    for name in ["ids", "rows", "state"] {
        for harm in [scribble, cut_in_half] {
            let app = app();
            let alike = app.json(&["search", "crash at startup", "--limit", "5"])["hits"].clone();
            let vectors = app.data().join("views/vectors");
            harm(&vectors.join(name));
            is_rebuilt(&app, name);
            let again = app.json(&["search", "crash at startup", "--limit", "5"])["hits"].clone();
            assert_eq!(again, alike, "{name}: what is alike in meaning is found as before");
            assert_eq!(fs::metadata(vectors.join("ids")).unwrap().len(), 91 * 8, "{name}");
        }
    }
}

#[test]
fn a_server_that_starts_on_damaged_views_fixes_them_while_it_serves() {
    let app = app();
    files_of(&app.data().join("views/words"), "idx").iter().for_each(|path| scribble(path));
    scribble(&app.data().join("views/vectors/rows"));
    let server = app.serve();
    server.wait_for("/search?q=crashes", |page| page.body.contains("30 signals"));
    assert_eq!(app.import("more.csv", "id,text\n1,The gizmo exploded\n", &[]), [1, 0, 0, 0]);
    server.wait_for("/search?q=gizmo", |page| page.body.contains("exploded"));
}

#[test]
fn views_that_are_ahead_of_a_log_that_was_put_back_are_rebuilt() {
    let app = TestApp::with_reviews();
    let old = fs::read(app.data().join("hearken.db")).unwrap();
    app.import("more.csv", "id,text\n1,The gizmo exploded\n", &[]);
    fs::write(app.data().join("hearken.db"), old).unwrap();
    let ran = app.run(&["doctor"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("rebuilt from the log"), "{}", ran.stderr);
    assert_eq!(app.json(&["search", "gizmo"])["matches"], 0);
    assert_eq!(app.json(&["search", "crashes"])["matches"], 30);
}

/// Takes away the right to write there: by a file system without writes for root, by its mode for everybody else.
/// `None` where neither can be done.
fn sealed(app: &TestApp) -> Option<Seal> {
    let probe = app.folder().join("probe");
    fs::create_dir(&probe).unwrap();
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(probe.join("x"), b"").is_err() {
        fs::set_permissions(app.data(), fs::Permissions::from_mode(0o500)).unwrap();
        return Some(Seal::Mode(app.data()));
    }
    let kept = app.folder().join("kept");
    fs::rename(app.data(), &kept).unwrap();
    let disk = SmallDisk::over(&app.data(), "20m")?;
    let copied = std::process::Command::new("cp").arg("-a").arg(kept.join(".")).arg(app.data()).status();
    assert!(copied.unwrap().success());
    disk.seal();
    Some(Seal::Disk(disk))
}

/// What took the right away; it comes back with the test's end, so that its folder can be deleted.
enum Seal {
    Mode(PathBuf),
    Disk(SmallDisk),
}

impl Drop for Seal {
    fn drop(&mut self) {
        match self {
            Self::Mode(folder) => {
                let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
            }
            Self::Disk(disk) => disk.unseal(),
        }
    }
}

#[test]
fn where_nothing_can_be_written_writers_say_so_and_readers_read_on() {
    let app = app();
    let Some(_seal) = sealed(&app) else { return };
    for arguments in WRITERS {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 3, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(&*app.data().to_string_lossy()), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("hint: let this user write there"), "{arguments:?}: {}", ran.stderr);
    }
    assert!(app.json(&["themes"])["themes"].as_array().unwrap().len() >= 3);
    assert_eq!(app.json(&["sources"])["sources"][0]["counts"]["accepted"], 90);
    assert_eq!(app.json(&["search", "crashes"])["matches"], 30);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let app = TestApp::new();
    app.file("more.csv", "id,text\n1,Words\n");
    app.file("data", "a file where the data directory should be");
    let ran = app.run(&["import", "more.csv"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains(&*app.data().to_string_lossy()), "{}", ran.stderr);
}
