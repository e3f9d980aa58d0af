//! One file: its source, with the pain that each part of it carries in the gutter.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::http::door::Door;
use crate::web::code::address;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, show};
use hearken_app::actions::code::file::{FilePage, Region, ShowFile};

/// Lines on a page.
const LINES: usize = 2_000;

#[derive(Template)]
#[template(path = "file.html")]
struct Page {
    layout: Layout,
    file: FilePage,
    lines: Vec<Line>,
    /// Where the source goes on.
    next: Option<String>,
    before: Option<String>,
}

/// A line of source.
struct Line {
    number: u32,
    text: String,
    /// Of the innermost part that it is in: where the theme or signal that it shows is, and its id.
    leads: Vec<(String, String)>,
    class: &'static str,
}

/// `GET /code/file`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let path = params.get("path").ok_or(PageError::NoSuchPage)?.to_owned();
    let repository = params.get("repository").map(str::to_owned);
    let from: usize = params.value("from")?.unwrap_or(1).max(1);
    let file = door.read(move |view| view.ask(&ShowFile { repository, path, lines: None })).await?;
    let source = file.source.as_deref().unwrap_or_default();
    let lines = (1u32..).zip(source).skip(from - 1).take(LINES);
    let goes_on = source.len() >= from + LINES;
    html(&Page {
        layout: Layout::new(file.path.clone(), Section::Code),
        lines: lines.map(|(number, text)| line(&file, number, text)).collect(),
        next: goes_on.then(|| params.with("from", (from + LINES).to_string()).href("/code/file")),
        before: (from > 1).then(|| {
            let start = from.saturating_sub(LINES).max(1);
            params.with("from", start.to_string()).href("/code/file")
        }),
        file,
    })
}

fn line(file: &FilePage, number: u32, text: &str) -> Line {
    let within = |region: &&Region| (region.first_line..=region.last_line).contains(&number);
    let region = file.regions.iter().filter(within).min_by_key(|region| region.last_line - region.first_line);
    let themes = region.map(|region| region.themes.as_slice()).unwrap_or_default();
    let signals = region.map(|region| region.signals.as_slice()).unwrap_or_default();
    let leads =
        themes.iter().map(|linked| (format!("/themes/{}", linked.theme.id), linked.theme.id.to_string()));
    let alone = signals.iter().map(|signal| (format!("/signals/{}", signal.id), signal.id.to_string()));
    let rising = themes.iter().any(|linked| matches!(show::direction(&linked.trend), "rising" | "new"));
    Line {
        number,
        text: text.to_owned(),
        // Named where the part begins; below that the colour says that it goes on.
        leads: match region {
            Some(region) if region.first_line == number => leads.chain(alone).collect(),
            _ => Vec::new(),
        },
        class: match (region, rising) {
            (None, _) => "",
            (Some(_), true) => "pain rising",
            (Some(_), false) => "pain",
        },
    }
}
