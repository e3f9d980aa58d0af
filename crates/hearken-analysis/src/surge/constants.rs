//! The numbers that surges go by, in one place, so that a measurement can try others.

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What surges go by. The defaults were chosen on other products than those reported (`docs/surges.md`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Constants {
    /// Cosine of two meanings, relative to the mean of all, from which they are near.
    pub near: f32,
    /// The stretches of time that are looked at, the longest last, in milliseconds.
    pub windows_ms: &'static [i64],
    /// How much of the past tells what is usual.
    pub past_ms: i64,
    /// A source that was heard for less is listened to, no more.
    pub least_past_ms: i64,
    /// How long after it was said a signal may come.
    pub late_ms: i64,
    /// Fewer people than this are never a surge.
    pub people: usize,
    /// So many signals are thought to have been near any place in the past, beside those that were.
    pub unheard: f64,
    /// The least dispersion of a count: its variance is μ + dispersion · μ². What a product's own counts tell is more, if anything.
    pub dispersion: f64,
    /// How often a year a surge may be called where chance alone is at work, by the model.
    pub false_a_year: f64,
    /// Whether signals of one theme are about one thing, too.
    pub themes: bool,
}

impl Default for Constants {
    fn default() -> Self {
        Self {
            near: 0.3,
            windows_ms: &[HOUR / 2, HOUR, 3 * HOUR],
            past_ms: 56 * DAY,
            least_past_ms: 7 * DAY,
            late_ms: 3 * HOUR,
            people: 4,
            unheard: 0.5,
            dispersion: 0.5,
            false_a_year: 50.0,
            themes: true,
        }
    }
}

impl Constants {
    /// What gathers over days and weeks instead of within hours.
    pub fn gathering() -> Self {
        Self {
            windows_ms: &[7 * DAY, 28 * DAY],
            past_ms: 182 * DAY,
            least_past_ms: 28 * DAY,
            late_ms: 7 * DAY,
            people: 6,
            near: 0.5,
            false_a_year: 1.0,
            themes: false,
            ..Self::default()
        }
    }

    /// The longest stretch that is looked at.
    pub fn longest_ms(&self) -> i64 {
        self.windows_ms.iter().copied().max().unwrap_or_default()
    }
}
