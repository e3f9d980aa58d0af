//! A trend's arithmetic.

use hearken_analysis::trend::{self, Trend};
use hearken_domain::counted;

use super::times;

/// The arithmetic of a trend, in a sentence.
pub(crate) fn why(trend: &Trend) -> String {
    let weeks = format!("the {} before", counted(trend::BASELINE_WEEKS as u64, "week"));
    let recent = format!(
        "{} in the last {} complete weeks",
        counted(trend.recent.into(), "signal"),
        trend::RECENT_WEEKS
    );
    match (trend.ratio, trend.interval) {
        (Some(ratio), Some(interval)) => {
            let high = interval.high.map_or_else(|| "more".to_owned(), times);
            format!(
                "{recent}; at its share of {weeks} there would have been {:.1}: {} times as many (95% interval {} to {high})",
                trend.expected,
                times(ratio),
                times(interval.low)
            )
        }
        (None, Some(_)) => format!("{recent}, none in {weeks}"),
        _ => format!("{recent}; too little to compare with {weeks}"),
    }
}
