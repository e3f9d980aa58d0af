//! Customers, the people in them, and by what a signal is known to be theirs. What is known comes from sources or from a
//! person's hand; each piece of it is a row of its own, with its source, and who said it.

mod domains;
mod fact;
mod join;
mod money;
mod rate;
mod revenue;
mod row;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use domains::{DomainSort, is_role_address, registrable_domain, sort_of_domain};
pub use fact::{Fact, FactError, FactField, FactFieldError};
pub use join::JoinReason;
pub use money::{Currency, Money, MoneyError};
pub use rate::{CurrencyRate, Rate, RateError, Rates, rate_against};
pub use revenue::{RevenueSums, yearly};
pub use row::{ContactRow, CustomerRow, RefusedPerson, RefusedRow};

use crate::identity::{address, id_form};

/// Whether somebody buys.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum CustomerState {
    /// Not yet.
    Prospect,
    /// They do.
    #[default]
    Customer,
    /// They did.
    Former,
}

impl CustomerState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Prospect, Self::Customer, Self::Former];

    /// The word that the store and people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prospect => "prospect",
            Self::Customer => "customer",
            Self::Former => "former",
        }
    }

    /// The state that a source's own word means, if it is one of those that many use.
    pub fn meant_by(word: &str) -> Option<Self> {
        match crate::identity::form(word).as_str() {
            "prospect" | "lead" | "opportunity" | "trial" | "evaluation" | "interessent" => {
                Some(Self::Prospect)
            }
            "customer" | "active" | "live" | "paying" | "client" | "won" | "kunde" => Some(Self::Customer),
            "former" | "churned" | "cancelled" | "canceled" | "inactive" | "lost" | "ehemalig" => {
                Some(Self::Former)
            }
            _ => None,
        }
    }
}

impl fmt::Display for CustomerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How much a customer needs what they ask for, as a person judged it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// They cannot go on without.
    Blocker,
    /// It matters to them.
    Important,
    /// It would be nice.
    Nice,
    /// Nobody has judged.
    #[default]
    Unknown,
}

impl Strength {
    /// All of them, the strongest first.
    pub const ALL: [Self; 4] = [Self::Blocker, Self::Important, Self::Nice, Self::Unknown];

    /// The word that the store and people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blocker => "blocker",
            Self::Important => "important",
            Self::Nice => "nice",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is none of those that are expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{given}' is not a valid {noun}; there are {known}")]
pub struct UnknownWordError {
    given: String,
    noun: &'static str,
    known: &'static str,
}

impl UnknownWordError {
    fn new(given: &str, noun: &'static str, known: &'static str) -> Self {
        let given = given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
        Self { given, noun, known }
    }
}

impl FromStr for CustomerState {
    type Err = UnknownWordError;
    fn from_str(given: &str) -> Result<Self, UnknownWordError> {
        let known = Self::ALL.into_iter().find(|state| state.as_str() == given);
        known.ok_or_else(|| UnknownWordError::new(given, "state", "prospect, customer and former"))
    }
}

impl FromStr for Strength {
    type Err = UnknownWordError;
    fn from_str(given: &str) -> Result<Self, UnknownWordError> {
        let known = Self::ALL.into_iter().find(|strength| strength.as_str() == given);
        known.ok_or_else(|| UnknownWordError::new(given, "strength", "blocker, important, nice and unknown"))
    }
}

/// What sort of thing identifies somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierKind {
    /// The id by which a source knows a customer or a person.
    ExternalId,
    /// An address of a person.
    Email,
    /// A domain that belongs to a customer.
    Domain,
}

impl IdentifierKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ExternalId, Self::Email, Self::Domain];

    /// The word that the store and people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ExternalId => "external-id",
            Self::Email => "email",
            Self::Domain => "domain",
        }
    }

    /// A value of this kind in the one form by which it is looked up; `None` where it is none.
    pub fn normal(self, value: &str) -> Option<String> {
        match self {
            Self::ExternalId => Some(id_form(value)).filter(|id| !id.is_empty()),
            Self::Email => address(value),
            Self::Domain => registrable_domain(value),
        }
    }
}

impl fmt::Display for IdentifierKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for IdentifierKind {
    type Err = UnknownWordError;
    fn from_str(given: &str) -> Result<Self, UnknownWordError> {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == given);
        known.ok_or_else(|| {
            UnknownWordError::new(given, "kind of identifier", "external-id, email and domain")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_what_it_prints_and_another_is_told() {
        for state in CustomerState::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
        for strength in Strength::ALL {
            assert_eq!(strength.to_string().parse(), Ok(strength));
        }
        for kind in IdentifierKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        let told = "gone\u{1b}".parse::<CustomerState>().unwrap_err().to_string();
        assert_eq!(told, "'gone ' is not a valid state; there are prospect, customer and former");
    }

    #[test]
    fn what_sources_call_a_state_is_understood_where_many_do() {
        assert_eq!(CustomerState::meant_by(" Churned "), Some(CustomerState::Former));
        assert_eq!(CustomerState::meant_by("Trial"), Some(CustomerState::Prospect));
        assert_eq!(CustomerState::meant_by("gold"), None);
    }

    #[test]
    fn an_identifier_has_one_form() {
        assert_eq!(IdentifierKind::ExternalId.normal(" 0017\u{200B} ").as_deref(), Some("0017"));
        let email = IdentifierKind::Email.normal("Ann Lee <Ann@Example.COM>");
        assert_eq!(email.as_deref(), Some("ann@example.com"));
        let domain = IdentifierKind::Domain.normal("https://www.eu.example.co.uk/about");
        assert_eq!(domain.as_deref(), Some("example.co.uk"));
        assert_eq!(IdentifierKind::Domain.normal("co.uk"), None);
        assert_eq!(IdentifierKind::Email.normal("Ann Lee"), None);
    }
}
