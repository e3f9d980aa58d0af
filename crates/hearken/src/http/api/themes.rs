//! Today, the themes, and one theme.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;

use crate::http::api::Api;
use crate::http::api::answer::{act, json, page};
use crate::http::api::problem::Problem;
use crate::http::api::query::{FILTER, Id, LIMIT_MAX, Query};
use hearken_app::actions::themes::list::{ThemeQuery, list_themes};
use hearken_app::actions::themes::show::{ShowTheme, show_theme};

/// `GET /api/v1/today`
pub async fn today(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    json(&act(&api.app, hearken_app::actions::themes::today::today).await?)
}

/// `GET /api/v1/themes`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["kind", "sort", "limit"], &FILTER]);
    let wanted = ThemeQuery {
        filter: query.filter(),
        kind: query.parsed("kind"),
        sort: query.parsed("sort").unwrap_or_default(),
        limit: query.number("limit", 100, 1, 1_000),
    };
    query.done()?;
    json(&act(&api.app, move |app| list_themes(app, &wanted)).await?)
}

/// `GET /api/v1/themes/{id}`
pub async fn show(State(api): State<Api>, id: Id, uri: Uri, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["cursor", "limit"], &FILTER]);
    let wanted = ShowTheme {
        id: id.parse()?,
        filter: query.filter(),
        cursor: query.parsed::<String>("cursor"),
        limit: query.number("limit", 20, 1, LIMIT_MAX),
    };
    query.done()?;
    let theme = act(&api.app, move |app| show_theme(app, &wanted)).await?;
    page(&theme, &uri, theme.next.as_deref())
}
