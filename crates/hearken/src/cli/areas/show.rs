//! `hearken area show`.

use clap::Args;
use hearken_app::actions::areas::show::{AreaPage, ShowArea};
use hearken_app::actions::cards::ThemeCard;
use hearken_app::error::AppError;
use hearken_domain::counted;

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::filter::FilterArgs;
use crate::cli::out::{Out, words};
use crate::cli::table::{flexible, left, right, table};
use crate::cli::themes::list::{besides, trend};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hearken area show A-3 --since 2024-01-01\n  hearken area show 'Card · declined'"
)]
pub struct ShowArgs {
    /// Which area: its id, such as A-3, or its name
    area: String,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn run(args: ShowArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let view = args.as_of.view(global, out)?;
    let filter = args.filter.read(&view)?;
    let page = view.ask(&ShowArea { area: args.area, filter })?;
    if out.json() {
        return out.data(&page);
    }
    show(&page, out);
    Ok(())
}

fn show(page: &AreaPage, out: &mut Out) {
    out.line(console::style(format!("{}  {}", page.id, words(&page.name))).bold().to_string());
    let signals = counted(page.card.signals, "signal");
    let themes = counted(page.themes.len() as u64, "theme");
    out.line(format!("{signals} in {themes}  {}", trend(&page.card.trend)));
    if let Some(at) = page.retired_at {
        out.line(format!("no longer found since {}", at.strftime("%Y-%m-%d")));
    }
    out.line(format!("trend: {}", page.card.trend.why));
    if !page.lineage.is_empty() {
        out.line("history:");
    }
    for step in &page.lineage {
        out.line(format!("  {}  {}", step.at.strftime("%Y-%m-%d"), words(&step.says)));
    }
    if !page.rulings.is_empty() {
        out.line("decided:");
    }
    for card in &page.rulings {
        out.line(format!("  {}  {}", card.ruling.id, words(&card.says)));
    }
    out.line("");
    if page.themes.is_empty() {
        out.line("no themes lie in it");
        return;
    }
    let rows: Vec<Vec<String>> = page.themes.iter().map(row).collect();
    let columns =
        [left("ID"), flexible("THEME"), left("KIND"), right("SIGNALS"), right("BESIDES"), left("TREND")];
    table(out, &columns, &rows);
}

fn row(card: &ThemeCard) -> Vec<String> {
    vec![
        card.id.to_string(),
        words(&card.name),
        card.kind.label().to_owned(),
        card.signals.to_string(),
        besides(card),
        trend(&card.trend),
    ]
}
