//! What people decided about themes, about areas and about links into the code. A ruling binds everything computed later, until it
//! is undone.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Actor, AreaId, Aside, Link, RulingId, SignalId, Subject, ThemeId, Verbatim};

/// A ruling, standing or undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ruling {
    /// Its id, `R-5`; never given twice.
    pub id: RulingId,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub by: Actor,
    /// When it was undone; `None` while it stands.
    pub undone_at: Option<Timestamp>,
    /// What was decided.
    #[serde(flatten)]
    pub what: Ruled<Option<Verbatim>>,
}

/// What was decided. A name that a person typed is a [`crate::TextId`] in the log, and words where people read it; `None`
/// where it was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "ruling", rename_all = "kebab-case")]
pub enum Ruled<Name> {
    /// A theme is called so.
    Renamed {
        /// Which theme.
        theme: ThemeId,
        /// Its name.
        name: Name,
    },
    /// Themes are one.
    Merged {
        /// The theme that lives on.
        into: ThemeId,
        /// Those that are part of it now.
        from: Vec<ThemeId>,
    },
    /// A theme is several.
    Split {
        /// The theme that keeps its id.
        theme: ThemeId,
        /// Those that were taken out of it.
        born: Vec<ThemeId>,
    },
    /// Signals belong elsewhere.
    Moved {
        /// Which signals.
        signals: Vec<SignalId>,
        /// Where they belong; `None` is *unsorted*.
        to: Option<ThemeId>,
    },
    /// A theme stays, however few its signals become.
    Pinned {
        /// Which theme.
        theme: ThemeId,
    },
    /// A theme is left out of every list.
    Ignored {
        /// Which theme.
        theme: ThemeId,
    },
    /// An area is called so.
    AreaRenamed {
        /// Which area.
        area: AreaId,
        /// Its name.
        name: Name,
    },
    /// Areas are one.
    AreasMerged {
        /// The area that lives on.
        into: AreaId,
        /// Those that are part of it now.
        from: Vec<AreaId>,
    },
    /// A theme lies here, wherever it is found to lie.
    Placed {
        /// Which theme.
        theme: ThemeId,
        /// The area; `None` is none.
        area: Option<AreaId>,
    },
    /// A signal speaks of another incident than those it was found alike to: it is in no burst.
    NotAlike {
        /// Which signal.
        signal: SignalId,
    },
    /// Signals are spam or part of a campaign, or are neither and count.
    SetAside {
        /// Which signals.
        signals: Vec<SignalId>,
        /// What they are.
        holds: Aside,
        /// Whether that holds of all that are copies of them, too, whenever they come.
        alike: bool,
    },
    /// What customers say has to do with this code.
    Linked(Link),
    /// It has nothing to do with it.
    Unlinked(Link),
}

impl<Name> Ruled<Name> {
    /// The word that the store and people use.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Renamed { .. } => "renamed",
            Self::Merged { .. } => "merged",
            Self::Split { .. } => "split",
            Self::Moved { .. } => "moved",
            Self::Pinned { .. } => "pinned",
            Self::Ignored { .. } => "ignored",
            Self::AreaRenamed { .. } => "area-renamed",
            Self::AreasMerged { .. } => "areas-merged",
            Self::Placed { .. } => "placed",
            Self::NotAlike { .. } => "not-alike",
            Self::SetAside { .. } => "set-aside",
            Self::Linked(_) => "linked",
            Self::Unlinked(_) => "unlinked",
        }
    }

    /// The themes it is about.
    pub fn themes(&self) -> Vec<ThemeId> {
        match self {
            Self::Renamed { theme, .. }
            | Self::Pinned { theme }
            | Self::Ignored { theme }
            | Self::Placed { theme, .. } => vec![*theme],
            Self::Merged { into, from } => [&[*into], from.as_slice()].concat(),
            Self::Split { theme, born } => [&[*theme], born.as_slice()].concat(),
            Self::Moved { to, .. } => to.iter().copied().collect(),
            Self::AreaRenamed { .. }
            | Self::AreasMerged { .. }
            | Self::NotAlike { .. }
            | Self::SetAside { .. } => Vec::new(),
            Self::Linked(link) | Self::Unlinked(link) => match link.of {
                Subject::Theme(theme) => vec![theme],
                Subject::Signal(_) => Vec::new(),
            },
        }
    }

    /// The areas it is about.
    pub fn areas(&self) -> Vec<AreaId> {
        match self {
            Self::AreaRenamed { area, .. } => vec![*area],
            Self::AreasMerged { into, from } => [&[*into], from.as_slice()].concat(),
            Self::Placed { area, .. } => area.iter().copied().collect(),
            _ => Vec::new(),
        }
    }

    /// The name that it gives.
    pub fn name(&self) -> Option<&Name> {
        match self {
            Self::Renamed { name, .. } | Self::AreaRenamed { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whether a clustering run has to keep the themes it is about. That a link is wrong says nothing of its theme.
    pub fn locks(&self) -> bool {
        !matches!(self, Self::Unlinked(_))
    }

    /// Whether it says which signals or themes are together, so that another such ruling may rest on it.
    pub fn shapes(&self) -> bool {
        matches!(self, Self::Merged { .. } | Self::Split { .. } | Self::AreasMerged { .. })
    }

    /// The same with its name, where it has one, as something else.
    pub fn map_name<Other>(self, to: impl FnOnce(Name) -> Other) -> Ruled<Other> {
        match self {
            Self::Renamed { theme, name } => Ruled::Renamed { theme, name: to(name) },
            Self::Merged { into, from } => Ruled::Merged { into, from },
            Self::Split { theme, born } => Ruled::Split { theme, born },
            Self::Moved { signals, to } => Ruled::Moved { signals, to },
            Self::Pinned { theme } => Ruled::Pinned { theme },
            Self::Ignored { theme } => Ruled::Ignored { theme },
            Self::AreaRenamed { area, name } => Ruled::AreaRenamed { area, name: to(name) },
            Self::AreasMerged { into, from } => Ruled::AreasMerged { into, from },
            Self::Placed { theme, area } => Ruled::Placed { theme, area },
            Self::NotAlike { signal } => Ruled::NotAlike { signal },
            Self::SetAside { signals, holds, alike } => Ruled::SetAside { signals, holds, alike },
            Self::Linked(link) => Ruled::Linked(link),
            Self::Unlinked(link) => Ruled::Unlinked(link),
        }
    }
}
