//! Sources and their health, and the work that follows what they bring.

use std::collections::BTreeMap;

use hearken_domain::{Actor, Counts, ImportId, RedactionPolicy, SignalFilter, Timestamp, Unredacted};
use hearken_store::{Import, ImportState, JobRecord, JobState, Source};
use jiff::SignedDuration;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::sources::kept::{KeptRow, kept_rows};
use crate::error::AppError;
use crate::jobs::Job;
use crate::view::View;

/// A last import with more than this share rejected wants a look.
const REJECTED_SHARE_MAX: f64 = 0.05;

/// What *lately* means: four weeks.
const LATELY: SignedDuration = SignedDuration::from_hours(4 * 7 * 24);

/// All sources.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
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
    /// The work in the background that was ever asked for, by kind and key.
    pub jobs: Vec<JobCard>,
}

/// One job of the work in the background.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JobCard {
    /// What is done, as a word.
    pub kind: String,
    /// What is done, in words.
    pub what: String,
    /// What it is done to; empty where there is only one.
    pub key: String,
    /// Where it stands.
    pub state: JobState,
    /// When it is to run, or to run again; `None` until there is something new.
    pub due_at: Option<Timestamp>,
    /// How often it was begun since it last did well.
    pub attempts: u64,
    /// Why its last attempt failed, as a fixed sentence.
    pub last_error: Option<String>,
    /// When it was last begun.
    pub started_at: Option<Timestamp>,
    /// When an attempt last ended.
    pub finished_at: Option<Timestamp>,
}

impl JobCard {
    fn from_record(row: JobRecord) -> Self {
        let what =
            Job::from_row(&row.kind, &row.key).map_or_else(|| row.kind.clone(), |job| job.what().to_owned());
        Self {
            kind: row.kind,
            what,
            key: row.key,
            state: row.state,
            due_at: row.due_at,
            attempts: row.attempts,
            last_error: row.last_error,
            started_at: row.started_at,
            finished_at: row.finished_at,
        }
    }
}

/// One source.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SourceRow {
    /// Its name.
    pub name: String,
    /// Signals it has now, or had by what is looked back to.
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
    /// How long what it brings is kept as it came; empty is for ever.
    pub kept: Vec<KeptRow>,
    /// What is done with personal data in what it brings.
    pub redaction: RedactionPolicy,
    /// How many values of each sort were masked in that, imports that were undone left out.
    pub masked: BTreeMap<String, u64>,
}

/// Whether a source wants a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ImportRow {
    /// Its number.
    pub id: ImportId,
    /// Name of the source.
    pub source: String,
    /// The file's name.
    pub file: Unredacted,
    /// The format it was read as.
    pub format: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Who began it; `None` of an import from before that was noted.
    pub by: Option<Actor>,
    /// Where it stands.
    pub state: ImportState,
    /// What became of its items.
    pub counts: Counts,
    /// How many of the signals that it brought have no time of their own.
    pub undated: u64,
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
    pub fn new(import: Import, source: &str) -> Self {
        Self {
            id: import.id,
            source: source.to_owned(),
            file: Unredacted::new(import.file),
            format: import.format,
            started_at: import.started_at,
            finished_at: import.finished_at,
            by: import.by,
            state: import.state,
            counts: import.counts,
            undated: import.undated,
            mapping: import.mapping,
        }
    }
}

/// Lists all sources. Looking back, their signals are counted up to then; what arrived is told as it is now.
///
/// # Errors
/// Any failure of the store.
pub fn list_sources(view: &View) -> Result<SourceList, AppError> {
    let sources = view.store().sources().all()?.into_iter().map(|source| source_row(view, source));
    let sources = sources.collect::<Result<_, _>>()?;
    let position = view.store().log().position()?;
    let lag = |taken_in: Option<hearken_domain::LogPosition>| {
        position.0.saturating_sub(taken_in.map_or(0, |p| p.0))
    };
    Ok(SourceList {
        now: view.now(),
        sources,
        log_position: position.0,
        words_lag: lag(view.words().map(|words| words.position())),
        vectors_lag: lag(view.vectors().map(|vectors| vectors.position())),
        jobs: view.store().jobs().all()?.into_iter().map(JobCard::from_record).collect(),
    })
}

/// One source with its last import and health.
///
/// # Errors
/// Any failure of the store.
pub fn source_row(view: &View, source: Source) -> Result<SourceRow, AppError> {
    let last = view
        .store()
        .imports()
        .of_source(source.id, 1)?
        .pop()
        .map(|import| ImportRow::new(import, &source.name));
    let health = match &last {
        Some(import) if import.state == ImportState::Interrupted => Health::Interrupted,
        _ if source.signals == 0 => Health::Empty,
        Some(import) if import.counts.rejected as f64 > REJECTED_SHARE_MAX * import.counts.total() as f64 => {
            Health::Rejecting
        }
        _ => Health::Healthy,
    };
    let now = view.as_of()?;
    let filter = SignalFilter::default().of_source(&source.name).since(now - LATELY).until(now);
    let (lately, _) = view.store().signals().span(&filter, None)?;
    let (signals, span) = match view.looks_back() {
        true => {
            let by_then = view.up_to_then(&SignalFilter::default().of_source(&source.name));
            view.store().signals().span(&by_then, None)?
        }
        false => (source.signals, source.span),
    };
    Ok(SourceRow {
        weekly: lately as f64 / 4.0,
        name: source.name,
        signals,
        first_at: span.map(|(first, _)| first),
        last_at: span.map(|(_, last)| last),
        counts: source.counts,
        last_import: last,
        health,
        kept: kept_rows(view.store(), source.id)?,
        redaction: source.redaction,
        masked: view.store().sources().masked(source.id)?,
    })
}
