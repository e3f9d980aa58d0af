//! What is over is anonymised, once, and counts on.

use hearken_domain::{Membership, NewSignal, SignalFilter};

use super::*;
use crate::fixture::{Fixture, by, day, item};

fn kept(fixture: &Fixture, kind: Option<Kind>, days: u32, keeps_words: bool) -> KeptFor {
    let (source, keep) = (fixture.source("app"), Retention { days, keeps_words });
    fixture.store().set_retention(source, kind, Some(keep), &by(1)).unwrap();
    KeptFor { source, kind, keep }
}

fn over(fixture: &Fixture, kept: &KeptFor, now: i64) -> Vec<SignalId> {
    let snapshot = fixture.snapshot();
    let over = snapshot.retention().over(kept, day(now), 99).unwrap();
    assert_eq!(snapshot.retention().count_over(kept, day(now)).unwrap(), over.len() as u64);
    over
}

fn anonymise(fixture: &Fixture, kept: &KeptFor, now: i64) {
    let over = over(fixture, kept, now);
    let unname: Unname = Box::new(|speaker, texts| {
        for text in texts {
            **text = text.replace(speaker.name.as_deref().unwrap_or("nobody"), "[name]");
        }
    });
    fixture.store().anonymise(kept.source, over, kept.keep.keeps_words, unname, &by(9)).unwrap();
}

fn said(id: &str, text: &str, n: i64, kind: Kind) -> NewSignal {
    let contact = Contact {
        external_id: Some("u-7".to_owned()),
        name: Some("Ann Lee".to_owned()),
        email: Some("ann@example.com".to_owned()),
    };
    let url = Some("https://example.com/7".to_owned());
    NewSignal { at: Some(day(n)), kind, contact, url, product: Some("card".to_owned()), ..item(id, text) }
}

#[test]
fn what_is_older_than_its_kind_is_kept_for_is_over_and_nothing_else() {
    let fixture = Fixture::new();
    let ids = fixture.record([
        said("1", "old ticket", 1, Kind::Ticket),
        said("2", "old review", 1, Kind::Review),
        said("3", "new review", 40, Kind::Review),
    ]);
    let all = kept(&fixture, None, 30, true);
    assert_eq!(over(&fixture, &all, 50), ids[..2]);
    assert_eq!(over(&fixture, &all, 20), []);
    let reviews = kept(&fixture, Some(Kind::Review), 5, false);
    assert_eq!(over(&fixture, &all, 50), ids[..1], "reviews have a choice of their own");
    assert_eq!(over(&fixture, &reviews, 50), ids[1..]);
    assert_eq!(fixture.snapshot().retention().all().unwrap(), [all, reviews]);
    fixture.store().set_retention(all.source, Some(Kind::Review), None, &by(2)).unwrap();
    assert_eq!(fixture.snapshot().retention().all().unwrap(), [all]);
}

#[test]
fn who_said_it_goes_with_every_id_and_what_it_counts_for_stays() {
    let fixture = Fixture::new();
    let ids =
        fixture.record([said("1", "says Ann Lee", 1, Kind::Review), said("2", "fee", 40, Kind::Review)]);
    let (generation, themes) = fixture.cluster(&[None]);
    fixture.assign(generation, &[(ids[0], Some(themes[0])), (ids[1], Some(themes[0]))]);
    let weeks = || fixture.snapshot().rollup().weeks(&SignalFilter::default()).unwrap();
    let before = weeks();
    let rule = kept(&fixture, None, 30, true);
    anonymise(&fixture, &rule, 50);
    let signal = fixture.snapshot().signals().get(ids[0]).unwrap().unwrap();
    assert_eq!((signal.contact, signal.external_id, signal.url, signal.anonymised), (None, None, None, true));
    assert_eq!((signal.verbatim.as_str(), signal.product.unwrap().as_str()), ("says [name]", "card"));
    assert_eq!(weeks(), before);
    let snapshot = fixture.snapshot();
    let member = snapshot.themes().memberships(&ids).unwrap();
    assert_eq!(member[&ids[0]], Membership { signal: ids[0], theme: Some(themes[0]), confidence: 0.5 });
    assert_eq!(snapshot.rollup().differences().unwrap(), 0);
    assert_eq!(over(&fixture, &rule, 50), [], "it is done once");
    assert_eq!(snapshot.contacts().of_source(rule.source).unwrap().len(), 1, "she said something since");
    anonymise(&fixture, &rule, 90);
    assert_eq!(fixture.snapshot().contacts().of_source(rule.source).unwrap(), []);
    assert!(fixture.snapshot().retention().left_remains().unwrap());
    fixture.store().end_anonymising().unwrap();
    assert!(!fixture.snapshot().retention().left_remains().unwrap());
}

#[test]
fn words_go_where_that_is_chosen_also_later_and_the_item_brings_nobody_back() {
    let fixture = Fixture::new();
    let ids = fixture.record([said("1", "says Ann Lee", 1, Kind::Review)]);
    anonymise(&fixture, &kept(&fixture, None, 30, true), 50);
    let strict = kept(&fixture, None, 30, false);
    anonymise(&fixture, &strict, 50);
    assert_eq!(fixture.words_of(ids[0]).as_deref(), Some(WORDS_REMOVED));
    let (_, again) = fixture.import([said("1", "says Ann Lee, and more", 1, Kind::Review)]);
    assert_eq!(again, [hearken_domain::Disposition::Duplicate { signal: ids[0] }]);
    assert_eq!(fixture.snapshot().contacts().of_source(strict.source).unwrap(), []);
    let compared = fixture.store().rebuild_views_of_events().unwrap();
    assert!(compared.iter().all(|view| view.differences == 0), "{compared:?}");
}
