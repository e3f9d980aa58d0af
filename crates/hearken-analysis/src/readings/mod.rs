//! What a text says: which of a few kinds of thing, in which mood, and how bad it is. Small linear models over words, cues,
//! the embedding and the rating, learned from texts that people read and labelled (`docs/kinds.md` says on what and how
//! good they are).

mod corrected;
mod cues;
mod features;
pub mod logistic;
mod made;
mod weights;
mod words;

use std::sync::{Arc, OnceLock};

use hearken_domain::{Reading, Says, Sentiment, Severity, ThemeKind};

pub use features::{DENSE, Features, HASHED};
pub use made::{Made, made};
pub use weights::{COLUMNS, Head, Weights, WeightsError, held};

use crate::themes::Text;

/// Whatever was read by another version is read again. Raised when the weights or the features change.
pub const VERSION: u32 = 3;

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
#[derive(Debug, Clone)]
pub struct Reader {
    weights: Arc<Weights>,
}

impl Reader {
    /// The reader that comes with the program.
    pub fn built_in() -> Self {
        static BUILT_IN: OnceLock<Reader> = OnceLock::new();
        #[allow(clippy::expect_used)] // a test loads it; no input can change it
        let read = || {
            let weights = Weights::from_bytes(include_bytes!("../../readings/weights.bin"));
            Self::with(weights.expect("the compiled-in weights are whole"))
        };
        BUILT_IN.get_or_init(read).clone()
    }

    /// A reader by these weights.
    pub fn with(weights: Weights) -> Self {
        Self { weights: Arc::new(weights) }
    }

    /// What a text says: `text` without boilerplate (`own_words`), a rating to five, ten or a hundred. A text without an
    /// embedding is read the same, only slower.
    pub fn read(&self, text: &Text<'_>) -> Reading {
        let features = Features::read(text);
        if !features.says_something {
            let (none, sure) = (Sentiment::Neutral, 1.0);
            return Reading {
                says: None,
                says_confidence: sure,
                sentiment: none,
                sentiment_confidence: sure,
                severity: None,
                severity_confidence: 0.0,
            };
        }
        let answers = self.answers(&features);
        let (says, says_confidence) = best(&answers.says);
        let (sentiment, sentiment_confidence) = best(&answers.sentiment);
        let (severity, severity_confidence) = best(&answers.severity);
        let hurts = Says::ALL[says] == Says::PainPoint;
        Reading {
            says: Says::ALL[says].kind(),
            says_confidence,
            sentiment: Sentiment::ALL[sentiment],
            sentiment_confidence,
            severity: hurts.then_some(Severity::ALL[severity]),
            severity_confidence: if hurts { severity_confidence } else { 0.0 },
        }
    }

    /// How likely each answer is.
    pub fn answers(&self, features: &Features) -> Answers {
        let (logits, _) = self.weights.logits(features);
        let of = |head: Head, out: &mut [f64]| {
            let sharpness = self.weights.sharpness(head);
            for (out, logit) in out.iter_mut().zip(&logits[head.range()]) {
                *out = f64::from(logit * sharpness);
            }
            logistic::softmax(out);
        };
        let mut answers = Answers::default();
        of(Head::Stars, &mut answers.stars);
        of(Head::Says, &mut answers.says);
        of(Head::Sentiment, &mut answers.sentiment);
        of(Head::Severity, &mut answers.severity);
        answers
    }

    /// What the stars that a text would be given say to the other heads, where they are learned.
    pub fn stars(&self, features: &Features) -> [f32; 4] {
        self.weights.logits(features).1
    }
}

/// How likely each answer is, in the order of `ALL` of each.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Answers {
    /// One or two stars, three, four or five: what a review of these words would have.
    pub stars: [f64; 3],
    /// What it says.
    pub says: [f64; 5],
    /// In which mood.
    pub sentiment: [f64; 3],
    /// How bad it is, if it is a pain point.
    pub severity: [f64; 3],
}

/// The likeliest answer, and how likely it is.
fn best(answers: &[f64]) -> (usize, f64) {
    let better = |best: (usize, f64), one: (usize, f64)| if one.1 > best.1 { one } else { best };
    answers.iter().copied().enumerate().fold((0, 0.0), better)
}

#[cfg(test)]
mod tests;
