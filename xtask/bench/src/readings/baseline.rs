//! What anybody would try first: words and pairs of words weighted by TF-IDF (sublinear, length one), and multinomial
//! logistic regression. How strongly weights are held, and whether classes count alike, is chosen on training texts.

use std::collections::HashMap;

use hearken_analysis::readings::logistic::{Examples, Shape, fit};
use rayon::prelude::*;

use super::learn::logits;
use super::left_out::largest;
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
const SETTINGS: [f64; 4] = [0.1, 0.3, 1.0, 3.0];

type Vocabulary = HashMap<String, (u32, f32)>;

/// TF-IDF of a vocabulary.
pub struct Baseline {
    vocabulary: Vocabulary,
    weights: Vec<f64>,
    classes: usize,
}

impl Baseline {
    /// Learns from texts. A feature must be in at least so many.
    pub fn learn(texts: &Texts<'_>, classes: usize, least: usize, setting: Setting) -> Self {
        Prepared::of(texts, classes, least).learn(setting)
    }

    /// The logits of a text.
    pub fn logits(&self, text: &str) -> Vec<f64> {
        self.of_row(&row(text, &self.vocabulary))
    }

    /// The classes of texts.
    pub fn read(&self, texts: &Texts<'_>) -> Vec<usize> {
        texts.par_iter().map(|(text, _)| largest(&self.logits(text))).collect()
    }

    fn of_row(&self, row: &[(u32, f32)]) -> Vec<f64> {
        let mut found = logits(&self.weights, row, self.classes);
        let always = &self.weights[self.vocabulary.len() * self.classes..];
        found.iter_mut().zip(always).for_each(|(logit, weight)| *logit += weight);
        found
    }
}

/// Texts as rows, to learn from under several settings.
struct Prepared {
    vocabulary: Vocabulary,
    rows: Vec<(Vec<(u32, f32)>, usize)>,
    classes: usize,
}

impl Prepared {
    fn of(texts: &Texts<'_>, classes: usize, least: usize) -> Self {
        let vocabulary = vocabulary(texts, least);
        let rows = texts.par_iter().map(|(text, class)| (row(text, &vocabulary), *class)).collect();
        Self { vocabulary, rows, classes }
    }

    fn learn(&self, setting: Setting) -> Baseline {
        let mut of_class = vec![0_usize; self.classes];
        self.rows.iter().for_each(|(_, class)| of_class[*class] += 1);
        let mut examples = Examples::default();
        let always = self.vocabulary.len() as u32;
        for (row, class) in &self.rows {
            let alike = self.rows.len() as f32 / (self.classes * of_class[*class].max(1)) as f32;
            let weight = if setting.balanced { alike } else { 1.0 };
            examples.push(row.iter().copied().chain([(always, 1.0)]), *class, weight);
        }
        let mut held = vec![setting.held; self.vocabulary.len()];
        held.push(1e-4);
        let weights = fit(&examples, Shape { classes: self.classes, held: &held });
        Baseline { vocabulary: self.vocabulary.clone(), weights, classes: self.classes }
    }
}

/// The setting that does best when each group in turn is left out: how strongly weights are held, then whether classes
/// count alike.
pub fn choose(groups: &[Vec<(&str, usize)>], classes: usize, least: usize) -> Setting {
    let prepared: Vec<(Prepared, usize)> = (0..groups.len())
        .map(|out| {
            let rest =
                groups.iter().enumerate().filter(|(at, _)| *at != out).flat_map(|(_, g)| g.iter().copied());
            (Prepared::of(&rest.collect::<Vec<_>>(), classes, least), out)
        })
        .collect();
    let score = |setting: Setting| {
        let pairs = prepared.par_iter().flat_map_iter(|(prepared, out)| {
            let found = prepared.learn(setting).read(&groups[*out]);
            groups[*out].iter().map(|(_, class)| *class).zip(found).collect::<Vec<_>>()
        });
        macro_f1(&pairs.collect::<Vec<_>>())
    };
    let better = |best: (f64, Setting), setting: Setting| {
        let f1 = score(setting);
        if f1 > best.0 { (f1, setting) } else { best }
    };
    let none = (f64::NEG_INFINITY, Setting { held: SETTINGS[0], balanced: false });
    let best = SETTINGS.iter().map(|held| Setting { held: *held, balanced: false }).fold(none, better);
    better(best, Setting { balanced: true, ..best.1 }).1
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

fn vocabulary(texts: &Texts<'_>, least: usize) -> Vocabulary {
    let mut documents: HashMap<String, usize> = HashMap::new();
    for (text, _) in texts {
        grams(text).into_keys().for_each(|gram| *documents.entry(gram).or_default() += 1);
    }
    let mut kept: Vec<(String, usize)> = documents.into_iter().filter(|(_, count)| *count >= least).collect();
    kept.sort_unstable();
    let idf = |count: usize| (((1 + texts.len()) as f32) / ((1 + count) as f32)).ln() + 1.0;
    kept.into_iter().zip(0..).map(|((gram, count), at)| (gram, (at, idf(count)))).collect()
}

fn row(text: &str, vocabulary: &Vocabulary) -> Vec<(u32, f32)> {
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
