//! How long what a source brings is kept as it came. Then it is anonymised: who said it goes, what it counts for stays.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What stands in place of words that were removed.
pub const WORDS_REMOVED: &str = "[words removed]";

/// A century: whoever wants to keep something longer keeps it for ever.
const DAYS_MAX: u32 = 36_500;

/// How long signals are kept as they came, counted from when they were said; of the undated, from when they came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// So many days.
    pub days: u32,
    /// Whether their words stay then, without the names of who said them.
    pub keeps_words: bool,
}

/// Reads a time of keeping, in days: `400d`, `26w`, `18m` (of 30 days) or `2y` (of 365); `None` is for ever.
///
/// # Errors
/// It is none of these, in a sentence.
pub fn kept_days(typed: &str) -> Result<Option<u32>, String> {
    let word = typed.trim().to_ascii_lowercase();
    if word == "forever" {
        return Ok(None);
    }
    let read = || {
        let (number, unit) = word.split_at_checked(word.len().checked_sub(1)?)?;
        let days = match unit {
            "d" => 1,
            "w" => 7,
            "m" => 30,
            "y" => 365,
            _ => return None,
        };
        number.parse::<u32>().ok()?.checked_mul(days).filter(|days| (1..=DAYS_MAX).contains(days))
    };
    let shown: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
    read().map(Some).ok_or_else(|| {
        format!("'{shown}' is not a valid time of keeping; give one such as 400d, 26w, 18m or 2y, at most a century, or forever")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_keeping_is_read_in_days_weeks_months_or_years() {
        for (typed, days) in [("400d", 400), (" 2Y ", 730), ("26w", 182), ("1m", 30), ("100y", 36_500)] {
            assert_eq!(kept_days(typed), Ok(Some(days)), "{typed}");
        }
        assert_eq!(kept_days("forever"), Ok(None));
        for typed in ["", "d", "0d", "-3d", "400", "4é", "101y", "99999999999d", "a year", "1.5y"] {
            assert!(kept_days(typed).is_err(), "{typed}");
        }
    }
}
