//! A release is kept as it was told of, can be removed and taken back, and is made again from its events.

use super::*;
use crate::fixture::{Fixture, by, day};

fn release(version: &str, on: i64) -> NewRelease {
    NewRelease { product: "shop".to_owned(), version: version.to_owned(), at: day(on), dated: Dated::Tag }
}

fn versions(fixture: &Fixture) -> Vec<String> {
    let page = fixture.snapshot().releases().page(None, None, None, 100).unwrap();
    page.into_iter().map(|release| release.version.unwrap().into_string()).collect()
}

fn assert_made_again(fixture: &Fixture) {
    let rebuilt = fixture.store().rebuild_views_of_events().unwrap();
    assert!(rebuilt.iter().all(|view| view.differences == 0), "{rebuilt:?}");
}

#[test]
fn releases_are_listed_last_first_page_by_page_by_product_and_up_to_a_time() {
    let fixture = Fixture::new();
    let other = NewRelease { product: "cart".to_owned(), ..release("2.0", 2) };
    let given = vec![release("1.0", 1), release("1.1", 3), other, release("1.2", 3)];
    fixture.store().add_releases(given, RemovedReleases::ComeBack, &by(9)).unwrap();
    assert_eq!(versions(&fixture), ["1.2", "1.1", "2.0", "1.0"]);
    let snapshot = fixture.snapshot();
    let first = snapshot.releases().page(None, None, None, 2).unwrap();
    let last = first.last().unwrap();
    assert_eq!((&last.by, last.added_at, last.dated), (&by(9).actor, by(9).at, Dated::Tag));
    let next = snapshot.releases().page(None, None, Some((last.at, last.id)), 2).unwrap();
    let next: Vec<&str> = next.iter().map(|release| release.version.as_ref().unwrap().as_str()).collect();
    assert_eq!(next, ["2.0", "1.0"]);
    assert_eq!(snapshot.releases().count(Some("shop"), Some(day(2))).unwrap(), 1);
    let between = snapshot.releases().between(Some("shop"), day(2), day(3)).unwrap();
    assert_eq!(between.iter().map(|release| release.id).collect::<Vec<_>>(), [ReleaseId(2), ReleaseId(4)]);
    let products = snapshot.releases().products(None).unwrap();
    let products: Vec<(&str, u64)> =
        products.iter().map(|one| (one.product.as_str(), one.releases)).collect();
    assert_eq!(products, [("shop", 3), ("cart", 1)]);
    assert_made_again(&fixture);
}

#[test]
fn a_version_that_is_known_is_not_told_of_twice() {
    let fixture = Fixture::new();
    let fates = fixture
        .store()
        .add_releases(vec![release("1.0", 1), release("1.0", 2)], RemovedReleases::ComeBack, &by(9))
        .unwrap();
    assert_eq!(fates, [ReleaseFate::Added(ReleaseId(1)), ReleaseFate::Known(ReleaseId(1), day(1))]);
    let before = fixture.snapshot().log().position().unwrap();
    let fates =
        fixture.store().add_releases(vec![release("1.0", 3)], RemovedReleases::ComeBack, &by(9)).unwrap();
    assert_eq!(fates, [ReleaseFate::Known(ReleaseId(1), day(1))]);
    assert_eq!(
        fixture.snapshot().log().position().unwrap(),
        before,
        "nothing was done, and nothing recorded"
    );
}

#[test]
fn a_removal_and_an_adding_are_taken_back() {
    let fixture = Fixture::new();
    fixture
        .store()
        .add_releases(vec![release("1.0", 1), release("1.1", 2)], RemovedReleases::ComeBack, &by(9))
        .unwrap();
    fixture.store().remove_release(ReleaseId(1), &by(10)).unwrap();
    assert_eq!(versions(&fixture), ["1.1"]);
    let acts = fixture.snapshot().releases().acts(10).unwrap();
    assert_eq!(
        acts.iter().map(|act| (act.release, act.added)).collect::<Vec<_>>(),
        [(ReleaseId(1), None), (ReleaseId(2), Some(1))]
    );
    assert_made_again(&fixture);
    let undone = fixture.store().undo_release(ReleaseId(1), &by(11)).unwrap();
    assert_eq!(
        (undone, versions(&fixture)),
        (ReleasesUndone::Removal, vec!["1.1".to_owned(), "1.0".to_owned()])
    );
    let undone = fixture.store().undo_release(ReleaseId(2), &by(12)).unwrap();
    assert_eq!((undone, versions(&fixture)), (ReleasesUndone::Adding(2), Vec::new()));
    assert_made_again(&fixture);
    let fates =
        fixture.store().add_releases(vec![release("1.0", 5)], RemovedReleases::ComeBack, &by(13)).unwrap();
    assert_eq!(fates, [ReleaseFate::Added(ReleaseId(3))], "ids are never given twice");
}

#[test]
fn what_cannot_be_done_is_told_and_changes_nothing() {
    let fixture = Fixture::new();
    let told = |result: Result<(), StoreError>| result.unwrap_err().to_string();
    assert_eq!(told(fixture.store().remove_release(ReleaseId(9), &by(1))), "L-9: there is no such release");
    fixture.store().add_releases(vec![release("1.0", 1)], RemovedReleases::ComeBack, &by(9)).unwrap();
    fixture.store().remove_release(ReleaseId(1), &by(10)).unwrap();
    assert_eq!(told(fixture.store().remove_release(ReleaseId(1), &by(10))), "L-1: it was removed already");
    fixture.store().add_releases(vec![release("1.0", 2)], RemovedReleases::ComeBack, &by(11)).unwrap();
    let against = fixture.store().undo_release(ReleaseId(1), &by(12)).map(drop);
    assert_eq!(told(against), "L-2: this version of the product is told of by it now; remove it first");
    fixture.store().undo_release(ReleaseId(2), &by(12)).unwrap();
    let again = fixture.store().undo_release(ReleaseId(2), &by(12)).map(drop);
    assert_eq!(told(again), "L-2: its adding was taken back already; add it again");
    assert_made_again(&fixture);
}

#[test]
fn what_is_erased_of_a_release_leaves_the_rest() {
    let fixture = Fixture::new();
    let named = NewRelease { product: "Ann's shop".to_owned(), ..release("1.0", 1) };
    fixture.store().add_releases(vec![named], RemovedReleases::ComeBack, &by(9)).unwrap();
    let typed = fixture.snapshot().typed_texts().all().unwrap();
    let of_ann = typed.iter().filter(|typed| typed.text.contains("Ann")).map(|typed| typed.id);
    fixture.store().erase_typed_texts(of_ann.collect()).unwrap();
    let left = fixture.snapshot().releases().get(ReleaseId(1)).unwrap().unwrap();
    assert_eq!((left.product, left.version.unwrap().as_str()), (None, "1.0"));
    assert_made_again(&fixture);
}

#[test]
fn a_release_is_found_by_its_version() {
    let fixture = Fixture::new();
    fixture
        .store()
        .add_releases(vec![release("1.0", 1), release("1.1", 2)], RemovedReleases::ComeBack, &by(9))
        .unwrap();
    let found = fixture.snapshot().releases().of_version("1.1").unwrap();
    assert_eq!(found.iter().map(|release| release.id).collect::<Vec<_>>(), [ReleaseId(2)]);
    assert!(fixture.snapshot().releases().of_version("9").unwrap().is_empty());
}

#[test]
fn what_somebody_removed_stays_away_when_tags_tell_of_it_again() {
    let fixture = Fixture::new();
    fixture.store().add_releases(vec![release("1.0", 1)], RemovedReleases::StayAway, &by(9)).unwrap();
    fixture.store().remove_release(ReleaseId(1), &by(10)).unwrap();
    let told = |removed| fixture.store().add_releases(vec![release("1.0", 1)], removed, &by(11)).unwrap();
    assert_eq!(told(RemovedReleases::StayAway), [ReleaseFate::Removed(ReleaseId(1))]);
    assert_eq!(told(RemovedReleases::ComeBack), [ReleaseFate::Added(ReleaseId(2))]);
    assert_made_again(&fixture);
}
