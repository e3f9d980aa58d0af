//! The rows of each table, a batch at a time, from the queries that the pages ask.

mod comments;
mod customers;
mod decisions;
mod opportunities;

use hearken_app::actions::cards::ThemeCard;
use hearken_app::actions::code::components::ComponentCard;
use hearken_app::actions::signals::list::{ListedSignal, SignalQuery};
use hearken_app::actions::signals::readings::BriefReadingCard;
use hearken_app::actions::signals::search::{Hit, OFFSET_MAX, SearchQuery};
use hearken_app::error::AppError;
use hearken_app::view::View;
use hearken_domain::Verbatim;

use crate::export::{Cell, Table};
use comments::{COMMENT, comment};
use customers::{CUSTOMER, GOAL, SEGMENT, customer, goal, segment, worth};
use decisions::{DECISION, decision};
use opportunities::{OPPORTUNITY, opportunities};

/// Signals read at a time.
const BATCH: usize = 500;

const THEME: [&str; 24] = [
    "id",
    "name",
    "kind",
    "area",
    "signals",
    "besides",
    "share",
    "rating_mean",
    "customers",
    "revenue_a_year",
    "rates",
    "revenue_known_of",
    "revenue_unknown_of",
    "former",
    "prospects",
    "share_of_nobody",
    "trend",
    "since",
    "recent",
    "expected",
    "ratio",
    "ratio_low",
    "ratio_high",
    "description",
];
const SIGNAL: [&str; 23] = [
    "id",
    "at",
    "undated",
    "source",
    "kind",
    "theme",
    "theme_name",
    "rating",
    "says",
    "says_confidence",
    "sentiment",
    "sentiment_confidence",
    "severity",
    "severity_confidence",
    "product",
    "version",
    "language",
    "labels",
    "state",
    "status",
    "url",
    "title",
    "text",
];
const HIT: [&str; 14] = [
    "rank",
    "id",
    "at",
    "source",
    "kind",
    "theme",
    "theme_name",
    "rating",
    "says",
    "sentiment",
    "severity",
    "found_by",
    "title",
    "excerpt",
];
const COMPONENT: [&str; 18] = [
    "repository",
    "component",
    "owners",
    "signals",
    "customers",
    "revenue_a_year",
    "rates",
    "revenue_known_of",
    "revenue_unknown_of",
    "former",
    "prospects",
    "share_of_nobody",
    "trend",
    "changes",
    "files",
    "lines",
    "themes",
    "largest_theme",
];

/// What is still to be written.
pub struct Batches<'v> {
    view: &'v View,
    columns: &'static [&'static str],
    left: Left,
}

enum Left {
    /// Rows that are there.
    Rows(Vec<Vec<Cell>>),
    /// Signals from a cursor on.
    Signals(SignalQuery),
    Nothing,
}

impl<'v> Batches<'v> {
    /// Begins, and tells at which row it will be cut, if it will.
    pub fn begin(view: &'v View, table: Table) -> Result<(Self, Option<usize>), AppError> {
        let (columns, left, cut_at): (&[&str], _, _) = match table {
            Table::Themes(query) => {
                let themes = view.ask(&query)?.themes;
                (&THEME, Left::Rows(themes.iter().map(theme).collect()), None)
            }
            Table::Signals(query) => {
                // Asked once for nothing but what is wrong with it.
                view.ask(&SignalQuery { limit: 1, ..query.clone() })?;
                (&SIGNAL, Left::Signals(SignalQuery { limit: BATCH, ..query }), None)
            }
            Table::Search(query) => {
                let found = view.ask(&SearchQuery { limit: OFFSET_MAX, offset: 0, ..query })?;
                let rows: Vec<Vec<Cell>> = (1..).zip(&found.hits).map(hit).collect();
                let cut_at = found.more.then_some(rows.len());
                (&HIT, Left::Rows(rows), cut_at)
            }
            Table::Customers(query) => {
                let customers = view.ask(&query)?.customers;
                (&CUSTOMER, Left::Rows(customers.iter().map(customer).collect()), None)
            }
            Table::Goals(query) => {
                let goals = view.ask(&query)?.goals;
                (&GOAL, Left::Rows(goals.iter().map(goal).collect()), None)
            }
            Table::Opportunities(query) => {
                let cards = view.ask(&query)?.opportunities;
                (&OPPORTUNITY, Left::Rows(opportunities(&cards)), None)
            }
            Table::Decisions(query) => {
                let decisions = view.ask(&query)?.decisions;
                (&DECISION, Left::Rows(decisions.iter().map(decision).collect()), None)
            }
            Table::Segments(query) => {
                let segments = view.ask(&query)?.segments;
                (&SEGMENT, Left::Rows(segments.iter().map(segment).collect()), None)
            }
            Table::Comments(query) => {
                let comments = view.ask(&query)?.comments;
                (&COMMENT, Left::Rows(comments.iter().map(comment).collect()), None)
            }
            Table::Components(query) => {
                let components = view.ask(&query)?.components;
                (&COMPONENT, Left::Rows(components.iter().map(component).collect()), None)
            }
        };
        Ok((Self { view, columns, left }, cut_at))
    }

    /// The titles.
    pub fn columns(&self) -> &'static [&'static str] {
        self.columns
    }

    /// The rows that come next.
    pub fn next_batch(&mut self) -> Result<Option<Vec<Vec<Cell>>>, AppError> {
        match std::mem::replace(&mut self.left, Left::Nothing) {
            Left::Nothing => Ok(None),
            Left::Rows(rows) => Ok(Some(rows)),
            Left::Signals(query) => {
                let page = self.view.ask(&query)?;
                if let Some(cursor) = page.next {
                    self.left = Left::Signals(SignalQuery { cursor: Some(cursor), ..query });
                }
                Ok(Some(page.signals.iter().map(signal).collect()))
            }
        }
    }
}

fn theme(card: &ThemeCard) -> Vec<Cell> {
    let trend = &card.trend;
    let mut row = vec![
        text(&card.id.to_string()),
        words(&card.name),
        text(card.kind.as_str()),
        optional(card.area.as_ref()),
        number(&card.signals),
        number(&card.besides),
        number(&card.share),
        measured(card.rating_mean),
    ];
    row.extend(worth(card.customers.as_ref()));
    row.extend([
        text(trend.direction.as_str()),
        trend.since.map_or(Cell::Empty, |day| text(&day.to_string())),
        number(&trend.recent),
        number(&trend.expected),
        measured(trend.ratio),
        measured(trend.ratio_low),
        measured(trend.ratio_high),
        optional(card.description.as_ref()),
    ]);
    row
}

fn signal(listed: &ListedSignal) -> Vec<Cell> {
    let signal = &listed.signal;
    let mut row = vec![
        text(&signal.id.to_string()),
        text(&signal.at.to_string()),
        text(if signal.undated { "yes" } else { "no" }),
        text(&listed.source),
        text(signal.kind.as_str()),
        listed.theme.as_ref().map_or(Cell::Empty, |theme| text(&theme.id.to_string())),
        optional(listed.theme.as_ref().map(|theme| &theme.name)),
        measured(signal.rating),
    ];
    let sure = listed.reading.map(|reading| {
        [Some(reading.says_confidence), Some(reading.sentiment_confidence), reading.severity_confidence]
    });
    let each = read(listed.reading.as_ref()).into_iter().zip(sure.unwrap_or_default());
    row.extend(each.flat_map(|(value, sure)| [value, measured(sure)]));
    row.extend([
        optional(signal.product.as_ref()),
        optional(signal.version.as_ref()),
        optional(signal.language.as_ref()),
        list(&signal.labels),
        signal.state.map_or(Cell::Empty, |state| text(state.as_str())),
        optional(signal.status.as_ref()),
        optional(signal.url.as_ref()),
        optional(signal.title.as_ref()),
        words(&signal.verbatim),
    ]);
    row
}

/// What a signal says, in which mood, and how bad it is, in the words that filters take.
fn read(reading: Option<&BriefReadingCard>) -> [Cell; 3] {
    let Some(reading) = reading else { return [Cell::Empty, Cell::Empty, Cell::Empty] };
    let severity = reading.severity.map_or(Cell::Empty, |severity| text(severity.as_str()));
    [text(reading.says.as_str()), text(reading.sentiment.as_str()), severity]
}

fn hit((rank, hit): (usize, &Hit)) -> Vec<Cell> {
    use hearken_app::actions::signals::search::Found;
    let signal = &hit.signal;
    let by = match hit.by {
        Found::Words => "words",
        Found::Embedding => "meaning",
        Found::Both => "both",
    };
    let mut row = vec![
        number(&rank),
        text(&signal.id.to_string()),
        text(&signal.at.to_string()),
        text(&signal.source),
        text(signal.kind.as_str()),
        signal.theme.as_ref().map_or(Cell::Empty, |theme| text(&theme.id.to_string())),
        optional(signal.theme.as_ref().map(|theme| &theme.name)),
        measured(signal.rating),
    ];
    row.extend(read(signal.reading.as_ref()));
    row.extend([text(by), optional(signal.title.as_ref()), words(&signal.excerpt)]);
    row
}

fn component(card: &ComponentCard) -> Vec<Cell> {
    let mut row =
        vec![text(&card.repository), text(&card.name), text(&card.owners.join(" ")), number(&card.signals)];
    row.extend(worth(card.customers.as_ref()));
    row.extend([
        text(card.trend.direction.as_str()),
        number(&card.changes),
        number(&card.files),
        number(&card.lines),
        number(&card.themes.len()),
        optional(card.themes.first().map(|theme| &theme.name)),
    ]);
    row
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn words(words: &Verbatim) -> Cell {
    text(words.as_str())
}

fn optional(words: Option<&Verbatim>) -> Cell {
    words.map_or(Cell::Empty, |words| text(words.as_str()))
}

/// As a JSON list, since a label may hold any separator; an import reads it back.
fn list(words: &[Verbatim]) -> Cell {
    let words: Vec<&str> = words.iter().map(Verbatim::as_str).collect();
    if words.is_empty() { Cell::Empty } else { Cell::Text(serde_json::json!(words).to_string()) }
}

fn number(number: &impl ToString) -> Cell {
    Cell::Number(number.to_string())
}

fn measured(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, |value| number(&value))
}
