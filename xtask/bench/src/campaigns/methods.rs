//! How groups of copies are found and scored: by the product, and by what is usually taken for it. Nobody knows who said a review, so
//! that each counts as an account of its own.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher as _};

use hearken_analysis::campaigns::{ACCOUNTS_MIN, COPY_DAYS, Member, RecentTexts, Wording, weigh};

use super::reviews::Said;

const WINDOW_MS: i64 = COPY_DAYS * 24 * 3_600_000;

/// Copies of each other, by their places among what was said.
#[derive(Debug)]
pub struct Group {
    pub members: Vec<usize>,
    pub score: f64,
}

pub struct Method {
    pub name: &'static str,
    pub groups: fn(&[Said]) -> Vec<Group>,
}

pub const METHODS: [Method; 3] = [
    Method { name: "ours", groups: ours },
    Method { name: "exact duplicates", groups: duplicates },
    Method { name: "MinHash", groups: minhash },
];

fn ours(said: &[Said]) -> Vec<Group> {
    let mut recent = RecentTexts::default();
    let mut found = Groups::default();
    let mut copied = Vec::new();
    for (number, one) in said.iter().enumerate() {
        let wording = Wording::new(&one.text, one.at_ms);
        let copy = recent.copied(&wording);
        found.put(number, copy.map(|copy| copy.of));
        copied.push(copy.map(|copy| (copy.likeness, copy.told)));
        recent.push(number, wording);
    }
    let score = |members: &[usize]| {
        let member = |number: &usize| Member {
            speaker: None,
            says_nothing_else: true,
            at_ms: said[*number].at_ms,
            copied: copied[*number],
        };
        weigh(&members.iter().map(member).collect::<Vec<_>>()).map(|found| f64::from(found.weight))
    };
    found.scored(score)
}

/// The same words, however written, each within the days of the last that has them.
fn duplicates(said: &[Said]) -> Vec<Group> {
    let mut last: HashMap<Vec<String>, usize> = HashMap::new();
    let mut found = Groups::default();
    for (number, one) in said.iter().enumerate() {
        let words = words(&one.text);
        let before = last.get(&words).copied().filter(|before| one.at_ms - said[*before].at_ms <= WINDOW_MS);
        found.put(number, before);
        if !words.is_empty() {
            last.insert(words, number);
        }
    }
    found.scored(|members| Some(members.len() as f64))
}

const BANDS: usize = 16;
const ROWS: usize = 4;
const LIKE_MIN: f64 = 0.5;

/// 64 hashes of the words, in 16 bands of 4; of those that share a band, one with half of the hashes at least.
fn minhash(said: &[Said]) -> Vec<Group> {
    let mut bands: Vec<HashMap<u64, Vec<usize>>> = (0..BANDS).map(|_| HashMap::new()).collect();
    let mut signatures: Vec<Vec<u64>> = Vec::new();
    let mut found = Groups::default();
    for (number, one) in said.iter().enumerate() {
        let words: HashSet<String> = words(&one.text).into_iter().collect();
        let least = |of: usize| words.iter().map(|word| hash(&(of, word))).min().unwrap_or(number as u64);
        let signature: Vec<u64> = (0..BANDS * ROWS).map(least).collect();
        let mut best: Option<(usize, usize)> = None;
        for (band, buckets) in bands.iter_mut().enumerate() {
            let bucket = buckets.entry(hash(&&signature[band * ROWS..(band + 1) * ROWS])).or_default();
            bucket.retain(|other| one.at_ms - said[*other].at_ms <= WINDOW_MS);
            for other in bucket.iter().rev().take(64) {
                let same = signatures[*other].iter().zip(&signature).filter(|(a, b)| a == b).count();
                let like = same as f64 / (BANDS * ROWS) as f64;
                if like >= LIKE_MIN && best.is_none_or(|(most, _)| same > most) {
                    best = Some((same, *other));
                }
            }
            bucket.push(number);
        }
        found.put(number, best.map(|(_, other)| other));
        signatures.push(signature);
    }
    found.scored(|members| Some(members.len() as f64))
}

/// What leads to one another.
#[derive(Default)]
struct Groups(Vec<usize>);

impl Groups {
    fn put(&mut self, number: usize, to: Option<usize>) {
        self.0.push(to.map_or(number, |to| self.0[to]));
    }

    /// Groups with as many members as the product asks for.
    fn scored(self, score: impl Fn(&[usize]) -> Option<f64>) -> Vec<Group> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, group) in self.0.into_iter().enumerate() {
            groups.entry(group).or_default().push(number);
        }
        groups.retain(|_, members| members.len() >= ACCOUNTS_MIN);
        let scored =
            groups.into_values().filter_map(|members| Some(Group { score: score(&members)?, members }));
        scored.collect()
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn hash(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
