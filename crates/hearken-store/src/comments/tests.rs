use hearken_domain::{Assignment, NewOpportunity, OpportunityId};

use super::*;
use crate::fixture::{Fixture, by};

const TOPIC: Topic = Topic::Opportunity(OpportunityId(1));

fn fixture() -> Fixture {
    let fixture = Fixture::new();
    let opportunity = NewOpportunity::titled(Typed::New("Slow export".to_owned()));
    fixture.store().add_opportunity(opportunity, &by(1)).unwrap();
    fixture
}

fn saying(words: &str, mentions: &[&str]) -> NewComment<Typed> {
    NewComment {
        topic: TOPIC,
        words: Some(Typed::New(words.to_owned())),
        mentions: mentions.iter().map(|name| Typed::New((*name).to_owned())).collect(),
        assigns: None,
    }
}

fn assigning(to: Option<&str>) -> NewComment<Typed> {
    let to = to.map(|name| Typed::New(name.to_owned()));
    let assigns = Some(Assignment { to, due: Some("2026-03-01".parse().unwrap()) });
    NewComment { topic: TOPIC, words: None, mentions: Vec::new(), assigns }
}

fn ids(comments: &[Comment]) -> Vec<u64> {
    comments.iter().map(|comment| comment.id.0).collect()
}

fn thread(fixture: &Fixture) -> Vec<Comment> {
    fixture.snapshot().comments().about(&[TOPIC], usize::MAX).unwrap().0
}

/// The comments that mention a name.
fn mentioning(fixture: &Fixture, name: &str) -> Vec<u64> {
    let snapshot = fixture.snapshot();
    let names = snapshot.comments().mentioned().unwrap();
    let named: Vec<TextId> = names.into_iter().filter(|one| one.text == name).map(|one| one.id).collect();
    snapshot.comments().mentioning(&named).unwrap().iter().map(|mention| mention.id.0).collect()
}

#[test]
fn a_thread_is_read_in_order_and_whom_it_mentions_finds_it() {
    let fixture = fixture();
    let store = fixture.store();
    store.add_comment(saying("@ann look", &["ann"]), None, &by(2)).unwrap();
    store.add_comment(saying("@ann and @bob", &["ann", "bob"]), None, &by(3)).unwrap();
    assert_eq!(ids(&thread(&fixture)), [1, 2]);
    assert_eq!(mentioning(&fixture, "ann"), [1, 2]);
    assert_eq!(mentioning(&fixture, "bob"), [2]);
    assert!(mentioning(&fixture, "eve").is_empty());
    store.undo_comment(CommentId(2), &by(4)).unwrap();
    let thread = thread(&fixture);
    let undone: Vec<_> = thread.iter().map(|comment| comment.undone.as_ref().map(|(_, at)| *at)).collect();
    assert_eq!((ids(&thread), undone), (vec![1, 2], vec![None, Some(by(4).at)]), "that it was said is known");
    assert!(mentioning(&fixture, "bob").is_empty());
    let again = store.undo_comment(CommentId(2), &by(4)).unwrap_err().to_string();
    assert_eq!(again, "comment 2: it was taken back already");
    assert_eq!(
        store.undo_comment(CommentId(7), &by(4)).unwrap_err().to_string(),
        "comment 7: there is no such comment"
    );
    let speakers = fixture.snapshot().comments().speakers(TOPIC).unwrap();
    assert_eq!(speakers, [(by(2).actor, thread[0].position)]);
}

#[test]
fn who_is_to_do_something_is_whom_the_last_assignment_names() {
    let fixture = fixture();
    let store = fixture.store();
    let assigned = || -> Vec<Option<String>> {
        let standing = fixture.snapshot().comments().assignments().unwrap();
        standing.into_iter().map(|one| one.held.assigns.unwrap().to.and_then(|to| to.text)).collect()
    };
    store.add_comment(assigning(Some("ann")), None, &by(2)).unwrap();
    store.add_comment(assigning(Some("bob")), None, &by(3)).unwrap();
    assert_eq!(assigned(), [Some("bob".to_owned())]);
    store.undo_comment(CommentId(2), &by(4)).unwrap();
    assert_eq!(assigned(), [Some("ann".to_owned())]);
    store.add_comment(assigning(None), None, &by(5)).unwrap();
    assert_eq!(assigned(), [None]);
}

#[test]
fn whoever_assigns_what_somebody_else_assigned_meanwhile_is_told() {
    let fixture = fixture();
    let store = fixture.store();
    let read = |version: LogPosition| Some(AssignmentRead { topics: vec![TOPIC], version });
    let first = store.add_comment(assigning(Some("ann")), read(LogPosition(0)), &by(2)).unwrap();
    let told = store.add_comment(assigning(Some("bob")), read(LogPosition(0)), &by(3)).unwrap_err();
    assert!(told.to_string().starts_with("who has O-1 in hand was changed by "), "{told}");
    let second = store.add_comment(assigning(Some("bob")), read(first.position), &by(4)).unwrap();
    store.undo_comment(second.id, &by(5)).unwrap();
    let StoreError::ChangedMeanwhile { at, .. } =
        store.add_comment(assigning(None), read(second.position), &by(6)).unwrap_err()
    else {
        panic!("it was taken back since");
    };
    assert_eq!(at, by(5).at, "what changed it last is told, and that is the undo");
    store.add_comment(saying("words stand against nothing", &[]), None, &by(7)).unwrap();
    store.add_comment(assigning(None), read(first.position), &by(8)).unwrap();
}

#[test]
fn the_end_of_a_thread_is_read_with_every_hand_over_before_it() {
    let fixture = fixture();
    let store = fixture.store();
    store.add_comment(assigning(Some("ann")), None, &by(2)).unwrap();
    for second in 3..6 {
        store.add_comment(saying("more", &[]), None, &by(second)).unwrap();
    }
    let read = |last| {
        let (comments, all) = fixture.snapshot().comments().about(&[TOPIC], last).unwrap();
        (ids(&comments), all)
    };
    assert_eq!(read(1), (vec![1, 4], 4));
    assert_eq!(read(0), (vec![1], 4));
    assert_eq!(read(9), (vec![1, 2, 3, 4], 4));
}

#[test]
fn names_are_kept_as_they_were_typed_whatever_else_says_the_same() {
    let fixture = fixture();
    let store = fixture.store();
    let other = NewOpportunity::titled(Typed::New("ann".to_owned()));
    store.add_opportunity(other, &by(1)).unwrap();
    store.add_comment(saying("@ann", &["ann"]), None, &by(2)).unwrap();
    assert_eq!(mentioning(&fixture, "ann"), [1]);
    assert!(fixture.snapshot().comments().people().unwrap().contains(&by(1).actor.name));
}

#[test]
fn nothing_is_said_about_what_is_not_there_and_threads_are_rebuilt() {
    let fixture = fixture();
    let store = fixture.store();
    let about = NewComment { topic: Topic::Theme(ThemeId(9)), ..saying("hello", &[]) };
    let error = store.add_comment(about, None, &by(2)).unwrap_err().to_string();
    assert_eq!(error, "T-9: it is not there, so nothing can be said about it");
    store.add_comment(saying("@ann", &["ann"]), None, &by(3)).unwrap();
    store.undo_comment(CommentId(1), &by(4)).unwrap();
    let rebuilt = store.rebuild_views_of_events().unwrap();
    let of = |name| rebuilt.iter().find(|view| view.name == name).unwrap();
    for name in ["comments", "mentions"] {
        assert_eq!((of(name).before, of(name).after, of(name).differences), (1, 1, 0), "{name}");
    }
}
