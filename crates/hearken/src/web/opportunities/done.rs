//! What was just done to an opportunity, told where its effect shows, with the way back.

use askama::Template;
use hearken_app::actions::opportunities::acts::ListOpportunityActs;
use hearken_app::error::AppError;
use hearken_app::view::View;
use hearken_domain::{LogPosition, OpportunityAct, OpportunityId, Verbatim};

use crate::web::params::Params;
use crate::web::{legible, show};

/// The parameter that names the opportunity, …
const DONE: &str = "done";
/// … the one that says which act it was, …
const ACT: &str = "act";
/// … and the one that stands in its place where an act was taken back.
const UNDONE: &str = "undone";

/// What was just done.
#[derive(Template)]
#[template(path = "_opportunity_done.html")]
pub struct Done {
    id: OpportunityId,
    title: Option<Verbatim>,
    says: Vec<Verbatim>,
    act: Option<OpportunityAct>,
    /// What the way back takes back; `None` where somebody has done more since.
    version: Option<LogPosition>,
    next: String,
    /// Up to where in the log the page shows.
    seen: LogPosition,
}

impl Done {
    /// What the page at `path` is to tell.
    pub fn read(view: &View, params: &Params, path: &str) -> Result<Option<Self>, AppError> {
        let named = |name| params.get(name).and_then(|id| id.parse::<OpportunityId>().ok());
        let (next, seen) = (without(params).href(path), view.position()?);
        if let Some(id) = named(UNDONE) {
            return Ok(Some(Self {
                id,
                title: None,
                says: Vec::new(),
                act: None,
                version: None,
                next,
                seen,
            }));
        }
        let Some(id) = named(DONE) else { return Ok(None) };
        let told = params.get(ACT).and_then(|act| act.parse().ok()).map(LogPosition);
        let acts = match view.ask(&ListOpportunityActs(id)) {
            // Somebody wrote the address by hand.
            Err(AppError::NotFound { .. }) => return Ok(None),
            acts => acts?,
        };
        let last = acts.first().map(|act| act.version);
        // One that was taken back by now is not told.
        let Some(act) = acts.into_iter().find(|act| Some(act.version) == told) else { return Ok(None) };
        let version = told.filter(|_| told == last);
        Ok(Some(Self { id, title: None, says: act.says, act: Some(act.act), version, next, seen }))
    }

    /// The same, calling it by its title.
    #[must_use]
    pub fn titled(self, titles: impl IntoIterator<Item = (OpportunityId, Verbatim)>) -> Self {
        let title = titles.into_iter().find(|(id, _)| *id == self.id).map(|(_, title)| title);
        Self { title, ..self }
    }
}

/// The parameters of a page without those that say what was done.
pub fn without(params: &Params) -> Params {
    params.without(DONE).without(ACT).without(UNDONE)
}

/// The address of the page at `next` that tells what was done.
pub fn told_at(next: &str, id: OpportunityId, act: Option<LogPosition>) -> String {
    let (path, query) = next.split_once('?').unwrap_or((next, ""));
    let params = without(&Params::parse(query.as_bytes()));
    match act {
        Some(act) => params.with(DONE, id.to_string()).with(ACT, act.0.to_string()).href(path),
        None => params.with(UNDONE, id.to_string()).href(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_led_back_to_with_what_was_done_and_keeps_its_own_parameters() {
        let (id, act) = (OpportunityId(3), Some(LogPosition(7)));
        assert_eq!(told_at("/opportunities/O-3", id, act), "/opportunities/O-3?done=O-3&act=7");
        let board = "/opportunities/board?method=wsjf&done=O-1&act=2";
        assert_eq!(told_at(board, id, act), "/opportunities/board?method=wsjf&done=O-3&act=7");
        assert_eq!(told_at(board, id, None), "/opportunities/board?method=wsjf&undone=O-3");
    }
}
