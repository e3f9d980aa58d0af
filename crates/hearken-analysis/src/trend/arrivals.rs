//! Series out of when signals were said and when they came, so that nobody's upload looks like a rise.
//!
//! A signal counts on the day it was said. What is set aside, for all themes alike:
//! - days that are told of again: what comes over a week late for days that a source had already told of, where it is more
//!   than a late few (a backfill, often of one matter) and reaches back less than half a year: what reaches further changes
//!   what is usual as much as what is new;
//! - days that hold a heap: what came on one later day and was all said on one day, ten times as much as that source's usual
//!   day (an upload that was dated by when something was moved);
//! - the first four weeks of a source that joins others, which tell what it is about.
//!
//! A theme is compared with all signals of the same day, each source weighed by how much of the theme it usually brings
//! (indirect standardisation: Breslow and Day 1987), so that a source that is louder than the others this week moves nothing.

use std::collections::BTreeMap;

use hearken_domain::{DayCount, SourceId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::series::Series;

/// Days looked back, at most.
const MOST_DAYS: i32 = 3 * 366;
/// What comes so many days after it was said is no late few.
const LATE_DAYS: i32 = 7;
/// Fewer signals than this are a few.
const FEW: f64 = 20.0;
/// What is told again is set aside from this share of what had been there.
const AGAIN: f64 = 0.5;
/// What reaches back so many days before it came is no mere backfill.
const BACKFILL_DAYS: i32 = 183;
/// A heap is so many times a source's usual day,
const HEAP_TIMES: f64 = 10.0;
/// and at least so many signals.
const HEAP_LEAST: f64 = 50.0;
/// Days in which a source that joins others is listened to.
const LISTEN_DAYS: usize = 28;
/// A theme's share of one source is drawn towards its share of all as if so many signals spoke for it.
const SOURCE_PRIOR: f64 = 5.0;
/// A day is settled when so much of it is in.
const SETTLED: f64 = 0.9;
/// More days than this are not waited for.
const MOST_UNSETTLED: i32 = 28;

/// All signals by day and source, made once for all themes.
#[derive(Debug, Clone)]
pub struct Arrivals {
    first_day: i32,
    days: usize,
    sources: BTreeMap<SourceId, Source>,
    aside: FxHashSet<(SourceId, i32, i32)>,
    unsettled_days: usize,
}

#[derive(Debug, Clone)]
struct Source {
    /// Signals by day, without what is set aside.
    days: Vec<f64>,
    /// Their sum.
    sum: f64,
    /// The first day that counts.
    from: usize,
}

impl Arrivals {
    /// Reads all signals up to the last complete day, those of each theme apart or together. What is said to be later, or over
    /// three years earlier, is left out.
    pub fn new<'r>(all: impl IntoIterator<Item = &'r DayCount>, last_day: i32) -> Self {
        let oldest = last_day.saturating_sub(MOST_DAYS - 1);
        let told = all.into_iter().filter(|row| (oldest..=last_day).contains(&row.said));
        let by_source = together(told);
        let Some(first_day) = by_source.values().flatten().map(|row| row.said).min() else {
            return Self {
                first_day: last_day,
                days: 0,
                sources: BTreeMap::new(),
                aside: FxHashSet::default(),
                unsettled_days: 0,
            };
        };
        let days = (last_day - first_day + 1) as usize;
        let (mut aside, mut lags) = (FxHashSet::default(), FxHashMap::default());
        let mut sources = BTreeMap::new();
        for (source, rows) in by_source {
            set_aside(&rows, &mut aside);
            late(&rows, &aside, &mut lags);
            let mut of_days = vec![0.0; days];
            for row in rows.iter().filter(|row| !aside.contains(&(row.source, row.said, row.came))) {
                of_days[(row.said - first_day) as usize] += f64::from(row.signals);
            }
            let begins = of_days.iter().position(|day| *day > 0.0).unwrap_or(days);
            let from = if begins == 0 { 0 } else { begins + LISTEN_DAYS };
            let sum = of_days.iter().sum();
            sources.insert(source, Source { days: of_days, sum, from });
        }
        // Where nothing was heard on the first day but of what is set aside, the first source that begins has none to join.
        if let Some(first) = sources.values().map(|source| source.from).min() {
            sources.values_mut().filter(|source| source.from == first).for_each(|source| source.from = 0);
        }
        Self { first_day, days, sources, aside, unsettled_days: unsettled(&lags) }
    }

    /// The series of a theme, out of its own rows.
    pub fn series<'r>(&self, theme: impl IntoIterator<Item = &'r DayCount>) -> Series {
        let mut signals = vec![0_u32; self.days];
        let mut of_sources: FxHashMap<SourceId, f64> = FxHashMap::default();
        let last_day = self.first_day.saturating_add(i32::try_from(self.days).unwrap_or(i32::MAX));
        for row in theme {
            let Some(source) = self.sources.get(&row.source) else { continue };
            if !(self.first_day..last_day).contains(&row.said)
                || (!self.aside.is_empty() && self.aside.contains(&(row.source, row.said, row.came)))
            {
                continue;
            }
            *of_sources.entry(row.source).or_default() += f64::from(row.signals);
            let day = (row.said - self.first_day) as usize;
            if day >= source.from {
                signals[day] = signals[day].saturating_add(row.signals);
            }
        }
        let all = self.compared_with(&of_sources);
        Series { first_day: self.first_day, signals, all, unsettled_days: self.unsettled_days.min(self.days) }
    }

    /// All signals by day, each source weighed by its share of a theme.
    fn compared_with(&self, of_sources: &FxHashMap<SourceId, f64>) -> Vec<f64> {
        let mut all = vec![0.0; self.days];
        let total: f64 = self.sources.values().map(|source| source.sum).sum();
        let share = of_sources.values().sum::<f64>() / total.max(1.0);
        for (id, source) in &self.sources {
            let of_theme = of_sources.get(id).copied().unwrap_or(0.0);
            let weight = (of_theme + SOURCE_PRIOR) / (share * source.sum + SOURCE_PRIOR);
            let from = source.from.min(self.days);
            for (all, day) in all[from..].iter_mut().zip(&source.days[from..]) {
                *all += weight * day;
            }
        }
        all
    }
}

/// The rows of each source, one for those of the same days, in the order in which they came.
fn together<'r>(all: impl Iterator<Item = &'r DayCount>) -> BTreeMap<SourceId, Vec<DayCount>> {
    let mut sums: FxHashMap<(SourceId, i32, i32), u32> = FxHashMap::default();
    for row in all {
        let sum = sums.entry((row.source, row.came, row.said)).or_default();
        *sum = sum.saturating_add(row.signals);
    }
    let mut rows: Vec<DayCount> = sums
        .into_iter()
        .map(|((source, came, said), signals)| DayCount { source, said, came, signals })
        .collect();
    rows.sort_unstable_by_key(|row| (row.source, row.came, row.said));
    let of_sources = rows.chunk_by(|one, next| one.source == next.source);
    of_sources.map(|rows| (rows[0].source, rows.to_vec())).collect()
}

/// Sets aside what a source tells again, and its heaps. Its rows are in the order in which they came.
fn set_aside(rows: &[DayCount], aside: &mut FxHashSet<(SourceId, i32, i32)>) {
    let mut told: BTreeMap<i32, f64> = BTreeMap::new();
    for batch in rows.chunk_by(|one, next| one.came == next.came) {
        let known =
            told.first_key_value().map(|(day, _)| *day).zip(told.last_key_value().map(|(day, _)| *day));
        let again = |row: &&DayCount| {
            let late = row.came.saturating_sub(row.said) > LATE_DAYS;
            late && known.is_some_and(|(first, last)| (first..=last).contains(&row.said))
        };
        let days = batch.iter().filter(again).map(|row| row.said);
        let span = days.clone().min().zip(days.max());
        let had =
            span.map_or(0.0, |(first, last)| told.range(first..=last).map(|(_, signals)| signals).sum());
        let more: f64 = batch.iter().filter(again).map(|row| f64::from(row.signals)).sum();
        let reach = span.map_or(0, |(first, _)| batch[0].came.saturating_sub(first));
        let backfill = more > FEW && more > AGAIN * had && reach < BACKFILL_DAYS;
        for row in batch {
            if backfill && again(&row) {
                aside.insert((row.source, row.said, row.came));
            } else {
                *told.entry(row.said).or_default() += f64::from(row.signals);
            }
        }
    }
    let mut days: Vec<f64> = told.into_values().collect();
    days.sort_unstable_by(f64::total_cmp);
    let usual = days.get(days.len() / 2).copied().unwrap_or(0.0);
    let heap = (HEAP_TIMES * usual).max(HEAP_LEAST);
    let heaps =
        rows.iter().filter(|row| row.came.saturating_sub(row.said) > 1 && f64::from(row.signals) > heap);
    aside.extend(heaps.map(|row| (row.source, row.said, row.came)));
}

/// Counts how late signals came, but for the first that a source brought, which may be years of them.
fn late(rows: &[DayCount], aside: &FxHashSet<(SourceId, i32, i32)>, lags: &mut FxHashMap<i32, f64>) {
    let first = rows.first().map(|row| row.came);
    let later = rows.iter().filter(|row| Some(row.came) != first);
    for row in later.filter(|row| !aside.contains(&(row.source, row.said, row.came))) {
        *lags.entry(row.came.saturating_sub(row.said).max(0)).or_default() += f64::from(row.signals);
    }
}

/// Days after which nine tenths of a day are in.
fn unsettled(lags: &FxHashMap<i32, f64>) -> usize {
    let all: f64 = lags.values().sum();
    let within =
        |days: i32| lags.iter().filter(|(lag, _)| **lag <= days).map(|(_, count)| count).sum::<f64>();
    (0..MOST_UNSETTLED).find(|days| within(*days) >= SETTLED * all).unwrap_or(MOST_UNSETTLED) as usize
}
