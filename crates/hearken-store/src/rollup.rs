//! Roll-ups: signals of each theme by day and source, kept in step with memberships, and counts by field.

mod by_theme;
#[cfg(test)]
mod by_week;
mod facets;
mod field;

use std::collections::BTreeMap;

use hearken_domain::{FilterField, SignalFilter, ThemeId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use crate::filter::Where;
use crate::generation::current_generation;
use crate::labels::from_column;
use crate::snapshot::Snapshot;
use crate::touches::{Touched, touch_all, touch_counted};
use crate::views::customers;
use crate::{Store, StoreError, asides, passages};

use by_theme::ThemeDay;
pub use by_theme::{ThemeSum, ThemeSums};
#[cfg(test)]
pub(crate) use by_week::ThemeWeek;
pub use facets::CountedFacets;
pub use field::Field;
pub(crate) use field::read_values;
use field::values_of;

const WEEK_MS: i64 = 7 * 24 * 3600 * 1000;
/// 1970-01-05 was the first Monday.
const FIRST_MONDAY_MS: i64 = 4 * 24 * 3600 * 1000;
/// Where the roll-up counts what is undated: no time lies on that day.
const UNDATED_DAY: i32 = -7_000_000;

/// The number of the week that holds a time: weeks start on Mondays, 00:00 UTC.
pub fn week_of(at: Timestamp) -> i64 {
    (at.as_millisecond() - FIRST_MONDAY_MS).div_euclid(WEEK_MS)
}

/// When a week starts.
pub fn week_start(week: i64) -> Timestamp {
    let ms = week.saturating_mul(WEEK_MS).saturating_add(FIRST_MONDAY_MS);
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Signals that share one value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldCount {
    /// The value.
    pub value: String,
    /// Number of signals.
    pub signals: u64,
}

/// Reads counts by week and by field.
#[derive(Debug, Clone, Copy)]
pub struct RollupReader<'s>(pub(crate) &'s Snapshot);

impl Snapshot {
    /// Reader of counts by week and by field in this snapshot.
    pub fn rollup(&self) -> RollupReader<'_> {
        RollupReader(self)
    }
}

impl RollupReader<'_> {
    /// Signals of each theme by source and day, under the filter, in the current generation; those of a theme together.
    pub(crate) fn days(&self, filter: &SignalFilter) -> Result<Vec<ThemeDay>, StoreError> {
        // The roll-up knows themes, sources and days; any other condition asks the signals themselves.
        let rolled_up = filter.asks_only(FilterField::Source);
        self.0.read(|c| {
            if rolled_up {
                let mut condition = Where::days(filter, self.0.generation());
                condition.and::<0>("signals > 0", [] as [i64; 0]);
                let sql = format!(
                    "SELECT theme_id, source_id, said_day, came_day, signals, rated, rating_sum FROM {} ORDER BY theme_id",
                    condition.tables_and_conditions()
                );
                let mut statement = c.prepare_cached(&sql)?;
                let rows = statement.query_map(condition.params(), ThemeDay::from_row)?;
                return Ok(rows.collect::<Result<_, _>>()?);
            }
            let condition = Where::sorted(filter, self.0.generation());
            let sql = format!(
                "SELECT theme_id, source_id, coalesce(signals.said_day, {UNDATED_DAY}) AS said, \
                 coalesce(signals.came_day, {UNDATED_DAY}) AS came, count(*), count(rating), total(rating) FROM {} \
                 GROUP BY theme_id, source_id, said, came ORDER BY theme_id",
                condition.tables_and_conditions()
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(condition.params(), ThemeDay::from_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The most frequent values of a field.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn count_by(
        &self,
        field: Field,
        filter: &SignalFilter,
        theme: Option<Option<ThemeId>>,
        limit: usize,
    ) -> Result<Vec<FieldCount>, StoreError> {
        self.0.read(|c| {
            if let Some(theme) = theme
                && filter.is_empty()
            {
                return values_of(c, self.0.generation(), field, theme, limit);
            }
            let mut condition = Where::new(filter, &theme.into(), self.0.generation());
            let value = field.expression();
            if field == Field::Label {
                condition.each_label();
            }
            if field.is_read() {
                condition.with_readings();
            }
            if field == Field::Rating {
                condition.and::<0>("signals.rating IS NOT NULL", [] as [i64; 0]);
            }
            let sql = format!(
                "SELECT {value}, count(*) FROM {} GROUP BY 1 HAVING {value} IS NOT NULL ORDER BY 2 DESC, 1 LIMIT {}",
                condition.tables_and_conditions(),
                i64::try_from(limit).unwrap_or(i64::MAX)
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(condition.params(), |row| {
                let value = match field.is_read() {
                    true => field.word(row.get(0)?).to_owned(),
                    false => row.get(0)?,
                };
                Ok(FieldCount { value, signals: row.get(1)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Days and values of themes in the roll-up that differ from what the memberships and signals say now.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn differences(&self) -> Result<u64, StoreError> {
        self.0.read(|c| {
            let generation = self.0.generation().0;
            let sql = include_str!("../sql/rollup_differences.sql");
            let days: u64 = c.query_row(sql, params![generation, UNDATED_DAY], |row| row.get(0))?;
            let sql = include_str!("../sql/value_differences.sql");
            let values: u64 = c.query_row(sql, [generation], |row| row.get(0))?;
            let sql = concat!(
                "WITH kept AS (SELECT generation, theme_id, customer_id, signals FROM theme_customers WHERE generation = ?1), \
                 counted AS (",
                include_str!("../sql/customers_of_themes.sql"),
                ") SELECT (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted)) \
                 + (SELECT count(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept))"
            );
            let customers: u64 = c.query_row(sql, [generation], |row| row.get(0))?;
            Ok(days + values + customers)
        })
    }
}

impl Store {
    /// Rebuilds the roll-up of the current generation from memberships and signals.
    ///
    /// # Errors
    /// Any failure of the database; the old one stands then.
    pub fn rebuild_rollup(&self) -> Result<(), StoreError> {
        self.write(|c| {
            let generation = current_generation(c)?;
            c.execute("DELETE FROM theme_days WHERE generation = ?1", [generation])?;
            c.execute(include_str!("../sql/rebuild_rollup.sql"), params![generation, UNDATED_DAY])?;
            c.execute("DELETE FROM theme_values WHERE generation = ?1", [generation])?;
            c.execute(include_str!("../sql/rebuild_values.sql"), [generation])?;
            touch_all(c, Touched::Themes)?;
            customers::count_all(c)
        })
    }
}

/// Takes a signal out of the themes of every generation, and out of their roll-ups, before it changes or goes.
pub(crate) fn leave(c: &Connection, signal: u64) -> Result<(), StoreError> {
    // What no theme was found for yet counts to its customers all the same.
    if customers::any(c)? {
        touch_counted(c, [], customers::counted_as(c, signal)?)?;
    }
    // Superseded ones hold nothing any more.
    let generations: Vec<u64> = c
        .prepare_cached("SELECT generation FROM clustering_runs WHERE generation >= ?1")?
        .query_map([current_generation(c)?], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for generation in generations {
        passages::forget(c, generation, signal)?;
        asides::forget_place(c, generation, signal)?;
        if let Some(theme) = theme_of(c, generation, signal)? {
            c.prepare_cached("DELETE FROM memberships WHERE generation = ?1 AND signal_id = ?2")?
                .execute([generation, signal])?;
            let mut tally = Tally::default();
            tally.count(c, theme, signal, -1)?;
            tally.write(c, generation)?;
        }
    }
    Ok(())
}

/// The theme that a signal has in a generation, if it is assigned there.
pub(crate) fn theme_of(c: &Connection, generation: u64, signal: u64) -> Result<Option<u64>, StoreError> {
    let sql = "SELECT theme_id FROM memberships WHERE generation = ?1 AND signal_id = ?2";
    Ok(c.prepare_cached(sql)?.query_row([generation, signal], |row| row.get(0)).optional()?)
}

/// Signals counted in and out of themes' days and values, to be written together. A statement that counts one signal at a
/// time would keep a journal of its own for each, whose cost grows with all that the transaction has changed.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// By theme, source, and the days on which they were said and came.
    days: BTreeMap<(u64, u64, i32, i32), Change>,
    /// By theme and field, then by value.
    values: BTreeMap<(u64, &'static str), BTreeMap<String, i64>>,
    /// By theme and customer.
    customers: BTreeMap<(u64, u64), i64>,
    /// Whether there is any customer, once that was asked.
    any_customer: Option<bool>,
}

#[derive(Debug, Default)]
struct Change {
    signals: i64,
    rated: i64,
    rating_sum: f64,
}

impl Tally {
    /// Counts a signal in (1) or out (−1) of a theme; its place in the order of time, if there is such a signal.
    pub(crate) fn count(
        &mut self,
        c: &Connection,
        theme: u64,
        signal: u64,
        by: i64,
    ) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT source_id, signals.said_order, rating, labels, product, signals.version, language, state, status, says, \
                   sentiment, severity, signals.said_day, signals.came_day FROM signals LEFT JOIN signal_readings ON signal_id = id WHERE id = ?1";
        let mut statement = c.prepare_cached(sql)?;
        let mut rows = statement.query([signal])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (source, said_order, rating): (u64, i64, Option<f64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let day = |column| Ok::<_, StoreError>(row.get::<_, Option<i32>>(column)?.unwrap_or(UNDATED_DAY));
        let change = self.days.entry((theme, source, day(12)?, day(13)?)).or_default();
        change.signals += by;
        if let Some(rating) = rating {
            change.rated += by;
            change.rating_sum += by as f64 * rating;
            self.count_value(theme, Field::Rating, &(rating.floor() as i64).to_string(), by);
        }
        let labels: Option<String> = row.get(3)?;
        for label in from_column(labels.as_deref())? {
            self.count_value(theme, Field::Label, &label, by);
        }
        let fields = [Field::Product, Field::Version, Field::Language, Field::State, Field::Status];
        for (column, field) in (4..).zip(fields) {
            if let Some(value) = row.get::<_, Option<String>>(column)? {
                self.count_value(theme, field, &value, by);
            }
        }
        let (says, sentiment, severity): (Option<u8>, Option<u8>, _) =
            (row.get(9)?, row.get(10)?, row.get(11)?);
        let read = says.zip(sentiment).map(|(says, sentiment)| (says, sentiment, severity));
        for (field, value) in read.into_iter().flat_map(read_values) {
            self.count_value(theme, field, value, by);
        }
        let any_customer = match self.any_customer {
            Some(any) => any,
            None => *self.any_customer.insert(customers::any(c)?),
        };
        if any_customer {
            for customer in customers::counted_as(c, signal)? {
                *self.customers.entry((theme, customer)).or_default() += by;
            }
        }
        Ok(Some(said_order))
    }

    /// Counts a value in or out.
    pub(crate) fn count_value(&mut self, theme: u64, field: Field, value: &str, by: i64) {
        let counts = self.values.entry((theme, field.as_str())).or_default();
        match counts.get_mut(value) {
            Some(count) => *count += by,
            None => {
                counts.insert(value.to_owned(), by);
            }
        }
    }

    /// Adds what was counted to the roll-up of a generation.
    pub(crate) fn write(self, c: &Connection, generation: u64) -> Result<(), StoreError> {
        let themes = self.days.keys().map(|(theme, ..)| *theme);
        touch_counted(c, themes, self.customers.keys().map(|(_, customer)| *customer))?;
        let sql = "INSERT INTO theme_days (generation, theme_id, source_id, said_day, came_day, signals, rated, rating_sum) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET signals = signals + excluded.signals, \
                   rated = rated + excluded.rated, rating_sum = rating_sum + excluded.rating_sum";
        let mut add = c.prepare_cached(sql)?;
        for ((theme, source, said, came), Change { signals, rated, rating_sum }) in self.days {
            add.execute(params![generation, theme, source, said, came, signals, rated, rating_sum])?;
        }
        let sql = "INSERT INTO theme_values (generation, theme_id, field, value, signals) VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT DO UPDATE SET signals = signals + excluded.signals";
        let mut add = c.prepare_cached(sql)?;
        // A value that nobody has any more goes: it may have been the word of someone who was erased.
        let sql = "DELETE FROM theme_values WHERE generation = ?1 AND theme_id = ?2 AND field = ?3 AND value = ?4 \
                   AND signals = 0";
        let mut forget = c.prepare_cached(sql)?;
        for ((theme, field), counts) in self.values {
            for (value, signals) in counts {
                add.execute(params![generation, theme, field, value, signals])?;
                if signals < 0 {
                    forget.execute(params![generation, theme, field, value])?;
                }
            }
        }
        for ((theme, customer), by) in self.customers {
            customers::add(c, generation, theme, customer, by)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
