//! Pages and filters.

use hearken_domain::{FilterField, NewSignal};

use super::*;
use crate::fixture::{Fixture, day, filter, review};

#[test]
fn pages_walk_every_signal_once_newest_first_even_at_equal_times() {
    let fixture = Fixture::new();
    let on = |n: i64| NewSignal { at: Some(day(n / 4)), ..review(&n.to_string()) };
    fixture.record((0..18).map(on));
    for limit in [1, 2, 3, 5, 18, 100] {
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let page =
                fixture.snapshot().signals().page(&SignalFilter::default(), None, after, limit).unwrap();
            assert!(page.signals.len() <= limit);
            walked.extend(page.signals.into_iter().map(|signal| (signal.at, signal.id)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(walked.len(), 18, "pages of {limit}");
        assert!(walked.windows(2).all(|pair| pair[0] > pair[1]), "pages of {limit}: {walked:?}");
    }
    assert_eq!(
        fixture
            .snapshot()
            .signals()
            .page(&SignalFilter::default(), None, None, usize::MAX)
            .unwrap()
            .signals
            .len(),
        18
    );
}

#[test]
fn each_condition_of_a_filter_lets_through_what_it_says() {
    let fixture = Fixture::new();
    let text = |text: &str| Some(text.to_owned());
    let plain = review("plain");
    let wanted = NewSignal {
        at: Some(day(5)),
        rating: Some(3.0),
        product: text("card"),
        version: text("2.1"),
        tag: text("pro"),
        language: text("en"),
        ..review("wanted")
    };
    let later = NewSignal { at: Some(day(6)), rating: Some(4.0), product: text("car"), ..review("later") };
    let ids = fixture.record([plain, wanted, later]);
    let filters = [
        SignalFilter::default().since(day(5)).until(day(6)),
        filter(&[(FilterField::RatingMin, "3"), (FilterField::RatingMax, "3")]),
        filter(&[(FilterField::RatingMax, "3.5")]), // no rating is not a low one
        filter(&[(FilterField::Product, "card")]),
        filter(&[(FilterField::Version, "2.1")]),
        filter(&[(FilterField::Tag, "pro")]),
        filter(&[(FilterField::Language, "en"), (FilterField::Source, "app")]),
        filter(&[
            (FilterField::Product, "card"),
            (FilterField::Product, "loan"),
            (FilterField::Source, "app"),
        ]),
    ];
    for filter in filters {
        let page = fixture.snapshot().signals().page(&filter, None, None, 9).unwrap();
        let found: Vec<SignalId> = page.signals.iter().map(|signal| signal.id).collect();
        assert_eq!(found, [ids[1]], "{filter:?}");
        assert_eq!(fixture.snapshot().signals().passing(&ids, &filter).unwrap(), [ids[1]], "{filter:?}");
        assert_eq!(fixture.snapshot().signals().span(&filter, None).unwrap(), (1, Some((day(5), day(5)))));
    }
    let nowhere = SignalFilter::default().of_source("web");
    assert_eq!(fixture.snapshot().signals().span(&nowhere, None).unwrap(), (0, None));
    assert_eq!(fixture.snapshot().signals().passing(&[], &SignalFilter::default()).unwrap(), []);
    assert_eq!(fixture.snapshot().signals().newest().unwrap(), Some(day(6)));
}

#[test]
fn a_page_of_a_theme_has_its_members_only_and_unsorted_is_one_too() {
    let fixture = Fixture::new();
    let ids = fixture.record([review("one"), review("two"), review("three")]);
    let (generation, themes) = fixture.cluster(&[None]);
    fixture.assign(generation, &[(ids[0], Some(themes[0])), (ids[1], None)]);
    let page = |theme| {
        fixture.snapshot().signals().page(&SignalFilter::default(), Some(theme), None, 9).unwrap().signals
    };
    assert_eq!(page(Some(themes[0])).iter().map(|signal| signal.id).collect::<Vec<_>>(), [ids[0]]);
    assert_eq!(page(None).iter().map(|signal| signal.id).collect::<Vec<_>>(), [ids[1]]);
}

#[test]
fn signals_come_in_the_order_asked_for_without_those_that_are_not_there() {
    let fixture = Fixture::new();
    let ids = fixture.record([review("one"), review("two")]);
    let found = fixture.snapshot().signals().several(&[ids[1], SignalId(999), ids[0]]).unwrap();
    assert_eq!(found.iter().map(|signal| signal.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
    assert_eq!(fixture.snapshot().signals().get(SignalId(999)).unwrap(), None);
}
