//! `hearken signal correct` and `confirm`: what a signal says, otherwise than it was read or as it was read.

use clap::Args;
use hearken_domain::{Says, Sentiment, Severity, SignalId, counted};

use crate::cli::Global;
use crate::cli::out::{Out, safe};
use hearken_app::actions::signals::correct::{ConfirmSignal, CorrectSignal, SignalReading, UndoCorrection};
use hearken_app::actions::signals::read_again::ReadSignals;
use hearken_app::actions::signals::readings::ReadingCard;
use hearken_app::error::AppError;

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken signal correct S-17 --says request --sentiment neutral\n\
                        Take it back with --undo.")]
pub struct CorrectArgs {
    /// Which signal, such as S-17
    signal: SignalId,
    /// What it says: pain-point, request, question, praise, or none of these
    #[arg(long, value_name = "WHAT")]
    says: Option<Says>,
    /// Its sentiment: negative, neutral or positive
    #[arg(long, value_name = "MOOD")]
    sentiment: Option<Sentiment>,
    /// How bad it is: blocked, hindered or annoyed; that says that it is a pain point
    #[arg(long, value_name = "HOW")]
    severity: Option<Severity>,
    /// Take back what a person said last of it
    #[arg(long, conflicts_with_all = ["says", "sentiment", "severity"])]
    undo: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken signal confirm S-17\n\
                        Take it back with hearken signal correct S-17 --undo.")]
pub struct ConfirmArgs {
    /// Which signal, such as S-17
    signal: SignalId,
}

pub fn correct(args: &CorrectArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let CorrectArgs { signal, says, sentiment, severity, undo } = *args;
    let holds = match undo {
        true => global.execute(UndoCorrection { signal })?,
        false => global.execute(CorrectSignal { signal, says, sentiment, severity })?,
    };
    tell(&holds, !undo, out)
}

pub fn confirm(args: &ConfirmArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let confirmed = ConfirmSignal { signal: args.signal, says: None, sentiment: None, severity: None };
    tell(&global.execute(confirmed)?, true, out)
}

/// What holds of the signal now, and how what was said is taken back, if it was said just now.
fn tell(holds: &SignalReading, said: bool, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        return out.data(holds);
    }
    out.line(holds.signal.to_string());
    show_reading(holds.reading.as_ref(), out);
    if said {
        out.note(format!("hearken signal correct {} --undo takes it back", holds.signal));
    }
    Ok(())
}

pub fn read_again(global: &Global, out: &mut Out) -> Result<(), AppError> {
    let answer = global.execute(ReadSignals {})?;
    if out.json() {
        return out.data(&answer);
    }
    let signals = counted(answer.signals, "signal");
    out.line(match answer.read {
        true => format!("{signals} read again"),
        false => format!("{signals} to be read again by the server, in the background"),
    });
    Ok(())
}

/// What a signal says, in which mood, and how bad it is: a line each.
pub fn show_reading(reading: Option<&ReadingCard>, out: &mut Out) {
    let Some(card) = reading else {
        out.line(format!("{:<10} not read yet", "says"));
        return;
    };
    let severity = card.severity.zip(card.severity_by.as_ref());
    let lines = [
        Some(("says", card.says.label(), &card.says_by)),
        Some(("sentiment", card.sentiment.label(), &card.sentiment_by)),
        severity.map(|(severity, by)| ("severity", severity.label(), by)),
    ];
    for (name, value, by) in lines.into_iter().flatten() {
        out.line(format!("{name:<10} {value} ({})", safe(&by.how)));
    }
}
