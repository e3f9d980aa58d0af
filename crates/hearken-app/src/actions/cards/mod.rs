//! The shapes that more than one action answers with: a theme and a signal as every door shows them.

mod abbreviated;
mod asides;
mod bursts;
mod code;
mod facets;
mod movement;
mod signals;
mod themes;

use hearken_domain::{AreaId, Kind, SignalId, SignalState, ThemeId, ThemeKind, Timestamp, Verbatim};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::customers::worth::WorthCard;
use crate::actions::signals::readings::BriefReadingCard;
pub use crate::facets::{Facet, Facets};
pub use abbreviated::abbreviated;
pub use asides::{AsideCard, NotCounted};
pub use bursts::{Row, rows, shown_as_one};
pub use code::{
    AnswerCard, ChangeCard, EvidenceCard, LinkCard, LinkedSignal, LinkedTheme, Person, SourceLine,
};
pub use facets::facet;
pub use movement::{Direction, Movement, TrendCard};
pub use signals::signal_cards;
pub use themes::{RECENT_WEEKS, SPARK_WEEKS, ThemeCards};

/// A theme in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ThemeCard {
    /// Its id.
    pub id: ThemeId,
    /// What its signals mostly are.
    pub kind: ThemeKind,
    /// Its name, in customers' words.
    pub name: Verbatim,
    /// One sentence of a customer's that says what it is about.
    pub description: Option<Verbatim>,
    /// The area that it lies in with the themes nearest to it.
    pub area_id: Option<AreaId>,
    /// The name of that area.
    pub area: Option<Verbatim>,
    /// A person wants it to stay.
    pub pinned: bool,
    /// Signals in it, under the filter in force.
    pub signals: u64,
    /// Signals under the filter whose own theme is another, or none, and that speak of it besides. No other count has them in
    /// it, and they don't add up: a signal may speak of several.
    pub besides: u64,
    /// `signals` over all signals under the filter, 0 to 1.
    pub share: f64,
    /// The customers whose signals these are, and what they are worth; `None` where no customer is known at all.
    pub customers: Option<WorthCard>,
    /// Mean rating of those signals that have one.
    pub rating_mean: Option<f64>,
    /// Signals of each week of the span shown, oldest first.
    pub weeks: Vec<Week>,
    /// Whether it rises, since when, and by how much.
    pub trend: TrendCard,
    /// The most representative verbatim; of a theme that rises or is new, one of the weeks in which it does.
    pub quote: Option<Quote>,
    /// When a clustering run first found it.
    pub born_at: Timestamp,
}

/// Themes that lie near each other, together.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaCard {
    /// Its id; `None` for the themes that lie in no area.
    pub id: Option<AreaId>,
    /// Its name, in customers' words or as a person calls it.
    pub name: Option<Verbatim>,
    /// Its themes, those with most signals first.
    pub themes: Vec<ThemeId>,
    /// Signals in them, under the filter in force. Each lies in one theme, so that areas add up.
    pub signals: u64,
    /// `signals` over all signals under the filter, 0 to 1.
    pub share: f64,
    /// The customers whose signals these are, each once, and what they are worth; `None` where no customer is known at all.
    pub customers: Option<WorthCard>,
    /// Signals of each week of the span shown, oldest first.
    pub weeks: Vec<Week>,
    /// Whether it rises, since when, and by how much.
    pub trend: TrendCard,
}

/// Signals of one week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Week {
    /// Monday 00:00 UTC.
    pub start: Timestamp,
    /// Signals said in the seven days from `start`.
    pub signals: u64,
}

/// A few of a customer's words, and where they stand.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Quote {
    /// The signal.
    pub signal: SignalId,
    /// Its words, cut at a word's end with an ellipsis if long.
    pub text: Verbatim,
}

/// A signal in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SignalCard {
    /// Its id.
    pub id: SignalId,
    /// What sort of thing it is.
    pub kind: Kind,
    /// When it was said.
    pub at: Timestamp,
    /// Whether its source does not say when, so that this is the time of arrival.
    pub undated: bool,
    /// Name of its source.
    pub source: String,
    /// Its title.
    pub title: Option<Verbatim>,
    /// Its words, cut at a word's end with an ellipsis if long.
    pub excerpt: Verbatim,
    /// Its rating.
    pub rating: Option<f64>,
    /// Its product.
    pub product: Option<Verbatim>,
    /// What its source attaches to it.
    pub labels: Vec<Verbatim>,
    /// Whether its source still has something to do about it; `None` where it does not say.
    pub state: Option<SignalState>,
    /// Its source's own word for how far it is, where it says more than the state.
    pub status: Option<Verbatim>,
    /// Its theme; `None` is unsorted.
    pub theme: Option<ThemeLink>,
    /// The burst that it is in, if it is in one.
    pub burst: Option<BurstCard>,
    /// What it says; nothing where it was not read yet.
    pub reading: Option<BriefReadingCard>,
    /// As what it is set aside; nothing where it counts.
    pub aside: Option<AsideCard>,
}

/// Near-duplicate reports of one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct BurstCard {
    /// What it is called by: one of its signals, or one that is gone.
    pub first: SignalId,
    /// How many signals are in it.
    pub signals: u64,
}

/// How many signals of a list are in bursts with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct InBursts {
    /// Bursts.
    pub bursts: u64,
    /// Signals in them.
    pub signals: u64,
}

/// A theme's id and name, to link to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ThemeLink {
    /// Its id.
    pub id: ThemeId,
    /// Its name.
    pub name: Verbatim,
}

/// An area's id and name, to link to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AreaLink {
    /// Its id.
    pub id: AreaId,
    /// Its name.
    pub name: Verbatim,
}

/// Where the finding of themes stands.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ClusteringState {
    /// None was found yet: there is too little to find them in.
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
        /// On how many signals they were found.
        signals: u64,
    },
}
