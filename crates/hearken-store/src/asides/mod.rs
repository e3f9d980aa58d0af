//! What is set aside as spam or as part of a campaign: it stays in the log, is found and shown, and counts nowhere. A signal that is set
//! aside has no membership, so that no roll-up of themes, weeks, values or customers has it; where it would be is kept beside, for when it
//! counts again. What machines made of signals is a view of them, what people said is one of events, and the last word of a person holds.

mod membership;
mod passing;
mod place;
mod read;
mod settle;

pub(crate) use membership::{forget_place, is_aside, place};
pub(crate) use passing::AsidePassing;
pub use read::{AsideCounts, AsideReader, GroupMember, StoredAside, StoredCampaign};
pub(crate) use settle::{ruled, ruling_undone};

use hearken_domain::{Aside, FilterValue, SignalId};
use rusqlite::{Connection, params};

use crate::{Store, StoreError, meta};

/// Stands while groups of copies may be others than those that were weighed.
const DUE: &str = "campaigns_due";

/// Has groups weighed again.
pub(crate) fn weigh_again(c: &Connection) -> Result<(), StoreError> {
    meta::set(c, DUE, "1")
}

/// A group of copies that is a campaign, as it was weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewCampaign {
    /// The first signal of the group, by which it is called.
    pub first: SignalId,
    /// Signals in it.
    pub signals: u64,
    /// Those by who knows whom.
    pub unknown: u64,
    /// Speakers that are known.
    pub speakers: u64,
    /// Those of them who said nothing else.
    pub new_speakers: u64,
    /// The most accounts at once.
    pub at_once: u64,
    /// The first time, in milliseconds,
    pub first_ms: i64,
    /// and the last.
    pub last_ms: i64,
    /// How alike they are, 0 to 1.
    pub likeness: f32,
    /// What the words that they share tell.
    pub told: f32,
    /// What that weighs.
    pub weight: f32,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
}

impl Store {
    /// Keeps which groups are campaigns, in place of those that were, and sets aside what follows from that and from what people said.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn keep_campaigns(&self, campaigns: Vec<NewCampaign>) -> Result<(), StoreError> {
        self.write(move |c| {
            c.execute("DELETE FROM campaigns", [])?;
            c.execute("DELETE FROM meta WHERE key = ?1", [DUE])?;
            for campaign in &campaigns {
                put(c, campaign)?;
            }
            settle::all(c)
        })
    }
}

fn put(c: &Connection, campaign: &NewCampaign) -> Result<(), StoreError> {
    let sql = "INSERT INTO campaigns (first, signals, unknown, speakers, new_speakers, at_once, first_ms, last_ms, likeness, told, weight, sure) \
               SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 FROM signals WHERE id = ?1";
    c.prepare_cached(sql)?.execute(params![
        campaign.first.0,
        campaign.signals,
        campaign.unknown,
        campaign.speakers,
        campaign.new_speakers,
        campaign.at_once,
        campaign.first_ms,
        campaign.last_ms,
        thousandths(campaign.likeness),
        thousandths(campaign.told),
        thousandths(campaign.weight),
        thousandths(campaign.confidence),
    ])?;
    Ok(())
}

pub(crate) fn thousandths(value: f32) -> i64 {
    (value * 1e3).round() as i64
}

fn number_of(aside: Aside) -> u8 {
    match aside {
        Aside::Counted => 0,
        Aside::Spam => 1,
        Aside::Campaign => 2,
    }
}

fn from_number(number: u8) -> Aside {
    match number {
        1 => Aside::Spam,
        2 => Aside::Campaign,
        _ => Aside::Counted,
    }
}

/// The word for the number that a signal is set aside with.
pub(crate) fn word(number: u8) -> &'static str {
    from_number(number).as_str()
}

/// Signals that are one of these, in SQL. The words are of a fixed list, so that nothing is bound.
pub(crate) fn condition(values: &[FilterValue]) -> String {
    let wanted: Vec<Aside> = values.iter().filter_map(|value| value.to_string().parse().ok()).collect();
    let numbers: Vec<String> = wanted
        .iter()
        .filter(|aside| **aside != Aside::Counted)
        .map(|aside| number_of(*aside).to_string())
        .collect();
    let set_aside =
        format!("signals.id IN (SELECT signal_id FROM asides WHERE holds IN ({}))", numbers.join(", "));
    let counted = "NOT EXISTS (SELECT 1 FROM asides WHERE asides.signal_id = signals.id)";
    match (wanted.contains(&Aside::Counted), numbers.is_empty()) {
        (true, true) => counted.to_owned(),
        (true, false) => format!("({counted} OR {set_aside})"),
        (false, _) => set_aside,
    }
}

#[cfg(test)]
mod tests;
