//! What waits for somebody: what they have in hand, first what is overdue, and what mentions them that they have not answered.

use std::collections::BTreeMap;

use hearken_domain::{CommentId, Topic, Unredacted, Verbatim, counted};
use hearken_store::{Comment, Mention};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::comments::cards::{CommentCard, Holder};
use crate::actions::comments::people::{Meant, is_same, known, meant, person};
use crate::actions::comments::subject::{Subject, Subjects};
use crate::error::AppError;
use crate::view::View;

/// Things that wait and that Today tells of.
const TOLD: usize = 3;

/// What waits for somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShowInbox {
    /// For whom: a name or an address; whoever asks, where none is given.
    pub name: Option<String>,
}

/// What waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Inbox {
    /// For whom.
    pub name: Unredacted,
    /// What is overdue first, then what has a day, the nearest first, then the rest of what they have in hand, then what
    /// mentions them.
    pub waiting: Vec<Waiting>,
}

/// What Today says of what waits for whoever looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboxNews {
    /// For whom.
    pub name: Unredacted,
    /// The first three of what waits, in the order of an inbox.
    pub waiting: Vec<Waiting>,
    /// How many things wait.
    pub waiting_total: u64,
}

/// Something that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Waiting {
    /// What it is about.
    pub topic: Topic,
    /// What that is called.
    pub title: Verbatim,
    /// What is to be known of it, such as that it is found no more.
    pub note: Option<String>,
    /// Why it waits, in words: “overdue: it was due on 2026-03-01”.
    pub says: Unredacted,
    /// Until when they have it in hand, by whose word; `None` where they are only mentioned.
    pub held_by: Option<Holder>,
    /// The last comment that mentions them and that they have not answered.
    pub mention: Option<CommentCard>,
    /// How many such comments there are.
    pub mentions: u64,
}

/// What waits for somebody.
///
/// # Errors
/// Any failure of the store.
pub fn show_inbox(view: &View, query: &ShowInbox) -> Result<Inbox, AppError> {
    let given =
        query.name.as_deref().map(|name| name.trim().trim_start_matches('@')).filter(|name| !name.is_empty());
    let name = match given {
        None => person(view.reader()).to_owned(),
        Some(given) => match meant(&known(view)?, given) {
            Meant::One(name) => name,
            Meant::Several(_) | Meant::Nobody => given.to_owned(),
        },
    };
    let mut waiting = Gathered::read(view, &name)?.into_waiting(view)?;
    let day = |one: &Waiting| match &one.held_by {
        Some(Holder { due: Some(due), .. }) => (0, Some(*due)),
        Some(_) => (1, None),
        None => (2, None),
    };
    let since = |one: &Waiting| {
        let held = one.held_by.as_ref().map(|held| held.at);
        held.or_else(|| one.mention.as_ref().map(|mention| mention.at))
    };
    waiting.sort_by(|a, b| day(a).cmp(&day(b)).then(since(a).cmp(&since(b))).then(a.topic.cmp(&b.topic)));
    Ok(Inbox { name: Unredacted::new(name), waiting })
}

/// The first of what waits for whoever looks; nothing looking back, for what waits does so now.
pub(crate) fn inbox_news(view: &View) -> Result<Option<InboxNews>, AppError> {
    if view.looks_back() {
        return Ok(None);
    }
    let Inbox { name, mut waiting } = show_inbox(view, &ShowInbox::default())?;
    let waiting_total = waiting.len() as u64;
    waiting.truncate(TOLD);
    Ok(Some(InboxNews { name, waiting, waiting_total }))
}

/// What was found about one topic.
struct Found {
    subject: Subject,
    /// The last hand-over, to whomever.
    last: Option<Comment>,
    mentions: Vec<Mention>,
}

/// What was found for somebody, by what it is about by now.
struct Gathered(BTreeMap<Topic, Found>);

impl Gathered {
    fn read(view: &View, name: &str) -> Result<Self, AppError> {
        let subjects = Subjects::of(view);
        let mut this = Self(BTreeMap::new());
        for comment in view.store().comments().assignments()? {
            let found = this.about(&subjects, comment.held.topic)?;
            // In the order of the log, so that the last one stays.
            found.last = Some(comment);
        }
        for found in this.0.values_mut() {
            let theirs = |comment: &Comment| is_given_to(comment, name);
            found.last = found.last.take().filter(theirs);
        }
        for (topic, mentions) in said_by_others(view, name)? {
            this.about(&subjects, topic)?.mentions.extend(mentions);
        }
        for found in this.0.values_mut() {
            let answered = last_said(view, &found.subject, name)?;
            // What hands it to them is one thing with the hand-over.
            let handed: Option<CommentId> = found.last.as_ref().map(|comment| comment.id);
            found.mentions.retain(|one| Some(one.position) > answered && Some(one.id) != handed);
            found.mentions.sort_by_key(|one| one.position);
        }
        this.0.retain(|_, found| {
            !found.subject.removed && (found.last.is_some() || !found.mentions.is_empty())
        });
        Ok(this)
    }

    fn about(&mut self, subjects: &Subjects<'_>, topic: Topic) -> Result<&mut Found, AppError> {
        let subject = subjects.read(topic)?;
        let found = Found { subject, last: None, mentions: Vec::new() };
        Ok(self.0.entry(found.subject.topic).or_insert(found))
    }

    fn into_waiting(self, view: &View) -> Result<Vec<Waiting>, AppError> {
        let (today, comments) = (view.day_of_facts()?, view.store().comments());
        let waiting = |found: Found| -> Result<Waiting, AppError> {
            let held_by = found.last.as_ref().and_then(|comment| Holder::of(comment, today));
            let last = found.mentions.last().map(|mention| comments.get(mention.id)).transpose()?.flatten();
            let mention = last.map(|comment| CommentCard::of(&comment, None));
            let mentions = found.mentions.len() as u64;
            Ok(Waiting {
                says: says(held_by.as_ref(), mention.as_ref(), mentions),
                topic: found.subject.topic,
                title: found.subject.title,
                note: found.subject.note,
                held_by,
                mention,
                mentions,
            })
        };
        self.0.into_values().map(waiting).collect()
    }
}

fn is_given_to(comment: &Comment, name: &str) -> bool {
    let to = comment.held.assigns.as_ref().and_then(|assigned| assigned.to.as_ref()?.text.as_deref());
    to.is_some_and(|to| is_same(to, name))
}

/// What mentions somebody and was said by another, by what it is about.
fn said_by_others(view: &View, name: &str) -> Result<BTreeMap<Topic, Vec<Mention>>, AppError> {
    let comments = view.store().comments();
    let names = comments.mentioned()?.into_iter().filter(|one| is_same(&one.text, name));
    let mut found: BTreeMap<Topic, Vec<Mention>> = BTreeMap::new();
    for mention in comments.mentioning(&names.map(|one| one.id).collect::<Vec<_>>())? {
        if !is_same(person(&mention.by), name) {
            found.entry(mention.topic).or_default().push(mention);
        }
    }
    Ok(found)
}

/// Where in the log somebody last spoke about something.
fn last_said(
    view: &View,
    subject: &Subject,
    name: &str,
) -> Result<Option<hearken_domain::LogPosition>, AppError> {
    let mut last = None;
    for topic in &subject.topics {
        let speakers = view.store().comments().speakers(*topic)?.into_iter();
        last = last.max(speakers.filter(|(by, _)| is_same(person(by), name)).map(|(_, at)| at).max());
    }
    Ok(last)
}

fn says(held: Option<&Holder>, mention: Option<&CommentCard>, mentions: u64) -> Unredacted {
    let due = held.map(|held| match (held.due, held.overdue) {
        (Some(due), true) => format!("overdue: it was due on {due}"),
        (Some(due), false) => format!("yours until {due}"),
        (None, _) => "yours, without a day".to_owned(),
    });
    let by = mention.map(|mention| match mentions {
        0 | 1 => format!("{} mentioned you", mention.by),
        more => format!("{}, the last by {}", counted(more, "mention"), mention.by),
    });
    Unredacted::new(due.into_iter().chain(by).collect::<Vec<_>>().join("; "))
}
