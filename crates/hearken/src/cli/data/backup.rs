//! `hearken backup` and `hearken restore`.

use std::path::PathBuf;

use clap::Args;
use hearken_domain::{Timestamp, counted};
use hearken_store::BroughtAlong;

use crate::cli::out::{Out, path};
use crate::cli::{Global, here, with_bar};
use hearken_app::actions::data::back_up::BackUpData;
use hearken_app::actions::data::backup::restore;
use hearken_app::command::execute;
use hearken_app::error::AppError;

#[derive(Debug, Args)]
#[command(
    after_help = "Works while hearken serve runs. The copy holds the log and its themes; views are rebuilt, and \
    rejected originals stay out of it. Beside it lies a key (its name ends in .key), without which nobody can tell from \
    the copy who was erased: keep it, and keep it elsewhere if you like.\n\nExample: hearken backup hearken-2024-03-31.db"
)]
pub struct BackupArgs {
    /// The new file
    file: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Overwrites nothing: the data directory must hold no data yet. Who was erased since the backup was \
    made is erased again, where the ledger of erasures (erasures.json) still lies in the data directory, or is named. \
    The key of that ledger is looked for in the data directory, beside the ledger that is named (erasures.key) and beside \
    the backup (its name with .key).\n\n\
    Example: hearken restore hearken-2024-03-31.db --data restored --erasures old/erasures.json"
)]
pub struct RestoreArgs {
    /// The backup
    file: PathBuf,
    /// The ledger of erasures [default: erasures.json in the data directory]
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
    /// The key of the ledger of erasures, where it lies elsewhere
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

pub fn make(args: &BackupArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    // It only reads, beside a server that holds the directory.
    let report = execute(&global.read()?, BackUpData { file: args.file.clone() }, &mut here())?;
    if out.json() {
        return out.data(&report);
    }
    out.line(format!(
        "{}: {} up to position {}, {}, checked from end to end",
        path(&report.file),
        counted(report.signals, "signal"),
        report.position,
        counted(report.bytes, "byte")
    ));
    Ok(())
}

pub fn take_back(args: &RestoreArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let dir = global.dir()?;
    let actor = global.actor()?;
    let along = BroughtAlong { ledger: args.erasures.as_deref(), key: args.key.as_deref() };
    let report = with_bar(|progress| restore(&args.file, &dir, along, actor, Timestamp::now(), progress))?;
    if out.json() {
        return out.data(&report);
    }
    let signals = counted(report.backup.signals, "signal");
    out.line(format!("{signals} restored into {}", path(dir.path())));
    match report.erased_again {
        Some(signals) => out.line(format!("{signals} of them had been erased since, and were erased again")),
        None => out.note(
            "no ledger of erasures was found: whoever was erased after this backup was made is back; \
             name the ledger of the old data directory with --erasures",
        ),
    }
    Ok(())
}
