//! `hearken today`.

use clap::Args;
use hearken_app::actions::cards::{ClusteringState, ThemeCard};
use hearken_app::actions::themes::changed::{Change, GoingOn};
use hearken_app::actions::themes::story::Story;
use hearken_app::actions::themes::today::Today;
use hearken_app::error::AppError;
use hearken_app::query::ShowToday;
use hearken_domain::{Date, counted};

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::out::{Out, safe, words};
use crate::cli::table::{flexible, left, right, table};

#[derive(Debug, Args)]
#[command(
    after_help = "Each change is news on one day, whoever looks and how often: the day on which it could first be told.\n\n\
    Examples:\n  hearken today\n  hearken today --as-of 2024-03-31"
)]
pub struct TodayArgs {
    #[command(flatten)]
    as_of: AsOfArgs,
}

pub fn run(args: &TodayArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let today = args.as_of.view(global, out)?.ask(&ShowToday)?;
    if out.json() {
        return out.data(&today);
    }
    if let Some(notice) = &today.notice {
        out.note(notice);
    }
    if today.signals == 0 {
        out.note("nobody has been heard; take in customers' words with hearken import FILE");
        return Ok(());
    }
    let heard = counted(today.recent_signals, "customer signal");
    out.line(format!("{}: {heard} in the last four weeks", today.now.strftime("%A, %-d %B %Y")));
    if today.themes == 0 || today.clustering == ClusteringState::None {
        out.note("no themes yet: they need 20 signals; import more with hearken import FILE");
        return Ok(());
    }
    head("Changed today", out);
    match (&today.changed[..], &today.last_change) {
        ([], last) => {
            let when = if today.this_week.is_empty() { "this week" } else { "today" };
            out.line(format!("Nothing changed beyond its usual {when}."));
            if let Some(last) = last {
                let (day, theme) = (civil(last.called), words(&last.theme.name));
                out.line(format!("The last change was news on {day}: {} {theme}", last.theme.id));
            }
        }
        (changes, _) => changes.iter().for_each(|one| change(one, false, out)),
    }
    if !today.this_week.is_empty() {
        head("Earlier this week", out);
        today.this_week.iter().for_each(|one| change(one, true, out));
    }
    going_on(&today, out);
    if let Some(story) = &today.story {
        tell(story, out);
    }
    largest(&today.largest, out);
    Ok(())
}

fn head(title: &str, out: &mut Out) {
    out.line("");
    out.line(title.to_uppercase());
}

/// A change with its arithmetic and what was said in it.
fn change(one: &Change, told: bool, out: &mut Out) {
    let theme = &one.theme;
    let news = if told { format!(", news on {}", civil(one.called)) } else { String::new() };
    let since = civil(theme.trend.from);
    out.line(format!("{}  {} {} since {since}{news}", theme.id, words(&theme.name), one.what.says()));
    out.line(format!("      {}", safe(&one.why)));
    for quote in theme.quote.iter().chain(&one.quotes) {
        out.paragraph(&format!("“{}” {}", quote.text.as_str(), quote.signal), 6);
    }
}

fn going_on(today: &Today, out: &mut Out) {
    if today.goes_on.is_empty() {
        return;
    }
    head("Goes on", out);
    let row = |one: &GoingOn| {
        let theme = words(&one.theme.name);
        let (id, says) = (one.theme.id.to_string(), one.what.says().to_owned());
        vec![id, theme, says, civil(one.since), one.signals.to_string(), civil(one.called)]
    };
    let rows: Vec<Vec<String>> = today.goes_on.iter().map(row).collect();
    let columns = [
        left("ID"),
        flexible("THEME"),
        left("DOES").leaving(2),
        left("SINCE"),
        right("SIGNALS"),
        left("NEWS ON").leaving(1),
    ];
    table(out, &columns, &rows);
}

fn tell(story: &Story, out: &mut Out) {
    head("A story to read", out);
    out.verbatim(&story.text, 2);
    let of = story.theme.as_ref().map_or_else(String::new, |theme| format!(" on {}", words(&theme.name)));
    let signal = &story.signal;
    out.line(format!("  {} {} {}{of}", signal.id, signal.at.strftime("%Y-%m-%d"), safe(&signal.source)));
}

fn largest(themes: &[ThemeCard], out: &mut Out) {
    if themes.is_empty() {
        return;
    }
    head("Largest of the others", out);
    let row = |card: &ThemeCard| vec![card.id.to_string(), words(&card.name), card.signals.to_string()];
    let rows: Vec<Vec<String>> = themes.iter().map(row).collect();
    table(out, &[left("ID"), flexible("THEME"), right("SIGNALS")], &rows);
}

fn civil(day: Date) -> String {
    day.strftime("%Y-%m-%d").to_string()
}
