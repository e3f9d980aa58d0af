//! `hearken search`.

use std::num::NonZeroUsize;

use clap::Args;
use hearken_domain::{ThemeId, counted};

use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::filter::FilterArgs;
use crate::cli::out::{Out, safe, words};
use crate::cli::themes::show::{alike, origin, title};
use hearken_app::actions::cards::{rows, shown_as_one};
use hearken_app::actions::signals::search::{Found, Hit, SearchQuery, SearchResults, SearchSort};
use hearken_app::error::AppError;
use hearken_app::view::View;

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken search 'closed my account' --rating-max 2\n\
                        All words must stand in a signal; \"phrases\" and -without work; signals that mean \
                        something alike follow.")]
pub struct SearchArgs {
    /// What to look for, in quotes where it holds a minus; nothing lists the newest signals
    words: Vec<String>,
    /// Only signals whose own theme this is
    #[arg(long, value_name = "T-N")]
    theme: Option<ThemeId>,
    /// Only what lies in this area: its id, such as A-3, or its name
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// Only signals without a theme
    #[arg(long, conflicts_with_all = ["theme", "area"])]
    unsorted: bool,
    /// Order: relevance; newest or oldest, of the signals that have the words, the undated last
    #[arg(long, default_value = "relevance", value_name = "ORDER")]
    sort: SearchSort,
    /// At most so many
    #[arg(long, default_value = "10", value_name = "N")]
    limit: NonZeroUsize,
    /// Pass over so many; reports that are shown as one count as one, but with --json
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn run(args: &SearchArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let words = args.words.join(" ");
    let view = args.as_of.view(global, out)?;
    let query = SearchQuery {
        words,
        typing: false,
        sort: args.sort,
        filter: args.filter.read(&view)?,
        theme: args.theme,
        area: args.area.clone(),
        unsorted: args.unsorted,
        in_rows: false,
        limit: args.limit.get(),
        offset: args.offset,
    };
    answer(&view, &query, out)
}

/// Lists what is found.
pub fn answer(view: &View, query: &SearchQuery, out: &mut Out) -> Result<(), AppError> {
    // Programs get signals, people rows.
    let results = view.ask(&SearchQuery { in_rows: !out.json(), ..query.clone() })?;
    if view.words().is_none() && !query.words.trim().is_empty() {
        out.note(
            "there is no text index to search by words; the next command that writes makes it from the log",
        );
    }
    if out.json() {
        return out.data(&results);
    }
    if results.hits.is_empty() {
        out.note(match (results.sort, query.words.trim().is_empty()) {
            (SearchSort::Newest | SearchSort::Oldest, false) => {
                "no signal has these words; --sort relevance finds those that mean alike, too"
            }
            _ => "nothing found; try fewer or other words, or a wider filter",
        });
        return Ok(());
    }
    let rows = rows(results.hits.clone(), |hit| &hit.signal);
    for row in &rows {
        show(&row.item, out);
        alike(row, |hit| &hit.signal, out);
        out.line("");
    }
    if let Some(says) = shown_as_one(&rows) {
        out.line(says);
    }
    let found = if query.words.trim().is_empty() { "under the filter" } else { "with these words" };
    out.line(format!(
        "{} {found}, {}, {:.0} ms",
        counted(results.matches, "signal"),
        order(results.sort),
        results.took_ms
    ));
    themes(&results, out);
    if results.more {
        out.line(format!("more: --offset {}", query.offset + query.limit));
    }
    Ok(())
}

fn order(sort: SearchSort) -> &'static str {
    match sort {
        SearchSort::Relevance => "the best first",
        SearchSort::Newest => "newest first",
        SearchSort::Oldest => "oldest first",
    }
}

/// How many of the signals that have the words lie in each theme.
fn themes(results: &SearchResults, out: &mut Out) {
    if results.matches == 0 || (results.themes.is_empty() && results.unsorted == 0) {
        return;
    }
    out.line(format!("of these {}, by theme (--theme narrows to one):", results.matches));
    for found in &results.themes {
        out.line(format!("  {:>6}  {}  {}", found.signals, found.theme.id, words(&found.theme.name)));
    }
    for (signals, which) in
        [(results.in_other_themes(), "in other themes"), (results.unsorted, "in no theme")]
    {
        if signals > 0 {
            out.line(format!("  {signals:>6}  {which}"));
        }
    }
}

fn show(hit: &Hit, out: &mut Out) {
    let theme = hit
        .signal
        .theme
        .as_ref()
        .map_or_else(String::new, |theme| format!(", {} {}", theme.id, words(&theme.name)));
    let by = if hit.by == Found::Embedding { ", by meaning" } else { "" };
    out.line(console::style(format!("{}{}{by}", origin(&hit.signal), theme)).dim().to_string());
    title(&hit.signal, out);
    let plain: String = hit.snippet.iter().map(|piece| piece.text.as_str()).collect();
    let marked: Vec<&str> =
        hit.snippet.iter().filter(|piece| piece.marked).map(|piece| piece.text.as_str()).collect();
    for line in crate::cli::out::wrap(&safe(&plain), out.width().saturating_sub(2).min(96)) {
        // Marks are set word by word once lines are broken, so that no style runs over an end.
        let words = line.split(' ').map(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            if marked.contains(&bare) { console::style(word).bold().to_string() } else { word.to_owned() }
        });
        let line = words.collect::<Vec<_>>().join(" ");
        out.whole_line(format!("  {line}"));
    }
}
