//! Conditions as people type them, and what they hold of.

use std::collections::BTreeMap;

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::FactField;

fn read(typed: &str) -> Result<SegmentCondition, String> {
    let segment = |name: &str| (name == "Large" || name == "#2").then_some(SegmentId(2));
    SegmentCondition::read(typed, segment).map_err(|error| error.to_string())
}

fn today() -> Date {
    "2025-01-31".parse().unwrap()
}

/// Whether the one condition holds of a customer of whom these facts are held.
fn verdict(typed: &str, facts: &[(&str, &str)]) -> Verdict {
    let held: BTreeMap<FactField, HeldValue> = facts
        .iter()
        .map(|(field, value)| {
            let fact = crate::Fact::read(field.parse().unwrap(), value, None, None).unwrap();
            (fact.field, HeldValue { value: fact.value, money: fact.money })
        })
        .collect();
    let condition = read(typed).unwrap();
    let [Condition::Held(tested, compared)] = condition.all() else { panic!("{condition}") };
    let found = tested.fields().into_iter().find_map(|field| Some(tested.of(&field, held.get(&field)?)));
    compared.verdict(found.as_deref(), today())
}

fn holds(typed: &str, facts: &[(&str, &str)]) -> bool {
    verdict(typed, facts) == Verdict::Holds
}

#[test]
fn conditions_are_read_as_people_type_them_and_read_back_as_they_are_kept() {
    for (typed, kept) in [
        ("plan = Business", "plan = Business"),
        (
            "Plan=Business AND revenue >= 10000 EUR and country = DE or AT",
            "plan = Business and revenue >= 10,000 EUR and country = DE or AT",
        ),
        ("renewal within 60 days", "renewal within 60 days"),
        ("renewal < 2025-12-31", "renewal < 2025-12-31"),
        ("state = churned", "state = former"),
        ("industry group != \"Steel and Iron\"", "industry group != \"Steel and Iron\""),
        ("size >= 1,000", "size >= 1000"),
        ("owner = \"ann@example.com\"", "owner = ann@example.com"),
        ("segment = Large and plan != free", "segment = #2 and plan != free"),
        ("mrr < €99.50", "mrr < 99.50 EUR"),
    ] {
        let condition = read(typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
        assert_eq!(condition.to_string(), kept);
        assert_eq!(read(kept).unwrap(), condition, "{kept}");
    }
    let told = read("segment = Large").unwrap().told(|_| "Large or huge".to_owned());
    assert_eq!(told, "segment = \"Large or huge\"");
}

#[test]
fn what_is_no_condition_is_told_with_what_would_be_one() {
    for (typed, told) in [
        ("", "a segment needs a condition"),
        ("business", "'business' is no condition; write one like plan = Business"),
        ("= DE", "'= DE' is no condition"),
        ("name = Smith and Sons", "'Sons' is no condition"),
        ("plan =", "plan: there is no value"),
        ("plan = \"x", "a quotation mark is not closed"),
        ("revenue >= 10000", "revenue: '10000' says no currency"),
        ("revenue >= much EUR", "revenue: "),
        ("revenue = 1 EUR or 2 EUR", "revenue: a sum is compared with one value"),
        ("revenue within 3 days", "revenue: '3 days' is not a valid time ahead"),
        ("renewal within sixty days", "renewal: 'sixty days' is not a valid time ahead"),
        ("renewal within 99999 days", "renewal: '99999 days' is not a valid time ahead"),
        ("renewal > soon", "renewal: 'soon' is not a valid day"),
        ("renewal = soon", "renewal: 'soon' is not a valid day"),
        ("state = gold", "state: 'gold' is not a valid state"),
        ("plan > pro", "plan: 'pro' is neither a number nor a day"),
        ("segment = Gone", "there is no segment 'Gone'"),
        ("segment > Large", "segment: write it like"),
        ("-- = x", "'--' is not a valid field"),
    ] {
        let error = read(typed).unwrap_err();
        assert!(error.starts_with(told), "{typed}: {error}");
    }
    assert!(read(&format!("plan = {}", "x".repeat(CONDITION_CHARS_MAX))).unwrap_err().contains("too long"));
    assert!(read(&vec!["a = b"; CONDITIONS_MAX + 1].join(" and ")).unwrap_err().contains("too long"));
    assert!(!read("\u{1b}[31mx").unwrap_err().contains('\u{1b}'));
}

#[test]
fn a_condition_holds_of_what_is_known_alone() {
    assert!(holds("plan = business", &[("plan", " Business ")]));
    assert!(!holds("plan = business", &[]) && !holds("plan != business", &[]));
    assert!(holds("plan != free", &[("plan", "Business")]));
    assert!(holds("country = DE or AT", &[("country", "at")]));
    assert!(holds("revenue >= 1,200 EUR", &[("mrr", "100 EUR")]));
    assert!(!holds("revenue >= 1,200 EUR", &[("arr", "1000 EUR"), ("mrr", "100 EUR")]));
    assert!(holds("size > 99", &[("size", "1,000")]) && !holds("size > 99", &[("size", "many")]));
    assert!(holds("since < 2024-01-01", &[("since", "2023-12-31")]));
}

#[test]
fn a_day_ahead_counts_from_today_to_the_last_of_them() {
    for (day, within) in
        [("2025-01-30", false), ("2025-01-31", true), ("2025-04-01", true), ("2025-04-02", false)]
    {
        assert_eq!(holds("renewal within 60 days", &[("renewal", day)]), within, "{day}");
    }
}

#[test]
fn sums_of_another_currency_are_not_compared() {
    let verdict = verdict("revenue >= 1 EUR", &[("arr", "1000000 USD")]);
    assert_eq!(verdict, Verdict::OtherCurrency("USD".parse().unwrap(), "EUR".parse().unwrap()));
}

#[test]
fn a_field_whose_last_word_is_a_sign_is_refused() {
    for typed in ["or within=a", "Renewal WITHIN = a", "within = a"] {
        assert!(read(typed).unwrap_err().contains("is no condition"), "{typed}");
    }
    assert!(read("within reach = yes").is_ok());
}

proptest! {
    #[test]
    fn nothing_that_is_typed_panics_and_what_is_kept_reads_back(typed in "([a-z]{1,3}|renewal|revenue|segment|\"| and | or |=|>=|!=|within|1 EUR|[0-9]{1,3} days|é|\\PC){0,12}") {
        if let Ok(condition) = read(&typed) {
            let kept = condition.to_string();
            prop_assert_eq!(read(&kept), Ok(condition), "{}", kept);
        }
    }
}
