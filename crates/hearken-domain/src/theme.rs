//! A theme: a cluster that earned an identity.

use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Actor, AreaId, RulingId, SignalId, ThemeId, Verbatim};

/// What a theme's signals mostly are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeKind {
    /// Something hurts.
    PainPoint,
    /// Something is wanted.
    Request,
    /// Something is asked.
    Question,
    /// Something is liked.
    Praise,
}

impl ThemeKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::PainPoint, Self::Request, Self::Question, Self::Praise];

    /// The word that commands, the API and the store use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PainPoint => "pain-point",
            Self::Request => "request",
            Self::Question => "question",
            Self::Praise => "praise",
        }
    }

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::PainPoint => "pain point",
            other => other.as_str(),
        }
    }
}

impl FromStr for ThemeKind {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == given).ok_or_else(|| {
            format!("'{given}' is not a valid kind of theme; kinds are pain-point, request, question, praise")
        })
    }
}

/// A theme as it stands in the current generation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Theme {
    /// Its id, for ever.
    pub id: ThemeId,
    /// What its signals mostly are.
    pub kind: ThemeKind,
    /// Two to five words of the customers' own, or the name that a person gave it.
    pub name: Verbatim,
    /// One sentence of a customer's that says what it is about.
    pub description: Option<Verbatim>,
    /// The area that it lies in with the themes nearest to it, or where a person put it; `None` once it is retired.
    pub area_id: Option<AreaId>,
    /// The name of that area.
    pub area: Option<Verbatim>,
    /// The theme that its signals went to, once it is part of another.
    pub merged_into: Option<ThemeId>,
    /// A person wants it to stay.
    pub pinned: bool,
    /// A person does not want to see it.
    pub ignored: bool,
    /// Its most representative signals: central and diverse.
    pub exemplars: Vec<SignalId>,
    /// When the clustering run that first found it was applied.
    pub born_at: Timestamp,
    /// When it stopped being found; `None` while it lives.
    pub retired_at: Option<Timestamp>,
}

/// The theme that a signal is assigned to, with its confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Membership {
    /// The signal.
    pub signal: SignalId,
    /// The theme; `None` is *unsorted*.
    pub theme: Option<ThemeId>,
    /// 0 to 1: how clearly it belongs.
    pub confidence: f32,
}

/// A passage of a signal's words that speaks of a theme which is not the signal's own: its primary one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Passage {
    /// The signal.
    pub signal: SignalId,
    /// The theme that the passage speaks of.
    pub theme: ThemeId,
    /// The revision of the signal in whose verbatim it stands.
    pub revision: u32,
    /// Where it begins there, in bytes.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// 0 to 1: how clearly it belongs to the theme.
    pub fit: f32,
}

/// What happened to a theme or an area, in a clustering run or by a ruling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lineage {
    /// Found for the first time, or taken out of another.
    Born,
    /// Found again with other signals than before, or took something in.
    Grew,
    /// Became part of another.
    Merged,
    /// Gave a part away.
    Split,
    /// No longer found.
    Retired,
    /// Found again, or brought back by undoing a ruling.
    Returned,
}

impl Lineage {
    /// The word that the store and people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Born => "born",
            Self::Grew => "grew",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Retired => "retired",
            Self::Returned => "returned",
        }
    }
}

impl FromStr for Lineage {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        [Self::Born, Self::Grew, Self::Merged, Self::Split, Self::Retired, Self::Returned]
            .into_iter()
            .find(|lineage| lineage.as_str() == given)
            .ok_or_else(|| format!("'{given}' is not a valid step of a theme's lineage"))
    }
}

/// One thing that happened to a theme.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineageStep {
    /// When it happened, by this machine's clock.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What became of the theme.
    pub what: Lineage,
    /// The other theme in it: whose part it was, or became.
    pub other: Option<ThemeId>,
    /// Signals it had then; of a part, those that went with it.
    pub signals: u64,
    /// The ruling that did it; `None` is a clustering run.
    pub ruling: Option<RulingId>,
}
