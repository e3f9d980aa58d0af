//! Whose a signal is, and why; and the signals of a customer.

use hearken_domain::{ChangeId, ContactId, CustomerId, JoinReason, SignalId, ThemeId};
use rusqlite::params;

use super::CustomerReader;
use super::facts::word;
use super::heard::NEWEST;
use crate::StoreError;

use crate::views::customers::change::select;

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

/// A condition on signals, with a customer's id twice: that they count to what it counts as.
pub(crate) const OF_CUSTOMER: &str = "signals.id IN (SELECT signal_id FROM customer_signals \
     WHERE root_id = (SELECT root_id FROM customers WHERE id = ?))";

/// The same, asked of each signal: cheaper where few are asked and the customer said much.
pub(crate) const EACH_OF_CUSTOMER: &str = "EXISTS (SELECT 1 FROM customer_signals WHERE signal_id = signals.id \
     AND root_id = (SELECT root_id FROM customers WHERE id = ?))";

/// A condition on signals, asked of each, with customers' ids as a JSON list: that they count to one of these.
pub(crate) const EACH_OF_CUSTOMERS: &str = "EXISTS (SELECT 1 FROM customer_signals WHERE signal_id = signals.id \
     AND root_id IN (SELECT value FROM json_each(?)))";

/// A condition on signals: that they are no customer's, by nobody's hand and by no join of who said them.
pub(crate) const OF_NOBODY: &str = "NOT EXISTS (SELECT 1 FROM customer_signals WHERE signal_id = signals.id)";

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
                format!("SELECT id FROM ({NEWEST}) ORDER BY said_order DESC, id DESC LIMIT ?3 OFFSET ?4");
            let mut statement = c.prepare_cached(&sql)?;
            let (limit, offset) = (limit.min(i32::MAX as usize), offset.min(i32::MAX as usize));
            let values = params![root.0, limit + offset, limit, offset];
            let rows = statement.query_map(values, |row| Ok(SignalId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether a person said last whose a signal is.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn is_given(&self, signal: SignalId) -> Result<bool, StoreError> {
        self.0.read(|c| Ok(!select(c, "what = 'given' AND target = ?1 AND standing", [signal.0])?.is_empty()))
    }

    /// In how many signals of each theme a customer speaks, most first; unsorted signals are not among them.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn themes(&self, root: CustomerId, limit: usize) -> Result<Vec<(ThemeId, u64)>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT theme_id, signals FROM theme_customers WHERE generation = ?1 AND customer_id = ?2 \
                       AND theme_id <> 0 AND signals > 0 ORDER BY signals DESC, theme_id LIMIT ?3";
            let mut statement = c.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map(params![self.0.generation().0, root.0, limit], |row| {
                Ok((ThemeId(row.get(0)?), row.get(1)?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many signals are no customer's, as far as is known.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn signals_of_nobody(&self) -> Result<u64, StoreError> {
        let generation = self.0.generation().0;
        let sql = concat!(
            include_str!("../../sql/late_signals.sql"),
            include_str!("../../sql/signals_of_nobody.sql")
        );
        self.0.read(|c| Ok(c.prepare_cached(sql)?.query_row([generation], |row| row.get(0))?))
    }
}
