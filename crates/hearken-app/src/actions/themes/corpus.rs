//! What a clustering run reads: every signal's words with their embedding, where each was, and what people ruled.

use std::collections::BTreeMap;

use hearken_analysis::embedding::Vector;
use hearken_analysis::themes::{PriorTheme, Text};
use hearken_domain::{LogPosition, SignalId, ThemeId};
use hearken_store::{Bindings, StoredText};

use crate::actions::signals::words::words_of;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

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
    /// What people ruled.
    pub bindings: Bindings,
}

struct Row {
    words: String,
    vector: Vector,
    prior: PriorTheme,
}

impl Corpus {
    /// Reads all signals that are embedded.
    ///
    /// # Errors
    /// Nothing is embedded yet, or any failure of the store.
    pub fn read(view: &View) -> Result<Self, AppError> {
        let (bindings, members) = (view.store().rulings().bindings()?, view.store().themes().all_members()?);
        let Some(vectors) = view.vectors() else {
            return Err(AppError::user("nothing is embedded yet").suggest(NextStep::Import));
        };
        let mut stored = view.store().signals().texts()?;
        stored.retain(|text| vectors.index_of(text.id).is_some());
        let mut priors: BTreeMap<SignalId, PriorTheme> = BTreeMap::new();
        for (theme, signals) in &members {
            let locked = bindings.themes.binary_search(theme).ok();
            let prior = locked.map_or(PriorTheme::Free, |number| PriorTheme::Locked(number as u32));
            priors.extend(signals.iter().map(|signal| (*signal, prior)));
        }
        let row = |text: &StoredText| Row {
            words: words_of(text.title.as_deref(), &text.text),
            vector: vectors.get(text.id).and_then(Vector::from_bytes).unwrap_or(Vector::EMPTY),
            prior: priors.get(&text.id).copied().unwrap_or_default(),
        };
        let rows = stored.iter().map(row).collect();
        Ok(Self { position: vectors.position(), stored, rows, members, bindings })
    }

    /// The signals as analysis takes them, in their order.
    pub fn texts(&self) -> Vec<Text<'_>> {
        let rows = self.stored.iter().zip(&self.rows);
        rows.map(|(stored, row)| Text {
            id: stored.id.0,
            text: &row.words,
            vector: row.vector,
            prior: row.prior,
            speaker: stored.contact.map(|contact| contact.0),
            rating: stored.rating,
            at_ms: stored.at.as_millisecond(),
        })
        .collect()
    }
}
