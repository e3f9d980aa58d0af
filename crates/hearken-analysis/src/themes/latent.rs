//! Latent semantic analysis (Deerwester and others 1990): which words of the customers at hand go together, from their
//! texts alone. By subspace iteration (Halko, Martinsson, Tropp 2011, algorithm 4.4); the basis is not rotated to the
//! singular vectors, since only the angles between texts count.

use pulp::Arch;
use rayon::prelude::*;

use crate::random::Random;

/// Rounds of the iteration.
const ROUNDS: usize = 3;

/// Dimensions of a text in latent space.
pub(super) const LATENT: usize = 128;

/// A text in latent space, of length one, or zero where it has no feature.
pub(super) type Latent = [f32; LATENT];

/// The latent embedding of each text, given by its features, each with how much it counts in this text.
pub(super) fn latent(texts: &[Vec<(u32, f32)>], features: usize, seed: u64) -> Vec<Latent> {
    let by_text = Weighted::new(texts, features);
    let by_feature = by_text.transposed(features);
    let mut random = Random::new(seed);
    let mut basis: Vec<Latent> =
        (0..features).map(|_| std::array::from_fn(|_| random.below(2001) as f32 / 1000.0 - 1.0)).collect();
    orthonormalise(&mut basis);
    for _ in 0..ROUNDS {
        basis = by_feature.project(&by_text.project(&basis));
        orthonormalise(&mut basis);
    }
    let mut projected = by_text.project(&basis);
    projected.par_iter_mut().for_each(|row| {
        let length = row.iter().map(|v| v * v).sum::<f32>().sqrt();
        let scale = if length > 1e-6 { 1.0 / length } else { 0.0 };
        row.iter_mut().for_each(|v| *v *= scale);
    });
    projected
}

/// A sparse matrix: of each row the columns that are not zero, and their values.
struct Weighted(Vec<(Vec<u32>, Vec<f32>)>);

impl Weighted {
    /// Of texts: their features, weighted and scaled to length one.
    fn new(texts: &[Vec<(u32, f32)>], features: usize) -> Self {
        let weights = weights(texts, features);
        let row = |text: &Vec<(u32, f32)>| {
            let weighted = || text.iter().map(|(feature, counts)| weights[*feature as usize] * counts);
            let length = weighted().map(|v| v * v).sum::<f32>().sqrt();
            let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
            (text.iter().map(|(feature, _)| *feature).collect(), weighted().map(|v| v * scale).collect())
        };
        Self(texts.iter().map(row).collect())
    }

    fn transposed(&self, columns: usize) -> Self {
        let mut transposed = vec![(Vec::new(), Vec::new()); columns];
        for ((columns, values), row) in self.0.iter().zip(0u32..) {
            for (column, value) in columns.iter().zip(values) {
                let (rows, of_rows) = &mut transposed[*column as usize];
                rows.push(row);
                of_rows.push(*value);
            }
        }
        Self(transposed)
    }

    /// The product with a dense matrix.
    fn project(&self, basis: &[Latent]) -> Vec<Latent> {
        self.0.par_iter().map(|(columns, values)| sum(basis, columns, values)).collect()
    }
}

/// Inverse document frequency (Spärck Jones 1972), smoothed by one text that has every feature. Features of more than a
/// tenth of the texts weigh nothing.
fn weights(texts: &[Vec<(u32, f32)>], features: usize) -> Vec<f32> {
    let mut counts = vec![0u32; features];
    for (feature, _) in texts.iter().flatten() {
        counts[*feature as usize] += 1;
    }
    let all = texts.len() as f32;
    let weight = |count: u32| {
        if count as f32 > all * 0.1 { 0.0 } else { ((1.0 + all) / (1.0 + count as f32)).ln() + 1.0 }
    };
    counts.into_iter().map(weight).collect()
}

/// The sum of the chosen rows, each by its scale.
pub(super) fn sum(rows: &[Latent], chosen: &[u32], scales: &[f32]) -> Latent {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            let mut sum = [0.0; LATENT];
            for (index, scale) in chosen.iter().zip(scales) {
                for (s, value) in sum.iter_mut().zip(&rows[*index as usize]) {
                    *s += scale * value;
                }
            }
            sum
        },
    )
}

/// Makes the columns orthonormal through the Cholesky factor of their products. A column that depends on those before it
/// becomes zero.
pub(super) fn orthonormalise(rows: &mut [Latent]) {
    let mut gram = vec![[0.0f64; LATENT]; LATENT];
    // In the order of the rows, whatever the number of threads: sums of floats depend on it.
    for part in rows.par_chunks(512).map(products).collect::<Vec<_>>() {
        for (sum, value) in gram.iter_mut().flatten().zip(part.iter().flatten()) {
            *sum += f64::from(*value);
        }
    }
    let lower = cholesky(&gram);
    let inverse: [f32; LATENT] =
        std::array::from_fn(|j| if lower[j][j] > 0.0 { (1.0 / lower[j][j]) as f32 } else { 0.0 });
    let upper: Vec<Latent> = (0..LATENT).map(|j| std::array::from_fn(|i| lower[i][j] as f32)).collect();
    rows.par_chunks_mut(512).for_each(|rows| {
        Arch::new().dispatch(
            #[inline(always)]
            || {
                for row in rows {
                    for j in 0..LATENT {
                        let solved = row[j] * inverse[j];
                        row[j] = solved;
                        for (value, factor) in row[j + 1..].iter_mut().zip(&upper[j][j + 1..]) {
                            *value -= solved * factor;
                        }
                    }
                }
            },
        );
    });
}

/// The products of all columns with all columns.
pub(super) fn products<const N: usize>(rows: &[[f32; N]]) -> Vec<[f32; N]> {
    let mut sums = vec![[0.0; N]; N];
    Arch::new().dispatch(
        #[inline(always)]
        || {
            // Four rows at a time, so that each sum is read and written once for all of them.
            for four in rows.chunks(4) {
                let row = |index: usize| four.get(index).unwrap_or(&[0.0; N]);
                let [a, b, c, d] = std::array::from_fn(row);
                for (i, sums) in sums.iter_mut().enumerate() {
                    for j in 0..N {
                        sums[j] += a[i] * a[j] + b[i] * b[j] + c[i] * c[j] + d[i] * d[j];
                    }
                }
            }
        },
    );
    sums
}

fn cholesky(gram: &[[f64; LATENT]]) -> Vec<[f64; LATENT]> {
    let mut lower = vec![[0.0; LATENT]; LATENT];
    for j in 0..LATENT {
        let square = gram[j][j] - lower[j][..j].iter().map(|v| v * v).sum::<f64>();
        // Products are summed in 32 bits, so less than this is their rounding.
        if square <= gram[j][j].max(1e-30) * 1e-6 {
            continue;
        }
        let pivot = square.sqrt();
        lower[j][j] = pivot;
        for i in j + 1..LATENT {
            let dot: f64 = (0..j).map(|index| lower[i][index] * lower[j][index]).sum();
            lower[i][j] = (gram[i][j] - dot) / pivot;
        }
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(features: Vec<u32>) -> Vec<(u32, f32)> {
        features.into_iter().map(|feature| (feature, 1.0)).collect()
    }

    fn cosine(a: &Latent, b: &Latent) -> f32 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn texts_that_share_no_word_lie_near_where_others_use_both_words() {
        // 0 and 1 are used together by others, as are 2 and 3.
        let mut texts: Vec<Vec<u32>> =
            (0..40).map(|n| if n % 2 == 0 { vec![0, 1, 4 + n] } else { vec![2, 3, 4 + n] }).collect();
        texts.extend([vec![0], vec![1], vec![2]]);
        for number in 44..400 {
            texts.push(vec![number]);
        }
        let texts: Vec<Vec<(u32, f32)>> = texts.into_iter().map(alike).collect();
        let latent = latent(&texts, 400, 1);
        assert!(cosine(&latent[40], &latent[41]) > cosine(&latent[40], &latent[42]) + 0.2);
    }

    #[test]
    fn nothing_and_a_text_without_features_are_zero_and_never_not_a_number() {
        assert!(latent(&[], 0, 1).is_empty());
        let some = latent(&[vec![], vec![(0, 1.0)], vec![(0, 2.0)]], 1, 1);
        assert!(some.iter().flatten().all(|v| v.is_finite()));
        assert_eq!(some[0], [0.0; LATENT]);
    }
}
