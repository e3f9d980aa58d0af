//! Recording what arrived: each item of a batch gets its one disposition, in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::{Disposition, Fate, ImportId, NewSignal, SignalId, SignalState, SourceId, Timestamp};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use crate::content::content_of;
use crate::erasures::guard::Guard;
use crate::erasures::key::Keys;
use crate::hash::short_hash;
use crate::labels::to_column;
use crate::views::customers;
use crate::writer::Pending;
use crate::{Store, StoreError, contacts, log, masked, redact_again, rollup, sources};

/// An item on its way into the log.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrived {
    /// Validated and redacted.
    Signal(Box<NewSignal>),
    /// Not usable.
    Rejected {
        /// Where in the input.
        place: String,
        /// Why, and what would fix it.
        reason: String,
    },
}

/// Dispositions, in the order in which the items were given.
pub type Recorded = Vec<Disposition>;

impl Store {
    /// Queues a batch; [`Pending::wait`] answers when it is durable. Ordinals count items of the import from 1.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing.
    pub fn record(
        &self,
        source: SourceId,
        import: ImportId,
        first_ordinal: u64,
        items: Vec<Arrived>,
        now: Timestamp,
    ) -> Result<Pending<Recorded>, StoreError> {
        let keys = self.keys().ok_or(StoreError::ReadOnly)?;
        self.submit(move |connection| {
            Recorder::new(connection, keys, source, import, now)?.all(first_ordinal, &items)
        })
    }
}

pub(crate) struct Recorder<'c> {
    connection: &'c Connection,
    source: SourceId,
    import: ImportId,
    now: i64,
    find: CachedStatement<'c>,
    insert: CachedStatement<'c>,
    /// Notes a time that has another signal, for bursts; no trigger does, see [`crate::bursts`].
    note_gap: CachedStatement<'c>,
    dispose: CachedStatement<'c>,
    erased: Guard<'c>,
    /// The last position given; written back once, at the end.
    position: u64,
    counts: hearken_domain::Counts,
    masked: BTreeMap<&'static str, u64>,
    /// Whether something passed no redaction.
    open: bool,
    /// Who spoke.
    speakers: BTreeSet<u64>,
}

impl<'c> Recorder<'c> {
    pub(crate) fn new(
        connection: &'c Connection,
        keys: Keys,
        source: SourceId,
        import: ImportId,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            connection,
            source,
            import,
            now: now.as_millisecond(),
            find: connection
                .prepare_cached(
                    "SELECT id, content, anonymised > 0 FROM signals WHERE source_id = ?1 AND identity = ?2",
                )?,
            insert: connection.prepare_cached(
                "INSERT INTO signals (id, position, revision, source_id, import_id, identity, content, external_id, \
                 kind, at_ms, received_ms, title, text, rating, url, product, version, language, labels, \
                 contact_id, extra, rules, undated, state, status) \
                 VALUES (?1, ?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, \
                 ?20, ?21, ?22, ?23)",
            )?,
            note_gap: connection.prepare_cached("INSERT INTO burst_gaps (at_ms) VALUES (?1)")?,
            dispose: connection.prepare_cached(
                "INSERT INTO dispositions (import_id, ordinal, fate, signal_id, place, reason) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?,
            erased: Guard::new(connection, keys, source.0)?,
            position: log::position(connection)?,
            counts: hearken_domain::Counts::default(),
            masked: BTreeMap::new(),
            open: false,
            speakers: BTreeSet::new(),
        })
    }

    /// Gives each item its disposition; ordinals count from `first`.
    pub(crate) fn all(mut self, first: u64, items: &[Arrived]) -> Result<Recorded, StoreError> {
        let mut recorded = Vec::with_capacity(items.len());
        for (ordinal, item) in (first..).zip(items) {
            let disposition = match item {
                Arrived::Signal(signal) => self.signal(signal, ordinal)?,
                Arrived::Rejected { place, reason } => {
                    Disposition::Rejected { place: place.clone(), reason: reason.clone() }
                }
            };
            self.dispose(ordinal, &disposition)?;
            recorded.push(disposition);
        }
        self.finish()?;
        Ok(recorded)
    }

    fn signal(&mut self, signal: &NewSignal, ordinal: u64) -> Result<Disposition, StoreError> {
        let extra = match signal.extra.is_empty() {
            true => None,
            false => Some(serde_json::to_string(&signal.extra).map_err(crate::error::unreadable("extra"))?),
        };
        let content = content_of(signal, extra.as_deref());
        let identity = signal.external_id.as_deref().map_or(content, identity_of);
        if let Some(at) = self.erased.erased(&identity, &signal.contact)? {
            let reason = format!(
                "it, or who said it, was erased on {}, and is not taken in again",
                at.strftime("%Y-%m-%d")
            );
            return Ok(Disposition::Rejected { place: format!("item {ordinal}"), reason });
        }
        let known: Option<(u64, [u8; 16], bool)> = self
            .find
            .query_row(params![self.source.0, identity], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        match known {
            None => {
                self.position += 1;
                let id = self.position;
                let contact =
                    contacts::find_or_add(self.connection, self.source, self.import, &signal.contact)?;
                self.speakers.extend(contact);
                self.insert.execute(params![
                    id,
                    self.source.0,
                    self.import.0,
                    identity,
                    content,
                    signal.external_id,
                    signal.kind.as_str(),
                    signal.at.map_or(self.now, |at| at.as_millisecond()),
                    self.now,
                    signal.title.as_ref().map(|t| t.as_str()),
                    signal.verbatim.as_str(),
                    signal.rating,
                    signal.url,
                    signal.product,
                    signal.version,
                    signal.language,
                    to_column(&signal.labels)?,
                    contact,
                    extra,
                    signal.redacted.rules,
                    signal.at.is_none(),
                    signal.state.map(SignalState::as_str),
                    signal.status,
                ])?;
                if let Some(at) = signal.at {
                    self.note_gap.execute([at.as_millisecond()])?;
                }
                self.count_masked(signal);
                Ok(Disposition::Accepted { signal: SignalId(id) })
            }
            // What was anonymised stays so, whatever its source says again.
            Some((id, stored, anonymised)) if anonymised || stored == content => {
                Ok(Disposition::Duplicate { signal: SignalId(id) })
            }
            Some((id, ..)) => {
                self.revise(id, signal, content, extra.as_deref())?;
                Ok(Disposition::Updated { signal: SignalId(id) })
            }
        }
    }

    /// Keeps what stood as a past revision, and writes what the source says now.
    fn revise(
        &mut self,
        id: u64,
        signal: &NewSignal,
        content: [u8; 16],
        extra: Option<&str>,
    ) -> Result<(), StoreError> {
        rollup::leave(self.connection, id)?;
        self.connection.prepare_cached(KEEP_REVISION)?.execute([id])?;
        self.position += 1;
        let position = self.position;
        let contact = contacts::find_or_add(self.connection, self.source, self.import, &signal.contact)?;
        self.speakers.extend(contact);
        let sql = "UPDATE signals SET position = ?2, revision = max(revision, last_revision) + 1, \
                   import_id = ?3, content = ?4, kind = ?5, \
                   at_ms = coalesce(?6, at_ms), came_ms = coalesce(came_ms, received_ms), received_ms = ?7, title = ?8, text = ?9, rating = ?10, url = ?11, \
                   product = ?12, version = ?13, language = ?14, labels = ?15, contact_id = ?16, extra = ?17, rules = ?18, \
                   state = ?19, status = ?20, undated = undated AND ?6 IS NULL WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![
            id,
            position,
            self.import.0,
            content,
            signal.kind.as_str(),
            signal.at.map(|at| at.as_millisecond()),
            self.now,
            signal.title.as_ref().map(|t| t.as_str()),
            signal.verbatim.as_str(),
            signal.rating,
            signal.url,
            signal.product,
            signal.version,
            signal.language,
            to_column(&signal.labels)?,
            contact,
            extra,
            signal.redacted.rules,
            signal.state.map(SignalState::as_str),
            signal.status,
        ])?;
        self.count_masked(signal);
        Ok(())
    }

    fn count_masked(&mut self, signal: &NewSignal) {
        self.open |= signal.redacted.rules == 0;
        for (sort, found) in &signal.redacted.masked {
            *self.masked.entry(sort).or_default() += found;
        }
    }

    fn dispose(&mut self, ordinal: u64, disposition: &Disposition) -> Result<(), StoreError> {
        let (signal, location, reason) = match disposition {
            Disposition::Accepted { signal }
            | Disposition::Updated { signal }
            | Disposition::Duplicate { signal } => (Some(signal.0), None, None),
            Disposition::Rejected { place: location, reason } => (None, Some(location), Some(reason)),
        };
        let fate = disposition.fate();
        self.counts.add(fate);
        self.dispose.execute(params![self.import.0, ordinal, fate.as_str(), signal, location, reason])?;
        Ok(())
    }

    fn finish(self) -> Result<(), StoreError> {
        log::advance_to(self.connection, self.position)?;
        customers::settle_arrived(self.connection, &self.speakers)?;
        let sql = "UPDATE imports SET accepted = accepted + ?2, updated = updated + ?3, duplicate = duplicate + ?4, \
                   rejected = rejected + ?5 WHERE id = ?1";
        let counts = self.counts;
        if self.open && !sources::is_off(self.connection, self.source)? {
            redact_again::want(self.connection)?; // its policy was set while this was on its way
        }
        masked::count(self.connection, self.import, self.masked.iter().map(|(sort, found)| (*sort, *found)))?;
        let each = Fate::ALL.map(|fate| match fate {
            Fate::Accepted => counts.accepted,
            Fate::Updated => counts.updated,
            Fate::Duplicate => counts.duplicate,
            Fate::Rejected => counts.rejected,
        });
        self.connection.prepare_cached(sql)?.execute(params![
            self.import.0,
            each[0],
            each[1],
            each[2],
            each[3]
        ])?;
        Ok(())
    }
}

const KEEP_REVISION: &str = "INSERT INTO revisions \
    SELECT id, position, revision, import_id, content, kind, at_ms, received_ms, title, text, rating, url, product, \
           version, language, labels, contact_id, extra, rules, 0, undated, state, status FROM signals WHERE id = ?1";

/// What tells signals of one source apart that have ids there.
fn identity_of(id: &str) -> [u8; 16] {
    short_hash(|hasher| {
        hasher.update(b"id\0");
        hasher.update(id.as_bytes());
    })
}

#[cfg(test)]
mod tests;
