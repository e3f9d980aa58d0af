//! Bursts: which signals are near-duplicate reports of one incident. A view of the signals: whatever comes, changes or goes
//! leaves a gap at its time (whoever records it, or triggers of the table `signals`), and what was said for a while after a gap
//! is compared again.
//! Which signals are alike, an action says.

mod read;

pub use read::{Burst, BurstReader, Bursts, ComparedText};

use hearken_domain::SignalId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::asides::{thousandths, weigh_again};
use crate::{Store, StoreError, meta};

/// What the bursts that stand were made with.
const MADE_WITH: &str = "bursts_made_with";

/// What is found of a signal among those before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoundAlike {
    /// The signal.
    pub signal: SignalId,
    /// The report of the same incident that it is most alike to.
    pub alike_to: Option<SignalId>,
    /// The text that it is nearly a copy of, how alike they are, and what their words tell.
    pub copied: Option<(SignalId, f32, f32)>,
    /// What it weighs as spam, and how sure that is; nothing where that is too little.
    pub spam: Option<(f32, f32)>,
}

impl FoundAlike {
    /// A signal that is alike to no other, and no spam.
    pub fn none(signal: SignalId) -> Self {
        Self { signal, alike_to: None, copied: None, spam: None }
    }
}

/// How far a comparing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// Gaps before this time, in milliseconds, are closed,
    pub before_ms: i64,
    /// but for those that came later than this one.
    pub last_gap: u64,
}

impl Store {
    /// Writes down what each of these signals, in the order of time, is most alike to, and closes gaps. What is gone by now
    /// is passed over.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn put_alike(&self, found: Vec<FoundAlike>, compared: Compared) -> Result<(), StoreError> {
        self.write(move |c| {
            if !found.is_empty() {
                weigh_again(c)?;
            }
            for one in found {
                put(c, &BURSTS, one.signal.0, one.alike_to.map(|to| to.0))?;
                put_copy(c, one.signal, one.copied)?;
                put_spam(c, one.signal, one.spam)?;
            }
            let sql = "DELETE FROM burst_gaps WHERE at_ms < ?1 AND id <= ?2";
            c.prepare_cached(sql)?.execute(params![compared.before_ms, compared.last_gap])?;
            Ok(())
        })
    }

    /// Drops the bursts, to be found again with `made_with`, unless those that stand were.
    ///
    /// # Errors
    /// As [`Store::put_alike`].
    pub fn make_bursts_with(&self, made_with: &str) -> Result<(), StoreError> {
        if self.snapshot()?.bursts().made_with()?.as_deref() == Some(made_with) {
            return Ok(());
        }
        let made_with = made_with.to_owned();
        self.write(move |c| {
            forget(c)?;
            meta::set(c, MADE_WITH, &made_with)
        })
    }

    /// Drops the bursts, to be found again.
    ///
    /// # Errors
    /// As [`Store::put_alike`].
    pub fn forget_bursts(&self) -> Result<(), StoreError> {
        self.write(forget)
    }
}

fn forget(c: &Connection) -> Result<(), StoreError> {
    weigh_again(c)?;
    c.execute_batch(
        "DELETE FROM alike; DELETE FROM copies; DELETE FROM spam; DELETE FROM burst_gaps; \
         INSERT INTO burst_gaps (at_ms) SELECT at_ms FROM signals WHERE NOT undated",
    )?;
    Ok(())
}

/// A table of what leads to what.
struct Groups {
    of: &'static str,
    insert: &'static str,
    delete: &'static str,
    follow: &'static str,
}

const BURSTS: Groups = Groups {
    of: "SELECT burst FROM alike WHERE signal_id = ?1",
    insert: "INSERT INTO alike (signal_id, alike_to, burst) VALUES (?1, ?2, ?3) \
             ON CONFLICT DO UPDATE SET alike_to = ?2, burst = ?3",
    delete: "DELETE FROM alike WHERE signal_id = ?1",
    follow: "UPDATE alike SET burst = ?2 WHERE alike_to = ?1 AND burst <> ?2 RETURNING signal_id",
};
const COPIES: Groups = Groups {
    of: "SELECT burst FROM copies WHERE signal_id = ?1",
    insert: "INSERT INTO copies (signal_id, alike_to, burst, likeness, told) VALUES (?1, ?2, ?3, 0, 0) \
             ON CONFLICT DO UPDATE SET alike_to = ?2, burst = ?3",
    delete: "DELETE FROM copies WHERE signal_id = ?1",
    follow: "UPDATE copies SET burst = ?2 WHERE alike_to = ?1 AND burst <> ?2 RETURNING signal_id",
};

fn put_copy(
    c: &Connection,
    signal: SignalId,
    copied: Option<(SignalId, f32, f32)>,
) -> Result<(), StoreError> {
    put(c, &COPIES, signal.0, copied.map(|(of, ..)| of.0))?;
    if let Some((_, likeness, told)) = copied {
        let sql = "UPDATE copies SET likeness = ?2, told = ?3 WHERE signal_id = ?1";
        let values = params![signal.0, thousandths(likeness), thousandths(told)];
        c.prepare_cached(sql)?.execute(values)?;
    }
    Ok(())
}

fn put_spam(c: &Connection, signal: SignalId, spam: Option<(f32, f32)>) -> Result<(), StoreError> {
    let Some((weight, sure)) = spam else {
        c.prepare_cached("DELETE FROM spam WHERE signal_id = ?1")?.execute([signal.0])?;
        return Ok(());
    };
    let sql = "INSERT OR REPLACE INTO spam (signal_id, weight, sure) \
               SELECT id, ?2, ?3 FROM signals WHERE id = ?1 AND NOT undated";
    c.prepare_cached(sql)?.execute(params![signal.0, thousandths(weight), thousandths(sure)])?;
    Ok(())
}

/// Puts one signal behind another, or at the head of a burst of its own; what follows it comes along.
fn put(c: &Connection, groups: &Groups, signal: u64, to: Option<u64>) -> Result<(), StoreError> {
    let there = "SELECT 1 FROM signals WHERE id = ?1 AND NOT undated";
    let is_there = |id: u64| c.prepare_cached(there)?.exists([id]);
    if !is_there(signal)? {
        return Ok(());
    }
    let to = match to {
        Some(to) if is_there(to)? => Some(to),
        _ => None,
    };
    let before = burst_of(c, groups, signal)?;
    let burst = match to {
        Some(to) => burst_of(c, groups, to)?,
        None => signal,
    };
    match to {
        Some(to) => {
            c.prepare_cached(groups.insert)?.execute([signal, to, burst])?;
        }
        None if before == signal => return Ok(()),
        None => {
            c.prepare_cached(groups.delete)?.execute([signal])?;
        }
    }
    let mut moved = if before == burst { Vec::new() } else { vec![signal] };
    while let Some(one) = moved.pop() {
        let mut follow = c.prepare_cached(groups.follow)?;
        let rows = follow.query_map([one, burst], |row| row.get(0))?;
        moved.extend(rows.collect::<Result<Vec<u64>, _>>()?);
    }
    Ok(())
}

/// The first signal of the burst that a signal is in: itself, where it is in none.
fn burst_of(c: &Connection, groups: &Groups, signal: u64) -> Result<u64, StoreError> {
    Ok(c.prepare_cached(groups.of)?.query_row([signal], |row| row.get(0)).optional()?.unwrap_or(signal))
}

#[cfg(test)]
mod tests;
