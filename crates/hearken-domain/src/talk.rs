//! What people say to each other about a theme, an opportunity or a decision: comments, and who is to do something until when.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::{Date, DecisionId, OpportunityId, ThemeId};

/// What is talked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Topic {
    /// A theme.
    Theme(ThemeId),
    /// An opportunity.
    Opportunity(OpportunityId),
    /// A decision.
    Decision(DecisionId),
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Theme(id) => id.fmt(f),
            Self::Opportunity(id) => id.fmt(f),
            Self::Decision(id) => id.fmt(f),
        }
    }
}

impl PartialSchema for Topic {
    fn schema() -> RefOr<Schema> {
        crate::id::text(
            "^[TOD]-[0-9]{1,18}$",
            "Id of a theme, an opportunity or a decision",
            &["T-42", "O-1"],
        )
    }
}

impl ToSchema for Topic {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Topic")
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> Self {
        topic.to_string()
    }
}

impl TryFrom<String> for Topic {
    type Error = TopicError;
    fn try_from(given: String) -> Result<Self, TopicError> {
        given.parse()
    }
}

impl FromStr for Topic {
    type Err = TopicError;
    /// Reads `T-3`, `O-1` or `D-2`, whatever the case.
    fn from_str(given: &str) -> Result<Self, TopicError> {
        let shown = || given.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
        let bad = || TopicError(shown());
        let trimmed = given.trim();
        match trimmed.as_bytes().first().map(u8::to_ascii_uppercase) {
            Some(b'T') => trimmed.parse().map(Self::Theme).map_err(|_| bad()),
            Some(b'O') => trimmed.parse().map(Self::Opportunity).map_err(|_| bad()),
            Some(b'D') => trimmed.parse().map(Self::Decision).map_err(|_| bad()),
            _ => Err(bad()),
        }
    }
}

/// What cannot be talked about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a theme, an opportunity or a decision: write T-, O- or D- and its number, such as T-42"
)]
pub struct TopicError(String);

/// What one says to the others. What a person typed is a [`crate::TextId`] in the log, and words where it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewComment<Text> {
    /// What it is about.
    pub topic: Topic,
    /// What is said; of one that was taken back, what had been said. `None` where it only hands over.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub words: Option<Text>,
    /// The people it mentions.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Text>,
    /// Who is to do something about it from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigns: Option<Assignment<Text>>,
}

/// Who is to do something about a theme, an opportunity or a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment<Text> {
    /// Who; nobody where it is `None`.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub to: Option<Text>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}

fn none<Text>() -> Option<Text> {
    None
}

impl<Text> NewComment<Text> {
    /// The same with each text turned into another thing.
    ///
    /// # Errors
    /// The first that `turn` has.
    pub fn try_map<To, E>(self, mut turn: impl FnMut(Text) -> Result<To, E>) -> Result<NewComment<To>, E> {
        let assigns = self.assigns.map(|assigned| {
            Ok::<_, E>(Assignment { to: assigned.to.map(&mut turn).transpose()?, due: assigned.due })
        });
        Ok(NewComment {
            topic: self.topic,
            assigns: assigns.transpose()?,
            words: self.words.map(&mut turn).transpose()?,
            mentions: self.mentions.into_iter().map(&mut turn).collect::<Result<_, E>>()?,
        })
    }
}

/// The people whom words mention: `@ann` and `@ann@example.com`, each once, in order. A sign in front of which a letter or a digit
/// stands is part of an address, and mentions nobody.
pub fn mentioned(words: &str) -> Vec<String> {
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@');
    let mut found: Vec<String> = Vec::new();
    let mut before = None;
    let mut rest = words.char_indices();
    while let Some((at, c)) = rest.next() {
        let free = before.is_none_or(|c: char| !is_of_name(c));
        before = Some(c);
        if c != '@' || !free {
            continue;
        }
        let name: String = words[at + 1..].chars().take_while(|c| is_of_name(*c)).collect();
        for _ in name.chars() {
            before = rest.next().map(|(_, c)| c);
        }
        let name = name.trim_end_matches(['.', '-', '_', '+', '@']).to_owned();
        if !name.is_empty() && !name.starts_with('@') && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_reads_back_what_it_prints_and_anything_else_is_told() {
        for topic in
            [Topic::Theme(ThemeId(3)), Topic::Opportunity(OpportunityId(4)), Topic::Decision(DecisionId(5))]
        {
            assert_eq!(topic.to_string().parse(), Ok(topic));
            assert_eq!(topic.to_string().to_lowercase().parse(), Ok(topic));
        }
        for bad in ["", "S-3", "3", "T-", "O-x", "é-1"] {
            assert!(bad.parse::<Topic>().unwrap_err().to_string().contains("is not a theme"), "{bad}");
        }
    }

    #[test]
    fn people_are_mentioned_by_name_or_address_and_addresses_mention_nobody() {
        for (words, expected) in [
            ("@ann, look", vec!["ann"]),
            ("for @ann@example.com and @bob.", vec!["ann@example.com", "bob"]),
            ("write to help@example.com", vec![]),
            ("@ann @ann (@jürgen-k)", vec!["ann", "jürgen-k"]),
            ("@ @@ @. a@", vec![]),
            ("@李雷 请看", vec!["李雷"]),
        ] {
            assert_eq!(mentioned(words), expected, "{words}");
        }
    }
}
