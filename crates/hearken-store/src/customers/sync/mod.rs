//! Taking in what a source says of customers now: what is new, what is not as it was, what is gone. It is planned by reading
//! alone, so that it can be told beforehand what it would do, and then written as one event.

mod plan;

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::{By, Counts, CustomerId, CustomerRow, Event, FactField, ImportId, RefusedRow, SourceId};
use rusqlite::{Connection, OptionalExtension, params};

use super::CustomerReader;
use super::set::next_customer;
use crate::erasures::key::Keys;
use crate::events::actor_id;
use crate::{Store, StoreError, log, views};
use plan::{Plan, Planner, Writing};

/// Of what an input tells the whole: what it does not name any more is gone then.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyncScope {
    /// Of all the source's customers.
    pub customers: bool,
    /// Of all people in them.
    pub contacts: bool,
    /// Whether a customer that is not known yet may be made: not by a list of people.
    pub may_add: bool,
    /// The fields that it tells of: what is empty there is known no more.
    pub fields: BTreeSet<FactField>,
    /// Whether it tells of domains.
    pub domains: bool,
}

/// What became of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowFate {
    /// It names somebody new.
    Added,
    /// It says something new of somebody known.
    Updated,
    /// It says what was known.
    Unchanged,
    /// It cannot be used.
    Rejected,
}

/// What became of one record, with why where it was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncDisposition {
    /// What.
    pub fate: RowFate,
    /// Where it stands in the input.
    pub place: String,
    /// Why it was rejected.
    pub reason: Option<String>,
}

/// Something in a record that cannot be used, though the rest of it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncProblem {
    /// Where it stands in the input.
    pub place: String,
    /// What is wrong.
    pub reason: String,
}

/// A customer that the source names no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vanished {
    /// Which.
    pub customer: CustomerId,
    /// The id by which the source knew it.
    pub external_id: String,
}

/// A fact that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// Where in the input.
    pub place: String,
    /// The id by which the source knows the customer.
    pub external_id: String,
    /// What about.
    pub field: String,
    /// What the source said before; `None` where it said nothing.
    pub before: Option<String>,
    /// What it says now; `None` where it says nothing any more.
    pub now: Option<String>,
    /// What a person said, which goes on to hold.
    pub by_hand: Option<String>,
}

/// What an input did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyncReport {
    /// The import; `None` where nothing was written.
    pub import: Option<ImportId>,
    /// What became of each record, in their order.
    pub dispositions: Vec<SyncDisposition>,
    /// What cannot be used in records that can.
    pub problems: Vec<SyncProblem>,
    /// Facts of known customers that are not as they were.
    pub changed: Vec<FactChange>,
    /// Customers that are new.
    pub customers_added: u64,
    /// People who are new.
    pub contacts_added: u64,
    /// Customers that the source names no more. They are marked, not deleted.
    pub vanished: Vec<Vanished>,
    /// People whom it names no more.
    pub contacts_vanished: u64,
    /// Those of them that it names again.
    pub returned: u64,
    /// Records of which it cannot be read whom they name: while there are any, nobody and nothing is taken for gone.
    pub unread: u64,
}

impl SyncReport {
    /// How many records met which fate.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for disposition in &self.dispositions {
            match disposition.fate {
                RowFate::Added => counts.accepted += 1,
                RowFate::Updated => counts.updated += 1,
                RowFate::Unchanged => counts.duplicate += 1,
                RowFate::Rejected => counts.rejected += 1,
            }
        }
        counts
    }
}

/// How an input was read: kept with its import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyncOrigin {
    /// The file's name.
    pub file: String,
    /// The format it was read as.
    pub format: String,
    /// Role → column.
    pub mapping: BTreeMap<String, String>,
}

/// A record, or why it is none.
pub type GivenRow = Result<CustomerRow, RefusedRow>;

impl CustomerReader<'_> {
    /// What an input would do.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn plan(
        &self,
        source: Option<SourceId>,
        rows: &[GivenRow],
        scope: &SyncScope,
        at_ms: i64,
    ) -> Result<SyncReport, StoreError> {
        let keys = self.0.keys();
        // A source that is not there yet has told of nobody.
        let source = source.map_or(0, |source| source.0);
        self.0.read(|c| Ok(Planner::new(c, keys, source, scope, at_ms, None)?.all(rows)?.report))
    }

    /// How a source's customers were read the last time, role → column.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn mapping_of(&self, source: SourceId) -> Result<BTreeMap<String, String>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT mapping FROM imports WHERE source_id = ?1 AND brought = 'customers' AND state = 'finished' \
                       ORDER BY id DESC LIMIT 1";
            let mapping: Option<String> =
                c.prepare_cached(sql)?.query_row([source.0], |row| row.get(0)).optional()?;
            Ok(mapping.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
        })
    }
}

impl Store {
    /// Takes in what a source says of customers, as one event. `logged` makes of a reason what the log may keep.
    ///
    /// # Errors
    /// Any failure of the database; nothing is changed then.
    pub fn sync_customers(
        &self,
        source: SourceId,
        origin: SyncOrigin,
        rows: Vec<GivenRow>,
        scope: SyncScope,
        logged: impl Fn(&str) -> String + Send + 'static,
        by: &By,
    ) -> Result<SyncReport, StoreError> {
        let keys = self.keys().ok_or(StoreError::ReadOnly)?;
        let by = by.clone();
        self.write(move |c| {
            take_in(c, keys, &List { source, origin: &origin, rows: &rows, scope: &scope }, logged, &by)
        })
    }
}

/// What a source says.
pub(super) struct List<'l> {
    pub(super) source: SourceId,
    pub(super) origin: &'l SyncOrigin,
    pub(super) rows: &'l [GivenRow],
    pub(super) scope: &'l SyncScope,
}

/// Takes it in, as one event.
pub(super) fn take_in(
    c: &Connection,
    keys: Keys,
    list: &List<'_>,
    logged: impl Fn(&str) -> String,
    by: &By,
) -> Result<SyncReport, StoreError> {
    let at_ms = by.at.as_millisecond();
    let import = open_import(c, list.source, list.origin, by)?;
    let writing = Writing { position: log::position(c)? + 1, import };
    let planner = Planner::new(c, Some(keys), list.source.0, list.scope, at_ms, Some(writing))?;
    let Plan { mut report, changes, customers } = planner.all(list.rows)?;
    report.import = Some(import);
    close_import(c, import, &report)?;
    dispose(c, import, &report, logged)?;
    if customers > 0 {
        next_customer(c, customers)?;
    }
    if changes > 0 {
        views::record(c, by, Event::CustomersTold { import, changes })?;
    }
    Ok(report)
}

fn open_import(
    c: &Connection,
    source: SourceId,
    origin: &SyncOrigin,
    by: &By,
) -> Result<ImportId, StoreError> {
    let sql = "INSERT INTO imports (source_id, file, format, mapping, state, started_ms, finished_ms, actor_id, brought) \
               VALUES (?1, ?2, ?3, ?4, 'finished', ?5, ?5, ?6, 'customers') RETURNING id";
    let mapping = serde_json::to_string(&origin.mapping).map_err(crate::error::unreadable("mapping"))?;
    let (at, actor) = (by.at.as_millisecond(), actor_id(c, &by.actor)?);
    let values = params![source.0, origin.file, origin.format, mapping, at, actor];
    Ok(ImportId(c.query_row(sql, values, |row| row.get(0))?))
}

fn close_import(c: &Connection, import: ImportId, report: &SyncReport) -> Result<(), StoreError> {
    let sql = "UPDATE imports SET accepted = ?2, updated = ?3, duplicate = ?4, rejected = ?5 WHERE id = ?1";
    let Counts { accepted, updated, duplicate, rejected } = report.counts();
    c.execute(sql, params![import.0, accepted, updated, duplicate, rejected])?;
    Ok(())
}

fn dispose(
    c: &Connection,
    import: ImportId,
    report: &SyncReport,
    logged: impl Fn(&str) -> String,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO dispositions (import_id, ordinal, fate, place, reason) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = c.prepare_cached(sql)?;
    for (ordinal, disposition) in (1_u64..).zip(&report.dispositions) {
        let fate = match disposition.fate {
            RowFate::Added => "accepted",
            RowFate::Updated => "updated",
            RowFate::Unchanged => "duplicate",
            RowFate::Rejected => "rejected",
        };
        let reason = disposition.reason.as_deref().map(&logged);
        let place = reason.as_ref().map(|_| logged(&disposition.place));
        insert.execute(params![import.0, ordinal, fate, place, reason])?;
    }
    Ok(())
}
