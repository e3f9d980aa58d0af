//! Which themes count otherwise than before, and of which customers something is so that was not: whoever keeps what they read of
//! all of them reads again only those. Whoever changes a count, or what is held of a customer, says so in the same transaction.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, params};

use crate::{StoreError, meta};

/// Of so many everything is read again in one go, which then takes less than asking for each.
const MANY: usize = 2_000;
/// Readers that began before a write and end after it find what they saw.
const VERSIONS: usize = 2;

/// What is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Touched {
    /// Signals of themes, by week and by customer.
    Themes,
    /// What is held of customers that are part of no other or of what is part of them, and their signals.
    Customers,
}

impl Touched {
    fn number(self) -> u64 {
        match self {
            Self::Themes => 1,
            Self::Customers => 2,
        }
    }

    fn anew_key(self) -> &'static str {
        match self {
            Self::Themes => "themes_anew",
            Self::Customers => "customers_anew",
        }
    }
}

/// Says that these are not as they were.
pub(crate) fn touch(
    c: &Connection,
    what: Touched,
    ids: impl IntoIterator<Item = u64>,
) -> Result<(), StoreError> {
    let mut ids = ids.into_iter().peekable();
    if ids.peek().is_none() {
        return Ok(());
    }
    let next = advance(c, "touch")?;
    let sql =
        "INSERT INTO touches (what, id, touch) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET touch = ?3";
    let mut put = c.prepare_cached(sql)?;
    for id in ids {
        put.execute(params![what.number(), id, next])?;
    }
    Ok(())
}

/// Says which themes are counted otherwise, and which customers in them; customer 0 is anybody.
pub(crate) fn touch_counted(
    c: &Connection,
    themes: impl IntoIterator<Item = u64>,
    customers: impl IntoIterator<Item = u64>,
) -> Result<(), StoreError> {
    touch(c, Touched::Themes, themes.into_iter().collect::<BTreeSet<u64>>())?;
    let customers: BTreeSet<u64> = customers.into_iter().filter(|customer| *customer > 0).collect();
    touch(c, Touched::Customers, customers)
}

/// Says that any may not be as it was.
pub(crate) fn touch_all(c: &Connection, what: Touched) -> Result<(), StoreError> {
    advance(c, what.anew_key()).map(drop)
}

fn advance(c: &Connection, key: &str) -> Result<u64, StoreError> {
    // Without RETURNING, with which a statement keeps a journal of its own: see `settle` in `views/customers/join.rs`.
    let next = meta::get_number(c, key)? + 1;
    let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2";
    c.prepare_cached(sql)?.execute(params![key, next])?;
    Ok(next)
}

fn touched_since(c: &Connection, what: Touched, touch: u64) -> Result<Vec<u64>, StoreError> {
    let mut statement = c.prepare_cached("SELECT id FROM touches WHERE what = ?1 AND touch > ?2")?;
    let rows = statement.query_map([what.number(), touch], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Rows as they were read.
pub(crate) type Rows<K, V> = Arc<BTreeMap<K, Arc<V>>>;

/// What was read of all themes or customers, kept from one snapshot to the next.
#[derive(Debug)]
pub(crate) struct KeptRows<K, V>(Mutex<VecDeque<Version<K, V>>>);

#[derive(Debug)]
struct Version<K, V> {
    /// What else it depends on, such as the generation of themes.
    of: u64,
    anew: u64,
    touch: u64,
    rows: Rows<K, V>,
}

impl<K, V> Default for KeptRows<K, V> {
    fn default() -> Self {
        Self(Mutex::new(VecDeque::new()))
    }
}

impl<K: Ord + Copy, V> KeptRows<K, V> {
    /// All rows in the state that `c` sees, which also depend on `of`. `all` reads all of them; `one` what became of one that
    /// was touched, by its number: the row that it is counted in, which may be none any more.
    pub(crate) fn read(
        &self,
        c: &Connection,
        (what, of): (Touched, u64),
        all: impl FnOnce(&Connection) -> Result<BTreeMap<K, V>, StoreError>,
        mut one: impl FnMut(&Connection, u64) -> Result<(K, Option<V>), StoreError>,
    ) -> Result<Rows<K, V>, StoreError> {
        let (anew, touch) = (meta::get_number(c, what.anew_key())?, meta::get_number(c, "touch")?);
        let known = self.newest(of, anew, touch);
        let touched = match &known {
            Some((then, rows)) if *then == touch => return Ok(Arc::clone(rows)),
            Some((then, _)) => touched_since(c, what, *then)?,
            None => Vec::new(),
        };
        // Not held while reading: whoever comes meanwhile reads too, rather than wait.
        let rows = match known {
            Some((_, rows)) if touched.is_empty() => rows,
            Some((_, rows)) if touched.len() <= MANY => {
                let mut rows = (*rows).clone();
                for id in touched {
                    match one(c, id)? {
                        (key, Some(row)) => rows.insert(key, Arc::new(row)),
                        (key, None) => rows.remove(&key),
                    };
                }
                Arc::new(rows)
            }
            _ => Arc::new(all(c)?.into_iter().map(|(key, row)| (key, Arc::new(row))).collect()),
        };
        self.keep(Version { of, anew, touch, rows: Arc::clone(&rows) });
        Ok(rows)
    }

    /// The newest that is no newer than what is asked for.
    fn newest(&self, of: u64, anew: u64, touch: u64) -> Option<(u64, Rows<K, V>)> {
        let versions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let usable = |kept: &&Version<K, V>| kept.of == of && kept.anew == anew && kept.touch <= touch;
        let newest = versions.iter().filter(usable).max_by_key(|kept| kept.touch)?;
        Some((newest.touch, Arc::clone(&newest.rows)))
    }

    fn keep(&self, version: Version<K, V>) {
        let mut versions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What was read anew since, or of another generation, is of no use any more.
        versions
            .retain(|kept| (kept.of, kept.anew) == (version.of, version.anew) && kept.touch != version.touch);
        versions.push_back(version);
        while versions.len() > VERSIONS {
            versions.pop_front();
        }
    }
}
