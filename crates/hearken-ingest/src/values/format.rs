//! The format of a date as a person states it, in the letters of `strftime`.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::date;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::{Offset, TimeZone};

/// A format such as `%d/%m/%Y %H:%M`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateFormat(String);

impl DateFormat {
    /// The format, or why it is not one.
    pub(crate) fn new(format: &str) -> Result<Self, String> {
        let format = Self(format.trim().to_owned());
        let example = TimeZone::UTC
            .to_zoned_datetime(date(2024, 1, 31).at(18, 45, 30, 0))
            .map_err(|error| error.to_string())?;
        let written =
            BrokenDownTime::from(&example).to_string(&format.0).map_err(|error| error.to_string())?;
        let read = BrokenDownTime::parse(&format.0, &written).map_err(|error| error.to_string())?;
        match time_of(&read) {
            Some(at) if at.strftime("%F").to_string() == "2024-01-31" => Ok(format),
            _ => Err("it does not say the year, the month and the day".to_owned()),
        }
    }

    /// The time that `value` names in this format.
    pub(crate) fn parse(&self, value: &str) -> Option<Timestamp> {
        time_of(&BrokenDownTime::parse(&self.0, value.trim()).ok()?)
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The column and the format that `Submit Date:%d/%m/%Y` names: the format begins behind the last colon before the first
/// percent sign.
pub(crate) fn split_format(column: &str) -> Option<(&str, &str)> {
    let (before, _) = column.split_once('%')?;
    let colon = before.rfind(':')?;
    Some((column[..colon].trim(), column[colon + 1..].trim()))
}

/// The time that was read. Without an hour it is midnight, without an offset or zone UTC.
fn time_of(read: &BrokenDownTime) -> Option<Timestamp> {
    if read.timestamp().is_some() || read.offset().is_some() {
        return read.to_timestamp().ok();
    }
    let at = read.to_datetime().ok()?;
    match read.iana_time_zone() {
        Some(zone) => TimeZone::get(zone).ok()?.to_timestamp(at).ok(),
        None => Offset::UTC.to_timestamp(at).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_its_format_says() {
        for (format, value, expected) in [
            ("%d/%m/%Y", "03/04/2024", "2024-04-03T00:00:00Z"),
            ("%m/%d/%y %I:%M %p", "03/04/24 06:30 PM", "2024-03-04T18:30:00Z"),
            ("%Y-%m-%d %H.%M", "2024-03-04 18.30", "2024-03-04T18:30:00Z"),
            ("%d.%m.%Y %H:%M:%S%.f %z", "04.03.2024 19:30:00.5 +0100", "2024-03-04T18:30:00.5Z"),
            ("%Y-%m-%d %H:%M %Q", "2024-03-04 19:30 Europe/Berlin", "2024-03-04T18:30:00Z"),
            ("%s", "1709577000", "2024-03-04T18:30:00Z"),
            ("%b %d, %Y", " Mar 04, 2024 ", "2024-03-04T00:00:00Z"),
            ("%Y week %j", "2024 week 064", "2024-03-04T00:00:00Z"),
        ] {
            let read = DateFormat::new(format).unwrap().parse(value);
            assert_eq!(read.map(|at| at.to_string()).as_deref(), Some(expected), "{format}");
        }
        assert_eq!(DateFormat::new("%d/%m/%Y").unwrap().parse("2024-01-05"), None);
    }

    #[test]
    fn a_format_that_is_none_is_refused_with_the_reason() {
        for format in ["%K", "%", "%H:%M", "%d/%m", "", "yesterday"] {
            assert!(DateFormat::new(format).is_err(), "{format}");
        }
    }

    #[test]
    fn a_format_stands_behind_the_last_colon_before_its_first_sign() {
        assert_eq!(split_format("Created:%d.%m.%Y %H:%M"), Some(("Created", "%d.%m.%Y %H:%M")));
        assert_eq!(split_format("a:b: %Y"), Some(("a:b", "%Y")));
        for column in ["Created", "Created: 5", "100%", "Rate % :x"] {
            assert_eq!(split_format(column), None, "{column}");
        }
    }
}
