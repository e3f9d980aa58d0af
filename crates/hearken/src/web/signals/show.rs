//! One signal: a customer's words whole, where they come from, and what was said alike.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_domain::{SignalId, Subject};

use crate::web::code::links::Links;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{act, html, show};
use hearken_app::actions::cards::ThemeLink;
use hearken_app::actions::signals::show::{SignalPage, show_signal};
use hearken_app::actions::themes::rule::themes;
use hearken_app::app::App;

#[derive(Template)]
#[template(path = "signal.html")]
struct Page {
    layout: Layout,
    signal: SignalPage,
    source_href: String,
    product_href: Option<String>,
    version_href: Option<String>,
    segment_href: Option<String>,
    language_href: Option<String>,
    /// What became of it, just after it was pasted.
    told: Option<&'static str>,
    /// Where it leads in the code.
    links: Links,
    /// Where it could be moved.
    themes: Vec<ThemeLink>,
}

/// `GET /signals/{id}`
pub async fn page(
    State(app): State<App>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let id: SignalId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let read =
        move |app: &App| Ok((show_signal(app, id)?, themes(app)?, Links::of(app, Subject::Signal(id))?));
    let (signal, themes, links) = act(app, read).await?;
    let themes =
        themes.into_iter().filter(|theme| signal.theme.as_ref().is_none_or(|own| own.id != theme.id));
    let themes = themes.collect();
    let all = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| Params::default().with(name, value).href("/search"))
    };
    html(&Page {
        layout: Layout::new(id.to_string(), Section::Elsewhere),
        source_href: Params::default().with("source", &signal.source).href("/search"),
        product_href: all("product", &signal.signal.product),
        version_href: all("version", &signal.signal.version),
        segment_href: all("segment", &signal.signal.segment),
        language_href: all("language", &signal.signal.language),
        told: told(params.get("pasted")),
        links,
        themes,
        signal,
    })
}

fn told(fate: Option<&str>) -> Option<&'static str> {
    match fate? {
        "accepted" => {
            Some("Kept. Its theme is found with the next learning, or at once if it is close to one.")
        }
        "updated" => Some("Kept as a new revision of what was known."),
        "duplicate" => Some("These words were known already; nothing changed."),
        _ => None,
    }
}
