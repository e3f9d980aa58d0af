//! All opportunities in the order of what they weigh by a method.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_analysis::weigh::Method;
use hearken_app::actions::opportunities::cards::OpportunityCard;
use hearken_app::actions::opportunities::list::{ListOpportunities, OpportunityList};
use hearken_app::view::View;
use hearken_domain::OpportunityState;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::exports::Exports;
use crate::web::layout::{Layout, Section};
use crate::web::opportunities::done::{Done, without};
use crate::web::opportunities::figures::Figures;
use crate::web::params::Params;
use crate::web::{html, show};

const PATH: &str = "/opportunities";

#[derive(Template)]
#[template(path = "opportunities.html")]
struct Page {
    layout: Layout,
    list: OpportunityList,
    method: Method,
    /// The state that they are narrowed to.
    state: Option<OpportunityState>,
    done: Option<Done>,
    /// The address of this page, to come back to.
    next: String,
    board: String,
    exports: Exports,
}

impl Page {
    /// Those that have a score, with their ranks.
    fn ranked(&self) -> Vec<(usize, &OpportunityCard)> {
        let scored = self.list.opportunities.iter().filter(|card| card.score.score.is_some());
        (1..).zip(scored).collect()
    }

    /// Those that lack something for one.
    fn lacking(&self) -> Vec<&OpportunityCard> {
        self.list.opportunities.iter().filter(|card| card.score.score.is_none()).collect()
    }

    /// Carries the method on to the page of one.
    fn by_method(&self) -> String {
        if self.method == Method::default() { String::new() } else { format!("?method={}", self.method) }
    }

    fn figures(card: &OpportunityCard) -> Figures {
        Figures::of(card)
    }
}

/// `GET /opportunities`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    if params.get("show") == Some("board") {
        return super::board::page(State(door), params).await;
    }
    let method = params.value::<Method>("method")?.unwrap_or_default();
    let state = params.value::<OpportunityState>("state")?;
    let asked = ListOpportunities { method, state, ..ListOpportunities::default() };
    let shown = params.clone();
    let read = move |view: &View| {
        let list = view.ask(&asked)?;
        Ok((list, Done::read(view, &shown, PATH)?, view.position()?))
    };
    let (list, done, seen) = door.read(read).await?;
    let kept = without(&params);
    let titles = list.opportunities.iter().chain(&list.removed).map(|card| (card.id, card.title()));
    html(&Page {
        layout: Layout::new("Opportunities", Section::Opportunities).showing(seen),
        done: done.map(|done| done.titled(titles)),
        next: kept.href(PATH),
        board: kept.only(&["method"]).href("/opportunities/board"),
        exports: Exports::new("opportunities", "These opportunities", &kept, &["method", "state"]),
        list,
        method,
        state,
    })
}
