//! Campaigns put into real weeks: each copies a review of the same product, and is said within two days.

use super::reviews::{Product, Said};
use crate::trend::Random;

/// How many texts a campaign has.
pub const SIZES: [usize; 4] = [5, 10, 20, 50];
const HOURS: f64 = 48.0;
/// Words of a review that is copied.
const LONG: std::ops::RangeInclusive<usize> = 8..=40;
const SHORT: std::ops::RangeInclusive<usize> = 3..=6;
/// Places of a template that each copy fills otherwise.
const SLOTS: usize = 3;

/// How the texts of a campaign differ from the one that they copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Not at all; a short text.
    Short,
    /// Not at all.
    Same,
    /// At three places.
    Template,
    /// Each has other words for such a share of them.
    Words(f64),
}

pub const KINDS: [Kind; 5] = [Kind::Same, Kind::Template, Kind::Words(0.2), Kind::Words(0.4), Kind::Short];

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Short => "identical, 3 to 6 words",
            Self::Same => "identical",
            Self::Template => "template with 3 slots",
            Self::Words(share) if share < 0.3 => "1 word in 5 exchanged",
            Self::Words(_) => "2 words in 5 exchanged",
        }
    }
}

/// The reviews of a product with so many campaigns of so many texts among them.
pub fn put_in(product: &Product, kind: Kind, size: usize, campaigns: usize, seed: u64) -> Vec<Said> {
    let mut random = Random::new(seed.wrapping_mul(7_919) + size as u64);
    let mut said = product.said.clone();
    let length = if kind == Kind::Short { SHORT } else { LONG };
    let words = |said: &Said| said.text.split_whitespace().count();
    let copied: Vec<&Said> = product.said.iter().filter(|said| length.contains(&words(said))).collect();
    let vocabulary: Vec<&str> = product.said.iter().flat_map(|said| said.text.split_whitespace()).collect();
    for campaign in 0..campaigns {
        let of = &copied[below(&mut random, copied.len())];
        let from = product.said[below(&mut random, product.said.len())].at_ms;
        let slots: Vec<usize> = (0..SLOTS).map(|_| below(&mut random, words(of))).collect();
        for _ in 0..size {
            let mut text: Vec<&str> = of.text.split_whitespace().collect();
            for (place, word) in text.iter_mut().enumerate() {
                let other = match kind {
                    Kind::Short | Kind::Same => false,
                    Kind::Template => slots.contains(&place),
                    Kind::Words(share) => random.unit() < share,
                };
                if other {
                    *word = vocabulary[below(&mut random, vocabulary.len())];
                }
            }
            let at_ms = from + (random.unit() * HOURS * 3_600_000.0) as i64;
            said.push(Said { text: text.join(" "), rating: of.rating, at_ms, campaign: Some(campaign) });
        }
    }
    said.sort_by_key(|said| said.at_ms);
    said
}

pub fn below(random: &mut Random, bound: usize) -> usize {
    ((random.unit() * bound as f64) as usize).min(bound.saturating_sub(1))
}
