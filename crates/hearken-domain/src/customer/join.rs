//! Why a signal is held to be a customer's. Never by a name: two people may share one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::UnknownWordError;

/// By what a signal joins a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum JoinReason {
    /// A person gave the signal to the customer.
    ByHand,
    /// The source of the signal knows the speaker by an id that is a contact's.
    ExternalId,
    /// The speaker's address is a contact's.
    Email,
    /// The speaker's address is of a domain that is the customer's.
    Domain,
}

impl JoinReason {
    /// All of them, the surest first.
    pub const ALL: [Self; 4] = [Self::ByHand, Self::ExternalId, Self::Email, Self::Domain];

    /// The word that the store and people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ByHand => "by-hand",
            Self::ExternalId => "external-id",
            Self::Email => "email",
            Self::Domain => "domain",
        }
    }
}

impl fmt::Display for JoinReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for JoinReason {
    type Err = UnknownWordError;
    fn from_str(given: &str) -> Result<Self, UnknownWordError> {
        let known = Self::ALL.into_iter().find(|reason| reason.as_str() == given);
        known.ok_or_else(|| {
            UnknownWordError::new(given, "reason of a join", "by-hand, external-id, email and domain")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_reads_back_what_it_prints_and_there_is_none_by_name() {
        for reason in JoinReason::ALL {
            assert_eq!(reason.to_string().parse(), Ok(reason));
        }
        assert!("name".parse::<JoinReason>().is_err());
    }
}
