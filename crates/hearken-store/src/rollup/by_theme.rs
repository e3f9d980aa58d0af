//! All weeks of all themes, as pages compare them: kept, and read again of those themes that count otherwise by now.

use std::collections::BTreeMap;
use std::sync::Arc;

use hearken_domain::{SignalFilter, ThemeId};
use rusqlite::{Connection, Row};

use super::{RollupReader, ThemeWeek, UNDATED_WEEK};
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
                let sums = sums(self.weeks(filter)?).into_iter();
                Ok(sums.map(|(theme, sum)| (theme, Arc::new(sum))).collect())
            };
            let kept = &self.0.kept().weeks_under;
            return self.0.read(|c| kept.get_or_count(c, self.0.generation(), filter, count));
        }
        let generation = self.0.generation().0;
        let one = |c: &Connection, theme: u64| {
            let theme = Some(ThemeId(theme)).filter(|theme| theme.0 > 0);
            Ok((theme, counted(c, generation, Some(theme))?.remove(&theme)))
        };
        let all = |c: &Connection| counted(c, generation, None);
        self.0.read(|c| self.0.kept().weeks.read(c, (Touched::Themes, generation), all, one))
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
        "SELECT theme_id, week, sum(signals), sum(rated), total(rating_sum) FROM theme_weeks \
         WHERE generation = ?1 {one} GROUP BY theme_id, week HAVING sum(signals) > 0 ORDER BY theme_id, week"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let asked = theme.flatten().map_or(0, |theme| theme.0);
    let rows = statement.query_map([generation, asked], week_from)?;
    let rows: Vec<ThemeWeek> = rows.collect::<Result<_, _>>()?;
    Ok(sums(rows))
}

/// A row of theme, week, signals, those that are rated, and the sum of the ratings.
pub(super) fn week_from(row: &Row<'_>) -> rusqlite::Result<ThemeWeek> {
    let theme: u64 = row.get(0)?;
    Ok(ThemeWeek {
        theme: if theme == 0 { None } else { Some(ThemeId(theme)) },
        week: Some(row.get(1)?).filter(|week| *week != UNDATED_WEEK),
        signals: row.get(2)?,
        rated: row.get(3)?,
        rating_sum: row.get(4)?,
    })
}

/// Adds up weeks, which come in the order of themes and weeks.
fn sums(weeks: Vec<ThemeWeek>) -> BTreeMap<Option<ThemeId>, ThemeSum> {
    let mut sums: BTreeMap<Option<ThemeId>, ThemeSum> = BTreeMap::new();
    for ThemeWeek { theme, week, signals, rated, rating_sum } in weeks {
        let sum = sums.entry(theme).or_default();
        sum.signals += signals;
        sum.rated += rated;
        sum.rating_sum += rating_sum;
        sum.weeks.extend(week.map(|week| (week, signals)));
    }
    sums
}
