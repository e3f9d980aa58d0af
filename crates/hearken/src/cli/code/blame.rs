//! `hearken blame`: whose pain a file carries, line by line.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use clap::Args;
use console::Style;
use hearken_domain::counted;

use super::locate::show_excerpt;
use crate::cli::Global;
use crate::cli::as_of::AsOfArgs;
use crate::cli::customers::name;
use crate::cli::goals::show_blocked;
use crate::cli::out::{Out, safe, words};
use hearken_app::actions::cards::{Direction, LinkedSignal, LinkedTheme, abbreviated};
use hearken_app::actions::code::file::{FilePage, Region, ShowFile};
use hearken_app::error::AppError;
use hearken_app::query::ListRepositories;
use hearken_app::view::View;

/// Columns for the ids beside the source.
const GUTTER: usize = 12;

#[derive(Debug, Args)]
#[command(
    after_help = "Lines are those of the newest indexed commit. docs/blame.md describes --porcelain, which does not \
    change.\n\nExamples:\n  hearken blame src/pay/errors.rs\n  hearken blame src/pay/errors.rs:30-60 --json\n  \
    hearken blame src/pay/errors.rs --repo shop --porcelain"
)]
pub struct BlameArgs {
    /// A file, and lines of it: FILE, FILE:41 or FILE:30-60
    #[arg(value_name = "FILE[:LINES]")]
    file: String,
    /// The repository that it is of [default: the one that the file lies in]
    #[arg(long, value_name = "NAME")]
    repo: Option<String>,
    /// One line for each function and theme, for programs
    #[arg(long, conflicts_with = "json")]
    porcelain: bool,
    #[command(flatten)]
    as_of: AsOfArgs,
}

pub fn run(args: &BlameArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let view = args.as_of.view(global, out)?;
    let (file, lines) = split(&args.file);
    let (repository, path) = find(&view, file, args.repo.as_deref())?;
    let page = view.ask(&ShowFile { repository, path, lines })?;
    if out.json() {
        return out.data(&page);
    }
    if args.porcelain {
        porcelain(&page, out);
        return Ok(());
    }
    show(&page, lines, out);
    Ok(())
}

/// `FILE:30-60` in its parts.
fn split(given: &str) -> (&str, Option<(u32, u32)>) {
    let parse = |lines: &str| match lines.split_once('-') {
        Some((first, last)) => Some((first.parse().ok()?, last.parse().ok()?)),
        None => lines.parse().ok().map(|line| (line, line)),
    };
    match given.rsplit_once(':') {
        Some((file, lines)) => parse(lines).map_or((given, None), |lines| (file, Some(lines))),
        None => (given, None),
    }
}

/// The repository that a file lies in, and its path there. One that lies in none is a path from the top of one.
fn find(view: &View, file: &str, named: Option<&str>) -> Result<(Option<String>, String), AppError> {
    let as_given = || (named.map(str::to_owned), file.replace(MAIN_SEPARATOR, "/"));
    let Some(absolute) = whole(Path::new(file)) else { return Ok(as_given()) };
    let repositories = view.ask(&ListRepositories)?;
    let holding =
        repositories.into_iter().filter(|one| named.is_none_or(|name| name == one.name)).filter_map(|one| {
            let top = std::fs::canonicalize(&one.path).ok()?;
            let inside = absolute.strip_prefix(&top).ok()?.to_str()?.replace(MAIN_SEPARATOR, "/");
            Some((top.components().count(), one.name, inside))
        });
    // Of nested repositories the inner one holds it.
    Ok(holding.max().map_or_else(as_given, |(_, name, inside)| (Some(name), inside)))
}

/// Where a file lies, links in its folders followed but not one that it is itself.
fn whole(file: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(file).ok()?;
    let folder = std::fs::canonicalize(absolute.parent()?).ok()?;
    Some(folder.join(absolute.file_name()?))
}

/// One line for each region and theme or signal; fields are parted by tabs. Stable: see `docs/blame.md`.
fn porcelain(page: &FilePage, out: &mut Out) {
    // A tab or a line's end in a name would make another field or line.
    let field = |text: &str| safe(text).replace(['\t', '\n'], " ");
    for region in &page.regions {
        let symbol = region.symbol.as_deref().unwrap_or("-");
        let lines = format!("{}\t{}\t{}", region.first_line, region.last_line, field(symbol));
        for linked in &region.themes {
            let changed = linked.changed_before.as_ref();
            let change = changed
                .map_or("-\t-".to_owned(), |change| format!("{}\t{}", change.commit, change.days_before));
            out.whole_line(format!(
                "{lines}\t{}\t{}\t{}\t{change}\t{}",
                linked.theme.id,
                linked.signals,
                linked.trend.direction.as_str(),
                field(&words(&linked.theme.name))
            ));
        }
        for signal in &region.signals {
            let (id, said) = (signal.card.id, field(&words(&signal.card.excerpt)));
            out.whole_line(format!("{lines}\t{id}\t1\t-\t-\t-\t{said}"));
        }
    }
}

fn show(page: &FilePage, lines: Option<(u32, u32)>, out: &mut Out) {
    let head = format!("{}:{}", page.repository, page.path);
    out.line(console::style(safe(&head)).bold().to_string());
    let component = page.component.as_deref().unwrap_or(".");
    let owners =
        if page.owners.is_empty() { String::new() } else { format!(", owned by {}", page.owners.join(" ")) };
    out.line(safe(&format!("component {component}{owners}, as of commit {}", abbreviated(&page.commit))));
    if let Some(worth) = &page.customers {
        out.line(format!("whose: {}", safe(&worth.says)));
    }
    if page.regions.is_empty() {
        out.note("no theme or signal leads here");
    }
    show_blocked(&page.goals, out);
    for region in &page.regions {
        out.line("");
        let name = region.symbol.as_deref().unwrap_or(if region.last_line == page.lines {
            "the file"
        } else {
            "block"
        });
        out.line(format!("{} {}–{}", safe(name), region.first_line, region.last_line));
        region.themes.iter().for_each(|linked| show_linked_theme(linked, out));
        for signal in &region.signals {
            out.line(format!("  {}  {}", signal.card.id, words(&signal.card.excerpt.excerpt(80))));
            if page.customers.is_some() {
                out.line(format!("        whose: {}", whose(signal)));
            }
            if let Some(reason) = signal.evidence.first() {
                out.verbatim(&reason.says, 8);
                show_excerpt(&reason.excerpt, 10, out);
            }
        }
    }
    out.line("");
    match &page.source {
        Some(source) => show_source(page, source, lines, out),
        None => {
            out.note("the source cannot be shown here: it is not text, too long, not in this clone, or the clone is gone");
        }
    }
}

/// The customers of a signal that stands alone.
fn whose(signal: &LinkedSignal) -> String {
    let customers: Vec<String> = signal
        .customers
        .iter()
        .map(|customer| format!("{} {}", customer.id, name(customer.name.as_ref())))
        .collect();
    if customers.is_empty() { "nobody that is known".to_owned() } else { customers.join(", ") }
}

fn show_linked_theme(linked: &LinkedTheme, out: &mut Out) {
    let signals = format!("{} here", counted(linked.signals, "signal"));
    let answered = if linked.answer.is_some() { ", a person said yes" } else { "" };
    let line = format!(
        "  {}  {}: {signals}, {}{answered}",
        linked.theme.id,
        words(&linked.theme.name),
        linked.trend.direction.label()
    );
    out.line(style(Some(linked)).apply_to(line).to_string());
    if let Some(worth) = &linked.customers {
        out.paragraph(&format!("whose: {}", worth.says), 8);
    }
    if let Some(reason) = linked.evidence.first() {
        out.verbatim(&reason.says, 8);
        show_excerpt(&reason.excerpt, 10, out);
    }
    let Some(began) = linked.began else { return };
    let began = began.strftime("%Y-%m-%d");
    match &linked.changed_before {
        Some(change) => out.paragraph(
            &format!(
                "heard since {began}; the last change before that, {} earlier: {} “{}”, {}",
                counted(change.days_before.unsigned_abs(), "day"),
                abbreviated(&change.commit),
                change.subject,
                change.author
            ),
            8,
        ),
        None => out.paragraph(&format!("heard since {began}, before the first known change of this file"), 8),
    }
}

/// Pain that grows stands out.
fn style(linked: Option<&LinkedTheme>) -> Style {
    match linked.map(|linked| linked.trend.direction) {
        Some(Direction::Rising | Direction::New) => Style::new().red().bold(),
        Some(_) => Style::new().yellow(),
        None => Style::new(),
    }
}

fn show_source(page: &FilePage, source: &[String], lines: Option<(u32, u32)>, out: &mut Out) {
    let (first, last) = lines.unwrap_or((1, u32::MAX));
    let digits = source.len().to_string().len().max("LINE".len());
    let titles = format!("{:GUTTER$} {:>digits$}   SOURCE", "THEME", "LINE");
    out.whole_line(console::style(titles).bold().to_string());
    for (number, text) in (1u32..).zip(source).filter(|(number, _)| (first..=last).contains(number)) {
        // The innermost part that the line is in.
        let within = |region: &&Region| (region.first_line..=region.last_line).contains(&number);
        let region =
            page.regions.iter().filter(within).min_by_key(|region| region.last_line - region.first_line);
        let mut ids: Vec<String> = region.map_or_else(Vec::new, |region| {
            let themes = region.themes.iter().map(|linked| linked.theme.id.to_string());
            themes.chain(region.signals.iter().map(|signal| signal.card.id.to_string())).collect()
        });
        let more = ids.len().saturating_sub(1);
        ids.truncate(1);
        let ids = if more > 0 { format!("{} +{more}", ids.concat()) } else { ids.concat() };
        let linked = region.and_then(|region| region.themes.first());
        let gutter = style(linked).apply_to(format!("{ids:GUTTER$}"));
        let text = safe(text).replace('\t', "    ");
        out.cut_line(&format!(
            "{gutter} {number:>digits$} {} {text}",
            if region.is_some() { '┃' } else { '│' }
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn lines_are_what_stands_behind_the_last_colon_if_they_are_numbers() {
        assert_eq!(split("src/a.rs"), ("src/a.rs", None));
        assert_eq!(split("src/a.rs:41"), ("src/a.rs", Some((41, 41))));
        assert_eq!(split("src/a.rs:30-60"), ("src/a.rs", Some((30, 60))));
        assert_eq!(split("odd:name"), ("odd:name", None));
    }
}
