//! Themes, signals, results of a search, customers with their goals and segments, opportunities, decisions, threads, and components as
//! tables for other programs and for people's documents. Every door writes them by this: rows come from the same queries as the pages, a batch at a time, so that no export is held whole.
//!
//! Knows neither terminal nor HTTP: it writes bytes to whatever is given to it.

mod csv;
pub mod decision;
mod json_lines;
mod markdown;
mod opportunity;
mod rows;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use hearken_app::actions::comments::thread::ShowThread;
use hearken_app::actions::customers::list::CustomerQuery;
use hearken_app::actions::decisions::list::ListDecisions;
use hearken_app::actions::goals::list::ListGoals;
use hearken_app::actions::opportunities::list::ListOpportunities;
use hearken_app::actions::signals::list::SignalQuery;
use hearken_app::actions::signals::search::SearchQuery;
use hearken_app::actions::themes::list::ThemeQuery;
use hearken_app::error::AppError;
use hearken_app::query::{ListComponents, ListSegments};
use hearken_app::view::View;

pub use opportunity::markdown as opportunity_as_markdown;
use rows::Batches;

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, in UTF-8, no cell of which a spreadsheet takes for a formula.
    Csv,
    /// A table of GitHub's Markdown, out of whose cells no words can break.
    Markdown,
    /// JSON Lines: an object a row.
    Jsonl,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Markdown, Self::Jsonl];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Jsonl => "jsonl",
        }
    }

    /// How names of such files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::Jsonl => "jsonl",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Jsonl => "application/jsonl",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|format| format.as_str() == given).ok_or_else(|| {
            format!("'{given}' is not a valid format of an export; formats are csv, markdown, jsonl")
        })
    }
}

/// What is written.
#[derive(Debug, Clone)]
pub enum Table {
    /// All themes under a filter.
    Themes(ThemeQuery),
    /// All signals under a filter, newest first, whole.
    Signals(SignalQuery),
    /// What a search finds, best first.
    Search(SearchQuery),
    /// Customers.
    Customers(CustomerQuery),
    /// Goals.
    Goals(ListGoals),
    /// Opportunities, the heaviest first.
    Opportunities(ListOpportunities),
    /// Decisions, those to be looked at again first.
    Decisions(ListDecisions),
    /// All segments.
    Segments(ListSegments),
    /// All that was said about something, the first first.
    Comments(ShowThread),
    /// All components.
    Components(ListComponents),
}

impl Table {
    /// What the file is about.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Themes(_) => "themes",
            Self::Signals(_) => "signals",
            Self::Search(_) => "search",
            Self::Customers(_) => "customers",
            Self::Goals(_) => "goals",
            Self::Opportunities(_) => "opportunities",
            Self::Decisions(_) => "decisions",
            Self::Segments(_) => "segments",
            Self::Comments(_) => "comments",
            Self::Components(_) => "components",
        }
    }
}

impl Table {
    /// The same without what is set aside as spam or a campaign, unless that is asked for.
    fn counted(self) -> Self {
        match self {
            Self::Signals(query) => Self::Signals(SignalQuery { filter: query.filter.counted(), ..query }),
            Self::Search(query) => Self::Search(SearchQuery { filter: query.filter.counted(), ..query }),
            other => other,
        }
    }
}

/// An export that has begun: what was asked for can be answered.
pub struct Export<'v> {
    batches: Batches<'v>,
    /// How many rows there are, where there would be more and they are left out.
    pub cut_at: Option<usize>,
}

impl<'v> Export<'v> {
    /// Begins one.
    ///
    /// # Errors
    /// Those of the query.
    pub fn begin(view: &'v View, table: Table) -> Result<Self, AppError> {
        let (batches, cut_at) = Batches::begin(view, table.counted())?;
        Ok(Self { batches, cut_at })
    }

    /// Writes all of it, and gives the number of its rows.
    ///
    /// # Errors
    /// The query fails, or whoever reads went away.
    pub fn write(mut self, format: Format, to: &mut dyn Write) -> Result<u64, WriteError> {
        let mut rows = 0;
        let mut writer = match format {
            Format::Csv => RowWriter::Csv(Box::new(csv::writer(to))),
            Format::Markdown => RowWriter::Markdown(to),
            Format::Jsonl => RowWriter::Jsonl(to, self.batches.columns()),
        };
        writer.head(self.batches.columns())?;
        while let Some(batch) = self.batches.next_batch()? {
            for row in &batch {
                writer.row(row)?;
            }
            rows += batch.len() as u64;
        }
        writer.end(self.cut_at)?;
        Ok(rows)
    }
}

/// Why an export was not written to its end.
#[derive(Debug)]
pub enum WriteError {
    /// The query failed.
    App(AppError),
    /// Nobody takes it any more, or there is no room for it.
    Io(io::Error),
}

impl From<AppError> for WriteError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// One cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Foreign text, or ours.
    Text(String),
    /// A number, as a program reads it.
    Number(String),
    /// Nothing is known.
    Empty,
}

enum RowWriter<'w> {
    Csv(Box<::csv::Writer<&'w mut dyn Write>>),
    Markdown(&'w mut dyn Write),
    /// With the names of the columns, which each row repeats.
    Jsonl(&'w mut dyn Write, &'static [&'static str]),
}

impl RowWriter<'_> {
    fn head(&mut self, columns: &[&str]) -> io::Result<()> {
        match self {
            Self::Csv(writer) => Ok(writer.write_record(columns)?),
            Self::Markdown(to) => markdown::head(*to, columns),
            Self::Jsonl(..) => Ok(()),
        }
    }

    fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        match self {
            Self::Csv(writer) => Ok(writer.write_record(row.iter().map(csv::cell))?),
            Self::Markdown(to) => markdown::row(*to, row),
            Self::Jsonl(to, columns) => json_lines::row(*to, columns, row),
        }
    }

    fn end(self, cut_at: Option<usize>) -> io::Result<()> {
        match self {
            // A row that says so would be taken for data: the door says it.
            Self::Csv(mut writer) => writer.flush(),
            Self::Jsonl(to, _) => to.flush(),
            Self::Markdown(to) => {
                if let Some(rows) = cut_at {
                    markdown::cut(to, rows)?;
                }
                to.flush()
            }
        }
    }
}
