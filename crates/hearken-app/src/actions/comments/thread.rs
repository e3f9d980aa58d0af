//! All that was said about something, the first first, with who has it in hand by now.

use hearken_domain::{Date, LogPosition, Topic, Unredacted, Verbatim};
use hearken_store::{Comment, HeldText};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::comments::cards::{CommentCard, ERASED, Holder};
use crate::actions::comments::people::{Meant, known, meant};
use crate::actions::comments::subject::{Subject, Subjects};
use crate::error::AppError;
use crate::view::View;

/// What was said about something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowThread {
    /// About what.
    pub topic: Topic,
    /// How many of the last comments, at most.
    pub last: usize,
}

/// What was said about something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Thread {
    /// What it is about: where that became part of something else, that.
    pub topic: Topic,
    /// What that is called.
    pub title: Verbatim,
    /// What is to be known of it, such as that it is found no more.
    pub note: Option<String>,
    /// Whether more can be said: not about what was removed.
    pub open: bool,
    /// Who has it in hand; `None` where nobody has.
    pub held_by: Option<Holder>,
    /// Where the last hand-over stands in the log: who hands over says so, and is told where somebody else was faster. 0 where
    /// there was none.
    pub version: LogPosition,
    /// How many comments there are before those that are listed.
    pub earlier: u64,
    /// Names that are mentioned there, or to whom it was handed, and that nobody is known by.
    pub unknown: Vec<Unredacted>,
    /// What was said, the first first; of what was taken back, that it was.
    pub comments: Vec<CommentCard>,
}

/// What was said about something.
///
/// # Errors
/// It is not there, or any failure of the store.
pub fn show_thread(view: &View, query: &ShowThread) -> Result<Thread, AppError> {
    let subject = Subjects::of(view).read(query.topic)?;
    let read = Hands::read(view, &subject, query.last)?;
    let mut comments = read.cards();
    // Hand-overs before those that are listed were read to know who had it.
    let listed = query.last.min(read.all);
    comments.drain(..comments.len() - listed);
    let earlier = read.all - listed;
    let named = comments.iter().flat_map(|card| {
        card.mentions.iter().chain(card.hands_over.as_ref().and_then(|handed| handed.to.as_ref()))
    });
    let mut unknown: Vec<Unredacted> = named.filter(|name| name.as_str() != ERASED).cloned().collect();
    unknown.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    unknown.dedup();
    if !unknown.is_empty() {
        let known = known(view)?;
        unknown.retain(|name| meant(&known, name.as_str()) == Meant::Nobody);
    }
    Ok(Thread {
        held_by: read.holder(view.day_of_facts()?),
        version: read.version(),
        topic: subject.topic,
        title: subject.title,
        note: subject.note,
        open: !subject.removed,
        earlier: earlier as u64,
        unknown,
        comments,
    })
}

/// A thread, and through whose hands it went.
pub(crate) struct Hands {
    /// The last comments, and every hand-over before them.
    comments: Vec<Comment>,
    /// How many comments there are.
    all: usize,
}

impl Hands {
    /// Reads the last of what was said up to the time of a view, and every hand-over before.
    pub(crate) fn read(view: &View, subject: &Subject, last: usize) -> Result<Self, AppError> {
        if !view.looks_back() {
            let (comments, all) = view.store().comments().about(&subject.topics, last)?;
            return Ok(Self { comments, all });
        }
        let (mut comments, _) = view.store().comments().about(&subject.topics, usize::MAX)?;
        let then = view.as_of()?;
        comments.retain(|comment| comment.at <= then);
        for comment in &mut comments {
            comment.undone = comment.undone.take().filter(|(_, at)| *at <= then);
        }
        Ok(Self { all: comments.len(), comments })
    }

    fn last(&self) -> Option<&Comment> {
        let standing = |comment: &&Comment| comment.undone.is_none() && comment.held.assigns.is_some();
        self.comments.iter().rfind(standing)
    }

    /// Who has it in hand.
    pub(crate) fn holder(&self, today: Date) -> Option<Holder> {
        self.last().and_then(|comment| Holder::of(comment, today))
    }

    /// The name of who has it in hand, as it is held.
    pub(crate) fn held_name(&self) -> Option<&HeldText> {
        self.last().and_then(|comment| comment.held.assigns.as_ref()?.to.as_ref())
    }

    /// A comment as it is shown.
    pub(crate) fn card(&self, comment: &Comment) -> CommentCard {
        let before = |one: &&Comment| {
            one.undone.is_none() && one.held.assigns.is_some() && one.position < comment.position
        };
        let before = self.comments.iter().rfind(before).and_then(|one| one.held.assigns.as_ref());
        CommentCard::of(comment, before.and_then(|assigned| assigned.to.as_ref()))
    }

    /// Where the last hand-over stands in the log.
    pub(crate) fn version(&self) -> LogPosition {
        self.last().map_or(LogPosition(0), |comment| comment.position)
    }

    /// Every comment as it is shown, each hand-over with who had it before.
    pub(crate) fn cards(&self) -> Vec<CommentCard> {
        let mut holder = None;
        let card = |comment: &Comment| {
            let card = CommentCard::of(comment, holder.as_ref());
            if let Some(assigned) = comment.held.assigns.as_ref().filter(|_| comment.undone.is_none()) {
                holder.clone_from(&assigned.to);
            }
            card
        };
        self.comments.iter().map(card).collect()
    }
}
