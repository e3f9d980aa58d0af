//! A goal as doors show it.

use hearken_domain::{
    Actor, CustomerId, GoalAct, GoalId, GoalState, ThemeId, Timestamp, Unredacted, Verbatim,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::cards::ThemeLink;

/// A goal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GoalCard {
    /// Its id.
    pub id: GoalId,
    /// What they try to get done; `None` where that was erased.
    pub words: Option<Verbatim>,
    /// How it stands.
    pub state: GoalState,
    /// Whose it is.
    pub of: GoalOwner,
    /// How many customers' it is, each once; `None` where it cannot be said.
    pub customers: Option<u64>,
    /// Why it cannot be said.
    pub problem: Option<Unredacted>,
    /// The themes that stand in its way, as they are by now.
    pub themes: Vec<BlockingTheme>,
    /// What was last done to it: what an undo takes back.
    pub last: GoalAct,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Whose a goal is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GoalOwner {
    /// Every customer's.
    Everybody,
    /// One customer's.
    Customer(GoalCustomer),
    /// That of whoever is in this segment; `None` where its name was erased.
    Segment(Option<Verbatim>),
}

/// The customer whose a goal is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GoalCustomer {
    /// What it counts as.
    pub id: CustomerId,
    /// What that is called.
    pub name: Option<Unredacted>,
}

/// A theme that stands in the way of a goal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BlockingTheme {
    /// The theme; of one that became part of another, that one.
    pub theme: ThemeLink,
    /// The ids by which people linked it.
    pub linked: Vec<ThemeId>,
    /// Whether it is found no more.
    pub retired: bool,
    /// Themes that were taken out of it: nobody said whether these stand in the way, too.
    pub parts: Vec<ThemeLink>,
}

/// A goal that themes of a piece of code stand in the way of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BlockedGoal {
    /// The goal.
    pub goal: GoalCard,
    /// Those of the themes.
    pub themes: Vec<ThemeLink>,
    /// The same in words: “blocks G-2 ‘close the books by the 3rd’ of 4 customers”.
    pub says: Verbatim,
}

impl GoalCard {
    /// Its words, or that they were erased.
    pub fn title(&self) -> Verbatim {
        title(self.words.as_ref())
    }
}

/// The words of a goal, or that they were erased.
pub(crate) fn title(words: Option<&Verbatim>) -> Verbatim {
    words.cloned().unwrap_or_else(|| Verbatim::redacted("[erased]".to_owned()))
}
