//! Search, by words and by meaning together, or by words in the order of time. Without words it lists all signals under a
//! filter by time, so every figure on every page can link to the signals behind it.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hearken_domain::{FilterField, SavedPage, ThemeId};

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::exports::Exports;
use crate::web::filter::{self, FilterForm};
use crate::web::layout::{Layout, Section};
use crate::web::order::Order;
use crate::web::params::Params;
use crate::web::signals::moving;
use crate::web::themes::field;
use crate::web::views::bar::{KnownViews, OPENED_BY, ViewsBar};
use crate::web::{html, legible, show};
use hearken_app::actions::cards::{Row, rows, shown_as_one};
use hearken_app::actions::signals::search::{Found, Hit, SearchQuery, SearchResults, SearchSort};
use hearken_app::actions::themes::pick::OfferedThemes;
use hearken_app::actions::themes::rulings::RulingCard;
use hearken_app::query::{PickAreas, PickThemes};
use hearken_app::view::View;

const PATH: &str = "/search";
const LIMIT: usize = 20;
/// Further than this nobody pages; a filter helps more.
const OFFSET_MAX: usize = 1000;
/// What this page takes beside the filter and the area.
const CARRIED: [&str; 4] = ["q", "theme", "unsorted", "sort"];

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    layout: Layout,
    words: String,
    hidden: Vec<(String, String)>,
    form: FilterForm,
    results: Results,
    views: ViewsBar,
    /// What was just decided here.
    done: Option<RulingCard>,
    /// Where signals can be moved, and the page that shows the effect.
    move_to: OfferedThemes,
    move_next: String,
}

/// The list alone, which the script asks for while a person types.
#[derive(Template)]
#[template(path = "_results.html")]
struct Results {
    layout: Layout,
    found: SearchResults,
    /// What was found, with what is of one burst in one row.
    rows: Vec<Row<Hit>>,
    together: Option<String>,
    orders: Vec<Order>,
    /// What was searched for, for links that narrow it.
    asked: Params,
    among: Option<(String, String)>,
    searched: bool,
    /// Whether there are themes that signals could be moved to.
    selectable: bool,
    from: usize,
    previous: Option<String>,
    next: Option<String>,
    exports: Exports,
}

impl Results {
    fn in_theme(&self, id: &ThemeId) -> String {
        self.asked.with("theme", id.to_string()).href(PATH)
    }

    fn in_no_theme(&self) -> String {
        self.asked.with("unsorted", "1").href(PATH)
    }

    fn by_relevance(&self) -> String {
        self.asked.with("sort", SearchSort::Relevance.as_str()).href(PATH)
    }
}

/// `GET /search`
pub async fn page(
    State(door): State<Door>,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, PageError> {
    let query = query(&params)?;
    let (words, unsorted, offset) = (query.words.clone(), query.unsorted, query.offset);
    let params = params.without("typing");
    let door = door.looking_back(params.as_of()?).opening_saved(params.get(OPENED_BY).is_some());
    let asked = params.clone();
    let among = among(&query, &params);
    let read = move |view: &View| -> Result<_, PageError> {
        let found = view.ask(&SearchQuery { filter: filter::read(view, &asked)?, ..query })?;
        let (known, done) = (KnownViews::read(view)?, moving::done(view, &asked)?);
        Ok((
            found,
            view.ask(&PickThemes { near: None })?,
            view.ask(&PickAreas)?,
            known,
            done,
            view.position()?,
        ))
    };
    let (found, move_to, areas, known, done, seen) = door.understand(read).await?;
    let views = ViewsBar::new(known, SavedPage::Search, PATH, &params, None);
    let params = params.without(OPENED_BY).without(moving::DONE);

    let at =
        |offset: usize| params.with("from", &if offset == 0 { String::new() } else { offset.to_string() });
    let mut form = FilterForm::new(PATH, &params, &found.facets, &CARRIED);
    if !areas.is_empty() || params.get("area").is_some() {
        form = form.choosing_area(&areas, &params);
    }
    let layout =
        Layout::new(title(&words), Section::Search).showing(seen).looking_back(params.look_back(PATH)?);
    let rows = rows(found.hits.clone(), |hit| &hit.signal);
    let results = Results {
        together: shown_as_one(&rows),
        rows,
        layout: layout.clone(),
        orders: orders(&params, &found),
        asked: params.without("from"),
        among,
        searched: !words.is_empty(),
        selectable: !move_to.themes.is_empty(),
        exports: exports(&params, !words.is_empty(), unsorted),
        from: offset,
        previous: (offset > 0).then(|| at(offset.saturating_sub(LIMIT)).href(PATH)),
        next: (found.more && offset + LIMIT <= OFFSET_MAX).then(|| at(offset + LIMIT).href(PATH)),
        found,
    };
    let mut response = if headers.get("x-fragment").is_some_and(|wanted| wanted == "results") {
        html(&results)?
    } else {
        html(&SearchPage {
            layout,
            views,
            done,
            move_next: moving::next(PATH, &params),
            move_to,
            hidden: hidden(&params),
            words,
            form,
            results,
        })?
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("x-fragment"));
    Ok(response.into_response())
}

/// What is asked for, but for the filter, which is read where the store is.
fn query(params: &Params) -> Result<SearchQuery, PageError> {
    let theme = params.value::<ThemeId>("theme")?;
    Ok(SearchQuery {
        words: params.text("q"),
        // Asked for by the script alone: what is sent is looked for as it stands.
        typing: params.get("typing").is_some(),
        sort: params.value::<SearchSort>("sort")?.unwrap_or_default(),
        theme,
        area: params.get("area").map(str::to_owned),
        unsorted: theme.is_none() && params.get("unsorted").is_some(),
        in_rows: true,
        limit: LIMIT,
        offset: params.value::<usize>("from")?.unwrap_or(0).min(OFFSET_MAX),
        ..SearchQuery::default()
    })
}

/// What the form for words carries along.
fn hidden(params: &Params) -> Vec<(String, String)> {
    let carried = [&FilterField::NAMES[..], &["theme", "area", "unsorted", "sort", "as_of"]].concat();
    params.only(&carried).pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The part of all signals that is searched, and the address that searches all of them.
fn among(query: &SearchQuery, params: &Params) -> Option<(String, String)> {
    let part = match (query.theme, &query.area) {
        (Some(id), None) => format!("theme {id}"),
        (Some(id), Some(area)) => format!("theme {id} and area {area}"),
        (None, Some(area)) => format!("area {area}"),
        (None, None) if query.unsorted => "what belongs to no theme".to_owned(),
        (None, None) => return None,
    };
    let params = [OPENED_BY, moving::DONE, "typing", "theme", "area", "unsorted", "from"]
        .iter()
        .fold(params.clone(), |params, name| params.without(name));
    Some((part, params.href(PATH)))
}

/// The orders that the list can be in: without words nothing is more relevant than another.
fn orders(params: &Params, found: &SearchResults) -> Vec<Order> {
    let order = |sort: SearchSort| Order {
        label: match sort {
            SearchSort::Relevance => "relevance",
            SearchSort::Newest => "newest first",
            SearchSort::Oldest => "oldest first",
        },
        href: params.with("sort", sort.as_str()).without("from").href(PATH),
        current: sort == found.sort,
        refused: None,
    };
    let has_words = !found.words.trim().is_empty();
    let offered = SearchSort::ALL.into_iter().filter(|sort| has_words || *sort != SearchSort::Relevance);
    offered.map(order).collect()
}

/// All that was found: of a search the first, and without words every signal.
fn exports(params: &Params, searched: bool, unsorted: bool) -> Exports {
    let params = if unsorted { params.with("theme", "unsorted") } else { params.clone() };
    match searched {
        true => Exports::new(
            "search",
            "The first 1,000 of these",
            &params,
            &["q", "sort", "theme", "area", "as_of"],
        ),
        false => Exports::new("signals", "All of these", &params, &["theme", "area", "as_of"]),
    }
}

fn title(words: &str) -> String {
    if words.is_empty() { "Search".to_owned() } else { format!("{words} – Search") }
}
