//! What was said of a theme within some days: how much, and what stands for it most clearly.

use std::ops::Range;

use hearken_analysis::trend::Series;
use hearken_domain::{Date, DayCount, SignalFilter, SignalId, ThemeId, Timestamp, date_of};
use jiff::SignedDuration;

use super::{QUOTE_CHARS, RECENT_WEEKS, ThemeCards, times_of};
use crate::actions::cards::{Movement, Quote};
use crate::actions::signals::words::headed;
use crate::error::AppError;
use crate::view::View;

impl Movement {
    /// From the beginning of the first day that is compared to the end of the last.
    pub(crate) fn times(&self) -> Option<Range<Timestamp>> {
        times_of(self.from, self.until)
    }
}

impl ThemeCards {
    /// The day that this is as of: the one behind the last that is complete.
    pub(crate) fn today(&self) -> Date {
        date_of(self.last_day.saturating_add(1))
    }

    /// The last four weeks, up to the end of the last day that is complete.
    pub(crate) fn last_weeks_times(&self) -> Option<Range<Timestamp>> {
        let days = i32::try_from(7 * RECENT_WEEKS).unwrap_or(i32::MAX) - 1;
        times_of(date_of(self.last_day.saturating_sub(days)), date_of(self.last_day))
    }

    /// What was counted of a theme, by the day on which it was said and the day on which it came.
    pub(crate) fn days_of(&self, theme: ThemeId) -> &[DayCount] {
        &self.sum(theme).days
    }

    /// The days of some signals, beside all signals of the same days.
    pub(crate) fn series_of_days(&self, days: &[DayCount]) -> Series {
        self.movements.series_of_days(days)
    }

    /// So many signals of a theme that stand for it most clearly, the clearest first.
    ///
    /// # Errors
    /// Any failure of the store.
    pub(crate) fn clearest(
        &self,
        view: &View,
        theme: ThemeId,
        limit: usize,
    ) -> Result<Vec<SignalId>, AppError> {
        Ok(view.store().themes().clearest_of(theme, &self.filter, limit)?)
    }

    /// The same of those that were said within some time.
    ///
    /// # Errors
    /// Any failure of the store.
    pub(crate) fn clearest_within(
        &self,
        view: &View,
        theme: ThemeId,
        time: Range<Timestamp>,
        limit: usize,
    ) -> Result<Vec<SignalId>, AppError> {
        let filter = within(self.filter.clone(), time);
        Ok(view.store().themes().clearest_of(theme, &filter, limit)?)
    }

    /// Signals as they are quoted.
    ///
    /// # Errors
    /// Any failure of the store.
    pub(crate) fn quotes(&self, view: &View, signals: &[SignalId]) -> Result<Vec<Quote>, AppError> {
        let templates = view.templates()?;
        let signals = view.store().signals().several(signals)?;
        let quote = |signal: &hearken_domain::Signal| Quote {
            signal: signal.id,
            text: headed(signal, templates.of(signal.source.0)).excerpt(QUOTE_CHARS),
        };
        Ok(signals.iter().map(quote).collect())
    }
}

/// What a filter lets through of what was said within some time, its end left out.
pub(super) fn within(filter: SignalFilter, time: Range<Timestamp>) -> SignalFilter {
    let last = time.end.checked_sub(SignedDuration::from_millis(1)).unwrap_or(time.end);
    filter.no_earlier_than(time.start).no_later_than(last)
}
