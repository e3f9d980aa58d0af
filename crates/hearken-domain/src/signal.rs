//! A signal: one thing a customer said or lived through, and the person who said it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ContactId, ImportId, LogPosition, Redacted, SignalId, SourceId};

/// What sort of thing was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A support ticket or complaint.
    Ticket,
    /// A public review.
    Review,
    /// An answer to a survey.
    SurveyAnswer,
    /// A quote from an interview or a call.
    Interview,
    /// A feature request or idea.
    Request,
    /// An issue in a tracker.
    Issue,
    /// A chat message, mail or post.
    Message,
    /// An error that a customer met.
    Error,
    /// Something a customer did.
    Behaviour,
    /// An outage or degradation.
    Incident,
}

impl Kind {
    /// Every kind, in the order in which people are shown them.
    pub const ALL: [Self; 10] = [
        Self::Ticket,
        Self::Review,
        Self::SurveyAnswer,
        Self::Interview,
        Self::Request,
        Self::Issue,
        Self::Message,
        Self::Error,
        Self::Behaviour,
        Self::Incident,
    ];

    /// The word that commands, the API and the store use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::Review => "review",
            Self::SurveyAnswer => "survey-answer",
            Self::Interview => "interview",
            Self::Request => "request",
            Self::Issue => "issue",
            Self::Message => "message",
            Self::Error => "error",
            Self::Behaviour => "behaviour",
            Self::Incident => "incident",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is not a kind of signal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a valid kind of signal; kinds are ticket, review, survey-answer, interview, request, issue, message, error, behaviour, incident"
)]
pub struct ParseKindError(String);

impl FromStr for Kind {
    type Err = ParseKindError;
    fn from_str(given: &str) -> Result<Self, ParseKindError> {
        let word = given.trim().to_ascii_lowercase().replace([' ', '_'], "-");
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or(ParseKindError(given.chars().take(40).collect()))
    }
}

/// Whether its source still has something to do about an item: what every tracker's own words come down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SignalState {
    /// Nobody has ended it.
    Open,
    /// It is over: solved, refused, a duplicate.
    Closed,
}

impl SignalState {
    /// Both, in the order in which people are shown them.
    pub const ALL: [Self; 2] = [Self::Open, Self::Closed];

    /// The word that commands, the API and the store use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl fmt::Display for SignalState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is not a state of an item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a valid state; give open or closed")]
pub struct ParseStateError(String);

impl FromStr for SignalState {
    type Err = ParseStateError;
    fn from_str(given: &str) -> Result<Self, ParseStateError> {
        let shown = || given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
        Self::ALL.into_iter().find(|state| state.as_str() == given).ok_or_else(|| ParseStateError(shown()))
    }
}

/// A customer's words after redaction, or a sentence that quotes them. The type is the proof: nothing else may be stored,
/// indexed or shown. It cannot be printed as it is, so that each door writes it by its one way that escapes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Verbatim(String);

impl Verbatim {
    /// Declares `text` to have been through redaction (or to come from the store, where only such text lies).
    pub fn redacted(text: String) -> Self {
        Self(text)
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words, owned.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The beginning, at most `chars` characters, as [`excerpt`] cuts it.
    #[must_use]
    pub fn excerpt(&self, chars: usize) -> Self {
        Self(excerpt(&self.0, chars))
    }
}

/// Foreign text as it came, which has not been through redaction: who spoke, a file's name. It
/// is shown to who may see it, is not indexed, and like [`Verbatim`] is written by each door's one way that escapes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Unredacted(String);

impl Unredacted {
    /// What came.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The beginning of a text, cut at a word's end, white space as single blanks.
pub fn excerpt(text: &str, chars: usize) -> String {
    let mut short = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        let gap = usize::from(length > 0);
        if gap == 1 && length + gap + word_length > chars {
            return short + " …";
        }
        if gap == 1 {
            short.push(' ');
        }
        if word_length > chars {
            short.extend(word.chars().take(chars));
            return short + "…";
        }
        short.push_str(word);
        length += gap + word_length;
    }
    short
}

/// Who spoke, as the source names them. Lives in one erasable table; a signal only points to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Contact {
    /// The source's own id of the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// A name or handle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Contact {
    /// Whether nothing is known of the person.
    pub fn is_empty(&self) -> bool {
        self.external_id.is_none() && self.name.is_none() && self.email.is_none()
    }
}

/// A signal on its way into the log: validated and redacted, without the numbers that the log gives.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSignal {
    /// The source's own id; without one, the content is the identity.
    pub external_id: Option<String>,
    /// What sort of thing it is.
    pub kind: Kind,
    /// When it was said; `None` where the source does not say: then it is undated, and the time of arrival is kept.
    pub at: Option<Timestamp>,
    /// A title or subject.
    pub title: Option<Verbatim>,
    /// The words.
    pub verbatim: Verbatim,
    /// Stars or score as given by the source.
    pub rating: Option<f64>,
    /// Where it can be read in the source.
    pub url: Option<String>,
    /// The product it is about.
    pub product: Option<String>,
    /// The product's version.
    pub version: Option<String>,
    /// BCP 47 language tag as given by the source.
    pub language: Option<String>,
    /// What the source itself attaches to it: a plan, a region, labels. Sorted, each once.
    pub labels: Vec<String>,
    /// Whether the source still has something to do about it.
    pub state: Option<SignalState>,
    /// The source's own word for how far it is, where it says more than the state.
    pub status: Option<String>,
    /// Who said it.
    pub contact: Contact,
    /// Every other field of the source, by its name there, redacted.
    pub extra: BTreeMap<String, String>,
    /// What redaction did to it.
    pub redacted: Redacted,
}

/// One thing a customer said or lived through, in its current revision.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Signal {
    /// Its id.
    pub id: SignalId,
    /// 1 for the first, one more for each change at the source.
    pub revision: u32,
    /// The log position of this revision.
    pub position: LogPosition,
    /// The source it came from.
    pub source: SourceId,
    /// The import that brought this revision.
    pub import: ImportId,
    /// The source's own id.
    pub external_id: Option<String>,
    /// What sort of thing it is.
    pub kind: Kind,
    /// When it was said.
    pub at: Timestamp,
    /// Whether its source does not say when, so that this is the time of arrival.
    pub undated: bool,
    /// When it was recorded.
    pub received_at: Timestamp,
    /// A title or subject.
    pub title: Option<Verbatim>,
    /// The words.
    pub verbatim: Verbatim,
    /// Stars or score as given by the source.
    pub rating: Option<f64>,
    /// Where it can be read in the source.
    pub url: Option<Verbatim>,
    /// The product it is about.
    pub product: Option<Verbatim>,
    /// The product's version.
    pub version: Option<Verbatim>,
    /// BCP 47 language tag as given by the source.
    pub language: Option<Verbatim>,
    /// What the source itself attaches to it: a plan, a region, labels. Sorted, each once.
    pub labels: Vec<Verbatim>,
    /// Whether the source still has something to do about it; `None` where it does not say.
    pub state: Option<SignalState>,
    /// The source's own word for how far it is, where it says more than the state.
    pub status: Option<Verbatim>,
    /// Who said it, if the source said so.
    pub contact: Option<ContactId>,
    /// Whether who said it was removed, once its source's time of keeping was over.
    pub anonymised: bool,
    /// Every other field of the source, by its name there.
    pub extra: BTreeMap<String, Verbatim>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_with_a_whole_word() {
        assert_eq!(excerpt("they  charged\nme twice", 12), "they charged …");
        assert_eq!(excerpt("they charged", 12), "they charged");
        assert_eq!(excerpt(&"x".repeat(50), 10), format!("{}…", "x".repeat(10)));
        assert_eq!(excerpt(" \n ", 10), "");
    }

    #[test]
    fn customers_text_is_a_plain_string_as_data() {
        let words = serde_json::to_string(&Verbatim::redacted("my \"card\"".to_owned())).unwrap();
        let came = serde_json::to_string(&Unredacted::new("my \"card\"".to_owned())).unwrap();
        assert_eq!((words.as_str(), came.as_str()), (r#""my \"card\"""#, r#""my \"card\"""#));
    }

    #[test]
    fn a_state_reads_back_what_it_prints_and_another_word_is_told() {
        for state in SignalState::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
        let told = "solved\u{1b}[2J".parse::<SignalState>().unwrap_err().to_string();
        assert_eq!(told, "'solved [2J' is not a valid state; give open or closed");
    }

    #[test]
    fn every_kind_reads_back_what_it_prints() {
        for kind in Kind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        assert_eq!("Survey Answer".parse(), Ok(Kind::SurveyAnswer));
        assert!(
            "gossip"
                .parse::<Kind>()
                .unwrap_err()
                .to_string()
                .starts_with("'gossip' is not a valid kind of signal")
        );
    }
}
