//! `hearken themes`.

use std::num::NonZeroUsize;

use clap::Args;
use hearken_domain::{ThemeKind, counted};

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::filter::FilterArgs;
use crate::cli::out::{Out, words};
use crate::cli::table::{flexible, left, right, table};
use hearken_app::actions::cards::{ClusteringState, Direction, ThemeCard};
use hearken_app::actions::themes::list::{ThemeQuery, ThemeSort, by_area};
use hearken_app::error::AppError;
use hearken_app::view::View;

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken themes --sort rising --since 2024-01-01 --kind pain-point")]
pub struct ThemesArgs {
    /// Order: signals, rising, newest, rating, name; or area, a tree of themes that lie near each other
    #[arg(long, default_value = "signals", value_name = "ORDER")]
    sort: ThemeSort,
    /// Only themes of this kind: pain-point, request, question, praise
    #[arg(long, value_name = "KIND")]
    kind: Option<ThemeKind>,
    /// At most so many
    #[arg(long, default_value = "40", value_name = "N")]
    limit: NonZeroUsize,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn run(args: &ThemesArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let view = args.as_of.view(global, out)?;
    let filter = args.filter.read(&view)?;
    let query = ThemeQuery { filter, kind: args.kind, sort: args.sort, limit: args.limit.get() };
    answer(&view, &query, out)
}

/// Lists themes.
pub fn answer(view: &View, query: &ThemeQuery, out: &mut Out) -> Result<(), AppError> {
    let list = view.ask(query)?;
    if out.json() {
        return out.data(&list);
    }
    if list.themes.is_empty() {
        out.note(match list.clustering {
            ClusteringState::None => {
                "no themes yet: they need 20 signals; import more with hearken import FILE"
            }
            _ => "no theme has signals under this filter",
        });
        return Ok(());
    }
    let rows: Vec<Vec<String>> = if query.sort == ThemeSort::Area {
        by_area(&list.themes).flat_map(|(area, cards)| branch(area.map(words).as_deref(), cards)).collect()
    } else {
        list.themes.iter().map(row).collect()
    };
    let columns = [
        left("ID"),
        flexible("THEME"),
        left("KIND"),
        right("SIGNALS"),
        right("SHARE"),
        right("RATING"),
        left("TREND"),
    ];
    table(out, &columns, &rows);
    out.line("");
    out.line(format!(
        "{} of {} over {}, {} unsorted; trends as of {}",
        list.themes.len(),
        counted(list.total, "theme"),
        counted(list.signals, "signal"),
        list.unsorted,
        list.now.strftime("%Y-%m-%d")
    ));
    Ok(())
}

/// An area with its themes below it.
fn branch(area: Option<&str>, cards: &[ThemeCard]) -> Vec<Vec<String>> {
    let signals: u64 = cards.iter().map(|card| card.signals).sum();
    let share: f64 = cards.iter().map(|card| card.share).sum();
    let mut head = vec![String::new(); 7];
    head[1] = area.unwrap_or("Other").to_uppercase();
    head[3] = signals.to_string();
    head[4] = format!("{:.1}%", share * 100.0);
    let rows = cards.iter().map(|card| {
        let mut row = row(card);
        row[1] = format!("  {}", row[1]);
        row
    });
    std::iter::once(head).chain(rows).collect()
}

fn row(card: &ThemeCard) -> Vec<String> {
    vec![
        card.id.to_string(),
        words(&card.name),
        card.kind.label().to_owned(),
        card.signals.to_string(),
        format!("{:.1}%", card.share * 100.0),
        card.rating_mean.map_or_else(|| "–".to_owned(), |rating| format!("{rating:.1}")),
        trend(card),
    ]
}

/// A trend in a few columns: `▲ 2.1× (1.4–3.3)`.
pub fn trend(card: &ThemeCard) -> String {
    let trend = &card.trend;
    let range = || {
        let number = |n: Option<f64>| n.map_or_else(|| "∞".to_owned(), |n| format!("{n:.1}"));
        format!("{}× ({}–{})", number(trend.ratio), number(trend.ratio_low), number(trend.ratio_high))
    };
    match trend.direction {
        Direction::Rising => format!("▲ {}", range()),
        Direction::Falling => format!("▼ {}", range()),
        Direction::New => format!("▲ new, {}", trend.recent),
        Direction::Steady => "·".to_owned(),
    }
}
