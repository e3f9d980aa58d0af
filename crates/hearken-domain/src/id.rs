//! Identifiers. Each has its own type, so that a theme's number can never be used as a signal's,
//! and the ones people see carry a letter (`S-17`, `T-42`) that is never re-used.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// An identifier that a person typed and that has not the expected shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{given}' is not a valid {noun} id: expected {prefix}- and a number, such as {prefix}-42")]
pub struct IdError {
    given: String,
    noun: &'static str,
    prefix: &'static str,
}

macro_rules! lettered_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $article:literal $noun:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "-{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            /// Accepts `T-42`, `t-42` and the bare number.
            fn from_str(given: &str) -> Result<Self, IdError> {
                let trimmed = given.trim();
                let digits = trimmed
                    .strip_prefix(concat!($prefix, "-"))
                    .or_else(|| trimmed.strip_prefix(concat!($prefix, "-").to_ascii_lowercase().as_str()))
                    .unwrap_or(trimmed);
                let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                match digits.parse::<i64>() {
                    Ok(number) if all_digits => Ok(Self(number as u64)),
                    _ => Err(IdError { given: trimmed.chars().take(40).collect(), noun: $noun, prefix: $prefix }),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let pattern = concat!("^", $prefix, "-[0-9]{1,18}$");
                text(pattern, concat!("Id of ", $article, " ", $noun), &[concat!($prefix, "-42")])
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    };
}

/// The shape of an id that is written as text.
pub(crate) fn text(pattern: &str, description: &str, examples: &[&str]) -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern));
    text.description(Some(description)).examples(examples.iter().copied()).into()
}

lettered_id!(
    /// One thing a customer said or lived through. Its number is the log position of its first revision.
    SignalId, "S", "a" "signal"
);
lettered_id!(
    /// A theme. Never changes and is never re-used, whatever later clustering runs find.
    ThemeId, "T", "a" "theme"
);
lettered_id!(
    /// An area. Never changes and is never re-used, whatever later clustering runs find.
    AreaId, "A", "an" "area"
);
lettered_id!(
    /// What a person decided about a theme, an area or a link.
    RulingId, "R", "a" "ruling"
);
lettered_id!(
    /// A saved view: a page with its filter and order, under a name.
    ViewId, "V", "a" "saved view"
);
lettered_id!(
    /// A release: a version of a product, and when it came out.
    ReleaseId, "L", "a" "release"
);
lettered_id!(
    /// A customer: an organisation, or, where people buy for themselves, a person. It stays when it is merged into another.
    CustomerId, "C", "a" "customer"
);
lettered_id!(
    /// Something that a customer tries to get done.
    GoalId, "G", "a" "goal"
);
lettered_id!(
    /// An opportunity: a problem that is worth solving.
    OpportunityId, "O", "an" "opportunity"
);
lettered_id!(
    /// A decision: a trade-off that was made.
    DecisionId, "D", "a" "decision"
);
lettered_id!(
    /// An alert: which news is sent where.
    AlertId, "AL", "an" "alert"
);
lettered_id!(
    /// A surge: many people at once, or something new that gathers.
    SurgeId, "SU", "a" "surge"
);

macro_rules! plain_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

plain_id!(
    /// Where signals come from.
    SourceId
);
plain_id!(
    /// One run of an import; its number is what `--import N` takes.
    ImportId
);
plain_id!(
    /// A person who spoke.
    ContactId
);
impl FromStr for ContactId {
    type Err = IdError;
    /// Accepts `P-17`, `p-17` and the bare number.
    fn from_str(given: &str) -> Result<Self, IdError> {
        let trimmed = given.trim();
        let digits =
            trimmed.strip_prefix(['P', 'p']).and_then(|rest| rest.strip_prefix('-')).unwrap_or(trimmed);
        let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        match digits.parse::<i64>() {
            Ok(number) if all_digits => Ok(Self(number as u64)),
            _ => Err(IdError { given: trimmed.chars().take(40).collect(), noun: "person", prefix: "P" }),
        }
    }
}

plain_id!(
    /// One thing that was said about customers: an identifier, a fact, that a person belongs to one.
    ChangeId
);
plain_id!(
    /// A segment. People name it by its name.
    SegmentId
);
plain_id!(
    /// What one said to the others about a theme, an opportunity or a decision.
    CommentId
);
plain_id!(
    /// Words that a person typed: a name, a note. They lie in one table that erasure reaches.
    TextId
);
plain_id!(
    /// One clustering run. Memberships belong to a generation; one pointer says which is current.
    Generation
);
plain_id!(
    /// A position in the log. Signals' revisions and events share one counter; 0 is before everything.
    LogPosition
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_prints_and_forgives_case_and_a_missing_letter() {
        assert_eq!(ThemeId(42).to_string().parse(), Ok(ThemeId(42)));
        assert_eq!(" t-42 ".parse(), Ok(ThemeId(42)));
        assert_eq!("42".parse(), Ok(ThemeId(42)));
    }

    #[test]
    fn another_nouns_id_is_refused_by_name() {
        let error = "S-3".parse::<ThemeId>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "'S-3' is not a valid theme id: expected T- and a number, such as T-42"
        );
        for bad in ["", "T-", "T--1", "T-+1", "T-99999999999999999999", "-4"] {
            assert!(bad.parse::<ThemeId>().is_err(), "{bad:?} was accepted");
        }
    }
}
