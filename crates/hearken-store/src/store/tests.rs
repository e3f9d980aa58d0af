//! Opening, holding and losing a data directory.

use std::fs;
use std::time::Duration;

use super::*;
use crate::ImportState;
use crate::fixture::{Fixture, day, review};

fn database_of(fixture: &Fixture) -> rusqlite::Connection {
    Connection::open(fixture.dir().database()).unwrap()
}

#[test]
fn acknowledged_writes_survive_a_process_that_dies_without_a_word() {
    let fixture = Fixture::new();
    fixture.record((0..50).map(|n| review(&n.to_string())));
    // The files as they lie on the disk while the process is still at work.
    let copy = tempfile::tempdir().unwrap();
    for file in ["hearken.db", "hearken.db-wal"] {
        fs::copy(fixture.dir().path().join(file), copy.path().join(file)).unwrap();
    }
    let store = Store::open(&DataDir::new(copy.path()), Access::Write).unwrap();
    assert_eq!(
        store.snapshot().unwrap().signals().texts().unwrap(),
        fixture.snapshot().signals().texts().unwrap()
    );
    store.check_integrity().unwrap();
}

#[test]
fn what_was_queued_is_on_disk_when_the_store_is_closed() {
    let mut fixture = Fixture::new();
    let source = fixture.source("app");
    let import = fixture.store().start_import(source, "f", &crate::fixture::by(0)).unwrap();
    for n in 0..20 {
        let items = vec![crate::Arrived::Signal(Box::new(review(&n.to_string())))];
        drop(fixture.store().record(source, import, n + 1, items, day(0)).unwrap()); // nobody waits
    }
    fixture.reopen();
    assert_eq!(fixture.snapshot().signals().texts().unwrap().len(), 20);
    let import = fixture.snapshot().imports().get(import).unwrap().unwrap();
    assert_eq!((import.state, import.counts.accepted), (ImportState::Interrupted, 20));
}

#[test]
fn a_directory_is_held_by_one_who_writes_and_says_which_process_it_is() {
    let mut fixture = Fixture::new();
    match Store::open(&fixture.dir(), Access::Write) {
        Err(StoreError::Held { pid, .. }) => assert_eq!(pid, Some(std::process::id())),
        other => panic!("{other:?}"),
    }
    let address = Some("127.0.0.1:7717".to_owned());
    let holder = Holder { pid: 1, address, secret: Some("s".into()) };
    fixture.store().announce(&holder).unwrap();
    assert_eq!(fixture.dir().holder(), Some(holder));
    fixture.close();
    assert_eq!(fixture.dir().holder(), None);
    fixture.reopen();
}

#[test]
fn the_words_of_a_process_that_died_keep_nobody_out() {
    let mut fixture = Fixture::new();
    fixture.close();
    let holder = fixture.dir().path().join("holder.json");
    for stale in ["{\"pid\":1,\"address\":\"127.0.0.1:1\",\"secret\":null}", "not json"] {
        fs::write(&holder, stale).unwrap();
        fixture.reopen();
        let now = fixture.dir().holder().unwrap();
        assert_eq!((now.pid, now.address), (std::process::id(), None));
        fixture.close();
    }
}

#[test]
fn who_reads_needs_no_lock_sees_what_is_written_and_changes_nothing() {
    let mut fixture = Fixture::new();
    let reader = Store::open(&fixture.dir(), Access::Read).unwrap();
    fixture.record([review("one")]);
    assert_eq!(reader.snapshot().unwrap().signals().texts().unwrap().len(), 1);
    assert!(!reader.is_writable());
    assert!(matches!(reader.ensure_source("web", day(0)), Err(StoreError::ReadOnly)));
    assert!(matches!(
        reader.announce(&Holder { pid: 1, address: None, secret: None }),
        Err(StoreError::ReadOnly)
    ));
    drop(reader);
    fixture.close();
    let reader = Store::open(&fixture.dir(), Access::Read).unwrap();
    assert_eq!(reader.snapshot().unwrap().signals().texts().unwrap().len(), 1);
}

#[test]
fn a_reader_keeps_its_snapshot_while_the_writer_goes_on() {
    let fixture = Fixture::new();
    fixture.record([review("one")]);
    let count = |c: &Connection| c.query_row("SELECT count(*) FROM signals", [], |row| row.get::<_, u64>(0));
    fixture
        .store()
        .read(|c| {
            assert_eq!(count(c)?, 1);
            fixture.record([review("two")]);
            assert_eq!(count(c)?, 1);
            Ok(())
        })
        .unwrap();
    assert_eq!(fixture.snapshot().signals().texts().unwrap().len(), 2);
}

#[test]
fn where_nothing_is_there_is_nothing_to_read() {
    let folder = tempfile::tempdir().unwrap();
    let dir = DataDir::new(folder.path().join("none"));
    assert!(matches!(Store::open(&dir, Access::Read), Err(StoreError::Absent(_))));
    assert!(!dir.path().exists(), "reading creates nothing");
    fs::create_dir(dir.path()).unwrap();
    fs::write(dir.database(), b"").unwrap(); // as left by a first start that was cut off
    assert!(matches!(Store::open(&dir, Access::Read), Err(StoreError::Absent(_))));
    Store::open(&dir, Access::Write).unwrap();
}

#[cfg(unix)]
#[test]
fn a_folder_made_for_us_is_closed_while_it_is_empty_and_refused_once_it_holds_data_or_something_else() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str, mode: u32| {
        let dir = DataDir::new(folder.path().join(name));
        fs::create_dir_all(dir.path()).unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(mode)).unwrap();
        dir
    };
    let mode = |dir: &DataDir| fs::metadata(dir.path()).unwrap().permissions().mode() & 0o7777;
    let dir = open("made", 0o755);
    fs::write(dir.path().join("hearken.toml"), "").unwrap();
    dir.check_private().unwrap();
    drop(Store::open(&dir, Access::Write).unwrap());
    assert_eq!(mode(&dir), 0o700);
    open("made", 0o750);
    assert!(matches!(dir.check_private(), Err(StoreError::OpenToOthers { mode: 0o750, .. })));
    let shared = open("shared", 0o1777);
    let homely = open("homely", 0o755);
    fs::write(homely.path().join("letter.txt"), "mine").unwrap();
    for (dir, as_it_was) in [(shared, 0o1777), (homely, 0o755)] {
        assert!(matches!(dir.check_private(), Err(StoreError::OpenToOthers { .. })));
        Store::open(&dir, Access::Write).unwrap();
        assert_eq!(mode(&dir), as_it_was, "what others have in it is not closed to them");
    }
}

#[test]
fn data_of_a_newer_program_is_refused_and_left_as_it_is() {
    let mut fixture = Fixture::new();
    fixture.close();
    database_of(&fixture).execute_batch("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99").unwrap();
    let before = fs::read(fixture.dir().database()).unwrap();
    for access in [Access::Read, Access::Write] {
        match Store::open(&fixture.dir(), access) {
            Err(error @ StoreError::Newer { found: 99, .. }) => assert!(error.is_config(), "{error}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(fs::read(fixture.dir().database()).unwrap(), before);
    assert_eq!(fixture.dir().holder(), None, "the lock was let go");
}

#[test]
fn a_file_that_is_no_database_is_called_damaged() {
    let mut fixture = Fixture::new();
    fixture.close();
    fs::write(fixture.dir().database(), "these are not the bytes of a database ".repeat(200)).unwrap();
    for access in [Access::Read, Access::Write] {
        match Store::open(&fixture.dir(), access) {
            Err(StoreError::Damaged { path, .. }) => assert_eq!(path, fixture.dir().database()),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn damage_inside_the_file_is_named_wherever_it_is_met() {
    let mut fixture = Fixture::new();
    fixture.record((0..4000).map(|n| review(&format!("{n} {}", "words ".repeat(20)))));
    fixture.close();
    let mut bytes = fs::read(fixture.dir().database()).unwrap();
    let kept = 160 * 4096; // the schema, and a beginning
    assert!(bytes.len() > 2 * kept);
    bytes[kept..].fill(0xA5);
    fs::write(fixture.dir().database(), bytes).unwrap();
    let store = Store::open(&fixture.dir(), Access::Read).unwrap();
    assert!(matches!(store.check_integrity(), Err(StoreError::Damaged { .. })));
    assert!(matches!(store.snapshot().unwrap().signals().texts(), Err(StoreError::Damaged { .. })));
}

#[test]
#[cfg(unix)]
fn only_the_owner_can_read_any_of_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let fixture = Fixture::new();
    fixture.record([review("one")]);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(fixture.dir().path()), 0o700);
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(fixture.dir().path()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        names.push(path.file_name().unwrap().to_string_lossy().into_owned());
    }
    names.sort();
    assert_eq!(
        names,
        ["erasures.key", "hearken.db", "hearken.db-shm", "hearken.db-wal", "holder.json", "lock"]
    );
}

#[test]
fn whoever_follows_the_log_is_woken_by_a_commit() {
    let fixture = Fixture::new();
    let seen = fixture.store().wait_for_commit(0, Duration::ZERO);
    assert_eq!(fixture.store().wait_for_commit(seen, Duration::from_millis(1)), seen, "nothing came");
    std::thread::scope(|scope| {
        let woken = scope.spawn(|| fixture.store().wait_for_commit(seen, Duration::from_secs(60)));
        fixture.source("web");
        assert!(woken.join().unwrap() > seen);
    });
}

#[test]
fn every_commit_is_synced_and_what_is_deleted_is_overwritten() {
    let fixture = Fixture::new();
    let pragma = |name: &'static str| {
        fixture
            .store()
            .write(move |c| Ok(c.pragma_query_value(None, name, |row| row.get::<_, i64>(0))?))
            .unwrap()
    };
    assert_eq!((pragma("synchronous"), pragma("secure_delete"), pragma("foreign_keys")), (2, 1, 1));
}

#[test]
fn data_of_an_earlier_format_is_brought_up_by_whoever_opens_it_first_reader_or_writer() {
    for access in [Access::Read, Access::Write] {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::new(folder.path());
        {
            let connection = Connection::open(dir.database()).unwrap();
            crate::migrate::up_to(&connection, 6).unwrap();
            let before = "INSERT INTO sources VALUES (1, 'app', 'csv', '{\"text\":\"t\",\"segment\":\"Plan\"}', 0); \
                INSERT INTO signals (id, position, revision, source_id, import_id, identity, content, kind, at_ms, \
                    received_ms, text, segment) VALUES (1, 1, 2, 1, 1, x'00', x'00', 'review', 0, 0, 'now', 'pro'); \
                INSERT INTO revisions (signal_id, position, revision, import_id, content, kind, at_ms, received_ms, \
                    text, segment) VALUES (1, 1, 1, 1, x'00', 'review', 0, 0, 'before', 'free'); \
                INSERT INTO theme_values VALUES (1, 1, 'segment', 'pro', 1); \
                INSERT INTO meta VALUES ('position', 1); PRAGMA user_version = 6";
            connection.execute_batch(before).unwrap();
        }
        let store = Store::open(&dir, access).unwrap();
        let signal = store.snapshot().unwrap().signals().get(hearken_domain::SignalId(1)).unwrap().unwrap();
        assert_eq!(signal.labels, [hearken_domain::Verbatim::redacted("pro".to_owned())]);
        let text = |sql: &'static str| {
            store.read(|c| Ok(c.query_row(sql, [], |row| row.get::<_, String>(0))?)).unwrap()
        };
        assert_eq!(text("SELECT labels FROM revisions"), "[\"free\"]");
        assert_eq!(text("SELECT value FROM signal_values WHERE field = 'label'"), "pro");
    }
}
