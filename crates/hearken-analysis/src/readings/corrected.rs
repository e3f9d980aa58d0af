//! A reader that learned from what people said of texts. What it starts from holds it back, and so do a few texts that
//! everybody reads alike: fifty corrections shift what this product's customers mean, not what words mean.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use hearken_domain::{Says, Sentiment, Severity};

use super::features::{Features, HASHED};
use super::logistic::{Examples, Shape, fit};
use super::made::{Made, made};
use super::weights::{Head, Row};
use super::{Correction, Reader};
use crate::embedding::Vector;
use crate::themes::Text;

/// How strongly what was learned before is held against one correction: of hashed columns, and of the others.
const HELD_HASHED: f64 = 1.0;
const HELD_DENSE: f64 = 2.0;
/// What the texts that everybody reads alike matter, each, beside one correction.
const REPLAYED: f32 = 2.0;

impl Reader {
    /// The same, having learned from what people said of texts. The same corrections give the same reader.
    #[must_use]
    pub fn corrected_by(&self, corrections: &[Correction]) -> Self {
        if corrections.is_empty() {
            return self.clone();
        }
        let read: Vec<Read> = corrections.iter().map(|correction| self.told(correction)).collect();
        let replayed: Vec<Read> =
            replay().iter().map(|(features, said)| self.known(features, *said)).collect();
        let mut weights = (*self.weights).clone();
        for head in [Head::Says, Head::Sentiment, Head::Severity] {
            for (column, by) in learned(head, &read, &replayed, self.weights.sharpness(head)) {
                weights.add(column, head, &by);
            }
        }
        Self { weights: Arc::new(weights) }
    }

    fn told(&self, correction: &Correction) -> Read {
        let text = Text {
            title: &correction.title,
            rating: correction.rating,
            ..Text::new(0, &correction.text, Vector::EMPTY)
        };
        let said = [
            None,
            correction.says.map(|says| Says::from(says) as usize),
            correction.sentiment.map(|sentiment| sentiment as usize),
            correction.severity.map(|severity| severity as usize),
        ];
        self.known(&Features::read(&text), said)
    }

    fn known(&self, features: &Features, said: Said) -> Read {
        let (logits, stars) = self.weights.logits(features);
        Read { row: features.row(Some(stars)).collect(), logits, said }
    }
}

/// The answer to each head, where somebody gave one.
type Said = [Option<usize>; 4];

/// A text of which somebody said how it is to be read.
struct Read {
    row: Vec<(u32, f32)>,
    logits: Row,
    said: Said,
}

/// What is to be added to the weights of each column.
fn learned(head: Head, corrected: &[Read], replayed: &[Read], sharpness: f32) -> BTreeMap<u32, Vec<f64>> {
    let answered = |read: &&Read| read.said[head as usize].is_some();
    let corrected: Vec<&Read> = corrected.iter().filter(answered).collect();
    if corrected.is_empty() {
        return BTreeMap::new();
    }
    let mut columns: Vec<u32> =
        corrected.iter().flat_map(|read| read.row.iter().map(|(column, _)| *column)).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut examples = Examples::default();
    let replayed = replayed.iter().filter(answered).map(|read| (read, REPLAYED));
    for (read, matters) in corrected.into_iter().map(|read| (read, 1.0)).chain(replayed) {
        let place = |(column, value): &(u32, f32)| {
            Some((columns.binary_search(column).ok()? as u32, value * sharpness))
        };
        let Some(said) = read.said[head as usize] else { continue };
        examples.push(read.row.iter().filter_map(place), said, matters);
        examples.said_before(
            &read.logits[head.range()].iter().map(|l| f64::from(l * sharpness)).collect::<Vec<_>>(),
        );
    }
    let held: Vec<f64> = columns
        .iter()
        .map(|column| if (*column as usize) < HASHED { HELD_HASHED } else { HELD_DENSE })
        .collect();
    let found = fit(&examples, Shape { classes: head.classes(), held: &held });
    columns.into_iter().zip(found.chunks_exact(head.classes()).map(<[f64]>::to_vec)).collect()
}

/// The texts that everybody reads alike.
fn replay() -> &'static [(Features, Said)] {
    static REPLAY: OnceLock<Vec<(Features, Said)>> = OnceLock::new();
    REPLAY.get_or_init(|| {
        let read = |made: Made| (Features::read(&made.text()), made.said());
        made().map(read).collect()
    })
}

impl Made {
    fn said(&self) -> Said {
        let severity = self.severity.map(|severity: Severity| severity as usize);
        let (says, sentiment): (Says, Sentiment) = (self.says, self.sentiment);
        [None, Some(says as usize), Some(sentiment as usize), severity]
    }
}
