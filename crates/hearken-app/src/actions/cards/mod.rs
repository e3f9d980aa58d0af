//! The shapes that more than one action answers with: a theme and a signal as every door shows them.

mod code;
mod signals;
mod themes;

use hearken_domain::{Kind, SignalId, ThemeId, ThemeKind, Timestamp};
use serde::{Deserialize, Serialize};

pub use code::{AnswerCard, ChangeCard, EvidenceCard, LinkCard, Pain, Person, abbreviated};
pub use signals::{excerpt, facet, signal_cards};
pub use themes::{ThemeCards, quote};

/// A theme in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThemeCard {
    /// Its id.
    pub id: ThemeId,
    /// What its signals mostly are.
    pub kind: ThemeKind,
    /// Its name, in customers' words.
    pub name: String,
    /// One sentence of a customer's that says what it is about.
    pub description: Option<String>,
    /// The area that it lies in with the themes nearest to it.
    pub area: Option<String>,
    /// A person wants it to stay.
    pub pinned: bool,
    /// Signals in it, under the filter in force.
    pub signals: u64,
    /// `signals` over all signals under the filter, 0 to 1.
    pub share: f64,
    /// Mean rating of those signals that have one.
    pub rating_mean: Option<f64>,
    /// Signals of each week of the span shown, oldest first.
    pub weeks: Vec<Week>,
    /// How the last four complete weeks compare with the twelve before.
    pub trend: TrendCard,
    /// The most telling verbatim.
    pub quote: Option<Quote>,
    /// When a learning first found it.
    pub born_at: Timestamp,
}

/// Signals of one week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Week {
    /// Monday 00:00 UTC.
    pub start: Timestamp,
    /// Signals said in the seven days from `start`.
    pub signals: u64,
}

/// A trend with its arithmetic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendCard {
    /// Where it is heading.
    pub direction: Direction,
    /// Signals in the last four complete weeks.
    pub recent: u64,
    /// Signals there would have been in them at the share of the twelve weeks before.
    pub expected: f64,
    /// `recent / expected`; `None` where nothing was expected.
    pub ratio: Option<f64>,
    /// 95% interval of the ratio.
    pub ratio_low: Option<f64>,
    /// 95% interval of the ratio; `None` where unbounded.
    pub ratio_high: Option<f64>,
    /// The arithmetic in one sentence.
    pub why: String,
}

/// Where a trend is heading. Only an interval that excludes 1 makes it rise or fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More than its usual share.
    Rising,
    /// Less than its usual share.
    Falling,
    /// Not told apart from its usual share.
    Steady,
    /// Nothing before the last four weeks to compare with.
    New,
}

/// A few of a customer's words, and where they stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quote {
    /// The signal.
    pub signal: SignalId,
    /// Its words, cut at a word's end with an ellipsis if long.
    pub text: String,
}

/// A signal in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignalCard {
    /// Its id.
    pub id: SignalId,
    /// What sort of thing it is.
    pub kind: Kind,
    /// When it was said.
    pub at: Timestamp,
    /// Name of its source.
    pub source: String,
    /// Its title.
    pub title: Option<String>,
    /// Its words, cut at a word's end with an ellipsis if long.
    pub excerpt: String,
    /// Its rating.
    pub rating: Option<f64>,
    /// Its product.
    pub product: Option<String>,
    /// Its theme; `None` is unsorted.
    pub theme: Option<ThemeLink>,
}

/// A theme's id and name, to link to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeLink {
    /// Its id.
    pub id: ThemeId,
    /// Its name.
    pub name: String,
}

/// How many signals share one value of a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facet {
    /// The value, as the filter takes it.
    pub value: String,
    /// Signals that have it.
    pub signals: u64,
}

/// The values a person can filter by, most frequent first, at most 50 of each.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Facets {
    /// Source names.
    pub sources: Vec<Facet>,
    /// Products.
    pub products: Vec<Facet>,
    /// Languages.
    pub languages: Vec<Facet>,
    /// Ratings, rounded down to whole ones.
    pub ratings: Vec<Facet>,
}

/// Where the learning of themes stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Learning {
    /// Nothing was learned yet: there is too little to learn from.
    None,
    /// One is at work.
    Running {
        /// What it is doing.
        step: String,
        /// How much of it is done, 0 to 1.
        share: f32,
    },
    /// Themes stand.
    Done {
        /// Since when.
        at: Timestamp,
        /// On how many signals they were learned.
        signals: u64,
    },
}

/// A time as people type it: a day means its first moment in UTC; a time of day may be given too.
pub fn read_time(given: &str) -> Option<Timestamp> {
    let at_midnight = |date: jiff::civil::Date| date.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    given.parse().ok().or_else(|| Some(at_midnight(given.parse().ok()?).ok()?.timestamp()))
}
