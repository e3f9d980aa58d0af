//! What it costs to read and to judge ten thousand themes of two years, from rows as a store gives them.

use std::time::Instant;

use hearken_analysis::trend::{Arrivals, Constants, Direction, read};
use hearken_domain::{DayCount, SourceId};
use rayon::prelude::*;
use rusqlite::Connection;
use serde_json::json;

use super::inject::Random;
use crate::row::{self, round};

const THEMES: u64 = 10_000;
const DAYS: i32 = 730;
const SOURCES: u64 = 3;

pub fn run(seed: u64) -> anyhow::Result<()> {
    let store = store(seed)?;
    let started = Instant::now();
    let mut rows: Vec<(u64, DayCount)> = Vec::new();
    let mut statement = store.prepare(
        "SELECT theme, source, said, came, sum(signals) FROM counted GROUP BY theme, source, said, came ORDER BY theme",
    )?;
    let of_row = |row: &rusqlite::Row<'_>| {
        let arrived = DayCount {
            source: SourceId(row.get(1)?),
            said: row.get(2)?,
            came: row.get(3)?,
            signals: row.get(4)?,
        };
        Ok((row.get(0)?, arrived))
    };
    for row in statement.query_map([], of_row)? {
        rows.push(row?);
    }
    let read_s = started.elapsed().as_secs_f64();

    let started = Instant::now();
    let all: Vec<DayCount> = rows.iter().map(|(_, arrived)| *arrived).collect();
    let arrivals = Arrivals::new(&all, DAYS - 1);
    let of_themes: Vec<&[(u64, DayCount)]> = rows.chunk_by(|one, next| one.0 == next.0).collect();
    let series: Vec<_> = of_themes
        .par_iter()
        .map(|rows| arrivals.series(&rows.iter().map(|(_, arrived)| *arrived).collect::<Vec<_>>()))
        .collect();
    let series_s = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let readings: Vec<_> = series.par_iter().map(|series| read(series, &Constants::default())).collect();
    let judged_s = started.elapsed().as_secs_f64();
    let rising = readings.iter().filter(|reading| reading.direction == Direction::Rising).count();
    row::print(&json!({
        "themes": readings.len(), "days": DAYS, "rows": rows.len(), "read_s": round(read_s), "series_s": round(series_s),
        "judged_s": round(judged_s), "ratio_to_reading": round((series_s + judged_s) / read_s), "rising": rising,
    }))
}

/// Rows of themes from one signal a month to several a day.
fn store(seed: u64) -> anyhow::Result<Connection> {
    let mut store = Connection::open_in_memory()?;
    store.execute_batch(
        "CREATE TABLE counted (theme INTEGER, source INTEGER, said INTEGER, came INTEGER, signals INTEGER,
         PRIMARY KEY (theme, source, said, came)) WITHOUT ROWID",
    )?;
    let transaction = store.transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO counted VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let mut random = Random::new(seed);
        for theme in 1..=THEMES {
            let rate = 0.01 * 300.0_f64.powf(random.unit() * random.unit());
            for source in 0..SOURCES {
                for said in 0..DAYS {
                    let signals = random.poisson(rate);
                    if signals > 0 {
                        let came = said + i32::from(random.unit() < 0.2);
                        insert.execute((theme, source, said, came, signals))?;
                    }
                }
            }
        }
    }
    transaction.commit()?;
    Ok(store)
}
