//! All alerts, with the form that adds one, what was sent, and what was news.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use hearken_app::actions::alerts::cards::{AlertCard, AlertKind};
use hearken_app::actions::alerts::list::{
    AlertList, DeliveryList, ListAlerts, ListDeliveries, ListNews, NewsList,
};
use hearken_app::actions::alerts::test::{AlertTested, TestAlert};
use hearken_app::actions::surges::list::{ListSurges, SurgeList};
use hearken_app::actions::views::list::SavedViewList;
use hearken_app::command::Command;
use hearken_app::query::ListViews;
use hearken_app::view::View;
use hearken_domain::{AlertAct, AlertId, AlertPace, Counted, NewsKind};

use crate::http::door::Door;
use crate::web::again::Again;
use crate::web::command::read;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Form;
use crate::web::{html, show};

#[derive(Template)]
#[template(path = "alerts.html")]
struct AlertsPage {
    layout: Layout,
    list: AlertList,
    deliveries: DeliveryList,
    news: NewsList,
    surges: SurgeList,
    views: SavedViewList,
    /// What was added just now, with what it is signed with: shown this once.
    added: Option<AlertCard>,
    /// What was tried just now.
    tested: Option<AlertTested>,
}

/// `GET /alerts`
pub async fn page(State(door): State<Door>) -> Result<Response, PageError> {
    shown(&door, None, None).await
}

async fn shown(
    door: &Door,
    added: Option<AlertCard>,
    tested: Option<AlertTested>,
) -> Result<Response, PageError> {
    let read = |view: &View| {
        let list =
            (view.ask(&ListAlerts)?, view.ask(&ListDeliveries::default())?, view.ask(&ListNews::default())?);
        Ok((list, view.ask(&ListSurges::default())?, view.ask(&ListViews)?, view.position()?))
    };
    let ((list, deliveries, news), surges, views, seen) = door.read(read).await?;
    let layout = Layout::new("Alerts", Section::Elsewhere).showing(seen);
    html(&AlertsPage { layout, list, deliveries, news, surges, views, added, tested })
}

/// `POST /alerts`: a secret is shown once, in the answer, and stands at no address.
pub async fn add(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let typed: Vec<&str> = params.all("typed").collect();
    let again = |error: PageError| error.among(Again::posted("/alerts", params.pairs(), &typed));
    let Command::AddAlert(request) = read(&params).map_err(again)? else {
        return Err(PageError::NoSuchPage);
    };
    let added = door.execute(request).await.map_err(|error| again(error.into()))?;
    match added.secret {
        Some(_) => shown(&door, Some(added), None).await,
        None => Ok(Redirect::to("/alerts").into_response()),
    }
}

/// `POST /alerts/test`
pub async fn test(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let alert: AlertId = params.text("alert").parse().map_err(|_| PageError::NoSuchPage)?;
    let tested = door.execute(TestAlert { alert }).await?;
    shown(&door, None, Some(tested)).await
}
