//! How much customers need what a theme asks for, as people judged it. Of what was judged of one customer and one theme, the last
//! that was not taken back holds.

use std::collections::{BTreeSet, HashSet};

use hearken_domain::{Actor, By, CustomerId, Event, LogPosition, SignalFilter, Strength, ThemeId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::customers::word;
use crate::events::actor_from;
use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::{Store, StoreError, views};

/// What was judged, and stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedStrength {
    /// The theme, by the id that it had then.
    pub theme: ThemeId,
    /// The customer.
    pub customer: CustomerId,
    /// What the customer counts as.
    pub root: CustomerId,
    /// What was judged.
    pub strength: Strength,
    /// Who judged.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Reads strengths.
#[derive(Debug, Clone, Copy)]
pub struct StrengthReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of strengths in this snapshot.
    pub fn strengths(&self) -> StrengthReader<'_> {
        StrengthReader(self)
    }
}

/// What stands of a theme and of all that are part of it by now.
const OF_THEME: &str = "WITH RECURSIVE parts(id) AS \
       (SELECT ?1 UNION SELECT themes.id FROM themes JOIN parts ON themes.merged_into = parts.id) \
     SELECT theme_id, customer_id, coalesce(root_id, customer_id), strength, at_ms, kind, name, nullif(behalf_of, ''), \
       max(position) \
     FROM parts JOIN strengths ON theme_id = parts.id JOIN events USING (position) JOIN actors ON actors.id = actor_id \
     LEFT JOIN customers ON customers.id = customer_id \
     WHERE undone_position IS NULL GROUP BY theme_id, customer_id ORDER BY theme_id, customer_id";

impl StrengthReader<'_> {
    /// What was judged of a theme, and of themes that are part of it by now.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_theme(&self, theme: ThemeId) -> Result<Vec<JudgedStrength>, StoreError> {
        self.0.read(|c| {
            let mut statement = c.prepare_cached(OF_THEME)?;
            let rows = statement.query_map([theme.0], judged)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What was judged of a customer and of all that is part of it, in the order in which it was; each with whether it stands.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_customer(&self, root: CustomerId) -> Result<Vec<(JudgedStrength, bool)>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT theme_id, customer_id, root_id, strength, at_ms, kind, name, nullif(behalf_of, ''), \
                       undone_position IS NULL AND position = (SELECT max(position) FROM strengths AS last \
                         WHERE last.theme_id = judged.theme_id AND last.customer_id = judged.customer_id \
                         AND last.undone_position IS NULL) \
                       FROM customers JOIN strengths AS judged ON judged.customer_id = customers.id \
                       JOIN events USING (position) JOIN actors ON actors.id = actor_id WHERE root_id = ?1 ORDER BY position";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([root.0], |row| Ok((judged(row)?, row.get(8)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many customers, each as what it counts as, have a signal in any of these themes.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn count_in(&self, themes: &[ThemeId]) -> Result<u64, StoreError> {
        let of_themes = self.0.customers().of_themes(&SignalFilter::default())?;
        let of =
            |theme: &ThemeId| of_themes.get(&Some(*theme)).map_or(&[][..], |of_theme| &of_theme.customers);
        let customers: HashSet<CustomerId> =
            themes.iter().flat_map(of).map(|(customer, _)| *customer).collect();
        Ok(customers.len() as u64)
    }

    /// Those of `customers`, each as what it counts as, who have a signal in any of these themes.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn who_spoke(
        &self,
        themes: &[ThemeId],
        customers: impl IntoIterator<Item = CustomerId>,
    ) -> Result<BTreeSet<CustomerId>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT EXISTS (SELECT 1 FROM theme_customers \
                       WHERE generation = ?1 AND theme_id = ?2 AND customer_id = ?3)";
            let mut statement = c.prepare_cached(sql)?;
            let mut spoke = BTreeSet::new();
            for customer in customers {
                for theme in themes {
                    if statement.query_row([self.0.generation().0, theme.0, customer.0], |row| row.get(0))? {
                        spoke.insert(customer);
                        break;
                    }
                }
            }
            Ok(spoke)
        })
    }
}

fn judged(row: &Row<'_>) -> rusqlite::Result<JudgedStrength> {
    Ok(JudgedStrength {
        theme: ThemeId(row.get(0)?),
        customer: CustomerId(row.get(1)?),
        root: CustomerId(row.get(2)?),
        strength: word(row, 3)?,
        at: time(row, 4)?,
        by: actor_from(row, 5)?,
    })
}

impl Store {
    /// Keeps how much a customer needs what a theme asks for.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where there is no such customer; [`StoreError::Ruling`] where there is no such theme; or any
    /// failure of the database.
    pub fn judge_strength(
        &self,
        theme: ThemeId,
        customer: CustomerId,
        strength: Strength,
        by: &By,
    ) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            check(c, theme, customer)?;
            views::record(c, &by, Event::StrengthJudged { theme, customer, strength })?;
            Ok(())
        })
    }

    /// Takes back what was last judged of a customer and a theme.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where nothing that was judged stands; or any failure of the database.
    pub fn undo_strength(&self, theme: ThemeId, customer: CustomerId, by: &By) -> Result<(), StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let sql = "SELECT max(position) FROM strengths WHERE theme_id = ?1 AND customer_id = ?2 \
                       AND undone_position IS NULL";
            let last: Option<u64> =
                c.prepare_cached(sql)?.query_row([theme.0, customer.0], |row| row.get(0))?;
            let change = last.map(LogPosition).ok_or_else(|| StoreError::Customer {
                subject: customer.to_string(),
                detail: format!("there is nothing that was judged of it and {theme}"),
                missing: false,
            })?;
            views::record(c, &by, Event::StrengthUndone { theme, customer, change })?;
            Ok(())
        })
    }
}

fn check(c: &Connection, theme: ThemeId, customer: CustomerId) -> Result<(), StoreError> {
    let there = |sql: &str, id: u64| -> Result<bool, StoreError> {
        Ok(c.prepare_cached(sql)?.query_row([id], |_| Ok(())).optional()?.is_some())
    };
    if !there("SELECT 1 FROM customers WHERE id = ?1", customer.0)? {
        let detail = "there is no such customer".to_owned();
        return Err(StoreError::Customer { subject: customer.to_string(), detail, missing: true });
    }
    if !there("SELECT 1 FROM themes WHERE id = ?1", theme.0)? {
        let detail = "there is no such theme".to_owned();
        return Err(StoreError::Ruling { subject: theme.to_string(), detail, missing: true, against: None });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
