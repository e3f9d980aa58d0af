//! An area: themes that lie near each other, with an identity of its own.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Actor, AreaId, Lineage, Phrase, RulingId, ThemeId, Verbatim};

/// An area as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Area {
    /// Its id, for ever.
    pub id: AreaId,
    /// A few of the customers' own words, or the name that a person gave it.
    pub name: Verbatim,
    /// The living themes that lie in it.
    pub themes: Vec<ThemeId>,
    /// The area that its themes went to, once it is part of another.
    pub merged_into: Option<AreaId>,
    /// When the clustering run that first found it was applied.
    pub born_at: Timestamp,
    /// When it stopped being found; `None` while it lives.
    pub retired_at: Option<Timestamp>,
}

/// An area as a clustering run found it, without anybody's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundArea {
    /// Its id.
    pub id: AreaId,
    /// The parts of its name.
    pub name: Vec<Phrase>,
    /// The themes that it was found to hold, whatever people say of them.
    pub themes: Vec<ThemeId>,
}

/// What became of one area by an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaStep {
    /// Which area.
    pub area: AreaId,
    /// What became of it.
    pub what: Lineage,
    /// The other area in it: whose part it was, or became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<AreaId>,
    /// The theme that came or went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<ThemeId>,
    /// Signals it had then; of a theme that went, those that went with it.
    pub signals: u64,
}

/// One thing that happened to an area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaLineageStep {
    /// When it happened, by this machine's clock.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What became of the area.
    #[serde(flatten)]
    pub step: AreaStep,
    /// The ruling that did it; `None` is a clustering run.
    pub ruling: Option<RulingId>,
}
