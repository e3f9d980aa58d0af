//! What a person guesses of an opportunity: a range, and what is likeliest in it. A guess is always shown as one.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// What is guessed. Each has a scale of its own, that of the method it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GuessOf {
    /// What solving it does for one customer: 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal (RICE).
    Impact,
    /// How sure people are of their guesses, in per cent (RICE).
    Confidence,
    /// Work in person-weeks.
    Effort,
    /// How important the goal behind it is to customers, 0 to 10 (the opportunity score).
    Importance,
    /// How satisfied they are with how they reach it now, 0 to 10 (the opportunity score).
    Satisfaction,
    /// What it is worth to users and the business beside other work, 1 to 20 (WSJF).
    Value,
    /// How much of that is lost by waiting, 1 to 20 (WSJF).
    Urgency,
    /// What it takes of risk, or opens of new ways, 1 to 20 (WSJF).
    Risk,
}

impl GuessOf {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Impact,
        Self::Confidence,
        Self::Effort,
        Self::Importance,
        Self::Satisfaction,
        Self::Value,
        Self::Urgency,
        Self::Risk,
    ];

    /// The word that the store and people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Impact => "impact",
            Self::Confidence => "confidence",
            Self::Effort => "effort",
            Self::Importance => "importance",
            Self::Satisfaction => "satisfaction",
            Self::Value => "value",
            Self::Urgency => "urgency",
            Self::Risk => "risk",
        }
    }

    /// The least and the most that can be guessed, in hundredths. Effort is divided by, so that it is never nothing.
    fn bounds(self) -> (u32, u32) {
        match self {
            Self::Impact => (0, 300),
            Self::Confidence => (0, 10_000),
            Self::Effort => (10, 100_000),
            Self::Importance | Self::Satisfaction => (0, 1_000),
            Self::Value | Self::Urgency | Self::Risk => (100, 2_000),
        }
    }

    /// Its scale in words: “0 to 3”.
    pub fn scale(self) -> String {
        let (low, high) = self.bounds();
        let unit = match self {
            Self::Effort => " person-weeks",
            Self::Confidence => "%",
            _ => "",
        };
        format!("{} to {}{unit}", Hundredths(low), Hundredths(high))
    }
}

impl fmt::Display for GuessOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for GuessOf {
    type Err = GuessError;
    fn from_str(given: &str) -> Result<Self, GuessError> {
        let named = given.trim();
        Self::ALL
            .into_iter()
            .find(|of| of.as_str().eq_ignore_ascii_case(named))
            .ok_or_else(|| GuessError::Unknown(shown(named)))
    }
}

/// A range that a person guessed, in hundredths of its scale: `low <= likely <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Range", into = "Range")]
pub struct Guess {
    low: u32,
    likely: u32,
    high: u32,
}

/// A guess as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// It is hardly less.
    pub low: f64,
    /// What is likeliest.
    pub likely: f64,
    /// It is hardly more.
    pub high: f64,
}

/// What is no guess.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GuessError {
    /// Nothing of that name is guessed.
    #[error(
        "'{0}' is nothing to guess; there are impact, confidence, effort, importance, satisfaction, value, urgency and risk"
    )]
    Unknown(String),
    /// It is no range.
    #[error("'{0}' is not a valid range; write a number, low..high or low..likely..high, such as 2..3..8")]
    Range(String),
    /// Its ends are the wrong way round.
    #[error("'{0}' is not a valid range: the numbers must go up")]
    Order(String),
    /// It leaves its scale.
    #[error("{of} is guessed from {scale}; '{given}' is not within that")]
    Bounds {
        /// What is guessed.
        of: GuessOf,
        /// Its scale.
        scale: String,
        /// What was given.
        given: String,
    },
}

impl Guess {
    /// Reads `2`, `1..3` (the middle is likeliest) or `1..2..3`, within the scale of what is guessed.
    ///
    /// # Errors
    /// It is no range, or leaves the scale.
    pub fn read(of: GuessOf, typed: &str) -> Result<Self, GuessError> {
        let bad = || GuessError::Range(shown(typed));
        let numbers: Vec<f64> = typed
            .trim()
            .split("..")
            .map(|part| part.trim().trim_end_matches('%').trim_end().parse::<f64>().map_err(|_| bad()))
            .collect::<Result<_, _>>()?;
        let (low, likely, high) = match numbers[..] {
            [one] => (one, one, one),
            [low, high] => (low, f64::midpoint(low, high), high),
            [low, likely, high] => (low, likely, high),
            _ => return Err(bad()),
        };
        let guess = Self::try_from(Range { low, likely, high }).map_err(|error| match error {
            GuessError::Order(_) => GuessError::Order(shown(typed)),
            _ => bad(),
        })?;
        guess.within(of)
    }

    /// The same, where it lies within the scale of what is guessed.
    ///
    /// # Errors
    /// It leaves the scale.
    pub fn within(self, of: GuessOf) -> Result<Self, GuessError> {
        let (low, high) = of.bounds();
        match low <= self.low && self.high <= high {
            true => Ok(self),
            false => Err(GuessError::Bounds { of, scale: of.scale(), given: self.to_string() }),
        }
    }

    /// Its three numbers.
    pub fn range(self) -> Range {
        let number = |hundredths: u32| f64::from(hundredths) / 100.0;
        Range { low: number(self.low), likely: number(self.likely), high: number(self.high) }
    }
}

impl PartialSchema for Guess {
    fn schema() -> RefOr<Schema> {
        Range::schema()
    }
}

impl ToSchema for Guess {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Range")
    }
}

impl TryFrom<Range> for Guess {
    type Error = GuessError;
    fn try_from(range: Range) -> Result<Self, GuessError> {
        let written = || format!("{}..{}..{}", range.low, range.likely, range.high);
        let hundredths = |number: f64| {
            let scaled = (number * 100.0).round();
            let sound = scaled.is_finite() && (0.0..=1e8).contains(&scaled);
            if sound { Ok(scaled as u32) } else { Err(GuessError::Range(shown(&written()))) }
        };
        let guess = Self {
            low: hundredths(range.low)?,
            likely: hundredths(range.likely)?,
            high: hundredths(range.high)?,
        };
        match guess.low <= guess.likely && guess.likely <= guess.high {
            true => Ok(guess),
            false => Err(GuessError::Order(shown(&written()))),
        }
    }
}

impl From<Guess> for Range {
    fn from(guess: Guess) -> Self {
        guess.range()
    }
}

impl fmt::Display for Guess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.low == self.high {
            true => Hundredths(self.low).fmt(f),
            false => {
                write!(f, "{}..{}..{}", Hundredths(self.low), Hundredths(self.likely), Hundredths(self.high))
            }
        }
    }
}

struct Hundredths(u32);

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, rest) if rest % 10 == 0 => write!(f, "{whole}.{}", rest / 10),
            (whole, rest) => write!(f, "{whole}.{rest:02}"),
        }
    }
}

fn shown(given: &str) -> String {
    given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_is_a_number_or_a_range_and_reads_back_what_it_prints() {
        for (typed, shown) in [
            ("2", "2"),
            (" 1..3 ", "1..2..3"),
            ("0.25 .. 0.5 .. 3", "0.25..0.5..3"),
            ("1..2..2.75", "1..2..2.75"),
        ] {
            let guess = Guess::read(GuessOf::Impact, typed).unwrap();
            assert_eq!(guess.to_string(), shown);
            assert_eq!(Guess::read(GuessOf::Impact, shown), Ok(guess));
            let json = serde_json::to_string(&guess).unwrap();
            assert_eq!(serde_json::from_str::<Guess>(&json).unwrap(), guess);
        }
        assert_eq!(Guess::read(GuessOf::Confidence, "50%..80%").unwrap().to_string(), "50..65..80");
    }

    #[test]
    fn what_is_no_range_or_leaves_its_scale_is_told() {
        let told = |of, typed| Guess::read(of, typed).unwrap_err().to_string();
        for bad in ["", "..", "a..b", "1..2..3..4", "NaN", "inf", "-1", "1..", "1e99"] {
            assert!(told(GuessOf::Impact, bad).contains("is not a valid range"), "{bad}");
        }
        assert_eq!(told(GuessOf::Impact, "3..1"), "'3..1' is not a valid range: the numbers must go up");
        assert_eq!(
            told(GuessOf::Impact, "2..4"),
            "impact is guessed from 0 to 3; '2..3..4' is not within that"
        );
        assert!(told(GuessOf::Effort, "0").starts_with("effort is guessed from 0.1 to 1000 person-weeks"));
        assert!(
            "luck\u{1b}"
                .parse::<GuessOf>()
                .unwrap_err()
                .to_string()
                .starts_with("'luck ' is nothing to guess")
        );
        assert!(serde_json::from_str::<Guess>(r#"{"low":3,"likely":2,"high":4}"#).is_err());
    }
}
