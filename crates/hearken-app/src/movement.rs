//! How something moves, in figures: where it goes, since when, and by how much.

use hearken_analysis::trend::{self, Constants, Interval, Series};
use hearken_domain::{Date, date_of};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a trend is heading (docs/trend.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More than its usual share.
    Rising,
    /// Less than its usual share.
    Falling,
    /// Nothing speaks for a change.
    Steady,
    /// There was next to nothing before.
    New,
    /// Too few signals, or days with any, to say.
    TooLittle,
}

impl Direction {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::TooLittle => "too little to tell",
            other => other.as_str(),
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::Steady => "steady",
            Self::New => "new",
            Self::TooLittle => "too_little",
        }
    }
}

/// How something moves, in figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Movement {
    /// Where it goes.
    pub direction: Direction,
    /// The day since which it does; `None` where it does not move.
    pub since: Option<Date>,
    /// The day on which the evidence sufficed.
    pub noticed: Option<Date>,
    /// How much better a doubled or halved share explains the days, as the natural logarithm of the ratio of their chances; 0
    /// where it does not move.
    pub evidence: f64,
    /// The first day of what is compared: `since`, or of the last four weeks.
    pub from: Date,
    /// The last day of that: the last that is complete.
    pub until: Date,
    /// The first of the days before, with which it is compared: twelve weeks, as far as there are some.
    pub before_from: Date,
    /// Signals of the days that are compared,
    pub recent: u64,
    /// and all signals of the same days, each source weighed by how much of this it usually brings.
    pub all: f64,
    /// Signals of the days before,
    pub before: u64,
    /// and all signals of these.
    pub all_before: f64,
    /// Signals there would have been at the share of the days before.
    pub expected: f64,
    /// `recent / expected`; `None` where nothing was there before.
    pub ratio: Option<f64>,
    /// 95% interval of the ratio; `None` where there is nothing to compare.
    pub interval: Option<Interval>,
    /// By how much its weeks vary more than chance would have it, which widens the interval.
    pub clumps: f64,
}

impl Movement {
    /// What days say as of the last of them.
    pub(crate) fn of(series: &Series) -> Self {
        let reading = trend::read(series, &Constants::default());
        let change = reading.change;
        Self {
            direction: match reading.direction {
                trend::Direction::Rising => Direction::Rising,
                trend::Direction::Falling => Direction::Falling,
                trend::Direction::New => Direction::New,
                trend::Direction::Steady => Direction::Steady,
                trend::Direction::TooLittle => Direction::TooLittle,
            },
            since: reading.since.map(date_of),
            noticed: reading.noticed.map(date_of),
            evidence: reading.evidence,
            from: date_of(reading.from),
            until: date_of(series.day(series.days().saturating_sub(1))),
            before_from: date_of(reading.before_from),
            recent: change.signals,
            all: change.all,
            before: change.before,
            all_before: change.all_before,
            expected: change.expected,
            ratio: change.ratio,
            interval: change.interval,
            clumps: change.clumps,
        }
    }

    /// Whether it has more than its usual share, or is new.
    pub fn rises(&self) -> bool {
        matches!(self.direction, Direction::Rising | Direction::New)
    }

    /// The lower end of the interval: by how much it changed at least.
    pub fn at_least(&self) -> f64 {
        self.interval.map_or(0.0, |interval| interval.low)
    }
}
