//! What people decide takes effect at once, binds what comes, never contradicts itself, and can be taken back whole.

use hearken_domain::Lineage;

use super::*;
use crate::fixture::{Fixture, day, said};

/// A store with six signals in three themes, two each.
fn three_themes() -> (Fixture, Vec<SignalId>, Vec<ThemeId>) {
    let fixture = Fixture::new();
    let signals = fixture.hear((0..6).map(|n| said(&format!("words {n}"))));
    let (generation, themes) = fixture.begin(&[None, None, None]);
    let places: Vec<_> =
        signals.iter().enumerate().map(|(n, signal)| (*signal, Some(themes[n / 2]))).collect();
    fixture.place(generation, &places);
    assert!(fixture.store().apply_learning(generation, day(5)).unwrap());
    (fixture, signals, themes)
}

fn rule(fixture: &Fixture, rule: Rule) -> Ruling {
    fixture.store().rule(rule, day(6)).unwrap()
}

fn refusal(result: Result<Ruling, StoreError>) -> String {
    result.unwrap_err().to_string()
}

fn members(fixture: &Fixture, theme: ThemeId) -> Vec<SignalId> {
    let mut members = fixture.store().members(Some(theme)).unwrap();
    members.sort_unstable();
    members
}

fn theme_of(fixture: &Fixture, id: ThemeId) -> Theme {
    fixture.store().theme(id).unwrap().unwrap()
}

/// The roll-up is what a count would give.
fn assert_counts_hold(fixture: &Fixture) {
    let before = fixture.store().theme_weeks(&Default::default()).unwrap();
    fixture.store().rebuild_rollup().unwrap();
    let counted = fixture.store().theme_weeks(&Default::default()).unwrap();
    let some =
        |weeks: Vec<crate::ThemeWeek>| weeks.into_iter().filter(|week| week.signals > 0).collect::<Vec<_>>();
    assert_eq!(some(before), some(counted));
}

#[test]
fn a_merge_takes_signals_and_clusters_along_and_its_undo_brings_both_back() {
    let (fixture, signals, themes) = three_themes();
    let ruling = rule(&fixture, Rule::Merge { into: themes[0], from: vec![themes[1]] });
    assert_eq!(members(&fixture, themes[0]), signals[..4]);
    let merged = theme_of(&fixture, themes[1]);
    assert_eq!((merged.merged_into, merged.retired_at), (Some(themes[0]), Some(day(6))));
    let clusters = || fixture.store().current_learning().unwrap().unwrap().themes;
    assert_eq!(clusters(), [themes[0], themes[0], themes[2]], "arrivals follow");
    assert_counts_hold(&fixture);
    fixture.store().undo_ruling(ruling.id, day(7)).unwrap();
    assert_eq!(members(&fixture, themes[0]), signals[..2]);
    assert_eq!(members(&fixture, themes[1]), signals[2..4]);
    assert_eq!(theme_of(&fixture, themes[1]).retired_at, None);
    assert_eq!(clusters(), themes);
    assert_counts_hold(&fixture);
    let happened: Vec<Lineage> =
        fixture.store().lineage(themes[1]).unwrap().into_iter().map(|step| step.what).collect();
    assert_eq!(happened, [Lineage::Born, Lineage::Merged, Lineage::Returned]);
}

#[test]
fn a_split_makes_a_theme_of_each_part_and_its_undo_joins_them_again() {
    let (fixture, signals, themes) = three_themes();
    let part = Part {
        kind: ThemeKind::Request,
        name: "part".to_owned(),
        words: Vec::new(),
        exemplars: Vec::new(),
        signals: vec![signals[1]],
    };
    let ruling = rule(&fixture, Rule::Split { theme: themes[0], parts: vec![part] });
    let Ruled::Split { born, .. } = &ruling.what else { panic!("{ruling:?}") };
    assert_eq!(
        (members(&fixture, themes[0]), members(&fixture, born[0])),
        (vec![signals[0]], vec![signals[1]])
    );
    assert!(fixture.store().wants_learning().unwrap(), "the model does not know the part");
    assert_counts_hold(&fixture);
    fixture.store().undo_ruling(ruling.id, day(7)).unwrap();
    assert_eq!(members(&fixture, themes[0]), signals[..2]);
    assert_eq!(theme_of(&fixture, born[0]).merged_into, Some(themes[0]));
    assert_counts_hold(&fixture);
}

#[test]
fn the_last_move_of_a_signal_counts_and_follows_a_theme_that_became_part_of_another() {
    let (fixture, signals, themes) = three_themes();
    let first = rule(&fixture, Rule::Move(vec![signals[0]], Some(themes[1])));
    let second = rule(&fixture, Rule::Move(vec![signals[0]], Some(themes[2])));
    rule(&fixture, Rule::Merge { into: themes[1], from: vec![themes[2]] });
    assert_eq!(fixture.store().bindings().unwrap().moved[&signals[0]], Some(themes[1]));
    fixture.store().undo_ruling(second.id, day(7)).unwrap();
    fixture.store().undo_ruling(first.id, day(7)).unwrap();
    assert!(fixture.store().bindings().unwrap().moved.is_empty());
    rule(&fixture, Rule::Move(vec![signals[0]], None));
    assert_eq!(fixture.store().memberships(&signals[..1]).unwrap()[&signals[0]].theme, None);
    assert_counts_hold(&fixture);
}

#[test]
fn rulings_that_contradict_each_other_are_refused_with_the_one_that_stands() {
    let (fixture, signals, themes) = three_themes();
    let store = fixture.store();
    let part = Part {
        kind: ThemeKind::Request,
        name: "part".to_owned(),
        words: Vec::new(),
        exemplars: Vec::new(),
        signals: vec![signals[1]],
    };
    let split = rule(&fixture, Rule::Split { theme: themes[0], parts: vec![part.clone()] });
    let Ruled::Split { born, .. } = &split.what else { panic!("{split:?}") };
    let told = refusal(store.rule(Rule::Merge { into: themes[0], from: born.clone() }, day(7)));
    assert!(told.contains("apart") && told.contains(&split.id.to_string()), "{told}");
    let merge = rule(&fixture, Rule::Merge { into: themes[1], from: vec![themes[2]] });
    let told = refusal(store.rule(Rule::Split { theme: themes[1], parts: vec![part] }, day(7)));
    assert!(told.contains(&merge.id.to_string()), "{told}");
    rule(&fixture, Rule::Pin(themes[1]));
    assert!(refusal(store.rule(Rule::Ignore(themes[1]), day(7))).contains("pinned"));
    let told = refusal(store.rule(Rule::Rename(themes[2], "x".to_owned()), day(7)));
    assert!(told.contains(&format!("part of {}", themes[1])), "{told}");
    let more = rule(&fixture, Rule::Merge { into: themes[0], from: vec![themes[1]] });
    let told = refusal(store.undo_ruling(merge.id, day(8)));
    assert!(told.contains(&more.id.to_string()), "{told}");
    assert!(matches!(
        store.rule(Rule::Pin(ThemeId(99)), day(8)),
        Err(StoreError::Ruling { missing: true, .. })
    ));
    assert!(
        refusal(store.rule(Rule::Merge { into: themes[0], from: vec![themes[0]] }, day(8)))
            .contains("itself")
    );
}

#[test]
fn a_refused_ruling_changes_nothing() {
    let (fixture, signals, themes) = three_themes();
    let before = fixture.store().rulings().unwrap();
    let half = Rule::Merge { into: themes[0], from: vec![themes[1], ThemeId(99)] };
    fixture.store().rule(half, day(6)).unwrap_err();
    assert_eq!(members(&fixture, themes[0]), signals[..2]);
    assert_eq!(fixture.store().rulings().unwrap(), before);
    assert_eq!(theme_of(&fixture, themes[1]).retired_at, None);
}

#[test]
fn a_name_that_was_given_outlives_learnings_and_the_one_before_comes_back() {
    let (fixture, _, themes) = three_themes();
    let first = rule(&fixture, Rule::Rename(themes[0], "First".to_owned()));
    let second = rule(&fixture, Rule::Rename(themes[0], "Second".to_owned()));
    fixture.learn(&themes.iter().copied().map(Some).collect::<Vec<_>>());
    assert_eq!(theme_of(&fixture, themes[0]).name, "Second");
    fixture.store().undo_ruling(second.id, day(7)).unwrap();
    assert_eq!(theme_of(&fixture, themes[0]).name, "First");
    fixture.store().undo_ruling(first.id, day(7)).unwrap();
    assert_eq!(theme_of(&fixture, themes[0]).name, "late fee");
    assert!(refusal(fixture.store().undo_ruling(first.id, day(8))).contains("already"));
}

#[test]
fn a_learning_that_began_before_a_ruling_is_not_applied() {
    let (fixture, _, themes) = three_themes();
    let (generation, _) = fixture.begin(&[Some(themes[0])]);
    rule(&fixture, Rule::Pin(themes[1]));
    assert!(!fixture.store().apply_learning(generation, day(7)).unwrap());
    assert_eq!(theme_of(&fixture, themes[1]).retired_at, None);
}

#[test]
fn an_erased_signal_leaves_no_trace_in_rulings() {
    let (fixture, signals, themes) = three_themes();
    rule(&fixture, Rule::Merge { into: themes[0], from: vec![themes[1]] });
    fixture.store().erase_source(fixture.source("app"), day(8)).unwrap();
    let left: u64 = fixture
        .store()
        .read(|c| Ok(c.query_row("SELECT count(*) FROM ruling_signals", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(left, 0, "{signals:?}");
}

fn link(of: Subject, symbol: Option<&str>) -> Link {
    Link { of, repository: "shop".into(), path: "src/pay.rs".into(), symbol: symbol.map(str::to_owned) }
}

#[test]
fn an_answer_to_a_link_stands_until_it_is_undone_and_the_opposite_names_it() {
    let (fixture, signals, themes) = three_themes();
    let of_theme = link(Subject::Theme(themes[0]), None);
    let no = rule(&fixture, Rule::Answer(of_theme.clone(), false));
    let inside = link(Subject::Theme(themes[0]), Some("charge"));
    let refused = refusal(fixture.store().rule(Rule::Answer(inside, true), day(7)));
    assert!(refused.contains(&no.id.to_string()), "{refused}");
    rule(&fixture, Rule::Answer(link(Subject::Signal(signals[5]), None), true));
    assert_eq!(fixture.store().answers("shop").unwrap().len(), 2);
    fixture.store().undo_ruling(no.id, day(8)).unwrap();
    rule(&fixture, Rule::Answer(of_theme, true));
    let said: Vec<bool> =
        fixture.store().answers("shop").unwrap().into_iter().map(|answer| answer.yes).collect();
    assert_eq!(said, [true, true]);
    assert!(fixture.store().answers("other").unwrap().is_empty());
}

#[test]
fn a_yes_follows_its_theme_into_another_and_holds_it_while_a_no_does_not() {
    let (fixture, _, themes) = three_themes();
    rule(&fixture, Rule::Answer(link(Subject::Theme(themes[0]), None), true));
    rule(&fixture, Rule::Answer(link(Subject::Theme(themes[2]), None), false));
    assert_eq!(fixture.store().bindings().unwrap().themes, [themes[0]]);
    rule(&fixture, Rule::Merge { into: themes[1], from: vec![themes[0]] });
    let answers = fixture.store().answers("shop").unwrap();
    assert_eq!(answers[1].link.of, Subject::Theme(themes[1]));
}

#[test]
fn nothing_is_answered_about_what_is_not_there() {
    let (fixture, _, _) = three_themes();
    let store = fixture.store();
    for of in [Subject::Theme(ThemeId(99)), Subject::Signal(SignalId(999))] {
        assert!(refusal(store.rule(Rule::Answer(link(of, None), true), day(6))).contains("no such"));
    }
    assert!(store.rulings().unwrap().is_empty());
}
