//! Bursts as they are written, and the gaps that what comes, changes and goes leaves.

use hearken_domain::{NewSignal, SignalFilter, ThemeId};

use super::*;
use crate::fixture::{Fixture, by, day, item, review};

const ALL: Compared = Compared { before_ms: i64::MAX, last_gap: u64::MAX >> 1 };

/// Signals, and what each leads to.
fn led(found: &[(SignalId, Option<SignalId>)]) -> Vec<FoundAlike> {
    let one = |&(signal, alike_to): &(SignalId, Option<SignalId>)| FoundAlike {
        alike_to,
        ..FoundAlike::none(signal)
    };
    found.iter().map(one).collect()
}

/// So many reviews, one a day.
fn reviews(fixture: &Fixture, count: i64) -> Vec<SignalId> {
    fixture.record((0..count).map(|n| NewSignal { at: Some(day(n)), ..review(&format!("review {n}")) }))
}

fn members(fixture: &Fixture, signal: SignalId) -> Vec<SignalId> {
    let snapshot = fixture.snapshot();
    match snapshot.bursts().of(&[signal], None).unwrap().get(&signal) {
        Some(burst) => snapshot.bursts().members(burst.first).unwrap(),
        None => Vec::new(),
    }
}

#[test]
fn what_leads_to_one_another_is_a_burst_and_comes_along_when_its_head_does() {
    let fixture = Fixture::new();
    let s = reviews(&fixture, 5);
    let chain = vec![(s[0], None), (s[1], Some(s[0])), (s[2], Some(s[1])), (s[3], None), (s[4], Some(s[2]))];
    fixture.store().put_alike(led(&chain), ALL).unwrap();
    assert_eq!(members(&fixture, s[4]), [s[0], s[1], s[2], s[4]]);
    assert_eq!(members(&fixture, s[3]), []);
    fixture.store().put_alike(led(&[(s[1], None)]), ALL).unwrap();
    assert_eq!(members(&fixture, s[0]), []);
    assert_eq!(members(&fixture, s[4]), [s[1], s[2], s[4]]);
    fixture.store().put_alike(led(&[(s[1], Some(s[0]))]), ALL).unwrap();
    let until = fixture.snapshot().bursts().of(&[s[0]], Some(day(2))).unwrap();
    assert_eq!(until[&s[0]], Burst { first: s[0], signals: 3 });
}

#[test]
fn a_signal_that_comes_changes_or_goes_leaves_a_gap_at_its_time_and_an_undated_one_none() {
    let fixture = Fixture::new();
    let first_gap = || fixture.snapshot().bursts().first_gap().unwrap();
    let close = || fixture.store().put_alike(Vec::new(), ALL).unwrap();
    assert_eq!(first_gap(), None);
    let at = |n: i64, text: &str| NewSignal { at: Some(day(n)), ..item("1", text) };
    fixture.import([at(3, "one")]);
    assert_eq!(first_gap().unwrap().0, day(3).as_millisecond());
    close();
    fixture.record([NewSignal { at: None, ..review("undated") }]);
    assert_eq!(first_gap(), None);
    fixture.import([at(2, "other")]);
    let gaps = |fixture: &Fixture| fixture.snapshot().bursts().gaps(i64::MIN, i64::MAX).unwrap();
    assert_eq!(gaps(&fixture), [day(2).as_millisecond(), day(3).as_millisecond()]);
    let (_, last) = first_gap().unwrap();
    fixture.store().put_alike(Vec::new(), Compared { before_ms: i64::MAX, last_gap: last - 1 }).unwrap();
    assert!(first_gap().is_some(), "what came later than it was looked is not done");
}

#[test]
fn who_is_taken_out_by_a_person_is_in_no_burst_until_that_is_undone_and_a_rebuild_knows_it() {
    let fixture = Fixture::new();
    let s = reviews(&fixture, 3);
    let chain = vec![(s[0], None), (s[1], Some(s[0])), (s[2], Some(s[1]))];
    fixture.store().put_alike(led(&chain), ALL).unwrap();
    let ruling = fixture.store().rule_not_alike(s[1], &by(4)).unwrap();
    assert_eq!(members(&fixture, s[0]), [s[0], s[2]]);
    assert_eq!(members(&fixture, s[1]), []);
    assert!(fixture.store().rule_not_alike(s[1], &by(4)).is_err(), "it was said already");
    assert!(fixture.store().rule_not_alike(SignalId(99), &by(4)).is_err(), "there is no such signal");
    let rebuilt = fixture.store().rebuild_views_of_events().unwrap();
    assert!(rebuilt.iter().all(|view| view.differences == 0), "{rebuilt:?}");
    fixture.store().undo_ruling(ruling.id, &by(5)).unwrap();
    assert_eq!(members(&fixture, s[1]), s);
}

#[test]
fn a_theme_counts_its_signals_in_bursts_with_each_other_alone() {
    let fixture = Fixture::new();
    let s = reviews(&fixture, 6);
    let chain = vec![(s[1], Some(s[0])), (s[2], Some(s[0])), (s[4], Some(s[3]))];
    fixture.store().put_alike(led(&chain), ALL).unwrap();
    let (generation, themes) = fixture.cluster(&[None]);
    let theme: ThemeId = themes[0];
    // The second burst has one foot in the theme.
    fixture.assign(
        generation,
        &[(s[0], Some(theme)), (s[1], Some(theme)), (s[2], Some(theme)), (s[3], Some(theme)), (s[4], None)],
    );
    let found = fixture.snapshot().bursts().in_theme(theme, &SignalFilter::default()).unwrap();
    assert_eq!(found, Bursts { bursts: 1, signals: 3 });
}
