//! A trend's arithmetic.

use hearken_analysis::trend::{self, Trend};

/// The arithmetic of a trend, in a sentence.
pub(crate) fn why(trend: &Trend) -> String {
    let weeks = format!("the {} weeks before", trend::BASELINE_WEEKS);
    let recent = format!("{} in the last {} complete weeks", signals(trend.recent), trend::RECENT_WEEKS);
    match (trend.ratio, trend.interval) {
        (Some(ratio), Some(interval)) => {
            let high = interval.high.map_or_else(|| "more".to_owned(), |high| format!("{high:.1}"));
            format!(
                "{recent}; at its share of {weeks} there would have been {:.1}: {ratio:.1} times as many \
                 (95% interval {:.1} to {high})",
                trend.expected, interval.low
            )
        }
        (None, Some(_)) => format!("{recent}, none in {weeks}"),
        _ => format!("{recent}; too little to compare with {weeks}"),
    }
}

fn signals(count: u32) -> String {
    if count == 1 { "1 signal".to_owned() } else { format!("{count} signals") }
}
