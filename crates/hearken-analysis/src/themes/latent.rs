//! Latent semantic analysis (Deerwester and others 1990): which words of the customers at hand go together, from their
//! texts alone. By subspace iteration (Halko, Martinsson, Tropp 2011, algorithm 4.4); the basis is not rotated to the
//! singular vectors, since only the angles between texts count.

use rayon::prelude::*;

use crate::random::Random;

/// Rounds of the iteration.
const ROUNDS: usize = 4;

/// Dimensions of a text in latent space.
pub(super) const LATENT: usize = 128;

/// A text in latent space, of length one, or zero where it has no feature.
pub(super) type Latent = [f32; LATENT];

/// Where each text, given by its features' numbers, lies among the others.
pub(super) fn latent(texts: &[Vec<u32>], features: usize, seed: u64) -> Vec<Latent> {
    let weights = weights(texts, features);
    let rows: Vec<f32> = texts
        .iter()
        .map(|text| {
            let length = text.iter().map(|f| weights[*f as usize].powi(2)).sum::<f32>().sqrt();
            if length > 0.0 { 1.0 / length } else { 0.0 }
        })
        .collect();
    let by_feature = transposed(texts, features);
    let mut random = Random::new(seed);
    let mut basis: Vec<Latent> =
        (0..features).map(|_| std::array::from_fn(|_| random.below(2001) as f32 / 1000.0 - 1.0)).collect();
    orthonormalise(&mut basis);
    for _ in 0..ROUNDS {
        let projected = project(texts, &rows, &weights, &basis);
        basis = by_feature
            .par_iter()
            .zip(&weights)
            .map(|(texts, weight)| {
                let mut sum = [0.0; LATENT];
                for text in texts {
                    add(&mut sum, &projected[*text as usize], rows[*text as usize] * weight);
                }
                sum
            })
            .collect();
        orthonormalise(&mut basis);
    }
    let mut projected = project(texts, &rows, &weights, &basis);
    projected.par_iter_mut().for_each(|row| {
        let length = row.iter().map(|v| v * v).sum::<f32>().sqrt();
        let scale = if length > 1e-6 { 1.0 / length } else { 0.0 };
        row.iter_mut().for_each(|v| *v *= scale);
    });
    projected
}

/// Inverse document frequency (Spärck Jones 1972), smoothed by one text that has every feature. Features of more than a
/// tenth of the texts weigh nothing.
fn weights(texts: &[Vec<u32>], features: usize) -> Vec<f32> {
    let mut counts = vec![0u32; features];
    for feature in texts.iter().flatten() {
        counts[*feature as usize] += 1;
    }
    let all = texts.len() as f32;
    let weight = |count: u32| {
        if count as f32 > all * 0.1 { 0.0 } else { ((1.0 + all) / (1.0 + count as f32)).ln() + 1.0 }
    };
    counts.into_iter().map(weight).collect()
}

fn transposed(texts: &[Vec<u32>], features: usize) -> Vec<Vec<u32>> {
    let mut of = vec![Vec::new(); features];
    for (text, known) in texts.iter().enumerate() {
        for feature in known {
            of[*feature as usize].push(text as u32);
        }
    }
    of
}

fn project(texts: &[Vec<u32>], rows: &[f32], weights: &[f32], basis: &[Latent]) -> Vec<Latent> {
    texts
        .par_iter()
        .zip(rows)
        .map(|(text, row)| {
            let mut sum = [0.0; LATENT];
            for feature in text {
                add(&mut sum, &basis[*feature as usize], row * weights[*feature as usize]);
            }
            sum
        })
        .collect()
}

fn add(sum: &mut Latent, other: &Latent, scale: f32) {
    for (s, o) in sum.iter_mut().zip(other) {
        *s += scale * o;
    }
}

/// Makes the columns orthonormal through the Cholesky factor of their products. A column that depends on those before it
/// becomes zero.
fn orthonormalise(rows: &mut [Latent]) {
    let gram = rows
        .par_chunks(512)
        .map(|rows| {
            let mut sum = vec![[0.0f64; LATENT]; LATENT];
            for row in rows {
                for (sum, a) in sum.iter_mut().zip(row) {
                    for (s, b) in sum.iter_mut().zip(row) {
                        *s += f64::from(*a) * f64::from(*b);
                    }
                }
            }
            sum
        })
        // In the order of the rows, whatever the number of threads: sums of floats depend on it.
        .collect::<Vec<_>>()
        .into_iter()
        .reduce(|mut left, right| {
            for (left, right) in left.iter_mut().flatten().zip(right.iter().flatten()) {
                *left += right;
            }
            left
        });
    let Some(lower) = gram.map(|gram| cholesky(&gram)) else { return };
    rows.par_iter_mut().for_each(|row| {
        for j in 0..LATENT {
            let before: f64 = (0..j).map(|i| lower[j][i] * f64::from(row[i])).sum();
            let pivot = lower[j][j];
            row[j] = if pivot > 0.0 { ((f64::from(row[j]) - before) / pivot) as f32 } else { 0.0 };
        }
    });
}

fn cholesky(gram: &[[f64; LATENT]]) -> Vec<[f64; LATENT]> {
    let mut lower = vec![[0.0; LATENT]; LATENT];
    for j in 0..LATENT {
        let square = gram[j][j] - lower[j][..j].iter().map(|v| v * v).sum::<f64>();
        if square <= gram[j][j].max(1e-30) * 1e-9 {
            continue;
        }
        let pivot = square.sqrt();
        lower[j][j] = pivot;
        for i in j + 1..LATENT {
            let dot: f64 = (0..j).map(|at| lower[i][at] * lower[j][at]).sum();
            lower[i][j] = (gram[i][j] - dot) / pivot;
        }
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let latent = latent(&texts, 400, 1);
        assert!(cosine(&latent[40], &latent[41]) > cosine(&latent[40], &latent[42]) + 0.2);
    }

    #[test]
    fn nothing_and_a_text_without_features_are_zero_and_never_not_a_number() {
        assert!(latent(&[], 0, 1).is_empty());
        let some = latent(&[vec![], vec![0], vec![0]], 1, 1);
        assert!(some.iter().flatten().all(|v| v.is_finite()));
        assert_eq!(some[0], [0.0; LATENT]);
    }
}
