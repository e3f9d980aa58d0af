//! `hearken source keep` and `hearken source anonymise`: how long what a source brings is kept as it came.

use std::io::{IsTerminal as _, Write as _};

use clap::Args;
use hearken_app::actions::data::anonymise::{Anonymise, AnonymiseReport};
use hearken_app::actions::sources::keep::{SetRetention, UndoRetention};
use hearken_app::actions::sources::kept::KeptRow;
use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_domain::{Kind, Retention, counted, kept_days};

use crate::cli::Global;
use crate::cli::out::{Out, safe};

#[derive(Debug, Args)]
#[command(
    after_help = "Once it is over, who said a signal is removed from it for good: contact, ids, address, earlier words,
and their names in its words. What it counts for stays. A server does so once a day, the command
anonymise at once. Backups made before keep it.

Examples:
  hearken source keep app-reviews 400d --dry-run
  hearken source keep app-reviews 2y --kind ticket --remove-words --yes
  hearken source keep app-reviews forever
  hearken source keep app-reviews --undo"
)]
pub struct KeepArgs {
    /// Name of the source
    name: String,
    /// For how long: 400d, 26w, 18m or 2y, counted from when a signal was said; or forever
    #[arg(value_name = "TIME", value_parser = kept, required_unless_present = "undo")]
    time: Option<Kept>,
    /// Take back what was last chosen; what was anonymised stays so
    #[arg(long, conflicts_with_all = ["time", "remove_words"])]
    undo: bool,
    /// Only signals of this kind; a kind's time goes before the source's
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// Remove the words, too, and not only who said them
    #[arg(long)]
    remove_words: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Say how many signals are kept longer already, and choose nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
}

/// A time of keeping in days; `None` is for ever.
#[derive(Debug, Clone, Copy)]
struct Kept(Option<u32>);

fn kept(typed: &str) -> Result<Kept, String> {
    kept_days(typed).map(Kept)
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken source anonymise --dry-run
  hearken source anonymise app-reviews --yes")]
pub struct AnonymiseArgs {
    /// Name of a source [default: all that have a time of keeping]
    name: Option<String>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Say how many signals it would be, and change nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
}

pub fn keep(args: &KeepArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let asked = args.time.and_then(|time| time.0);
    let keep = asked.map(|days| Retention { days, keeps_words: !args.remove_words });
    let (source, kind) = (&args.name, args.kind);
    let choose = |dry_run| match args.undo {
        true => global.execute(UndoRetention { source: source.clone(), kind, dry_run }),
        false => global.execute(SetRetention { source: source.clone(), kind, keep, dry_run }),
    };
    let planned = choose(true)?;
    let keep = planned.keep;
    let signals = counted(planned.over, "signal");
    if args.dry_run {
        if out.json() {
            return out.data(&planned);
        }
        out.line(format!("{signals} kept longer already; nothing was chosen"));
        return Ok(());
    }
    let asked = format!("Remove for good who said {signals}, and others once they are as old?");
    if keep.is_some() && !args.yes && !confirmed(&asked)? {
        out.note("nothing was chosen");
        return Ok(());
    }
    let chosen = choose(false)?;
    if out.json() {
        return out.data(&chosen);
    }
    let of = args.kind.map_or_else(String::new, |kind| format!(", {kind}"));
    let told = match keep {
        None => "kept for ever".to_owned(),
        Some(Retention { days, keeps_words }) => told(&KeptRow { kind: None, days, keeps_words }),
    };
    out.line(format!("'{}'{of}: {told}", safe(&args.name)));
    if chosen.over > 0 {
        out.line(format!(
            "{signals} kept longer already: hearken source anonymise, or serve, removes who said them"
        ));
    }
    Ok(())
}

pub fn anonymise(args: &AnonymiseArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let request = |dry_run| Anonymise { source: args.name.clone(), dry_run };
    let planned = global.execute(request(true))?;
    if args.dry_run {
        if out.json() {
            return out.data(&planned);
        }
        show(&planned, out);
        return Ok(());
    }
    let asked = format!("Remove for good who said {}?", counted(planned.signals, "signal"));
    if planned.signals > 0 && !args.yes && !confirmed(&asked)? {
        out.note("nothing was removed");
        return Ok(());
    }
    let report = global.execute(request(false))?;
    if out.json() {
        return out.data(&report);
    }
    show(&report, out);
    Ok(())
}

fn show(report: &AnonymiseReport, out: &mut Out) {
    if report.of.is_empty() {
        out.note("no source has a time of keeping; hearken source keep NAME 400d chooses one");
        return;
    }
    for one in &report.of {
        let of = one.kind.map_or_else(String::new, |kind| format!(", {kind}"));
        let (did, words) = match (report.dry_run, one.keeps_words) {
            (true, true) => ("would be anonymised", "words kept"),
            (true, false) => ("would be anonymised", "words removed"),
            (false, true) => ("anonymised", "words kept"),
            (false, false) => ("anonymised", "words removed"),
        };
        out.line(format!("'{}'{of}: {} {did}, {words}", safe(&one.source), counted(one.signals, "signal")));
    }
}

/// How long something is kept, and what goes then.
pub fn told(kept: &KeptRow) -> String {
    let of = kept.kind.map_or_else(String::new, |kind| format!("{kind}: "));
    let then =
        if kept.keeps_words { "who said it is removed" } else { "who said it and the words are removed" };
    format!("{of}kept {}, then {then}", counted(u64::from(kept.days), "day"))
}

fn confirmed(asked: &str) -> Result<bool, AppError> {
    if !std::io::stdin().is_terminal() {
        return Err(AppError::user("nobody is there to confirm it").suggest(NextStep::ConfirmErasing));
    }
    let mut stderr = std::io::stderr();
    let mut answer = String::new();
    let written = write!(stderr, "{asked} [y/N] ").and_then(|()| stderr.flush());
    written.and_then(|()| std::io::stdin().read_line(&mut answer)).map_err(anyhow::Error::from)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
