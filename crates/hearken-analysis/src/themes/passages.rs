//! What a long text says besides: passages, each of which speaks clearly of a theme that is not the one the text is in.

use std::ops::Range;

use super::features::hashes;
use super::model::Model;
use super::refine::median;
use crate::boilerplate::OwnWords;
use crate::embedding::{EmbeddingTable, Vector};
use crate::words::{readable_share, words};

/// Sentences in a row that a passage has, at most,
const SENTENCES_MAX: usize = 4;
/// and words, at least. "Test case:" and "For my mortgage." name a matter and say nothing of it.
const WORDS_MIN: usize = 10;
/// Such a share of a passage must be words.
const READABLE_SHARE_MIN: f32 = 0.7;
/// Features that a passage has, at least: without them only its embedding would speak.
const FEATURES_MIN: usize = 6;
/// How clearly a passage belongs to its theme, at least.
const FIT_MIN: f32 = 0.9;
/// How much nearer it lies to the centroid of its theme than to that of the text's own, at least.
const NEARER_MIN: f32 = 0.15;
/// Other themes of one text, at most.
const OTHERS_MAX: usize = 2;
/// Sentences of a text that are read. Whatever is longer is a document, and speaks of everything.
const SENTENCES_READ: usize = 100;

/// A passage of a text that speaks of another theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage<T> {
    /// The theme.
    pub theme: T,
    /// The bytes of the text.
    pub range: Range<usize>,
    /// How clearly it belongs there, 0 to 1.
    pub fit: f32,
}

/// The passages of a text that speak of other themes than `own_theme`, the clearest first; `themes` says of each cluster of
/// the model which theme it is, if any. A passage is as near to its theme as half of that theme's own texts are, and half of
/// all themes' texts to theirs: a theme that holds together loosely would take in anything. A text of one sentence has none.
pub fn passages<T: Copy + PartialEq>(
    model: &Model,
    text: &OwnWords<'_>,
    themes: &[Option<T>],
    own_theme: Option<T>,
) -> Vec<Passage<T>> {
    let mut sentences = text.sentences();
    sentences.truncate(SENTENCES_READ);
    let whole = sentences.len();
    sentences.retain(|sentence| !in_list(text.text(), sentence.start));
    let least = median(&model.medians).max(0.01);
    let reading = Reading { model, text: text.text(), themes, own_theme, least };
    let mut scores = Vec::new();
    let mut found: Vec<(f32, Passage<T>)> = Vec::new();
    // The whole of a text is no passage of it.
    for count in 1..=SENTENCES_MAX.min(whole.saturating_sub(1)) {
        let windows = sentences.windows(count).filter(|window| reading.runs_on(window));
        let ranges = windows.map(|window| window[0].start..window[count - 1].end);
        found.extend(ranges.filter_map(|range| reading.passage(range, &mut scores)));
    }
    found.sort_by(|(a, first), (b, second)| b.total_cmp(a).then(first.range.start.cmp(&second.range.start)));
    let mut kept: Vec<Passage<T>> = Vec::new();
    for (_, passage) in found {
        let apart = |other: &Passage<T>| {
            other.theme != passage.theme
                && (other.range.end <= passage.range.start || passage.range.end <= other.range.start)
        };
        if kept.len() < OTHERS_MAX && kept.iter().all(apart) {
            kept.push(passage);
        }
    }
    kept
}

struct Reading<'r, T> {
    model: &'r Model,
    text: &'r str,
    themes: &'r [Option<T>],
    own_theme: Option<T>,
    /// The median over the themes of what [`Model::medians`] says of each.
    least: f32,
}

impl<T: Copy + PartialEq> Reading<'_, T> {
    /// Whether these sentences stand in one paragraph, and nothing was taken out between them.
    fn runs_on(&self, sentences: &[Range<usize>]) -> bool {
        let between = |pair: &[Range<usize>]| &self.text[pair[0].end..pair[1].start];
        let within = |between: &str| between.trim().is_empty() && between.matches('\n').count() < 2;
        sentences.windows(2).all(|pair| within(between(pair)))
    }

    /// The passage that these bytes are, if they speak of another theme, and how well.
    fn passage(&self, range: Range<usize>, scores: &mut Vec<f32>) -> Option<(f32, Passage<T>)> {
        let said = &self.text[range.clone()];
        // What a colon ends only says what is shown below it, and what a link names is said elsewhere.
        if said.ends_with([':', '：'])
            || said.contains("://")
            || words(said).len() < WORDS_MIN
            || readable_share(said) < READABLE_SHARE_MIN
        {
            return None;
        }
        let vector = EmbeddingTable::builtin().embed(said);
        let encoded = self.model.encoder.encode(&hashes(said), &vector);
        if vector.is_empty() || encoded.features.len() < FEATURES_MIN {
            return None;
        }
        self.model.scores(&encoded, scores);
        let (cluster, most) = scores.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let theme = (*self.themes.get(cluster)?)?;
        if Some(theme) == self.own_theme {
            return None;
        }
        let odds = |score: &f32| (score - most).exp();
        let of_theme = scores.iter().zip(self.themes).filter(|(_, other)| **other == Some(theme));
        let fit = of_theme.map(|(score, _)| odds(score)).sum::<f32>() / scores.iter().map(odds).sum::<f32>();
        let cosine = self.model.cosine(&encoded.centred, cluster);
        let nearness = cosine / self.model.medians[cluster].max(self.least);
        let speaks =
            fit >= FIT_MIN && nearness >= 1.0 && cosine - self.to_own_theme(&encoded.centred) >= NEARER_MIN;
        speaks.then(|| (fit * nearness, Passage { theme, range, fit: fit.min(1.0) }))
    }

    /// The cosine to the nearest centroid of the text's own theme; 0 where it is in none.
    fn to_own_theme(&self, centred: &Vector) -> f32 {
        let own =
            self.themes.iter().enumerate().filter(|(_, theme)| theme.is_some() && **theme == self.own_theme);
        own.map(|(cluster, _)| self.model.cosine(centred, cluster)).max_by(f32::total_cmp).unwrap_or(0.0)
    }
}

/// Whether the line around this place is of a list or a table: a step, or an aspect of the matter that the list is of.
fn in_list(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[line..].trim_start();
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '#', '+', '•', '|'])
        || numbered.len() < line.len() && numbered.trim_start().starts_with(['.', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boilerplate::{Template, own_words};
    use crate::themes::{Settings, Text, assign, cluster};

    const CALLS: &str =
        "This collector calls my phone at night and will not stop these harassing phone calls";
    const MORTGAGE: &str =
        "The bank lost the appraisal of our house and delays the mortgage refinance for months";

    /// Made-up words about five matters, sixteen sentences each.
    const SAID: &str = include_str!("five-matters.txt");

    /// A model that knows these, and which cluster calls and mortgages are.
    fn model() -> (Model, usize, usize) {
        let table = EmbeddingTable::builtin();
        let texts: Vec<Text<'_>> =
            SAID.lines().zip(0..).map(|(text, id)| Text::new(id, text, table.embed(text))).collect();
        let found = cluster(&texts, None, &Settings::default(), &|_, _| {});
        let of = |text: &str| assign(&found.model, text, &table.embed(text)).expect("a cluster").cluster;
        let (calls, mortgage) = (of(CALLS), of(MORTGAGE));
        (found.model, calls, mortgage)
    }

    fn other_themes(model: &Model, text: &str, own_theme: Option<usize>) -> Vec<(usize, String)> {
        let themes: Vec<Option<usize>> = (0..model.clusters()).map(Some).collect();
        let own = own_words(None, text, &Template::default());
        let found = passages(model, &own, &themes, own_theme);
        found.into_iter().map(|passage| (passage.theme, text[passage.range].to_owned())).collect()
    }

    #[test]
    fn a_text_of_two_matters_has_a_passage_for_the_one_that_is_not_its_own() {
        let (model, calls, mortgage) = model();
        let text = format!("{CALLS}. {MORTGAGE}.");
        assert_eq!(other_themes(&model, &text, Some(calls)), [(mortgage, format!("{MORTGAGE}."))]);
        assert_eq!(other_themes(&model, &text, Some(mortgage)), [(calls, format!("{CALLS}."))]);
    }

    #[test]
    fn a_text_of_one_matter_and_one_of_one_sentence_have_none() {
        let (model, calls, _) = model();
        assert_eq!(other_themes(&model, &format!("{CALLS}. {CALLS} again."), Some(calls)), []);
        assert_eq!(other_themes(&model, MORTGAGE, Some(calls)), []);
    }

    #[test]
    fn a_word_in_passing_and_what_only_announces_are_no_passage() {
        let (model, calls, _) = model();
        assert_eq!(other_themes(&model, &format!("{CALLS}. For my mortgage."), Some(calls)), []);
        assert_eq!(other_themes(&model, &format!("{CALLS}.\n{MORTGAGE}:\n\nsee below"), Some(calls)), []);
    }

    #[test]
    fn steps_of_a_list_are_no_passage() {
        let (model, calls, mortgage) = model();
        for list in [format!("- {MORTGAGE}."), format!("2. {MORTGAGE}."), format!("  3) {MORTGAGE}.")] {
            assert_eq!(other_themes(&model, &format!("{CALLS}.\n{list}"), Some(calls)), [], "{list}");
        }
        let line = other_themes(&model, &format!("{CALLS}.\n{MORTGAGE}."), Some(calls));
        assert_eq!(line, [(mortgage, format!("{MORTGAGE}."))]);
    }

    #[test]
    fn clusters_of_one_theme_are_one_and_a_cluster_that_is_no_theme_any_more_has_no_passage() {
        let (model, calls, mortgage) = model();
        let text = format!("{CALLS}. {MORTGAGE}.");
        let own = own_words(None, &text, &Template::default());
        let as_one: Vec<Option<usize>> = (0..model.clusters())
            .map(|cluster| Some(if cluster == mortgage { calls } else { cluster }))
            .collect();
        assert_eq!(passages(&model, &own, &as_one, Some(calls)), []);
        let gone: Vec<Option<usize>> =
            (0..model.clusters()).map(|cluster| (cluster != mortgage).then_some(cluster)).collect();
        assert_eq!(passages(&model, &own, &gone, Some(calls)), []);
    }

    #[test]
    fn a_passage_is_a_place_in_the_text_with_all_its_boilerplate() {
        let (model, calls, _) = model();
        let text = format!("Hello,\n\n{CALLS} – déjà vu.\n\n```\nlet x = 1;\n```\n\n{MORTGAGE}.\n");
        assert_eq!(other_themes(&model, &text, Some(calls))[0].1, format!("{MORTGAGE}."));
    }
}
