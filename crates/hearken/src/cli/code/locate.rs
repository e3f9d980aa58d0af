//! `hearken locate`: from customers' words to the code.

use std::io::Read as _;

use clap::Args;
use hearken_domain::Subject;

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::out::{Out, safe};
use crate::cli::table::{flexible, flowing, left, table};
use hearken_app::actions::cards::{LinkCard, SourceLine};
use hearken_app::actions::code::locate::{Found, LocateRequest, What};
use hearken_app::error::AppError;

/// Bytes of a text that are read from standard input.
const TEXT_MAX: u64 = 1 << 20;
/// Reasons shown for a link; data holds all.
const REASONS: usize = 3;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hearken locate T-42\n  hearken locate S-17 --json\n  \
    hearken locate 'my card was declined but I was charged'\n  pbpaste | hearken locate -")]
pub struct LocateArgs {
    /// A theme (T-42), a signal (S-17), or a text; `-` reads the text from standard input
    #[arg(value_name = "T-N|S-N|TEXT|-")]
    what: String,
    /// Files to list
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    limit: u16,
    /// Only in this repository
    #[arg(long, value_name = "NAME")]
    repo: Option<String>,
    #[command(flatten)]
    as_of: AsOfArgs,
}

pub fn run(args: LocateArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let what = match args.what.parse::<Subject>() {
        Ok(subject) => What::Subject(subject),
        Err(_) if args.what == "-" => What::Text(from_stdin()?),
        Err(_) => What::Text(args.what),
    };
    let request = LocateRequest { what, repository: args.repo, limit: args.limit.into() };
    let found = args.as_of.view(global, out)?.ask(&request)?;
    if out.json() {
        return out.data(&found);
    }
    show(&found, out);
    Ok(())
}

fn from_stdin() -> Result<String, AppError> {
    let mut bytes = Vec::new();
    std::io::stdin().take(TEXT_MAX).read_to_end(&mut bytes).map_err(anyhow::Error::from)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn show(found: &Found, out: &mut Out) {
    if let Some(worth) = &found.customers {
        out.line(format!("whose: {}", safe(&worth.says)));
    }
    if found.links.is_empty() {
        out.note("nothing in the code speaks for these words; a name, a message or a stack trace in them would help");
    }
    if !found.links.is_empty() {
        out.line(console::style("RANK  FILE, WHY, AND WHERE IN IT").bold().to_string());
    }
    for (number, link) in found.links.iter().enumerate() {
        let head = format!("{:>2}  {}", number + 1, safe(&location(link)));
        out.line(console::style(head).bold().to_string());
        if let Some(answer) = link.answer {
            out.line(format!("    a person said yes ({})", answer.ruling));
        }
        for reason in link.evidence.iter().take(REASONS) {
            out.verbatim(&reason.says, 4);
            show_excerpt(&reason.excerpt, 8, out);
        }
        for place in &link.places {
            let name = place.symbol.as_deref().unwrap_or("lines");
            let line = format!("    → {} {}–{}", safe(name), place.first_line, place.last_line);
            out.line(console::style(line).dim().to_string());
        }
    }
    for denied in &found.denied {
        let symbol = denied.symbol.as_ref().map_or_else(String::new, |symbol| format!("#{symbol}"));
        let line = format!(
            "    no: {}{} (take the no back: hearken theme undo {})",
            safe(&denied.path),
            safe(&symbol),
            denied.answer.ruling
        );
        out.line(console::style(line).dim().to_string());
    }
    if !found.components.is_empty() {
        out.line("");
        let row = |(name, owners): (&String, &Vec<String>)| vec![name.clone(), owners.join(" ")];
        let named = found.components.iter().map(|component| (&component.name, &component.owners));
        table(out, &[left("COMPONENT"), flexible("OWNERS")], &named.map(row).collect::<Vec<_>>());
    }
    if !found.ask.is_empty() {
        out.line("");
        let rows: Vec<Vec<String>> =
            found.ask.iter().map(|person| vec![person.who.clone(), person.why.clone()]).collect();
        table(out, &[left("WHOM TO ASK"), flowing("WHY")], &rows);
    }
}

/// The code that a reason is about.
pub(super) fn show_excerpt(excerpt: &[SourceLine], indent: usize, out: &mut Out) {
    for line in excerpt {
        let text = safe(line.text.trim_start()).replace('\n', " ");
        let shown = format!("{:indent$}{} │ {text}", "", line.line);
        out.line(console::style(shown).dim().to_string());
    }
}

/// A link's file, with its repository before it.
fn location(link: &LinkCard) -> String {
    format!("{}:{}", link.repository, link.path)
}
