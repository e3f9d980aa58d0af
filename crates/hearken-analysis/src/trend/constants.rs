//! The numbers that the watch goes by, in one place, so that a measurement can try others.

/// What the watch goes by. The defaults were chosen on reviews of other products than those reported (`docs/trend.md`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Constants {
    /// The change of share that evidence is gathered for: so many times the usual, or one by so many.
    pub times: f64,
    /// Dispersion of a day's count: its variance is μ + dispersion · μ².
    pub dispersion: f64,
    /// The days that tell what is usual,
    pub usual_days: usize,
    /// and so many between them and the day that is looked at, so that a slow rise does not become usual at once.
    pub gap_days: usize,
    /// The most that one day adds to the evidence.
    pub day_most: f64,
    /// Evidence from which a theme rises.
    pub rising_at: f64,
    /// Evidence from which it falls.
    pub falling_at: f64,
    /// A weekday's own share is believed as if so many signals spoke for the usual one; 0 leaves weekdays out.
    pub weekday_prior: f64,
    /// The same of a time of year.
    pub season_prior: f64,
}

impl Default for Constants {
    fn default() -> Self {
        Self {
            times: 2.0,
            dispersion: 0.5,
            usual_days: 84,
            gap_days: 14,
            day_most: 1.0,
            rising_at: 4.3,
            falling_at: 4.3,
            weekday_prior: 150.0,
            season_prior: 150.0,
        }
    }
}

/// Days with signals that must have told what is usual before anything is compared with it.
pub(super) const LEAST_DAYS: usize = 28;
/// Days for which an alarm is said, unless it sounds again.
pub(super) const SAID_DAYS: usize = 28;
/// A theme that was not heard before is new with so many signals,
pub(super) const NEW_SIGNALS: u32 = 10;
/// where they come within so many days.
pub(super) const NEW_DAYS: usize = 168;
