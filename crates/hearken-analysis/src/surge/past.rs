//! What is usual: the signals of the past weeks, by meaning and time.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::chance::dispersion;
use super::{Constants, Heard};
use crate::embedding::{DIM, Vector, dots};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// Counts of longer stretches than this are too few to tell how they vary.
const LONGEST_BIN: i64 = 7 * DAY;
/// An hour of the day is believed as if so many signals had spread evenly.
const EVEN: f64 = 48.0;

/// Signals in the order in which they were said.
#[derive(Debug, Clone)]
pub struct Past {
    said_ms: Vec<i64>,
    /// Relative to the mean.
    vectors: Vec<Vector>,
    themes: Vec<Option<u64>>,
    first_of_source: FxHashMap<u64, i64>,
    mean: [f32; DIM],
}

/// Where signals are near each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place<'a> {
    /// About a meaning, relative to the mean.
    Near(&'a Vector),
    /// In a theme.
    Theme(u64),
}

/// What a window would usually hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Usual {
    /// How many signals of the place.
    pub mean: f64,
    /// The shape of their negative binomial distribution.
    pub shape: f64,
    /// Signals of all places in a year.
    pub a_year: f64,
}

impl Past {
    /// Of all signals that were heard, in any order.
    pub fn new<'a>(heard: impl IntoIterator<Item = &'a Heard>) -> Self {
        let mut heard: Vec<&Heard> = heard.into_iter().collect();
        heard.sort_by_key(|one| (one.said_ms, one.id));
        let mut mean = [0.0; DIM];
        for one in &heard {
            mean.iter_mut().zip(one.vector.values()).for_each(|(sum, value)| *sum += f32::from(*value));
        }
        let full = heard.iter().filter(|one| !one.vector.is_empty()).count().max(1) as f32;
        mean.iter_mut().for_each(|sum| *sum /= full);
        let mut first_of_source = FxHashMap::default();
        for one in &heard {
            first_of_source.entry(one.source).or_insert(one.said_ms);
        }
        Self {
            said_ms: heard.iter().map(|one| one.said_ms).collect(),
            themes: heard.iter().map(|one| one.theme).collect(),
            vectors: heard.iter().map(|one| relative(&one.vector, &mean)).collect(),
            first_of_source,
            mean,
        }
    }

    /// A meaning relative to the mean of all.
    pub(super) fn relative(&self, vector: &Vector) -> Vector {
        relative(vector, &self.mean)
    }

    /// When a source was first heard.
    pub(super) fn first_of(&self, source: u64) -> Option<i64> {
        self.first_of_source.get(&source).copied()
    }

    /// What is usual of a place in a window that ends then, in which so many signals of all places came; `None` where too little
    /// of the past is known. `sources` are those that the window's signals are of: the past begins when the last of them did.
    pub(super) fn usual(
        &self,
        place: Place<'_>,
        (end_ms, window_ms): (i64, i64),
        in_window: usize,
        sources: impl Iterator<Item = u64>,
        constants: &Constants,
    ) -> Option<Usual> {
        let to = end_ms - constants.longest_ms();
        let known = sources
            .map(|source| self.first_of(source))
            .try_fold(*self.said_ms.first()?, |a, b| b.map(|b| a.max(b)))?;
        let from = (to - constants.past_ms).max(known);
        let span = to - from;
        if span < constants.least_past_ms {
            return None;
        }
        let range = self.range(from, to);
        let all = range.len() as f64;
        let near = self.count(place, range.clone(), constants.near) as f64 + constants.unheard;
        let by_time =
            near * window_ms as f64 / span as f64 * self.of_the_day(range.clone(), end_ms, window_ms);
        // Where everything is louder than usual, each place may be.
        let by_share = near / (all + 1.0) * in_window as f64;
        // What is guessed from few is less sure: a gamma mixture of Poisson counts has the shape of what was seen
        // (Gelman et al., Bayesian Data Analysis, 2.6), and clumps come on top.
        let clumps = self.clumps(range, (from, to), window_ms).max(constants.dispersion);
        Some(Usual {
            mean: by_time.max(by_share),
            shape: 1.0 / (1.0 / near + clumps),
            a_year: all.max(1.0) * (365.25 * DAY as f64) / span as f64,
        })
    }

    fn range(&self, from: i64, to: i64) -> Range<usize> {
        self.said_ms.partition_point(|said| *said < from)..self.said_ms.partition_point(|said| *said < to)
    }

    fn count(&self, place: Place<'_>, range: Range<usize>, near: f32) -> usize {
        match place {
            Place::Theme(theme) => self.themes[range].iter().filter(|of| **of == Some(theme)).count(),
            Place::Near(vector) => {
                let mut found = Vec::new();
                dots(vector, &self.vectors[range], &mut found);
                found.iter().filter(|cosine| **cosine >= near).count()
            }
        }
    }

    /// How much louder than the day's mean the hours of a window are; 1 for what is as long as a day.
    fn of_the_day(&self, range: Range<usize>, end_ms: i64, window_ms: i64) -> f64 {
        if window_ms >= DAY {
            return 1.0;
        }
        let all = range.len() as f64;
        let by_hour = self.by_hour(range);
        let hours: Vec<f64> =
            (0..=(window_ms / HOUR)).map(|back| by_hour[hour_of(end_ms - back * HOUR)]).collect();
        let mean = hours.iter().sum::<f64>() / hours.len() as f64;
        (mean + EVEN / 24.0) / ((all + EVEN) / 24.0)
    }

    fn by_hour(&self, range: Range<usize>) -> [f64; 24] {
        let mut by_hour = [0.0; 24];
        self.said_ms[range].iter().for_each(|said| by_hour[hour_of(*said)] += 1.0);
        by_hour
    }

    /// How much more the counts of such stretches vary than chance alone would have them.
    fn clumps(&self, range: Range<usize>, (from, to): (i64, i64), window_ms: i64) -> f64 {
        let bin = window_ms.clamp(HOUR, LONGEST_BIN);
        let bins = ((to - from) / bin).max(1) as usize;
        let mut counts = vec![0.0; bins];
        for said in &self.said_ms[range.clone()] {
            if let Some(count) = counts.get_mut(((said - from) / bin) as usize) {
                *count += 1.0;
            }
        }
        let all: f64 = counts.iter().sum();
        let by_hour = self.by_hour(range);
        let weight = |index: usize| match bin < DAY {
            true => by_hour[hour_of(from + index as i64 * bin + bin / 2)] + EVEN / 24.0,
            false => 1.0,
        };
        let weights: Vec<f64> = (0..bins).map(weight).collect();
        let sum: f64 = weights.iter().sum();
        let expected: Vec<f64> = weights.iter().map(|weight| all * weight / sum).collect();
        dispersion(&counts, &expected)
    }
}

fn hour_of(at_ms: i64) -> usize {
    at_ms.div_euclid(HOUR).rem_euclid(24) as usize
}

fn relative(vector: &Vector, mean: &[f32; DIM]) -> Vector {
    if vector.is_empty() {
        return Vector::EMPTY;
    }
    Vector::quantise(&std::array::from_fn(|d| f32::from(vector.values()[d]) - mean[d]))
}
