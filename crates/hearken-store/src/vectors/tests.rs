//! Vectors that follow the log, under readers and crashes.

use super::*;
use crate::Change;
use crate::fixture::{Fixture, item};

fn vector(byte: u8) -> [u8; 4] {
    [byte; 4]
}

#[test]
fn vectors_are_found_again_after_new_revised_and_removed_signals() {
    let folder = tempfile::tempdir().unwrap();
    let dir = DataDir::new(folder.path());
    let mut writer = VectorsWriter::open(&dir, "table", 4).unwrap();
    for id in [3, 5, 9] {
        writer.put(SignalId(id), &vector(id as u8)).unwrap();
    }
    writer.put(SignalId(5), &vector(50)).unwrap();
    writer.remove(SignalId(9)).unwrap();
    writer.put(SignalId(12), &vector(12)).unwrap();
    writer.commit(LogPosition(14)).unwrap();

    let vectors = Vectors::open(&dir, "table").unwrap().unwrap();
    assert_eq!(vectors.position(), LogPosition(14));
    let stored = [3, 5, 9, 12].map(|id| vectors.get(SignalId(id)).unwrap()[0]);
    assert_eq!(stored, [3, 50, 0, 12]);
    assert_eq!(vectors.get(SignalId(4)), None);
}

#[test]
fn what_was_not_committed_does_not_count_and_is_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let dir = DataDir::new(folder.path());
    let mut writer = VectorsWriter::open(&dir, "table", 4).unwrap();
    writer.put(SignalId(1), &vector(1)).unwrap();
    writer.commit(LogPosition(1)).unwrap();
    writer.put(SignalId(2), &vector(2)).unwrap();
    writer.flush().unwrap();
    drop(writer);

    assert_eq!(Vectors::open(&dir, "table").unwrap().unwrap().len(), 1);
    let mut writer = VectorsWriter::open(&dir, "table", 4).unwrap();
    assert_eq!(writer.position(), LogPosition(1));
    writer.put(SignalId(2), &vector(7)).unwrap();
    writer.commit(LogPosition(2)).unwrap();
    assert_eq!(Vectors::open(&dir, "table").unwrap().unwrap().get(SignalId(2)), Some(&vector(7)[..]));
}

#[test]
fn vectors_of_another_table_or_cut_short_are_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let dir = DataDir::new(folder.path());
    let mut writer = VectorsWriter::open(&dir, "old", 4).unwrap();
    writer.put(SignalId(1), &vector(1)).unwrap();
    writer.commit(LogPosition(1)).unwrap();
    assert!(Vectors::open(&dir, "new").unwrap().is_none());
    assert_eq!(VectorsWriter::open(&dir, "new", 4).unwrap().position(), LogPosition(0));

    File::options().write(true).open(dir.vectors().join("rows")).unwrap().set_len(2).unwrap();
    assert!(Vectors::open(&dir, "old").unwrap().is_none());
    assert_eq!(VectorsWriter::open(&dir, "old", 4).unwrap().position(), LogPosition(0));
}

#[test]
fn who_has_the_vectors_open_keeps_them_while_the_writer_appends_and_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let dir = DataDir::new(folder.path());
    let mut writer = VectorsWriter::open(&dir, "table", 4).unwrap();
    for id in 1..=100 {
        writer.put(SignalId(id), &vector(1)).unwrap();
    }
    writer.commit(LogPosition(100)).unwrap();
    let reader = Vectors::open(&dir, "table").unwrap().unwrap();
    for id in 101..=5000 {
        writer.put(SignalId(id), &vector(2)).unwrap();
    }
    writer.put(SignalId(7), &vector(9)).unwrap();
    assert_eq!(Vectors::open(&dir, "table").unwrap().unwrap().len(), 100, "not yet committed");
    writer.commit(LogPosition(5001)).unwrap();

    assert_eq!((reader.len(), reader.rows().len(), reader.position()), (100, 400, LogPosition(100)));
    assert_eq!((reader.get(SignalId(6)), reader.get(SignalId(101))), (Some(&vector(1)[..]), None));
    let later = Vectors::open(&dir, "table").unwrap().unwrap();
    assert_eq!((later.len(), later.get(SignalId(7))), (5000, Some(&vector(9)[..])));
}

#[test]
fn who_has_the_vectors_open_keeps_them_when_they_are_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let dir = DataDir::new(folder.path());
    let mut writer = VectorsWriter::open(&dir, "old", 4).unwrap();
    writer.put(SignalId(1), &vector(1)).unwrap();
    writer.commit(LogPosition(1)).unwrap();
    let reader = Vectors::open(&dir, "old").unwrap().unwrap();
    let mut writer = VectorsWriter::open(&dir, "new", 4).unwrap();
    assert!(Vectors::open(&dir, "old").unwrap().is_none(), "half made is none");
    writer.put(SignalId(1), &vector(5)).unwrap();
    writer.commit(LogPosition(1)).unwrap();
    assert_eq!(reader.get(SignalId(1)), Some(&vector(1)[..]));
    VectorsWriter::discard(&dir).unwrap();
    VectorsWriter::discard(&dir).unwrap();
    assert_eq!(reader.get(SignalId(1)), Some(&vector(1)[..]));
    assert!(Vectors::open(&dir, "new").unwrap().is_none());
}

#[test]
fn a_vector_of_another_width_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = VectorsWriter::open(&DataDir::new(folder.path()), "table", 4).unwrap();
    let error = writer.put(SignalId(1), &[0; 3]).unwrap_err();
    assert_eq!(error.to_string(), "stored vector cannot be read: S-1 has one of 3 bytes, not 4");
}

#[test]
fn no_vectors_at_all_can_be_open_too() {
    let folder = tempfile::tempdir().unwrap();
    let dir = DataDir::new(folder.path());
    assert!(Vectors::open(&dir, "table").unwrap().is_none());
    VectorsWriter::open(&dir, "table", 4).unwrap().commit(LogPosition(3)).unwrap();
    let vectors = Vectors::open(&dir, "table").unwrap().unwrap();
    assert_eq!((vectors.is_empty(), vectors.rows(), vectors.position()), (true, &[][..], LogPosition(3)));
    fs::remove_file(dir.vectors().join("ids")).unwrap();
    assert_eq!(VectorsWriter::open(&dir, "table", 4).unwrap().position(), LogPosition(0));
}

/// The length of each text stands for its vector.
fn follow(fixture: &Fixture, batch: usize) -> Vectors {
    let mut writer = VectorsWriter::open(&fixture.dir(), "table", 4).unwrap();
    let mut position = writer.position();
    loop {
        let entries = fixture.snapshot().log().entries_after(position, batch).unwrap();
        let Some(last) = entries.last() else { break };
        position = last.position;
        for entry in entries {
            match entry.change {
                Change::Revised(signal) => {
                    writer.put(signal.id, &vector(signal.verbatim.as_str().len() as u8)).unwrap();
                }
                Change::Removed(id) => writer.remove(id).unwrap(),
            }
        }
    }
    writer.commit(position).unwrap();
    Vectors::open(&fixture.dir(), "table").unwrap().unwrap()
}

#[test]
fn changes_and_undos_are_followed_and_no_changed_signal_is_lost_when_rebuilt() {
    let fixture = Fixture::new();
    let ids = fixture.record([item("a", "1"), item("b", "22")]);
    let (import, recorded) = fixture.import([item("a", "4444"), item("c", "333")]);
    let hearken_domain::Disposition::Accepted { signal: third } = recorded[1] else { panic!("{recorded:?}") };
    let stored =
        |vectors: &Vectors| [ids[0], ids[1], third].map(|id| vectors.get(id).map(|vector| vector[0]));
    for batch in [1, 2, 100] {
        VectorsWriter::discard(&fixture.dir()).unwrap();
        assert_eq!(stored(&follow(&fixture, batch)), [Some(4), Some(2), Some(3)], "batches of {batch}");
    }
    fixture.undo(import);
    assert_eq!(stored(&follow(&fixture, 100)), [Some(1), Some(2), Some(0)]);
    VectorsWriter::discard(&fixture.dir()).unwrap();
    assert_eq!(stored(&follow(&fixture, 100)), [Some(1), Some(2), None]);
}
