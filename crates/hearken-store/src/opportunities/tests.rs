use hearken_domain::{Guess, GuessOf, Hypothesis, OpportunityState, SignalId, ThemeId};

use super::*;
use crate::fixture::{Fixture, by, review};

fn titled(title: &str) -> NewOpportunity<Typed> {
    NewOpportunity::titled(Typed::New(title.to_owned()))
}

fn title(opportunity: &Opportunity) -> Option<&str> {
    opportunity.held.title.text.as_deref()
}

/// What stands, to be written again.
fn again(opportunity: &Opportunity) -> NewOpportunity<Typed> {
    opportunity.held.clone().try_map(|held| Ok::<_, StoreError>(held.into())).unwrap()
}

#[test]
fn every_act_on_an_opportunity_is_taken_back_the_last_first() {
    let fixture = Fixture::new();
    fixture.record([review("fee")]);
    let (_, themes) = fixture.cluster(&[None]);
    let store = fixture.store();
    let mut first = titled("Card fees surprise people");
    first.themes = vec![themes[0]];
    let added = store.add_opportunity(first, &by(1)).unwrap();
    assert_eq!((added.id, title(&added)), (OpportunityId(1), Some("Card fees surprise people")));
    let mut guessed = again(&added);
    guessed.guesses.insert(GuessOf::Effort, Guess::read(GuessOf::Effort, "1..4").unwrap());
    let expected = added.version;
    let set = store.change_opportunity(added.id, expected, OpportunityAct::Set, guessed, &by(2)).unwrap();
    assert_eq!(set.held.guesses.len(), 1);
    assert_eq!(set.held.title, added.held.title, "what was not changed lies where it lay");
    let mut chosen = again(&set);
    chosen.state = OpportunityState::Chosen;
    store.change_opportunity(added.id, set.version, OpportunityAct::Set, chosen, &by(3)).unwrap();
    let snapshot = fixture.snapshot();
    let states: Vec<OpportunityState> =
        snapshot.opportunities().history(added.id).unwrap().iter().map(|one| one.held.state).collect();
    assert_eq!(states, [OpportunityState::Open, OpportunityState::Open, OpportunityState::Chosen]);
    let stood: Vec<(OpportunityState, usize)> = (0..2)
        .map(|_| store.undo_opportunity(added.id, None, &by(4)).unwrap())
        .map(|one| (one.held.state, one.held.guesses.len()))
        .collect();
    assert_eq!(stood, [(OpportunityState::Open, 1), (OpportunityState::Open, 0)]);
    let stale = store.undo_opportunity(added.id, Some(set.version), &by(5)).unwrap_err();
    assert!(
        matches!(stale, StoreError::ChangedMeanwhile { .. }),
        "an undo takes back what was seen: {stale}"
    );
    let error = store.undo_opportunity(added.id, None, &by(5)).unwrap_err().to_string();
    assert_eq!(error, "O-1: nothing was done to it since it was opened");
    let rebuilt = store.rebuild_views_of_events().unwrap();
    let view = rebuilt.iter().find(|view| view.name == "opportunities").unwrap();
    assert_eq!((view.before, view.after, view.differences), (3, 3, 0));
}

#[test]
fn who_writes_over_what_another_changed_is_told_and_nothing_is_lost() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let opened = store.add_opportunity(titled("Slow export"), &by(1)).unwrap();
    let expected = opened.version;
    let mut ours = again(&opened);
    ours.problem = Some(Typed::New("It takes a minute".to_owned()));
    let set = store.change_opportunity(opened.id, expected, OpportunityAct::Set, ours, &by(2)).unwrap();
    let mut theirs = again(&opened);
    theirs.problem = Some(Typed::New("It takes an hour".to_owned()));
    let error =
        store.change_opportunity(opened.id, expected, OpportunityAct::Set, theirs, &by(3)).unwrap_err();
    assert!(matches!(error, StoreError::ChangedMeanwhile { .. }), "{error}");
    assert!(error.to_string().starts_with("O-1 was changed by "), "{error}");
    assert_eq!(fixture.snapshot().opportunities().get(opened.id).unwrap(), Some(set));
}

#[test]
fn what_an_opportunity_names_must_be_there() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let told = |opportunity| store.add_opportunity(opportunity, &by(1)).unwrap_err().to_string();
    let mut of_theme = titled("a");
    of_theme.themes = vec![ThemeId(7)];
    assert_eq!(told(of_theme), "O-1: there is no theme T-7");
    let mut of_signal = titled("a");
    of_signal.hypotheses.push(Hypothesis {
        belief: Typed::New("b".to_owned()),
        supported_by: Vec::new(),
        contradicted_by: vec![SignalId(9)],
        changed_by: None,
    });
    assert_eq!(told(of_signal), "O-1: there is no signal S-9");
    let mut into_itself = titled("a");
    into_itself.into = Some(OpportunityId(1));
    assert_eq!(told(into_itself), "O-1: it cannot be part of itself");
    let missing = store.undo_opportunity(OpportunityId(4), None, &by(1)).unwrap_err();
    assert!(matches!(missing, StoreError::Opportunity { missing: true, .. }), "{missing}");
}

#[test]
fn a_merge_into_what_is_merged_names_the_end() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let [one, two, three] =
        ["a", "b", "c"].map(|title| store.add_opportunity(titled(title), &by(1)).unwrap());
    let merge = |from: &Opportunity, into: OpportunityId| {
        let merged = NewOpportunity { into: Some(into), ..again(from) };
        store.change_opportunity(from.id, from.version, OpportunityAct::Merged, merged, &by(2))
    };
    assert_eq!(merge(&two, one.id).unwrap().held.into, Some(one.id));
    assert_eq!(merge(&three, two.id).unwrap_err().to_string(), "O-2: it is part of O-1 itself");
    assert_eq!(store.undo_opportunity(two.id, None, &by(3)).unwrap().held.into, None);
}

#[test]
fn erased_words_leave_an_opportunity_without_any_and_stay_so_when_it_is_changed() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let opened = store.add_opportunity(titled("Ann's invoices"), &by(1)).unwrap();
    store.erase_typed_texts(vec![opened.held.title.id]).unwrap();
    let read = || fixture.snapshot().opportunities().get(opened.id).unwrap().unwrap();
    assert_eq!(title(&read()), None);
    let mut chosen = again(&read());
    chosen.state = OpportunityState::Chosen;
    store.change_opportunity(opened.id, opened.version, OpportunityAct::Set, chosen, &by(2)).unwrap();
    assert_eq!((title(&read()), read().held.state), (None, OpportunityState::Chosen));
}
