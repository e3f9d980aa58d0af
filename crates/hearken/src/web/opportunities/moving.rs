//! Moving an opportunity to another state, where the form that asked for it does not suffice: a reason or a day is missing, or
//! somebody else moved it meanwhile.

use askama::Template;
use axum::response::Response;
use hearken_analysis::weigh::Method;
use hearken_app::actions::opportunities::cards::OpportunityCard;
use hearken_app::actions::opportunities::list::ShowOpportunity;
use hearken_app::view::View;
use hearken_domain::{OpportunityId, OpportunityState};

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::opportunities::filled::{Filled, Sort};
use crate::web::{html, legible, show};

#[derive(Template)]
#[template(path = "opportunity_move.html")]
struct Page {
    layout: Layout,
    card: OpportunityCard,
    filled: Filled,
    /// Where it is to go.
    to: OpportunityState,
    /// Nobody was asked for what is missing yet.
    asks: bool,
    next: String,
}

impl Page {
    fn field(&self, name: &str, label: &str, sort: Sort, note: &str) -> String {
        self.filled.field("move", name, label, "", sort, note)
    }

    fn reachable(&self) -> Vec<OpportunityState> {
        reachable(self.card.state)
    }
}

/// The states that one of a state can be moved to; what is put aside can be put aside for another reason, or until another day.
pub fn reachable(from: OpportunityState) -> Vec<OpportunityState> {
    let again = |state: &OpportunityState| {
        *state != from || matches!(state, OpportunityState::Dismissed | OpportunityState::Snoozed)
    };
    OpportunityState::ALL.into_iter().filter(again).collect()
}

/// The state that usually comes after one.
pub fn after(state: OpportunityState) -> OpportunityState {
    match state {
        OpportunityState::Open => OpportunityState::Chosen,
        OpportunityState::Chosen => OpportunityState::Building,
        OpportunityState::Building => OpportunityState::Shipped,
        OpportunityState::Shipped => OpportunityState::Closed,
        OpportunityState::Closed | OpportunityState::Dismissed | OpportunityState::Snoozed => {
            OpportunityState::Open
        }
    }
}

/// Whether a form asks for a move without the words that it needs, and nobody was asked for them yet.
pub fn asks(filled: &Filled) -> bool {
    let missing = match filled.typed.get("state") {
        Some("dismissed") => "reason",
        Some("snoozed") => "until",
        _ => return false,
    };
    !filled.is_stale && filled.typed.get("asked").is_none() && filled.typed.get(missing).is_none()
}

/// The page that asks for what is missing, or tells what stands by now.
pub async fn page(door: &Door, id: OpportunityId, mut filled: Filled) -> Result<Response, PageError> {
    let read = move |view: &View| {
        Ok((view.ask(&ShowOpportunity { id, method: Method::default() })?, view.position()?))
    };
    let (card, seen) = door.read(read).await?;
    let asks = asks(&filled);
    if asks {
        filled.wrong.clear();
    }
    html(&Page {
        layout: Layout::new(format!("Move {id}"), Section::Opportunities).showing(seen),
        to: filled.typed.get("state").and_then(|state| state.parse().ok()).unwrap_or(after(card.state)),
        next: filled.typed.get("next").map_or_else(|| format!("/opportunities/{id}"), str::to_owned),
        asks,
        card,
        filled,
    })
}
