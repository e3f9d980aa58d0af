//! What a signal says, as it is read: which of a few kinds of thing, in which mood, and how bad it is. The word `kind` is
//! taken: it is what sort of thing a source recorded ([`crate::Kind`]).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ThemeKind;

/// What a reader made of one signal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// What it says; `None` is none of pain point, request, question and praise.
    pub says: Option<ThemeKind>,
    /// 0 to 1: how sure that is.
    pub says_confidence: f64,
    /// In which mood.
    pub sentiment: Sentiment,
    /// 0 to 1: how sure that is.
    pub sentiment_confidence: f64,
    /// How bad it is; of pain points alone.
    pub severity: Option<Severity>,
    /// 0 to 1: how sure that is.
    pub severity_confidence: f64,
}

/// What a signal says, where saying none of it is a value, too: as filters, commands and answers have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// Something hurts.
    PainPoint,
    /// Something is wanted.
    Request,
    /// Something is asked.
    Question,
    /// Something is liked.
    Praise,
    /// None of these.
    None,
}

/// In which mood a signal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sentiment {
    /// Displeased.
    Negative,
    /// Neither, or both.
    Neutral,
    /// Pleased.
    Positive,
}

/// How bad a pain point is for whoever speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// They cannot do what they came for, or lost something.
    Blocked,
    /// They can, at a cost.
    Hindered,
    /// They dislike it.
    Annoyed,
}

/// Words, labels and reading of an enum whose values are these.
macro_rules! words {
    ($of:ident, $what:literal, $($value:ident = $word:literal, $label:literal;)+) => {
        impl $of {
            /// Every value, in the order in which people are shown them.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$value),+];

            /// The word that commands, the API and filters use.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }

            /// The words that people read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$value => $label),+ }
            }
        }

        impl fmt::Display for $of {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $of {
            type Err = UnknownReadingError;
            fn from_str(given: &str) -> Result<Self, UnknownReadingError> {
                let word = given.trim().to_ascii_lowercase().replace([' ', '_'], "-");
                Self::ALL.into_iter().find(|value| value.as_str() == word).ok_or_else(|| {
                    UnknownReadingError { given: shown(given), what: $what, words: [$($word),+].join(", ") }
                })
            }
        }
    };
}

words! { Says, "is nothing that a signal can say",
    PainPoint = "pain-point", "pain point";
    Request = "request", "request";
    Question = "question", "question";
    Praise = "praise", "praise";
    None = "none", "none of these";
}

words! { Sentiment, "is not a sentiment",
    Negative = "negative", "negative";
    Neutral = "neutral", "neutral";
    Positive = "positive", "positive";
}

words! { Severity, "is not a severity",
    Blocked = "blocked", "blocked";
    Hindered = "hindered", "hindered";
    Annoyed = "annoyed", "annoyed";
}

/// A word that is no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{given}' {what}; give one of {words}")]
pub struct UnknownReadingError {
    given: String,
    what: &'static str,
    words: String,
}

impl Says {
    /// The kind of theme that it fits.
    pub fn kind(self) -> Option<ThemeKind> {
        match self {
            Self::PainPoint => Some(ThemeKind::PainPoint),
            Self::Request => Some(ThemeKind::Request),
            Self::Question => Some(ThemeKind::Question),
            Self::Praise => Some(ThemeKind::Praise),
            Self::None => None,
        }
    }
}

impl From<Option<ThemeKind>> for Says {
    fn from(kind: Option<ThemeKind>) -> Self {
        match kind {
            Some(ThemeKind::PainPoint) => Self::PainPoint,
            Some(ThemeKind::Request) => Self::Request,
            Some(ThemeKind::Question) => Self::Question,
            Some(ThemeKind::Praise) => Self::Praise,
            None => Self::None,
        }
    }
}

/// The beginning of what was given, fit for a message.
pub(crate) fn shown(given: &str) -> String {
    given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_reads_back_and_another_is_refused_with_those_there_are() {
        for says in Says::ALL {
            assert_eq!(says.as_str().parse(), Ok(says));
            assert_eq!(serde_json::to_string(&says).unwrap(), format!("\"{says}\""));
            assert_eq!(Says::from(says.kind()), says);
        }
        assert_eq!("Pain point".parse(), Ok(Says::PainPoint));
        assert!(Sentiment::ALL.into_iter().all(|one| one.as_str().parse() == Ok(one)));
        assert!(Severity::ALL.into_iter().all(|one| one.as_str().parse() == Ok(one)));
        let told = "\u{1b}[31mbad".parse::<Severity>().unwrap_err().to_string();
        assert_eq!(told, "' [31mbad' is not a severity; give one of blocked, hindered, annoyed");
    }
}
