//! Learns the weights: first what reviews' stars say of their words, then what people labelled.

use std::collections::HashSet;

use hearken_analysis::readings::logistic::{Examples, Shape, fit};
use hearken_analysis::readings::{COLUMNS, Features, Head, Reader, Weights, held, made};
use rayon::prelude::*;

use super::calibrate;
use super::left_out::{LeftOut, PARTS, largest};
use super::score::macro_f1;
use super::texts::{APART, Item, Label};

/// How strongly weights are held at nothing (columns of words, the others), found by leaving out one source after the other
/// of what is learned from.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    pub stars: (f64, f64),
    pub says: Setting,
    pub sentiment: Setting,
    pub severity: Setting,
}

/// How a head is learned.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// How strongly weights are held at nothing.
    pub held: (f64, f64),
    /// How far classes count alike: 0, each text alike; 1, each class alike.
    pub alike: f64,
}

impl Setting {
    pub const fn of(words: f64, others: f64, alike: f64) -> Self {
        Self { held: (words, others), alike }
    }
}

impl Default for Held {
    fn default() -> Self {
        let (says, sentiment) = (Setting::of(0.6, 0.6, 0.0), Setting::of(0.6, 0.6, 0.0));
        Self { stars: (2.0, 2.0), says, sentiment, severity: Setting::of(0.3, 0.3, 0.0) }
    }
}

impl Held {
    /// How a head is learned that people labelled.
    pub fn of(&self, head: Head) -> Setting {
        match head {
            Head::Stars => Setting { held: self.stars, alike: 1.0 },
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
    let products = products_of(reviews);
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
    /// With which part it is left out; nothing where it was made up.
    part: Option<usize>,
}

/// Readies labelled texts, and those that were made up. A text that has a rating is learned from with it and without it.
fn taught(stars: &[f64], labelled: &[(&Item, Label)], products: &[&str]) -> Vec<Taught> {
    let none = vec![0.0; COLUMNS * 5];
    let reader =
        Reader::with(Weights::of([stars, &none, &none[..COLUMNS * 3], &none[..COLUMNS * 3]], [1.0; 4]));
    let row = |features: Features| features.row(Some(reader.stars(&features))).collect::<Vec<_>>();
    let real = labelled.iter().map(|(item, label)| {
        let texts = [Some(item.unrated()), item.rating.map(|_| item.text())];
        let rows = texts.into_iter().flatten().map(|text| row(Features::read(&text))).collect();
        Taught { rows, label: *label, part: Some(part(item, products)) }
    });
    let made = made().map(|made| Taught {
        rows: vec![row(Features::read(&made.text()))],
        label: Label { says: made.says, sentiment: made.sentiment, severity: made.severity },
        part: None,
    });
    real.chain(made).collect()
}

fn learn_head(head: Head, taught: &[&Taught], setting: Setting) -> Vec<f64> {
    let mut of_class = vec![0_usize; head.classes()];
    taught.iter().filter_map(|one| one.label.class(head)).for_each(|class| of_class[class] += 1);
    let mean = of_class.iter().sum::<usize>() as f64 / head.classes() as f64;
    let mut examples = Examples::default();
    for one in taught {
        let Some(class) = one.label.class(head) else { continue };
        let matters = (mean / of_class[class].max(1) as f64).powf(setting.alike);
        for row in &one.rows {
            examples.push(row.iter().copied(), class, matters as f32 / one.rows.len() as f32);
        }
    }
    fit(&examples, Shape { classes: head.classes(), held: &held(setting.held.0, setting.held.1) })
}

/// Reviews are left out by their product, in so many parts.
const PARTS_OF_PRODUCTS: usize = 4;
/// With which part a text is left out.
fn part(item: &Item, products: &[&str]) -> usize {
    match item.source() {
        "complaint" => 4,
        "rust" => 5,
        "templated" => 6,
        _ => products.binary_search(&item.product.as_str()).unwrap_or_default() % PARTS_OF_PRODUCTS,
    }
}

fn products_of<'i>(reviews: &[(&'i Item, usize)]) -> Vec<&'i str> {
    let mut products: Vec<&str> = reviews.iter().map(|(item, _)| item.product.as_str()).collect();
    products.sort_unstable();
    products.dedup();
    products
}

/// What is learned from, ready to leave one source out after the other: what stars say of words is learned anew without
/// the products that are left out.
pub struct Parts {
    /// Everything.
    whole: Vec<Taught>,
    /// The stars' weights of everything.
    stars: Vec<f64>,
    /// Of each part of the products: everything, by stars that were learned without it.
    without: Vec<Vec<Taught>>,
}

impl Parts {
    pub fn new(reviews: &[(&Item, usize)], labelled: &[(&Item, Label)], hold: (f64, f64)) -> Self {
        let products = products_of(reviews);
        let learned: Vec<Vec<f64>> = (0..=PARTS_OF_PRODUCTS)
            .into_par_iter()
            .map(|out| {
                let rest = reviews.iter().filter(|(item, _)| part(item, &products) != out).copied();
                stars(&rest.collect::<Vec<_>>(), hold)
            })
            .collect();
        let mut ready: Vec<Vec<Taught>> =
            learned.iter().map(|stars| taught(stars, labelled, &products)).collect();
        let whole = ready.pop().unwrap_or_default();
        let stars = learned.into_iter().next_back().unwrap_or_default();
        Self { whole, stars, without: ready }
    }

    /// What is read of each source by what was learned from all others.
    pub fn left_out(&self, head: Head, setting: Setting) -> Vec<LeftOut> {
        let of = |out: usize| -> Vec<LeftOut> {
            let all = self.without.get(out).unwrap_or(&self.whole);
            let (these, rest): (Vec<&Taught>, Vec<&Taught>) =
                all.iter().partition(|one| one.part == Some(out));
            let weights = learn_head(head, &rest, setting);
            let read = |(one, row): (&Taught, &Vec<(u32, f32)>)| {
                let logits = logits(&weights, row, head.classes());
                Some(LeftOut { logits, class: one.label.class(head)?, part: out })
            };
            these
                .into_iter()
                .flat_map(|one| one.rows.iter().map(move |row| (one, row)))
                .filter_map(read)
                .collect()
        };
        (0..PARTS.len()).into_par_iter().flat_map_iter(of).collect()
    }
}

/// Macro-F1 on what was left out.
pub fn macro_f1_of(left_out: &[LeftOut]) -> f64 {
    macro_f1(&left_out.iter().map(|one| (one.class, largest(&one.logits))).collect::<Vec<_>>())
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

/// Learns all heads. `told` hears of each what was read of sources that were left out.
pub fn all(
    reviews: &[(&Item, usize)],
    labelled: &[(&Item, Label)],
    hold: Held,
    told: &mut dyn FnMut(Head, &[LeftOut]),
) -> Trained {
    let parts = Parts::new(reviews, labelled, hold.stars);
    let mut learned =
        Trained { heads: [parts.stars.clone(), Vec::new(), Vec::new(), Vec::new()], sharpness: [1.0; 4] };
    for head in [Head::Says, Head::Sentiment, Head::Severity] {
        let left_out = parts.left_out(head, hold.of(head));
        told(head, &left_out);
        learned.heads[head as usize] =
            learn_head(head, &parts.whole.iter().collect::<Vec<_>>(), hold.of(head));
        learned.sharpness[head as usize] =
            calibrate::temperature(&left_out.iter().collect::<Vec<_>>()) as f32;
    }
    learned
}

/// How stars of products are read by what was learned from the others: the logits, the stars, and which part.
pub fn stars_left_out(reviews: &[(&Item, usize)], hold: (f64, f64)) -> Vec<LeftOut> {
    let products = products_of(reviews);
    let of = |out: usize| -> Vec<LeftOut> {
        let is_left_out = |(item, _): &(&Item, usize)| part(item, &products) == out;
        let these: Vec<(&Item, usize)> = reviews.iter().copied().filter(is_left_out).collect();
        let rest: Vec<(&Item, usize)> = reviews.iter().copied().filter(|one| !is_left_out(one)).collect();
        let weights = stars(&rest, hold);
        let read = |(item, class): (&Item, usize)| {
            let row: Vec<(u32, f32)> = Features::read(&item.unrated()).row(None).collect();
            LeftOut { logits: logits(&weights, &row, 3), class, part: out }
        };
        these.into_iter().map(read).collect()
    };
    (0..PARTS_OF_PRODUCTS).into_par_iter().flat_map_iter(of).collect()
}
