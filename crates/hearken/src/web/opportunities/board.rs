//! Opportunities as a board: a column for each state, cards that are moved by mouse or by the form that each carries.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_analysis::weigh::Method;
use hearken_app::actions::opportunities::cards::OpportunityCard;
use hearken_app::actions::opportunities::list::ListOpportunities;
use hearken_app::view::View;
use hearken_domain::OpportunityState;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::opportunities::done::{Done, without};
use crate::web::opportunities::figures::Figures;
use crate::web::opportunities::moving::{after, reachable};
use crate::web::params::Params;
use crate::web::{html, legible, show};

const PATH: &str = "/opportunities/board";

#[derive(Template)]
#[template(path = "opportunity_board.html")]
struct Page {
    layout: Layout,
    /// What goes from open to closed, …
    columns: Vec<Column>,
    /// … and what is put aside.
    aside: Vec<Column>,
    method: Method,
    done: Option<Done>,
    /// The address of this page, to come back to.
    next: String,
    list: String,
    is_empty: bool,
}

struct Column {
    state: OpportunityState,
    /// The heaviest first.
    cards: Vec<OpportunityCard>,
}

impl Page {
    fn figures(card: &OpportunityCard) -> Figures {
        Figures::of(card)
    }

    fn reachable(card: &OpportunityCard) -> Vec<OpportunityState> {
        reachable(card.state)
    }

    fn after(card: &OpportunityCard) -> OpportunityState {
        after(card.state)
    }
}

/// `GET /opportunities/board`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let method = params.value::<Method>("method")?.unwrap_or_default();
    let asked = ListOpportunities { method, ..ListOpportunities::default() };
    let shown = params.clone();
    let read = move |view: &View| {
        let list = view.ask(&asked)?;
        Ok((list, Done::read(view, &shown, PATH)?, view.position()?))
    };
    let (list, done, seen) = door.read(read).await?;
    let kept = without(&params).only(&["method"]);
    let titles = list.opportunities.iter().chain(&list.removed).map(|card| (card.id, card.title()));
    let done = done.map(|done| done.titled(titles));
    let is_empty = list.opportunities.is_empty();
    let mut cards = list.opportunities;
    let mut column = |state: OpportunityState| {
        let (of_state, others) = cards.drain(..).partition(|card| card.state == state);
        cards = others;
        Column { state, cards: of_state }
    };
    let aside = [OpportunityState::Dismissed, OpportunityState::Snoozed].map(&mut column).into();
    let moving = OpportunityState::ALL.into_iter();
    let moving =
        moving.filter(|state| !matches!(state, OpportunityState::Dismissed | OpportunityState::Snoozed));
    html(&Page {
        layout: Layout::new("Board of opportunities", Section::Opportunities).showing(seen),
        columns: moving.map(column).collect(),
        aside,
        method,
        done,
        next: kept.href(PATH),
        list: kept.href("/opportunities"),
        is_empty,
    })
}
