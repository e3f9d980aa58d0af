//! A person's yes or no to a link into the code.

use hearken_domain::{Link, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::cards::abbreviated;
use crate::actions::themes::rulings::{RulingCard, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;
use crate::view::View;

/// Say yes or no to a link into the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerLink {
    /// What leads there.
    pub of: Subject,
    /// Name of the repository; where there is only one, it is meant.
    #[serde(default)]
    pub repository: Option<String>,
    /// The file.
    pub path: String,
    /// The function or type, where only that is meant.
    #[serde(default)]
    pub symbol: Option<String>,
    /// Whether it has to do with what they say.
    #[serde(deserialize_with = "crate::command_fields::flag")]
    pub yes: bool,
}

/// Says yes or no to a link.
///
/// # Errors
/// The file or function is not there, what leads there is not, somebody answered otherwise, or any failure of the store.
pub fn answer_link(ctx: &Context, request: AnswerLink, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let AnswerLink { of: subject, repository, path, symbol, yes } = request;
    let link = known_link(&ctx.view()?, subject, repository.as_deref(), path, symbol)?;
    let ruling = ctx.app.store().answer_link(link, yes, &ctx.by()?)?;
    card(ctx, ruling)
}

/// A link to a file or function that is there.
fn known_link(
    view: &View,
    subject: Subject,
    repository: Option<&str>,
    path: String,
    symbol: Option<String>,
) -> Result<Link, AppError> {
    let code = view.one_code(repository)?;
    if code.index.find(&path).is_none() {
        return Err(AppError::not_found(
            format!("{} has no file {path} in commit {}", code.name, abbreviated(code.index.commit())),
            NextStep::advice("name it from the top of the repository; what was not committed is not known"),
        ));
    }
    if let Some(symbol) = &symbol {
        let symbols = code.symbols(&code.repository()?, &path)?;
        if !symbols.iter().any(|known| known.name == *symbol) {
            return Err(AppError::not_found(
                format!("{path} has no function or type called '{symbol}'"),
                NextStep::MeanWholeFile,
            ));
        }
    }
    Ok(Link { of: subject, repository: code.name.clone(), path, symbol })
}
