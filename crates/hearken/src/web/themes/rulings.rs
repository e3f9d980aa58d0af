//! What people decided about themes: the list of it, forms that decide, and undo.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hearken_domain::{Ruled, RulingId, SignalId, Subject, ThemeId};

use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{act, html, show};
use hearken_app::actions::cards::ThemeLink;
use hearken_app::actions::themes::rule::{
    RuleRequest, RulingCard, SplitPart, link, list_rulings, propose_split, rule, undo_ruling,
};
use hearken_app::app::App;

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
        "linked" | "unlinked" => {
            let of: Subject = params.value("of")?.ok_or_else(|| PageError::field("of", "it is missing"))?;
            let named = |name: &str| params.get(name).map(str::to_owned);
            let (repository, path, symbol) = (named("repository"), params.text("path"), named("symbol"));
            match params.get("ruling") {
                Some("linked") => RuleRequest::Linked { of, repository, path, symbol },
                _ => RuleRequest::Unlinked { of, repository, path, symbol },
            }
        }
        other => return Err(PageError::field("ruling", format!("'{other}' is nothing that can be decided"))),
    };
    let made = act(app, move |app| rule(app, request)).await?;
    Ok(Redirect::to(&whereto(&made)).into_response())
}

/// `POST /rulings/{id}/undo`
pub async fn undo(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Bytes,
) -> Result<Response, PageError> {
    let id: RulingId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    // From the page of what a link leads from, back to it.
    let back: Option<Subject> = Params::parse(&form).value("to")?;
    act(app, move |app| undo_ruling(app, id)).await?;
    Ok(Redirect::to(&back.map_or_else(|| "/rulings".to_owned(), links_of)).into_response())
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
        Ruled::Linked(link) | Ruled::Unlinked(link) => links_of(link.of),
    }
}

/// Where the links of a theme or signal are seen.
fn links_of(of: Subject) -> String {
    match of {
        Subject::Theme(theme) => format!("/themes/{theme}#code"),
        Subject::Signal(signal) => format!("/signals/{signal}#code"),
    }
}
