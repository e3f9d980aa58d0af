//! What holds of signals by what was found and by what people said, and the counts in step with it.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::{Aside, RulingId, SignalId};
use rusqlite::{Connection, OptionalExtension, params};

use super::number_of;
use super::place::Places;
use crate::readings::stamp::STAMP;
use crate::touches::touch_counted;
use crate::views::customers;
use crate::{StoreError, meta};

/// The group of a signal: itself, where it is in none.
const GROUP: &str = "coalesce((SELECT burst FROM copies WHERE signal_id = ?1), ?1)";

/// Keeps what a person said of signals, and lays it over what was found.
pub(crate) fn ruled(
    c: &Connection,
    ruling: RulingId,
    signals: &[SignalId],
    holds: Aside,
    alike: bool,
) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO aside_rulings (signal_id, ruling_id, holds, alike) \
               SELECT id, ?2, ?3, ?4 FROM signals WHERE id = ?1";
    for signal in signals {
        c.prepare_cached(sql)?.execute(params![signal.0, ruling.0, number_of(holds), alike])?;
    }
    settle(c, &with_copies(c, signals)?)
}

/// Takes back what a ruling said.
pub(crate) fn ruling_undone(
    c: &Connection,
    ruling: RulingId,
    signals: &[SignalId],
) -> Result<(), StoreError> {
    for signal in signals {
        let sql = "DELETE FROM aside_rulings WHERE signal_id = ?1 AND ruling_id = ?2";
        c.prepare_cached(sql)?.execute([signal.0, ruling.0])?;
    }
    settle(c, &with_copies(c, signals)?)
}

/// Brings all that is set aside, or is to be, up to what was found and said.
pub(super) fn all(c: &Connection) -> Result<(), StoreError> {
    let sql = "SELECT signal_id FROM asides UNION SELECT signal_id FROM spam UNION SELECT signal_id FROM aside_rulings \
               UNION SELECT first FROM campaigns UNION SELECT signal_id FROM campaigns JOIN copies ON burst = first";
    let mut signals: BTreeSet<u64> =
        c.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let ruled = "SELECT DISTINCT signal_id FROM aside_rulings WHERE alike";
    let ruled: Vec<u64> =
        c.prepare_cached(ruled)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    signals.extend(with_copies(c, &ruled.into_iter().map(SignalId).collect::<Vec<_>>())?);
    settle(c, &signals)
}

/// These signals, and all that are copies with them.
fn with_copies(c: &Connection, signals: &[SignalId]) -> Result<BTreeSet<u64>, StoreError> {
    let group = format!("SELECT {GROUP}");
    let mut groups = BTreeSet::new();
    for signal in signals {
        groups.insert(c.prepare_cached(&group)?.query_row([signal.0], |row| row.get::<_, u64>(0))?);
    }
    let mut all: BTreeSet<u64> = signals.iter().map(|signal| signal.0).collect();
    for group in groups {
        all.insert(group);
        let mut copies = c.prepare_cached("SELECT signal_id FROM copies WHERE burst = ?1")?;
        let rows = copies.query_map([group], |row| row.get(0))?;
        all.extend(rows.collect::<Result<Vec<u64>, _>>()?);
    }
    Ok(all)
}

fn settle(c: &Connection, signals: &BTreeSet<u64>) -> Result<(), StoreError> {
    let known = Known::read(c)?;
    let mut places = Places::new(c)?;
    let any_customer = customers::any(c)?;
    let mut changed = false;
    for &signal in signals {
        let now: Option<(u8, Option<i64>)> = c
            .prepare_cached("SELECT holds, sure FROM asides WHERE signal_id = ?1")?
            .query_row([signal], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let there = c.prepare_cached("SELECT 1 FROM signals WHERE id = ?1")?.exists([signal])?;
        let holds = if there { known.holds(c, signal)? } else { None };
        if now == holds {
            continue;
        }
        changed = true;
        if any_customer {
            // What no theme was found for yet counts to its customers all the same.
            touch_counted(c, [], customers::counted_as(c, signal)?)?;
        }
        match (now, holds) {
            (None, Some(_)) => places.take_out(signal)?,
            (Some(_), None) => places.put_back(signal)?,
            _ => {}
        }
        match holds {
            Some((holds, sure)) => {
                let sql = "INSERT OR REPLACE INTO asides (signal_id, holds, sure) VALUES (?1, ?2, ?3)";
                c.prepare_cached(sql)?.execute(params![signal, holds, sure])?;
            }
            None => {
                c.prepare_cached("DELETE FROM asides WHERE signal_id = ?1")?.execute([signal])?;
            }
        }
    }
    places.finish()?;
    if changed {
        // Whoever keeps what a filter finds counts again.
        meta::set_number(c, STAMP, meta::get_number(c, STAMP)? + 1)?;
    }
    Ok(())
}

/// Campaigns, and what people said of whole groups, by the first signal of each.
struct Known {
    campaigns: BTreeMap<u64, i64>,
    /// By the ruling, and what it says.
    groups: BTreeMap<u64, (u64, u8)>,
}

impl Known {
    fn read(c: &Connection) -> Result<Self, StoreError> {
        let campaigns = c
            .prepare_cached("SELECT first, sure FROM campaigns")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        // In the order of rulings, so that the last one holds.
        let sql = "SELECT coalesce(burst, aside_rulings.signal_id), ruling_id, holds FROM aside_rulings \
                   LEFT JOIN copies ON copies.signal_id = aside_rulings.signal_id WHERE aside_rulings.alike ORDER BY ruling_id";
        let groups = c
            .prepare_cached(sql)?
            .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?
            .collect::<Result<_, _>>()?;
        Ok(Self { campaigns, groups })
    }

    /// What holds of a signal, and how sure the machine is of it; nothing where it counts. The last that a person said of it, or
    /// of all that are copies with it, holds.
    fn holds(&self, c: &Connection, signal: u64) -> Result<Option<(u8, Option<i64>)>, StoreError> {
        let group: u64 =
            c.prepare_cached(&format!("SELECT {GROUP}"))?.query_row([signal], |row| row.get(0))?;
        let sql =
            "SELECT ruling_id, holds FROM aside_rulings WHERE signal_id = ?1 ORDER BY ruling_id DESC LIMIT 1";
        let own: Option<(u64, u8)> =
            c.prepare_cached(sql)?.query_row([signal], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((_, holds)) = own.max(self.groups.get(&group).copied()) {
            return Ok((holds > 0).then_some((holds, None)));
        }
        let spam: Option<i64> = c
            .prepare_cached("SELECT sure FROM spam WHERE signal_id = ?1")?
            .query_row([signal], |row| row.get(0))
            .optional()?;
        let spam = spam.map(|sure| (number_of(Aside::Spam), Some(sure)));
        let campaign = self.campaigns.get(&group).map(|sure| (number_of(Aside::Campaign), Some(*sure)));
        Ok(campaign.or(spam))
    }
}
