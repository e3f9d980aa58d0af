//! Who does something. Every event of the log has an actor, and every read has one: rights hang on it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What sort of actor it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// Somebody who works with Hearken.
    Person,
    /// A program, by its token.
    Token,
    /// A coding agent or assistant.
    Agent,
    /// Hearken itself: its jobs and migrations.
    Machine,
}

impl ActorKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Person, Self::Token, Self::Agent, Self::Machine];

    /// The word that the store and people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Token => "token",
            Self::Agent => "agent",
            Self::Machine => "machine",
        }
    }
}

impl FromStr for ActorKind {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == given).ok_or_else(|| {
            format!("'{given}' is not a valid kind of actor; kinds are person, token, agent, machine")
        })
    }
}

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// A person's address or user name, a token's name, an agent's name, or the part of Hearken that acted.
    pub name: String,
    /// The person on whose behalf a token or an agent acts, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub behalf_of: Option<String>,
}

impl Actor {
    /// A person.
    pub fn person(name: impl Into<String>) -> Self {
        Self { kind: ActorKind::Person, name: name.into(), behalf_of: None }
    }

    /// A part of Hearken that acts by itself.
    pub fn machine(part: impl Into<String>) -> Self {
        Self { kind: ActorKind::Machine, name: part.into(), behalf_of: None }
    }

    /// Whether it may do what needs `right`. Until accounts exist, whoever reaches the data has every right; a kind of
    /// actor that never has one is refused here, whatever rows of rights say.
    pub fn may(&self, right: Right) -> bool {
        match right {
            Right::Read
            | Right::Record
            | Right::Decide
            | Right::Connect
            | Right::Operate
            | Right::BackUp
            | Right::Erase => true,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.behalf_of.iter().try_for_each(|person| write!(f, " for {person}"))
    }
}

/// What a command or a query needs its actor to be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// To see signals, themes, code and what was decided.
    Read,
    /// To bring signals in, and to take an import back.
    Record,
    /// To decide about themes, links and all that is weighed.
    Decide,
    /// To register sources and repositories.
    Connect,
    /// To run what the machine does: clustering, checks.
    Operate,
    /// To copy all data into a file of the machine, and to make data from such a file.
    BackUp,
    /// To erase people and sources.
    Erase,
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Record => "record",
            Self::Decide => "decide",
            Self::Connect => "connect",
            Self::Operate => "operate",
            Self::BackUp => "back up",
            Self::Erase => "erase",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_named_with_the_person_it_acts_for() {
        let agent = Actor {
            kind: ActorKind::Agent,
            name: "reviewer".into(),
            behalf_of: Some("ann@example.com".into()),
        };
        assert_eq!(agent.to_string(), "reviewer for ann@example.com");
        assert_eq!(Actor::person("ann@example.com").to_string(), "ann@example.com");
    }

    #[test]
    fn every_kind_reads_back_what_it_prints() {
        for kind in ActorKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert!("robot".parse::<ActorKind>().is_err());
    }
}
