//! `hearken ask-ahead`.

use std::io::Read as _;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;
use hearken_app::actions::ahead::ask_ahead::{AskAhead, VERBATIMS};
use hearken_app::error::AppError;

use crate::brief::markdown;
use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::brief::{links_lead_to, write};
use crate::cli::filter::FilterArgs;
use crate::cli::out::Out;

/// Bytes of standard input that are read: more than any plan that is taken.
const BYTES_MAX: u64 = 1 << 16;

#[derive(Debug, Args)]
#[command(
    after_help = "Nothing of it says what would come of the plan: it counts and quotes what was said.\n\n\
    Examples:\n  hearken ask-ahead 'we plan to drop CSV export'\n  \
    hearken ask-ahead 'we plan to charge for exports' --segment Enterprise --since 90d -o evidence.md\n  \
    pbpaste | hearken ask-ahead -"
)]
pub struct AskAheadArgs {
    /// What is planned, in a sentence or two; - reads it from standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Verbatims at most
    #[arg(long, default_value_t = NonZeroUsize::new(VERBATIMS).unwrap_or(NonZeroUsize::MIN), value_name = "N")]
    limit: NonZeroUsize,
    /// Into this file, as Markdown
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn run(args: &AskAheadArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let plan = match args.plan.as_str() {
        "-" => from_stdin()?,
        typed => typed.to_owned(),
    };
    let view = args.as_of.view(global, out)?;
    let found = view.ask(&AskAhead { plan, filter: args.filter.read(&view)?, limit: args.limit.get() })?;
    if out.json() {
        return out.data(&found.touched);
    }
    let base = links_lead_to(global, out)?;
    write(&markdown(&found.brief, &base), args.output.as_deref(), out)
}

fn from_stdin() -> Result<String, AppError> {
    let mut bytes = Vec::new();
    std::io::stdin().take(BYTES_MAX).read_to_end(&mut bytes).map_err(anyhow::Error::from)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
