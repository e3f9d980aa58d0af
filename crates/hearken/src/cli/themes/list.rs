//! `hearken themes`.

use std::num::NonZeroUsize;

use clap::Args;
use hearken_domain::{Money, ThemeKind, counted, grouped};

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::filter::FilterArgs;
use crate::cli::out::{Out, safe, words};
use crate::cli::table::{flexible, left, right, table};
use hearken_app::actions::cards::{AreaCard, ClusteringState, Direction, ThemeCard, TrendCard};
use hearken_app::actions::customers::worth::WorthCard;
use hearken_app::actions::themes::list::{ThemeQuery, ThemeSort};
use hearken_app::error::AppError;
use hearken_app::view::View;
use hearken_app::wording::times;

/// Columns of a window in which sums of several currencies stand side by side.
const WIDTH_OF_ALL_SUMS: usize = 100;

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken themes --sort rising --since 2024-01-01 --kind pain-point")]
pub struct ThemesArgs {
    /// Order: area, a tree of themes that lie near each other; or one list by signals, rising, newest, rating, name,
    /// customers, revenue
    #[arg(long, default_value = "area", value_name = "ORDER")]
    sort: ThemeSort,
    /// Only themes of this kind: pain-point, request, question, praise
    #[arg(long, value_name = "KIND")]
    kind: Option<ThemeKind>,
    /// Only what lies in this area: its id, such as A-3, or its name
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// At most so many
    #[arg(long, default_value = "100", value_name = "N")]
    limit: NonZeroUsize,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn run(args: &ThemesArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let view = args.as_of.view(global, out)?;
    let filter = args.filter.read(&view)?;
    let query = ThemeQuery {
        filter,
        kind: args.kind,
        area: args.area.clone(),
        sort: args.sort,
        limit: args.limit.get(),
    };
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
    let counts = list.customers.is_some().then_some(Counts {
        // Of sums in several currencies a narrow window shows the first.
        first_only: out.in_window() && out.width() < WIDTH_OF_ALL_SUMS,
    });
    let rows: Vec<Vec<String>> = if query.sort == ThemeSort::Area && list.areas.len() > 1 {
        list.by_area().flat_map(|(area, cards)| branch(area, &cards, counts)).collect()
    } else {
        list.themes.iter().map(|card| row(card, counts)).collect()
    };
    let mut columns = vec![
        left("ID"),
        flexible("THEME"),
        left("KIND").leaving(4),
        right("SIGNALS"),
        right("BESIDES").leaving(1),
        right("SHARE").leaving(5),
        right("RATING").leaving(2),
    ];
    if counts.is_some() {
        columns.extend([right("CUSTOMERS"), right("A YEAR"), right("NOBODY").leaving(3)]);
    }
    columns.push(left("TREND"));
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
    let several = |worth: &WorthCard| worth.revenue.len() > 1;
    if counts.is_some_and(|counts| counts.first_only) && list.customers.as_ref().is_some_and(several) {
        out.note("a year +1 has sums in other currencies besides; hearken theme show has all of them");
    }
    if let Some(worth) = &list.customers {
        out.line(format!("all together: {}", safe(&worth.says)));
    }
    Ok(())
}

/// How customers are counted beside themes.
#[derive(Clone, Copy)]
struct Counts {
    first_only: bool,
}

/// An area with its themes below it.
fn branch(area: &AreaCard, cards: &[&ThemeCard], counts: Option<Counts>) -> Vec<Vec<String>> {
    let mut head = vec![
        area.id.map_or_else(String::new, |id| id.to_string()),
        area.name.as_ref().map_or_else(|| "Other".to_owned(), words).to_uppercase(),
        String::new(),
        area.signals.to_string(),
        String::new(),
        format!("{:.1}%", area.share * 100.0),
        String::new(),
    ];
    head.extend(whose(area.customers.as_ref(), counts));
    head.push(trend(&area.trend));
    let rows = cards.iter().map(|card| {
        let mut row = row(card, counts);
        row[1] = format!("  {}", row[1]);
        row
    });
    std::iter::once(head).chain(rows).collect()
}

fn row(card: &ThemeCard, counts: Option<Counts>) -> Vec<String> {
    let mut row = vec![
        card.id.to_string(),
        words(&card.name),
        card.kind.label().to_owned(),
        card.signals.to_string(),
        besides(card),
        format!("{:.1}%", card.share * 100.0),
        card.rating_mean.map_or_else(|| "–".to_owned(), |rating| format!("{rating:.1}")),
    ];
    row.extend(whose(card.customers.as_ref(), counts));
    row.push(trend(&card.trend));
    row
}

/// How many customers, what they pay, and what share of the signals is of nobody known.
fn whose(worth: Option<&WorthCard>, counts: Option<Counts>) -> Vec<String> {
    let (Some(worth), Some(counts)) = (worth, counts) else { return Vec::new() };
    let sums: Vec<String> = worth.revenue.iter().map(short).collect();
    let revenue = match sums.split_first() {
        None => "–".to_owned(),
        Some((first, others)) if counts.first_only && !others.is_empty() => {
            format!("{first} +{}", others.len())
        }
        Some(_) => sums.join(", "),
    };
    vec![worth.customers.to_string(), revenue, format!("{:.0}%", worth.share_of_nobody * 100.0)]
}

/// A sum in a few columns, to be compared with others: `120k EUR`. Whole it stands with the theme.
fn short(sum: &Money) -> String {
    let whole = sum.hundredths.div_ceil(100);
    let (number, unit) = match whole {
        10_000_000.. => (whole / 1_000_000, "m"),
        10_000.. => (whole / 1000, "k"),
        _ => (whole, ""),
    };
    format!("{}{unit} {}", grouped(number), sum.currency)
}

/// How many signals of other themes speak of it; they count in their own.
pub fn besides(card: &ThemeCard) -> String {
    if card.besides == 0 { String::new() } else { format!("+{}", card.besides) }
}

/// A trend in a few columns: `▲ 2.1× (1.4–3.3)`.
pub fn trend(trend: &TrendCard) -> String {
    let range = || {
        let number = |n: Option<f64>| n.map_or_else(|| "∞".to_owned(), times);
        format!("{}× ({}–{})", number(trend.ratio), number(trend.ratio_low), number(trend.ratio_high))
    };
    match trend.direction {
        Direction::Rising => format!("▲ {}", range()),
        Direction::Falling => format!("▼ {}", range()),
        Direction::New => format!("▲ new, {}", trend.recent),
        Direction::Steady => "·".to_owned(),
        Direction::TooLittle => "–".to_owned(),
    }
}
