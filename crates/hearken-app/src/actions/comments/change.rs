//! Taking back what was said, and with it what it handed over.

use hearken_domain::CommentId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::comments::add::said;
use crate::actions::comments::cards::Said;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Take a comment back: the thread says that it was, and by whom, and no more what it said. What it handed over is with whoever had it
/// before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoComment {
    /// Which comment, by its number.
    #[serde(deserialize_with = "comment")]
    pub comment: CommentId,
}

fn comment<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<CommentId, D::Error> {
    let number = crate::command_fields::number(deserializer)?;
    number.map(CommentId).ok_or_else(|| serde::de::Error::custom("'comment' is empty; give its number"))
}

/// Takes a comment back.
///
/// # Errors
/// It is not there, or was taken back; or any failure of the store.
pub fn undo_comment(ctx: &Context, request: UndoComment, _: &mut Host<'_>) -> Result<Said, AppError> {
    let comment = ctx.app.store().undo_comment(request.comment, &ctx.by()?)?;
    said(ctx, comment.id, comment.held.topic, Vec::new())
}
