//! A movement as a card, with its arithmetic in words.

use hearken_domain::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use crate::movement::{Direction, Movement};
use crate::wording;

/// A trend with its arithmetic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TrendCard {
    /// Where it is heading.
    pub direction: Direction,
    /// The day since which it does; `None` where it is steady or cannot be told.
    #[schema(value_type = Option<String>, format = Date)]
    pub since: Option<Date>,
    /// The day on which that could be told.
    #[schema(value_type = Option<String>, format = Date)]
    pub noticed: Option<Date>,
    /// The first of the days that are compared: `since`, or of the last four weeks.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last of them: the last day (UTC) that is complete.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// The first of the days before, with which they are compared.
    #[schema(value_type = String, format = Date)]
    pub before_from: Date,
    /// Signals of the days that are compared.
    pub recent: u64,
    /// All signals of the same days, each source weighed by how much of this it usually brings.
    pub all: f64,
    /// Signals of the days before.
    pub before: u64,
    /// All signals of these, likewise.
    pub all_before: f64,
    /// Signals there would have been at the share of the days before.
    pub expected: f64,
    /// `recent / expected`; `None` where nothing was expected.
    pub ratio: Option<f64>,
    /// 95% interval of the ratio.
    pub ratio_low: Option<f64>,
    /// 95% interval of the ratio; `None` where unbounded.
    pub ratio_high: Option<f64>,
    /// The arithmetic in one sentence.
    pub why: String,
}

impl From<Movement> for TrendCard {
    fn from(movement: Movement) -> Self {
        let Movement { direction, since, noticed, from, until, before_from, recent, .. } = movement;
        let Movement { all, before, all_before, expected, ratio, interval, .. } = movement;
        Self {
            direction,
            since,
            noticed,
            from,
            until,
            before_from,
            recent,
            all,
            before,
            all_before,
            expected,
            ratio,
            ratio_low: interval.map(|interval| interval.low),
            ratio_high: interval.and_then(|interval| interval.high),
            why: wording::trend::why(&movement),
        }
    }
}
