//! A clustering run counts whole or not at all, and the roll-up is always what a count would give.

use std::collections::BTreeMap;

use hearken_domain::{ImportId, NewSignal, SignalFilter, SignalId};
use proptest::prelude::*;

use super::*;
use crate::fixture::{Fixture, by, day, item, review};
use crate::rollup::ThemeWeek;

#[test]
fn a_clustering_run_that_was_cut_off_leaves_nothing_and_its_theme_ids_are_never_given_again() {
    let mut fixture = Fixture::new();
    let ids = fixture.record([review("one"), review("two")]);
    let (cut_off, themes) = fixture.begin(&[None, None]);
    fixture.assign(cut_off, &[(ids[0], Some(themes[0])), (ids[1], None)]);
    assert_eq!(*fixture.snapshot().themes().living().unwrap(), [].into(), "nobody sees it");
    assert_eq!(fixture.snapshot().themes().assigned_count().unwrap(), 0);
    fixture.reopen();
    let (generation, later) = fixture.cluster(&[None]);
    assert!(generation > cut_off);
    assert!(later[0] > themes[1], "{later:?} after {themes:?}");
    let left: u64 = fixture
        .store()
        .read(|c| {
            let sql = "SELECT (SELECT count(*) FROM memberships) + (SELECT count(*) FROM theme_days) \
                       + (SELECT count(*) FROM clustering_runs) - 1";
            Ok(c.query_row(sql, [], |row| row.get(0))?)
        })
        .unwrap();
    assert_eq!(left, 0);
}

#[test]
fn a_clustering_run_becomes_current_whole_with_its_members_and_model() {
    let fixture = Fixture::new();
    let ids = fixture.record([review("one"), review("two"), review("three")]);
    assert!(fixture.snapshot().clustering().current().unwrap().is_none());
    let (generation, themes) = fixture.begin(&[None]);
    fixture.assign(generation, &[(ids[0], Some(themes[0])), (ids[1], None)]);
    fixture.store().apply_clustering(generation, &by(5)).unwrap();
    let run = fixture.snapshot().clustering().current().unwrap().unwrap();
    assert_eq!((run.generation, run.themes, run.model), (generation, themes.clone(), vec![1]));
    assert_eq!(fixture.snapshot().clustering().last().unwrap(), Some((day(5), 0)));
    assert_eq!(fixture.snapshot().themes().members(Some(themes[0])).unwrap(), [ids[0]]);
    assert_eq!(fixture.snapshot().themes().all_members().unwrap(), [(themes[0], vec![ids[0]])]);
    let totals = fixture.snapshot().themes().totals().unwrap();
    assert_eq!(
        (totals.themes, totals.unsorted, fixture.snapshot().themes().assigned_count().unwrap()),
        (1, 1, 2)
    );
    let memberships = fixture.snapshot().themes().memberships(&ids).unwrap();
    assert_eq!(memberships.get(&ids[0]).unwrap().theme, Some(themes[0]));
    assert_eq!((memberships.get(&ids[1]).unwrap().theme, memberships.get(&ids[2])), (None, None));
}

#[test]
fn a_theme_that_is_no_longer_found_stays_readable_and_may_come_back() {
    let fixture = Fixture::new();
    fixture.record([review("one")]);
    let (_, themes) = fixture.cluster(&[None, None]);
    fixture.cluster(&[Some(themes[0])]);
    let retired = fixture.snapshot().themes().get(themes[1]).unwrap().unwrap();
    assert_eq!((retired.name.as_str(), retired.retired_at), ("One", Some(day(5))));
    assert_eq!(fixture.snapshot().themes().living().unwrap().len(), 1);
    fixture.cluster(&[Some(themes[1])]);
    let back = fixture.snapshot().themes().get(themes[1]).unwrap().unwrap();
    assert_eq!((back.retired_at, back.born_at), (None, retired.born_at));
}

#[test]
fn a_superseded_clustering_run_takes_nothing_and_cannot_become_current() {
    let fixture = Fixture::new();
    let ids = fixture.record([review("one")]);
    let (old, themes) = fixture.cluster(&[None]);
    let (swept, _) = fixture.begin(&[Some(themes[0])]);
    let (current, _) = fixture.cluster(&[Some(themes[0])]);
    for generation in [old, swept] {
        fixture.assign(generation, &[(ids[0], Some(themes[0]))]);
        let error = fixture.store().apply_clustering(generation, &by(6)).unwrap_err();
        assert!(error.to_string().contains("superseded"), "{error}");
    }
    assert_eq!(fixture.snapshot().clustering().current().unwrap().unwrap().generation, current);
    assert_eq!(fixture.snapshot().themes().assigned_count().unwrap(), 0);
}

#[test]
fn a_signal_that_is_gone_is_passed_over() {
    let fixture = Fixture::new();
    let (import, recorded) = fixture.import([review("one")]);
    let hearken_domain::Disposition::Accepted { signal } = recorded[0] else { panic!("{recorded:?}") };
    let (generation, themes) = fixture.cluster(&[None]);
    fixture.undo(import);
    fixture.assign(generation, &[(signal, Some(themes[0]))]);
    assert_eq!(fixture.snapshot().themes().assigned_count().unwrap(), 0);
}

#[derive(Debug, Clone)]
enum Step {
    /// Says or changes some signals: id, day, rating.
    Say(Vec<(u8, i64, Option<u8>)>),
    /// Assigns each third signal, from an offset, to a theme (0 is unsorted).
    Assign(usize, u8),
    Undo(prop::sample::Index),
    Recluster,
}

fn step() -> impl Strategy<Value = Step> {
    let signal = (0..8_u8, -40_000..20_000_i64, prop::option::of(1..6_u8)); // from about 1914
    prop_oneof![
        3 => prop::collection::vec(signal, 1..6).prop_map(Step::Say),
        4 => (0..3_usize, 0..3_u8).prop_map(|(offset, theme)| Step::Assign(offset, theme)),
        1 => any::<prop::sample::Index>().prop_map(Step::Undo),
        1 => Just(Step::Recluster),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_roll_up_equals_a_direct_count_whatever_happened(steps in prop::collection::vec(step(), 1..20)) {
        let fixture = Fixture::new();
        let (mut generation, themes) = fixture.cluster(&[None, None]);
        let mut imports: Vec<ImportId> = Vec::new();
        for step in steps {
            match step {
                Step::Say(items) => {
                    let signals = items.into_iter().map(|(id, on, rating)| NewSignal {
                        at: Some(day(on)),
                        rating: rating.map(f64::from),
                        ..item(&id.to_string(), "words")
                    });
                    imports.push(fixture.import(signals).0);
                }
                Step::Assign(offset, theme) => {
                    let stored = fixture.snapshot().signals().texts().unwrap();
                    let theme = themes.get(usize::from(theme)).copied();
                    let memberships: Vec<_> =
                        stored.iter().skip(offset).step_by(3).map(|text| (text.id, theme)).collect();
                    fixture.assign(generation, &memberships);
                }
                Step::Undo(index) if !imports.is_empty() => {
                    fixture.undo(*index.get(&imports));
                }
                Step::Undo(_) => {}
                Step::Recluster => generation = fixture.cluster(&[Some(themes[0]), Some(themes[1])]).0,
            }
        }
        let rolled_up = fixture.snapshot().rollup().weeks(&SignalFilter::default()).unwrap();
        prop_assert_eq!(&rolled_up, &counted(&fixture));
        // The way of any other filter must agree with both.
        let everything = SignalFilter::default().since(day(-100_000));
        prop_assert_eq!(rolled_up, fixture.snapshot().rollup().weeks(&everything).unwrap());
    }
}

fn counted(fixture: &Fixture) -> Vec<ThemeWeek> {
    let texts = fixture.snapshot().signals().texts().unwrap();
    let ids: Vec<SignalId> = texts.iter().map(|text| text.id).collect();
    let memberships = fixture.snapshot().themes().memberships(&ids).unwrap();
    let mut weeks: BTreeMap<(u64, i64), (u64, u64, f64)> = BTreeMap::new();
    for text in texts {
        let Some(membership) = memberships.get(&text.id) else { continue };
        let theme = membership.theme.map_or(0, |theme| theme.0);
        let week = weeks.entry((theme, crate::week_of(text.at))).or_default();
        *week = (week.0 + 1, week.1 + u64::from(text.rating.is_some()), week.2 + text.rating.unwrap_or(0.0));
    }
    let week_from = |((theme, week), (signals, rated, rating_sum))| ThemeWeek {
        theme: Some(ThemeId(theme)).filter(|theme| theme.0 > 0),
        week: Some(week),
        signals,
        rated,
        rating_sum,
    };
    weeks.into_iter().map(week_from).collect()
}
