//! The web door: server-rendered pages that work without JavaScript and ask no other host for anything.
//!
//! A page is a struct in its own file, bound to one template. Handlers read the address, call one action off the async
//! threads, and shape the answer; they decide nothing. This door knows no SQL and no JSON.

mod again;
mod ahead;
mod alerts;
mod api;
mod areas;
mod assets;
mod breakdown;
pub mod brief;
mod chart;
mod code;
mod command;
mod comments;
mod customers;
mod data;
mod decisions;
mod error;
mod exports;
mod filter;
mod goals;
mod help;
mod layout;
mod legible;
mod locked;
mod next_step;
mod opportunities;
mod opportunity_body;
mod order;
mod params;
mod prose;
mod rates;
mod releases;
mod segments;
mod show;
mod signals;
mod sources;
mod static_file;
mod themes;
mod views;

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::http::door::Door;
use crate::http::routes::Routes;
use error::PageError;
pub use error::overdue;
use hearken_app::error::AppError;
pub use locked::page as locked;

/// A pasted text of 256 KiB, each byte escaped as three, and the other fields.
const BODY_BYTES_MAX: usize = 1 << 20;

/// All pages.
pub fn router(door: Door) -> Routes {
    Routes::empty()
        .route("/", get(themes::today::page))
        .route("/themes", get(themes::list::page))
        .route("/themes/{id}", get(themes::show::page))
        .route("/themes/{id}/split", get(themes::rulings::split))
        .route("/areas/{id}", get(areas::page))
        .route("/rulings", get(themes::rulings::list))
        .route("/customers", get(customers::list::page))
        .route("/customers/domains", get(customers::domains::page))
        .route("/customers/say", post(customers::say::submit))
        .route("/customers/import", get(customers::import::page).post(customers::import::upload))
        .route("/customers/import/held", post(customers::import::held))
        .route("/customers/{id}", get(customers::show::page))
        .route("/customers/{id}/merge", get(customers::merge::page))
        .route("/customers/{id}/erase", get(customers::erase::page))
        .route("/rates", get(rates::page))
        .route("/releases", get(releases::list::page))
        .route("/releases/sync", post(releases::list::sync))
        .route("/releases/{id}", get(releases::show::page))
        .route("/goals", get(goals::list::page))
        .route("/goals/{id}", get(goals::show::page))
        .route("/opportunities", get(opportunities::list::page).post(opportunities::new::submit))
        .route("/opportunities/board", get(opportunities::board::page))
        .route("/opportunities/new", get(opportunities::new::page))
        .route("/opportunities/{id}", get(opportunities::show::page).post(opportunities::submit::submit))
        .route("/decisions", get(decisions::list::page))
        .route("/decisions/new", get(decisions::new::page).post(decisions::new::submit))
        .route("/decisions/{id}", get(decisions::show::page).post(decisions::show::submit))
        .route("/segments", get(segments::page))
        .route("/ask-ahead", get(ahead::page))
        .route("/brief/week", get(brief::week))
        .route("/brief/component", get(brief::component))
        .route("/brief/{id}", get(brief::of_id))
        .route("/opportunities/{id}/body", get(opportunity_body::page))
        .route("/alerts", get(alerts::list::page).post(alerts::list::add))
        .route("/surges/{id}", get(alerts::surge::page))
        .route("/alerts/test", post(alerts::list::test))
        .route("/feeds/alerts.atom", get(alerts::feed::atom))
        .route("/views", get(views::list::page))
        .route("/views/{id}", get(views::list::open))
        .route("/inbox", get(comments::inbox::page))
        .route("/comments", post(comments::say::submit))
        .route("/comments/{topic}", get(comments::say::page))
        .route("/commands", post(command::submit))
        .route("/code", get(code::repositories::page))
        .route("/code/component", get(code::component::page))
        .route("/code/file", get(code::file::page))
        .route("/search", get(signals::search::page))
        .route("/campaigns", get(signals::campaigns::list))
        .route("/campaigns/{id}", get(signals::campaigns::show))
        .route("/signals/{id}", get(signals::show::page))
        .route("/sources", get(sources::list::page))
        .route("/sources/keep", post(sources::keep::submit))
        .route("/sources/{name}", get(sources::show::page))
        .route("/sizes", get(data::sizes::page))
        .route("/paste", get(sources::paste::page).post(sources::paste::submit))
        .route("/help", get(help::page))
        .route("/api", get(api::page))
        .route("/healthz", get(async || "ok"))
        .route("/static/{name}", get(static_file::serve))
        .map(|router| router.fallback(error::no_such_page).method_not_allowed_fallback(error::no_such_method))
        .with_state(door)
}

/// A page as an answer.
fn html(page: &impl Template) -> Result<Response, PageError> {
    let text = page.render().map_err(|error| PageError::App(AppError::Internal(error.into())))?;
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Ok(([kind], text).into_response())
}

#[cfg(test)]
mod tests {
    use askama::Template;

    #[derive(Template)]
    #[template(source = "<p title=\"{{ text }}\">{{ text }}</p>", ext = "html")]
    struct Probe {
        text: String,
    }

    #[test]
    fn no_page_names_a_command_or_a_flag_of_the_terminal() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/templates");
        let templates: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(templates.len() > 30, "{templates:?}");
        for path in templates {
            let text = std::fs::read_to_string(&path).unwrap();
            for named in ["hearken ", "<code>--"] {
                assert!(!text.contains(named), "{} says {named}", path.display());
            }
        }
    }

    #[test]
    fn customers_text_cannot_leave_its_place() {
        let page = Probe { text: "\"><script>alert('x')</script>".to_owned() };
        let html = page.render().unwrap();
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches('"').count(), 2, "{html}");
    }
}
