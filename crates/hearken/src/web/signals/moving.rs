//! Signals that are moved from a list: which page shows the effect, and what was done.

use hearken_app::actions::themes::rulings::RulingCard;
use hearken_app::error::AppError;
use hearken_app::query::ListRulings;
use hearken_app::view::View;
use hearken_domain::RulingId;

use crate::web::params::Params;

/// The parameter that says which ruling was just made.
pub const DONE: &str = "done";

/// The same page, saying what was done.
pub fn next(path: &str, params: &Params) -> String {
    let params = params.without(DONE);
    let separator = if params.is_empty() { '?' } else { '&' };
    // The braces stand for what the command answers, and must not be escaped.
    format!("{}{separator}{DONE}={{answer.id}}#signals", params.href(path))
}

/// The ruling that was just made, if that is what the page is to say.
pub fn done(view: &View, params: &Params) -> Result<Option<RulingCard>, AppError> {
    let Some(id) = params.get(DONE).and_then(|id| id.parse::<RulingId>().ok()) else { return Ok(None) };
    Ok(view.ask(&ListRulings)?.into_iter().find(|card| card.ruling.id == id))
}
