//! What anybody would try first: words and pairs of words weighted by TF-IDF (sublinear, length one), and multinomial
//! logistic regression. How strongly weights are held, and whether classes count alike, is chosen on training texts.

use std::collections::HashMap;

use hearken_analysis::readings::logistic::{Examples, Shape, fit};
use rayon::prelude::*;

use super::learn::{largest, logits};
use super::score::macro_f1;

/// Texts with their classes.
pub type Texts<'t> = [(&'t str, usize)];

/// How it was set.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// How strongly weights are held at nothing.
    pub held: f64,
    /// Whether classes count alike.
    pub balanced: bool,
}

/// What is tried.
pub const SETTINGS: [f64; 5] = [0.03, 0.1, 0.3, 1.0, 3.0];

/// TF-IDF of a vocabulary.
pub struct Baseline {
    vocabulary: HashMap<String, (u32, f32)>,
    weights: Vec<f64>,
    classes: usize,
}

impl Baseline {
    /// Learns from texts. A feature must be in at least so many.
    pub fn learn(texts: &Texts<'_>, classes: usize, least: usize, setting: Setting) -> Self {
        let vocabulary = vocabulary(texts, least);
        let mut of_class = vec![0_usize; classes];
        texts.iter().for_each(|(_, class)| of_class[*class] += 1);
        let rows: Vec<Vec<(u32, f32)>> = texts.par_iter().map(|(text, _)| row(text, &vocabulary)).collect();
        let mut examples = Examples::default();
        let always = vocabulary.len() as u32;
        for (row, (_, class)) in rows.iter().zip(texts) {
            let alike = texts.len() as f32 / (classes * of_class[*class].max(1)) as f32;
            let weight = if setting.balanced { alike } else { 1.0 };
            examples.push(row.iter().copied().chain([(always, 1.0)]), *class, weight);
        }
        let mut held = vec![setting.held; vocabulary.len()];
        held.push(1e-4);
        let weights = fit(&examples, Shape { classes, held: &held });
        Self { vocabulary, weights, classes }
    }

    /// The logits of a text.
    pub fn logits(&self, text: &str) -> Vec<f64> {
        let mut row = row(text, &self.vocabulary);
        row.push((self.vocabulary.len() as u32, 1.0));
        logits(&self.weights, &row, self.classes)
    }

    /// The classes of texts.
    pub fn read(&self, texts: &Texts<'_>) -> Vec<usize> {
        texts.par_iter().map(|(text, _)| largest(&self.logits(text))).collect()
    }
}

/// The setting that does best when each group in turn is left out.
pub fn choose(groups: &[Vec<(&str, usize)>], classes: usize, least: usize) -> Setting {
    let all =
        SETTINGS.iter().flat_map(|held| [false, true].map(|balanced| Setting { held: *held, balanced }));
    let scored = all.map(|setting| {
        let pairs = (0..groups.len()).flat_map(|out| {
            let rest: Vec<(&str, usize)> = groups
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != out)
                .flat_map(|(_, g)| g.iter().copied())
                .collect();
            let found = Baseline::learn(&rest, classes, least, setting).read(&groups[out]);
            groups[out].iter().map(|(_, class)| *class).zip(found).collect::<Vec<_>>()
        });
        (macro_f1(&pairs.collect::<Vec<_>>()), setting)
    });
    let first = (f64::NEG_INFINITY, Setting { held: 1.0, balanced: false });
    scored.fold(first, |best, one| if one.0 > best.0 { one } else { best }).1
}

/// Words of two characters or more in lower case, and pairs of them.
fn grams(text: &str) -> HashMap<String, u32> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| word.chars().nth(1).is_some())
        .collect();
    let mut grams = HashMap::new();
    for word in &words {
        *grams.entry((*word).to_owned()).or_default() += 1;
    }
    for pair in words.windows(2) {
        *grams.entry(pair.join(" ")).or_default() += 1;
    }
    grams
}

fn vocabulary(texts: &Texts<'_>, least: usize) -> HashMap<String, (u32, f32)> {
    let mut documents: HashMap<String, usize> = HashMap::new();
    for (text, _) in texts {
        grams(text).into_keys().for_each(|gram| *documents.entry(gram).or_default() += 1);
    }
    let mut kept: Vec<(String, usize)> = documents.into_iter().filter(|(_, count)| *count >= least).collect();
    kept.sort_unstable();
    let idf = |count: usize| (((1 + texts.len()) as f32) / ((1 + count) as f32)).ln() + 1.0;
    kept.into_iter().zip(0..).map(|((gram, count), at)| (gram, (at, idf(count)))).collect()
}

fn row(text: &str, vocabulary: &HashMap<String, (u32, f32)>) -> Vec<(u32, f32)> {
    let counted = grams(text);
    let mut row: Vec<(u32, f32)> = counted
        .iter()
        .filter_map(|(gram, count)| {
            let (at, idf) = vocabulary.get(gram)?;
            Some((*at, (1.0 + (*count as f32).ln()) * idf))
        })
        .collect();
    row.sort_unstable_by_key(|(at, _)| *at);
    let length = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(1e-9);
    row.iter_mut().for_each(|(_, value)| *value /= length);
    row
}
