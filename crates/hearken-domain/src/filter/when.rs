//! Times as people type them: a day, a period, so long ago, or to the second. All in UTC.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// What was typed for a time, and the moment that it meant when it was read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct When {
    typed: String,
    at: Timestamp,
}

impl When {
    /// Reads a time as of `now`: `30d`, `12w`, `6m` or `1y` ago, to the second; `today`, `yesterday`, `this-year`, `2024`, `2024-Q1`,
    /// `2024-03` and `2024-03-31`, each of which means its first moment; or a time such as `2024-03-31T12:00:00Z`.
    /// `None` is none of these, or lies outside the years −9999 to 9999.
    pub fn read(typed: &str, now: Timestamp) -> Option<Self> {
        let typed = typed.trim();
        let now = TimeZone::UTC.to_datetime(now);
        let at = ago(typed, now)
            .or_else(|| named(typed, now))
            .or_else(|| period(typed))
            .or_else(|| exact(typed))?;
        Some(Self { typed: typed.to_owned(), at })
    }

    /// As it was typed: what goes into links, so that `30d` stays thirty days.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The moment that it meant.
    pub fn at(&self) -> Timestamp {
        self.at
    }
}

impl From<Timestamp> for When {
    fn from(at: Timestamp) -> Self {
        Self { typed: at.to_string(), at }
    }
}

fn ago(typed: &str, now: DateTime) -> Option<Timestamp> {
    let (count, unit) = typed.split_at_checked(typed.len().checked_sub(1)?)?;
    let count = digits(count)?;
    let span = match unit {
        "d" => Span::new().try_days(count),
        "w" => Span::new().try_weeks(count),
        "m" => Span::new().try_months(count),
        "y" => Span::new().try_years(count),
        _ => return None,
    };
    in_utc(now.checked_sub(span.ok()?).ok()?)
}

fn named(typed: &str, now: DateTime) -> Option<Timestamp> {
    match typed {
        "today" => start_of(now.date()),
        "yesterday" => start_of(now.date().yesterday().ok()?),
        "this-year" => start_of(now.date().first_of_year()),
        _ => None,
    }
}

/// A year, a quarter or a month.
fn period(typed: &str) -> Option<Timestamp> {
    let (year, part) = match typed.split_once('-') {
        Some((year, part)) => (year, Some(part)),
        None => (typed, None),
    };
    if year.len() != 4 {
        return None;
    }
    let month = match part {
        None => 1,
        Some(part) => match part.strip_prefix(['Q', 'q']) {
            Some(quarter) if quarter.len() == 1 => {
                digits(quarter).filter(|quarter| (1..=4).contains(quarter))? * 3 - 2
            }
            None if part.len() == 2 => digits(part)?,
            _ => return None,
        },
    };
    start_of(Date::new(i16::try_from(digits(year)?).ok()?, i8::try_from(month).ok()?, 1).ok()?)
}

/// A day or a time; UTC where it names no offset.
pub(super) fn exact(typed: &str) -> Option<Timestamp> {
    typed.parse().ok().or_else(|| in_utc(typed.parse().ok()?))
}

pub(super) fn start_of(day: Date) -> Option<Timestamp> {
    in_utc(day.to_datetime(jiff::civil::Time::midnight()))
}

fn in_utc(time: DateTime) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(time).ok()
}

/// A whole number of digits alone: no sign, no spaces.
fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
