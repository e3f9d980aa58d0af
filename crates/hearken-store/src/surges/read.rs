//! Reading surges, and the signals that they may be made of.

use hearken_domain::{
    Actor, ContactId, ImportId, SignalId, SourceId, SurgeId, SurgeKind, ThemeId, Timestamp,
};
use rusqlite::{Connection, Row, params};

use crate::StoreError;
use crate::acts::DISMISSED_SURGES;
use crate::events::event_at;
use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::surges::FoundSurge;

/// A surge.
#[derive(Debug, Clone, PartialEq)]
pub struct Surge {
    /// Its id.
    pub id: SurgeId,
    /// How fast it comes together.
    pub kind: SurgeKind,
    /// The theme that most of it were in when it was noticed.
    pub theme: Option<ThemeId>,
    /// Signals that its time would usually have brought.
    pub usual: f64,
    /// When it was noticed.
    pub noticed_at: Timestamp,
    /// Its signals in the order in which they were said; those that were erased since are not among them.
    pub signals: Vec<SurgeSignal>,
    /// Who said that it is nothing to hear of, if anybody did.
    pub dismissed: Option<DismissedSurge>,
}

/// A signal of a surge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurgeSignal {
    /// Which.
    pub id: SignalId,
    /// When it was said.
    pub said_at: Timestamp,
    /// When it came.
    pub came_at: Timestamp,
    /// Its theme now.
    pub theme: Option<ThemeId>,
}

/// Who dismissed a surge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DismissedSurge {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What of a signal tells whether it is part of a surge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeardSignal {
    /// Which.
    pub id: SignalId,
    /// Where it is from.
    pub source: SourceId,
    /// What brought it.
    pub import: ImportId,
    /// When it was said, in milliseconds.
    pub said_ms: i64,
    /// When it came.
    pub came_ms: i64,
    /// Who spoke, where that is known.
    pub speaker: Option<ContactId>,
    /// Its theme.
    pub theme: Option<ThemeId>,
    /// The first signal of its burst, where it is in one and is not that one.
    pub burst: Option<SignalId>,
}

/// Reads surges.
#[derive(Debug, Clone, Copy)]
pub struct SurgeReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of surges in this snapshot.
    pub fn surges(&self) -> SurgeReader<'_> {
        SurgeReader(self)
    }
}

const COLUMNS: &str = "id, kind, theme_id, usual, noticed_ms";

impl SurgeReader<'_> {
    /// Those that were noticed since, the last first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn since(&self, since: Timestamp, limit: usize) -> Result<Vec<Surge>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM surges WHERE noticed_ms >= ?1 ORDER BY noticed_ms DESC, id DESC LIMIT ?2"
        );
        self.0.read(|c| self.whole(c, &sql, params![since.as_millisecond(), limit]))
    }

    /// One of them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: SurgeId) -> Result<Option<Surge>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM surges WHERE id = ?1");
        self.0.read(|c| Ok(self.whole(c, &sql, params![id.0])?.pop()))
    }

    /// Those that a delivery tells of.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_delivery(&self, delivery: u64) -> Result<Vec<Surge>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM surges JOIN alert_delivery_surges ON surge_id = id WHERE delivery_id = ?1 ORDER BY id"
        );
        self.0.read(|c| self.whole(c, &sql, params![delivery]))
    }

    /// Dated signals that were said from one time to another, the last first, at most so many.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn heard(&self, from_ms: i64, to_ms: i64, limit: usize) -> Result<Vec<HeardSignal>, StoreError> {
        let sql = "SELECT signals.id, source_id, import_id, at_ms, received_ms, contact_id, theme_id, burst FROM signals \
                   LEFT JOIN memberships ON generation = ?4 AND memberships.signal_id = signals.id \
                   LEFT JOIN alike ON alike.signal_id = signals.id \
                   WHERE at_ms BETWEEN ?1 AND ?2 AND NOT undated \
                     AND NOT EXISTS (SELECT 1 FROM asides WHERE asides.signal_id = signals.id) ORDER BY at_ms DESC LIMIT ?3";
        self.0.read(|c| {
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map(params![from_ms, to_ms, limit, self.0.generation().0], heard)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Of how many dated signals that an import brought since a time, and of how many of these that were said at most so long
    /// before they came.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn brought(&self, import: ImportId, since_ms: i64, late_ms: i64) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT count(*), coalesce(sum(received_ms - at_ms <= ?3), 0) FROM signals \
                   WHERE import_id = ?1 AND received_ms >= ?2 AND NOT undated";
        self.0.read(|c| {
            let values = params![import.0, since_ms, late_ms];
            Ok(c.prepare_cached(sql)?.query_row(values, |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
    }

    /// Whether every signal of these is known to be of a surge of its kind.
    pub(super) fn has_all(&self, found: &[FoundSurge]) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM surge_signals JOIN surges ON id = surge_id \
                   WHERE signal_id = ?1 AND kind = ?2)";
        self.0.read(|c| {
            let mut statement = c.prepare_cached(sql)?;
            for surge in found {
                for signal in &surge.signals {
                    let known: bool =
                        statement.query_row(params![signal.0, surge.kind.as_str()], |row| row.get(0))?;
                    if !known {
                        return Ok(false);
                    }
                }
            }
            Ok(true)
        })
    }

    fn whole(
        &self,
        c: &Connection,
        sql: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<Surge>, StoreError> {
        let mut statement = c.prepare_cached(sql)?;
        let mut surges = statement.query_map(values, read)?.collect::<Result<Vec<_>, _>>()?;
        let sql = "SELECT signals.id, at_ms, received_ms, theme_id FROM surge_signals \
                   JOIN signals ON signals.id = surge_signals.signal_id \
                   LEFT JOIN memberships ON generation = ?2 AND memberships.signal_id = signals.id \
                   WHERE surge_id = ?1 ORDER BY at_ms, signals.id";
        let mut statement = c.prepare_cached(sql)?;
        for surge in &mut surges {
            let rows = statement.query_map(params![surge.id.0, self.0.generation().0], |row| {
                let theme: Option<u64> = row.get(3)?;
                Ok(SurgeSignal {
                    id: SignalId(row.get(0)?),
                    said_at: time(row, 1)?,
                    came_at: time(row, 2)?,
                    theme: theme.filter(|theme| *theme > 0).map(ThemeId),
                })
            })?;
            surge.signals = rows.collect::<Result<_, _>>()?;
            if let Some(position) = DISMISSED_SURGES.last(c, surge.id.0)? {
                surge.dismissed = event_at(c, position)?
                    .map(|event| DismissedSurge { by: event.by.actor, at: event.by.at });
            }
        }
        Ok(surges)
    }
}

fn heard(row: &Row<'_>) -> rusqlite::Result<HeardSignal> {
    let theme: Option<u64> = row.get(6)?;
    Ok(HeardSignal {
        id: SignalId(row.get(0)?),
        source: SourceId(row.get(1)?),
        import: ImportId(row.get(2)?),
        said_ms: row.get(3)?,
        came_ms: row.get(4)?,
        speaker: row.get::<_, Option<u64>>(5)?.map(ContactId),
        theme: theme.filter(|theme| *theme > 0).map(ThemeId),
        burst: row.get::<_, Option<u64>>(7)?.map(SignalId),
    })
}

fn read(row: &Row<'_>) -> rusqlite::Result<Surge> {
    let kind: String = row.get(1)?;
    let kind: SurgeKind = kind.parse().map_err(|error: String| {
        rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, error.into())
    })?;
    let theme: u64 = row.get(2)?;
    Ok(Surge {
        id: SurgeId(row.get(0)?),
        kind,
        theme: (theme > 0).then_some(ThemeId(theme)),
        usual: row.get(3)?,
        noticed_at: time(row, 4)?,
        signals: Vec::new(),
        dismissed: None,
    })
}
