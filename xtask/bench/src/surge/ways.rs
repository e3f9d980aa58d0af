//! Ways to notice a surge, each with a score that is compared with a threshold: the lower, the surer.

use hearken_analysis::surge::{Constants, Heard, hits};

use super::inject::PUT_IN;
use super::product::Product;

const HOUR: i64 = 3_600_000;
/// Calls within so long of the last are the same.
pub const SAME_MS: i64 = 3 * HOUR;

#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// What the product does.
    Surges(Constants),
    /// The count of all signals in so many hours, in standard deviations above the mean of the past weeks.
    ZScore { hours: i64 },
}

/// A moment at which something may be called.
#[derive(Clone)]
pub struct Call {
    pub at_ms: i64,
    /// The lower, the surer.
    pub score: f64,
    /// How many of what was put in had come by then.
    pub put_in: usize,
    /// Whether most of what it is about was put in; of a way that does not say, whether anything was by then.
    pub is_it: bool,
    pub signals: Vec<u64>,
}

impl Way {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Surges(_) => "surges",
            Self::ZScore { .. } => "z-score of all",
        }
    }

    /// What ways are tried, with their numbers.
    pub fn candidates() -> [Vec<Self>; 2] {
        let mut surges = Vec::new();
        for near in [0.3, 0.4] {
            for dispersion in [0.5, 2.0] {
                let constants =
                    Constants { near, dispersion, people: 4, false_a_year: 1e4, ..Constants::default() };
                surges.push(Self::Surges(constants));
            }
        }
        [surges, vec![Self::ZScore { hours: 1 }, Self::ZScore { hours: 3 }]]
    }

    /// Every moment from a time on at which it has a score.
    pub fn calls(&self, product: &Product, heard: &[Heard], since_ms: i64) -> Vec<Call> {
        match self {
            Self::Surges(constants) => {
                let hits = hits(&product.past, heard, since_ms, constants).into_iter();
                let call = |hit: hearken_analysis::surge::Hit| {
                    let ours = hit.signals.iter().filter(|signal| **signal >= PUT_IN).count();
                    let put_in =
                        heard.iter().filter(|one| one.id >= PUT_IN && one.came_ms <= hit.came_ms).count();
                    let is_it = 2 * ours > hit.signals.len();
                    Call { at_ms: hit.came_ms, score: hit.false_a_year, put_in, is_it, signals: hit.signals }
                };
                hits.map(call).collect()
            }
            Self::ZScore { hours } => z_scores(product, heard, since_ms, *hours),
        }
    }
}

fn z_scores(product: &Product, heard: &[Heard], since_ms: i64, hours: i64) -> Vec<Call> {
    let window = hours * HOUR;
    let mut came: Vec<&Heard> = heard.iter().collect();
    came.sort_by_key(|one| (one.came_ms, one.id));
    let mut calls = Vec::new();
    let (mut first, mut put_in) = (0, 0);
    // The past is read once for all that comes within a day.
    let mut usual: Option<(i64, f64, f64)> = None;
    for (index, one) in came.iter().enumerate() {
        put_in += usize::from(one.id >= PUT_IN);
        while came[first].came_ms <= one.came_ms - window {
            first += 1;
        }
        if one.came_ms < since_ms {
            continue;
        }
        let (of, mean, deviation) = usual
            .filter(|(of, ..)| one.came_ms - of < 24 * HOUR)
            .unwrap_or_else(|| usual_counts(product, one.came_ms, window));
        usual = Some((of, mean, deviation));
        let z = ((index - first + 1) as f64 - mean) / deviation.max(0.1);
        let signals = came[first..=index].iter().map(|one| one.id).collect();
        calls.push(Call { at_ms: one.came_ms, score: -z, put_in, is_it: put_in > 0, signals });
    }
    calls
}

/// Mean and deviation of the counts of eight weeks before a time.
fn usual_counts(product: &Product, at_ms: i64, window: i64) -> (i64, f64, f64) {
    const WINDOWS_OF: i64 = 56 * 24 * HOUR;
    let (from, to) = (at_ms - WINDOWS_OF - window, at_ms - window);
    let mut counts = vec![0.0; (WINDOWS_OF / window) as usize];
    let said = |at: i64| product.heard.partition_point(|one| one.said_ms < at);
    for one in &product.heard[said(from)..said(to)] {
        if let Some(count) = counts.get_mut(((one.said_ms - from) / window) as usize) {
            *count += 1.0;
        }
    }
    let mean = counts.iter().sum::<f64>() / counts.len() as f64;
    let variance = counts.iter().map(|count: &f64| (count - mean).powi(2)).sum::<f64>() / counts.len() as f64;
    (at_ms, mean, variance.sqrt())
}

/// The calls at a threshold, those soon after the last left out.
pub fn apart(calls: &[Call], threshold: f64) -> Vec<&Call> {
    let mut kept: Vec<&Call> = Vec::new();
    let mut last = i64::MIN;
    for call in calls.iter().filter(|call| call.score <= threshold) {
        if last == i64::MIN || call.at_ms - last > SAME_MS {
            kept.push(call);
        }
        last = call.at_ms;
    }
    kept
}
