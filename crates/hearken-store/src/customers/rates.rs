//! Rates between currencies, as people give them: none is ever looked up. Each act is an event, and the last of a pair and a
//! day that was not taken back holds.

use hearken_domain::{
    Actor, By, Currency, CurrencyRate, Date, Event, LogPosition, Rate, Timestamp, rate_against,
};
use rusqlite::Connection;

use super::CustomerReader;
use super::facts::word;
use crate::events::actor_from;
use crate::signal_row::time;
use crate::{Store, StoreError, views};

/// A rate that holds, with whose word it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRate {
    /// The rate.
    pub rate: CurrencyRate,
    /// Who gave it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

impl CustomerReader<'_> {
    /// Every rate that a person gave and did not let go, by currency and day.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn rates(&self) -> Result<Vec<HeldRate>, StoreError> {
        self.0.read(held)
    }
}

impl Store {
    /// Says at which rate sums of a currency are counted in another from a day on; another rate of that day goes.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where sums would be turned twice, or one currency into two; or any failure of the database.
    pub fn set_rate(&self, rate: CurrencyRate, by: &By) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            refuse_against(c, &rate)?;
            Ok(views::record(c, &by, Event::RateSet { rate })?.position)
        })
    }

    /// Lets a rate go.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where there is none; or any failure of the database.
    pub fn remove_rate(
        &self,
        currency: Currency,
        into: Currency,
        from: Date,
        by: &By,
    ) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let is_it = |held: &HeldRate| {
                (held.rate.currency, held.rate.into, held.rate.from) == (currency, into, from)
            };
            if !held(c)?.iter().any(is_it) {
                return Err(refused(currency, into, format!("there is no rate from {from}")));
            }
            Ok(views::record(c, &by, Event::RateRemoved { currency, into, from })?.position)
        })
    }

    /// Takes back what was last said of the rate between two currencies; what was said before it holds again.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where there is no change of it to take back, or what was said before cannot stand again; or any
    /// failure of the database.
    pub fn undo_rate(&self, currency: Currency, into: Currency, by: &By) -> Result<LogPosition, StoreError> {
        let by = by.clone();
        self.write(move |c| {
            let sql = "SELECT max(position) FROM rates WHERE currency = ?1 AND into_currency = ?2 \
                       AND undone_position IS NULL";
            let pair = [currency.as_str(), into.as_str()];
            let last: Option<u64> = c.prepare_cached(sql)?.query_row(pair, |row| row.get(0))?;
            let last =
                last.ok_or_else(|| refused(currency, into, "there is no change of it to take back"))?;
            let change = LogPosition(last);
            let recorded = views::record(c, &by, Event::RateChangeUndone { change })?;
            // A rate that was let go comes back: another may stand against it by now.
            for again in
                held(c)?.iter().filter(|held| (held.rate.currency, held.rate.into) == (currency, into))
            {
                refuse_against(c, &again.rate)?;
            }
            Ok(recorded.position)
        })
    }
}

fn refuse_against(c: &Connection, rate: &CurrencyRate) -> Result<(), StoreError> {
    let all: Vec<CurrencyRate> = held(c)?.into_iter().map(|held| held.rate).collect();
    match rate_against(&all, rate) {
        Some(detail) => Err(refused(rate.currency, rate.into, detail)),
        None => Ok(()),
    }
}

fn refused(currency: Currency, into: Currency, detail: impl Into<String>) -> StoreError {
    let subject = format!("the rate of {currency} in {into}");
    StoreError::Customer { subject, detail: detail.into(), missing: false }
}

/// With max(), SQLite gives the other columns of the row that has it.
fn held(c: &Connection) -> Result<Vec<HeldRate>, StoreError> {
    let sql = "SELECT currency, into_currency, from_day, rate, at_ms, kind, name, nullif(behalf_of, '') FROM \
                 (SELECT currency, into_currency, from_day, rate, max(position) AS position FROM rates \
                  WHERE undone_position IS NULL GROUP BY currency, into_currency, from_day) \
               JOIN events USING (position) JOIN actors ON actors.id = actor_id \
               WHERE rate IS NOT NULL ORDER BY currency, into_currency, from_day";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let day = word::<Date>(row, 2)?;
        let rate: Option<Rate> = Rate::from_hundred_millionths(row.get(3)?);
        let (currency, into) = (word(row, 0)?, word(row, 1)?);
        let rate = rate.map(|rate| CurrencyRate { currency, into, rate, from: day });
        Ok(rate.map(|rate| {
            Ok::<_, rusqlite::Error>(HeldRate { rate, at: time(row, 4)?, by: actor_from(row, 5)? })
        }))
    })?;
    let mut held = Vec::new();
    for row in rows {
        held.extend(row?.transpose()?);
    }
    Ok(held)
}
