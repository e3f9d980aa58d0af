//! Days as trends count them: by number, each of 24 hours, in UTC, as weeks are. So no clock change makes one longer.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::SourceId;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// Signals of one source that were said on one day and came on another. What is undated is in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// The source.
    pub source: SourceId,
    /// The day they were said on, counted from 1 January 1970.
    pub said: i32,
    /// The day they came on.
    pub came: i32,
    /// How many.
    pub signals: u32,
}

/// The number of the day that holds a time.
pub fn day_of(at: Timestamp) -> i32 {
    i32::try_from(at.as_millisecond().div_euclid(DAY_MS)).unwrap_or(i32::MAX)
}

/// The date of a day. No day before the year -9999 or after 9999 has one; then it is the nearest.
pub fn date_of(day: i32) -> Date {
    let at = Timestamp::from_millisecond(i64::from(day) * DAY_MS);
    at.map_or(if day < 0 { Date::MIN } else { Date::MAX }, |at| TimeZone::UTC.to_datetime(at).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_before_1970_too_and_has_its_date() {
        let day = |at: &str| day_of(at.parse().unwrap());
        assert_eq!(
            (day("1970-01-01T23:59:59Z"), day("1969-12-31T23:59:59.9Z"), day("1969-12-31T00:00:00Z")),
            (0, -1, -1)
        );
        assert_eq!(date_of(day("2026-03-29T22:30:00-05:00")).to_string(), "2026-03-30");
        assert_eq!((date_of(i32::MIN), date_of(i32::MAX)), (Date::MIN, Date::MAX));
    }
}
