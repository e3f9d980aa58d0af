//! What was news about themes, each piece once: what goes on being so is no news again, and what stops for a short while only
//! goes on.

use hearken_domain::{AlertId, NewsKind, ThemeId, Threshold, Timestamp, ViewId};
use rusqlite::{Connection, Row, params};

use crate::alerts::{AlertReader, deliveries};
use crate::signal_row::time;
use crate::{Store, StoreError};

/// Something that is so about a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct News {
    /// Which theme.
    pub theme: ThemeId,
    /// Under the filter of which saved view; `None` is under none.
    pub view: Option<ViewId>,
    /// What.
    pub what: NewsKind,
    /// What was crossed.
    pub threshold: Option<Threshold>,
    /// Signals of the theme in the time that it is told of.
    pub signals: u64,
    /// Customers of the theme, where any is known.
    pub customers: Option<u64>,
}

/// A piece of news that was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticedNews {
    /// Its number.
    pub id: u64,
    /// What it is.
    pub news: News,
    /// When it was noticed.
    pub noticed_at: Timestamp,
}

const COLUMNS: &str = "id, theme_id, view_id, what, threshold, signals, customers, noticed_ms";

impl AlertReader<'_> {
    /// What was noticed since, the last first; from what came before the piece of this number on, where one is given.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn news_since(
        &self,
        since: Timestamp,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<NoticedNews>, StoreError> {
        self.0.read(|c| {
            let sql = format!(
                "SELECT {COLUMNS} FROM alert_news WHERE noticed_ms >= ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map(params![since.as_millisecond(), before, limit], read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The news of a delivery, in the order in which it was noticed.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn news_of(&self, delivery: u64) -> Result<Vec<NoticedNews>, StoreError> {
        self.0.read(|c| {
            let sql = format!(
                "SELECT {COLUMNS} FROM alert_news JOIN alert_delivery_news ON news_id = id \
                 WHERE delivery_id = ?1 ORDER BY id"
            );
            let mut statement = c.prepare_cached(&sql)?;
            Ok(statement.query_map([delivery], read)?.collect::<Result<_, _>>()?)
        })
    }
}

impl Store {
    /// Keeps what is so `now` of everything that was looked at; what of it is news is to be sent by `alerts`, which says by which
    /// and when, in the same transaction. What was so until after `forgotten` goes on. `looked_at` says of which views and
    /// thresholds all is told: what is not among `so` is over.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn notice_news(
        &self,
        so: Vec<News>,
        looked_at: Vec<(Option<ViewId>, Option<Threshold>)>,
        now: Timestamp,
        forgotten: Timestamp,
        alerts: impl Fn(&News) -> Vec<(AlertId, Timestamp)> + Send + 'static,
    ) -> Result<Vec<NoticedNews>, StoreError> {
        let known = self.snapshot()?.alerts().going_on()?;
        let begins = so.iter().any(|news| !known.iter().any(|(_, old)| same(old, news)));
        let ends = known.iter().any(|(_, old)| is_over(old, &so, &looked_at));
        if !begins && !ends {
            return Ok(Vec::new());
        }
        self.write(move |c| {
            let known = going_on(c)?;
            for (id, old) in &known {
                if is_over(old, &so, &looked_at) {
                    let sql = "UPDATE alert_news SET over_ms = ?2 WHERE id = ?1";
                    c.prepare_cached(sql)?.execute(params![id, now.as_millisecond()])?;
                }
            }
            let begun = so.iter().filter(|news| !known.iter().any(|(_, old)| same(old, news)));
            let mut noticed = Vec::new();
            for news in begun {
                if !goes_on(c, news, forgotten)? {
                    let id = insert(c, news, now)?;
                    noticed.push(NoticedNews { id, news: *news, noticed_at: now });
                    for (alert, due) in alerts(news) {
                        deliveries::add(c, alert, &[id], due, now)?;
                    }
                }
            }
            Ok(noticed)
        })
    }
}

impl AlertReader<'_> {
    /// What is so, as far as was last looked.
    fn going_on(&self) -> Result<Vec<(u64, News)>, StoreError> {
        self.0.read(going_on)
    }
}

fn going_on(c: &Connection) -> Result<Vec<(u64, News)>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM alert_news WHERE over_ms IS NULL");
    let mut statement = c.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?.collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().map(|row| (row.id, row.news)).collect())
}

fn same(a: &News, b: &News) -> bool {
    (a.theme, a.view, a.what, a.threshold) == (b.theme, b.view, b.what, b.threshold)
}

fn is_over(old: &News, so: &[News], looked_at: &[(Option<ViewId>, Option<Threshold>)]) -> bool {
    looked_at.contains(&(old.view, old.threshold)) && !so.iter().any(|news| same(old, news))
}

/// Whether it was so until lately, and so goes on; no news.
fn goes_on(c: &Connection, news: &News, forgotten: Timestamp) -> Result<bool, StoreError> {
    let sql = "UPDATE alert_news SET over_ms = NULL WHERE id = (SELECT max(id) FROM alert_news \
               WHERE theme_id = ?1 AND what = ?2 AND view_id = ?3 AND threshold = ?4) AND over_ms > ?5";
    let (view, threshold) = keys(news);
    let values = params![news.theme.0, news.what.as_str(), view, threshold, forgotten.as_millisecond()];
    Ok(c.prepare_cached(sql)?.execute(values)? > 0)
}

fn insert(c: &Connection, news: &News, now: Timestamp) -> Result<u64, StoreError> {
    let sql = "INSERT INTO alert_news (theme_id, view_id, what, threshold, signals, customers, noticed_ms) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id";
    let (view, threshold) = keys(news);
    let (signals, customers, now) = (news.signals, news.customers, now.as_millisecond());
    let values = params![news.theme.0, view, news.what.as_str(), threshold, signals, customers, now];
    Ok(c.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

fn keys(news: &News) -> (u64, String) {
    let threshold = news.threshold.map(|threshold| threshold.written()).unwrap_or_default();
    (news.view.map_or(0, |view| view.0), threshold)
}

fn read(row: &Row<'_>) -> rusqlite::Result<NoticedNews> {
    let what: String = row.get(3)?;
    let what = what.parse().map_err(|error: String| {
        rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, error.into())
    })?;
    let view: u64 = row.get(2)?;
    let threshold: String = row.get(4)?;
    let news = News {
        theme: ThemeId(row.get(1)?),
        view: (view > 0).then_some(ViewId(view)),
        what,
        threshold: Threshold::read(&threshold),
        signals: row.get(5)?,
        customers: row.get(6)?,
    };
    Ok(NoticedNews { id: row.get(0)?, news, noticed_at: time(row, 7)? })
}
