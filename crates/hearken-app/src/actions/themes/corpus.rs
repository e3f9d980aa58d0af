//! What a clustering run reads: every signal's words with their embedding, where each was, and what people ruled.

use std::collections::BTreeMap;

use hearken_analysis::boilerplate::{Template, Templates, own_words};
use hearken_analysis::embedding::{EmbeddingTable, Vector};
use hearken_analysis::themes::{Model, PriorTheme, Text};
use hearken_domain::{AreaId, LogPosition, Membership, Passage, SignalId, ThemeId, WORDS_REMOVED};
use hearken_store::{Bindings, StoredText};

use rayon::prelude::*;

use crate::actions::themes::passages;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Texts of a source that its template is learned from, at most about so many.
const LEARNED_FROM: usize = 50_000;

/// Everything that is clustered, up to one position of the log.
pub struct Corpus {
    /// The log position up to which it was read.
    pub position: LogPosition,
    /// The signals.
    pub stored: Vec<StoredText>,
    /// What of each is clustered, in their order.
    rows: Vec<Row>,
    /// The signals of each theme that stands.
    pub members: Vec<(ThemeId, Vec<SignalId>)>,
    /// Where each of them was found to lie.
    pub areas: BTreeMap<ThemeId, AreaId>,
    /// What people ruled.
    pub bindings: Bindings,
    /// What the texts of each source share, and are read without.
    pub templates: Templates,
}

struct Row {
    words: String,
    vector: Vector,
    prior: PriorTheme,
}

impl Corpus {
    /// Reads all signals that are embedded, but for what is set aside.
    ///
    /// # Errors
    /// Nothing is embedded yet, or any failure of the store.
    pub fn read(view: &View) -> Result<Self, AppError> {
        let (bindings, members) = (view.store().rulings().bindings()?, view.store().themes().all_members()?);
        let areas = view.store().areas().found()?;
        let Some(vectors) = view.vectors() else {
            return Err(AppError::user("nothing is embedded yet").suggest(NextStep::Import));
        };
        let mut stored = view.store().signals().texts()?;
        let asides = view.store().asides().all()?;
        stored.retain(|text| vectors.index_of(text.id).is_some() && asides.binary_search(&text.id).is_err());
        let mut priors: BTreeMap<SignalId, PriorTheme> = BTreeMap::new();
        for (theme, signals) in &members {
            let locked = bindings.themes.binary_search(theme).ok();
            let prior = locked.map_or(PriorTheme::Free, |number| PriorTheme::Locked(number as u32));
            priors.extend(signals.iter().map(|signal| (*signal, prior)));
        }
        let templates = learn(&stored);
        let row = |text: &StoredText| {
            let template = templates.of(text.source.0);
            let said = if has_words(text) { text.text.as_str() } else { "" };
            let own = own_words(text.title.as_deref(), said, template);
            let kept = || vectors.get(text.id).and_then(Vector::from_bytes).unwrap_or(Vector::EMPTY);
            Row {
                words: own.write(),
                // The vector that is kept is of all that is no boilerplate by its form.
                vector: if !has_words(text) {
                    Vector::EMPTY
                } else if template.is_empty() {
                    kept()
                } else {
                    own.embed(EmbeddingTable::builtin())
                },
                prior: priors.get(&text.id).copied().unwrap_or_default(),
            }
        };
        let rows = stored.par_iter().with_min_len(64).map(row).collect();
        Ok(Self { position: vectors.position(), stored, rows, members, areas, bindings, templates })
    }

    /// Signals whose words were removed, by their index, each with the theme that it has: they say nothing of where they
    /// belong, and stay there.
    pub fn wordless(&self) -> Vec<(u32, ThemeId)> {
        let index = |signal: &SignalId| self.stored.binary_search_by_key(signal, |text| text.id).ok();
        let of_theme = self.members.iter().flat_map(|(theme, signals)| {
            signals.iter().filter_map(move |signal| Some((index(signal)?, *theme)))
        });
        of_theme
            .filter(|(at, _)| !has_words(&self.stored[*at]))
            .map(|(at, theme)| (at as u32, theme))
            .collect()
    }

    /// The passages of the signals of these memberships that speak of other themes than the one each is put into.
    pub fn passages(
        &self,
        memberships: &[Membership],
        model: &Model,
        themes: &[Option<ThemeId>],
    ) -> Vec<Passage> {
        let of = |membership: &Membership| {
            let at = self.stored.binary_search_by_key(&membership.signal, |text| text.id).ok()?;
            let text = &self.stored[at];
            let own = own_words(text.title.as_deref(), &text.text, self.templates.of(text.source.0));
            Some(passages::find(model, &own, themes, membership.theme, (text.id, text.revision)))
        };
        memberships.par_iter().with_min_len(64).filter_map(of).flatten_iter().collect()
    }

    /// The signals as analysis takes them, in their order.
    pub fn texts(&self) -> Vec<Text<'_>> {
        let rows = self.stored.iter().zip(&self.rows);
        rows.map(|(stored, row)| Text {
            id: stored.id.0,
            text: &row.words,
            title: stored.title.as_deref().unwrap_or_default(),
            vector: row.vector,
            prior: row.prior,
            speaker: stored.contact.map(|contact| contact.0),
            rating: stored.rating,
            at_ms: stored.at.as_millisecond(),
        })
        .collect()
    }
}

/// Whether a signal's words were not removed.
fn has_words(text: &StoredText) -> bool {
    text.text != WORDS_REMOVED || text.title.is_some()
}

/// Learns the template of each source from all of its texts, or from so many, spread evenly.
fn learn(stored: &[StoredText]) -> Templates {
    let mut by_source: BTreeMap<u64, Vec<&StoredText>> = BTreeMap::new();
    for text in stored {
        by_source.entry(text.source.0).or_default().push(text);
    }
    let learned = by_source.into_par_iter().map(|(source, texts)| {
        let seen = texts.iter().step_by(texts.len() / LEARNED_FROM + 1);
        let said = seen.map(|text| (text.contact.map(|contact| contact.0), text.text.as_str()));
        (source, Template::learn(said))
    });
    Templates::new(learned.collect::<Vec<_>>())
}
