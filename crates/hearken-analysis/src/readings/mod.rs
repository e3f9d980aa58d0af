//! What a text says: which of a few kinds of thing, in which mood, and how bad it is. For now by cues in its words and by
//! its rating.

use hearken_domain::{Reading, Sentiment, Severity, ThemeKind};

use crate::naming::kind_of_text;
use crate::themes::Text;

/// Whatever was read by another version is read again.
pub const VERSION: u32 = 1;

/// What a person said of a text, against which a reader is corrected.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The words, as a reader gets them.
    pub text: String,
    /// Its title alone, empty where there is none.
    pub title: String,
    /// Stars or score, if the source gave one.
    pub rating: Option<f64>,
    /// What it says, where a person said that; `Some(None)` is none of the kinds.
    pub says: Option<Option<ThemeKind>>,
    /// In which mood it is, where a person said that.
    pub sentiment: Option<Sentiment>,
    /// How bad it is, where a person said that.
    pub severity: Option<Severity>,
}

/// Reads texts.
#[derive(Debug, Clone, Default)]
pub struct Reader {}

impl Reader {
    /// The reader that comes with the program.
    pub fn built_in() -> Self {
        Self {}
    }

    /// The same, having learned from what people said of texts.
    #[must_use]
    pub fn corrected_by(&self, _corrections: &[Correction]) -> Self {
        self.clone()
    }

    /// What a text says.
    pub fn read(&self, text: &Text<'_>) -> Reading {
        let lower = text.text.to_lowercase().replace('’', "'");
        let has = |cues: &[&str]| cues.iter().filter(|cue| lower.contains(**cue)).count();
        let (blocked, hindered) = (has(BLOCKED), has(HINDERED));
        let scale = match text.rating {
            Some(rating) if rating > 10.0 => 100.0,
            Some(rating) if rating > 5.0 => 10.0,
            _ => 5.0,
        };
        let kind = kind_of_text(text, scale);
        // A text in which nothing speaks for pain says none of it.
        let unfounded = kind == ThemeKind::PainPoint && text.rating.is_none() && blocked + hindered == 0;
        let says = (!unfounded || has(DISLIKED) > 0).then_some(kind);
        let share = text.rating.map(|rating| rating / scale);
        let sentiment = match (says, share) {
            (_, Some(share)) if share >= 0.75 => Sentiment::Positive,
            (_, Some(share)) if share <= 0.45 => Sentiment::Negative,
            (Some(ThemeKind::PainPoint), _) => Sentiment::Negative,
            (Some(ThemeKind::Praise), _) => Sentiment::Positive,
            _ => Sentiment::Neutral,
        };
        let severity = (says == Some(ThemeKind::PainPoint)).then_some(match (blocked, hindered) {
            (1.., _) => Severity::Blocked,
            (0, 1..) => Severity::Hindered,
            (0, 0) => Severity::Annoyed,
        });
        let sure = if text.rating.is_some() { 0.8 } else { 0.6 };
        Reading {
            says,
            says_confidence: sure,
            sentiment,
            sentiment_confidence: sure,
            severity,
            severity_confidence: if severity.is_some() { 0.5 } else { 0.0 },
        }
    }
}

const BLOCKED: &[&str] = &[
    "cannot",
    "can't",
    "unable",
    "stuck",
    "locked",
    "denied",
    "refus",
    "fraud",
    "scam",
    "stolen",
    "no longer",
    "won't",
    "crash",
    "lost ",
    "never ",
];

const HINDERED: &[&str] = &[
    "not ",
    "n't",
    "error",
    "fail",
    "slow",
    "wrong",
    "problem",
    "issue",
    "bug",
    "dispute",
    "charged",
    "again and again",
    "worst",
    "terrible",
    "horrible",
    "complain",
    "waste",
];

const DISLIKED: &[&str] = &["annoying", "frustrat", "disappoint", "poor", "bad ", "ugly", "awful", "useless"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::Vector;

    fn read(text: &str, rating: Option<f64>) -> Reading {
        Reader::built_in().read(&Text { rating, ..Text::new(1, text, Vector::EMPTY) })
    }

    #[test]
    fn a_text_says_what_its_cues_and_its_rating_speak_for() {
        let pain = read("I cannot log in", Some(1.0));
        assert_eq!((pain.says, pain.sentiment), (Some(ThemeKind::PainPoint), Sentiment::Negative));
        assert_eq!(pain.severity, Some(Severity::Blocked));
        let praise = read("great app", Some(5.0));
        assert_eq!((praise.says, praise.sentiment), (Some(ThemeKind::Praise), Sentiment::Positive));
        assert_eq!(praise.severity, None, "it is of pain points alone");
        assert_eq!(read("please add a dark mode", None).says, Some(ThemeKind::Request));
        assert_eq!(read("how do I change my PIN?", None).says, Some(ThemeKind::Question));
        assert_eq!(read("the meeting is on Tuesday", None).says, None);
    }
}
