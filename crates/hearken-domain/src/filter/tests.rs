//! Reading a filter, and writing it again.

use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2024-03-31T15:30:00Z")
}

fn read(given: &[(FilterField, &str)]) -> Result<SignalFilter, Vec<FilterError>> {
    SignalFilter::read(given.iter().copied(), now())
}

/// The address that a filter stands in, and the filter that is read from it.
fn through_an_address(filter: &SignalFilter) -> SignalFilter {
    let pairs = filter.pairs().map(|(field, value)| (field.name(), value));
    let address = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(address.as_bytes()).into_owned().collect();
    let pairs = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.as_str()));
    SignalFilter::read(pairs, now()).unwrap()
}

#[test]
fn every_field_is_known_by_its_name_in_addresses_and_in_json_alike() {
    for field in FilterField::ALL {
        assert_eq!(field.name().parse(), Ok(field));
        assert_eq!(serde_json::to_value(field).unwrap(), field.name());
        assert!(!field.definition().help.ends_with('.'), "{field}");
    }
    let error = "sauce".parse::<FilterField>().unwrap_err().to_string();
    assert!(FilterField::NAMES.iter().all(|name| error.contains(name)), "{error}");
}

#[test]
fn a_day_or_period_means_its_first_moment_and_a_time_ago_is_counted_from_now() {
    for (typed, means) in [
        ("2024", "2024-01-01T00:00:00Z"),
        ("2024-Q1", "2024-01-01T00:00:00Z"),
        ("2023-q4", "2023-10-01T00:00:00Z"),
        ("2024-03", "2024-03-01T00:00:00Z"),
        ("2024-03-31", "2024-03-31T00:00:00Z"),
        (" 2024-03-31 ", "2024-03-31T00:00:00Z"),
        ("2024-03-31T12:30:00+02:00", "2024-03-31T10:30:00Z"),
        ("2024-03-31T12:30", "2024-03-31T12:30:00Z"),
        ("today", "2024-03-31T00:00:00Z"),
        ("yesterday", "2024-03-30T00:00:00Z"),
        ("this-year", "2024-01-01T00:00:00Z"),
        ("0d", "2024-03-31T15:30:00Z"),
        ("30d", "2024-03-01T15:30:00Z"),
        ("12w", "2024-01-07T15:30:00Z"),
        ("1m", "2024-02-29T15:30:00Z"),
        ("1y", "2023-03-31T15:30:00Z"),
    ] {
        let when = When::read(typed, now());
        assert_eq!(when.as_ref().map(When::at), Some(at(means)), "{typed}");
        assert_eq!(when.unwrap().typed(), typed.trim());
    }
}

#[test]
fn what_is_no_time_is_refused() {
    let long = "9".repeat(10_000);
    for typed in [
        "",
        " ",
        "d",
        "soon",
        "-30d",
        "+30d",
        "3.5d",
        "30 d",
        "30D",
        "30h",
        "٣d",
        "99999999999d",
        "9999999y",
        "20000y",
        "2024-Q0",
        "2024-Q5",
        "2024-Q",
        "2024-Q11",
        "2024-13",
        "2024-00",
        "2024-3",
        "2024-02-30",
        "24-Q1",
        "Q1",
        "2024-",
        "+024",
        "2024-+1",
        "é",
        "3é",
        "\0",
        "30d\0",
        &long,
        &format!("{long}d"),
    ] {
        assert_eq!(When::read(typed, now()), None, "{typed}");
    }
}

#[test]
fn a_bad_value_tells_the_field_and_what_would_be_right_and_all_of_them_at_once() {
    let long = "x".repeat(VALUE_CHARS_MAX + 1);
    let wrong = read(&[
        (FilterField::RatingMin, "good"),
        (FilterField::RatingMax, "inf"),
        (FilterField::Since, "soon\u{1b}[31m"),
        (FilterField::Product, &long),
        (FilterField::Label, ""),
        (FilterField::State, "solved"),
        (FilterField::Says, "anger"),
        (FilterField::Is, "nice"),
        (FilterField::Customer, "acme\u{1b}"),
        (FilterField::Until, "2024"),
        (FilterField::Until, "2025"),
    ])
    .unwrap_err();
    let told: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "rating_min: 'good' is not a valid number; give one such as 3 or 4.5",
            "rating_max: 'inf' is not a valid number; give one such as 3 or 4.5",
            "since: 'soon [31m' is not a valid time; give a day such as 2024-03-31, a period such as 2024-Q1 or \
             2024-03, or 30d for 30 days ago",
            "product: it has more than 1000 characters",
            "label: it is empty; give a value",
            "state: 'solved' is not a valid state; give open or closed",
            "says: 'anger' is nothing that a signal can say; give one of pain-point, request, question, praise, none",
            "is: 'nice' is nothing that a signal is counted as; give counted, spam or campaign",
            "customer: 'acme ' is not a valid customer; give its id, such as C-7, or nobody",
            "until: it is given twice, and takes one value",
        ]
    );
}

#[test]
fn a_field_of_text_takes_many_values_but_not_without_end() {
    let filter =
        read(&[(FilterField::Label, "pro"), (FilterField::Label, "a,b"), (FilterField::Label, "pro")])
            .unwrap();
    assert_eq!(filter.texts(FilterField::Label).collect::<Vec<_>>(), ["pro", "a,b"]);
    let many: Vec<String> = (0..=VALUES_MAX).map(|n| n.to_string()).collect();
    let many = |count: usize| {
        SignalFilter::read(many[..count].iter().map(|n| (FilterField::Label, n.as_str())), now())
    };
    assert!(many(VALUES_MAX).is_ok());
    assert_eq!(many(VALUES_MAX + 1).unwrap_err()[0].detail, "it has more than 100 values");
}

#[test]
fn a_customer_is_its_id_however_it_is_written_or_nobody() {
    let filter = read(&[
        (FilterField::Customer, " c-7"),
        (FilterField::Customer, "7"),
        (FilterField::Customer, "Nobody"),
    ])
    .unwrap();
    assert_eq!(filter.texts(FilterField::Customer).collect::<Vec<_>>(), ["C-7", "nobody"]);
    assert_eq!(filter.whose(), [Whose::Customer(crate::CustomerId(7)), Whose::Nobody]);
}

#[test]
fn an_address_keeps_how_long_ago_and_json_keeps_the_moment_that_was_meant() {
    let filter = read(&[(FilterField::Since, "30d"), (FilterField::RatingMin, "4.50")]).unwrap();
    let pairs: Vec<(FilterField, String)> = filter.pairs().collect();
    assert_eq!(pairs, [(FilterField::RatingMin, "4.5".to_owned()), (FilterField::Since, "30d".to_owned())]);
    let json = serde_json::to_value(&filter).unwrap();
    let expected = serde_json::json!({
        "rating_min": [4.5],
        "since": [{"typed": "30d", "at": "2024-03-01T15:30:00Z"}],
    });
    assert_eq!(json, expected);
}

#[test]
fn json_that_does_not_fit_the_fields_is_refused() {
    for json in [
        r#"{"sauce": ["x"]}"#,
        r#"{"product": [3]}"#,
        r#"{"product": [""]}"#,
        r#"{"rating_min": ["3"]}"#,
        r#"{"rating_min": [3, 4]}"#,
        r#"{"since": ["30d"]}"#,
        r#"{"since": "2024-01-01"}"#,
    ] {
        assert!(serde_json::from_str::<SignalFilter>(json).is_err(), "{json}");
    }
    assert_eq!(serde_json::from_str::<SignalFilter>("{}").unwrap(), SignalFilter::default());
}

/// Values as people and attackers write them.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("'; DROP TABLE signals; --".to_owned()),
        Just("a&label=b#c?d=e".to_owned()),
        Just("\"quoted\", 'twice' %00\0 + \r\n".to_owned()),
        any::<String>(),
    ]
    .prop_filter("a value of a text is not empty", |text| !text.is_empty())
}

fn time() -> impl Strategy<Value = String> {
    prop_oneof![
        (0..5_000_u32, "[dwm]").prop_map(|(count, unit)| format!("{count}{unit}")),
        (1900..2100_u16, 1..5_u8).prop_map(|(year, quarter)| format!("{year}-Q{quarter}")),
        (-100_000_000_000_i64..100_000_000_000).prop_map(|s| Timestamp::from_second(s).unwrap().to_string()),
    ]
}

fn any_filter() -> impl Strategy<Value = SignalFilter> {
    let values = FilterField::ALL.map(|field| {
        let value = match field.comparison().value_type() {
            ValueType::Text if field == FilterField::State => "open|closed".boxed(),
            ValueType::Text if field == FilterField::Says => {
                "pain-point|request|question|praise|none".boxed()
            }
            ValueType::Text if field == FilterField::Sentiment => "negative|neutral|positive".boxed(),
            ValueType::Text if field == FilterField::Severity => "blocked|hindered|annoyed".boxed(),
            ValueType::Text if field == FilterField::Is => "counted|spam|campaign".boxed(),
            ValueType::Text if field == FilterField::Customer => "C-[1-9][0-9]{0,3}|nobody".boxed(),
            ValueType::Text => text().boxed(),
            // Eighths, which every notation of numbers keeps exactly.
            ValueType::Number => (-80_000..80_000).prop_map(|n| (f64::from(n) / 8.0).to_string()).boxed(),
            ValueType::Time => time().boxed(),
        };
        let most = if field.comparison().takes_many() { 4 } else { 2 };
        proptest::collection::vec(value.prop_map(move |value| (field, value)), 0..most)
    });
    Vec::from(values).prop_map(|values| {
        let values: Vec<(FilterField, String)> = values.into_iter().flatten().collect();
        SignalFilter::read(values.iter().map(|(field, value)| (*field, value.as_str())), now()).unwrap()
    })
}

proptest! {
    #[test]
    fn any_filter_comes_back_from_an_address_and_from_json_as_it_went_in(filter in any_filter()) {
        prop_assert_eq!(&through_an_address(&filter), &filter);
        let json = serde_json::to_string(&filter).unwrap();
        prop_assert_eq!(&serde_json::from_str::<SignalFilter>(&json).unwrap(), &filter);
    }

    #[test]
    fn no_typed_time_panics(typed in any::<String>(), tail in "[0-9]{0,6}[dwmyQ-]{0,2}[0-9]{0,3}") {
        When::read(&typed, now());
        When::read(&tail, now());
    }
}

#[test]
fn looking_back_ends_a_filter_at_the_moment_that_counts_last_unless_it_ends_before() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let last = at("2024-02-29T23:59:59.999Z");
    let until = |filter: SignalFilter| filter.no_later_than(last).pairs().collect::<Vec<_>>();
    let ends = |text: &str| vec![(FilterField::Until, text.to_owned())];
    assert_eq!(until(SignalFilter::default()), ends("2024-03-01T00:00:00Z"));
    assert_eq!(
        until(SignalFilter::default().until(at("2025-01-01T00:00:00Z"))),
        ends("2024-03-01T00:00:00Z")
    );
    assert_eq!(
        until(SignalFilter::default().until(at("2024-02-01T00:00:00Z"))),
        ends("2024-02-01T00:00:00Z")
    );
    let once = SignalFilter::default().of_source("app").no_later_than(last);
    assert_eq!(once.clone().no_later_than(last), once);
    let since = SignalFilter::default().since(last);
    assert_eq!(since.clone().no_earlier_than(at("2024-01-01T00:00:00Z")), since);
    assert_eq!(SignalFilter::default().no_earlier_than(last), since);
}
