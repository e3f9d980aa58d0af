//! One signal: a customer's words whole, where they come from, and what was said alike.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_domain::{Says, Sentiment, Severity, SignalId, Subject, Verbatim};

use crate::http::door::Door;
use crate::web::code::links::Links;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::prose::Prose;
use crate::web::sources::list::source_href;
use crate::web::themes::field;
use crate::web::{html, show};
use hearken_app::actions::signals::readings::{ReadBy, ReadingCard};
use hearken_app::actions::signals::show::SignalPage;
use hearken_app::actions::themes::pick::OfferedThemes;
use hearken_app::query::{PickThemes, ShowSignal};
use hearken_app::view::View;

#[derive(Template)]
#[template(path = "signal.html")]
struct Page {
    layout: Layout,
    signal: SignalPage,
    /// The page of its source, and the signals of that.
    source_page: String,
    source_href: String,
    product_href: Option<String>,
    version_href: Option<String>,
    state_href: Option<String>,
    status_href: Option<String>,
    language_href: Option<String>,
    reading: Option<Reads>,
    /// What became of it, just after it was pasted.
    told: Option<&'static str>,
    /// Where it leads in the code.
    links: Links,
    /// Where it could be moved.
    themes: OfferedThemes,
}

/// What the signal says, as lines that lead to signals which say the same.
struct Reads {
    lines: Vec<ReadLine>,
    corrected: bool,
    /// Whether anything of it is the machine's alone.
    unconfirmed: bool,
}

struct ReadLine {
    /// The field of the filter and of commands, and the value there.
    field: &'static str,
    word: &'static str,
    name: &'static str,
    value: &'static str,
    href: String,
    how: String,
}

impl Reads {
    fn new(card: &ReadingCard, back: &Params) -> Self {
        let line = |name, field, word: &'static str, value, by: &ReadBy| ReadLine {
            field,
            word,
            name,
            value,
            href: back.with(field, word).href("/search"),
            how: by.how.clone(),
        };
        let mut lines = vec![
            line("Says", "says", card.says.as_str(), card.says.label(), &card.says_by),
            line(
                "Sentiment",
                "sentiment",
                card.sentiment.as_str(),
                card.sentiment.label(),
                &card.sentiment_by,
            ),
        ];
        if let (Some(severity), Some(by)) = (card.severity, &card.severity_by) {
            lines.push(line("Severity", "severity", severity.as_str(), severity.label(), by));
        }
        Self { lines, corrected: card.corrected, unconfirmed: card.unconfirmed }
    }
}

/// `GET /signals/{id}`
pub async fn page(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let id: SignalId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let read = move |view: &View| {
        let links = Links::read(view, Subject::Signal(id))?;
        let signal = view.ask(&ShowSignal(id))?;
        let near = signal.theme.as_ref().map(|theme| theme.id);
        Ok((signal, view.ask(&PickThemes { near })?, links, view.position()?))
    };
    let door = door.looking_back(params.as_of()?);
    let (signal, themes, links, seen) = door.read(read).await?;
    let themes = themes.without(|theme| signal.theme.as_ref().is_some_and(|current| current.id == theme));
    let back = params.only(&["as_of"]);
    let all = |name: &str, value: &Option<Verbatim>| {
        value.as_ref().map(|value| back.with(name, show::words(value)).href("/search"))
    };
    html(&Page {
        layout: Layout::new(id.to_string(), Section::Elsewhere)
            .showing(seen)
            .looking_back(params.without("pasted").look_back(&format!("/signals/{id}"))?),
        source_page: source_href(&signal.source),
        source_href: back.with("source", &signal.source).href("/search"),
        product_href: all("product", &signal.signal.product),
        version_href: all("version", &signal.signal.version),
        state_href: signal.signal.state.map(|state| back.with("state", state.as_str()).href("/search")),
        status_href: all("status", &signal.signal.status),
        language_href: all("language", &signal.signal.language),
        reading: signal.reading.as_ref().map(|card| Reads::new(card, &back)),
        told: told(params.get("pasted")),
        links: links.looking_back(back),
        themes,
        signal,
    })
}

fn told(fate: Option<&str>) -> Option<&'static str> {
    match fate? {
        "accepted" => {
            Some("Kept. Its theme is found with the next clustering run, or at once if it is close to one.")
        }
        "updated" => Some("Kept as a new revision of what was known."),
        "duplicate" => Some("These words were known already; nothing changed."),
        _ => None,
    }
}
