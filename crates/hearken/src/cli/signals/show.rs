//! `hearken signal`.

use clap::{Args, Subcommand};
use hearken_domain::{SignalId, counted};

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::out::{Out, safe, unredacted, words};
use crate::cli::signals::campaigns::{SetAsideArgs, set_aside};
use crate::cli::signals::correct::{ConfirmArgs, CorrectArgs, confirm, correct, read_again, show_reading};
use crate::cli::themes::rulings::rule;
use crate::cli::themes::show::{origin, state};
use hearken_app::actions::signals::not_alike::RuleNotAlike;
use hearken_app::actions::signals::show::SignalPage;
use hearken_app::error::AppError;
use hearken_app::query::ShowSignal;

#[derive(Debug, Subcommand)]
pub enum SignalCommand {
    /// Show a signal: its words, where they come from, its theme, and what was said alike
    Show(ShowArgs),
    /// Say what a signal says, its sentiment or its severity, otherwise than it was read
    Correct(CorrectArgs),
    /// Say that a signal was read right, so that it holds, and is learned from
    Confirm(ConfirmArgs),
    /// Read what every signal says once more, having learned from what people said
    #[command(after_help = "Example: hearken signal read-again")]
    ReadAgain,
    /// Say that a signal is no report of the same incident as those it was found alike to
    NotAlike(NotAlikeArgs),
    /// Say that signals are spam or part of a campaign, which count nowhere, or that they count
    SetAside(SetAsideArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken signal show S-17")]
pub struct ShowArgs {
    /// Which signal, such as S-17
    signal: SignalId,
    #[command(flatten)]
    as_of: AsOfArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken signal not-alike S-17\n\
                        Take it back with hearken theme undo and the number of the ruling.")]
pub struct NotAlikeArgs {
    /// Which signal, such as S-17
    signal: SignalId,
}

pub fn run(command: SignalCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let args = match command {
        SignalCommand::Show(args) => args,
        SignalCommand::Correct(args) => return correct(&args, global, out),
        SignalCommand::Confirm(args) => return confirm(&args, global, out),
        SignalCommand::ReadAgain => return read_again(global, out),
        SignalCommand::NotAlike(args) => return rule(RuleNotAlike { signal: args.signal }, global, out),
        SignalCommand::SetAside(args) => return set_aside(args, global, out),
    };
    let page = args.as_of.view(global, out)?.ask(&ShowSignal(args.signal))?;
    if out.json() {
        return out.data(&page);
    }
    show(&page, out);
    Ok(())
}

fn show(page: &SignalPage, out: &mut Out) {
    let signal = &page.signal;
    out.line(console::style(signal.id.to_string()).bold().to_string());
    if let Some(title) = &signal.title {
        out.verbatim(title, 0);
    }
    out.line("");
    out.verbatim(&signal.verbatim, 2);
    out.line("");
    let rating = signal.rating.map(|rating| rating.to_string());
    let said = match signal.undated {
        true => format!("undated; it came {}", signal.at),
        false => signal.at.to_string(),
    };
    let facts = [
        ("said", Some(said)),
        ("by", page.contact.as_ref().map(unredacted)),
        ("anonymised", anonymised(page)),
        ("source", Some(page.source.clone())),
        ("kind", Some(signal.kind.to_string())),
        ("rating", rating),
        ("product", signal.product.as_ref().map(words)),
        ("version", signal.version.as_ref().map(words)),
        ("language", signal.language.as_ref().map(words)),
        ("state", state(signal.state, signal.status.as_ref())),
        ("link", signal.url.as_ref().map(words)),
        ("id there", signal.external_id.clone()),
    ];
    let extra = signal.extra.iter().map(|(name, value)| (name.as_str(), Some(words(value))));
    let labels = signal.labels.iter().map(|label| ("label", Some(words(label))));
    for (name, value) in facts.into_iter().chain(labels).chain(extra) {
        if let Some(value) = value {
            let value = safe(&value).replace('\n', " ");
            out.line(format!("{:<10} {value}", safe(name).replace('\n', " ")));
        }
    }
    let theme = match (&page.theme, page.confidence) {
        (Some(theme), Some(confidence)) => {
            format!("{} {} ({:.0}% clear)", theme.id, words(&theme.name), confidence * 100.0)
        }
        (Some(theme), None) => format!("{} {}", theme.id, words(&theme.name)),
        (None, _) => "unsorted".to_owned(),
    };
    out.line(format!("{:<10} {}", "theme", theme));
    for other in &page.other_themes {
        let theme =
            format!("{} {} ({:.0}% clear)", other.theme.id, words(&other.theme.name), other.fit * 100.0);
        out.line(format!("{:<10} {theme}, besides:", "speaks of"));
        out.verbatim(&other.passage.excerpt(600), 11);
    }
    counts(page, out);
    show_reading(page.reading.as_ref(), out);
    whose(page, out);
    if signal.revision > 1 {
        out.line(format!("{:<10} {}, earlier ones with --json", "revision", signal.revision));
    }
    if let Some(ruling) = &page.not_alike {
        out.line(format!("{:<10} {} ({})", "ruling", words(&ruling.says), ruling.ruling.id));
    }
    alike(page, out);
    neighbours(page, out);
}

fn neighbours(page: &SignalPage, out: &mut Out) {
    if !page.neighbours.is_empty() {
        out.line("");
        out.line(console::style("Said alike").bold().to_string());
    }
    for neighbour in &page.neighbours {
        out.line("");
        out.verbatim(&neighbour.signal.excerpt, 2);
        let alike = format!("{}, {:.0}% alike", origin(&neighbour.signal), neighbour.similarity * 100.0);
        out.line(format!("  {}", console::style(alike).dim()));
    }
}

/// Whether it counts, and who said so.
fn counts(page: &SignalPage, out: &mut Out) {
    if let Some(aside) = &page.aside {
        out.line(format!("{:<10} {}", "is", aside.says()));
    }
    if let Some(ruling) = &page.aside_ruling {
        out.line(format!("{:<10} {} ({})", "ruling", words(&ruling.says), ruling.ruling.id));
    }
}

/// When and by which choice who said it was removed.
fn anonymised(page: &SignalPage) -> Option<String> {
    let told = page.anonymisation.as_ref().map(|one| one.says.clone());
    told.or_else(|| page.signal.anonymised.then(|| "yes; the log does not tell when".to_owned()))
}

/// The customers that it is of, and why.
fn whose(page: &SignalPage, out: &mut Out) {
    for join in &page.customers {
        let customer = join.name.as_ref().map_or_else(|| "[no name]".to_owned(), unredacted);
        let says = unredacted(&join.says);
        out.line(format!("{:<10} {} {customer}, for {says}", "customer", join.customer));
    }
}

/// The other reports of its burst.
fn alike(page: &SignalPage, out: &mut Out) {
    let Some(burst) = page.burst else { return };
    out.line("");
    let title = format!("{} alike", counted(burst.signals, "report"));
    out.line(console::style(title).bold().to_string());
    for other in &page.alike {
        out.line("");
        out.verbatim(&other.excerpt, 2);
        out.line(format!("  {}", console::style(origin(other)).dim()));
    }
    let listed = page.alike.len() as u64 + 1;
    if listed < burst.signals {
        out.line(format!("and {} more", burst.signals - listed));
    }
}
