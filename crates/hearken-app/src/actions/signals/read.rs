//! Reading what signals say: arrivals as they come, and everything once more, a little at a time, when the reader is another
//! or people said enough against it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use hearken_analysis::boilerplate::Template;
use hearken_analysis::embedding::Vector;
use hearken_analysis::readings::{Correction, Reader, VERSION};
use hearken_analysis::themes::Text;
use hearken_domain::{LogPosition, Signal, WORDS_REMOVED};
use hearken_store::{Change, NewReading, ReadUpTo, ReadingRun, ReadingState, Vectors};
use rayon::prelude::*;
use tracing::info;

use crate::actions::signals::kept_reader::KeptReader;
use crate::actions::signals::words::words_of;
use crate::app::App;
use crate::context::{Context, Progress};
use crate::error::AppError;

/// Signals read and kept in one transaction, so that nobody waits long for the writer.
const BATCH: usize = 1_000;
/// So often people must have said something, or taken it back, for everything to be read again.
const LEARNED_FROM: u64 = 10;

/// Reads what arrived since. Does nothing, quickly, where nothing did.
///
/// # Errors
/// Any failure of the store; what was read stands.
pub(crate) fn read_arrivals(app: &App, progress: &dyn Fn(LogPosition)) -> Result<(), AppError> {
    let store = app.store();
    let snapshot = store.snapshot()?;
    let state = snapshot.readings().state()?;
    let mut position = state.position;
    let mut entries = snapshot.log().entries_after(position, BATCH)?;
    drop(snapshot);
    if entries.is_empty() {
        return Ok(());
    }
    if position == LogPosition::default() && state.done.is_none() {
        // All of them are read from here on, and none before.
        let whole = ReadingRun { version: VERSION, learned: state.said_at, after: None };
        store.keep_readings(Vec::new(), VERSION, ReadUpTo::All(whole))?;
    }
    let (reader, vectors) = (reader(app, &state)?, app.vectors());
    while let Some(last) = entries.last() {
        position = last.position;
        let signals = entries.into_iter().filter_map(|entry| match entry.change {
            Change::Revised(signal) => Some(*signal),
            Change::Removed(_) => None,
        });
        let readings = read(&reader, &signals.collect::<Vec<_>>(), vectors.as_deref());
        store.keep_readings(readings, VERSION, ReadUpTo::Log(position))?;
        progress(position);
        entries = store.snapshot()?.log().entries_after(position, BATCH)?;
    }
    Ok(())
}

/// Whether everything is to be read once more.
///
/// # Errors
/// Any failure of the store.
pub fn is_behind(app: &App) -> Result<bool, AppError> {
    Ok(wanted(&app.store().snapshot()?.readings().state()?).is_some())
}

/// The run that reads everything once more, if there is to be one: begun, or gone on with.
fn wanted(state: &ReadingState) -> Option<ReadingRun> {
    let begun = state.running.filter(|run| run.version == VERSION);
    let current = |run: ReadingRun| run.version == VERSION && state.said_since < LEARNED_FROM;
    let begin = || ReadingRun { version: VERSION, learned: state.said_at, after: None };
    // Where nothing was read at all, all of it arrives.
    let anything = state.position > LogPosition::default();
    begun.or_else(|| (anything && !state.done.is_some_and(current)).then(begin))
}

/// Reads everything once more, where that is to be done, for as long as `budget` says; whether some is left. Does nothing,
/// quickly, most often.
///
/// # Errors
/// Any failure of the store; what was read stands, and the next run goes on there.
pub fn read_again(ctx: &Context, budget: Option<Duration>, progress: Progress<'_>) -> Result<bool, AppError> {
    let (app, started) = (&ctx.app, Instant::now());
    let store = app.store();
    let state = store.snapshot()?.readings().state()?;
    let Some(mut run) = wanted(&state) else { return Ok(false) };
    let (reader, vectors) = (reader(app, &state)?, app.vectors());
    let end = store.snapshot()?.log().position()?.0.max(1);
    loop {
        let signals = store.snapshot()?.readings().to_read(run.after, BATCH)?;
        let Some(last) = signals.last() else {
            store.keep_readings(Vec::new(), VERSION, ReadUpTo::All(run))?;
            info!(version = VERSION, "signals were read again");
            return Ok(false);
        };
        run.after = Some(last.id);
        let readings = read(&reader, &signals, vectors.as_deref());
        store.keep_readings(readings, VERSION, ReadUpTo::Again(run))?;
        progress("reading again", run.after.map_or(0, |id| id.0) as f32 / end as f32);
        if budget.is_some_and(|budget| started.elapsed() >= budget) {
            return Ok(true);
        }
    }
}

/// What a reader makes of signals. What has no words any more stays as it was read.
fn read(reader: &Reader, signals: &[Signal], vectors: Option<&Vectors>) -> Vec<NewReading> {
    let one = |signal: &Signal| {
        let words = written(signal)?;
        let vector = vectors.and_then(|vectors| vectors.get(signal.id)).and_then(Vector::from_bytes);
        let text = Text {
            title: title(signal),
            rating: signal.rating,
            speaker: signal.contact.map(|contact| contact.0),
            at_ms: signal.at.as_millisecond(),
            ..Text::new(signal.id.0, &words, vector.unwrap_or(Vector::EMPTY))
        };
        Some(NewReading { signal: signal.id, position: signal.position, reading: reader.read(&text) })
    };
    signals.par_iter().with_min_len(64).filter_map(one).collect()
}

/// The words that are read: the same whatever templates a clustering run learns, so that a signal reads the same again.
fn written(signal: &Signal) -> Option<String> {
    let removed = signal.verbatim.as_str() == WORDS_REMOVED && signal.title.is_none();
    (!removed).then(|| words_of(signal, &Template::default()).write())
}

fn title(signal: &Signal) -> &str {
    signal.title.as_ref().map_or("", |title| title.as_str())
}

/// The built-in reader, corrected by what people said, and kept until they say more.
fn reader(app: &App, state: &ReadingState) -> Result<Arc<Reader>, AppError> {
    let of = (state.corrections, state.said_at);
    app.keep_reader(|kept| {
        if let Some(kept) = kept.as_ref().filter(|kept| kept.of == of) {
            return Ok(Arc::clone(&kept.reader));
        }
        let reader = Reader::built_in();
        let said = corrections(app)?;
        let reader = Arc::new(if said.is_empty() { reader } else { reader.corrected_by(&said) });
        *kept = Some(KeptReader { of, reader: Arc::clone(&reader) });
        Ok(reader)
    })
}

fn corrections(app: &App) -> Result<Vec<Correction>, AppError> {
    let snapshot = app.store().snapshot()?;
    let mut corrections = Vec::new();
    for said in snapshot.readings().corrections()? {
        let Some(signal) = snapshot.signals().get(said.signal)? else { continue };
        let Some(text) = written(&signal) else { continue };
        corrections.push(Correction {
            text,
            title: title(&signal).to_owned(),
            rating: signal.rating,
            says: said.says.map(hearken_domain::Says::kind),
            sentiment: said.sentiment,
            severity: said.severity,
        });
    }
    Ok(corrections)
}
