//! Pages and filters.

use hearken_domain::{FilterField, NewSignal, ThemeId};

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
        labels: vec!["a, b".to_owned(), "pro".to_owned()],
        state: Some(hearken_domain::SignalState::Closed),
        status: text("not_planned"),
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
        filter(&[(FilterField::Label, "pro"), (FilterField::Label, "a, b")]),
        filter(&[(FilterField::State, "closed"), (FilterField::State, "open")]),
        filter(&[(FilterField::Status, "not_planned")]),
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

/// Said on days 3 and 5, and two that nobody dated, which came on day 0; in a theme.
fn with_undated() -> (Fixture, Vec<SignalId>, ThemeId) {
    let fixture = Fixture::new();
    let undated = |text: &str| NewSignal { at: None, ..review(text) };
    let on = |n: i64, text: &str| NewSignal { at: Some(day(n)), ..review(text) };
    let ids = fixture.record([undated("one"), on(5, "two"), undated("three"), on(3, "four")]);
    let (generation, themes) = fixture.cluster(&[None]);
    let members: Vec<_> = ids.iter().map(|id| (*id, Some(themes[0]))).collect();
    fixture.assign(generation, &members);
    (fixture, ids, themes[0])
}

#[test]
fn what_is_undated_comes_last_in_both_orders_of_time_in_pages_and_in_a_theme() {
    let (fixture, ids, theme) = with_undated();
    let everything = SignalFilter::default();
    for theme in [None, Some(Some(theme))] {
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let page = fixture.snapshot().signals().page(&everything, theme, after, 1).unwrap();
            walked.extend(page.signals.into_iter().map(|signal| signal.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(walked, [ids[1], ids[3], ids[2], ids[0]], "{theme:?}");
        let oldest = |limit| {
            let oldest = fixture.snapshot().signals().oldest(&everything, theme, limit).unwrap();
            oldest.into_iter().map(|signal| signal.id).collect::<Vec<_>>()
        };
        assert_eq!(oldest(9), [ids[3], ids[1], ids[0], ids[2]], "{theme:?}");
        assert_eq!(oldest(3), [ids[3], ids[1], ids[0]], "{theme:?}");
    }
}

#[test]
fn what_is_undated_is_counted_and_says_nothing_of_when() {
    let (fixture, ids, theme) = with_undated();
    let span = |filter: &SignalFilter| fixture.snapshot().signals().span(filter, None).unwrap();
    assert_eq!(span(&SignalFilter::default()), (4, Some((day(3), day(5)))));
    assert_eq!(span(&SignalFilter::default().of_source("app")), (4, Some((day(3), day(5)))));
    for (filter, passing) in [
        (SignalFilter::default().since(day(-9)), [ids[1], ids[3]]),
        (SignalFilter::default().until(day(99)), [ids[1], ids[3]]),
        (SignalFilter::default().since(day(-9)).until(day(99)), [ids[1], ids[3]]),
    ] {
        assert_eq!(span(&filter).0, 2, "{filter:?}");
        let page = fixture.snapshot().signals().page(&filter, Some(Some(theme)), None, 9).unwrap();
        assert_eq!(page.signals.iter().map(|signal| signal.id).collect::<Vec<_>>(), passing, "{filter:?}");
    }
    assert_eq!(fixture.snapshot().signals().newest().unwrap(), Some(day(5)));
    let source = fixture.snapshot().sources().get("app").unwrap().unwrap();
    assert_eq!((source.signals, source.span), (4, Some((day(3), day(5)))));
}

#[test]
fn where_all_is_undated_nothing_is_the_newest() {
    let fixture = Fixture::new();
    fixture.record([NewSignal { at: None, ..review("one") }]);
    let signals = fixture.snapshot();
    assert_eq!(signals.signals().newest().unwrap(), None);
    assert_eq!(signals.signals().span(&SignalFilter::default(), None).unwrap(), (1, None));
    assert_eq!(signals.sources().get("app").unwrap().unwrap().span, None);
}
