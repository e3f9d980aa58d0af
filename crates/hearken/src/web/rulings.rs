//! What people decided about themes: the list of it, forms that decide, and undo.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hearken_domain::{Ruled, RulingId, SignalId, ThemeId};

use super::error::PageError;
use super::layout::{Layout, Section};
use super::params::Params;
use super::{act, html, show};
use crate::actions::cards::ThemeLink;
use crate::actions::rule::{
    RuleRequest, RulingCard, SplitPart, link, list_rulings, propose_split, rule, undo_ruling,
};
use crate::app::App;

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
pub async fn list(State(app): State<App>) -> Result<Response, PageError> {
    let rulings = act(app, list_rulings).await?;
    html(&ListPage { layout: Layout::new("Rulings", Section::Themes), rulings })
}

/// `GET /themes/{id}/split`
pub async fn split(State(app): State<App>, Path(id): Path<String>) -> Result<Response, PageError> {
    let id: ThemeId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let (parts, theme) = act(app, move |app| Ok((propose_split(app, id)?, link(app, id)?))).await?;
    let theme = theme.ok_or(PageError::NoSuchPage)?;
    html(&SplitPage { layout: Layout::new(format!("Split {}", theme.name), Section::Themes), theme, parts })
}

/// `POST /rulings`
pub async fn make(State(app): State<App>, form: Bytes) -> Result<Response, PageError> {
    let params = Params::parse(&form);
    let theme = |name: &'static str| -> Result<ThemeId, PageError> {
        let typed = params.text(name);
        typed
            .parse()
            .map_err(|_| PageError::field(name, format!("'{typed}' is no theme: expected one such as T-3")))
    };
    let request = match params.text("ruling").as_str() {
        "renamed" => RuleRequest::Renamed { theme: theme("theme")?, name: params.text("name") },
        "merged" => RuleRequest::Merged { into: theme("into")?, from: vec![theme("from")?] },
        "split" => RuleRequest::Split { theme: theme("theme")? },
        "pinned" => RuleRequest::Pinned { theme: theme("theme")? },
        "ignored" => RuleRequest::Ignored { theme: theme("theme")? },
        "moved" => {
            let typed = params.text("signal");
            let signal: SignalId = typed.parse().map_err(|_| {
                PageError::field("signal", format!("'{typed}' is no signal: expected one such as S-17"))
            })?;
            let to = if params.get("to") == Some("none") { None } else { Some(theme("to")?) };
            RuleRequest::Moved { signals: vec![signal], to }
        }
        other => return Err(PageError::field("ruling", format!("'{other}' is nothing that can be decided"))),
    };
    let made = act(app, move |app| rule(app, request)).await?;
    Ok(Redirect::to(&whereto(&made)).into_response())
}

/// `POST /rulings/{id}/undo`
pub async fn undo(State(app): State<App>, Path(id): Path<String>) -> Result<Response, PageError> {
    let id: RulingId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    act(app, move |app| undo_ruling(app, id)).await?;
    Ok(Redirect::to("/rulings").into_response())
}

/// Where the effect of a ruling is seen.
fn whereto(made: &RulingCard) -> String {
    match &made.ruling.what {
        Ruled::Moved { signals, .. } => {
            signals.first().map_or_else(|| "/rulings".to_owned(), |id| format!("/signals/{id}"))
        }
        Ruled::Ignored { .. } => "/rulings".to_owned(),
        Ruled::Merged { into, .. } => format!("/themes/{into}"),
        Ruled::Renamed { theme, .. } | Ruled::Split { theme, .. } | Ruled::Pinned { theme } => {
            format!("/themes/{theme}")
        }
    }
}
