//! Learns the weights: first what reviews' stars say of their words, then what people labelled.

use std::collections::HashSet;

use hearken_analysis::readings::logistic::{Examples, Shape, fit};
use hearken_analysis::readings::{COLUMNS, Features, Head, Reader, Weights, held, made};
use rayon::prelude::*;

use super::score::macro_f1;
use super::texts::{APART, Item, Label};

/// How strongly weights are held at nothing, found by leaving out a fifth at a time of what is learned from.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    pub stars: (f64, f64),
    pub says: (f64, f64),
    pub sentiment: (f64, f64),
    pub severity: (f64, f64),
}

impl Default for Held {
    fn default() -> Self {
        Self { stars: (2.0, 2.0), says: (0.6, 0.6), sentiment: (0.6, 0.6), severity: (0.3, 0.3) }
    }
}

impl Held {
    fn of(&self, head: Head) -> (f64, f64) {
        match head {
            Head::Stars => self.stars,
            Head::Says => self.says,
            Head::Sentiment => self.sentiment,
            Head::Severity => self.severity,
        }
    }
}

/// What each head learned, and how much sharper or flatter its probabilities have to be.
pub struct Trained {
    pub heads: [Vec<f64>; 4],
    pub sharpness: [f32; 4],
}

impl Trained {
    pub fn weights(&self) -> Weights {
        Weights::of(std::array::from_fn(|head| self.heads[head].as_slice()), self.sharpness)
    }
}

/// The class of a number of stars.
pub fn star_class(rating: f64) -> usize {
    if rating <= 2.0 {
        0
    } else if rating < 4.0 {
        1
    } else {
        2
    }
}

/// Reviews whose stars are learned from: not of the products kept apart, each text once with the same stars, none that
/// people labelled.
pub fn starred<'i>(items: &'i [Item], labelled: &HashSet<&str>) -> Vec<(&'i Item, usize)> {
    let key = |item: &Item| item.words.trim().to_lowercase();
    let mut seen: HashSet<(String, usize)> = items
        .iter()
        .filter(|item| labelled.contains(item.id.as_str()))
        .flat_map(|item| (0..3).map(|class| (key(item), class)))
        .collect();
    let mut found = Vec::new();
    for item in items {
        let Some(class) = item.rating.map(star_class) else { continue };
        if !APART.contains(&item.product.as_str())
            && !item.words.is_empty()
            && seen.insert((key(item), class))
        {
            found.push((item, class));
        }
    }
    found
}

/// Learns stars: classes count alike, and what a product has of each number of stars counts for the product, not its words.
pub fn stars(reviews: &[(&Item, usize)], hold: (f64, f64)) -> Vec<f64> {
    let mut products: Vec<&str> = reviews.iter().map(|(item, _)| item.product.as_str()).collect();
    products.sort_unstable();
    products.dedup();
    let mut of_class = [0_usize; 3];
    reviews.iter().for_each(|(_, class)| of_class[*class] += 1);
    let features: Vec<Features> =
        reviews.par_iter().map(|(item, _)| Features::read(&item.unrated())).collect();
    let mut examples = Examples::default();
    for (features, (item, class)) in features.iter().zip(reviews) {
        let product = products.binary_search(&item.product.as_str()).unwrap_or_default();
        let weight = reviews.len() as f32 / (3 * of_class[*class].max(1)) as f32;
        examples.push(features.row(None).chain([((COLUMNS + product) as u32, 1.0)]), *class, weight);
    }
    let mut held = held(hold.0, hold.1);
    held.resize(COLUMNS + products.len(), hold.1);
    let mut found = fit(&examples, Shape { classes: 3, held: &held });
    found.truncate(COLUMNS * 3);
    found
}

/// A text to learn from: its rows, with its rating and without, and what it says.
pub struct Taught {
    rows: Vec<Vec<(u32, f32)>>,
    label: Label,
    /// Whether it was really written.
    real: bool,
}

/// Readies labelled texts, and those that were made up. A text that has a rating is learned from with it and without it.
pub fn taught(stars: &[f64], labelled: &[(&Item, Label)]) -> Vec<Taught> {
    let none = vec![0.0; COLUMNS * 5];
    let reader =
        Reader::with(Weights::of([stars, &none, &none[..COLUMNS * 3], &none[..COLUMNS * 3]], [1.0; 4]));
    let row = |features: Features| features.row(Some(reader.stars(&features))).collect::<Vec<_>>();
    let real = labelled.iter().map(|(item, label)| {
        let texts = [Some(item.unrated()), item.rating.map(|_| item.text())];
        let rows = texts.into_iter().flatten().map(|text| row(Features::read(&text))).collect();
        Taught { rows, label: *label, real: true }
    });
    let made = made().map(|made| Taught {
        rows: vec![row(Features::read(&made.text()))],
        label: Label { says: made.says, sentiment: made.sentiment, severity: made.severity },
        real: false,
    });
    real.chain(made).collect()
}

fn learn_head(head: Head, taught: &[&Taught], hold: (f64, f64)) -> Vec<f64> {
    let mut examples = Examples::default();
    for one in taught {
        let Some(class) = one.label.class(head) else { continue };
        for row in &one.rows {
            examples.push(row.iter().copied(), class, 1.0 / one.rows.len() as f32);
        }
    }
    fit(&examples, Shape { classes: head.classes(), held: &held(hold.0, hold.1) })
}

/// Learns a head; gives its weights, its sharpness, and macro-F1 on what was left out, a fifth at a time.
pub fn head(head: Head, taught: &[Taught], hold: (f64, f64)) -> (Vec<f64>, f32, f64) {
    let fifths: Vec<Vec<(Vec<f64>, usize)>> = (0..5)
        .into_par_iter()
        .map(|fifth| {
            let out = |at: usize, one: &Taught| at % 5 == fifth && one.real;
            let rest: Vec<&Taught> =
                taught.iter().enumerate().filter(|(at, one)| !out(*at, one)).map(|(_, one)| one).collect();
            let weights = learn_head(head, &rest, hold);
            let left_out = taught.iter().enumerate().filter(|(at, one)| out(*at, one)).map(|(_, one)| one);
            left_out
                .filter_map(|one| {
                    Some((logits(&weights, &one.rows[0], head.classes()), one.label.class(head)?))
                })
                .collect()
        })
        .collect();
    let left_out: Vec<(Vec<f64>, usize)> = fifths.into_iter().flatten().collect();
    let pairs: Vec<(usize, usize)> =
        left_out.iter().map(|(logits, class)| (*class, largest(logits))).collect();
    let weights = learn_head(head, &taught.iter().collect::<Vec<_>>(), hold);
    (weights, sharpness(&left_out), macro_f1(&pairs))
}

/// By what logits have to be multiplied for their probabilities to be likeliest.
fn sharpness(left_out: &[(Vec<f64>, usize)]) -> f32 {
    let loss = |by: f32| -> f64 {
        let one = |(logits, class): &(Vec<f64>, usize)| {
            let mut p: Vec<f64> = logits.iter().map(|l| l * f64::from(by)).collect();
            hearken_analysis::readings::logistic::softmax(&mut p);
            -p[*class].max(1e-12).ln()
        };
        left_out.iter().map(one).sum()
    };
    let tried = (4..=60).map(|n| n as f32 * 0.05);
    tried.min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(1.0)
}

/// The logits of a row.
pub fn logits(weights: &[f64], row: &[(u32, f32)], classes: usize) -> Vec<f64> {
    let mut logits = vec![0.0; classes];
    for (column, value) in row {
        let weights = &weights[*column as usize * classes..][..classes];
        logits.iter_mut().zip(weights).for_each(|(logit, weight)| *logit += weight * f64::from(*value));
    }
    logits
}

/// The class with the largest value.
pub fn largest(values: &[f64]) -> usize {
    (0..values.len()).fold(0, |best, at| if values[at] > values[best] { at } else { best })
}

/// Learns all heads. `told` hears macro-F1 of each on what was left out.
pub fn all(
    reviews: &[(&Item, usize)],
    labelled: &[(&Item, Label)],
    hold: Held,
    told: &mut dyn FnMut(Head, f64, f32),
) -> Trained {
    let stars = stars(reviews, hold.stars);
    let taught = taught(&stars, labelled);
    let mut learned = Trained { heads: [stars, Vec::new(), Vec::new(), Vec::new()], sharpness: [1.0; 4] };
    for head in [Head::Says, Head::Sentiment, Head::Severity] {
        let (weights, sharpness, f1) = self::head(head, &taught, hold.of(head));
        told(head, f1, sharpness);
        learned.heads[head as usize] = weights;
        learned.sharpness[head as usize] = sharpness;
    }
    learned
}
