use hearken_domain::{Assignment, NewOpportunity, OpportunityId, ThemeId};

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

#[test]
fn a_thread_is_read_in_order_and_whom_it_mentions_finds_it() {
    let fixture = fixture();
    let store = fixture.store();
    store.add_comment(saying("@ann look", &["ann"]), &by(2)).unwrap();
    store.add_comment(saying("@ann and @bob", &["ann", "bob"]), &by(3)).unwrap();
    let snapshot = fixture.snapshot();
    assert_eq!(ids(&snapshot.comments().about(TOPIC).unwrap()), [1, 2]);
    assert_eq!(ids(&snapshot.comments().mentioning("ann", 10).unwrap()), [2, 1]);
    assert_eq!(ids(&snapshot.comments().mentioning("bob", 10).unwrap()), [2]);
    assert!(ids(&snapshot.comments().mentioning("eve", 10).unwrap()).is_empty());
    store.undo_comment(CommentId(2), &by(4)).unwrap();
    let snapshot = fixture.snapshot();
    assert_eq!(ids(&snapshot.comments().about(TOPIC).unwrap()), [1]);
    assert!(ids(&snapshot.comments().mentioning("bob", 10).unwrap()).is_empty());
    assert!(store.undo_comment(CommentId(2), &by(4)).is_err(), "it was taken back already");
}

#[test]
fn who_is_to_do_something_is_whom_the_last_assignment_names() {
    let fixture = fixture();
    let store = fixture.store();
    let assigned = || -> Vec<Option<String>> {
        let standing = fixture.snapshot().comments().assignments().unwrap();
        standing.into_iter().map(|one| one.held.assigns.unwrap().to.unwrap().text).collect()
    };
    store.add_comment(assigning(Some("ann")), &by(2)).unwrap();
    store.add_comment(assigning(Some("bob")), &by(3)).unwrap();
    assert_eq!(assigned(), [Some("bob".to_owned())]);
    store.undo_comment(CommentId(2), &by(4)).unwrap();
    assert_eq!(assigned(), [Some("ann".to_owned())]);
    store.add_comment(assigning(None), &by(5)).unwrap();
    assert!(assigned().is_empty());
}

#[test]
fn nothing_is_said_about_what_is_not_there_and_threads_are_rebuilt() {
    let fixture = fixture();
    let store = fixture.store();
    let about = NewComment { topic: Topic::Theme(ThemeId(9)), ..saying("hello", &[]) };
    let error = store.add_comment(about, &by(2)).unwrap_err().to_string();
    assert_eq!(error, "T-9: it is not there, so nothing can be said about it");
    store.add_comment(saying("@ann", &["ann"]), &by(3)).unwrap();
    store.undo_comment(CommentId(1), &by(4)).unwrap();
    let rebuilt = store.rebuild_views_of_events().unwrap();
    let of = |name| rebuilt.iter().find(|view| view.name == name).unwrap();
    for name in ["comments", "mentions"] {
        assert_eq!((of(name).before, of(name).after, of(name).differences), (1, 1, 0), "{name}");
    }
}
