//! `hearken redact`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::Global;
use crate::cli::out::{Out, unredacted};
use hearken_app::actions::data::redact_text::{RedactionHit, TextFilter, next_block};
use hearken_app::error::AppError;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken redact ticket.txt > ticket-to-share.txt
  kubectl logs shop | hearken redact
  hearken redact --explain ticket.txt

The rules are those that everything taken in passes, with the patterns of hearken.toml in the data directory. Nothing is \
stored. --explain shows the values that were found: mind where you send it.")]
pub struct RedactArgs {
    /// Text in UTF-8 [default: standard input]
    file: Option<PathBuf>,
    /// Show each value that is found, its place, and the rule that found it, instead of the redacted text
    #[arg(long)]
    explain: bool,
}

pub fn run(args: &RedactArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let mut filter = TextFilter::new(global.rules()?);
    match args.file.as_deref().filter(|file| *file != Path::new("-")) {
        Some(file) => {
            let opened = File::open(file).map_err(|error| unreadable(file, &error))?;
            over(&mut filter, BufReader::new(opened), file, args, out)
        }
        None => over(&mut filter, io::stdin().lock(), Path::new("standard input"), args, out),
    }
}

fn over(
    filter: &mut TextFilter,
    mut from: impl BufRead,
    file: &Path,
    args: &RedactArgs,
    out: &mut Out,
) -> Result<(), AppError> {
    let mut hits = Vec::new();
    if args.explain && !out.json() {
        let titles = line(["PLACE", "KIND", "RULE", "VALUE"]);
        out.line(console::style(titles).bold().to_string());
    }
    let mut whole = String::new();
    while let Some(block) = next_block(&mut from).map_err(|error| unreadable(file, &error))? {
        if args.explain {
            let found = filter.explain(&block);
            match out.json() {
                true => hits.extend(found),
                false => found.iter().for_each(|hit| show(hit, out)),
            }
            out.flush();
            continue;
        }
        let redacted = filter.redact(&block);
        if out.json() {
            whole.push_str(&redacted);
        } else if io::stdout().lock().write_all(redacted.as_bytes()).is_err() {
            return Ok(()); // a reader that went away (`| head`) is no failure
        }
    }
    match (out.json(), args.explain) {
        (true, true) => out.data(&hits),
        (true, false) => out.data(&serde_json::json!({ "text": whole })),
        (false, _) => Ok(()),
    }
}

fn show(hit: &RedactionHit, out: &mut Out) {
    let value = unredacted(&hit.value).replace('\n', "⏎");
    let place = format!("line {}, column {}", hit.line, hit.column);
    out.line(line([&place, hit.sort, &hit.rule, &value]));
}

/// What is found is told as it is found: columns are as wide as the widest there can be.
fn line([place, sort, rule, value]: [&str; 4]) -> String {
    format!("{place:<24} {sort:<12} {rule:<28} {value}")
}

fn unreadable(file: &Path, error: &io::Error) -> AppError {
    let message = format!("cannot read {}: {error}", file.display());
    if error.kind() == io::ErrorKind::InvalidData {
        return AppError::user(format!("{message}; convert it first, with iconv say"));
    }
    AppError::user(message)
}
