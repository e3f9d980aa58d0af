//! What waits for whoever looks, or for somebody who is named.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::comments::inbox::{Inbox, ShowInbox};
use hearken_app::query::ListPeople;
use hearken_app::view::View;
use hearken_domain::Unredacted;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{comments, html, legible, show};

#[derive(Template)]
#[template(path = "inbox.html")]
struct Page {
    layout: Layout,
    inbox: Inbox,
    /// Whether it is that of whoever looks.
    mine: bool,
    people: Vec<Unredacted>,
}

/// `GET /inbox`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let asked = ShowInbox { name: params.get("for").map(str::to_owned) };
    let read = move |view: &View| {
        let (inbox, own) = (view.ask(&asked)?, view.ask(&ShowInbox::default())?);
        let mine = inbox.name == own.name;
        Ok((inbox, mine, view.ask(&ListPeople)?.names, view.position()?))
    };
    let (inbox, mine, people, seen) = door.read(read).await?;
    html(&Page { layout: Layout::new("Inbox", Section::Inbox).showing(seen), inbox, mine, people })
}
