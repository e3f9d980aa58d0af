//! `hearken area list`.

use clap::Args;
use hearken_app::actions::areas::list::AreaQuery;
use hearken_app::actions::cards::AreaCard;
use hearken_app::error::AppError;
use hearken_domain::counted;

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::filter::FilterArgs;
use crate::cli::out::{Out, words};
use crate::cli::table::{flexible, left, right, table};
use crate::cli::themes::list::trend;

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken area list --since 2024-01-01")]
pub struct ListArgs {
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn run(args: &ListArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let view = args.as_of.view(global, out)?;
    let list = view.ask(&AreaQuery { filter: args.filter.read(&view)? })?;
    if out.json() {
        return out.data(&list);
    }
    if list.areas.is_empty() {
        out.note("no areas yet: they are found once there are several themes; hearken themes lists those");
        return Ok(());
    }
    let rows: Vec<Vec<String>> = list.areas.iter().map(row).collect();
    let columns =
        [left("ID"), flexible("AREA"), right("THEMES"), right("SIGNALS"), right("SHARE"), left("TREND")];
    table(out, &columns, &rows);
    out.line("");
    out.line(format!(
        "{} over {}; trends as of {}",
        counted(list.areas.len() as u64, "area"),
        counted(list.signals, "signal"),
        list.now.strftime("%Y-%m-%d")
    ));
    Ok(())
}

fn row(card: &AreaCard) -> Vec<String> {
    vec![
        card.id.map_or_else(String::new, |id| id.to_string()),
        card.name.as_ref().map_or_else(String::new, words),
        card.themes.len().to_string(),
        card.signals.to_string(),
        format!("{:.1}%", card.share * 100.0),
        trend(&card.trend),
    ]
}
