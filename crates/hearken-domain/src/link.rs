//! Links from customers' words to code: what one leads from, and what a person answered to it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::{RulingId, SignalId, ThemeId};

/// What a link into the code leads from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// All of a theme's signals together.
    Theme(ThemeId),
    /// One signal.
    Signal(SignalId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Theme(id) => id.fmt(f),
            Self::Signal(id) => id.fmt(f),
        }
    }
}

impl FromStr for Subject {
    type Err = String;
    /// Accepts `T-42` and `S-17`, in any case; a bare number could be either and is refused.
    fn from_str(given: &str) -> Result<Self, String> {
        let trimmed = given.trim();
        let refused = || {
            let shown: String = trimmed.chars().take(40).collect();
            format!("'{shown}' is not a valid theme or signal: expected one such as T-42 or S-17")
        };
        match trimmed.get(..2).map(str::to_ascii_uppercase).as_deref() {
            Some("T-") => trimmed.parse().map(Self::Theme).map_err(|_| refused()),
            Some("S-") => trimmed.parse().map(Self::Signal).map_err(|_| refused()),
            _ => Err(refused()),
        }
    }
}

impl Serialize for Subject {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Subject {
    fn schema() -> RefOr<Schema> {
        crate::id::text("^[ST]-[0-9]{1,18}$", "Id of a theme or of a signal", &["T-42", "S-17"])
    }
}

impl ToSchema for Subject {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Subject")
    }
}

/// A link into the code, as a person answers it: what it leads from, and where to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct Link {
    /// The theme or signal.
    pub of: Subject,
    /// Name of the repository.
    pub repository: String,
    /// The file, with `/`.
    pub path: String,
    /// The function or type; `None` is the file as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub symbol: Option<String>,
}

impl Link {
    /// Whether a no to `self` and a yes to `other` cannot both stand: a no to a file is one to all that is in it.
    pub fn denies(&self, other: &Self) -> bool {
        self.of == other.of
            && self.repository == other.repository
            && self.path == other.path
            && (self.symbol.is_none() || self.symbol == other.symbol)
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {}", self.of, self.path)?;
        self.symbol.iter().try_for_each(|symbol| write!(f, "#{symbol}"))
    }
}

/// A person's answer to a link, while it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The ruling that it is.
    pub ruling: RulingId,
    /// The link; of a theme that became part of another, it leads from that.
    #[serde(flatten)]
    pub link: Link,
    /// Whether it was a yes.
    pub yes: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(symbol: Option<&str>) -> Link {
        Link {
            of: Subject::Theme(ThemeId(4)),
            repository: "shop".into(),
            path: "src/pay.rs".into(),
            symbol: symbol.map(str::to_owned),
        }
    }

    #[test]
    fn a_theme_and_a_signal_are_told_apart_by_their_letter_alone() {
        assert_eq!(" t-42 ".parse(), Ok(Subject::Theme(ThemeId(42))));
        assert_eq!("S-17".parse(), Ok(Subject::Signal(SignalId(17))));
        for bad in ["42", "", "T", "é-1", "R-5", "T-x"] {
            assert!(bad.parse::<Subject>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_no_to_a_file_denies_all_in_it_and_a_no_to_a_function_only_that() {
        assert!(link(None).denies(&link(None)));
        assert!(link(None).denies(&link(Some("charge"))));
        assert!(link(Some("charge")).denies(&link(Some("charge"))));
        assert!(!link(Some("charge")).denies(&link(None)));
        assert!(!link(Some("charge")).denies(&link(Some("refund"))));
        assert_eq!(link(Some("charge")).to_string(), "T-4 → src/pay.rs#charge");
    }
}
