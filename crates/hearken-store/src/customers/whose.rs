//! Whose a signal is, and why; and the signals of a customer.

use hearken_domain::{ChangeId, ContactId, CustomerId, JoinReason, SignalId, ThemeId};
use rusqlite::{Connection, OptionalExtension, params};

use super::CustomerReader;
use super::facts::word;
use crate::StoreError;

use crate::views::customers::change::select;

/// A signal is a customer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalJoin {
    /// Whose it is.
    pub customer: CustomerId,
    /// What that counts as.
    pub root: CustomerId,
    /// The contact that the speaker was found to be.
    pub contact: Option<ContactId>,
    /// By what.
    pub reason: JoinReason,
    /// The value of the identifier by which; none where a person gave it.
    pub value: Option<String>,
    /// The identifier.
    pub change: Option<ChangeId>,
}

/// Signals that count to a customer, by its id as `?1`.
pub(super) const SIGNALS: &str = "SELECT signals.id AS id, said_order FROM contact_joins JOIN signals USING (contact_id) \
     WHERE root_id = ?1 AND (from_ms IS NULL OR from_ms <= at_ms) AND (to_ms IS NULL OR at_ms < to_ms) \
       AND NOT EXISTS (SELECT 1 FROM customer_changes WHERE what = 'given' AND target = signals.id AND standing) \
     UNION \
     SELECT signals.id, said_order FROM customers CROSS JOIN customer_changes AS given \
     ON given.customer_id = customers.id JOIN signals ON signals.id = given.target \
     WHERE root_id = ?1 AND what = 'given' AND standing AND NOT dropped";

/// A condition on signals, with a customer's id twice: that they count to what it counts as.
pub(crate) const OF_CUSTOMER: &str = "signals.id IN (SELECT said.id FROM contact_joins JOIN signals AS said USING (contact_id) \
       WHERE root_id = (SELECT root_id FROM customers WHERE id = ?) \
       AND (from_ms IS NULL OR from_ms <= at_ms) AND (to_ms IS NULL OR at_ms < to_ms) \
       AND NOT EXISTS (SELECT 1 FROM customer_changes WHERE what = 'given' AND target = said.id AND standing) \
     UNION ALL \
     SELECT target FROM customers CROSS JOIN customer_changes AS given ON given.customer_id = customers.id \
     WHERE root_id = (SELECT root_id FROM customers WHERE id = ?) AND what = 'given' AND standing AND NOT dropped)";

/// A condition on signals: that they are no customer's, by nobody's hand and by no join of who said them.
pub(crate) const OF_NOBODY: &str = "coalesce(\
     (SELECT dropped FROM customer_changes WHERE what = 'given' AND target = signals.id AND standing), \
     NOT EXISTS (SELECT 1 FROM contact_joins WHERE contact_joins.contact_id = signals.contact_id \
                 AND (from_ms IS NULL OR from_ms <= signals.at_ms) AND (to_ms IS NULL OR signals.at_ms < to_ms)))";

impl CustomerReader<'_> {
    /// Whose a signal is, and why.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_signal(&self, signal: SignalId) -> Result<Vec<SignalJoin>, StoreError> {
        self.0.read(|c| {
            let given = select(c, "what = 'given' AND target = ?1 AND standing", [signal.0])?;
            if let Some((_, row)) = given.into_iter().next() {
                let customer = row.customer.filter(|_| !row.dropped).map(CustomerId);
                let root = "SELECT root_id FROM customers WHERE id = ?1";
                let Some(customer) = customer else { return Ok(Vec::new()) };
                let root = c.prepare_cached(root)?.query_row([customer.0], |row| row.get(0)).optional()?;
                let reason = JoinReason::ByHand;
                let join = |root| SignalJoin { customer, root, contact: None, reason, value: None, change: None };
                return Ok(root.map(CustomerId).map(join).into_iter().collect());
            }
            let sql = "SELECT contact_joins.customer_id, root_id, known_id, reason, said.value, said.id \
                       FROM signals JOIN contact_joins ON contact_joins.contact_id = signals.contact_id \
                       LEFT JOIN customer_changes AS said ON said.id = change_id \
                       WHERE signals.id = ?1 AND (contact_joins.from_ms IS NULL OR contact_joins.from_ms <= at_ms) \
                       AND (contact_joins.to_ms IS NULL OR at_ms < contact_joins.to_ms) ORDER BY 1, 6";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([signal.0], |row| {
                Ok(SignalJoin {
                    customer: CustomerId(row.get(0)?),
                    root: CustomerId(row.get(1)?),
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
        let sql = include_str!("../../sql/signals_of_nobody.sql");
        self.0.read(|c| Ok(c.prepare_cached(sql)?.query_row([generation], |row| row.get(0))?))
    }
}

pub(super) fn signals_of(c: &Connection, root: CustomerId) -> Result<u64, StoreError> {
    let sql = format!("SELECT count(*) FROM ({SIGNALS})");
    Ok(c.prepare_cached(&sql)?.query_row([root.0], |row| row.get(0))?)
}
