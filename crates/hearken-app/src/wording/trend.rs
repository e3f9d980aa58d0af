//! A trend in words: its arithmetic, and what a part of it means.

use hearken_analysis::trend::{AroundDay, Ratio};
use hearken_domain::{Date, counted, grouped};

use super::times;
use crate::movement::{Direction, Movement};

/// Clumps below this are not told of.
const CLUMPS_TOLD: f64 = 1.05;

/// The arithmetic of a trend, in a sentence.
pub(crate) fn why(movement: &Movement) -> String {
    let recent = counted(movement.recent, "signal");
    let all = grouped(movement.all.round() as u64);
    let since = match movement.noticed {
        Some(noticed) => format!("since {} (noticed on {})", day(movement.from), day(noticed)),
        None => format!("from {} to {}", day(movement.from), day(movement.until)),
    };
    if movement.direction == Direction::TooLittle {
        return format!(
            "{recent} of {all} {since}; too little to tell a trend, which takes five signals, and eight weeks of days on \
             which anything was said"
        );
    }
    let days = movement.before_from.until(movement.from).map_or(0, |span| span.get_days().unsigned_abs());
    let before = format!("the {} before", counted(days.into(), "day"));
    match (movement.ratio, movement.interval) {
        (Some(ratio), Some(interval)) => {
            let high = interval.high.map_or_else(|| "more".to_owned(), times);
            let clumps = match movement.clumps {
                clumps if clumps < CLUMPS_TOLD => String::new(),
                clumps => format!(
                    ", wide as it is because it comes in clumps: its weeks vary {clumps:.1} times as much as chance"
                ),
            };
            format!(
                "{recent} of {all} {since}; at its share of {before} ({} of {}) there would have been {:.1}: {} times as \
                 many (95% interval {} to {high}{clumps})",
                grouped(movement.before),
                grouped(movement.all_before.round() as u64),
                movement.expected,
                times(ratio),
                times(interval.low)
            )
        }
        (None, Some(_)) => format!("{recent} of {all} {since}, none in {before}"),
        _ => format!("{recent} {since}; nothing in {before} to compare with"),
    }
}

/// What a share is beside another.
pub(crate) fn times_the_share(change: &Ratio, other: &str) -> String {
    let signals = counted(change.signals, "signal");
    match (change.ratio, change.interval) {
        (Some(ratio), Some(interval)) => {
            let high = interval.high.map_or_else(|| "more".to_owned(), times);
            format!(
                "{signals}, {} times {other}, which would have given {:.1} (95% interval {} to {high})",
                times(ratio),
                change.expected,
                times(interval.low)
            )
        }
        (None, Some(_)) => format!("{signals}, and none before"),
        _ => format!("{signals}, and nothing to compare with"),
    }
}

/// What came with a day.
pub(crate) fn around(around: &AroundDay) -> String {
    let days = counted(around.days as u64, "day");
    format!(
        "in the {days} from then on {}",
        times_the_share(&around.change, "the share of the eight weeks before")
    )
}

/// What the four weeks from a day on may bring: so many at least and at most, and the number that is expected.
pub(crate) fn forecast(from: Date, (low, high): (u64, u64), expected: f64) -> String {
    format!(
        "in the four weeks from {} on, if it goes on as it has, {} to {} (90% interval), {expected:.0} expected",
        day(from),
        grouped(low),
        counted(high, "signal"),
    )
}

/// A day: "3 Oct 2019".
fn day(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}
