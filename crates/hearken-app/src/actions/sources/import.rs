//! Importing: what arrived is parsed, redacted and recorded, each item with its one disposition.
//!
//! Batches overlap: while one is written, the next is parsed. A batch counts only once it is durable, so a crash or
//! Ctrl-C loses nothing that was counted, and the same import run again goes on where this one stopped.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use hearken_domain::{Counts, ImportId, Kind, Timestamp};
use hearken_ingest::{Format, Input, Limits, Mapping, Options, ReadError, Role, TextEncoding};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::sources::import_run::Run;
use crate::actions::sources::name::{check_source_name, source_name};
use crate::actions::sources::repeats::Repeats;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;
use crate::wording::undated::undated_note;

/// Take in a file. Its content comes beside the command.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportFile {
    /// Name of the source; by default the file's name without its extensions.
    pub source: Option<String>,
    /// The format; by default recognised.
    pub format: Option<String>,
    /// Role → column; by default remembered for the source, or guessed.
    pub mapping: BTreeMap<String, String>,
    /// The encoding; by default detected.
    pub encoding: Option<String>,
    /// What the items are; by default what the format says.
    pub kind: Option<Kind>,
    /// Lines before a table's header, or before the first record, that are left out.
    #[serde(default)]
    pub skip_lines: usize,
    /// Whether rows that say the same and carry neither id nor date are each an item of its own, not one together.
    #[serde(default)]
    pub keep_repeats: bool,
    /// Most bytes of an item's text.
    pub text_bytes_max: Option<usize>,
    /// Most bytes of a line.
    pub line_bytes_max: Option<usize>,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportReport {
    /// Its number; `None` where nothing arrived.
    pub import: Option<ImportId>,
    /// Name of the source.
    pub source: String,
    /// Name of the file.
    pub file: String,
    /// The format it was read as.
    pub format: String,
    /// The encoding it was read in.
    pub encoding: String,
    /// Role → column.
    pub mapping: BTreeMap<String, String>,
    /// What became of its items.
    pub counts: Counts,
    /// Items whose source does not say when, or not so that it can be read: they take no part in trends.
    pub undated: u64,
    /// Where rejected originals lie, if there were any.
    #[schema(value_type = Option<String>)]
    pub rejects: Option<PathBuf>,
    /// Seconds it took.
    pub took_s: f64,
    /// Whether it was stopped before the end.
    pub interrupted: bool,
    /// What to know about how it was read.
    pub notes: Vec<String>,
}

/// Imports the file that came with the command.
///
/// # Errors
/// The source's name is not valid or the source was erased, the format or mapping is not valid, no file came, it cannot be read
/// as what it should be, or any failure of the store. What was recorded stands.
pub fn import_file(
    ctx: &Context,
    request: ImportFile,
    host: &mut Host<'_>,
) -> Result<ImportReport, AppError> {
    let input = host.input.take().ok_or_else(|| AppError::user("no file came with the import"))?;
    import(ctx, input, &request, host)
}

/// Imports `input`. Views are not caught up: that is the caller's next step.
///
/// # Errors
/// As [`import_file`], but that the input is there.
pub fn import(
    ctx: &Context,
    input: Input,
    request: &ImportFile,
    host: &Host<'_>,
) -> Result<ImportReport, AppError> {
    let started = Instant::now();
    let file = ctx.app.redact(input.name());
    let source = request.source.clone().unwrap_or_else(|| source_name(&file));
    check_source_name(&source)?;
    let remembered = remembered(ctx, &source)?;
    let options = options(request, remembered, ctx.now)?;
    let redactor = ctx.app.redactor_of(&source)?;
    let repeats = Repeats::new(request.keep_repeats);
    let mut run = Run::new(ctx, &source, &file, &redactor, host, repeats);
    let read = hearken_ingest::read(input, &options, &mut |arrival| run.accept(arrival));
    let stopped = run.drain()?;
    let read = read.map_err(|error| unreadable(&error))?;
    // A column may be called after a person.
    let mapping: BTreeMap<String, String> =
        read.mapping.to_map().into_iter().map(|(role, column)| (role, ctx.app.redact(&column))).collect();
    let rejects = run.close(stopped, read.format.as_str(), &mapping)?;
    let mut notes = read.notes;
    notes.extend(run.repeats.note());
    let redact = |text: &str| ctx.app.redact(text);
    let column = read.mapping.get(Role::At);
    notes.extend(undated_note(&read.undated, read.items, column, read.format, redact));
    Ok(ImportReport {
        import: run.opened.map(|(_, import)| import),
        source: source.clone(),
        file: file.clone(),
        format: read.format.as_str().to_owned(),
        encoding: read.encoding,
        mapping,
        counts: run.counts,
        undated: read.undated.items,
        rejects,
        took_s: started.elapsed().as_secs_f64(),
        interrupted: stopped,
        notes,
    })
}

/// How the source was read the last time. One that was erased stays erased.
fn remembered(ctx: &Context, source: &str) -> Result<Option<BTreeMap<String, String>>, AppError> {
    let snapshot = ctx.app.store().snapshot()?;
    match snapshot.erasures().source_erased(source)? {
        None => Ok(snapshot.sources().get(source)?.map(|source| source.mapping)),
        Some(at) => Err(erased_source(source, at)),
    }
}

/// The error for a source that was erased.
pub fn erased_source(source: &str, at: Timestamp) -> AppError {
    let message = format!(
        "source '{source}' was erased on {}, and nothing is taken in under its name",
        at.strftime("%Y-%m-%d")
    );
    AppError::user(message).suggest(NextStep::NameAnotherSource)
}

/// Options of the parser: what was asked for, else what was remembered for the source.
///
/// # Errors
/// The format, the encoding or the mapping is not one.
pub fn options(
    request: &ImportFile,
    remembered: Option<BTreeMap<String, String>>,
    now: Timestamp,
) -> Result<Options, AppError> {
    let mut limits = Limits::at(now);
    limits.text_bytes_max = request.text_bytes_max.unwrap_or(limits.text_bytes_max);
    limits.line_bytes_max = request.line_bytes_max.unwrap_or(limits.line_bytes_max);
    let format = request.format.as_deref().map(str::parse::<Format>).transpose();
    let encoding = request.encoding.as_deref().map(str::parse::<TextEncoding>).transpose();
    let given = !request.mapping.is_empty();
    let mapping = if given { request.mapping.clone() } else { remembered.unwrap_or_default() };
    Ok(Options {
        format: format.map_err(|error| AppError::user(error.to_string()))?,
        mapping: Mapping::from_map(&mapping).map_err(|error| AppError::user(error.to_string()))?,
        // A remembered column that this file lacks is guessed again; one that was asked for must be there.
        mapping_required: given,
        encoding: encoding.map_err(|error| AppError::user(error.to_string()))?,
        kind: request.kind,
        skip_lines: request.skip_lines,
        limits,
    })
}

/// The error of a file that cannot be read at all; it names the file.
pub fn unreadable(error: &ReadError) -> AppError {
    AppError::user(error.to_string())
}
