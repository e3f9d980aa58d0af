//! A comment, and who has something in hand, as doors show them.

use hearken_domain::{Actor, CommentId, Date, LogPosition, Timestamp, Topic, Unredacted, Verbatim};
use hearken_store::{Comment, HeldText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What stands for what was erased.
pub(crate) const ERASED: &str = "[erased]";

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommentCard {
    /// Its id.
    pub id: CommentId,
    /// What it was said about: where that became part of something else, its former id.
    pub topic: Topic,
    /// What was said, or that it was erased; `None` where nothing was said in words, or it was taken back.
    pub words: Option<Verbatim>,
    /// Whom it mentions; nobody, where it was taken back.
    pub mentions: Vec<Unredacted>,
    /// Who has it in hand from then on; `None` where it says nothing of that.
    pub hands_over: Option<HandOver>,
    /// Whether it says only that somebody has seen what was said.
    pub seen: bool,
    /// Who said it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// That it was taken back.
    pub taken_back: Option<TakenBack>,
}

/// A change of who has something in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandOver {
    /// Who had it; `None` where nobody had.
    pub from: Option<Unredacted>,
    /// Who has it from then on; `None` where nobody has to do anything more.
    pub to: Option<Unredacted>,
    /// Until when.
    pub due: Option<Date>,
    /// The same in words: “from support to ann, until 2026-03-01”.
    pub says: Unredacted,
}

/// That something was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TakenBack {
    /// Who took it back.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Who has something in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holder {
    /// Who.
    pub name: Unredacted,
    /// Until when.
    pub due: Option<Date>,
    /// Whether that day is over.
    pub overdue: bool,
    /// The comment that says so.
    pub comment: CommentId,
    /// Why, where that was said.
    pub words: Option<Verbatim>,
    /// Who gave it to them.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

impl Holder {
    /// Who a comment gives something to; `None` where it gives it to nobody.
    pub(crate) fn of(comment: &Comment, today: Date) -> Option<Self> {
        let assigned = comment.held.assigns.as_ref()?;
        Some(Self {
            name: name(assigned.to.as_ref()?),
            due: assigned.due,
            overdue: assigned.due.is_some_and(|due| due < today),
            comment: comment.id,
            words: comment.held.words.as_ref().map(words),
            by: comment.by.clone(),
            at: comment.at,
        })
    }
}

impl CommentCard {
    /// A comment as it is shown, where `before` had it in hand.
    pub(crate) fn of(comment: &Comment, before: Option<&HeldText>) -> Self {
        let (held, taken_back) = (&comment.held, comment.undone.is_some());
        let hands_over = held.assigns.as_ref().filter(|_| !taken_back).map(|assigned| {
            let (from, to) = (before.map(name), assigned.to.as_ref().map(name));
            HandOver { says: says(from.as_ref(), to.as_ref(), assigned.due), from, to, due: assigned.due }
        });
        let mentions = held.mentions.iter().filter(|_| !taken_back).map(name).collect();
        Self {
            id: comment.id,
            topic: held.topic,
            words: held.words.as_ref().filter(|_| !taken_back).map(words),
            mentions,
            seen: held.words.is_none() && held.assigns.is_none(),
            hands_over,
            by: comment.by.clone(),
            at: comment.at,
            taken_back: comment.undone.clone().map(|(by, at)| TakenBack { by, at }),
        }
    }
}

/// What was done about something, and how it stands since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Said {
    /// The comment that was made, or taken back.
    pub comment: CommentCard,
    /// What it is about by now: where that became part of something else, that.
    pub topic: Topic,
    /// Who has it in hand since; `None` where nobody has.
    pub held_by: Option<Holder>,
    /// Where the last hand-over stands in the log: who hands over says so, and is told where somebody else was faster. 0 where
    /// there was none.
    pub version: LogPosition,
    /// What is to be known: that nobody is known by a name, or that one may be of several.
    pub notes: Vec<Unredacted>,
}

fn name(held: &HeldText) -> Unredacted {
    Unredacted::new(held.text.clone().unwrap_or_else(|| ERASED.to_owned()))
}

fn words(held: &HeldText) -> Verbatim {
    Verbatim::redacted(held.text.clone().unwrap_or_else(|| ERASED.to_owned()))
}

fn says(from: Option<&Unredacted>, to: Option<&Unredacted>, due: Option<Date>) -> Unredacted {
    let until = due.map_or_else(String::new, |due| format!(", until {due}"));
    Unredacted::new(match (from.map(Unredacted::as_str), to.map(Unredacted::as_str)) {
        (Some(from), Some(to)) if from == to && due.is_none() => {
            format!("{to} has it in hand, without a day")
        }
        (Some(from), Some(to)) if from == to => format!("{to} has it in hand{until}"),
        (Some(from), Some(to)) => format!("from {from} to {to}{until}"),
        (None, Some(to)) => format!("to {to}{until}"),
        (Some(from), None) => format!("{from} has it in hand no more"),
        (None, None) => "nobody has it in hand".to_owned(),
    })
}
