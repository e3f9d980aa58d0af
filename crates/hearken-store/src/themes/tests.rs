//! Who is in which theme.

use hearken_domain::{NewSignal, SignalFilter};

use super::*;
use crate::fixture::{Fixture, day, review};

#[test]
fn any_number_of_signals_is_counted_by_theme_and_each_once() {
    let fixture = Fixture::new();
    let ids = fixture.record((0..6).map(|n| review(&n.to_string())));
    let (generation, themes) = fixture.cluster(&[None, None]);
    let members = [(0, Some(themes[0])), (1, Some(themes[1])), (2, Some(themes[1])), (3, None)];
    fixture.assign(generation, &members.map(|(n, theme)| (ids[n], theme)));
    let counts = |signals: &[SignalId]| fixture.snapshot().themes().counts_among(signals).unwrap();
    let expected = BTreeMap::from([(None, 2), (Some(themes[0]), 1), (Some(themes[1]), 1)]);
    let some = [ids[0], ids[2], ids[3], ids[5]];
    assert_eq!(counts(&some), expected);
    assert_eq!(counts(&[]), BTreeMap::new());
    let nobody = (1_000..).map(SignalId).take(SCANNED_MIN);
    let many: Vec<SignalId> = some.into_iter().chain(nobody).collect();
    let mut expected = expected;
    expected.insert(None, 2 + SCANNED_MIN as u64);
    assert_eq!(counts(&many), expected, "read in one go, it is the same");
}

#[test]
fn of_a_theme_s_signals_under_a_filter_the_clearest_is_told() {
    let fixture = Fixture::new();
    let on = |n: Option<i64>| NewSignal { at: n.map(day), ..review(&format!("{n:?}")) };
    let ids = fixture.record([on(Some(1)), on(Some(5)), on(Some(6)), on(None)]);
    let (generation, themes) = fixture.cluster(&[None]);
    let confidences = [0.9, 0.5, 0.8, 1.0];
    let members = ids.iter().zip(confidences).map(|(signal, confidence)| Membership {
        signal: *signal,
        theme: Some(themes[0]),
        confidence,
    });
    fixture.store().assign(generation, members.collect(), Vec::new(), None).unwrap();
    let clearest = |filter: SignalFilter| fixture.snapshot().themes().clearest(themes[0], &filter).unwrap();
    assert_eq!(clearest(SignalFilter::default()), Some(ids[3]));
    assert_eq!(clearest(SignalFilter::default().since(day(5))), Some(ids[2]));
    assert_eq!(clearest(SignalFilter::default().since(day(5)).until(day(6))), Some(ids[1]));
    assert_eq!(clearest(SignalFilter::default().until(day(0))), None);
    // What passes is read once for all themes, and tells the same.
    let passing = fixture.snapshot().themes().passing(&SignalFilter::default()).unwrap();
    let of = |exemplars: &[SignalId], time| passing.stands_for(themes[0], exemplars, time);
    assert_eq!(of(&[], None), Some(ids[3]));
    assert_eq!(of(&[], Some(day(5)..day(9))), Some(ids[2]));
    assert_eq!(of(&[], Some(day(5)..day(6))), Some(ids[1]));
    assert_eq!(of(&[], Some(day(7)..day(9))), None);
    assert_eq!(of(&[SignalId(99), ids[0], ids[1]], None), Some(ids[0]), "an exemplar that passes goes first");
    assert_eq!(of(&[ids[0]], Some(day(5)..day(9))), Some(ids[2]));
}
