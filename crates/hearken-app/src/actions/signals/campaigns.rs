//! Campaigns: the list of them, and one with its signals.

use hearken_domain::{SignalId, Timestamp};
use hearken_store::StoredCampaign;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{SignalCard, signal_cards};
use crate::actions::themes::rulings::{RulingCard, list_rulings};
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Signals of a campaign that are shown.
const SHOWN_MAX: usize = 100;
const HOUR_MS: f32 = 3_600_000.0;

/// Every campaign, and how much is set aside.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CampaignList {
    /// Signals that are set aside as part of campaigns.
    pub in_campaigns: u64,
    /// Signals that are set aside as spam.
    pub spam: u64,
    /// The campaigns, the last first.
    pub campaigns: Vec<CampaignCard>,
}

/// A campaign with the arithmetic behind it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CampaignCard {
    /// The first signal of it, by which it is called.
    pub first: SignalCard,
    /// Signals in it.
    pub signals: u64,
    /// Those of them that are set aside; none where a person said that it is no campaign.
    pub set_aside: u64,
    /// Those by who knows whom: whether these accounts are new is not known.
    pub by_unknown: u64,
    /// Accounts that are known.
    pub accounts: u64,
    /// Those of them that say nothing else, neither before nor after.
    pub new_accounts: u64,
    /// The most accounts that say nothing else within 72 hours; one that nobody knows counts as one of its own.
    pub at_once: u64,
    /// When the first was said,
    pub from: Timestamp,
    /// and the last.
    pub to: Timestamp,
    /// Hours from the first to the last.
    pub hours: f32,
    /// Of what the words of two of them tell, the share that both have; 1 is the same words.
    pub likeness: f32,
    /// What the words that they share tell, and how many accounts are in it, as one number; at 70 it is a campaign.
    pub weight: f32,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
}

/// A campaign with its signals.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CampaignPage {
    /// The campaign.
    pub campaign: CampaignCard,
    /// Its signals in the order of time, the first hundred.
    pub signals: Vec<SignalCard>,
    /// The last that a person said of it, and stands.
    pub ruling: Option<RulingCard>,
}

/// Every campaign, the last first.
///
/// # Errors
/// Any failure of the store.
pub fn list_campaigns(view: &View) -> Result<CampaignList, AppError> {
    let counts = view.store().asides().counts(None)?;
    let campaigns = view.store().asides().campaigns()?;
    let campaigns = campaigns.iter().map(|campaign| campaign_card(view, campaign));
    Ok(CampaignList {
        in_campaigns: counts.campaign,
        spam: counts.spam,
        campaigns: campaigns.collect::<Result<_, _>>()?,
    })
}

/// One campaign, by any of its signals.
///
/// # Errors
/// The signal is of none, or any failure of the store.
pub fn show_campaign(view: &View, signal: SignalId) -> Result<CampaignPage, AppError> {
    let found = view.store().asides().campaign_of(signal)?;
    let found = found.ok_or_else(|| {
        AppError::not_found(
            format!("there is no campaign with {signal}"),
            NextStep::advice("list the campaigns that there are"),
        )
    })?;
    let group = view.store().asides().group(signal, SHOWN_MAX)?;
    Ok(CampaignPage {
        campaign: campaign_card(view, &found)?,
        signals: signal_cards(view, &view.store().signals().several(&group)?)?,
        ruling: aside_ruling(view, found.found.first)?,
    })
}

/// The last that a person said of whether a signal counts, and stands.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn aside_ruling(view: &View, signal: SignalId) -> Result<Option<RulingCard>, AppError> {
    let Some(id) = view.store().asides().ruling(signal)? else { return Ok(None) };
    Ok(list_rulings(view)?.into_iter().find(|card| card.ruling.id == id))
}

/// A campaign as doors show it.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn campaign_card(view: &View, campaign: &StoredCampaign) -> Result<CampaignCard, AppError> {
    let StoredCampaign { found, aside } = *campaign;
    let first = view.store().signals().get(found.first)?;
    let first =
        first.map(|first| signal_cards(view, &[first])).transpose()?.and_then(|mut cards| cards.pop());
    let first =
        first.ok_or_else(|| AppError::Internal(anyhow::anyhow!("a campaign lost its first signal")))?;
    let time = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or_default();
    Ok(CampaignCard {
        first,
        signals: found.signals,
        set_aside: aside,
        by_unknown: found.unknown,
        accounts: found.speakers,
        new_accounts: found.new_speakers,
        at_once: found.at_once,
        from: time(found.first_ms),
        to: time(found.last_ms),
        hours: (found.last_ms - found.first_ms) as f32 / HOUR_MS,
        likeness: found.likeness,
        weight: found.weight,
        confidence: found.confidence,
    })
}
