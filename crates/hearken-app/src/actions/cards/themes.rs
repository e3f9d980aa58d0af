//! Making theme cards: each theme's size, weeks, trend and quote under one filter, read at once.

mod within;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use hearken_analysis::trend::{Arrivals, Series};
use hearken_domain::{Date, DayCount, SignalFilter, SignalId, Theme, ThemeId, Timestamp, day_of};
use hearken_store::{ThemeSum, ThemeSums, week_of, week_start};
use jiff::tz::TimeZone;

use crate::actions::cards::{AreaCard, AreaLink, Direction, Movement, Quote, ThemeCard, TrendCard, Week};
use crate::actions::customers::worth::{ThemesWorth, WorthCard};
use crate::actions::signals::words::headed;
use crate::error::AppError;
use crate::movements::Movements;
use crate::view::View;

/// Weeks on a card's sparkline.
pub const SPARK_WEEKS: usize = 26;
/// Weeks at its end that stand out.
pub const RECENT_WEEKS: usize = 4;
const QUOTE_CHARS: usize = 200;

/// Everything a theme card is made of, under one filter and as of one time.
pub struct ThemeCards {
    /// What counts: the filter in force, and nothing later than what is looked back to.
    filter: SignalFilter,
    /// The last week shown: the last that is complete.
    last_week: i64,
    /// The last day that trends look at: the last that is complete.
    last_day: i32,
    filter_total: u64,
    weekly_total: Vec<(i64, u64)>,
    themes: ThemeSums,
    movements: Arc<Movements>,
    worth: Option<ThemesWorth>,
}

/// What a theme has that has nothing.
static NOTHING: ThemeSum =
    ThemeSum { signals: 0, rated: 0, rating_sum: 0.0, weeks: Vec::new(), days: Vec::new() };

impl ThemeCards {
    /// Reads what all cards under `filter` need.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn read(view: &View, filter: &SignalFilter, as_of: Timestamp) -> Result<Self, AppError> {
        let filter = view.up_to_then(filter);
        let themes = view.store().rollup().by_theme(&filter)?;
        let last_day = day_of(as_of).saturating_sub(1);
        let of_themes = themes.values().map(|sum| sum.weeks.as_slice());
        Ok(Self {
            last_week: week_of(as_of) - 1,
            last_day,
            movements: view.movements(&themes, last_day),
            filter_total: themes.values().map(|sum| sum.signals).sum(),
            weekly_total: added(of_themes),
            worth: ThemesWorth::read(view, &filter)?,
            filter,
            themes,
        })
    }

    fn sum(&self, theme: ThemeId) -> &ThemeSum {
        self.themes.get(&Some(theme)).map_or(&NOTHING, AsRef::as_ref)
    }

    /// Signals under the filter that are assigned, *unsorted* among them.
    pub fn signals(&self) -> u64 {
        self.filter_total
    }

    /// Signals under the filter without a theme.
    pub fn unsorted(&self) -> u64 {
        self.themes.get(&None).map_or(0, |unsorted| unsorted.signals)
    }

    /// Signals of a theme under the filter.
    pub fn signals_of(&self, theme: ThemeId) -> u64 {
        self.sum(theme).signals
    }

    /// The dated signals of several themes together, by week.
    pub fn weekly(&self, themes: &[ThemeId]) -> Vec<(i64, u64)> {
        added(themes.iter().map(|theme| self.sum(*theme).weeks.as_slice()))
    }

    /// The customers whose signals these are, and what they are worth; `None` where no customer is known at all.
    pub fn customers(&self) -> Option<WorthCard> {
        self.worth.as_ref().map(|worth| worth.of_everything(self.filter_total))
    }

    /// Those of a theme.
    pub fn customers_of(&self, theme: ThemeId) -> Option<WorthCard> {
        self.worth.as_ref().map(|worth| worth.of_theme(theme, self.signals_of(theme)))
    }

    /// Signals in the last four complete weeks.
    pub fn recent(&self) -> u64 {
        self.last_weeks(&self.weekly_total, RECENT_WEEKS).map(|(_, signals)| signals).sum()
    }

    /// What each theme's customers are worth; `None` where no customer is known at all.
    pub fn worth(&self) -> Option<&ThemesWorth> {
        self.worth.as_ref()
    }

    /// The mean rating of a theme's signals, if any is rated.
    pub fn rating_of(&self, theme: ThemeId) -> Option<f64> {
        let sum = self.sum(theme);
        (sum.rated > 0).then(|| sum.rating_sum / sum.rated as f64)
    }

    /// How a theme moves: whether it rises or falls, since when, and by how much.
    pub fn movement_of(&self, theme: ThemeId) -> Movement {
        self.movements.of(&[theme])
    }

    /// Reads how all themes move at once, before each of them is asked for.
    pub fn read_movements(&self) {
        self.movements.read_all();
    }

    /// A theme's days, beside all signals of the same days.
    pub fn series_of(&self, theme: ThemeId) -> Series {
        self.movements.series(&[theme])
    }

    /// Signals of a theme that are undated, and so take no part in its trend.
    pub fn undated_of(&self, theme: ThemeId) -> u64 {
        let sum = self.sum(theme);
        sum.signals - sum.weeks.iter().map(|(_, signals)| signals).sum::<u64>()
    }

    /// The week of a theme's first signal under the filter.
    pub fn first_week(&self, theme: ThemeId) -> Option<i64> {
        self.sum(theme).weeks.first().map(|(week, _)| *week)
    }

    /// The number of weeks from the first signal of some themes to the last complete week, between `min` and `max`.
    pub fn weeks_since_first(
        &self,
        themes: impl IntoIterator<Item = ThemeId>,
        min: usize,
        max: usize,
    ) -> usize {
        let first = themes.into_iter().filter_map(|theme| self.first_week(theme)).min();
        let weeks = first.map_or(0, |first| self.last_week - first + 1);
        usize::try_from(weeks).unwrap_or(0).clamp(min, max)
    }

    /// One card, with `weeks` weeks; the quote, and how many speak of it besides, are left out.
    pub fn card(&self, theme: &Theme, weeks: usize) -> ThemeCard {
        let sum = self.sum(theme.id);
        ThemeCard {
            id: theme.id,
            kind: theme.kind,
            name: theme.name.clone(),
            description: theme.description.clone(),
            area_id: theme.area_id,
            area: theme.area.clone(),
            pinned: theme.pinned,
            signals: sum.signals,
            besides: 0,
            share: if self.filter_total == 0 { 0.0 } else { sum.signals as f64 / self.filter_total as f64 },
            customers: self.customers_of(theme.id),
            rating_mean: self.rating_of(theme.id),
            weeks: self
                .last_weeks(&sum.weeks, weeks)
                .map(|(week, signals)| Week { start: week_start(week), signals })
                .collect(),
            trend: self.movement_of(theme.id).into(),
            quote: None,
            born_at: theme.born_at,
        }
    }

    /// An area of these themes, with `weeks` weeks.
    pub fn area(&self, area: Option<AreaLink>, themes: Vec<ThemeId>, weeks: usize) -> AreaCard {
        let by_week = self.weeks_of(themes.iter().copied(), weeks);
        let signals = themes.iter().map(|theme| self.signals_of(*theme)).sum();
        let trend = self.trend_of(themes.iter().copied());
        let (id, name) = area.map(|area| (area.id, area.name)).unzip();
        let worth = self.worth.as_ref();
        AreaCard {
            customers: worth.map(|worth| worth.of_themes(themes.iter().copied().map(Some), signals)),
            id,
            name,
            themes,
            signals,
            share: if self.filter_total == 0 { 0.0 } else { signals as f64 / self.filter_total as f64 },
            weeks: self
                .last_weeks(&by_week, weeks)
                .map(|(week, signals)| Week { start: week_start(week), signals })
                .collect(),
            trend,
        }
    }

    /// How several themes together move.
    pub fn trend_of(&self, themes: impl IntoIterator<Item = ThemeId>) -> TrendCard {
        let mut themes: Vec<ThemeId> = themes.into_iter().collect();
        themes.sort_unstable();
        self.movements.of(&themes).into()
    }

    /// How signals of these days move among so many in all, or among all signals.
    pub fn trend_of_days(&self, days: &[DayCount], among: Option<&[DayCount]>) -> TrendCard {
        let series = match among {
            Some(among) => Arrivals::new(among, self.last_day).series(days),
            None => self.movements.series_of_days(days),
        };
        Movement::of(&series).into()
    }

    /// The last weeks of several themes together.
    fn weeks_of(&self, themes: impl IntoIterator<Item = ThemeId>, weeks: usize) -> Vec<(i64, u64)> {
        let first = self.last_week + 1 - i64::try_from(weeks).unwrap_or(i64::MAX / 2);
        added(themes.into_iter().map(|theme| since(&self.sum(theme).weeks, first)))
    }

    /// Tells each card how many signals of others speak of it besides.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn count_besides<'c>(
        &self,
        view: &View,
        cards: impl IntoIterator<Item = &'c mut ThemeCard>,
    ) -> Result<(), AppError> {
        let passages = view.store().passages();
        if passages.are_none()? {
            return Ok(());
        }
        for card in cards {
            card.besides = passages.count(card.id, &self.filter)?;
        }
        Ok(())
    }

    /// Gives each card its most representative verbatim of those that count; where the card says that its theme rises or is
    /// new, of the days since which it does. And tells how many speak of it besides.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn quote(
        &self,
        view: &View,
        cards: &mut [ThemeCard],
        themes: &BTreeMap<ThemeId, Theme>,
    ) -> Result<(), AppError> {
        let templates = view.templates()?;
        self.count_besides(view, cards.iter_mut())?;
        let names_customers = self.filter.conditions().any(|(field, _)| field.is_whose());
        let theirs = if names_customers { Some(view.store().themes().passing(&self.filter)?) } else { None };
        for card in cards {
            let Some(theme) = themes.get(&card.id) else { continue };
            let rises = matches!(card.trend.direction, Direction::Rising | Direction::New);
            let days = rises.then(|| times_of(card.trend.from, card.trend.until)).flatten();
            let quoted = match &theirs {
                Some(theirs) => theirs.stands_for(theme.id, &theme.exemplars, days),
                None => self.quoted(view, theme, days)?,
            };
            let quoted: Vec<SignalId> = quoted.into_iter().collect();
            card.quote = view.store().signals().several(&quoted)?.into_iter().next().map(|signal| Quote {
                signal: signal.id,
                text: headed(&signal, templates.of(signal.source.0)).excerpt(QUOTE_CHARS),
            });
        }
        Ok(())
    }

    fn quoted(
        &self,
        view: &View,
        theme: &Theme,
        days: Option<Range<Timestamp>>,
    ) -> Result<Option<SignalId>, AppError> {
        let filter = self.filter.clone();
        let filter = match days {
            Some(days) => within::within(filter, days),
            None => filter,
        };
        if filter.is_empty() {
            return Ok(theme.exemplars.first().copied());
        }
        let passing = view.store().signals().passing(&theme.exemplars, &filter)?;
        match theme.exemplars.iter().find(|exemplar| passing.contains(exemplar)) {
            Some(exemplar) => Ok(Some(*exemplar)),
            None => Ok(view.store().themes().clearest(theme.id, &filter)?),
        }
    }

    fn last_weeks<'w>(
        &self,
        weeks: &'w [(i64, u64)],
        count: usize,
    ) -> impl Iterator<Item = (i64, u64)> + use<'w> {
        let (count, last) = (i64::try_from(count).unwrap_or(i64::MAX), self.last_week);
        let mut there = since(weeks, last - count + 1).iter().copied().peekable();
        (last - count + 1..=last).map(move |week| {
            let of_week = there.next_if(|(other, _)| *other == week);
            (week, of_week.map_or(0, |(_, signals)| signals))
        })
    }
}

/// From the beginning of one day to the end of another.
fn times_of(first: Date, last: Date) -> Option<Range<Timestamp>> {
    let start = |day: Date| TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok();
    Some(start(first)?..start(last.tomorrow().ok()?)?)
}

/// The weeks from one on.
fn since(weeks: &[(i64, u64)], first: i64) -> &[(i64, u64)] {
    &weeks[weeks.partition_point(|(week, _)| *week < first)..]
}

/// Weeks added up, in order.
fn added<'w>(all: impl Iterator<Item = &'w [(i64, u64)]>) -> Vec<(i64, u64)> {
    // Nearly all lie within some years of each other; a date that is far off may stand alone.
    const NEAR: usize = 1 << 14;
    let mut near: (i64, Vec<u64>) = (0, Vec::new());
    let mut far: BTreeMap<i64, u64> = BTreeMap::new();
    for (week, signals) in all.flatten() {
        let (first, sums) = &mut near;
        if sums.is_empty() {
            (*first, *sums) = (week - NEAR as i64 / 2, vec![0; NEAR]);
        }
        match usize::try_from(week - *first).ok().and_then(|index| sums.get_mut(index)) {
            Some(sum) => *sum += signals,
            None => *far.entry(*week).or_default() += signals,
        }
    }
    let weeks = (near.0..).zip(near.1).filter(|(_, signals)| *signals > 0);
    far.extend(weeks);
    far.into_iter().collect()
}
