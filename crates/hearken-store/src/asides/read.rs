//! Reading what is set aside, and which campaigns there are.

use std::collections::BTreeMap;

use hearken_domain::{Aside, FilterField, RulingId, SignalFilter, SignalId, ThemeId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::passing::AsidePassing;
use super::{DUE, NewCampaign, from_number, number_of};
use crate::snapshot::Snapshot;
use crate::{StoreError, meta};

/// What holds of a signal that is set aside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoredAside {
    /// What it is.
    pub holds: Aside,
    /// How sure the machine is, 0 to 1; nothing where a person said it.
    pub confidence: Option<f32>,
    /// The first signal of the group of copies that it is in.
    pub group: SignalId,
}

/// How many signals are set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AsideCounts {
    /// As spam.
    pub spam: u64,
    /// As part of campaigns.
    pub campaign: u64,
    /// Groups that the latter are of.
    pub campaigns: u64,
}

/// A campaign as it was found, and what holds of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoredCampaign {
    /// The arithmetic.
    pub found: NewCampaign,
    /// Signals of it that are set aside; none where a person said that it is no campaign.
    pub aside: u64,
}

/// Reads what is set aside.
#[derive(Debug, Clone, Copy)]
pub struct AsideReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of what is set aside in this snapshot.
    pub fn asides(&self) -> AsideReader<'_> {
        AsideReader(self)
    }
}

const CAMPAIGN: &str = "first, signals, unknown, speakers, new_speakers, at_once, first_ms, last_ms, likeness, told, weight, sure, \
    (SELECT count(*) FROM asides WHERE signal_id IN (SELECT first UNION ALL SELECT signal_id FROM copies WHERE burst = first))";

impl AsideReader<'_> {
    /// What holds of each of these signals that is set aside.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of(&self, signals: &[SignalId]) -> Result<BTreeMap<SignalId, StoredAside>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT holds, sure, coalesce(burst, ?1) FROM asides LEFT JOIN copies USING (signal_id) WHERE signal_id = ?1";
            let mut statement = c.prepare_cached(sql)?;
            let mut found = BTreeMap::new();
            for signal in signals {
                let aside = statement.query_row([signal.0], |row| {
                    let confidence = row.get::<_, Option<i64>>(1)?.map(from_thousandths);
                    let holds = from_number(row.get(0)?);
                    Ok(StoredAside { holds, confidence, group: SignalId(row.get(2)?) })
                });
                found.extend(aside.optional()?.map(|aside| (*signal, aside)));
            }
            Ok(found)
        })
    }

    /// The last ruling that says whether a signal counts, of it or of all that are copies with it.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn ruling(&self, signal: SignalId) -> Result<Option<RulingId>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT max(ruling_id) FROM aside_rulings LEFT JOIN copies USING (signal_id) WHERE signal_id = ?1 \
                       OR (alike AND coalesce(burst, signal_id) = coalesce((SELECT burst FROM copies WHERE signal_id = ?1), ?1))";
            let found: Option<u64> = c.prepare_cached(sql)?.query_row([signal.0], |row| row.get(0))?;
            Ok(found.map(RulingId))
        })
    }

    /// The signals that are copies of each other with this one, in the order of time; itself alone where it is a copy of none.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn group(&self, signal: SignalId, limit: usize) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT id FROM signals WHERE id IN (SELECT signal_id FROM copies WHERE burst = ?1 UNION ALL SELECT ?1) \
                       ORDER BY said_order, id LIMIT ?2";
            let group = group_of(c, signal)?;
            let mut statement = c.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map(params![group, limit], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The groups of copies with so many signals at least, each by its first, with who said each signal, when, and how alike it is to
    /// the one that it copies, in the order of time. Whoever was anonymised tells nothing any more: a name that was taken out makes
    /// nobody new.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn groups(&self, signals_min: usize) -> Result<BTreeMap<SignalId, Vec<GroupMember>>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT burst FROM copies GROUP BY burst HAVING count(*) + 1 >= ?1";
            let groups: Vec<u64> = c
                .prepare_cached(sql)?
                .query_map([signals_min], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let sql = "SELECT contact_id, at_ms, likeness, told, (SELECT count(*) FROM signals AS theirs WHERE theirs.contact_id = \
                       signals.contact_id) FROM signals LEFT JOIN copies ON signal_id = id \
                       WHERE id IN (SELECT signal_id FROM copies WHERE burst = ?1 UNION ALL SELECT ?1) \
                       AND NOT anonymised ORDER BY said_order, id";
            let mut statement = c.prepare_cached(sql)?;
            let mut found = BTreeMap::new();
            for group in groups {
                let rows = statement.query_map([group], |row| {
                    let likeness: Option<i64> = row.get(2)?;
                    let told: Option<i64> = row.get(3)?;
                    Ok(GroupMember {
                        speaker: row.get(0)?,
                        at_ms: row.get(1)?,
                        copied: likeness.zip(told).map(|(a, b)| (from_thousandths(a), from_thousandths(b))),
                        said: row.get(4)?,
                    })
                })?;
                found.insert(SignalId(group), rows.collect::<Result<_, _>>()?);
            }
            Ok(found)
        })
    }

    /// Whether groups may have changed since they were last weighed.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn is_weighing_due(&self) -> Result<bool, StoreError> {
        self.0.read(|c| Ok(meta::get(c, DUE)?.is_some()))
    }

    /// Every campaign, the last first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn campaigns(&self) -> Result<Vec<StoredCampaign>, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT {CAMPAIGN} FROM campaigns ORDER BY last_ms DESC, first");
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map([], campaign_from)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The campaign that a signal is of, whether or not it is set aside with it.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn campaign_of(&self, signal: SignalId) -> Result<Option<StoredCampaign>, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT {CAMPAIGN} FROM campaigns WHERE first = ?1");
            let group = group_of(c, signal)?;
            Ok(c.prepare_cached(&sql)?.query_row([group], campaign_from).optional()?)
        })
    }

    /// How many signals are set aside; with a theme, of those that would be in it.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn counts(&self, theme: Option<ThemeId>) -> Result<AsideCounts, StoreError> {
        self.0.read(|c| {
            let of_theme = "asides.signal_id IN (SELECT signal_id FROM aside_memberships WHERE generation = ?1 AND theme_id = ?2)";
            let sql = format!(
                "SELECT holds, count(*), count(DISTINCT coalesce(burst, asides.signal_id)) FROM asides \
                 LEFT JOIN copies ON copies.signal_id = asides.signal_id WHERE ?2 IS NULL OR {of_theme} GROUP BY holds"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query(params![self.0.generation().0, theme.map(|theme| theme.0)])?;
            let mut counts = AsideCounts::default();
            while let Some(row) = rows.next()? {
                match from_number(row.get(0)?) {
                    Aside::Spam => counts.spam = row.get(1)?,
                    Aside::Campaign => (counts.campaign, counts.campaigns) = (row.get(1)?, row.get(2)?),
                    Aside::Counted => {}
                }
            }
            Ok(counts)
        })
    }

    /// The signals that are set aside.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let mut statement = c.prepare_cached("SELECT signal_id FROM asides ORDER BY 1")?;
            let rows = statement.query_map([], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Those of them for which the current generation does not say yet where they would be.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn unplaced(&self) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT signal_id FROM asides WHERE signal_id NOT IN \
                       (SELECT signal_id FROM aside_memberships WHERE generation = ?1) ORDER BY 1";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([self.0.generation().0], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    pub(crate) fn passing(&self, filter: &SignalFilter) -> Result<Option<AsidePassing>, StoreError> {
        let wanted: Vec<Aside> = filter.texts(FilterField::Is).filter_map(|word| word.parse().ok()).collect();
        if wanted.is_empty() {
            return Ok(None);
        }
        let mut passes = [false; 3];
        wanted.iter().for_each(|aside| passes[usize::from(number_of(*aside))] = true);
        self.0.read(|c| {
            let mut statement = c.prepare_cached("SELECT signal_id, holds FROM asides")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let asides = std::sync::Arc::new(rows.collect::<Result<_, _>>()?);
            Ok(Some(AsidePassing { asides, passes }))
        })
    }
}

/// A signal of a group of copies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupMember {
    /// Who said it, where that is known.
    pub speaker: Option<u64>,
    /// When, in milliseconds.
    pub at_ms: i64,
    /// How alike it is to what it copies, and what the words of both tell.
    pub copied: Option<(f32, f32)>,
    /// How many signals there are by who said it.
    pub said: u64,
}

fn group_of(c: &Connection, signal: SignalId) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce((SELECT burst FROM copies WHERE signal_id = ?1), ?1)";
    Ok(c.prepare_cached(sql)?.query_row([signal.0], |row| row.get(0))?)
}

fn from_thousandths(number: i64) -> f32 {
    number as f32 / 1e3
}

fn campaign_from(row: &Row<'_>) -> rusqlite::Result<StoredCampaign> {
    let found = NewCampaign {
        first: SignalId(row.get(0)?),
        signals: row.get(1)?,
        unknown: row.get(2)?,
        speakers: row.get(3)?,
        new_speakers: row.get(4)?,
        at_once: row.get(5)?,
        first_ms: row.get(6)?,
        last_ms: row.get(7)?,
        likeness: from_thousandths(row.get(8)?),
        told: from_thousandths(row.get(9)?),
        weight: from_thousandths(row.get(10)?),
        confidence: from_thousandths(row.get(11)?),
    };
    Ok(StoredCampaign { found, aside: row.get(12)? })
}
