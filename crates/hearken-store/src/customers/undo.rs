//! Holding customers to be one, and taking that back: whole, by one identifier, or by one signal.

use hearken_domain::{By, ChangeId, CustomerId, Event, LogPosition, SignalId};
use rusqlite::{Connection, OptionalExtension};

use crate::views::customers::change::{ChangeRow, What, append, select};
use crate::{Store, StoreError, log, views};

/// An error about a customer.
pub(super) fn refused(customer: CustomerId, detail: impl Into<String>) -> StoreError {
    StoreError::Customer { subject: customer.to_string(), detail: detail.into(), missing: false }
}

fn missing(subject: String, detail: &str) -> StoreError {
    StoreError::Customer { subject, detail: detail.to_owned(), missing: true }
}

/// What a customer counts as.
pub(super) fn root(c: &Connection, customer: CustomerId) -> Result<CustomerId, StoreError> {
    let sql = "SELECT root_id FROM customers WHERE id = ?1";
    let root = c.prepare_cached(sql)?.query_row([customer.0], |row| row.get(0)).optional()?;
    root.map(CustomerId).ok_or_else(|| missing(customer.to_string(), "there is no such customer"))
}

/// Writes rows as what one event said, and the event behind them.
pub(super) fn say(
    c: &Connection,
    by: &By,
    rows: &[ChangeRow],
    event: Event,
) -> Result<LogPosition, StoreError> {
    append(c, log::position(c)? + 1, rows)?;
    Ok(views::record(c, by, event)?.position)
}

impl Store {
    /// Holds a customer to be part of another from now on; whatever comes later binds to it.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where one is not there, both are one already, or the first is part of another; or any failure
    /// of the database.
    pub fn merge_customers(
        &self,
        customer: CustomerId,
        into: CustomerId,
        by: &By,
    ) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            check_merge(c, customer, into)?;
            let row = ChangeRow {
                customer: Some(customer.0),
                target: Some(into.0),
                ..ChangeRow::new(What::Merged)
            };
            say(c, &by, &[row], Event::CustomersMerged { customer, into })
        })
    }

    /// Takes a merge back: the customer is their own again, with all that is theirs.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where they are part of no other; or any failure of the database.
    pub fn unmerge_customer(&self, customer: CustomerId, by: &By) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            root(c, customer)?;
            let sql = "SELECT position FROM customer_changes WHERE customer_id = ?1 AND what = 'merged' AND standing \
                       AND NOT dropped";
            let merged: Option<u64> =
                c.prepare_cached(sql)?.query_row([customer.0], |row| row.get(0)).optional()?;
            let merged = merged.ok_or_else(|| refused(customer, "it is part of no other customer"))?;
            undo(c, LogPosition(merged), &by)
        })
    }

    /// Has one identifier of a merged customer, and what is joined by it, stay that customer's alone.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where it is no identifier of a merged customer, or is apart already; or any failure of the
    /// database.
    pub fn keep_apart(
        &self,
        customer: CustomerId,
        identifier: ChangeId,
        by: &By,
    ) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            if root(c, customer)? == customer {
                return Err(refused(customer, "it is part of no other customer"));
            }
            let said =
                select(c, "id = ?1 AND what = 'identifier' AND standing AND NOT dropped", [identifier.0])?;
            let said = said.into_iter().next();
            let (_, said) = said.ok_or_else(|| refused(customer, "it has no such identifier"))?;
            let row = said.kept_apart(customer.0);
            if !select(c, "key = ?1 AND standing", [row.key()])?.is_empty() {
                return Err(refused(customer, "the identifier is kept apart already"));
            }
            say(c, &by, &[row], Event::IdentifierKeptApart { customer })
        })
    }

    /// Gives a signal to a customer, or to nobody.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where either is not there; or any failure of the database.
    pub fn give_signal(
        &self,
        signal: SignalId,
        customer: Option<CustomerId>,
        by: &By,
    ) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let sql = "SELECT EXISTS (SELECT 1 FROM signals WHERE id = ?1)";
            if !c.query_row(sql, [signal.0], |row| row.get::<_, bool>(0))? {
                return Err(missing(signal.to_string(), "there is no such signal"));
            }
            customer.map(|customer| root(c, customer)).transpose()?;
            let row = ChangeRow {
                customer: customer.map(|customer| customer.0),
                target: Some(signal.0),
                dropped: customer.is_none(),
                ..ChangeRow::new(What::Given)
            };
            say(c, &by, &[row], Event::SignalGiven { signal, customer })
        })
    }

    /// Takes back what a person said last of a customer: a fact, an identifier, that it is kept apart.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where nothing said by hand stands; or any failure of the database.
    pub fn undo_customer(&self, customer: CustomerId, by: &By) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            root(c, customer)?;
            let sql = "SELECT max(position) FROM customer_changes WHERE customer_id = ?1 AND source_id IS NULL \
                       AND undone_position IS NULL AND what NOT IN ('merged', 'given')";
            let last: Option<u64> = c.prepare_cached(sql)?.query_row([customer.0], |row| row.get(0))?;
            let last = last.ok_or_else(|| refused(customer, "nothing that a person said of it stands"))?;
            undo(c, LogPosition(last), &by)
        })
    }

    /// Takes back what a person said last of whose a signal is.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where nobody said anything of it; or any failure of the database.
    pub fn undo_given(&self, signal: SignalId, by: &By) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let said = select(c, "what = 'given' AND target = ?1 AND standing", [signal.0])?;
            if said.is_empty() {
                return Err(missing(signal.to_string(), "there is nobody who gave it to a customer by hand"));
            }
            let sql =
                "SELECT position FROM customer_changes WHERE what = 'given' AND target = ?1 AND standing";
            let position = c.query_row(sql, [signal.0], |row| row.get(0))?;
            undo(c, LogPosition(position), &by)
        })
    }
}

fn undo(c: &Connection, change: LogPosition, by: &By) -> Result<LogPosition, StoreError> {
    Ok(views::record(c, by, Event::CustomerChangeUndone { change })?.position)
}

/// Refuses what cannot be one.
pub(super) fn check_merge(c: &Connection, customer: CustomerId, into: CustomerId) -> Result<(), StoreError> {
    if customer == into {
        return Err(refused(customer, "it cannot be merged into itself"));
    }
    let (own, other) = (root(c, customer)?, root(c, into)?);
    if own == other {
        return Err(refused(customer, format!("it is one with {into} already")));
    }
    if own != customer {
        return Err(refused(
            customer,
            format!("it is part of {own} already; merge that, or unmerge {customer} first"),
        ));
    }
    Ok(())
}
