//! What a signal says, as doors show it: each value with how sure it is, and who says so.

use hearken_domain::{Actor, Says, Sentiment, Severity, SignalId, Timestamp};
use hearken_store::SaidBy;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::AppError;
use crate::view::View;

/// From here on something is sure …
const SURE: f64 = 0.9;
/// … and from here on it is likely.
const LIKELY: f64 = 0.7;

/// What a signal says, in which mood, and how bad it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReadingCard {
    /// What it says.
    pub says: Says,
    /// How sure that is, and who says so.
    pub says_by: ReadBy,
    /// In which mood.
    pub sentiment: Sentiment,
    /// How sure that is, and who says so.
    pub sentiment_by: ReadBy,
    /// How bad it is; nothing where it is no pain point.
    pub severity: Option<Severity>,
    /// How sure that is, and who says so.
    pub severity_by: Option<ReadBy>,
    /// Whether anything that a person said of it stands, and can be taken back.
    pub corrected: bool,
    /// The version of the reader.
    pub reader: u32,
}

/// How sure something that was read is, and who says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReadBy {
    /// 0 to 1; what a person said is 1.
    pub confidence: f64,
    /// The same in words, with who says so.
    pub how: String,
    /// The person who said it; nothing where the machine read it.
    pub by: Option<Actor>,
    /// When they did.
    pub at: Option<Timestamp>,
}

impl ReadBy {
    fn new(confidence: f64, said: Option<SaidBy>) -> Self {
        match said {
            Some(said) => Self {
                confidence: 1.0,
                how: format!("said by {}", said.by),
                by: Some(said.by),
                at: Some(said.at),
            },
            None => {
                let sure = match confidence {
                    sure if sure >= SURE => "sure",
                    likely if likely >= LIKELY => "likely",
                    _ => "unsure",
                };
                let how = format!("{sure}, {:.0}%; read by the machine", confidence * 100.0);
                Self { confidence, how, by: None, at: None }
            }
        }
    }
}

/// What a signal says; nothing where it was not read yet.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn reading_card(view: &View, signal: SignalId) -> Result<Option<ReadingCard>, AppError> {
    let readings = view.store().readings();
    let Some(stored) = readings.of(signal)? else { return Ok(None) };
    let read = stored.read;
    Ok(Some(ReadingCard {
        says: stored.says,
        says_by: ReadBy::new(read.says_confidence, stored.says_by),
        sentiment: stored.sentiment,
        sentiment_by: ReadBy::new(read.sentiment_confidence, stored.sentiment_by),
        severity: stored.severity,
        severity_by: stored.severity.map(|_| ReadBy::new(read.severity_confidence, stored.severity_by)),
        corrected: readings.is_corrected(signal)?,
        reader: stored.version,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_sure_the_machine_is_stands_in_words_and_a_percentage() {
        let told = |confidence| ReadBy::new(confidence, None).how;
        assert_eq!(told(0.94), "sure, 94%; read by the machine");
        assert_eq!(told(0.7), "likely, 70%; read by the machine");
        assert_eq!(told(0.4), "unsure, 40%; read by the machine");
        let said = SaidBy {
            position: hearken_domain::LogPosition(3),
            by: Actor::person("ann"),
            at: Timestamp::UNIX_EPOCH,
        };
        let said = ReadBy::new(0.4, Some(said));
        assert_eq!((said.confidence, said.how.as_str()), (1.0, "said by ann"));
    }
}
