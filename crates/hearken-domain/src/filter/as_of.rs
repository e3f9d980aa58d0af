//! The time that somebody looks back to.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::shown;
use super::when::{exact, start_of};

/// A moment that is past: what was said later is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf(Timestamp);

impl AsOf {
    /// Reads a day such as `2024-03-31`, which is looked back to with all that was said on it, or a time such as
    /// `2024-03-31T12:00:00Z`; in UTC where it names no offset. Today is looked back to as it is now.
    ///
    /// # Errors
    /// It is neither, or later than `now`.
    pub fn read(typed: &str, now: Timestamp) -> Result<Self, String> {
        let typed = typed.trim();
        let day = typed.parse::<Date>().ok().filter(|day| day.to_string() == typed);
        let span = match day {
            Some(day) => start_of(day).zip(end_of(day)),
            None => exact(typed).map(|at| (at, at)),
        };
        let Some((first, last)) = span else {
            return Err(format!(
                "'{}' is not a valid time to look back to; give a day such as 2024-03-31, or a time such as \
                 2024-03-31T12:00",
                shown(typed)
            ));
        };
        if first > now {
            return Err(format!(
                "'{}' is not past yet; give a time up to now, which is {} UTC",
                shown(typed),
                now.strftime("%Y-%m-%dT%H:%M")
            ));
        }
        Ok(Self(last.min(now)))
    }

    /// The last moment that counts.
    pub fn at(self) -> Timestamp {
        self.0
    }
}

/// The last millisecond of a day; times are kept to the millisecond.
fn end_of(day: Date) -> Option<Timestamp> {
    start_of(day.tomorrow().ok()?)?.checked_sub(SignedDuration::from_millis(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<String, String> {
        let now = "2024-03-31T15:00:00Z".parse().unwrap();
        AsOf::read(typed, now).map(|as_of| as_of.at().to_string())
    }

    #[test]
    fn a_day_is_looked_back_to_with_all_of_it_and_today_as_it_is_now() {
        assert_eq!(read("2024-02-29").unwrap(), "2024-02-29T23:59:59.999Z");
        assert_eq!(read(" 2024-03-31 ").unwrap(), "2024-03-31T15:00:00Z");
        assert_eq!(read("2024-03-31T12:00").unwrap(), "2024-03-31T12:00:00Z");
        assert_eq!(read("2024-03-31T12:00:30+02:00").unwrap(), "2024-03-31T10:00:30Z");
    }

    #[test]
    fn what_is_no_day_or_time_or_is_not_past_is_refused_with_what_would_be_right() {
        for typed in ["", "soon", "30d", "2024", "2024-02-30", "31.3.2024", "\u{1b}[31m"] {
            let told = read(typed).unwrap_err();
            assert!(told.contains("is not a valid time to look back to; give a day such as"), "{told}");
            assert!(!told.contains('\u{1b}'), "{told}");
        }
        for typed in ["2024-04-01", "2024-03-31T15:00:01Z", "9999-01-01"] {
            let told = read(typed).unwrap_err();
            assert!(
                told.contains("is not past yet; give a time up to now, which is 2024-03-31T15:00"),
                "{told}"
            );
        }
    }
}
