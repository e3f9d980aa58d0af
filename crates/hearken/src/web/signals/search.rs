//! Search, by words and by meaning together. Without words it lists all signals under a filter, newest first, so every
//! figure on every page can link to the signals behind it.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hearken_domain::{FilterField, ThemeId};

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::filter::{self, FilterForm};
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, show};
use hearken_app::actions::signals::search::{Found, SearchQuery, SearchResults};
use hearken_app::view::View;

const PATH: &str = "/search";
const LIMIT: usize = 20;
/// Further than this nobody pages; a filter helps more.
const OFFSET_MAX: usize = 1000;
/// What this page takes beside the filter.
const CARRIED: [&str; 3] = ["q", "theme", "unsorted"];

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    layout: Layout,
    words: String,
    hidden: Vec<(String, String)>,
    form: FilterForm,
    results: Results,
}

/// The list alone, which the script asks for while a person types.
#[derive(Template)]
#[template(path = "_results.html")]
struct Results {
    found: SearchResults,
    among: Option<(String, String)>,
    searched: bool,
    from: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// `GET /search`
pub async fn page(
    State(door): State<Door>,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, PageError> {
    let theme = params.value::<ThemeId>("theme")?;
    let unsorted = theme.is_none() && params.get("unsorted").is_some();
    let offset = params.value::<usize>("from")?.unwrap_or(0).min(OFFSET_MAX);
    let words = params.text("q");
    let (asked, searched) = (params.clone(), words.clone());
    let read = move |view: &View| -> Result<SearchResults, PageError> {
        let filter = filter::read(view, &asked)?;
        Ok(view.ask(&SearchQuery { words: searched, filter, theme, unsorted, limit: LIMIT, offset })?)
    };
    let found = door.understand(read).await?;

    let at =
        |offset: usize| params.with("from", &if offset == 0 { String::new() } else { offset.to_string() });
    let form = FilterForm::new(PATH, &params, &found.facets, &CARRIED);
    let anywhere = params.without("theme").without("unsorted").without("from").href(PATH);
    let among = match theme {
        Some(id) => Some((format!("theme {id}"), anywhere)),
        None => unsorted.then(|| ("what belongs to no theme".to_owned(), anywhere)),
    };
    let results = Results {
        among,
        searched: !words.is_empty(),
        from: offset,
        previous: (offset > 0).then(|| at(offset.saturating_sub(LIMIT)).href(PATH)),
        next: (found.more && offset + LIMIT <= OFFSET_MAX).then(|| at(offset + LIMIT).href(PATH)),
        found,
    };
    let mut response = if headers.get("x-fragment").is_some_and(|wanted| wanted == "results") {
        html(&results)?
    } else {
        let hidden = [&FilterField::NAMES[..], &["theme", "unsorted"]].concat();
        let hidden = params.only(&hidden);
        html(&SearchPage {
            layout: Layout::new(title(&words), Section::Search),
            hidden: hidden.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            words,
            form,
            results,
        })?
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("x-fragment"));
    Ok(response.into_response())
}

fn title(words: &str) -> String {
    if words.is_empty() { "Search".to_owned() } else { format!("{words} – Search") }
}
