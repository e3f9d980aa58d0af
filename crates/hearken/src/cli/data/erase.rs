//! `hearken erase`.

use std::io::{IsTerminal as _, Read, Write as _};

use clap::{ArgGroup, Args};
use hearken_domain::{CustomerId, counted};

use crate::cli::Global;
use crate::cli::out::{Out, safe};
use hearken_app::actions::data::erase::{Erase, EraseReport};
use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;

#[derive(Debug, Args)]
#[command(
    after_help = "Backups made before keep what was erased until they are restored: then it is erased again.\n\n\
    Examples:\n  hearken erase --contact P-17 --contact P-18 --yes\n  hearken erase --contact - --yes < people.txt\n  \
    hearken erase --source old-survey\n  hearken erase --customer C-7 --dry-run",
    group = ArgGroup::new("what").required(true).args(["contact", "source", "customer"])
)]
pub struct EraseArgs {
    /// A person: number (P-17), the source's own id, address or name, in any case and form; may be repeated. With - they
    /// are read from standard input, one a line, and stand in no list of processes and no history of a shell
    #[arg(long, value_name = "WHO")]
    contact: Vec<String>,
    /// A source, with everything it brought
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// A customer, such as C-7, and what is part of it: all that is held of it, the people and the signals that are of no other
    /// customer. It cannot be taken back, and lists do not bring it back
    #[arg(long, value_name = "C-N")]
    customer: Option<CustomerId>,
    /// Take an address for the same with any tag, too: ann+shop@example.com for ann@example.com
    #[arg(long, requires = "contact")]
    with_tags: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Say what would go, and erase nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
}

pub fn run(args: &EraseArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let people = people(&args.contact, std::io::stdin())?;
    let request = |dry_run| Erase {
        contacts: people.clone(),
        source: args.source.clone(),
        customer: args.customer,
        with_tags: args.with_tags,
        dry_run,
    };
    let planned = global.execute(request(true))?;
    if planned.contacts + planned.signals + planned.customers == 0 && planned.erased_before > 0 {
        if out.json() {
            return out.data(&EraseReport { dry_run: args.dry_run, ..planned });
        }
        out.line("all of it was erased before; nothing of it is left to erase");
        return Ok(());
    }
    let what = what(args, &planned);
    if args.dry_run {
        if out.json() {
            return out.data(&planned);
        }
        out.line(format!("would erase {what}"));
        return Ok(());
    }
    if !args.yes && !confirmed(&what)? {
        out.note("nothing was erased");
        return Ok(());
    }
    let report = global.execute(request(false))?;
    if out.json() {
        return out.data(&report);
    }
    let customers = match report.customers {
        0 => String::new(),
        some => format!("{}, ", counted(some, "customer")),
    };
    out.line(format!(
        "erased {customers}{}, {}, {}, {} in {:.1} s; none of it is taken in again",
        counted(report.contacts, "person"),
        counted(report.signals, "signal"),
        counted(report.rejects, "rejected item"),
        counted(report.typed, "typed name"),
        report.took_s
    ));
    Ok(())
}

/// What is to go, in words.
fn what(args: &EraseArgs, planned: &EraseReport) -> String {
    let (people, signals) = (counted(planned.contacts, "person"), counted(planned.signals, "signal"));
    match (&args.source, args.customer) {
        (Some(source), _) => format!("source '{}' with {signals}", safe(source)),
        (None, Some(customer)) => {
            let parts = match planned.customers {
                0 | 1 => String::new(),
                more => format!("{} that it is one with, ", counted(more - 1, "customer")),
            };
            format!(
                "customer {customer} with {parts}{people}, {signals}, {}, {}, {}, {}",
                counted(planned.facts, "fact"),
                counted(planned.identifiers, "identifier"),
                counted(planned.goals, "goal"),
                counted(planned.judgements, "judgement"),
            )
        }
        (None, None) => format!("{people} with {signals}"),
    }
}

/// Those that are named, and for - those on standard input.
fn people(named: &[String], mut stdin: impl Read) -> Result<Vec<String>, AppError> {
    let mut people: Vec<String> = named.iter().filter(|name| *name != "-").cloned().collect();
    if people.len() < named.len() {
        let mut text = String::new();
        stdin.read_to_string(&mut text).map_err(|error| {
            AppError::user(format!("the people on standard input cannot be read: {error}"))
        })?;
        people.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
        if people.is_empty() {
            return Err(AppError::user("standard input names nobody").suggest(NextStep::NameWhatToErase));
        }
    }
    Ok(people)
}

fn confirmed(what: &str) -> Result<bool, AppError> {
    if !std::io::stdin().is_terminal() {
        return Err(AppError::user("nobody is there to confirm it").suggest(NextStep::ConfirmErasing));
    }
    let mut stderr = std::io::stderr();
    let mut answer = String::new();
    let asked = write!(stderr, "Erase {what}, for good? [y/N] ").and_then(|()| stderr.flush());
    asked.and_then(|()| std::io::stdin().read_line(&mut answer)).map_err(anyhow::Error::from)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_named_by_argument_or_on_standard_input() {
        let named = |names: &[&str], stdin: &str| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            people(&names, stdin.as_bytes()).ok()
        };
        assert_eq!(named(&["P-1"], "never read").unwrap(), ["P-1"]);
        assert_eq!(named(&["-"], "ann@example.com\r\n\n  Bo Li \n").unwrap(), ["ann@example.com", "Bo Li"]);
        assert_eq!(named(&["P-1", "-"], "P-2").unwrap(), ["P-1", "P-2"]);
        assert_eq!(named(&["-"], "\n"), None);
    }
}
