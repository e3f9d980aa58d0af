//! All days of all themes, as pages compare them: kept, and read again of those themes that count otherwise by now.

use std::collections::BTreeMap;
use std::sync::Arc;

use hearken_domain::{DayCount, SignalFilter, SourceId, ThemeId};
use rusqlite::{Connection, Row};

use super::{RollupReader, UNDATED_DAY};
use crate::StoreError;
pub use crate::rows::ThemeSum;
use crate::touches::Touched;

/// Signals of themes; `None` is *unsorted*.
pub type ThemeSums = Arc<BTreeMap<Option<ThemeId>, Arc<ThemeSum>>>;

impl RollupReader<'_> {
    /// Signals of each theme that has any, under the filter, in the current generation.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn by_theme(&self, filter: &SignalFilter) -> Result<ThemeSums, StoreError> {
        if !filter.is_empty() {
            let count = || {
                let sums = sums(&self.days(filter)?).into_iter();
                Ok(sums.map(|(theme, sum)| (theme, Arc::new(sum))).collect())
            };
            let kept = &self.0.kept().days_under;
            return self.0.read(|c| kept.get_or_count(c, self.0.generation(), filter, count));
        }
        let generation = self.0.generation().0;
        let one = |c: &Connection, theme: u64| {
            let theme = Some(ThemeId(theme)).filter(|theme| theme.0 > 0);
            Ok((theme, counted(c, generation, Some(theme))?.remove(&theme)))
        };
        let all = |c: &Connection| counted(c, generation, None);
        self.0.read(|c| self.0.kept().days.read(c, (Touched::Themes, generation), all, one))
    }
}

/// Signals of each theme, or of one, as the roll-up has them.
fn counted(
    c: &Connection,
    generation: u64,
    theme: Option<Option<ThemeId>>,
) -> Result<BTreeMap<Option<ThemeId>, ThemeSum>, StoreError> {
    let one = if theme.is_some() { "AND theme_id = ?2" } else { "AND ?2 = 0" };
    let sql = format!(
        "SELECT theme_id, source_id, said_day, came_day, signals, rated, rating_sum FROM theme_days \
         WHERE generation = ?1 {one} AND signals > 0 ORDER BY theme_id"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let asked = theme.flatten().map_or(0, |theme| theme.0);
    let rows = statement.query_map([generation, asked], ThemeDay::from_row)?;
    let rows: Vec<ThemeDay> = rows.collect::<Result<_, _>>()?;
    Ok(sums(&rows))
}

/// Signals of one theme that one source brought on one day, and that were said on one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ThemeDay {
    /// The theme; `None` is *unsorted*.
    pub(crate) theme: Option<ThemeId>,
    /// When; `None` is undated.
    pub(crate) day: Option<DayCount>,
    pub(crate) signals: u64,
    /// Those of them that have a rating.
    pub(crate) rated: u64,
    pub(crate) rating_sum: f64,
}

impl ThemeDay {
    /// A row of theme, source, the days on which they were said and came, signals, those that are rated, and the sum of the
    /// ratings.
    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (theme, signals): (u64, u64) = (row.get(0)?, row.get(4)?);
        let day = DayCount {
            source: SourceId(row.get(1)?),
            said: row.get(2)?,
            came: row.get(3)?,
            signals: u32::try_from(signals).unwrap_or(u32::MAX),
        };
        Ok(Self {
            theme: Some(ThemeId(theme)).filter(|theme| theme.0 > 0),
            day: Some(day).filter(|day| day.said != UNDATED_DAY),
            signals,
            rated: row.get(5)?,
            rating_sum: row.get(6)?,
        })
    }
}

/// Adds up days, which come in the order of themes.
fn sums(days: &[ThemeDay]) -> BTreeMap<Option<ThemeId>, ThemeSum> {
    let mut sums: BTreeMap<Option<ThemeId>, ThemeSum> = BTreeMap::new();
    for of_theme in days.chunk_by(|one, next| one.theme == next.theme) {
        let sum = sums.entry(of_theme[0].theme).or_default();
        for ThemeDay { day, signals, rated, rating_sum, .. } in of_theme {
            sum.signals += signals;
            sum.rated += rated;
            sum.rating_sum += rating_sum;
            sum.days.extend(day);
        }
        sum.weeks = weeks(&sum.days);
        sum.days.shrink_to_fit();
    }
    sums
}

/// The weeks that days make, in order.
fn weeks(days: &[DayCount]) -> Vec<(i64, u64)> {
    let mut weeks: Vec<(i64, u64)> =
        days.iter().map(|day| (week_of_day(day.said), u64::from(day.signals))).collect();
    weeks.sort_unstable_by_key(|(week, _)| *week);
    weeks.dedup_by(|(next, signals), (week, sum)| {
        let same = next == week;
        *sum += if same { *signals } else { 0 };
        same
    });
    weeks.shrink_to_fit();
    weeks
}

/// The week that holds a day.
pub(super) fn week_of_day(day: i32) -> i64 {
    (i64::from(day) - FIRST_MONDAY).div_euclid(7)
}

/// 1970-01-05, by number.
const FIRST_MONDAY: i64 = 4;
