//! What people decided: the list of it, and what a split of a theme would make.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_domain::ThemeId;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::{html, show};
use hearken_app::actions::cards::ThemeLink;
use hearken_app::actions::themes::rulings::RulingCard;
use hearken_app::actions::themes::split::SplitPart;
use hearken_app::query::{ListRulings, NameTheme, ProposeSplit};
use hearken_app::view::View;

#[derive(Template)]
#[template(path = "rulings.html")]
struct ListPage {
    layout: Layout,
    rulings: Vec<RulingCard>,
}

#[derive(Template)]
#[template(path = "split.html")]
struct SplitPage {
    layout: Layout,
    theme: ThemeLink,
    parts: Vec<SplitPart>,
}

/// `GET /rulings`
pub async fn list(State(door): State<Door>) -> Result<Response, PageError> {
    let (rulings, seen) = door.read(|view| Ok((view.ask(&ListRulings)?, view.position()?))).await?;
    html(&ListPage { layout: Layout::new("Rulings", Section::Themes).showing(seen), rulings })
}

/// `GET /themes/{id}/split`
pub async fn split(State(door): State<Door>, Path(id): Path<String>) -> Result<Response, PageError> {
    let id: ThemeId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let read =
        move |view: &View| Ok((view.ask(&ProposeSplit(id))?, view.ask(&NameTheme(id))?, view.position()?));
    let (parts, theme, seen) = door.read(read).await?;
    let theme = theme.ok_or(PageError::NoSuchPage)?;
    html(&SplitPage {
        layout: Layout::new(format!("Split {}", show::words(&theme.name)), Section::Themes).showing(seen),
        theme,
        parts,
    })
}
