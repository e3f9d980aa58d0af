//! What a filter names must be there: a word that nothing has is a slip of whoever typed it, and an empty answer would hide it.

use hearken_domain::{FilterField, SegmentMembers, Signal, SignalFilter, ThemeId, Whose};
use hearken_store::Field;

use crate::actions::customers::cards::known_customer;
use crate::actions::segments::members::Segments;
use crate::error::AppError;
use crate::near::{NAMED, near, quoted, shown};
use crate::next_step::NextStep;
use crate::view::View;

/// Values that a word is compared with, the most frequent first.
const COMPARED: usize = 1_000;

/// A filter as it is meant, with who is in the segments that it names. One that names a customer or a segment that is not there,
/// or a source, product, version, label, status or language which no signal has, is refused. A saved view opens all the same,
/// and says what of it is gone.
///
/// # Errors
/// It names one, or any failure of the store.
pub(crate) fn known_filter(view: &View, filter: &SignalFilter) -> Result<SignalFilter, AppError> {
    if !view.opens_saved() {
        check_known(view, filter)?;
    }
    if filter.texts(FilterField::Segment).next().is_none() {
        return Ok(filter.clone());
    }
    let mut segments = Segments::read(view)?;
    filter.clone().with_members(|name| {
        let customers = match segments.named(name).cloned().and_then(|segment| segments.members(&segment)) {
            Ok(members) => members.customers.clone(),
            Err(AppError::User { .. } | AppError::NotFound { .. }) if view.opens_saved() => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(SegmentMembers::new(name, customers))
    })
}

fn check_known(view: &View, filter: &SignalFilter) -> Result<(), AppError> {
    for whose in filter.whose() {
        if let Whose::Customer(id) = whose {
            known_customer(view, id)?;
        }
    }
    for (field, counted, none) in [
        (FilterField::Source, Field::Source, "there is no source"),
        (FilterField::Product, Field::Product, "no signal has the product"),
        (FilterField::Version, Field::Version, "no signal has the version"),
        (FilterField::Label, Field::Label, "no signal has the label"),
        (FilterField::Status, Field::Status, "no signal has the status"),
        (FilterField::Language, Field::Language, "no signal has the language"),
    ] {
        for text in filter.texts(field) {
            if view.store().rollup().is_known(field, text)? {
                continue;
            }
            let everything = SignalFilter::default();
            let values = view.store().rollup().count_by(counted, &everything, None, COMPARED)?;
            let values: Vec<String> = values.into_iter().map(|value| value.value).collect();
            return Err(AppError::not_found(
                format!("{none} '{}'", shown(text)),
                instead(field, text, &values),
            ));
        }
    }
    Ok(())
}

/// The error for a source that is not there.
pub(crate) fn no_such_source(name: &str) -> AppError {
    AppError::not_found(format!("there is no source named '{name}'"), NextStep::ListSources)
}

/// Refuses a theme that is not there.
///
/// # Errors
/// It is not there, or any failure of the store.
pub(crate) fn check_theme(view: &View, theme: Option<ThemeId>) -> Result<(), AppError> {
    match theme {
        Some(id) if !view.opens_saved() && view.store().themes().get(id)?.is_none() => {
            Err(AppError::not_found(format!("there is no theme {id}"), NextStep::ListThemes))
        }
        _ => Ok(()),
    }
}

/// Refuses a signal that was not said by the time that is looked back to.
///
/// # Errors
/// It was not.
pub(crate) fn check_counts(view: &View, signal: &Signal) -> Result<(), AppError> {
    if view.counts(signal) {
        return Ok(());
    }
    let later = format!("{} is undated, or was said later than what is looked back to", signal.id);
    Err(AppError::not_found(later, NextStep::advice("look at it as of now")))
}

/// What to try in place of a value that is not there.
fn instead(field: FilterField, text: &str, values: &[String]) -> NextStep {
    let near = near(text, values);
    if !near.is_empty() {
        return NextStep::advice(format!("near it: {}", near.join(", ")));
    }
    if field == FilterField::Source {
        return NextStep::ListSources;
    }
    match values.len() {
        0 => NextStep::advice(format!("no signal has any {field}")),
        count if count <= NAMED => NextStep::advice(format!("there are {}", quoted(values))),
        count => {
            NextStep::advice(format!("there are {count}, the most frequent {}", quoted(&values[..NAMED])))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(field: FilterField, text: &str, values: &[&str]) -> NextStep {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        instead(field, text, &values)
    }

    #[test]
    fn what_is_not_there_is_answered_with_what_is_near_it_else_with_what_there_is() {
        let products = ["Credit card", "Debit card", "Mortgage", "Student loan"];
        let near = |text| told(FilterField::Product, text, &products);
        assert_eq!(near("credit card"), NextStep::advice("near it: 'Credit card', 'Debit card'"));
        assert_eq!(near("Morgage"), NextStep::advice("near it: 'Mortgage'"));
        assert_eq!(near("card"), NextStep::advice("near it: 'Credit card', 'Debit card'"));
        let most = "there are 4, the most frequent 'Credit card', 'Debit card', 'Mortgage'";
        assert_eq!(near("xyz"), NextStep::advice(most));
        assert_eq!(told(FilterField::Label, "pro", &["free"]), NextStep::advice("there are 'free'"));
        assert_eq!(told(FilterField::Label, "pro", &[]), NextStep::advice("no signal has any label"));
        assert_eq!(told(FilterField::Source, "xyz", &["reviews"]), NextStep::ListSources);
        assert_eq!(told(FilterField::Source, "review", &["reviews"]), NextStep::advice("near it: 'reviews'"));
    }

    #[test]
    fn what_is_told_holds_no_control_characters_and_ends() {
        let hostile = format!("\u{1b}[31m{}", "x".repeat(500));
        let NextStep::Advice(told) = told(FilterField::Product, &hostile, &[&hostile]) else { panic!() };
        assert!(!told.contains('\u{1b}') && told.chars().count() < 100, "{told}");
    }
}
