use hearken_domain::{NewSegment, SegmentId};

use super::*;
use crate::fixture::{Fixture, by, review};

fn goal(of: GoalOf) -> NewGoal<String> {
    NewGoal { words: "close the books by the 3rd".to_owned(), of, state: GoalState::Open, themes: Vec::new() }
}

#[test]
fn every_act_on_a_goal_is_taken_back_the_last_first() {
    let fixture = Fixture::new();
    fixture.record([review("fee")]);
    let (_, themes) = fixture.cluster(&[None]);
    let store = fixture.store();
    let id = store.add_goal(goal(GoalOf::Everybody), &by(1)).unwrap().id;
    assert_eq!(id, GoalId(1));
    let met = GoalChange { state: Some(GoalState::Met), ..GoalChange::default() };
    store.set_goal(id, met, &by(2)).unwrap();
    let linked = store.link_goal(id, vec![themes[0]], true, &by(3)).unwrap();
    assert_eq!((linked.state, &linked.themes), (GoalState::Met, &vec![themes[0]]));
    assert!(store.link_goal(id, vec![themes[0]], true, &by(3)).is_err(), "nothing would be different");
    assert_eq!(store.link_goal(id, vec![themes[0]], false, &by(4)).unwrap().themes, []);
    store.remove_goal(id, &by(5)).unwrap();
    assert!(store.link_goal(id, vec![themes[0]], true, &by(6)).is_err(), "it was removed");
    let stood: Vec<(GoalAct, usize)> = (0..4)
        .map(|_| store.undo_goal(id, &by(7)).unwrap())
        .map(|goal| (goal.last, goal.themes.len()))
        .collect();
    let expected = [(GoalAct::Unlinked, 0), (GoalAct::Linked, 1), (GoalAct::Set, 0), (GoalAct::Added, 0)];
    assert_eq!(stood, expected);
    let error = store.undo_goal(id, &by(8)).unwrap_err().to_string();
    assert_eq!(error, "G-1: nothing was done to it since it was added");
    let rebuilt = store.rebuild_views_of_events().unwrap();
    let view = rebuilt.iter().find(|view| view.name == "goals").unwrap();
    assert_eq!((view.before, view.after, view.differences), (5, 5, 0));
}

#[test]
fn whose_a_goal_is_must_be_there() {
    let fixture = Fixture::new();
    let store = fixture.store();
    let told = |of| store.add_goal(goal(of), &by(1)).unwrap_err().to_string();
    assert_eq!(told(GoalOf::Customer(hearken_domain::CustomerId(9))), "G-1: there is no customer C-9");
    assert_eq!(told(GoalOf::Segment(SegmentId(9))), "G-1: the segment is not there any more");
    let large = NewSegment { name: "Large".to_owned(), condition: "plan = pro".to_owned() };
    let segment = store.add_segment(large, &by(1)).unwrap().id;
    assert!(store.add_goal(goal(GoalOf::Segment(segment)), &by(2)).is_ok());
    let of_theme = NewGoal { themes: vec![ThemeId(7)], ..goal(GoalOf::Everybody) };
    assert_eq!(store.add_goal(of_theme, &by(3)).unwrap_err().to_string(), "G-2: there is no theme T-7");
}

#[test]
fn erased_words_leave_a_goal_without_any() {
    let fixture = Fixture::new();
    let id = fixture.store().add_goal(goal(GoalOf::Everybody), &by(1)).unwrap().id;
    let typed = fixture.snapshot().typed_texts().all().unwrap();
    fixture.store().erase_typed_texts(typed.into_iter().map(|typed| typed.id).collect()).unwrap();
    assert_eq!(fixture.snapshot().goals().get(id).unwrap().unwrap().words, None);
}
