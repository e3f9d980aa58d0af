//! What a signal says, as doors show it: each value with how sure it is, and who says so.

use hearken_domain::{Actor, Says, Sentiment, Severity, SignalId, Timestamp};
use hearken_store::{BriefReading, SaidBy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::AppError;
use crate::view::View;

/// From here on something is sure …
const SURE: f64 = 0.9;
/// … and from here on it is likely.
const LIKELY: f64 = 0.7;
/// … and below it is no more than this.
const GUESS: &str = "a guess";

/// What a signal in a list says. What a person said is as sure as can be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct BriefReadingCard {
    /// What it says.
    pub says: Says,
    /// 0 to 1: how sure that is.
    pub says_confidence: f64,
    /// In which mood.
    pub sentiment: Sentiment,
    /// 0 to 1: how sure that is.
    pub sentiment_confidence: f64,
    /// How bad it is; nothing where it is no pain point.
    pub severity: Option<Severity>,
    /// 0 to 1: how sure that is.
    pub severity_confidence: Option<f64>,
}

impl From<BriefReading> for BriefReadingCard {
    fn from(brief: BriefReading) -> Self {
        let BriefReading { says, says_confidence, sentiment, sentiment_confidence, severity } = brief;
        let (severity, severity_confidence) = severity.unzip();
        Self { says, says_confidence, sentiment, sentiment_confidence, severity, severity_confidence }
    }
}

impl BriefReadingCard {
    /// The same in a few words: what it says, a mood that is not neutral, and how bad it is. What is no more than a guess is
    /// told as that.
    pub fn words(&self) -> Vec<String> {
        let told = |label: &str, sure: f64| match sure < LIKELY {
            true => format!("perhaps {label}"),
            false => label.to_owned(),
        };
        let sentiment = (self.sentiment != Sentiment::Neutral)
            .then(|| told(self.sentiment.label(), self.sentiment_confidence));
        let severity = self.severity.zip(self.severity_confidence);
        let severity = severity.map(|(severity, sure)| told(severity.label(), sure));
        let says = told(self.says.label(), self.says_confidence);
        [Some(says), sentiment, severity].into_iter().flatten().collect()
    }
}

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
    /// Whether anything of it was read by the machine, and nobody said whether that is right.
    pub unconfirmed: bool,
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
                    _ => GUESS,
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
    let people_said_all = stored.says_by.is_some()
        && stored.sentiment_by.is_some()
        && (stored.severity.is_none() || stored.severity_by.is_some());
    Ok(Some(ReadingCard {
        says: stored.says,
        says_by: ReadBy::new(read.says_confidence, stored.says_by),
        sentiment: stored.sentiment,
        sentiment_by: ReadBy::new(read.sentiment_confidence, stored.sentiment_by),
        severity: stored.severity,
        severity_by: stored.severity.map(|_| ReadBy::new(read.severity_confidence, stored.severity_by)),
        corrected: readings.is_corrected(signal)?,
        unconfirmed: !people_said_all,
        reader: stored.version,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_tells_a_guess_as_a_guess_and_no_neutral_mood() {
        let brief = BriefReading {
            says: Says::PainPoint,
            says_confidence: 0.9,
            sentiment: Sentiment::Negative,
            sentiment_confidence: 0.8,
            severity: Some((Severity::Blocked, 0.5)),
        };
        let told = |brief: BriefReading| BriefReadingCard::from(brief).words().join(", ");
        assert_eq!(told(brief), "pain point, negative, perhaps blocked");
        let said = BriefReading { severity: Some((Severity::Blocked, 1.0)), ..brief };
        assert_eq!(told(said), "pain point, negative, blocked");
        let asked =
            BriefReading { says: Says::Question, severity: None, sentiment: Sentiment::Neutral, ..brief };
        assert_eq!(told(asked), "question");
    }

    #[test]
    fn how_sure_the_machine_is_stands_in_words_and_a_percentage() {
        let told = |confidence| ReadBy::new(confidence, None).how;
        assert_eq!(told(0.94), "sure, 94%; read by the machine");
        assert_eq!(told(0.7), "likely, 70%; read by the machine");
        assert_eq!(told(0.4), "a guess, 40%; read by the machine");
        let said = SaidBy {
            position: hearken_domain::LogPosition(3),
            by: Actor::person("ann"),
            at: Timestamp::UNIX_EPOCH,
        };
        let said = ReadBy::new(0.4, Some(said));
        assert_eq!((said.confidence, said.how.as_str()), (1.0, "said by ann"));
    }
}
