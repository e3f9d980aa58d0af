//! One signal: its words, where they come from, its theme, and what was said alike.

use hearken_analysis::meaning::Vector;
use hearken_domain::{Signal, SignalId, Timestamp};
use serde::Serialize;

use crate::actions::cards::{SignalCard, ThemeLink, signal_cards};
use crate::actions::signals::search::nearest;
use crate::app::{App, AppError};

const NEIGHBOURS: usize = 6;
/// Below this two texts have little in common.
const SIMILARITY_MIN: f32 = 0.4;

/// A signal, whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignalPage {
    /// The signal.
    pub signal: Signal,
    /// Name of its source.
    pub source: String,
    /// Its theme; `None` is unsorted.
    pub theme: Option<ThemeLink>,
    /// How clearly it belongs there, 0 to 1.
    pub confidence: Option<f32>,
    /// Who said it, as the source names them.
    pub contact: Option<String>,
    /// Signals near it in meaning, nearest first.
    pub neighbours: Vec<Neighbour>,
    /// What it said before, oldest first.
    pub revisions: Vec<Revision>,
}

/// A signal near another in meaning.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbour {
    /// The signal.
    pub signal: SignalCard,
    /// Cosine of the two meanings, 0 to 1.
    pub similarity: f32,
}

/// What a signal said before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Revision {
    /// Counted from 1.
    pub revision: u32,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Its title then.
    pub title: Option<String>,
    /// Its words then.
    pub text: String,
}

/// Shows one signal.
///
/// # Errors
/// There is no such signal, or any failure of the store.
pub fn show_signal(app: &App, id: SignalId) -> Result<SignalPage, AppError> {
    let store = app.store();
    let signal = store.signal(id)?.ok_or_else(|| {
        AppError::not_found(
            format!("there is no signal {id}"),
            "it may have been taken back; hearken search finds others",
        )
    })?;
    let card = signal_cards(app, std::slice::from_ref(&signal))?.pop();
    let place = store.memberships(&[id])?.remove(&id);
    let contact = match signal.contact {
        Some(contact) => store.contact(contact)?.and_then(|c| c.name.or(c.email).or(c.external_id)),
        None => None,
    };
    let revisions = store.past_revisions(id)?.into_iter().map(|past| Revision {
        revision: past.revision,
        recorded_at: past.received_at,
        title: past.title.map(hearken_domain::Verbatim::into_string),
        text: past.verbatim.into_string(),
    });
    Ok(SignalPage {
        source: card.as_ref().map(|card| card.source.clone()).unwrap_or_default(),
        theme: card.and_then(|card| card.theme),
        confidence: place.filter(|place| place.theme.is_some()).map(|place| place.confidence),
        contact,
        neighbours: neighbours(app, id)?,
        revisions: revisions.collect(),
        signal,
    })
}

fn neighbours(app: &App, id: SignalId) -> Result<Vec<Neighbour>, AppError> {
    let Some(vectors) = app.vectors() else { return Ok(Vec::new()) };
    let Some(vector) = vectors.get(id).and_then(Vector::from_bytes).filter(|v| !v.is_empty()) else {
        return Ok(Vec::new());
    };
    let near = nearest(&vectors, &vector, NEIGHBOURS + 1, |other| other != id);
    let near: Vec<(SignalId, f32)> =
        near.into_iter().filter(|(_, s)| *s >= SIMILARITY_MIN).take(NEIGHBOURS).collect();
    let signals = app.store().signals(&near.iter().map(|(id, _)| *id).collect::<Vec<_>>())?;
    let cards = signal_cards(app, &signals)?;
    let similarity = |card: &SignalCard| near.iter().find(|(id, _)| *id == card.id).map_or(0.0, |(_, s)| *s);
    Ok(cards.into_iter().map(|signal| Neighbour { similarity: similarity(&signal), signal }).collect())
}
