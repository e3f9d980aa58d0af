//! Sources and their health.

use std::collections::BTreeMap;

use hearken_domain::{Counts, ImportId, SignalFilter, Timestamp};
use hearken_store::{Import, ImportState, Source};
use jiff::SignedDuration;
use serde::Serialize;

use crate::app::{App, AppError};

/// A last import with more than this share rejected wants a look.
const REJECTED_SHARE_MAX: f64 = 0.05;

/// What *lately* means: four weeks.
const LATELY: SignedDuration = SignedDuration::from_hours(4 * 7 * 24);

/// All sources.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceList {
    /// The machine's time.
    pub now: Timestamp,
    /// The sources, by name.
    pub sources: Vec<SourceRow>,
    /// The last position of the log.
    pub log_position: u64,
    /// Log positions that the text index has not taken in yet.
    pub words_lag: u64,
    /// Log positions that the vectors have not taken in yet.
    pub vectors_lag: u64,
}

/// One source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceRow {
    /// Its name.
    pub name: String,
    /// Signals it has now.
    pub signals: u64,
    /// When the first of them was said.
    pub first_at: Option<Timestamp>,
    /// When the last of them was said.
    pub last_at: Option<Timestamp>,
    /// Signals a week, over the four weeks before now.
    pub weekly: f64,
    /// Dispositions of all imports that were not undone.
    pub counts: Counts,
    /// Its last import.
    pub last_import: Option<ImportRow>,
    /// Whether it wants a look.
    pub health: Health,
}

/// Whether a source wants a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// Nothing to do.
    Healthy,
    /// More than 5% of its last import were rejected.
    Rejecting,
    /// Its last import did not reach the end.
    Interrupted,
    /// It has no signals.
    Empty,
}

impl Health {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Rejecting => "rejecting",
            Self::Interrupted => "interrupted",
            Self::Empty => "empty",
        }
    }
}

/// One run of an import.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportRow {
    /// Its number.
    pub id: ImportId,
    /// Name of the source.
    pub source: String,
    /// The file's name.
    pub file: String,
    /// The format it was read as.
    pub format: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Where it stands.
    pub state: ImportState,
    /// What became of its items.
    pub counts: Counts,
    /// Role → column.
    pub mapping: BTreeMap<String, String>,
}

impl ImportRow {
    /// How fast its items were read and recorded; `None` while it runs, and where it took no time to speak of.
    pub fn items_a_second(&self) -> Option<f64> {
        let took = self.finished_at?.duration_since(self.started_at).as_secs_f64();
        (took >= 0.001).then(|| self.counts.total() as f64 / took)
    }

    /// The row of an import.
    pub fn of(import: Import, source: &str) -> Self {
        Self {
            id: import.id,
            source: source.to_owned(),
            file: import.file,
            format: import.format,
            started_at: import.started_at,
            finished_at: import.finished_at,
            state: import.state,
            counts: import.counts,
            mapping: import.mapping,
        }
    }
}

/// Lists all sources.
///
/// # Errors
/// Any failure of the store.
pub fn list_sources(app: &App) -> Result<SourceList, AppError> {
    let sources = app.store().sources()?.into_iter().map(|source| source_row(app, source));
    let sources = sources.collect::<Result<_, _>>()?;
    let position = app.store().position()?;
    let lag = |taken_in: Option<hearken_domain::LogPosition>| {
        position.0.saturating_sub(taken_in.map_or(0, |p| p.0))
    };
    Ok(SourceList {
        now: Timestamp::now(),
        sources,
        log_position: position.0,
        words_lag: lag(app.words().map(|words| words.position())),
        vectors_lag: lag(app.vectors().map(|vectors| vectors.position())),
    })
}

/// One source with its last import and health.
///
/// # Errors
/// Any failure of the store.
pub fn source_row(app: &App, source: Source) -> Result<SourceRow, AppError> {
    let last = app.store().imports(source.id, 1)?.pop().map(|import| ImportRow::of(import, &source.name));
    let health = match &last {
        Some(import) if import.state == ImportState::Interrupted => Health::Interrupted,
        _ if source.signals == 0 => Health::Empty,
        Some(import) if import.counts.rejected as f64 > REJECTED_SHARE_MAX * import.counts.total() as f64 => {
            Health::Rejecting
        }
        _ => Health::Healthy,
    };
    let now = app.as_of()?;
    let filter = SignalFilter {
        source: Some(source.name.clone()),
        since: Some(now - LATELY),
        until: Some(now),
        ..SignalFilter::default()
    };
    let (lately, _) = app.store().span(&filter, None)?;
    Ok(SourceRow {
        weekly: lately as f64 / 4.0,
        name: source.name,
        signals: source.signals,
        first_at: source.span.map(|(first, _)| first),
        last_at: source.span.map(|(_, last)| last),
        counts: source.counts,
        last_import: last,
        health,
    })
}
