//! `hearken import`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use hearken_domain::{Kind, counted};
use hearken_ingest::Mapping;
use hearken_store::StoreError;

use crate::cli::out::{Out, byte_bar, path};
use crate::cli::sources::open::open;
use crate::cli::sources::plan;
use crate::cli::{Global, handover, here, with_bar};
use hearken_app::actions::sources::import::{ImportFile, ImportReport};
use hearken_app::command::{execute, follow};
use hearken_app::context::Context;
use hearken_app::error::AppError;
use hearken_app::host::Host;
use hearken_app::query::CountThemes;

const EXAMPLES: &str = "Examples:
  hearken import reviews.csv
  hearken import export.jsonl.gz --source app-reviews --dry-run
  hearken import backup/issues --source issues
  hearken import survey.csv --map 'text=Comment,at=\"Submit Date\",rating=Score'
  hearken import old.csv --encoding macroman --map 'at=Created:%d.%m.%Y'
  pbpaste | hearken import - --source interviews --kind interview";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ImportArgs {
    /// Files and folders to read, plain or .gz, .zst, .zip; `-` reads standard input
    #[arg(required = true, value_name = "FILE|-")]
    files: Vec<PathBuf>,
    /// Name of the source [default: the file's name without its extension]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Format, where it is not recognised: csv, json, jsonl, github-issues, gitlab, linear, jira, bugzilla, cfpb,
    /// google-play-reviews, app-store-reviews, telegram, slack, whatsapp, text
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Encoding, where it is not recognised, by its name: utf-8, windows-1252, macroman, cp437, shift_jis and so on
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Which column is what, as role=column,…; roles: text, title, at, author, author-email, author-id, id, rating, url,
    /// product, version, language, tag, kind, ignore; at=COLUMN:FORMAT says how dates are written, such as %d/%m/%Y
    #[arg(long, value_name = "ROLE=COLUMN,…")]
    map: Option<String>,
    /// What the items are: ticket, review, survey-answer, interview, request, issue, message, error, behaviour, incident
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// Lines before a table's header, or before the first record, that are left out
    #[arg(long, value_name = "N", default_value_t = 0)]
    skip_lines: usize,
    /// Keep rows that say the same, without id and date, each as an item of its own [default: kept as one, and counted]
    #[arg(long)]
    keep_repeats: bool,
    /// Show how the file would be read, with five examples, and record nothing
    #[arg(long)]
    dry_run: bool,
    /// Most KiB of an item's text [default: 256]
    #[arg(long, value_name = "KIB")]
    text_max: Option<usize>,
    /// Most MiB of a line [default: 16]
    #[arg(long, value_name = "MIB")]
    line_max: Option<usize>,
}

pub fn run(args: ImportArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let mapping = match &args.map {
        Some(map) => map.parse::<Mapping>().map_err(|error| AppError::user(error.to_string()))?.to_map(),
        None => BTreeMap::new(),
    };
    let request = ImportFile {
        source: args.source,
        format: args.format,
        mapping,
        encoding: args.encoding,
        kind: args.kind,
        skip_lines: args.skip_lines,
        keep_repeats: args.keep_repeats,
        text_bytes_max: args.text_max.map(|kib| kib << 10),
        line_bytes_max: args.line_max.map(|mib| mib << 20),
    };
    if args.dry_run {
        return args.files.iter().try_for_each(|file| plan::run(file, &request, global, out));
    }
    let stop = stop_on_interrupt()?;
    let ctx = match global.write() {
        Ok(ctx) => ctx,
        Err(AppError::Held(error)) => return hand_over(&args.files, &request, global, &error, out),
        Err(error) => return Err(error),
    };
    let mut reports = Vec::new();
    for file in &args.files {
        let report = import_one(&ctx, file, &request, &stop)?;
        if !out.json() {
            show_report(&report, out);
        }
        let interrupted = report.interrupted;
        reports.push(report);
        if interrupted {
            break;
        }
    }
    if !stop.load(Ordering::Relaxed) {
        with_bar(|progress| follow(&ctx, progress))?;
    }
    if out.json() {
        return out.data(&reports);
    }
    if stop.load(Ordering::Relaxed) {
        out.note("stopped; what was counted is recorded, and the same command goes on from there");
        return Ok(());
    }
    let themes = ctx.view()?.ask(&CountThemes)?;
    if themes > 0 {
        let stand = if themes == 1 { "stands" } else { "stand" };
        out.line(format!("{} {stand}. Next: hearken themes, or hearken serve", counted(themes, "theme")));
    } else {
        out.line("Too little yet for themes (they need 20 signals). Next: hearken search, or hearken serve");
    }
    Ok(())
}

fn import_one(
    ctx: &Context,
    file: &Path,
    request: &ImportFile,
    stop: &AtomicBool,
) -> Result<ImportReport, AppError> {
    let input = open(file)?;
    let total = input.total_bytes();
    let bar = byte_bar(total);
    let read = input.bytes_read();
    bar.set_message("reading");
    let counted = |_: &hearken_domain::Counts| {
        bar.set_position(read.load(Ordering::Relaxed).min(total.unwrap_or(u64::MAX)));
    };
    let mut host = Host { counted: &counted, stop, input: Some(input), ..here() };
    let report = execute(ctx, request.clone(), &mut host);
    bar.finish_and_clear();
    report
}

/// A server holds the data directory: it runs the same action on what we send it.
fn hand_over(
    files: &[PathBuf],
    request: &ImportFile,
    global: &Global,
    held: &StoreError,
    out: &mut Out,
) -> Result<(), AppError> {
    let server = handover::Server::find(&global.dir()?, held)?;
    let mut reports = Vec::new();
    for file in files {
        let Raw { name, bytes, length } = raw(file)?;
        let bar = byte_bar(length);
        bar.set_message("sending");
        let sent = handover::File { name, content: Box::new(bar.wrap_read(bytes)) };
        let report = server.run(global.actor()?, request.clone(), Some(sent))?;
        bar.finish_and_clear();
        if !out.json() {
            show_report(&report, out);
        }
        reports.push(report);
    }
    if out.json() {
        return out.data(&reports);
    }
    out.note("recorded by the server that holds the data directory; its pages follow within seconds");
    Ok(())
}

/// A file to be sent as it is.
pub struct Raw {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub bytes: Box<dyn Read>,
    /// How many bytes those are, where that is known.
    pub length: Option<u64>,
}

/// Opens a file, or standard input for `-`, to be sent as it is.
pub fn raw(file: &Path) -> Result<Raw, AppError> {
    if file == Path::new("-") {
        return Ok(Raw { name: "-".to_owned(), bytes: Box::new(std::io::stdin()), length: None });
    }
    if file.is_dir() {
        let message = format!(
            "a server holds the data directory, and takes files, not folders such as {}",
            file.display()
        );
        return Err(AppError::user(format!("{message}; pack it as a zip")));
    }
    let opened = File::open(file).and_then(|opened| Ok((opened.metadata()?, opened)));
    let (metadata, opened) =
        opened.map_err(|error| AppError::user(format!("cannot import {}: {error}", file.display())))?;
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let length = metadata.is_file().then_some(metadata.len());
    Ok(Raw { name, bytes: Box::new(opened), length })
}

fn show_report(report: &ImportReport, out: &mut Out) {
    let counts = &report.counts;
    let total = counts.total();
    let rate = total as f64 / report.took_s.max(0.001);
    out.line(format!(
        "{} → source '{}', {}, {}: {} in {:.1} s ({rate:.0}/s)",
        crate::cli::out::safe(&report.file),
        crate::cli::out::safe(&report.source),
        report.format,
        report.encoding,
        counted(total, "item"),
        report.took_s
    ));
    out.line(format!(
        "  {} accepted, {} updated, {} duplicate, {} rejected",
        counts.accepted, counts.updated, counts.duplicate, counts.rejected
    ));
    for note in &report.notes {
        out.line(format!("  note: {}", crate::cli::out::safe(note)));
    }
    if total > 0 && counts.duplicate == total {
        out.line("  nothing new: everything in it was known already");
    }
    if let Some(rejects) = &report.rejects {
        out.line(format!("  rejected items with reasons, kept 30 days: {}", path(rejects)));
    }
}

/// Ctrl-C stops after the batches on their way; a second one ends the program at once.
fn stop_on_interrupt() -> Result<Arc<AtomicBool>, AppError> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })
    .map_err(anyhow::Error::from)?;
    Ok(stop)
}
