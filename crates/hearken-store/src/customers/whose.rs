//! Whose a signal is, and why; and the signals of a customer.

use hearken_domain::{ChangeId, ContactId, CustomerId, JoinReason, SignalId};
use rusqlite::{Connection, params};

use super::CustomerReader;
use super::facts::word;
use crate::StoreError;

/// A signal is a customer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalJoin {
    /// Whose it is.
    pub customer: CustomerId,
    /// What that counts as.
    pub root: CustomerId,
    /// What that is called.
    pub name: Option<String>,
    /// The contact that the speaker was found to be.
    pub contact: Option<ContactId>,
    /// By what.
    pub reason: JoinReason,
    /// The value of the identifier by which; none where a person gave it.
    pub value: Option<String>,
    /// What was said by which: of the identifier, or by the person who gave it.
    pub change: Option<ChangeId>,
}

/// Whose a signal is, by its id as `?1`.
pub(super) const OF_SIGNAL: &str = "SELECT theirs.customer_id, theirs.root_id, known_id, reason, said.value, change_id, name.value \
     FROM customer_signals AS theirs LEFT JOIN customer_changes AS said ON said.id = change_id \
     LEFT JOIN customers AS root ON root.id = theirs.root_id LEFT JOIN customer_changes AS name ON name.id = root.name_id \
     WHERE signal_id = ?1 ORDER BY 1, 6";

/// Signals that count to a customer, by its id as `?1`.
pub(super) const SIGNALS: &str = "SELECT DISTINCT signals.id AS id, said_order \
     FROM customer_signals JOIN signals ON signals.id = signal_id WHERE root_id = ?1";

impl CustomerReader<'_> {
    /// Whose a signal is, and why.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_signal(&self, signal: SignalId) -> Result<Vec<SignalJoin>, StoreError> {
        self.0.read(|c| {
            let mut statement = c.prepare_cached(OF_SIGNAL)?;
            let rows = statement.query_map([signal.0], |row| {
                Ok(SignalJoin {
                    customer: CustomerId(row.get(0)?),
                    root: CustomerId(row.get(1)?),
                    name: row.get(6)?,
                    contact: row.get::<_, Option<u64>>(2)?.map(ContactId),
                    reason: word(row, 3)?,
                    value: row.get(4)?,
                    change: row.get::<_, Option<u64>>(5)?.map(ChangeId),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The signals of a customer and of all that is part of it, newest first and the undated last; from the `offset`-th on.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn signals(
        &self,
        root: CustomerId,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<SignalId>, StoreError> {
        self.0.read(|c| {
            let sql =
                format!("SELECT id FROM ({SIGNALS}) ORDER BY said_order DESC, id DESC LIMIT ?2 OFFSET ?3");
            let mut statement = c.prepare_cached(&sql)?;
            let (limit, offset) = (limit.min(i32::MAX as usize), offset.min(i32::MAX as usize));
            let rows =
                statement.query_map(params![root.0, limit, offset], |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many signals are no customer's, as far as is known.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn signals_of_nobody(&self) -> Result<u64, StoreError> {
        self.0
            .read(|c| Ok(c.query_row(include_str!("../../sql/signals_of_nobody.sql"), [], |row| row.get(0))?))
    }
}

pub(super) fn signals_of(c: &Connection, root: CustomerId) -> Result<u64, StoreError> {
    let sql = format!("SELECT count(*) FROM ({SIGNALS})");
    Ok(c.prepare_cached(&sql)?.query_row([root.0], |row| row.get(0))?)
}
