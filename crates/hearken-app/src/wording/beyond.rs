//! How much of what was heard of a theme lies beyond the usual, and how that is reckoned.

use hearken_domain::counted;

use crate::movement::{Direction, Movement};

/// The arithmetic by which changes are ordered, in a sentence.
pub(crate) fn why(movement: &Movement, beyond: f64) -> String {
    let (low, high) = movement.interval.map_or((0.0, None), |interval| (interval.low, interval.high));
    let since = movement.from.strftime("%-d %b %Y");
    let unsure =
        || format!("the 95% interval of how much it changed since {since} still holds no change at all");
    if movement.direction == Direction::Falling {
        let Some(high) = high.filter(|high| *high < 1.0) else { return unsure() };
        return format!(
            "since {since} there were at most {high:.2} times as many as usual: {:.1} − {:.1} × {high:.2} = {beyond:.1} fewer at \
             the least",
            movement.expected, movement.expected
        );
    }
    if low <= 1.0 {
        return unsure();
    }
    format!(
        "{} since {since}, at least {low:.2} times as many as usual: {} − {} / {low:.2} = {beyond:.1} beyond the usual at the \
         least",
        counted(movement.recent, "signal"),
        movement.recent,
        movement.recent
    )
}
