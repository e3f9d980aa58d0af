use super::*;
use crate::fixture::{Fixture, by};

fn large() -> NewSegment<String> {
    NewSegment { name: "Large".to_owned(), condition: "owner = ann@example.com".to_owned() }
}

fn stands(fixture: &Fixture) -> Vec<(Option<String>, SegmentAct)> {
    let all = fixture.snapshot().segments().all().unwrap();
    all.into_iter().map(|one| (one.name.map(Verbatim::into_string), one.last)).collect()
}

#[test]
fn a_segment_is_added_renamed_removed_and_each_of_it_taken_back() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let added = store.add_segment(large(), &by(1)).unwrap();
    assert_eq!(added.condition.as_deref(), Some("owner = ann@example.com"));
    assert_eq!(added.by, by(1).actor);
    store.rename_segment(added.id, "Huge".to_owned(), &by(2)).unwrap();
    store.remove_segment(added.id, &by(3)).unwrap();
    assert_eq!(stands(&fixture), [(Some("Huge".to_owned()), SegmentAct::Removed)]);
    assert!(store.rename_segment(added.id, "x".to_owned(), &by(4)).is_err());
    store.undo_segment(added.id, &by(4)).unwrap();
    assert_eq!(stands(&fixture), [(Some("Huge".to_owned()), SegmentAct::Renamed)]);
    store.undo_segment(added.id, &by(5)).unwrap();
    assert_eq!(stands(&fixture), [(Some("Large".to_owned()), SegmentAct::Added)]);
    let error = store.undo_segment(added.id, &by(6)).unwrap_err().to_string();
    assert_eq!(error, "segment 'Large': nothing was done to it since it was added");
    let rebuilt = store.rebuild_views_of_events().unwrap();
    let view = rebuilt.iter().find(|view| view.name == "segments").unwrap();
    assert_eq!((view.before, view.after, view.differences), (3, 3, 0));
}

#[test]
fn a_name_is_one_segments_whatever_its_case_and_free_again_once_that_is_removed() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let first = store.add_segment(large(), &by(1)).unwrap();
    let again = NewSegment { name: "LARGE".to_owned(), ..large() };
    let error = store.add_segment(again.clone(), &by(2)).unwrap_err().to_string();
    assert_eq!(error, "segment 'Large': a segment has that name already; choose another");
    store.remove_segment(first.id, &by(3)).unwrap();
    store.add_segment(again, &by(4)).unwrap();
    assert!(store.undo_segment(first.id, &by(5)).is_err(), "the name is another's by now");
}

#[test]
fn erased_conditions_and_names_leave_a_segment_that_says_so() {
    let fixture = Fixture::new();
    fixture.store().add_segment(large(), &by(1)).unwrap();
    let typed = fixture.snapshot().typed_texts().all().unwrap();
    fixture.store().erase_typed_texts(typed.into_iter().map(|typed| typed.id).collect()).unwrap();
    let all = fixture.snapshot().segments().all().unwrap();
    assert_eq!((&all[0].name, &all[0].condition), (&None, &None));
}
