//! `hearken sizes`.

use clap::Args;
use hearken_domain::counted;
use indicatif::HumanBytes;

use crate::cli::Global;
use crate::cli::out::{Out, safe};
use crate::cli::table::{flowing, left, right, table};
use hearken_app::error::AppError;
use hearken_app::query::ShowSizes;

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken sizes --json")]
pub struct SizesArgs {}

pub fn run(_args: &SizesArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let sizes = global.view()?.ask(&ShowSizes)?;
    if out.json() {
        return out.data(&sizes);
    }
    let rows: Vec<Vec<String>> = sizes
        .parts
        .iter()
        .map(|part| {
            vec![
                part.name.to_owned(),
                part.path.to_owned(),
                part.files.to_string(),
                HumanBytes(part.bytes).to_string(),
                part.about.to_owned(),
            ]
        })
        .collect();
    table(out, &[left("PART"), left("PATH"), right("FILES"), right("SIZE"), flowing("FOR")], &rows);
    out.line("");
    out.line(format!(
        "{} for {} in {}",
        HumanBytes(sizes.bytes),
        counted(sizes.signals, "signal"),
        safe(&sizes.directory)
    ));
    Ok(())
}
