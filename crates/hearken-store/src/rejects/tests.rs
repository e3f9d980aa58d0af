//! Rejected originals are private, whole, and gone in time.

use std::fs;
use std::time::SystemTime;

use super::*;
use crate::fixture::Fixture;

fn record(place: &str) -> RejectRecord {
    RejectRecord {
        place: place.into(),
        reason: "no text".into(),
        original: serde_json::json!({ "a": place }),
    }
}

fn reject(fixture: &Fixture, import: ImportId) -> PathBuf {
    let records = [record("line 1"), record("line 2")];
    fixture.store().keep_rejects("app", import, &records).unwrap();
    fixture.store().finish_rejects(import).unwrap().unwrap()
}

#[test]
fn nothing_is_created_until_something_is_rejected() {
    let fixture = Fixture::new();
    fixture.store().keep_rejects("app", ImportId(1), &[]).unwrap();
    assert_eq!(fixture.store().finish_rejects(ImportId(1)).unwrap(), None);
    assert!(!fixture.dir().rejects().exists());
    assert_eq!(fixture.store().rejects(ImportId(1), 9, Timestamp::now()).unwrap(), None);
}

#[test]
fn what_was_added_is_there_before_the_import_ends_and_a_torn_line_is_no_record() {
    let fixture = Fixture::new();
    fixture.store().keep_rejects("app", ImportId(1), &[record("line 1")]).unwrap();
    File::options()
        .append(true)
        .open(path_of(&fixture.dir(), ImportId(1)))
        .unwrap()
        .write_all(b"{\"place\":")
        .unwrap();
    let (records, _) = fixture.store().rejects(ImportId(1), 9, Timestamp::now()).unwrap().unwrap();
    assert_eq!(records, [record("line 1")]);
}

#[test]
#[cfg(unix)]
fn only_their_owner_can_read_them() {
    use std::os::unix::fs::PermissionsExt as _;
    let fixture = Fixture::new();
    let path = reject(&fixture, ImportId(1));
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(fixture.dir().rejects()).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn they_are_not_shown_once_expired_and_the_next_start_deletes_them() {
    let mut fixture = Fixture::new();
    let (old, fresh) = (reject(&fixture, ImportId(1)), reject(&fixture, ImportId(2)));
    let long_ago = SystemTime::now() - KEPT_FOR - std::time::Duration::from_secs(60);
    File::options().write(true).open(&old).unwrap().set_modified(long_ago).unwrap();
    assert_eq!(fixture.store().rejects(ImportId(1), 9, Timestamp::now()).unwrap(), None);
    fixture.reopen();
    assert!(!old.exists() && fresh.exists());
    assert_eq!(
        fixture.store().rejects(ImportId(2), 1, Timestamp::now()).unwrap().unwrap().0,
        [record("line 1")]
    );
}
