//! One file: its source, with the pain that each part of it carries in the gutter.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use hearken_domain::GoalState;

use crate::http::door::Door;
use crate::web::code::address;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, show};
use hearken_app::actions::cards::EvidenceCard;
use hearken_app::actions::code::file::{FilePage, Region, ShowFile};

/// Lines on a page.
const LINES: usize = 2_000;
/// A file of so many lines is shown whole.
const WHOLE: u32 = 120;
/// Lines that are shown of what begins, around a line that speaks for a link, and folded at least.
const BEGINNING: u32 = 40;
const AROUND: u32 = 3;
const FOLDED_MIN: usize = 8;

#[derive(Template)]
#[template(path = "file.html")]
struct Page {
    layout: Layout,
    file: FilePage,
    stretches: Vec<Stretch>,
    /// Where the source goes on.
    next: Option<String>,
    before: Option<String>,
}

/// Lines that follow each other, with the pain that they carry or folded away for want of any.
struct Stretch {
    lines: Vec<Line>,
    folded: bool,
}

/// A line of source.
struct Line {
    number: u32,
    text: String,
    /// Of the innermost part that it is in: where the theme or signal that it shows is, and its id.
    leads: Vec<(String, String)>,
    class: &'static str,
}

/// `GET /code/file`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let path = params.get("path").ok_or(PageError::NoSuchPage)?.to_owned();
    let repository = params.get("repository").map(str::to_owned);
    let from: usize = params.value("from")?.unwrap_or(1).max(1);
    let door = door.looking_back(params.as_of()?);
    let file = door.read(move |view| view.ask(&ShowFile { repository, path, lines: None })).await?;
    let source = file.source.as_deref().unwrap_or_default();
    let lines = (1u32..).zip(source).skip(from - 1).take(LINES);
    let goes_on = source.len() >= from + LINES;
    let layout = Layout::new(file.path.clone(), Section::Code).looking_back(params.look_back("/code/file")?);
    html(&Page {
        stretches: stretches(&file, lines.map(|(number, text)| line(&file, number, text))),
        layout,
        next: goes_on.then(|| params.with("from", (from + LINES).to_string()).href("/code/file")),
        before: (from > 1).then(|| {
            let start = from.saturating_sub(LINES).max(1);
            params.with("from", start.to_string()).href("/code/file")
        }),
        file,
    })
}

/// The lines in stretches: those around what leads here are open, longer ones without any are folded.
fn stretches(file: &FilePage, lines: impl Iterator<Item = Line>) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for line in lines {
        let folded = file.lines > WHOLE && !open(file, line.number);
        match stretches.last_mut() {
            Some(last) if last.folded == folded => last.lines.push(line),
            _ => stretches.push(Stretch { lines: vec![line], folded }),
        }
    }
    for stretch in &mut stretches {
        stretch.folded &= stretch.lines.len() >= FOLDED_MIN;
    }
    stretches
}

/// Whether a line is near enough to what leads here to be shown at once.
fn open(file: &FilePage, number: u32) -> bool {
    let around = |line: u32, after: u32| (line.saturating_sub(AROUND)..=line + after).contains(&number);
    let mut regions = file.regions.iter().peekable();
    if regions.peek().is_none() {
        return number <= BEGINNING;
    }
    regions.any(|region| {
        let length = region.last_line.saturating_sub(region.first_line);
        let evidence = region.themes.iter().flat_map(|linked| &linked.evidence);
        around(region.first_line, length.min(BEGINNING))
            || evidence.filter_map(EvidenceCard::line).any(|line| around(line, AROUND))
    })
}

fn line(file: &FilePage, number: u32, text: &str) -> Line {
    let within = |region: &&Region| (region.first_line..=region.last_line).contains(&number);
    let region = file.regions.iter().filter(within).min_by_key(|region| region.last_line - region.first_line);
    let themes = region.map(|region| region.themes.as_slice()).unwrap_or_default();
    let signals = region.map(|region| region.signals.as_slice()).unwrap_or_default();
    let leads =
        themes.iter().map(|linked| (format!("/themes/{}", linked.theme.id), linked.theme.id.to_string()));
    let alone =
        signals.iter().map(|signal| (format!("/signals/{}", signal.card.id), signal.card.id.to_string()));
    let rising = themes.iter().any(|linked| matches!(show::direction(&linked.trend), "rising" | "new"));
    Line {
        number,
        text: text.to_owned(),
        // Named where the part begins; below that the colour says that it goes on.
        leads: match region {
            Some(region) if region.first_line == number => leads.chain(alone).collect(),
            _ => Vec::new(),
        },
        class: match (region, rising) {
            (None, _) => "",
            (Some(_), true) => "pain rising",
            (Some(_), false) => "pain",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(lines: u32, regions: &[(u32, u32)]) -> FilePage {
        let region = |&(first_line, last_line): &(u32, u32)| Region {
            symbol: None,
            first_line,
            last_line,
            themes: Vec::new(),
            signals: Vec::new(),
        };
        FilePage {
            repository: "shop".to_owned(),
            commit: "0".repeat(40),
            path: "a.rs".to_owned(),
            component: None,
            owners: Vec::new(),
            authors: Vec::new(),
            lines,
            signals: 0,
            customers: None,
            regions: regions.iter().map(region).collect(),
            goals: Vec::new(),
            source: None,
        }
    }

    /// First line, last line and whether it is folded, of each stretch.
    fn told(file: &FilePage) -> Vec<(u32, u32, bool)> {
        let lines = (1..=file.lines).map(|number| line(file, number, ""));
        let told = |stretch: &Stretch| {
            (stretch.lines[0].number, stretch.lines[stretch.lines.len() - 1].number, stretch.folded)
        };
        stretches(file, lines).iter().map(told).collect()
    }

    #[test]
    fn a_long_file_opens_where_something_leads_and_folds_the_rest() {
        assert_eq!(told(&file(100, &[(50, 60)])), [(1, 100, false)]);
        assert_eq!(told(&file(1000, &[(500, 510)])), [(1, 496, true), (497, 510, false), (511, 1000, true)]);
        assert_eq!(told(&file(1000, &[(2, 900)])), [(1, 42, false), (43, 1000, true)]);
        assert_eq!(told(&file(1000, &[])), [(1, 40, false), (41, 1000, true)]);
        assert_eq!(told(&file(130, &[(5, 125)])), [(1, 1, false), (2, 45, false), (46, 130, true)]);
    }
}
