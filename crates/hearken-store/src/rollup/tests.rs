//! Weeks and counts.

use hearken_domain::{FilterField, NewSignal};

use super::*;
use crate::fixture::{Fixture, day, filter, review};

#[test]
fn weeks_start_on_mondays_before_1970_too() {
    let second = |at: &str| at.parse::<Timestamp>().unwrap();
    assert_eq!(week_start(0), second("1970-01-05T00:00:00Z"));
    assert_eq!(week_of(second("1970-01-11T23:59:59.999Z")), 0);
    assert_eq!(week_of(second("1970-01-04T23:59:59.999Z")), -1);
    assert_eq!(week_start(week_of(second("1969-07-20T20:17:40Z"))), second("1969-07-14T00:00:00Z"));
    assert_eq!(week_start(i64::MAX), Timestamp::UNIX_EPOCH);
}

#[test]
fn a_signal_from_before_1970_is_counted_in_its_own_week() {
    let fixture = Fixture::new();
    let at: Timestamp = "1969-12-30T12:00:00Z".parse().unwrap();
    let ids = fixture.record([NewSignal { at: Some(at), ..review("old") }]);
    let (generation, _) = fixture.cluster(&[]);
    fixture.assign(generation, &[(ids[0], None)]);
    let until = SignalFilter::default().until(day(0));
    for filter in [SignalFilter::default(), until] {
        let weeks = fixture.snapshot().rollup().weeks(&filter).unwrap();
        assert_eq!(weeks.iter().map(|week| week.week).collect::<Vec<_>>(), [Some(week_of(at))]);
    }
}

#[test]
fn values_are_counted_most_frequent_first_and_ratings_by_whole_numbers() {
    let fixture = Fixture::new();
    let signal = |text: &str, product: Option<&str>, rating: Option<f64>| NewSignal {
        product: product.map(str::to_owned),
        rating,
        ..review(text)
    };
    fixture.record([
        signal("1", Some("card"), Some(4.9)),
        signal("2", Some("loan"), Some(4.0)),
        signal("3", Some("loan"), Some(-0.5)),
        signal("4", None, None),
    ]);
    let counts = |field| {
        let counts = fixture.snapshot().rollup().count_by(field, &SignalFilter::default(), None, 9).unwrap();
        counts.into_iter().map(|count| (count.value, count.signals)).collect::<Vec<_>>()
    };
    assert_eq!(counts(Field::Product), [("loan".to_owned(), 2), ("card".to_owned(), 1)]);
    assert_eq!(counts(Field::Rating), [("4".to_owned(), 2), ("-1".to_owned(), 1)]);
    assert_eq!(counts(Field::Source), [("app".to_owned(), 4)]);
    assert_eq!(counts(Field::Label), []);
}

#[test]
fn a_signal_counts_once_for_each_of_its_labels_kept_and_counted_alike() {
    let fixture = Fixture::new();
    let labelled = |text: &str, labels: &[&str]| NewSignal {
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        state: Some(hearken_domain::SignalState::Open),
        ..review(text)
    };
    let ids = fixture.record([labelled("1", &["a, b", "bug"]), labelled("2", &["bug"]), labelled("3", &[])]);
    let (generation, themes) = fixture.cluster(&[None]);
    fixture.assign(generation, &ids.iter().map(|id| (*id, Some(themes[0]))).collect::<Vec<_>>());
    let under = SignalFilter::default().since(day(0));
    for filter in [SignalFilter::default(), under] {
        for theme in [None, Some(Some(themes[0]))] {
            let snapshot = fixture.snapshot();
            let counts = |field| {
                let counts = snapshot.rollup().count_by(field, &filter, theme, 9).unwrap();
                counts.into_iter().map(|count| (count.value, count.signals)).collect::<Vec<_>>()
            };
            assert_eq!(counts(Field::Label), [("bug".to_owned(), 2), ("a, b".to_owned(), 1)]);
            assert_eq!(counts(Field::State), [("open".to_owned(), 3)]);
        }
    }
    assert_eq!(fixture.snapshot().rollup().differences().unwrap(), 0);
    fixture.store().rebuild_rollup().unwrap();
    assert_eq!(fixture.snapshot().rollup().differences().unwrap(), 0);
}

#[test]
fn what_is_undated_counts_in_its_theme_and_lies_in_no_week_whatever_the_filter_and_after_a_rebuild() {
    let fixture = Fixture::new();
    let undated = NewSignal { at: None, rating: Some(2.0), ..review("undated") };
    let ids = fixture.record([undated, NewSignal { at: Some(day(3)), ..review("dated") }]);
    let (generation, themes) = fixture.cluster(&[None]);
    let members: Vec<_> = ids.iter().map(|id| (*id, Some(themes[0]))).collect();
    fixture.assign(generation, &members);
    let weeks = |filter: &SignalFilter| {
        let weeks = fixture.snapshot().rollup().weeks(filter).unwrap();
        weeks.into_iter().map(|week| (week.week, week.signals, week.rated)).collect::<Vec<_>>()
    };
    let both = [(None, 1, 1), (Some(week_of(day(3))), 1, 0)];
    let rated = filter(&[(FilterField::RatingMin, "1")]);
    for _ in 0..2 {
        assert_eq!(weeks(&SignalFilter::default()), both);
        assert_eq!(weeks(&SignalFilter::default().of_source("app")), both);
        assert_eq!(weeks(&rated), both[..1]);
        assert_eq!(weeks(&SignalFilter::default().until(day(99))), both[1..]);
        assert_eq!(fixture.snapshot().rollup().differences().unwrap(), 0);
        fixture.store().rebuild_rollup().unwrap();
    }
}
