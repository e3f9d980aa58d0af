//! How many signals of whom a theme has: from the roll-up where everything counts, else from the signals that do.

use std::collections::BTreeMap;
use std::sync::Arc;

use hearken_domain::{CustomerId, SignalFilter, SignalId, ThemeId};
use rusqlite::{Connection, Row};

use super::CustomerReader;
use crate::StoreError;
use crate::filter::{Among, Where};
pub use crate::rows::ThemeCustomers;
use crate::touches::Touched;

/// By theme; `None` is *unsorted*.
type ByTheme = BTreeMap<Option<ThemeId>, ThemeCustomers>;

/// Whose the signals of themes are; `None` is *unsorted*.
pub type CustomersOfThemes = Arc<BTreeMap<Option<ThemeId>, Arc<ThemeCustomers>>>;

impl CustomerReader<'_> {
    /// Whether there is any customer.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn any(&self) -> Result<bool, StoreError> {
        self.0.read(crate::views::customers::any)
    }

    /// Whose the signals of each theme are that pass the filter.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_themes(&self, filter: &SignalFilter) -> Result<CustomersOfThemes, StoreError> {
        let generation = self.0.generation();
        self.0.read(|c| {
            if filter.is_empty() {
                let all = |c: &Connection| rolled_up(c, generation.0, None);
                let one = |c: &Connection, theme: u64| {
                    let found = rolled_up(c, generation.0, Some(theme))?.pop_first();
                    Ok(((theme > 0).then_some(ThemeId(theme)), found.map(|(_, of_theme)| of_theme)))
                };
                return self.0.kept().theme_customers.read(c, (Touched::Themes, generation.0), all, one);
            }
            let count = || {
                let passing = Where::sorted(filter, generation);
                let found = gather(c, &counting(&passing), passing.params())?.into_iter();
                Ok(found.map(|(theme, of_theme)| (theme, Arc::new(of_theme))).collect())
            };
            self.0.kept().theme_customers_under.get_or_count(c, generation, filter, count)
        })
    }

    /// Whose the signals of one theme are that pass the filter.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_theme(&self, theme: ThemeId, filter: &SignalFilter) -> Result<ThemeCustomers, StoreError> {
        self.0.read(|c| {
            let generation = self.0.generation();
            let mut found = if filter.is_empty() {
                rolled_up(c, generation.0, Some(theme.0))?
            } else {
                let passing = Where::new(filter, &Among::Theme(theme), generation);
                gather(c, &counting(&passing), passing.params())?
            };
            Ok(found.remove(&Some(theme)).unwrap_or_default())
        })
    }

    /// Whose these signals are, each that is of anybody.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_signals(
        &self,
        signals: &[SignalId],
    ) -> Result<BTreeMap<SignalId, Vec<CustomerId>>, StoreError> {
        let ids: Vec<u64> = signals.iter().map(|signal| signal.0).collect();
        let ids = serde_json::to_string(&ids).map_err(crate::error::unreadable("signals"))?;
        self.0.read(|c| {
            let sql = concat!(
                "WITH passing AS MATERIALIZED (SELECT signals.id AS signal_id, 0 AS theme_id \
                 FROM json_each(?1) AS asked CROSS JOIN signals ON signals.id = asked.value), ",
                include_str!("../../sql/customers_of_passing.sql"),
                " SELECT signal_id, customer_id FROM whose ORDER BY signal_id, customer_id"
            );
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query([ids])?;
            let mut found: BTreeMap<SignalId, Vec<CustomerId>> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                found.entry(SignalId(row.get(0)?)).or_default().push(CustomerId(row.get(1)?));
            }
            Ok(found)
        })
    }

    /// What customers are called, each that has a name.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn names(&self, customers: &[CustomerId]) -> Result<BTreeMap<CustomerId, String>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT value FROM customers JOIN customer_changes AS name ON name.id = name_id \
                       WHERE customers.id = ?1 AND value IS NOT NULL";
            let mut statement = c.prepare_cached(sql)?;
            let mut names = BTreeMap::new();
            for customer in customers {
                let mut rows = statement.query([customer.0])?;
                if let Some(row) = rows.next()? {
                    names.insert(*customer, row.get(0)?);
                }
            }
            Ok(names)
        })
    }
}

/// What the roll-up has of all themes, or of one.
fn rolled_up(c: &Connection, generation: u64, theme: Option<u64>) -> Result<ByTheme, StoreError> {
    let one = if theme.is_some() { "AND theme_id = ?2" } else { "AND ?2 = 0" };
    let sql = format!(
        "SELECT theme_id, customer_id, signals FROM theme_customers WHERE generation = ?1 {one} \
         ORDER BY theme_id, customer_id"
    );
    gather(c, &sql, [generation, theme.unwrap_or(0)])
}

/// Counts what passes, as the roll-up does.
fn counting(passing: &Where) -> String {
    format!(
        "WITH passing AS MATERIALIZED (SELECT signals.id AS signal_id, memberships.theme_id AS theme_id \
         FROM {}), {} \
         SELECT theme_id, customer_id, count(*) FROM whose GROUP BY 1, 2 \
         UNION ALL SELECT theme_id, 0, count(DISTINCT signal_id) FROM whose GROUP BY 1 ORDER BY 1, 2",
        passing.tables_and_conditions(),
        include_str!("../../sql/customers_of_passing.sql")
    )
}

fn gather(c: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<ByTheme, StoreError> {
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let (mut found, mut last) = (ByTheme::new(), None::<(Option<ThemeId>, ThemeCustomers)>);
    while let Some(row) = rows.next()? {
        let (theme, customer, signals) = read(row)?;
        if last.as_ref().is_none_or(|(other, _)| *other != theme) {
            found.extend(last.replace((theme, ThemeCustomers::default())));
        }
        if let Some((_, of_theme)) = &mut last {
            match customer {
                CustomerId(0) => of_theme.known = signals,
                customer => of_theme.customers.push((customer, signals)),
            }
        }
    }
    found.extend(last);
    Ok(found)
}

fn read(row: &Row<'_>) -> rusqlite::Result<(Option<ThemeId>, CustomerId, u64)> {
    let theme: u64 = row.get(0)?;
    Ok(((theme > 0).then_some(ThemeId(theme)), CustomerId(row.get(1)?), row.get(2)?))
}
