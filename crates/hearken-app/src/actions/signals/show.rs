//! One signal: its words, where they come from, its theme, and what was said alike.

use hearken_analysis::embedding::Vector;
use hearken_domain::{Signal, SignalId, SignalState, Timestamp, Unredacted, Verbatim};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{AsideCard, BurstCard, SignalCard, ThemeLink, signal_cards};
use crate::actions::customers::cards::{JoinCard, join_cards};
use crate::actions::releases::card::ReleaseLink;
use crate::actions::releases::near::release_of;
use crate::actions::signals::campaigns::{CampaignCard, aside_ruling, campaign_card};
use crate::actions::signals::ranking::nearest;
use crate::actions::signals::readings::{ReadingCard, reading_card};
use crate::actions::sources::kept::{Anonymisation, anonymisation};
use crate::actions::themes::passages::{OtherTheme, other_themes};
use crate::actions::themes::rulings::{RulingCard, standing_not_alike};
use crate::error::AppError;
use crate::known::check_counts;
use crate::next_step::NextStep;
use crate::view::View;

const NEIGHBOURS: usize = 6;
/// Reports of one burst that are shown.
const ALIKE_MAX: usize = 100;
/// Signals among which those are looked for, looking back, that were said by then.
const NEAREST_LOOKING_BACK: usize = 500;
/// Below this two texts have little in common.
const SIMILARITY_MIN: f32 = 0.4;

/// A signal, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SignalPage {
    /// The signal.
    pub signal: Signal,
    /// Name of its source.
    pub source: String,
    /// Its theme; `None` is unsorted.
    pub theme: Option<ThemeLink>,
    /// How clearly it belongs there, 0 to 1.
    pub confidence: Option<f32>,
    /// Other themes that passages of it speak of, the clearest first. It counts in none of them.
    pub other_themes: Vec<OtherTheme>,
    /// What it says, in which mood, and how bad it is; nothing where it was not read yet.
    pub reading: Option<ReadingCard>,
    /// Who said it, as the source names them.
    pub contact: Option<Unredacted>,
    /// Whose it is, and why; empty where it is no customer's that is known.
    pub customers: Vec<JoinCard>,
    /// Whether a person said last whose it is.
    pub customers_by_hand: bool,
    /// When and by which choice who said it was removed, where that was done.
    pub anonymisation: Option<Anonymisation>,
    /// The release of the version that it names.
    pub release: Option<ReleaseLink>,
    /// The burst that it is in, if it is in one.
    pub burst: Option<BurstCard>,
    /// The other reports of its burst in the order of time, the first hundred.
    pub alike: Vec<SignalCard>,
    /// What a person decided, if that is that it is alike to no other.
    pub not_alike: Option<RulingCard>,
    /// As what it is set aside; nothing where it counts.
    pub aside: Option<AsideCard>,
    /// The campaign that it is part of, whether or not that holds.
    pub campaign: Option<CampaignCard>,
    /// The last that a person said of whether it counts, and stands.
    pub aside_ruling: Option<RulingCard>,
    /// Signals near it by embedding, nearest first.
    pub neighbours: Vec<Neighbour>,
    /// What it said before, oldest first.
    pub revisions: Vec<Revision>,
}

/// A signal near another by embedding.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Neighbour {
    /// The signal.
    pub signal: SignalCard,
    /// Cosine of the two meanings, 0 to 1.
    pub similarity: f32,
}

/// What a signal said before.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Revision {
    /// Counted from 1.
    pub revision: u32,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Its title then.
    pub title: Option<Verbatim>,
    /// Its words then.
    pub text: Verbatim,
    /// Its labels then.
    pub labels: Vec<Verbatim>,
    /// Whether it was open at its source then.
    pub state: Option<SignalState>,
    /// Its source's own word for that.
    pub status: Option<Verbatim>,
}

/// Shows one signal.
///
/// # Errors
/// There is no such signal, or none was said by what is looked back to, or any failure of the store.
pub fn show_signal(view: &View, id: SignalId) -> Result<SignalPage, AppError> {
    let store = view.store();
    let signal = store
        .signals()
        .get(id)?
        .ok_or_else(|| AppError::not_found(format!("there is no signal {id}"), NextStep::SearchSignals))?;
    check_counts(view, &signal)?;
    let card = signal_cards(view, std::slice::from_ref(&signal))?.pop();
    let membership = store.themes().memberships(&[id])?.remove(&id);
    let contact = match signal.contact {
        Some(contact) => store.contacts().get(contact)?.and_then(|c| c.name.or(c.email).or(c.external_id)),
        None => None,
    };
    let burst = card.as_ref().and_then(|card| card.burst);
    let campaign = store.asides().campaign_of(id)?;
    Ok(SignalPage {
        burst,
        aside: card.as_ref().and_then(|card| card.aside),
        campaign: campaign.map(|campaign| campaign_card(view, &campaign)).transpose()?,
        aside_ruling: aside_ruling(view, id)?,
        reading: reading_card(view, id)?,
        alike: alike(view, id, burst)?,
        not_alike: standing_not_alike(view, id)?,
        source: card.as_ref().map(|card| card.source.clone()).unwrap_or_default(),
        theme: card.and_then(|card| card.theme),
        confidence: membership
            .filter(|membership| membership.theme.is_some())
            .map(|membership| membership.confidence),
        contact: contact.map(Unredacted::new),
        customers: join_cards(store.customers().of_signal(id)?),
        customers_by_hand: store.customers().is_given(id)?,
        other_themes: other_themes(view, &signal)?,
        anonymisation: anonymisation(view, &signal)?,
        release: release_of(view, &signal)?,
        neighbours: neighbours(view, id)?,
        revisions: revisions(view, id)?,
        signal,
    })
}

/// What a signal said before, the oldest first.
pub(crate) fn revisions(view: &View, id: SignalId) -> Result<Vec<Revision>, AppError> {
    let past = view.store().signals().revisions(id)?.into_iter();
    let revisions = past.map(|past| Revision {
        revision: past.revision,
        recorded_at: past.received_at,
        title: past.title,
        text: past.verbatim,
        labels: past.labels,
        state: past.state,
        status: past.status,
    });
    Ok(revisions.collect())
}

fn alike(view: &View, id: SignalId, burst: Option<BurstCard>) -> Result<Vec<SignalCard>, AppError> {
    let Some(burst) = burst else { return Ok(Vec::new()) };
    let mut others = view.store().bursts().members(burst.first)?;
    others.retain(|other| *other != id);
    others.truncate(ALIKE_MAX);
    signal_cards(view, &view.store().signals().several(&others)?)
}

fn neighbours(view: &View, id: SignalId) -> Result<Vec<Neighbour>, AppError> {
    let Some(vectors) = view.vectors() else { return Ok(Vec::new()) };
    let Some(vector) = vectors.get(id).and_then(Vector::from_bytes).filter(|v| !v.is_empty()) else {
        return Ok(Vec::new());
    };
    let count = if view.looks_back() { NEAREST_LOOKING_BACK } else { NEIGHBOURS + 1 };
    let mut near = nearest(vectors, &vector, count, |other| other != id);
    near.retain(|(_, similarity)| *similarity >= SIMILARITY_MIN);
    let ids: Vec<SignalId> = near.iter().map(|(id, _)| *id).collect();
    let mut signals = view.store().signals().several(&ids)?;
    signals.retain(|signal| view.counts(signal));
    signals.truncate(NEIGHBOURS);
    let cards = signal_cards(view, &signals)?;
    let similarity = |card: &SignalCard| near.iter().find(|(id, _)| *id == card.id).map_or(0.0, |(_, s)| *s);
    Ok(cards.into_iter().map(|signal| Neighbour { similarity: similarity(&signal), signal }).collect())
}
