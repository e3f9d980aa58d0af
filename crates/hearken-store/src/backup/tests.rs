use super::*;
use crate::fixture::{Fixture, review};
use crate::restore::{BroughtAlong, Restoring};
use crate::{Access, DataDir, Ledger};

fn restore(file: &Path, dir: &DataDir) -> Result<BackupReport, StoreError> {
    Restoring::begin(file, dir, BroughtAlong::default())?.put_in_place(&|_| {})
}

#[test]
fn a_backup_made_while_the_store_is_open_restores_to_the_same() {
    let mut fixture = Fixture::new();
    fixture.record([review("one"), review("two")]);
    let copy = fixture.folder.path().join("copy.db");
    let made = fixture.store().backup(&copy).unwrap();
    fixture.record([review("after the backup")]);
    assert_eq!((made.signals, made.position), (2, 2));
    let key = copy.with_file_name("copy.db.key");
    assert_eq!(BackupReport { key: Some(key.clone()), ..verify(&copy).unwrap() }, made);
    assert_eq!(fs::read(key).unwrap(), fs::read(fixture.dir().erasure_key()).unwrap());

    let elsewhere = DataDir::new(fixture.folder.path().join("restored"));
    assert_eq!(BackupReport { key: made.key.clone(), ..restore(&copy, &elsewhere).unwrap() }, made);
    fixture.close();
    let store = Store::open(&elsewhere, Access::Write).unwrap();
    let texts: Vec<String> =
        store.snapshot().unwrap().signals().texts().unwrap().into_iter().map(|t| t.text).collect();
    assert_eq!(texts, ["one", "two"]);
    store.check_integrity().unwrap();
    assert_eq!(Ledger::read(&elsewhere.ledger()).unwrap(), None);
}

#[cfg(unix)]
#[test]
fn a_backup_can_be_read_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let fixture = Fixture::new();
    let copy = fixture.folder.path().join("copy.db");
    fixture.store().backup(&copy).unwrap();
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn neither_a_backup_nor_a_restore_writes_over_anything() {
    let fixture = Fixture::new();
    fixture.record([review("one")]);
    let copy = fixture.folder.path().join("copy.db");
    fs::write(&copy, "mine").unwrap();
    assert!(matches!(fixture.store().backup(&copy), Err(StoreError::Exists { .. })));
    assert_eq!(fs::read_to_string(&copy).unwrap(), "mine");
    let good = fixture.folder.path().join("good.db");
    fixture.store().backup(&good).unwrap();
    assert!(matches!(restore(&good, &fixture.dir()), Err(StoreError::Held { .. })));
    let mut fixture = fixture;
    fixture.close();
    assert!(matches!(restore(&good, &fixture.dir()), Err(StoreError::Exists { .. })));
}

#[cfg(unix)]
#[test]
fn a_link_of_the_backup_s_name_is_not_followed_and_nothing_is_left_beside_it() {
    let fixture = Fixture::new();
    let folder = tempfile::tempdir().unwrap();
    let (mine, dangling) = (folder.path().join("mine"), folder.path().join("not there"));
    fs::write(&mine, "mine").unwrap();
    for leads_to in [&mine, &dangling] {
        let copy = folder.path().join("copy.db");
        std::os::unix::fs::symlink(leads_to, &copy).unwrap();
        assert!(matches!(fixture.store().backup(&copy), Err(StoreError::Exists { .. })));
        fs::remove_file(&copy).unwrap();
    }
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_is_no_sound_backup_is_refused_and_leaves_nothing_behind() {
    let fixture = Fixture::new();
    fixture.record((0..200).map(|n| review(&format!("words of customer {n}"))));
    let good = fixture.folder.path().join("good.db");
    fixture.store().backup(&good).unwrap();
    let bytes = fs::read(&good).unwrap();
    let damaged = fixture.folder.path().join("damaged.db");
    let elsewhere = DataDir::new(fixture.folder.path().join("restored"));
    let cut = bytes[..bytes.len() / 2].to_vec();
    let mut scrambled = bytes.clone();
    for offset in (8192..bytes.len()).step_by(64) {
        scrambled[offset] ^= 0xff;
    }
    for (what, bytes) in
        [("cut", cut), ("scrambled", scrambled), ("text", b"hello".to_vec()), ("empty", vec![])]
    {
        fs::write(&damaged, bytes).unwrap();
        let error = restore(&damaged, &elsewhere).unwrap_err();
        assert!(matches!(error, StoreError::NoBackup { .. }), "{what}: {error}");
        assert!(!elsewhere.exists(), "{what}");
    }
}
