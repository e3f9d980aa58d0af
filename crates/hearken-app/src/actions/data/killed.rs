//! A process that ends without warning behind each durable step of an erasure and of a restore. Whoever opens the directory
//! next finds the one state or the other, goes on to the end, and nobody comes back.

use std::path::Path;
use std::process::Command;

use hearken_domain::{Actor, Timestamp};
use hearken_store::{Access, BroughtAlong, DataDir, Ledger, PendingErasure};

use crate::actions::data::backup::{backup, restore};
use crate::actions::data::erase::{Erase, EraseReport, erase};
use crate::actions::data::open::open;
use crate::actions::data::residues::{Residues, residues};
use crate::actions::sources::paste::PasteQuote;
use crate::command::execute;
use crate::context::Context;
use crate::host::Host;

/// The steps of an erasure, in order: the process ends before it begins one, with everything before it durable.
const OF_ERASING: [&str; 11] = [
    "deciding",
    "deleting copies of older formats",
    "remembering what is erased",
    "writing the ledger of erasures",
    "erasing from the log",
    "erasing who said it",
    "erasing from rejected originals",
    "erasing from views",
    "linking code again",
    "making it durable",
    "done",
];
/// Those of a restore, beyond those of the erasure within it.
const OF_RESTORING: [&str; 9] = [
    "copying the backup",
    "closing what was made",
    "clearing the place",
    "putting the key in its place",
    "putting the ledger in its place",
    "putting the log in its place",
    "putting the views in their place",
    "tidying up",
    "restored",
];
const STEP: &str = "HEARKEN_TEST_ENDS";
const FOLDER: &str = "HEARKEN_TEST_DATA";

fn ann() -> Actor {
    Actor::person("ann")
}

fn opened(dir: &DataDir) -> Context {
    Context::now(open(dir, Access::Write).unwrap(), ann())
}

/// A directory in which Quokka and Bob said something.
fn filled(folder: &Path) -> DataDir {
    let dir = DataDir::new(folder.join("data"));
    let ctx = opened(&dir);
    for (text, author) in
        [("quokka words", "Quokka"), ("bob's words", "Bob"), ("more quokka words", "quokka")]
    {
        let quote = PasteQuote { text: text.into(), author: Some(author.into()), ..PasteQuote::default() };
        execute(&ctx, quote, &mut Host { follows: true, ..Host::default() }).unwrap();
    }
    dir
}

fn erase_quokka(ctx: &Context) -> EraseReport {
    let request = Erase { contacts: vec!["Quokka".to_owned()], ..Erase::default() };
    erase(ctx, request, &mut Host::default()).unwrap()
}

/// Runs `test` of this module in a process of its own, which ends before `step`.
fn end_within(test: &str, step: &str, folder: &Path) {
    let ended = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("actions::data::killed::{test}"), "--ignored"])
        .env(STEP, step)
        .env(FOLDER, folder)
        .output()
        .unwrap();
    assert!(ended.status.code().is_none(), "{step}: {}", String::from_utf8_lossy(&ended.stdout));
}

fn until_it_ends(step: &str, _share: f32) {
    if std::env::var(STEP).is_ok_and(|end| end == step) {
        std::process::abort();
    }
}

fn folder_of_the_other() -> std::path::PathBuf {
    std::env::var_os(FOLDER).unwrap().into()
}

/// Nothing of Quokka is left, whoever looks; the ledger remembers; whoever asks again is told that it is done.
fn is_gone(dir: &DataDir, step: &str) {
    let reader = open(dir, Access::Read).unwrap();
    let view = Context::now(reader.clone(), ann()).view().unwrap();
    assert!(view.store().contacts().find("quokka", false).unwrap().is_empty(), "{step}");
    assert_eq!(view.store().signals().texts().unwrap().len(), 1, "{step}: the other stays");
    assert_eq!(residues(&view).unwrap(), Residues::default(), "{step}");
    drop((view, reader));
    assert!(!Ledger::read(&dir.ledger()).unwrap().unwrap().erasures.is_empty(), "{step}");
    assert_eq!(PendingErasure::read(dir).unwrap(), None, "{step}");
    let report = erase_quokka(&opened(dir));
    assert_eq!((report.contacts, report.erased_before), (0, 1), "{step}");
}

#[test]
fn an_erasure_that_is_killed_before_any_step_is_gone_on_with_by_whoever_comes_next() {
    for step in OF_ERASING {
        let folder = tempfile::tempdir().unwrap();
        let dir = filled(folder.path());
        end_within("erases_until_it_ends", step, folder.path());
        if step == "deciding" {
            let ctx = opened(&dir);
            assert_eq!(ctx.app.store().snapshot().unwrap().signals().texts().unwrap().len(), 3);
            assert_eq!(erase_quokka(&ctx).signals, 2);
        }
        is_gone(&dir, step);
    }
}

#[test]
fn a_restore_that_is_killed_before_any_step_leaves_no_data_or_all_of_it_and_brings_nobody_back() {
    for step in OF_ERASING.iter().chain(&OF_RESTORING) {
        let folder = tempfile::tempdir().unwrap();
        let dir = filled(folder.path());
        let file = folder.path().join("before.db");
        let ctx = opened(&dir);
        backup(&ctx, &file).unwrap();
        assert_eq!(erase_quokka(&ctx).signals, 2);
        drop(ctx);
        let ledger = std::fs::read(dir.ledger()).unwrap();
        std::fs::remove_file(dir.database()).unwrap();
        end_within("restores_until_it_ends", step, folder.path());
        let remembered = Ledger::read(&dir.ledger()).unwrap().unwrap().erasures;
        let before: Ledger = serde_json::from_slice(&ledger).unwrap();
        assert!(
            before.erasures.iter().all(|erasure| remembered.contains(erasure)),
            "{step}: nothing is lost"
        );
        if !dir.exists() {
            let report =
                restore(&file, &dir, BroughtAlong::default(), ann(), Timestamp::now(), &|_, _| {}).unwrap();
            assert_eq!(report.erased_again, Some(2), "{step}");
        }
        is_gone(&dir, step);
        assert!(!dir.path().join("restoring").exists(), "{step}");
    }
}

#[test]
#[ignore = "another test runs it, in a process of its own"]
fn erases_until_it_ends() {
    let ctx = opened(&DataDir::new(folder_of_the_other().join("data")));
    let request = Erase { contacts: vec!["Quokka".to_owned()], ..Erase::default() };
    erase(&ctx, request, &mut Host { progress: &until_it_ends, ..Host::default() }).unwrap();
}

#[test]
#[ignore = "another test runs it, in a process of its own"]
fn restores_until_it_ends() {
    let folder = folder_of_the_other();
    let dir = DataDir::new(folder.join("data"));
    let along = BroughtAlong::default();
    restore(&folder.join("before.db"), &dir, along, ann(), Timestamp::now(), &until_it_ends).unwrap();
}

#[test]
fn a_backup_is_restored_elsewhere_with_its_ledger_and_refused_without_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let dir = filled(folder.path());
    let ctx = opened(&dir);
    erase_quokka(&ctx);
    let file = folder.path().join("copy.db");
    backup(&ctx, &file).unwrap();
    drop(ctx);
    let elsewhere = DataDir::new(folder.path().join("elsewhere"));
    let restored =
        || restore(&file, &elsewhere, BroughtAlong::default(), ann(), Timestamp::now(), &|_, _| {});
    let (key, kept) = (folder.path().join("copy.db.key"), folder.path().join("kept.key"));
    std::fs::rename(&key, &kept).unwrap();
    let refused = restored().unwrap_err().to_string();
    assert!(refused.contains("key of the ledger of erasures is gone"), "{refused}");
    assert!(!elsewhere.exists());
    std::fs::rename(&kept, &key).unwrap();
    restored().unwrap();
    is_gone(&elsewhere, "elsewhere");
}

#[test]
fn a_backup_of_another_directory_is_not_put_beside_a_ledger_of_this_one() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [one, other] = folders.each_ref().map(|folder| filled(folder.path()));
    for dir in [&one, &other] {
        erase_quokka(&opened(dir));
    }
    let file = folders[0].path().join("one.db");
    backup(&opened(&one), &file).unwrap();
    let ledger = std::fs::read(other.ledger()).unwrap();
    std::fs::remove_file(other.database()).unwrap();
    let along = BroughtAlong::default();
    let refused = restore(&file, &other, along, ann(), Timestamp::now(), &|_, _| {}).unwrap_err().to_string();
    assert!(refused.contains("another key"), "{refused}");
    assert!(!other.exists());
    assert_eq!(std::fs::read(other.ledger()).unwrap(), ledger);
}

#[test]
fn data_that_was_put_back_by_hand_is_made_to_heed_its_ledger_before_anybody_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let dir = filled(folder.path());
    let file = folder.path().join("before.db");
    let ctx = opened(&dir);
    backup(&ctx, &file).unwrap();
    erase_quokka(&ctx);
    drop(ctx);
    std::fs::copy(&file, dir.database()).unwrap();
    is_gone(&dir, "put back");
}

#[test]
fn what_is_no_erasure_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let ctx = opened(&filled(folder.path()));
    let request = Erase { contacts: vec!["Nobody".to_owned()], ..Erase::default() };
    let refused = erase(&ctx, request, &mut Host::default()).unwrap_err().to_string();
    assert!(refused.contains("nobody is known by 'Nobody'"), "{refused}");
}
