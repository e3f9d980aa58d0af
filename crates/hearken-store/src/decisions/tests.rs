use hearken_domain::{Alternative, Evidence, OpportunityId, ThemeEvidence, ThemeId};

use super::*;
use crate::fixture::{Fixture, by, review};

fn asking(question: &str) -> NewDecision<Typed> {
    let option = |words: &str| Alternative { words: Typed::New(words.to_owned()), cost: None, effect: None };
    NewDecision {
        question: Typed::New(question.to_owned()),
        options: vec![option("wait"), option("build")],
        choice: None,
        because: None,
        dissent: Vec::new(),
        unless: None,
        review: None,
        opportunities: Vec::new(),
        filter: None,
        evidence: Evidence { position: LogPosition(0), as_of: Timestamp::UNIX_EPOCH, themes: Vec::new() },
        superseded_by: None,
    }
}

fn again(decision: &Decision) -> NewDecision<Typed> {
    decision.held.clone().try_map(|held| Ok::<_, StoreError>(held.into())).unwrap()
}

fn evidence_of(theme: ThemeId) -> ThemeEvidence {
    ThemeEvidence {
        theme,
        signals: 3,
        of_nobody: 3,
        customers: 0,
        revenue: Vec::new(),
        whose: Vec::new(),
        revenue_erased: false,
        blocked: 0,
        quoted: Vec::new(),
    }
}

#[test]
fn a_decision_keeps_its_evidence_through_every_act_and_acts_are_taken_back() {
    let fixture = Fixture::new();
    fixture.record([review("fee")]);
    let (_, themes) = fixture.cluster(&[None]);
    let store = fixture.store();
    let mut asked = asking("Do we drop the fee?");
    asked.evidence.themes.push(evidence_of(themes[0]));
    let added = store.add_decision(asked, &by(1)).unwrap();
    let chosen = NewDecision { choice: Some(1), ..again(&added) };
    let expected = added.version;
    let set = store.change_decision(added.id, expected, DecisionAct::Set, chosen, &by(2)).unwrap();
    assert_eq!((set.held.choice, &set.held.evidence), (Some(1), &added.held.evidence));
    let reviewed =
        store.change_decision(added.id, set.version, DecisionAct::Reviewed, again(&set), &by(3)).unwrap();
    assert_eq!(reviewed.last, DecisionAct::Reviewed);
    let acts: Vec<DecisionAct> =
        fixture.snapshot().decisions().history(added.id).unwrap().iter().map(|one| one.last).collect();
    assert_eq!(acts, [DecisionAct::Added, DecisionAct::Set, DecisionAct::Reviewed]);
    assert_eq!(store.undo_decision(added.id, &by(4)).unwrap(), set);
    assert_eq!(store.undo_decision(added.id, &by(4)).unwrap().held.choice, None);
    assert!(store.undo_decision(added.id, &by(4)).is_err());
    let rebuilt = store.rebuild_views_of_events().unwrap();
    let view = rebuilt.iter().find(|view| view.name == "decisions").unwrap();
    assert_eq!((view.before, view.after, view.differences), (3, 3, 0));
}

#[test]
fn the_second_who_edits_a_decision_is_told() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let added = store.add_decision(asking("Wait?"), &by(1)).unwrap();
    let expected = added.version;
    let change = |choice| {
        let decision = NewDecision { choice: Some(choice), ..again(&added) };
        store.change_decision(added.id, expected, DecisionAct::Set, decision, &by(2))
    };
    change(0).unwrap();
    assert!(matches!(change(1), Err(StoreError::ChangedMeanwhile { .. })));
    assert_eq!(fixture.snapshot().decisions().get(added.id).unwrap().unwrap().held.choice, Some(0));
}

#[test]
fn what_a_decision_names_must_be_there() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let told = |decision| store.add_decision(decision, &by(1)).unwrap_err().to_string();
    let mut of_theme = asking("a");
    of_theme.evidence.themes.push(evidence_of(ThemeId(7)));
    assert_eq!(told(of_theme), "D-1: there is no theme T-7");
    let of_none = NewDecision { choice: Some(2), ..asking("a") };
    assert_eq!(told(of_none), "D-1: what was chosen is none of its options");
    let of_opportunity = NewDecision { opportunities: vec![OpportunityId(3)], ..asking("a") };
    assert_eq!(told(of_opportunity), "D-1: there is no opportunity O-3");
    let of_itself = NewDecision { superseded_by: Some(DecisionId(1)), ..asking("a") };
    assert_eq!(told(of_itself), "D-1: it cannot take its own place");
}

#[test]
fn what_would_tell_of_an_erased_customer_goes_from_every_act() {
    let fixture = Fixture::new();
    fixture.record([review("fee")]);
    let (_, themes) = fixture.cluster(&[None]);
    let store = fixture.store();
    let mut asked = asking("Do we drop the fee?");
    asked.evidence.themes.push(ThemeEvidence {
        revenue: vec![hearken_domain::Money::read("1200 EUR", None).unwrap()],
        whose: vec![hearken_domain::CustomerId(1)],
        ..evidence_of(themes[0])
    });
    let added = store.add_decision(asked, &by(1)).unwrap();
    store.change_decision(added.id, added.version, DecisionAct::Reviewed, again(&added), &by(2)).unwrap();
    store.write(|c| forget_customers(c, &[hearken_domain::CustomerId(1)])).unwrap();
    for act in fixture.snapshot().decisions().history(added.id).unwrap() {
        let theme = &act.held.evidence.themes[0];
        assert!(theme.revenue.is_empty() && theme.whose.is_empty() && theme.revenue_erased, "{act:?}");
    }
}
