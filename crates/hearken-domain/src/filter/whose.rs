//! Whose signals are meant: a customer's, or nobody's.

use std::fmt;
use std::str::FromStr;

use crate::CustomerId;

/// Whose signals are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// This customer's, with all that is part of what it counts as.
    Customer(CustomerId),
    /// Those that are no customer's, as far as is known.
    Nobody,
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customer(id) => id.fmt(f),
            Self::Nobody => f.write_str("nobody"),
        }
    }
}

/// A text that says whose nothing is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a valid customer; give its id, such as C-7, or nobody")]
pub struct WhoseError(String);

impl FromStr for Whose {
    type Err = WhoseError;
    fn from_str(given: &str) -> Result<Self, WhoseError> {
        match given.trim() {
            word if word.eq_ignore_ascii_case("nobody") => Ok(Self::Nobody),
            id => id.parse().map(Self::Customer).map_err(|_| WhoseError(super::shown(given))),
        }
    }
}
