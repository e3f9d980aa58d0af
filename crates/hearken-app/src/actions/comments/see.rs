//! Saying that one has seen what mentions one, where there is nothing to answer. The others can read that, too.

use hearken_domain::{NewComment, Topic};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::comments::add::said;
use crate::actions::comments::cards::Said;
use crate::actions::comments::inbox::{ShowInbox, show_inbox};
use crate::actions::comments::subject::Subjects;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Say that you have seen what was said to you about something, so that it waits for you no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeeTopic {
    /// About what.
    pub topic: Topic,
}

/// Says that whoever acts has seen what mentions them.
///
/// # Errors
/// It is not there, nothing there mentions them that they did not answer; or any failure of the store.
pub fn see_topic(ctx: &Context, request: SeeTopic, _: &mut Host<'_>) -> Result<Said, AppError> {
    let view = ctx.view()?;
    let topic = Subjects::of(&view).read(request.topic)?.topic;
    let mut waiting = show_inbox(&view, &ShowInbox::default())?.waiting.into_iter();
    if !waiting.any(|one| one.topic == topic && one.mention.is_some()) {
        let told = format!("there is nothing about {topic} that mentions you and that you have not answered");
        return Err(AppError::user(told));
    }
    drop(view);
    let comment = NewComment { topic, words: None, mentions: Vec::new(), assigns: None };
    let comment = ctx.app.store().add_comment(comment, None, &ctx.by()?)?;
    said(ctx, comment.id, topic, Vec::new())
}
