//! Real reports of one thing put into real hours under a fixed seed, so that it is known when they began.

use hearken_analysis::surge::Heard;

use super::product::{DAY, Product};
use crate::trend::inject::Random;

/// How many reports.
pub const SIZES: [usize; 4] = [5, 10, 20, 40];
/// Within how many minutes.
pub const MINUTES: [i64; 3] = [30, 60, 180];
/// How often each is put into each product, of its own themes and of another's.
const DRAWS: usize = 10;
/// What is put in has numbers from here on.
pub const PUT_IN: u64 = 1 << 32;

/// Reports of one thing that were put in.
pub struct Injection {
    pub product: usize,
    /// Whether the thing is one that the product's users speak of otherwise, too.
    pub own: bool,
    pub size: usize,
    pub minutes: i64,
    /// When the first of them was said.
    pub from_ms: i64,
    /// They and everything else of these hours.
    pub heard: Vec<Heard>,
}

pub fn injections(products: &[Product], seed: u64) -> Vec<Injection> {
    let mut injections = Vec::new();
    for (product, of) in products.iter().enumerate() {
        let mut random = Random::new(seed ^ (product as u64 + 1).wrapping_mul(0x9e37_79b9));
        for _ in 0..DRAWS {
            for size in SIZES {
                for minutes in MINUTES {
                    for own in [true, false] {
                        injections.extend(injection(
                            products,
                            (product, of),
                            (own, size, minutes),
                            &mut random,
                        ));
                    }
                }
            }
        }
    }
    injections
}

fn injection(
    products: &[Product],
    (product, of): (usize, &Product),
    (own, size, minutes): (bool, usize, i64),
    random: &mut Random,
) -> Option<Injection> {
    // At an hour at which people speak.
    let from_ms = of.heard[pick(of.heard.len(), random)].said_ms + 1;
    if from_ms < of.begins_ms() {
        return None;
    }
    let others: Vec<usize> = (0..products.len()).filter(|other| *other != product).collect();
    let from = if own { of } else { &products[others[pick(others.len(), random)]] };
    let theme = from.themes.get(pick(from.themes.len().max(1), random))?;
    // Of its own, what is said later: what was said before is usual by then.
    let mut left: Vec<usize> =
        theme.iter().copied().filter(|index| !own || from.heard[*index].said_ms > from_ms + DAY).collect();
    if left.len() < size {
        return None;
    }
    let mut times: Vec<i64> = (0..size)
        .map(|index| if index == 0 { 0 } else { (random.unit() * (minutes * 60_000) as f64) as i64 })
        .collect();
    times.sort_unstable();
    let put_in = times.into_iter().enumerate().map(|(number, after)| {
        let index = left.swap_remove(pick(left.len(), random));
        let said_ms = from_ms + after;
        let theme = if own { from.heard[index].theme } else { None };
        Heard { id: PUT_IN + number as u64, said_ms, came_ms: said_ms, theme, ..from.heard[index].clone() }
    });
    let put_in: Vec<Heard> = put_in.collect();
    let heard = of.heard.iter().filter(|one| (one.said_ms - from_ms).abs() < DAY / 3).cloned();
    Some(Injection { product, own, size, minutes, from_ms, heard: heard.chain(put_in).collect() })
}

pub fn pick(count: usize, random: &mut Random) -> usize {
    ((random.unit() * count as f64) as usize).min(count.saturating_sub(1))
}
