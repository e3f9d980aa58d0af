//! A view that follows the log, however slowly, ends with what the store holds.

use std::collections::BTreeMap;

use hearken_domain::ImportId;
use proptest::prelude::*;

use super::*;
use crate::fixture::{Fixture, item, review};

/// A view: what each signal says, taken in from the log alone.
#[derive(Default)]
struct View {
    position: LogPosition,
    texts: BTreeMap<SignalId, String>,
    /// The greatest id met.
    newest: u64,
}

impl View {
    /// Takes in one batch; false at the end of the log.
    fn follow(&mut self, fixture: &Fixture, limit: usize) -> bool {
        let entries = fixture.snapshot().log().entries_after(self.position, limit).unwrap();
        assert!(entries.len() <= limit);
        for entry in &entries {
            assert!(entry.position > self.position, "{entry:?} does not come after {}", self.position);
            self.position = entry.position;
            match &entry.change {
                Change::Revised(signal) => {
                    if !self.texts.contains_key(&signal.id) {
                        assert!(signal.id.0 > self.newest, "{} is met after {}", signal.id, self.newest);
                        self.newest = signal.id.0;
                    }
                    self.texts.insert(signal.id, signal.verbatim.as_str().to_owned());
                }
                Change::Removed(id) => {
                    self.texts.remove(id);
                }
            }
        }
        !entries.is_empty()
    }
}

fn stored(fixture: &Fixture) -> BTreeMap<SignalId, String> {
    fixture.snapshot().signals().texts().unwrap().into_iter().map(|text| (text.id, text.text)).collect()
}

#[test]
fn a_signal_changed_before_a_view_met_it_stands_at_its_first_position() {
    let fixture = Fixture::new();
    let ids = fixture.record([item("a", "one"), item("b", "two")]);
    fixture.import([item("a", "changed")]);
    let entries = fixture.snapshot().log().entries_after(LogPosition(0), 10).unwrap();
    let met: Vec<_> = entries
        .iter()
        .map(|entry| match &entry.change {
            Change::Revised(signal) => (entry.position.0, signal.id, signal.verbatim.as_str()),
            Change::Removed(_) => panic!("nothing was removed"),
        })
        .collect();
    assert_eq!(met, [(ids[0].0, ids[0], "changed"), (ids[1].0, ids[1], "two")]);
    // Whoever is past its first position meets the change where it happened.
    let entries = fixture.snapshot().log().entries_after(LogPosition(ids[1].0), 10).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].position, fixture.snapshot().log().position().unwrap());
}

#[test]
fn events_take_positions_and_leave_no_entries() {
    let fixture = Fixture::new();
    fixture.record([review("one")]);
    let before = fixture.snapshot().log().position().unwrap();
    fixture.cluster(&[None]);
    assert!(fixture.snapshot().log().position().unwrap() > before);
    assert_eq!(fixture.snapshot().log().entries_after(before, 10).unwrap(), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_view_that_follows_in_steps_of_any_size_holds_what_the_store_holds(
        steps in prop::collection::vec(
            (prop::collection::vec((0..6_u8, 0..4_u8), 0..6), prop::option::of(any::<prop::sample::Index>()), 0..4_usize, 1..5_usize),
            1..12,
        ),
    ) {
        let fixture = Fixture::new();
        let mut imports: Vec<ImportId> = Vec::new();
        let mut view = View::default();
        for (items, undo, batches, limit) in steps {
            let items = items.iter().map(|(id, text)| item(&id.to_string(), &text.to_string()));
            imports.push(fixture.import(items).0);
            if let Some(undo) = undo {
                fixture.undo(*undo.get(&imports));
            }
            for _ in 0..batches {
                view.follow(&fixture, limit);
            }
        }
        while view.follow(&fixture, 3) {}
        prop_assert_eq!(view.texts, stored(&fixture));

        let mut late = View::default();
        while late.follow(&fixture, 1000) {}
        prop_assert_eq!(late.texts, stored(&fixture));
    }
}
