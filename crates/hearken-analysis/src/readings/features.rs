//! What a text is read by: its words and pairs of words as hashed columns, and a few dozen columns that a person could
//! name: cues, its form, its rating, its embedding.

use super::cues::{GROUPS, LONGEST, QUESTION, TASK, cues};
use super::words::{Words, behind, words};
use crate::embedding::{DIM, EmbeddingTable, Vector};
use crate::random::mix;
use crate::themes::Text;

/// Columns that words and pairs of words share, each by its hash.
pub const HASHED: usize = 1 << 16;
/// Columns of cues: of each group, how many there are, their share, whether there is any, and whether the opening has one.
const OF_CUES: usize = GROUPS * 4;
const OF_FORM: usize = 14;
const OF_RATING: usize = 7;
/// All columns that are not hashed.
pub const DENSE: usize = OF_CUES + OF_FORM + OF_RATING + DIM;

/// What words of the opening and the very first words count beside words anywhere.
const FIRST_WORD: f32 = 0.3;
/// What the embedding counts beside the words.
const EMBEDDING: f32 = 2.0;

/// A text as it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    /// Hashed columns, and what each counts.
    pub hashed: Vec<(u32, f32)>,
    /// The other columns.
    pub dense: Vec<f32>,
    /// Whether it has a title.
    pub titled: bool,
    /// Whether it says anything: a word or a sign.
    pub says_something: bool,
}

impl Features {
    /// Reads a text. One without an embedding gets it from its words.
    pub fn read(text: &Text<'_>) -> Self {
        let words = words(text);
        let mut dense = Vec::with_capacity(DENSE);
        count_cues(&words, &mut dense);
        form(&words, &mut dense);
        rating(text.rating, &mut dense);
        let vector = if text.vector.is_empty() { embed(text) } else { text.vector };
        dense.extend(vector.values().iter().map(|value| f32::from(*value) * (EMBEDDING / 127.0)));
        Self {
            hashed: columns_of_words(&words),
            dense,
            titled: words.titled > 0,
            says_something: !words.all.is_empty(),
        }
    }
}

fn embed(text: &Text<'_>) -> Vector {
    let table = EmbeddingTable::builtin();
    let body = table.embed(text.text.strip_prefix(text.title).unwrap_or(text.text));
    let title = table.embed(text.title);
    if title.is_empty() || body.is_empty() {
        return if body.is_empty() { title } else { body };
    }
    Vector::quantise(&std::array::from_fn(|d| f32::from(title.values()[d]) + f32::from(body.values()[d])))
}

/// Words and pairs of the whole text and, apart, of its opening: each once, all of a part together of length one.
fn columns_of_words(words: &Words) -> Vec<(u32, f32)> {
    let mut columns = Vec::with_capacity(words.all.len() * 2 + words.opening * 2 + 2);
    let mut seen = vec![0_u64; HASHED / 64];
    let mut add = |hash: u64, columns: &mut Vec<(u32, f32)>| {
        let column = (hash >> 48) as u32 & (HASHED as u32 - 1);
        let (at, bit) = (column as usize / 64, 1 << (column % 64));
        if seen[at] & bit == 0 {
            seen[at] |= bit;
            columns.push((column, 0.0));
        }
    };
    let parts = [(&words.all[..], 0), (&words.all[..words.opening], OPENING)];
    for (part, salt) in parts {
        let from = columns.len();
        for (at, one) in part.iter().enumerate() {
            add(mix(one ^ salt), &mut columns);
            if at > 0 && at != words.titled {
                add(mix(behind(part[at - 1], *one) ^ salt), &mut columns);
            }
        }
        let count = 1.0 / ((columns.len() - from).max(1) as f32).sqrt();
        columns[from..].iter_mut().for_each(|column| column.1 = count);
    }
    for (one, salt) in words.all.iter().zip([FIRST, SECOND]) {
        let from = columns.len();
        add(mix(one ^ salt), &mut columns);
        columns[from..].iter_mut().for_each(|column| column.1 = FIRST_WORD);
    }
    columns
}

/// What tells the same word in different places apart.
const OPENING: u64 = 0x6f70_656e_696e_6721;
const FIRST: u64 = 0x6669_7273_7421_2121;
const SECOND: u64 = 0x7365_636f_6e64_2121;

fn count_cues(words: &Words, dense: &mut Vec<f32>) {
    let cues = cues();
    let (mut counts, mut opening) = ([0_u16; GROUPS], [false; GROUPS]);
    for from in 0..words.all.len() {
        let mut hash = 0;
        for (length, one) in words.all[from..].iter().take(LONGEST).enumerate() {
            hash = if length == 0 { *one } else { behind(hash, *one) };
            let Some(groups) = cues.get(&hash) else { break };
            for group in (0..GROUPS).filter(|group| groups >> group & 1 == 1) {
                counts[group] += 1;
                opening[group] |= from + length < words.opening;
            }
        }
    }
    let root = (words.all.len().max(1) as f32).sqrt();
    for (count, opening) in counts.map(f32::from).into_iter().zip(opening) {
        let flag = |set: bool| if set { 0.5 } else { 0.0 };
        dense.extend([count.min(4.0) / 4.0, (count / root).min(1.0), flag(count > 0.0), flag(opening)]);
    }
}

fn form(words: &Words, dense: &mut Vec<f32>) {
    let said = words.all.len() - words.titled;
    let first = words.all.first().and_then(|first| cues().get(first)).copied().unwrap_or(0);
    let is_first = |group: usize| first >> group & 1 == 1;
    let flags: [bool; OF_FORM] = [
        words.titled > 0,
        said < 3,
        said < 8,
        said < 25,
        said > 80,
        said > 200,
        words.code,
        words.asked > 0,
        words.asked > 1,
        words.ends_asking,
        words.exclaimed > 0,
        words.loud,
        is_first(TASK),
        is_first(QUESTION),
    ];
    dense.extend(flags.map(|flag| if flag { 0.5 } else { 0.0 }));
}

/// Stars as they are, and how many: which of them praise begins at is learned. Without any, nothing.
fn rating(rating: Option<f64>, dense: &mut Vec<f32>) {
    let mut columns = [0.0; OF_RATING];
    if let Some(rating) = rating {
        let best = if rating > 10.0 {
            100.0
        } else if rating > 5.0 {
            10.0
        } else {
            5.0
        };
        let stars = (rating / best * 5.0).clamp(1.0, 5.0) as f32;
        columns[0] = 0.5;
        columns[1] = (stars - 3.0) / 2.0;
        columns[1 + stars.round() as usize] = 0.5;
    }
    dense.extend(columns);
}
