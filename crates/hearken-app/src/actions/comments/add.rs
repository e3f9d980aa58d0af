//! Saying something about a theme, an opportunity or a decision, and handing it to somebody, in one.

use hearken_domain::{Assignment, CommentId, Date, LogPosition, NewComment, Topic, Unredacted, mentioned};
use hearken_store::{AssignmentRead, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::comments::cards::Said;
use crate::actions::comments::people::{Meant, known, meant};
use crate::actions::comments::subject::{Subject, Subjects};
use crate::actions::comments::thread::Hands;
use crate::actions::opportunities::add::{on_one_line, words};
use crate::context::Context;
use crate::error::{AppError, WrongField};
use crate::host::Host;
use crate::near::shown;
use crate::next_step::NextStep;

/// Characters of a name.
const NAME_CHARS_MAX: usize = 200;
/// People whom one comment mentions.
const MENTIONS_MAX: usize = 50;

/// Say something about a theme, an opportunity or a decision, or hand it to somebody, or both: then the words say why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddComment {
    /// About what.
    pub topic: Topic,
    /// What is said. `@ann` and `@ann@example.com` mention people.
    #[serde(default)]
    pub words: Option<String>,
    /// Who is to do something about it from now on: a name or an address.
    #[serde(default)]
    pub to: Option<String>,
    /// Whether nobody is to do anything about it any more.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub nobody: bool,
    /// Until when; without a name, of who has it in hand.
    #[serde(default)]
    pub due: Option<Date>,
    /// The version of the thread that was read: where it was handed over since, nothing is kept, and that is told.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub version: Option<u64>,
}

impl AddComment {
    /// Says only this.
    pub fn saying(topic: Topic, words: String) -> Self {
        Self { topic, words: Some(words), to: None, nobody: false, due: None, version: None }
    }

    /// Whether it can be taken, as things stand.
    ///
    /// # Errors
    /// The field that cannot.
    pub fn check(&self, ctx: &Context) -> Result<(), WrongField> {
        Plan::of(ctx, self).map(drop)
    }
}

/// Keeps what somebody says, and hands over what it is about.
///
/// # Errors
/// It is not there or was removed, there are no words and nobody to hand it to, it was handed over meanwhile, a day is past, or
/// a name may be of several; or any failure of the store.
pub fn add_comment(ctx: &Context, request: AddComment, _: &mut Host<'_>) -> Result<Said, AppError> {
    let plan = Plan::of(ctx, &request)?;
    let read = plan.comment.assigns.is_some().then_some(plan.read);
    let comment = ctx.app.store().add_comment(plan.comment, read, &ctx.by()?)?;
    said(ctx, comment.id, plan.subject.topic, plan.notes)
}

/// How something stands since a comment was made or taken back.
pub(crate) fn said(
    ctx: &Context,
    id: CommentId,
    topic: Topic,
    notes: Vec<Unredacted>,
) -> Result<Said, AppError> {
    let view = ctx.view()?;
    let subject = Subjects::of(&view).read(topic)?;
    let hands = Hands::read(&view, &subject, 0)?;
    let lost = || AppError::Internal(anyhow::anyhow!("comment {id} is not there"));
    let comment = view.store().comments().get(id)?.ok_or_else(lost)?;
    Ok(Said {
        comment: hands.card(&comment),
        topic: subject.topic,
        held_by: hands.holder(view.day_of_facts()?),
        version: hands.version(),
        notes,
    })
}

/// What would be kept.
struct Plan {
    subject: Subject,
    comment: NewComment<Typed>,
    read: AssignmentRead,
    notes: Vec<Unredacted>,
}

impl Plan {
    fn of(ctx: &Context, request: &AddComment) -> Result<Self, WrongField> {
        let view = ctx.view().map_err(WrongField::at("topic"))?;
        let subject = Subjects::of(&view).read(request.topic).map_err(WrongField::at("topic"))?;
        if subject.removed {
            let told = format!("{} was removed, so nothing more is said about it", subject.topic);
            return Err(WrongField::at("topic")(AppError::user(told)));
        }
        let hands = Hands::read(&view, &subject, 0).map_err(WrongField::at("topic"))?;
        let known = known(&view).map_err(WrongField::at("words"))?;
        let mut notes = Vec::new();
        let (words, mentions) =
            said_words(ctx, request, &known, &mut notes).map_err(WrongField::at("words"))?;
        let assigns = assigned(
            view.day_of_facts().map_err(WrongField::at("due"))?,
            request,
            &hands,
            &known,
            &mut notes,
        )?;
        if words.is_none() && assigns.is_none() {
            return Err(WrongField::at("words")(AppError::user(
                "a comment needs words, or somebody to hand it to",
            )));
        }
        let version = request.version.map_or_else(|| hands.version(), LogPosition);
        let read = AssignmentRead { topics: subject.topics.clone(), version };
        let comment = NewComment {
            topic: subject.topic,
            words: words.map(Typed::New),
            mentions: mentions.into_iter().map(Typed::Name).collect(),
            assigns,
        };
        Ok(Self { subject, comment, read, notes })
    }
}

/// The words, and the names of whom they mention. Of an address only what stands before its sign stays in the words: it is masked
/// in whatever people type, and whom it means is kept beside.
fn said_words(
    ctx: &Context,
    request: &AddComment,
    known: &[String],
    notes: &mut Vec<Unredacted>,
) -> Result<(Option<String>, Vec<String>), AppError> {
    let typed = request.words.clone().unwrap_or_default();
    let mut called = mentioned(&typed);
    if called.len() > MENTIONS_MAX {
        return Err(AppError::user(format!("a comment mentions {MENTIONS_MAX} people at most")));
    }
    let mentions = called.iter().map(|name| whom(known, name, notes)).collect::<Result<Vec<_>, _>>()?;
    // The longest first: one address may be the beginning of another.
    called.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut text = typed;
    for name in called.iter().filter(|name| name.contains('@')) {
        let before = name.split('@').next().unwrap_or_default();
        text = text.replace(&format!("@{name}"), &format!("@{before}"));
    }
    let mut once: Vec<String> = Vec::new();
    for name in mentions {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    Ok((words(ctx, "comment", Some(&text))?, once))
}

/// The name by which somebody is kept: as they are known, else as it was typed.
fn whom(known: &[String], name: &str, notes: &mut Vec<Unredacted>) -> Result<String, AppError> {
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(AppError::user(format!("a name is {NAME_CHARS_MAX} characters long at most")));
    }
    let note = match meant(known, name) {
        Meant::One(name) => return Ok(name),
        Meant::Several(names) => {
            format!("@{} may be {}: each of them will see it", shown(name), names.join(" or "))
        }
        Meant::Nobody => format!(
            "nobody called {} is known here yet: it waits for whoever goes by that name later",
            shown(name)
        ),
    };
    notes.push(Unredacted::new(note));
    Ok(name.to_owned())
}

fn assigned(
    today: Date,
    request: &AddComment,
    hands: &Hands,
    known: &[String],
    notes: &mut Vec<Unredacted>,
) -> Result<Option<Assignment<Typed>>, WrongField> {
    let refuse = |field, told: &str| Err(WrongField::at(field)(AppError::user(told)));
    let name = name_typed(request.to.as_deref());
    let topic = request.topic;
    if let Some(due) = request.due.filter(|due| *due < today) {
        return refuse("due", &format!("{due} is past; give today or a day to come, such as {today}"));
    }
    match (name, request.nobody, request.due) {
        (Some(_), true, _) => refuse("to", "it is handed to somebody or to nobody; give one of them"),
        (None, true, Some(_)) => refuse("due", "what nobody has in hand has no day"),
        (None, true, None) if hands.held_name().is_none() => {
            refuse("to", &format!("there is nobody who has {topic} in hand"))
        }
        (None, true, None) => Ok(Some(Assignment { to: None, due: None })),
        (None, false, None) => Ok(None),
        (None, false, due) => match hands.held_name() {
            Some(held) => Ok(Some(Assignment { to: Some(Typed::from(held.clone())), due })),
            None => refuse(
                "to",
                &format!("there is nobody who has {topic} in hand; say who is to do it until then"),
            ),
        },
        (Some(name), false, due) => {
            if let Meant::Several(names) = meant(known, &name) {
                let told = format!("{} may be {}", shown(&name), names.join(" or "));
                let step = NextStep::advice("write the whole address of who is meant");
                return Err(WrongField::at("to")(AppError::user(told).suggest(step)));
            }
            let to = whom(known, &name, notes).map_err(WrongField::at("to"))?;
            Ok(Some(Assignment { to: Some(Typed::Name(to)), due }))
        }
    }
}

/// A name as somebody typed it, on one line and without the sign that mentions carry.
fn name_typed(typed: Option<&str>) -> Option<String> {
    let line = on_one_line(typed);
    let name = line.strip_prefix('@').unwrap_or(&line).trim();
    (!name.is_empty()).then(|| name.to_owned())
}
