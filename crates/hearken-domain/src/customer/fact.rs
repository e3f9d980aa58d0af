//! What is known of a customer: their plan, what they pay, when they renew, who holds the account. Each fact has a field and
//! a value in one form, and is valid from a day on, until another says otherwise.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Currency, CustomerState, Money, MoneyError};

/// Letters of a field's name, and of a value.
const FIELD_CHARS_MAX: usize = 60;
const VALUE_CHARS_MAX: usize = 400;

/// What a fact is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactField {
    /// What they are called.
    Name,
    /// Whether they buy.
    State,
    /// What they have subscribed to.
    Plan,
    /// Revenue a year.
    Arr,
    /// Revenue a month.
    Mrr,
    /// How many they are.
    Size,
    /// Where they are.
    Country,
    /// When they renew.
    Renewal,
    /// The colleague who holds the account.
    Owner,
    /// Anything else, under the name that its source or a person gave it.
    Other(String),
}

/// A name that no field can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a valid field; a field's name has letters or digits, and at most {FIELD_CHARS_MAX} of them"
)]
pub struct FactFieldError(String);

impl FactField {
    /// Those that every customer may have, in the order in which they are shown.
    pub const KNOWN: [Self; 9] = [
        Self::Name,
        Self::State,
        Self::Plan,
        Self::Arr,
        Self::Mrr,
        Self::Size,
        Self::Country,
        Self::Renewal,
        Self::Owner,
    ];

    /// The word that the store and people use.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Name => "name",
            Self::State => "state",
            Self::Plan => "plan",
            Self::Arr => "arr",
            Self::Mrr => "mrr",
            Self::Size => "size",
            Self::Country => "country",
            Self::Renewal => "renewal",
            Self::Owner => "owner",
            Self::Other(name) => name,
        }
    }

    /// Whether it is a sum of money.
    pub fn is_money(&self) -> bool {
        matches!(self, Self::Arr | Self::Mrr)
    }
}

impl fmt::Display for FactField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for FactField {
    type Err = FactFieldError;
    fn from_str(given: &str) -> Result<Self, FactFieldError> {
        let name = crate::identity::form(given);
        if let Some(known) = Self::KNOWN.into_iter().find(|field| field.as_str() == name) {
            return Ok(known);
        }
        let sound = name.chars().count() <= FIELD_CHARS_MAX && name.chars().any(char::is_alphanumeric);
        let plain = !name.contains(|c: char| c.is_control() || c == '=');
        if sound && plain { Ok(Self::Other(name)) } else { Err(FactFieldError(shown(given))) }
    }
}

impl Serialize for FactField {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for FactField {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A fact in one form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fact {
    /// What it is about.
    #[schema(value_type = String, example = "plan")]
    pub field: FactField,
    /// Its value as it is shown.
    pub value: String,
    /// The sum, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub money: Option<Money>,
    /// The day from which it is valid, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
}

/// What cannot be the value of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// It is no sum of money.
    #[error("{field}: {error}")]
    Money {
        /// Of which field.
        field: &'static str,
        /// What is wrong.
        error: MoneyError,
    },
    /// It is no state.
    #[error("state: '{0}' is not a valid state; there are prospect, customer and former")]
    State(String),
    /// It is no day.
    #[error("renewal: '{0}' is not a valid day; write it like 2025-03-31")]
    Day(String),
    /// There is nothing in it.
    #[error("{0}: there is no value")]
    Empty(String),
    /// It is too long.
    #[error("{0}: it has more than {VALUE_CHARS_MAX} characters")]
    Long(String),
}

impl Fact {
    /// Reads the value of a field. Sums take the currency `beside` them where they name none; days are written as
    /// `2025-03-31`, and any other shape is for whoever knows the file to bring into that one.
    ///
    /// # Errors
    /// The field cannot have such a value.
    pub fn read(
        field: FactField,
        value: &str,
        beside: Option<Currency>,
        from: Option<Date>,
    ) -> Result<Self, FactError> {
        let value = value.trim();
        if value.is_empty() {
            return Err(FactError::Empty(field.to_string()));
        }
        if value.chars().count() > VALUE_CHARS_MAX {
            return Err(FactError::Long(field.to_string()));
        }
        let money = match &field {
            FactField::Arr | FactField::Mrr => {
                let name = if field == FactField::Arr { "arr" } else { "mrr" };
                Some(Money::read(value, beside).map_err(|error| FactError::Money { field: name, error })?)
            }
            _ => None,
        };
        let value = match (&field, money) {
            (_, Some(money)) => money.to_string(),
            (FactField::State, _) => {
                let state = CustomerState::meant_by(value).ok_or_else(|| FactError::State(shown(value)))?;
                state.as_str().to_owned()
            }
            (FactField::Renewal, _) => {
                value.parse::<Date>().map_err(|_| FactError::Day(shown(value)))?.to_string()
            }
            _ => value.chars().filter(|c| !c.is_control()).collect(),
        };
        Ok(Self { field, value, money, from })
    }
}

fn shown(given: &str) -> String {
    given.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: &str, value: &str) -> Result<String, String> {
        let field: FactField = field.parse().map_err(|error: FactFieldError| error.to_string())?;
        Fact::read(field, value, None, None).map(|fact| fact.value).map_err(|error| error.to_string())
    }

    #[test]
    fn a_fact_has_one_form() {
        assert_eq!(read("ARR", "1.200,50 EUR").as_deref(), Ok("1,200.50 EUR"));
        assert_eq!(read("state", "Churned").as_deref(), Ok("former"));
        assert_eq!(read("renewal", "2025-03-31").as_deref(), Ok("2025-03-31"));
        assert_eq!(read("Industry", "  Steel\u{7} ").as_deref(), Ok("Steel"));
        assert_eq!(" Industry Group ".parse::<FactField>().unwrap().as_str(), "industry group");
    }

    #[test]
    fn what_no_field_can_have_is_told_with_the_field() {
        assert!(read("arr", "-1 EUR").unwrap_err().starts_with("arr: '-1 EUR' is negative"));
        assert!(read("state", "gold").unwrap_err().contains("prospect, customer and former"));
        assert!(read("renewal", "31.3.25").unwrap_err().contains("is not a valid day"));
        assert_eq!(read("plan", " "), Err("plan: there is no value".to_owned()));
        assert!(read("plan", &"x".repeat(401)).is_err());
        assert!(read("--", "x").unwrap_err().starts_with("'--' is not a valid field"));
        assert!(read("a=b", "x").is_err());
    }

    #[test]
    fn a_field_reads_back_what_it_writes() {
        for field in FactField::KNOWN.into_iter().chain([FactField::Other("industry".to_owned())]) {
            let written = serde_json::to_string(&field).unwrap();
            assert_eq!(serde_json::from_str::<FactField>(&written).unwrap(), field);
        }
    }
}
