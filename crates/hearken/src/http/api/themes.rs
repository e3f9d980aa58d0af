//! Today, the themes, and one theme.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use hearken_domain::FilterField;

use crate::http::api::Api;
use crate::http::api::answer::{json, page};
use crate::http::api::problem::Problem;
use crate::http::api::query::{Id, LIMIT_MAX, LIST_MAX, Query, SHORT_MAX};
use hearken_app::actions::themes::list::ThemeQuery;
use hearken_app::actions::themes::show::ShowTheme;
use hearken_app::query::ShowToday;
use hearken_app::view::View;

/// Customers of a theme that are listed at most.
pub const CUSTOMERS_MAX: usize = 100_000;

/// `GET /api/v1/today`
pub async fn today(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["as_of"]]);
    let api = api.looking_back(&mut query);
    query.done()?;
    json(&api.read(|view| view.ask(&ShowToday)).await?)
}

/// `GET /api/v1/themes`
pub async fn list(State(api): State<Api>, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["kind", "area", "sort", "limit", "as_of"], &FilterField::NAMES]);
    let api = api.looking_back(&mut query);
    let read = move |view: &View| -> Result<_, Problem> {
        let wanted = ThemeQuery {
            filter: query.filter(view)?,
            kind: query.parsed("kind"),
            area: query.text("area", SHORT_MAX),
            sort: query.parsed("sort").unwrap_or_default(),
            limit: query.number("limit", 100, 1, LIST_MAX),
        };
        query.done()?;
        Ok(view.ask(&wanted)?)
    };
    json(&api.understand(read).await?)
}

/// `GET /api/v1/themes/{id}`
pub async fn show(State(api): State<Api>, id: Id, uri: Uri, query: Query) -> Result<Response, Problem> {
    let mut query = query.knowing(&[&["cursor", "limit", "customers", "as_of"], &FilterField::NAMES]);
    let api = api.looking_back(&mut query);
    let read = move |view: &View| -> Result<_, Problem> {
        let wanted = ShowTheme {
            id: id.parse()?,
            filter: query.filter(view)?,
            cursor: query.parsed::<String>("cursor"),
            in_rows: false,
            limit: query.number("limit", 20, 1, LIMIT_MAX),
            customers: query.number("customers", 20, 0, CUSTOMERS_MAX),
        };
        query.done()?;
        Ok(view.ask(&wanted)?)
    };
    let theme = api.understand(read).await?;
    page(&theme, &uri, theme.next.as_deref())
}
