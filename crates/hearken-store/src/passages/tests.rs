//! A signal speaks of other themes where its words say so, as long as they say it and nobody ruled otherwise.

use hearken_domain::Membership;

use super::*;
use crate::fixture::{Fixture, by, day, item};

/// A passage of a signal's first five bytes.
fn first_word(signal: SignalId, theme: ThemeId) -> Passage {
    Passage { signal, theme, revision: 1, start: 0, end: 5, fit: 0.9 }
}

/// Six signals in three themes, two each; the first speaks of the second theme besides.
fn two_matters() -> (Fixture, Vec<SignalId>, Vec<ThemeId>) {
    let fixture = Fixture::new();
    let signals = fixture.record((0..6).map(|n| item(&n.to_string(), &format!("words {n}"))));
    cluster(&fixture, &signals, &[None, None, None]);
    let themes = fixture.snapshot().themes().living().unwrap().keys().copied().collect();
    (fixture, signals, themes)
}

fn cluster(fixture: &Fixture, signals: &[SignalId], themes: &[Option<ThemeId>]) {
    let (generation, themes) = fixture.begin(themes);
    let of = |(n, signal): (usize, &SignalId)| Membership {
        signal: *signal,
        theme: Some(themes[n / 2]),
        confidence: 0.5,
    };
    let memberships = signals.iter().enumerate().map(of).collect();
    let passages = vec![first_word(signals[0], themes[1])];
    fixture.store().assign(generation, memberships, passages, None).unwrap();
    assert!(fixture.store().apply_clustering(generation, &by(5)).unwrap());
}

fn speaking_of(fixture: &Fixture, theme: ThemeId) -> Vec<SignalId> {
    let snapshot = fixture.snapshot();
    let everything = SignalFilter::default();
    let found = snapshot.passages().of_theme(theme, &everything, 10).unwrap();
    assert_eq!(snapshot.passages().count(theme, &everything).unwrap(), found.len() as u64);
    found.iter().map(|passage| passage.signal).collect()
}

fn others_of(fixture: &Fixture, signal: SignalId) -> Vec<ThemeId> {
    let others = fixture.snapshot().passages().of_signal(signal).unwrap();
    others.iter().map(|passage| passage.theme).collect()
}

fn rows(fixture: &Fixture) -> u64 {
    let sql = "SELECT count(*) FROM passages";
    fixture.store().read(|c| Ok(c.query_row(sql, [], |row| row.get(0))?)).unwrap()
}

#[test]
fn a_signal_counts_in_its_own_theme_and_speaks_of_another_besides() {
    let (fixture, signals, themes) = two_matters();
    assert_eq!(speaking_of(&fixture, themes[1]), signals[..1]);
    assert_eq!(others_of(&fixture, signals[0]), themes[1..2]);
    assert_eq!(fixture.snapshot().themes().members(Some(themes[1])).unwrap(), signals[2..4]);
    let later = SignalFilter::default().since(day(2));
    assert_eq!(fixture.snapshot().passages().count(themes[1], &later).unwrap(), 0, "it was said on day 1");
}

#[test]
fn a_passage_follows_a_theme_that_became_part_of_another_and_comes_back_with_it() {
    let (fixture, signals, themes) = two_matters();
    let ruling = fixture.store().merge_themes(themes[2], vec![themes[1]], &by(6)).unwrap();
    assert_eq!(speaking_of(&fixture, themes[2]), signals[..1]);
    assert_eq!(others_of(&fixture, signals[0]), themes[2..]);
    assert!(speaking_of(&fixture, themes[1]).is_empty(), "it lives no more");
    fixture.store().undo_ruling(ruling.id, &by(7)).unwrap();
    assert_eq!(speaking_of(&fixture, themes[1]), signals[..1]);
    fixture.store().merge_themes(themes[0], vec![themes[1]], &by(8)).unwrap();
    assert!(others_of(&fixture, signals[0]).is_empty(), "it is its own theme now");
}

#[test]
fn a_theme_that_a_person_took_a_signal_out_of_is_none_of_its_others_until_that_is_undone() {
    let (fixture, signals, themes) = two_matters();
    let into = fixture.store().move_signals(signals[..1].to_vec(), Some(themes[1]), &by(6)).unwrap();
    assert!(others_of(&fixture, signals[0]).is_empty(), "it is in that theme");
    let out = fixture.store().move_signals(signals[..1].to_vec(), Some(themes[2]), &by(7)).unwrap();
    assert!(others_of(&fixture, signals[0]).is_empty(), "it was taken out of it");
    assert!(speaking_of(&fixture, themes[1]).is_empty());
    fixture.store().undo_ruling(out.id, &by(8)).unwrap();
    fixture.store().undo_ruling(into.id, &by(9)).unwrap();
    assert_eq!(others_of(&fixture, signals[0]), themes[1..2]);
    fixture.store().move_signals(signals[..1].to_vec(), None, &by(10)).unwrap();
    assert!(others_of(&fixture, signals[0]).is_empty(), "a person put it into none");
}

#[test]
fn a_passage_goes_when_its_signal_says_something_else_and_none_is_written_into_other_words() {
    let (fixture, signals, themes) = two_matters();
    fixture.import([item("0", "other words")]);
    assert_eq!(rows(&fixture), 0);
    let current = fixture.snapshot().clustering().current().unwrap().unwrap().generation;
    let membership = Membership { signal: signals[0], theme: Some(themes[0]), confidence: 0.5 };
    let assign = |passage| fixture.store().assign(current, vec![membership], vec![passage], None).unwrap();
    assign(first_word(signals[0], themes[1]));
    assert_eq!(rows(&fixture), 0, "it was found in the first revision");
    assign(Passage { revision: 2, ..first_word(signals[0], themes[1]) });
    assert_eq!(others_of(&fixture, signals[0]), themes[1..2]);
    assign(Passage { revision: 2, ..first_word(signals[0], themes[2]) });
    assert_eq!(others_of(&fixture, signals[0]), themes[2..], "assigned again, only what was found then");
}

#[test]
fn newer_rules_of_redaction_leave_no_place_in_words_that_they_changed() {
    let (fixture, signals, themes) = two_matters();
    let mask: crate::Redact = Box::new(|_, texts| {
        for text in texts.iter_mut() {
            **text = text.replace("words 0", "[masked]");
        }
        Vec::new()
    });
    fixture.store().redact_again("2", 2, 100, mask).unwrap();
    assert_eq!(rows(&fixture), 0);
    assert!(others_of(&fixture, signals[0]).is_empty() && speaking_of(&fixture, themes[1]).is_empty());
}

#[test]
fn an_erased_signal_leaves_no_passage() {
    let (fixture, _, _) = two_matters();
    assert_eq!(rows(&fixture), 1);
    fixture.erase(&crate::Erasing { sources: vec![fixture.source("app")], ..crate::Erasing::default() });
    assert_eq!(rows(&fixture), 0);
}

#[test]
fn passages_stay_when_views_are_rebuilt_and_go_with_the_clustering_run_that_found_them() {
    let (fixture, signals, themes) = two_matters();
    for view in fixture.store().rebuild_views_of_events().unwrap() {
        assert_eq!(view.differences, 0, "{}", view.name);
    }
    fixture.store().rebuild_rollup().unwrap();
    assert_eq!(others_of(&fixture, signals[0]), themes[1..2]);
    fixture.cluster(&[Some(themes[0])]);
    assert_eq!(rows(&fixture), 0);
}
