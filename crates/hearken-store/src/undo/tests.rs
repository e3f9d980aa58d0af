//! An import taken back leaves what other imports said, in whatever order they came and go.

use hearken_domain::{Contact, NewSignal, SignalId};
use proptest::prelude::*;

use super::*;
use crate::fixture::{Fixture, item, person, review};

#[test]
fn what_an_import_brought_goes_and_what_it_changed_says_again_what_it_said() {
    let fixture = Fixture::new();
    let kept = fixture.record([item("a", "slow")])[0];
    let (second, recorded) = fixture.import([item("a", "SLOW!!"), item("b", "wrong column")]);
    assert_eq!(recorded.len(), 2);
    assert_eq!(fixture.undo(second), Undone { removed: 1, reverted: 1 });
    assert_eq!(fixture.words_of(kept).as_deref(), Some("slow"));
    assert_eq!(fixture.snapshot().signals().revisions(kept).unwrap(), []);
    assert_eq!(fixture.snapshot().signals().texts().unwrap().len(), 1);
    let source = fixture.snapshot().sources().get("app").unwrap().unwrap();
    assert_eq!((source.signals, source.format, source.counts.total()), (1, None, 1));
}

#[test]
fn a_signal_that_came_twice_in_one_import_goes_whole() {
    let fixture = Fixture::new();
    let (import, _) = fixture.import([item("a", "one"), item("a", "two"), item("a", "three")]);
    assert_eq!(fixture.undo(import), Undone { removed: 1, reverted: 0 });
    assert_eq!(fixture.snapshot().signals().texts().unwrap(), []);
    let id = fixture.record([item("a", "one")])[0];
    assert_eq!(fixture.snapshot().signals().revisions(id).unwrap(), [], "nothing of the old one is left");
}

#[test]
fn the_first_import_of_a_signal_may_go_before_the_one_that_changed_it() {
    let fixture = Fixture::new();
    let (first, _) = fixture.import([item("a", "one")]);
    let (second, _) = fixture.import([item("a", "two")]);
    assert_eq!(fixture.undo(first), Undone { removed: 0, reverted: 0 });
    assert_eq!(fixture.snapshot().signals().texts().unwrap()[0].text, "two");
    assert_eq!(fixture.undo(second), Undone { removed: 1, reverted: 0 });
}

#[test]
fn undone_twice_or_for_another_source_changes_nothing() {
    let fixture = Fixture::new();
    let (import, _) = fixture.import([review("one")]);
    let other = fixture.source("web");
    let none = Undone { removed: 0, reverted: 0 };
    assert_eq!(fixture.store().undo_import(other, import, &crate::fixture::by(1)).unwrap(), none);
    assert_eq!(fixture.snapshot().signals().texts().unwrap().len(), 1);
    fixture.undo(import);
    let position = fixture.snapshot().log().position().unwrap();
    assert_eq!(fixture.undo(import), none);
    assert_eq!(fixture.snapshot().log().position().unwrap(), position);
}

#[test]
fn people_who_said_nothing_else_are_forgotten() {
    let fixture = Fixture::new();
    let by = |name: &str, text: &str| NewSignal { contact: person(name), ..review(text) };
    let ids = fixture.record([by("Ada", "one")]);
    let (import, recorded) = fixture.import([by("Ada", "two"), by("Bob", "three")]);
    let contact = |id: SignalId| fixture.snapshot().signals().get(id).unwrap().unwrap().contact.unwrap();
    let hearken_domain::Disposition::Accepted { signal } = recorded[1] else { panic!("{recorded:?}") };
    let (ada, bob) = (contact(ids[0]), contact(signal));
    fixture.undo(import);
    assert!(fixture.snapshot().contacts().get(ada).unwrap().is_some());
    assert_eq!(fixture.snapshot().contacts().get(bob).unwrap(), None);
}

#[test]
fn positions_and_ids_are_never_given_twice_after_an_undo_and_a_new_start() {
    let mut fixture = Fixture::new();
    let (import, _) = fixture.import([review("one"), review("two")]);
    fixture.undo(import);
    let position = fixture.snapshot().log().position().unwrap();
    fixture.reopen();
    assert_eq!(fixture.snapshot().log().position().unwrap(), position);
    let ids = fixture.record([review("one")]);
    assert!(ids[0].0 > position.0, "{ids:?} after {position}");
    let (next, _) = fixture.import([review("three")]);
    assert!(next > import);
}

#[test]
fn a_revision_that_was_taken_back_gives_its_number_to_no_other() {
    let fixture = Fixture::new();
    let kept = fixture.record([item("a", "slow")])[0];
    let (second, _) = fixture.import([item("a", "what a span pointed into")]);
    fixture.undo(second);
    let revision = || fixture.snapshot().signals().get(kept).unwrap().unwrap().revision;
    assert_eq!(revision(), 1, "what it says again stands where spans look for it");
    let (third, _) = fixture.import([item("a", "other words")]);
    assert_eq!(revision(), 3);
    fixture.undo(third);
    fixture.import([item("a", "still others")]);
    assert_eq!(revision(), 4);
}

#[test]
fn a_name_that_only_the_undone_import_told_is_forgotten_and_others_stay() {
    let fixture = Fixture::new();
    let known = |name: Option<&str>| Contact {
        external_id: Some("u-1".to_owned()),
        name: name.map(str::to_owned),
        email: None,
    };
    let by = |name: Option<&str>, text: &str| NewSignal { contact: known(name), ..review(text) };
    let id = fixture.record([by(Some("Ann"), "one")])[0];
    let contact = fixture.snapshot().signals().get(id).unwrap().unwrap().contact.unwrap();
    let now = || fixture.snapshot().contacts().get(contact).unwrap().unwrap();
    let (same, _) = fixture.import([by(Some("Ann"), "two")]);
    assert_eq!(fixture.snapshot().contacts().only_in(same).unwrap(), []);
    fixture.undo(same);
    assert_eq!(now(), known(Some("Ann")));
    let (renamed, _) = fixture.import([by(Some("Canary"), "three")]);
    let told = fixture.snapshot().contacts().only_in(renamed).unwrap();
    assert_eq!(told, [person("Canary")]);
    fixture.undo(renamed);
    assert_eq!(now(), known(None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// After any imports and undos, a signal says what the last standing import that changed it said.
    #[test]
    fn whatever_the_order_the_last_standing_word_counts(
        imports in prop::collection::vec(prop::collection::vec((0..4_u8, 0..3_u8), 1..5), 1..6),
        undone in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let fixture = Fixture::new();
        // For each signal, what each import made it say: the model of a history that forgets undone imports.
        let mut histories: Vec<Vec<(ImportId, u8)>> = vec![Vec::new(); 4];
        let mut ids = Vec::new();
        for items in &imports {
            let items_said = items.iter().map(|(id, text)| item(&id.to_string(), &text.to_string()));
            let (import, _) = fixture.import(items_said);
            ids.push(import);
            for &(id, text) in items {
                let history = &mut histories[usize::from(id)];
                if history.last().map(|last| last.1) != Some(text) {
                    history.push((import, text));
                }
            }
        }
        for index in undone {
            let import = *index.get(&ids);
            fixture.undo(import);
            for history in &mut histories {
                history.retain(|entry| entry.0 != import);
            }
        }
        let mut stored: Vec<String> =
            fixture.snapshot().signals().texts().unwrap().into_iter().map(|text| text.text).collect();
        let mut expected: Vec<String> =
            histories.iter().filter_map(|history| history.last()).map(|last| last.1.to_string()).collect();
        stored.sort();
        expected.sort();
        prop_assert_eq!(stored, expected);
    }
}
