//! What each column of a text counts for each answer: learned by `cargo xtask bench readings-train`, kept in a file in
//! which most weights are one signed byte each, finer near nothing, and compiled in.

use super::features::{DENSE, Features, HASHED};

/// Answers of all heads together, and room that keeps a row in one line of a processor's cache.
pub(super) const ROW: usize = 16;
/// What the stars that a text would be given say to the other heads.
const STARS: usize = 4;
/// Columns that a head is learned over: hashed ones, the others, what stars say, and one that is always there.
pub const COLUMNS: usize = HASHED + DENSE + STARS + 1;
const ALWAYS: u32 = COLUMNS as u32 - 1;

/// What is asked of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// How many stars whoever wrote it would give: one or two, three, four or five.
    Stars,
    /// What it says, in the order of `Says::ALL`.
    Says,
    /// In which mood, in the order of `Sentiment::ALL`.
    Sentiment,
    /// How bad it is, in the order of `Severity::ALL`.
    Severity,
}

impl Head {
    /// All, in the order in which they are kept.
    pub const ALL: [Self; 4] = [Self::Stars, Self::Says, Self::Sentiment, Self::Severity];

    /// How many answers there are.
    pub fn classes(self) -> usize {
        if self == Self::Says { 5 } else { 3 }
    }

    /// Where its answers are in a row.
    pub(super) fn range(self) -> std::ops::Range<usize> {
        let from = match self {
            Self::Stars => 0,
            Self::Says => 3,
            Self::Sentiment => 8,
            Self::Severity => 11,
        };
        from..from + self.classes()
    }
}

/// Logits of all heads.
pub(super) type Row = [f32; ROW];

/// The weights of all heads.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    rows: Vec<Row>,
    /// By what each head's logits are multiplied before they are probabilities.
    sharpness: [f32; 4],
}

/// A file that holds no weights of this program. It is compiled in, so this means a broken build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these are no weights of this version (length in bytes: {0})")]
pub struct WeightsError(usize);

const MAGIC: &[u8; 8] = b"hearkrd1";
const ANSWERS: usize = 14;
const FILE: usize = 8 + 4 * 4 + ANSWERS * 4 + (COLUMNS - HASHED) * ANSWERS * 4 + HASHED * ANSWERS;

impl Weights {
    /// Of what was learned of each head: of each column, a weight an answer.
    pub fn of(heads: [&[f64]; 4], sharpness: [f32; 4]) -> Self {
        let mut rows = vec![[0.0; ROW]; COLUMNS];
        for (head, learned) in Head::ALL.into_iter().zip(heads) {
            for (row, weights) in rows.iter_mut().zip(learned.chunks_exact(head.classes())) {
                for (to, weight) in row[head.range()].iter_mut().zip(weights) {
                    *to = *weight as f32;
                }
            }
        }
        Self { rows, sharpness }
    }

    /// Writes them: hashed columns a byte a weight, the others whole.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (hashed, dense) = self.rows.split_at(HASHED);
        let most: Vec<f32> = (0..ANSWERS)
            .map(|answer| hashed.iter().map(|row| row[answer].abs()).fold(0.0, f32::max))
            .collect();
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.sharpness.iter().chain(&most).flat_map(|value| value.to_le_bytes()));
        bytes.extend(dense.iter().flat_map(|row| &row[..ANSWERS]).flat_map(|value| value.to_le_bytes()));
        for row in hashed {
            let byte = |(weight, most): (&f32, &f32)| {
                let share = if *most > 0.0 { weight / most } else { 0.0 };
                (share.abs().sqrt() * 127.0).round().copysign(share) as i8 as u8
            };
            bytes.extend(row.iter().zip(&most).map(byte));
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        if bytes.len() != FILE || !bytes.starts_with(MAGIC) {
            return Err(WeightsError(bytes.len()));
        }
        let (whole, hashed) = bytes[8..].split_at(FILE - 8 - HASHED * ANSWERS);
        let mut numbers =
            whole.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        let mut next = || numbers.next().unwrap_or(0.0);
        let sharpness = std::array::from_fn(|_| next());
        let most: [f32; ANSWERS] = std::array::from_fn(|_| next());
        let mut rows = vec![[0.0; ROW]; COLUMNS];
        for row in &mut rows[HASHED..] {
            row[..ANSWERS].iter_mut().for_each(|weight| *weight = next());
        }
        for (row, bytes) in rows.iter_mut().zip(hashed.chunks_exact(ANSWERS)) {
            for ((weight, byte), most) in row.iter_mut().zip(bytes).zip(most) {
                let share = f32::from(*byte as i8) / 127.0;
                *weight = share * share.abs() * most;
            }
        }
        Ok(Self { rows, sharpness })
    }

    /// The logits of a text, and what the stars that it would be given say.
    pub(super) fn logits(&self, features: &Features) -> (Row, [f32; STARS]) {
        let mut logits = self.rows[ALWAYS as usize];
        let mut add = |column: u32, value: f32| {
            for (logit, weight) in logits.iter_mut().zip(&self.rows[column as usize]) {
                *logit += weight * value;
            }
        };
        features.columns().for_each(|(column, value)| add(column, value));
        let stars = said_by_stars(&logits[Head::Stars.range()], features.titled);
        for (column, value) in (STARS_FROM..).zip(stars) {
            for (logit, weight) in logits.iter_mut().zip(&self.rows[column as usize]) {
                *logit += weight * value;
            }
        }
        (logits, stars)
    }

    /// By what a head's logits are multiplied.
    pub(super) fn sharpness(&self, head: Head) -> f32 {
        self.sharpness[head as usize]
    }

    /// Changes what a column counts for a head's answers.
    pub(super) fn add(&mut self, column: u32, head: Head, by: &[f64]) {
        for (weight, by) in self.rows[column as usize][head.range()].iter_mut().zip(by) {
            *weight += *by as f32;
        }
    }
}

const STARS_FROM: u32 = (HASHED + DENSE) as u32;

fn said_by_stars(logits: &[f32], titled: bool) -> [f32; STARS] {
    let told = |at: usize| (logits[at] / 2.0).tanh();
    [told(0), told(1), told(2), if titled { told(0) } else { 0.0 }]
}

impl Features {
    fn columns(&self) -> impl Iterator<Item = (u32, f32)> {
        let dense = (HASHED as u32..).zip(&self.dense).map(|(column, value)| (column, *value));
        self.hashed.iter().copied().chain(dense.filter(|(_, value)| *value != 0.0))
    }

    /// The columns that a head is learned over, with what stars say where they are given.
    pub fn row(&self, stars: Option<[f32; STARS]>) -> impl Iterator<Item = (u32, f32)> {
        let stars = stars.into_iter().flat_map(|stars| (STARS_FROM..).zip(stars));
        self.columns().chain(stars).chain([(ALWAYS, 1.0)])
    }
}

/// How strongly each column is held at nothing: hashed ones, the others, and the one that is always there hardly.
pub fn held(hashed: f64, dense: f64) -> Vec<f64> {
    let mut held = vec![hashed; HASHED];
    held.resize(COLUMNS - 1, dense);
    held.push(dense.min(hashed) * 0.01);
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_read_back_from_their_bytes_to_within_a_percent_of_the_largest() {
        let learned: Vec<Vec<f64>> = Head::ALL
            .map(|head| (0..COLUMNS * head.classes()).map(|n| (n as f64 * 0.37).sin() * 3.0).collect())
            .to_vec();
        let weights = Weights::of(std::array::from_fn(|n| learned[n].as_slice()), [1.0, 2.0, 0.5, 1.5]);
        let read = Weights::from_bytes(&weights.to_bytes()).unwrap();
        assert_eq!(read.sharpness, weights.sharpness);
        assert_eq!(read.rows[HASHED..], weights.rows[HASHED..]);
        let off = weights.rows.iter().zip(&read.rows).flat_map(|(a, b)| a.iter().zip(b));
        assert!(off.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max) < 0.03);
        assert!(Weights::from_bytes(&[1, 2, 3]).is_err());
    }
}
