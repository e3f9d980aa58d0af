//! SQL, the text index and the roll-up let through the same signals.

use std::collections::BTreeSet;

use hearken_domain::{
    Contact, CustomerId, Fact, IdentifierKind, LogPosition, NewSignal, Reading, Says, Sentiment, Severity,
    SignalId, SignalState, Verbatim,
};
use proptest::prelude::*;

use super::*;
use crate::customers::IdentifierSaid;
use crate::fixture::{Fixture, by, day, filter, review};
use crate::words::{WordQuery, Words};
use crate::{Arrived, NewReading, ReadUpTo, StandingCorrection, Store};

const HOSTILE: [&str; 5] = ["'; DROP TABLE signals; --", "\" OR \"\"=\"", "a\0b", "%", "card') OR 1=1 --"];

/// Sorted, as a signal has them.
const LABELS: [&str; 4] = ["Pro", "a\0b", "card') OR 1=1 --", "pro"];

/// Signals of every mixture of a few values, some of them hostile, all in one theme; and the text index.
fn mixed() -> (Fixture, Words) {
    let fixture = Fixture::new();
    let pick = |from: &[&str], n: usize| from.get(n % (from.len() + 1)).map(|value| (*value).to_owned());
    let signal = |n: usize| NewSignal {
        at: Some(day((n % 11) as i64)).filter(|_| !n.is_multiple_of(9)),
        rating: pick(&["1", "2.5", "4", "5"], n / 2).map(|rating| rating.parse().unwrap()),
        product: pick(&["card", "loan", HOSTILE[0], HOSTILE[1], HOSTILE[3]], n),
        version: pick(&["1.0", "2.0"], n / 3),
        labels: LABELS
            .iter()
            .enumerate()
            .filter(|(bit, _)| ((n / 5) >> bit) & 1 == 1)
            .map(|(_, label)| (*label).to_owned())
            .collect(),
        state: [None, Some(SignalState::Open), Some(SignalState::Closed)][n % 3],
        status: pick(&["In Review", HOSTILE[1]], n / 4),
        language: pick(&["en", "de"], n / 7),
        contact: Contact {
            email: pick(&["ann@acme.example", "bob@brightco.example"], n / 5),
            ..Contact::default()
        },
        ..review(&format!("fee {n}"))
    };
    for (index, source) in ["app", "web", "it's"].into_iter().enumerate() {
        let items = (0..60).filter(|n| n % 3 == index).map(|n| Arrived::Signal(Box::new(signal(n))));
        fixture.import_into(source, items.collect());
    }
    customers(&fixture);
    let (generation, themes) = fixture.cluster(&[None]);
    let memberships: Vec<_> = passing_sql(fixture.store(), &SignalFilter::default())
        .into_iter()
        .map(|id| (id, Some(themes[0])))
        .collect();
    fixture.assign(generation, &memberships);
    readings(&fixture);
    let words = Words::open_or_create(&fixture.dir()).unwrap();
    words.catch_up(fixture.store(), &|_| {}).unwrap();
    (fixture, words)
}

/// Every mixture of what signals can be read as, but for some that were not read; what people said is laid over some of it.
fn readings(fixture: &Fixture) {
    let ids: Vec<SignalId> = passing_sql(fixture.store(), &SignalFilter::default()).into_iter().collect();
    let signals = fixture.snapshot().signals().several(&ids).unwrap();
    let reading = |(n, signal): (usize, &hearken_domain::Signal)| NewReading {
        signal: signal.id,
        position: signal.position,
        reading: Reading {
            says: Says::ALL[n % 5].kind(),
            says_confidence: 0.5,
            sentiment: Sentiment::ALL[(n / 5) % 3],
            sentiment_confidence: 0.5,
            severity: (n % 5 == 0).then_some(Severity::ALL[(n / 5) % 3]),
            severity_confidence: 0.5,
        },
    };
    let readings = signals.iter().enumerate().filter(|(n, _)| n % 11 > 0).map(reading);
    fixture.store().keep_readings(readings.collect(), 1, ReadUpTo::Log(LogPosition(1))).unwrap();
    for (at, says) in [(7, Says::Praise), (20, Says::Request), (22, Says::Question)] {
        let said = StandingCorrection { signal: ids[at], says: Some(says), sentiment: None, severity: None };
        fixture.store().correct_signal(said, &by(2)).unwrap();
    }
}

/// Three customers, of which the third is part of the first; some signals are given to one by hand, or to nobody.
fn customers(fixture: &Fixture) {
    let store = fixture.store();
    let customer = |domain: &str| {
        let fact = Fact::read("name".parse().unwrap(), domain, None, None).unwrap();
        let customer = store.add_customer(vec![fact], Vec::new(), &by(0)).unwrap();
        let domain =
            IdentifierSaid { kind: IdentifierKind::Domain, value: domain.to_owned(), dropped: false };
        store.set_customer(customer, Vec::new(), Vec::new(), vec![domain], &by(0)).unwrap();
        customer
    };
    let customers = ["acme.example", "brightco.example", "acme-labs.example"].map(customer);
    assert_eq!(customers, [1, 2, 3].map(CustomerId));
    store.merge_customers(customers[2], customers[0], &by(0)).unwrap();
    let signals: Vec<SignalId> = passing_sql(store, &SignalFilter::default()).into_iter().collect();
    for (index, to) in [(3, Some(customers[1])), (4, Some(customers[2])), (7, None), (8, None)] {
        store.give_signal(signals[index], to, &by(0)).unwrap();
    }
}

fn passing_sql(store: &Store, filter: &SignalFilter) -> BTreeSet<SignalId> {
    let page = store.snapshot().unwrap().signals().page(filter, None, None, usize::MAX).unwrap();
    page.signals.into_iter().map(|signal| signal.id).collect()
}

fn passing_index(fixture: &Fixture, words: &Words, filter: &SignalFilter) -> BTreeSet<SignalId> {
    let sources =
        filter.texts(FilterField::Source).filter_map(|name| fixture.snapshot().sources().id(name).unwrap());
    let query = WordQuery {
        words: "fee".to_owned(),
        filter: filter.clone(),
        sources: sources.collect(),
        among: fixture.snapshot().signals().of_customers(filter).unwrap(),
        read: fixture.snapshot().readings().passing(filter).unwrap(),
        ..WordQuery::default()
    };
    let (hits, _) = words.search(&query, 1_000).unwrap();
    hits.into_iter().map(|hit| hit.signal).collect()
}

fn says(value: &Option<Verbatim>, text: &str) -> bool {
    value.as_ref().is_some_and(|value| value.as_str() == text)
}

/// What a filter means, said once more in plain words.
fn passing_plainly(fixture: &Fixture, filter: &SignalFilter) -> BTreeSet<SignalId> {
    let sources = fixture.snapshot().sources().names().unwrap();
    let whose = |signal: &hearken_domain::Signal| -> Vec<CustomerId> {
        let joins = fixture.snapshot().customers().of_signal(signal.id).unwrap();
        joins.into_iter().map(|join| join.root).collect()
    };
    let reads = |signal: &hearken_domain::Signal| fixture.snapshot().readings().of(signal.id).unwrap();
    let all =
        fixture.snapshot().signals().page(&SignalFilter::default(), None, None, usize::MAX).unwrap().signals;
    let passes = |signal: &hearken_domain::Signal| {
        filter.conditions().all(|(field, values)| {
            let holds = |value: &FilterValue| match (field, value) {
                (FilterField::Source, FilterValue::Text(name)) => sources[&signal.source] == *name,
                (FilterField::Customer, FilterValue::Text(text)) => match text.as_str() {
                    "nobody" => whose(signal).is_empty(),
                    "C-3" => whose(signal).contains(&CustomerId(1)), // is part of the first
                    id => whose(signal).contains(&id.parse().unwrap()),
                },
                (FilterField::Product, FilterValue::Text(text)) => says(&signal.product, text),
                (FilterField::Version, FilterValue::Text(text)) => says(&signal.version, text),
                (FilterField::Label, FilterValue::Text(text)) => {
                    signal.labels.iter().any(|label| label.as_str() == text)
                }
                (FilterField::State, FilterValue::Text(text)) => {
                    signal.state.is_some_and(|state| state.as_str() == text)
                }
                (FilterField::Status, FilterValue::Text(text)) => says(&signal.status, text),
                (FilterField::Language, FilterValue::Text(text)) => says(&signal.language, text),
                (FilterField::Says, FilterValue::Text(text)) => {
                    reads(signal).is_some_and(|read| read.says.as_str() == text)
                }
                (FilterField::Sentiment, FilterValue::Text(text)) => {
                    reads(signal).is_some_and(|read| read.sentiment.as_str() == text)
                }
                (FilterField::Severity, FilterValue::Text(text)) => reads(signal)
                    .and_then(|read| read.severity)
                    .is_some_and(|severity| severity.as_str() == text),
                (FilterField::RatingMin, FilterValue::Number(n)) => signal.rating.is_some_and(|r| r >= *n),
                (FilterField::RatingMax, FilterValue::Number(n)) => signal.rating.is_some_and(|r| r <= *n),
                (FilterField::Since, FilterValue::Time(when)) => !signal.undated && signal.at >= when.at(),
                (FilterField::Until, FilterValue::Time(when)) => !signal.undated && signal.at < when.at(),
                other => panic!("{other:?} do not fit together"),
            };
            match field.comparison() {
                Comparison::HasAll => values.iter().all(holds),
                _ => values.iter().any(holds),
            }
        })
    };
    all.iter().filter(|signal| passes(signal)).map(|signal| signal.id).collect()
}

fn any_filter() -> impl Strategy<Value = SignalFilter> {
    let fields = FilterField::ALL.map(|field| {
        let values: &'static [&'static str] = match field {
            FilterField::Source => &["app", "web", "it's", "none"],
            FilterField::Customer => &["C-1", "C-2", "C-3", "C-9", "nobody"],
            FilterField::Product => &["card", "loan", HOSTILE[0], HOSTILE[1], HOSTILE[3], "none"],
            FilterField::Version => &["1.0", "2.0"],
            FilterField::Label => &LABELS,
            FilterField::State => &["open", "closed"],
            FilterField::Status => &["In Review", "in review", HOSTILE[1]],
            FilterField::Language => &["en", "de", "EN"],
            FilterField::Says => &["pain-point", "request", "question", "praise", "none"],
            FilterField::Sentiment => &["negative", "neutral", "positive"],
            FilterField::Severity => &["blocked", "hindered", "annoyed"],
            // No index has them: their own tests say who is let through.
            FilterField::Segment | FilterField::Is => &[],
            FilterField::RatingMin | FilterField::RatingMax => &["1", "2.5", "3", "5", "-1"],
            FilterField::Since | FilterField::Until => {
                &["2024-01-03", "2024-Q1", "5d", "1w", "today", "2025"]
            }
        };
        let most = if field.comparison().takes_many() { 3 } else { 1 };
        let values = proptest::sample::subsequence(values, 0..=most.min(values.len()));
        // Most fields are left alone, else nothing would pass.
        prop_oneof![3 => Just(Vec::new()), 1 => values].prop_map(move |values| (field, values))
    });
    Vec::from(fields).prop_map(|fields| {
        let given: Vec<_> =
            fields.into_iter().flat_map(|(f, values)| values.into_iter().map(move |v| (f, v))).collect();
        filter(&given)
    })
}

/// How many signals these are, and the times of the first and last that are dated.
fn spanned(
    fixture: &Fixture,
    ids: &BTreeSet<SignalId>,
) -> (u64, Option<(hearken_domain::Timestamp, hearken_domain::Timestamp)>) {
    let ids: Vec<SignalId> = ids.iter().copied().collect();
    let signals = fixture.snapshot().signals().several(&ids).unwrap();
    let dated = || signals.iter().filter(|signal| !signal.undated).map(|signal| signal.at);
    (signals.len() as u64, dated().min().zip(dated().max()))
}

fn oldest_first(fixture: &Fixture, filter: &SignalFilter) -> BTreeSet<SignalId> {
    let found = fixture.snapshot().signals().oldest(filter, None, usize::MAX).unwrap();
    found.into_iter().map(|signal| signal.id).collect()
}

#[test]
fn sql_and_the_text_index_and_the_roll_up_let_through_the_same() {
    let (fixture, words) = mixed();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(300));
    let agree = |filter: SignalFilter| {
        let plainly = passing_plainly(&fixture, &filter);
        prop_assert_eq!(&passing_sql(fixture.store(), &filter), &plainly);
        prop_assert_eq!(&passing_index(&fixture, &words, &filter), &plainly);
        let weeks = fixture.snapshot().rollup().weeks(&filter).unwrap();
        prop_assert_eq!(weeks.iter().map(|week| week.signals).sum::<u64>(), plainly.len() as u64);
        prop_assert_eq!(
            fixture.snapshot().signals().span(&filter, None).unwrap(),
            spanned(&fixture, &plainly)
        );
        prop_assert_eq!(oldest_first(&fixture, &filter), plainly);
        Ok(())
    };
    runner.run(&any_filter(), agree).unwrap();
}

#[test]
fn what_is_hostile_is_a_value_like_any_other() {
    let (fixture, words) = mixed();
    for value in HOSTILE {
        let texts = FilterField::ALL.into_iter().filter(|field| field.comparison().takes_many());
        let any = |field: &FilterField| {
            ![FilterField::State, FilterField::Customer, FilterField::Is, FilterField::Segment]
                .contains(field)
                && !field.is_read()
        };
        for field in texts.filter(any) {
            let filter = filter(&[(field, value)]);
            let plainly = passing_plainly(&fixture, &filter);
            assert_eq!(passing_sql(fixture.store(), &filter), plainly, "{field} {value:?}");
            assert_eq!(passing_index(&fixture, &words, &filter), plainly, "{field} {value:?}");
        }
    }
    assert_eq!(passing_sql(fixture.store(), &SignalFilter::default()).len(), 60);
}

#[test]
fn a_segment_that_nobody_looked_up_lets_nothing_through() {
    let (fixture, _) = mixed();
    assert!(passing_sql(fixture.store(), &filter(&[(FilterField::Segment, "Large")])).is_empty());
}

#[test]
fn of_several_labels_a_signal_needs_all() {
    let (fixture, words) = mixed();
    let passing = |labels: &[&str]| {
        let filter = filter(&labels.iter().map(|label| (FilterField::Label, *label)).collect::<Vec<_>>());
        assert_eq!(passing_sql(fixture.store(), &filter), passing_index(&fixture, &words, &filter));
        passing_sql(fixture.store(), &filter)
    };
    let both = passing(&[LABELS[3], LABELS[1]]);
    assert!(!both.is_empty());
    assert_eq!(both, passing(&LABELS[3..]).intersection(&passing(&LABELS[1..2])).copied().collect());
}

#[test]
fn every_signal_is_a_customers_or_nobodys() {
    let (fixture, _) = mixed();
    let passing = |customers: &[&str]| {
        let given: Vec<_> = customers.iter().map(|customer| (FilterField::Customer, *customer)).collect();
        passing_sql(fixture.store(), &filter(&given)).len()
    };
    let counts = [passing(&["C-1"]), passing(&["C-2"]), passing(&["nobody"])];
    assert!(counts.iter().all(|count| *count > 5), "{counts:?}");
    assert_eq!(counts.iter().sum::<usize>(), 60);
    assert_eq!(passing(&["C-3"]), counts[0], "what is part of another counts there");
    assert_eq!(passing(&["C-2", "nobody"]), counts[1] + counts[2]);
    assert_eq!(fixture.snapshot().customers().signals_of_nobody().unwrap(), counts[2] as u64);
}

#[test]
fn several_values_of_a_field_let_through_what_has_one_of_them() {
    let (fixture, words) = mixed();
    let passing = |given: &[(FilterField, &str)]| {
        let filter = filter(given);
        assert_eq!(passing_sql(fixture.store(), &filter), passing_index(&fixture, &words, &filter));
        passing_sql(fixture.store(), &filter)
    };
    let (card, loan) =
        (passing(&[(FilterField::Product, "card")]), passing(&[(FilterField::Product, "loan")]));
    let either = passing(&[(FilterField::Product, "card"), (FilterField::Product, "loan")]);
    assert!(!card.is_empty() && !loan.is_empty());
    assert_eq!(either, card.union(&loan).copied().collect());
    let (app, web) = (passing(&[(FilterField::Source, "app")]), passing(&[(FilterField::Source, "web")]));
    let sources = passing(&[(FilterField::Source, "app"), (FilterField::Source, "web")]);
    assert_eq!(sources, app.union(&web).copied().collect());
}
