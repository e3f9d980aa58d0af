//! Briefs as pages that print: one sheet, readable without colour, with the address of everything that they lead to. The same
//! as a file that needs no server.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use hearken_app::actions::briefs::page::{Brief, BriefKind, BriefLine};
use hearken_app::actions::briefs::show::{CalendarWeek, ShowBrief};
use hearken_app::error::AppError;

use crate::brief::address;
use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, legible, show};

#[derive(Template)]
#[template(path = "brief.html")]
struct Page {
    layout: Layout,
    body: String,
    about: String,
    markdown: String,
}

/// A brief as a file.
#[derive(Template)]
#[template(path = "brief_file.html")]
struct File {
    title: String,
    body: String,
}

/// What both show.
#[derive(Template)]
#[template(path = "_brief.html")]
struct Body<'b> {
    brief: &'b Brief,
    /// What links begin with: nothing, where they stay on this server.
    links: &'b str,
    /// What addresses begin with that are read off paper.
    base: &'b str,
}

impl Body<'_> {
    /// A line, as HTML that needs no escaping.
    fn line(&self, line: &BriefLine) -> String {
        let mut html = String::new();
        for piece in &line.pieces {
            let text = legible::escaped(piece.text.as_str());
            match piece.note.and_then(|number| self.brief.note(number)) {
                Some(note) => {
                    let href = legible::escaped(&address(self.links, &note.href));
                    html += &format!("<a href=\"{href}\">{text}</a>{}", mark(note.number));
                }
                None => html += &text,
            }
        }
        html
    }

    fn mark(number: &u64) -> String {
        mark(*number)
    }

    fn href(&self, number: &u64) -> String {
        self.brief.note(*number).map_or_else(String::new, |note| address(self.links, &note.href))
    }

    fn link(&self, href: &str) -> String {
        address(self.links, href)
    }
}

/// The mark that leads to a note.
fn mark(number: u64) -> String {
    format!("<sup><a href=\"#note-{number}\" aria-label=\"Note {number}\">{number}</a></sup>")
}

/// A brief as a file that a browser opens and prints; its links lead to the server at `base`.
///
/// # Errors
/// The page cannot be made.
pub fn file(brief: &Brief, base: &str) -> Result<String, AppError> {
    let body = body(brief, base, base)?;
    let file = File { title: brief.title.as_str().to_owned(), body };
    file.render().map_err(|error| AppError::Internal(error.into()))
}

/// A brief as a part of a page; its links lead to `links`, and what is read off paper begins with `base`.
///
/// # Errors
/// It cannot be made.
pub fn body(brief: &Brief, links: &str, base: &str) -> Result<String, AppError> {
    Body { brief, links, base }.render().map_err(|error| AppError::Internal(error.into()))
}

/// `GET /brief/{id}`
pub async fn of_id(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let query = ShowBrief::of_id(&id).ok_or(PageError::NoSuchPage)?;
    page(door, query, params, &headers).await
}

/// `GET /brief/week`
pub async fn week(
    State(door): State<Door>,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let week = params.value::<CalendarWeek>("week")?;
    page(door, ShowBrief::Week(week), params, &headers).await
}

/// `GET /brief/component`
pub async fn component(
    State(door): State<Door>,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let name = params.get("name").ok_or(PageError::NoSuchPage)?.to_owned();
    let repository = params.get("repository").map(str::to_owned);
    page(door, ShowBrief::Component { repository, name }, params, &headers).await
}

async fn page(
    door: Door,
    query: ShowBrief,
    params: Params,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let door = door.looking_back(params.as_of()?);
    let brief = door.read(move |view| view.ask(&query)).await?;
    // Only our own names come so far.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let base = format!("http://{host}");
    let section = match brief.kind {
        BriefKind::Theme => Section::Themes,
        BriefKind::Customer => Section::Customers,
        BriefKind::Component => Section::Code,
        BriefKind::Week => Section::Today,
        BriefKind::Opportunity | BriefKind::Plan => Section::Elsewhere,
    };
    let path = brief.address.split('?').next().unwrap_or_default().to_owned();
    let given = params.only(&["as_of", "week", "repository", "name"]);
    html(&Page {
        layout: Layout::new(format!("Brief: {}", brief.title.as_str()), section)
            .looking_back(params.look_back(&path)?),
        body: body(&brief, "", &base)?,
        markdown: given.with("format", "markdown").href(&path.replacen("/brief/", "/api/v1/briefs/", 1)),
        about: brief.about,
    })
}
