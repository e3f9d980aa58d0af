//! One component: the themes that lead into it, who owns and changes it, and its files.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::chart::{self, Sparkline};
use super::error::PageError;
use super::layout::{Layout, Section};
use super::params::Params;
use super::{act, code, html, show};
use crate::actions::show_component::{ComponentPage, show_component};
use crate::app::App;

#[derive(Template)]
#[template(path = "component.html")]
struct Page {
    layout: Layout,
    page: ComponentPage,
    /// Themes are counted here without any filter.
    filter: Params,
}

/// `GET /code/component`
pub async fn page(State(app): State<App>, params: Params) -> Result<Response, PageError> {
    let name = params.get("name").ok_or(PageError::NoSuchPage)?.to_owned();
    let repository = params.get("repository").map(str::to_owned);
    let page = act(app, move |app| show_component(app, repository.as_deref(), &name)).await?;
    html(&Page {
        layout: Layout::new(page.card.name.clone(), Section::Code),
        page,
        filter: Params::default(),
    })
}
