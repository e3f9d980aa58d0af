//! Which signals a person is looking at. Every door fills the same filter from the same [table of fields](FilterField),
//! so a link from one page means the same on another and in the terminal.

mod as_of;
mod field;
mod members;
mod when;
mod whose;

use std::collections::BTreeMap;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Aside, Says, Sentiment, Severity, SignalState, UnknownReadingError};

pub use as_of::AsOf;
pub use field::{Comparison, FieldDefinition, FilterField, UnknownFieldError, ValueType};
pub use members::SegmentMembers;
pub use when::When;
pub use whose::{Whose, WhoseError};

/// Conditions that all must hold; an empty filter lets everything through.
///
/// As JSON it is an object of fields, each with a list of values, which keeps the moments that were meant. What keeps
/// [what was typed](Self::pairs) instead, as an address does, means `30d` again each time it is read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<FilterField, Vec<FilterValue>>")]
pub struct SignalFilter(BTreeMap<FilterField, Vec<FilterValue>>);

/// What a signal is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FilterValue {
    /// A text, exactly.
    Text(String),
    /// A finite number.
    Number(f64),
    /// A time.
    Time(When),
    /// A segment, with the customers in it.
    #[serde(skip_deserializing)]
    Members(SegmentMembers),
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {detail}")]
pub struct FilterError {
    /// The field it was given for.
    pub field: FilterField,
    /// What is wrong, and what would be right.
    pub detail: String,
}

/// Characters of a value.
pub const VALUE_CHARS_MAX: usize = 1_000;
/// Values of one field.
pub const VALUES_MAX: usize = 100;

impl SignalFilter {
    /// Reads fields with their values as they stand in an address; times are relative to `now`.
    ///
    /// # Errors
    /// All values that cannot be used.
    pub fn read<'v>(
        given: impl IntoIterator<Item = (FilterField, &'v str)>,
        now: Timestamp,
    ) -> Result<Self, Vec<FilterError>> {
        let mut this = Self::default();
        let wrong = given.into_iter().filter_map(|(field, text)| this.add(field, text, now).err());
        let wrong: Vec<FilterError> = wrong.collect();
        if wrong.is_empty() { Ok(this) } else { Err(wrong) }
    }

    /// Lets through what has this value, too, where the field takes many; else sets its one value.
    ///
    /// # Errors
    /// The value is not of the field's type or too long, or the field has all the values it takes.
    pub fn add(&mut self, field: FilterField, text: &str, now: Timestamp) -> Result<(), FilterError> {
        let value = FilterValue::read(field, text, now)?;
        self.insert(field, value)
    }

    /// Only signals of this source.
    #[must_use]
    pub fn of_source(mut self, name: &str) -> Self {
        self.0.insert(FilterField::Source, vec![FilterValue::Text(name.to_owned())]);
        self
    }

    /// Only signals said at or after `since`.
    #[must_use]
    pub fn since(mut self, since: Timestamp) -> Self {
        self.0.insert(FilterField::Since, vec![FilterValue::Time(since.into())]);
        self
    }

    /// Only signals said before `until`.
    #[must_use]
    pub fn until(mut self, until: Timestamp) -> Self {
        self.0.insert(FilterField::Until, vec![FilterValue::Time(until.into())]);
        self
    }

    /// Only what was said up to and with `last`, whatever else is asked of it.
    #[must_use]
    pub fn no_later_than(self, last: Timestamp) -> Self {
        let end = last.checked_add(SignedDuration::from_millis(1)).unwrap_or(last);
        if self.time(FilterField::Until).is_some_and(|until| until <= end) { self } else { self.until(end) }
    }

    /// Only what was said from `first` on, whatever else is asked of it.
    #[must_use]
    pub fn no_earlier_than(self, first: Timestamp) -> Self {
        if self.time(FilterField::Since).is_some_and(|since| since >= first) {
            self
        } else {
            self.since(first)
        }
    }

    fn time(&self, field: FilterField) -> Option<Timestamp> {
        self.0.get(&field)?.iter().find_map(|value| match value {
            FilterValue::Time(when) => Some(when.at()),
            FilterValue::Text(_) | FilterValue::Number(_) | FilterValue::Members(_) => None,
        })
    }

    /// The same with the conditions on some fields alone.
    #[must_use]
    pub fn keeping(&self, keep: impl Fn(FilterField) -> bool) -> Self {
        Self(self.0.iter().filter(|(field, _)| keep(**field)).map(|(f, v)| (*f, v.clone())).collect())
    }

    /// The same without what is set aside, unless that is asked for.
    #[must_use]
    pub fn counted(mut self) -> Self {
        let counted = || vec![FilterValue::Text(Aside::Counted.as_str().to_owned())];
        self.0.entry(FilterField::Is).or_insert_with(counted);
        self
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether no field but this one has a condition.
    pub fn asks_only(&self, field: FilterField) -> bool {
        self.0.keys().all(|asked| *asked == field)
    }

    /// Each condition: a field, and the values it was given. Its [comparison](FilterField::comparison) says whether a signal
    /// needs one of them or all.
    pub fn conditions(&self) -> impl Iterator<Item = (FilterField, &[FilterValue])> {
        self.0.iter().map(|(field, values)| (*field, values.as_slice()))
    }

    /// The texts given for a field.
    pub fn texts(&self, field: FilterField) -> impl Iterator<Item = &str> {
        self.0.get(&field).into_iter().flatten().filter_map(|value| match value {
            FilterValue::Text(text) => Some(text.as_str()),
            FilterValue::Members(members) => Some(members.segment()),
            FilterValue::Number(_) | FilterValue::Time(_) => None,
        })
    }

    /// Whose signals are asked for; of several, one is enough. Nothing where everybody's are.
    pub fn whose(&self) -> Vec<Whose> {
        self.0.get(&FilterField::Customer).into_iter().flatten().filter_map(FilterValue::whose).collect()
    }

    /// Each field with each of its values as it was typed: what an address carries.
    pub fn pairs(&self) -> impl Iterator<Item = (FilterField, String)> {
        self.conditions()
            .flat_map(|(field, values)| values.iter().map(move |value| (field, value.to_string())))
    }

    /// The same with who is in each segment that it names, as `members` says. Without that, a segment lets nothing through.
    ///
    /// # Errors
    /// The first that `members` fails with.
    pub fn with_members<E>(
        mut self,
        mut members: impl FnMut(&str) -> Result<SegmentMembers, E>,
    ) -> Result<Self, E> {
        for value in self.0.get_mut(&FilterField::Segment).into_iter().flatten() {
            if let FilterValue::Text(name) = value {
                *value = FilterValue::Members(members(name)?);
            }
        }
        Ok(self)
    }

    fn insert(&mut self, field: FilterField, value: FilterValue) -> Result<(), FilterError> {
        let values = self.0.entry(field).or_default();
        let most = if field.comparison().takes_many() { VALUES_MAX } else { 1 };
        if values.contains(&value) {
            return Ok(());
        }
        if values.len() == most {
            let detail = match most {
                1 => "it is given twice, and takes one value".to_owned(),
                most => format!("it has more than {}", crate::counted(most as u64, "value")),
            };
            return Err(FilterError { field, detail });
        }
        values.push(value);
        Ok(())
    }
}

impl TryFrom<BTreeMap<FilterField, Vec<FilterValue>>> for SignalFilter {
    type Error = FilterError;
    fn try_from(fields: BTreeMap<FilterField, Vec<FilterValue>>) -> Result<Self, FilterError> {
        let mut this = Self::default();
        for (field, values) in fields {
            for value in values {
                this.insert(field, value.fitting(field)?)?;
            }
        }
        Ok(this)
    }
}

impl FilterValue {
    /// Reads a value of a field; times are relative to `now`.
    ///
    /// # Errors
    /// It is not of the field's type, or too long.
    pub fn read(field: FilterField, text: &str, now: Timestamp) -> Result<Self, FilterError> {
        let wrong = |detail: String| FilterError { field, detail };
        let is_not = |what: &str| wrong(format!("'{}' is not a valid {what}", shown(text)));
        match field.comparison().value_type() {
            ValueType::Text => Self::Text(text.to_owned()).fitting(field),
            ValueType::Number => {
                let number = text.trim().parse().ok().filter(|number: &f64| number.is_finite());
                number.map(Self::Number).ok_or_else(|| is_not("number; give one such as 3 or 4.5"))
            }
            ValueType::Time => When::read(text, now).map(Self::Time).ok_or_else(|| {
                is_not("time; give a day such as 2024-03-31, a period such as 2024-Q1 or 2024-03, or 30d for 30 days ago")
            }),
        }
    }

    /// This, if it is what the field takes.
    fn fitting(self, field: FilterField) -> Result<Self, FilterError> {
        let detail = match (&self, field.comparison().value_type()) {
            (Self::Text(text), ValueType::Text) if text.is_empty() => "it is empty; give a value".to_owned(),
            (Self::Text(text), ValueType::Text) if text.chars().count() > VALUE_CHARS_MAX => {
                format!("it has more than {VALUE_CHARS_MAX} characters")
            }
            (Self::Text(text), ValueType::Text) if field == FilterField::State => {
                match text.parse::<SignalState>() {
                    Ok(_) => return Ok(self),
                    Err(error) => error.to_string(),
                }
            }
            (Self::Text(text), ValueType::Text) if field == FilterField::Is => match text.parse::<Aside>() {
                Ok(_) => return Ok(self),
                Err(error) => error.to_string(),
            },
            (Self::Text(text), ValueType::Text) if field.is_read() => match word_of(field, text) {
                Ok(word) => return Ok(Self::Text(word.to_owned())),
                Err(error) => error.to_string(),
            },
            (Self::Text(text), ValueType::Text) if field == FilterField::Customer => {
                match text.parse::<Whose>() {
                    Ok(whose) => return Ok(Self::Text(whose.to_string())),
                    Err(error) => error.to_string(),
                }
            }
            (Self::Text(_), ValueType::Text)
            | (Self::Number(_), ValueType::Number)
            | (Self::Time(_), ValueType::Time) => return Ok(self),
            (_, wanted) => format!("a {} is expected", wanted.word()),
        };
        Err(FilterError { field, detail })
    }
}

impl ValueType {
    const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Time => "time",
        }
    }
}

impl FilterValue {
    /// Whose signals it means, where it says so.
    pub fn whose(&self) -> Option<Whose> {
        match self {
            Self::Text(text) => text.parse().ok(),
            Self::Number(_) | Self::Time(_) | Self::Members(_) => None,
        }
    }
}

impl fmt::Display for FilterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Time(when) => f.write_str(when.typed()),
            Self::Members(members) => f.write_str(members.segment()),
        }
    }
}

/// The word for what a field asks a signal to say.
fn word_of(field: FilterField, text: &str) -> Result<&'static str, UnknownReadingError> {
    match field {
        FilterField::Sentiment => text.parse().map(Sentiment::as_str),
        FilterField::Severity => text.parse().map(Severity::as_str),
        _ => text.parse().map(Says::as_str),
    }
}

/// The beginning of what was given, fit for a message.
fn shown(given: &str) -> String {
    given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect()
}

#[cfg(test)]
mod tests;
