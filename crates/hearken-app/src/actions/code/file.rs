//! One file: its source, and for each function or block of it whose pain it carries.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use hearken_code::{Change, FileLink, FileText, RegionLink, Span, regions};
use hearken_domain::{RulingId, SignalFilter, SignalId, Subject, ThemeId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{
    AnswerCard, ChangeCard, EvidenceCard, LinkedTheme, Person, SignalCard, ThemeCards, ThemeLink,
    signal_cards,
};
use crate::actions::code::link::read;
use crate::actions::code::locate::{active_since, answer_given};
use crate::code::Code;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Signals without a theme that are shown at a file.
const SIGNALS_MAX: usize = 20;
/// Such a signal leads to its first few files only.
const RANK_MAX: u32 = 3;
/// Bytes of a file that is shown.
const SOURCE_MAX: usize = 1 << 20;

/// Which file, and which lines of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowFile {
    /// Name of the repository; where there is only one, it is meant.
    pub repository: Option<String>,
    /// The file, with `/`.
    pub path: String,
    /// First and last line, from 1; `None` is all.
    pub lines: Option<(u32, u32)>,
}

/// A file with the pain that it carries.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FilePage {
    /// Name of the repository.
    pub repository: String,
    /// The commit whose file it is; lines are counted in it.
    pub commit: String,
    /// The file.
    pub path: String,
    /// Its component.
    pub component: Option<String>,
    /// Who owns it by CODEOWNERS.
    pub owners: Vec<String>,
    /// Who changed it lately.
    pub authors: Vec<Person>,
    /// Lines of the file.
    pub lines: u32,
    /// Functions, types and blocks with pain, by line.
    pub regions: Vec<Region>,
    /// Its source, line by line; `None` where it is no text or too long to show.
    pub source: Option<Vec<String>>,
}

/// A function, type or block of a file.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Region {
    /// Its name; `None` is a block of lines, or the whole file.
    pub symbol: Option<String>,
    /// Its first line, from 1.
    pub first_line: u32,
    /// Its last line.
    pub last_line: u32,
    /// Themes that lead here, the largest first.
    pub themes: Vec<LinkedTheme>,
    /// Signals without a theme that lead here.
    pub signals: Vec<SignalCard>,
}

/// Shows a file as it is in the indexed commit.
///
/// # Errors
/// There is no such repository or file, the lines are none of it, or any failure of the store.
pub(crate) fn show_file(view: &View, request: &ShowFile) -> Result<FilePage, AppError> {
    let code = view.one_code(request.repository.as_deref())?;
    let missing = || {
        AppError::not_found(
            format!(
                "{} has no file {} in commit {}",
                code.name,
                request.path,
                crate::actions::cards::abbreviated(code.index.commit())
            ),
            NextStep::advice("name it from the top of the repository; what was not committed is not known"),
        )
    };
    let info = code.index.find(&request.path).ok_or_else(missing)?;
    let (first, last) = request.lines.unwrap_or((1, u32::MAX));
    if first == 0 || first > last || first > info.lines.max(1) {
        return Err(AppError::user(format!("{} has the lines 1 to {}", request.path, info.lines)));
    }
    let repository = code.repository().ok();
    let bytes = repository
        .and_then(|repository| repository.file_at(code.index.commit(), &request.path).ok().flatten());
    let content = bytes.as_deref().map(String::from_utf8_lossy);
    let text = content
        .as_deref()
        .map_or_else(|| FileText::unreadable(info.lines), |text| FileText::committed(&request.path, text));
    let mut regions = regions_of(view, &code, &request.path, &text)?;
    regions.retain(|region| region.first_line <= last && region.last_line >= first);
    let as_of = view.as_of()?;
    let authors = code.index.authors(&request.path, active_since(&code, as_of));
    Ok(FilePage {
        component: code.component_of(&request.path).map(|component| component.name.clone()),
        owners: code.index.owners(&request.path),
        authors: authors.iter().map(|author| Person::author(author, &request.path)).collect(),
        lines: info.lines,
        regions,
        source: bytes.as_deref().and_then(source),
        repository: code.name.clone(),
        commit: code.index.commit().to_owned(),
        path: request.path.clone(),
    })
}

/// The lines of a file; `None` where it is no text or too long to show.
fn source(bytes: &[u8]) -> Option<Vec<String>> {
    if bytes.len() > SOURCE_MAX || bytes.contains(&0) {
        return None;
    }
    Some(String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect())
}

/// What leads to the file, and what the cards of it are made from.
struct Linked<'a> {
    view: &'a View,
    cards: ThemeCards,
    changes: Vec<Change>,
    /// Signals without a theme.
    signals: Vec<SignalCard>,
    links: Vec<LinkToFile>,
}

/// What leads to the file.
struct LinkToFile {
    of: Subject,
    /// The file's rank among the links of that, from 1.
    rank: u32,
    evidence: Vec<EvidenceCard>,
}

/// The regions of a file, with the links of the indexed commit as people answered them.
fn regions_of(view: &View, code: &Code, path: &str, text: &FileText<'_>) -> Result<Vec<Region>, AppError> {
    let store = view.store();
    let mut answers = store.rulings().answers(&code.name)?;
    answers.retain(|answer| answer.link.path == path);
    let yes: BTreeSet<Subject> =
        answers.iter().filter(|answer| answer.yes).map(|answer| answer.link.of).collect();
    let mut found = store.code_links().to(&code.name, path)?;
    found.retain(|link| {
        matches!(link.of, Subject::Theme(_)) || link.rank <= RANK_MAX || yes.contains(&link.of)
    });
    let mut linked = Linked {
        view,
        cards: ThemeCards::read(view, &SignalFilter::default(), view.as_of()?)?,
        changes: code.index.changes(path),
        signals: signals_without_theme(view, found.iter().map(|link| link.of).chain(yes.iter().copied()))?,
        links: Vec::new(),
    };
    let mut links = Vec::new();
    for link in &found {
        let located = read(link)?;
        let evidence = located.evidence.iter().cloned();
        let evidence = evidence.map(|evidence| EvidenceCard::new(evidence, path)).collect();
        linked.links.push(LinkToFile { of: link.of, rank: link.rank, evidence });
        links.push(Some(located));
    }
    for subject in yes.into_iter().filter(|subject| !found.iter().any(|link| link.of == *subject)) {
        linked.links.push(LinkToFile { of: subject, rank: 1, evidence: Vec::new() });
        links.push(None);
    }
    let links = links.into_iter().zip(&linked.links).map(|(link, to_file)| FileLink {
        link,
        answers: answers.iter().filter(|answer| answer.link.of == to_file.of).map(answer_given).collect(),
    });
    let mut shown = Vec::new();
    for region in regions(text, links.collect()) {
        shown.push(linked.region(region)?);
    }
    shown.retain(|region| !region.themes.is_empty() || !region.signals.is_empty());
    Ok(shown)
}

/// Cards of those subjects that are signals without a theme, the first of them.
fn signals_without_theme(
    view: &View,
    subjects: impl Iterator<Item = Subject>,
) -> Result<Vec<SignalCard>, AppError> {
    let mut signals: Vec<SignalId> = Vec::new();
    for subject in subjects {
        if let Subject::Signal(signal) = subject
            && !signals.contains(&signal)
        {
            signals.push(signal);
        }
    }
    let memberships = view.store().themes().memberships(&signals)?;
    signals.retain(|signal| memberships.get(signal).is_none_or(|membership| membership.theme.is_none()));
    signals.truncate(SIGNALS_MAX);
    signal_cards(view, &view.store().signals().several(&signals)?)
}

impl Linked<'_> {
    fn region(&self, region: hearken_code::Region<RulingId>) -> Result<Region, AppError> {
        let (mut themes, mut signals) = (Vec::new(), Vec::new());
        for here in region.links {
            let Some(link) = self.links.get(here.link) else { continue };
            match link.of {
                Subject::Theme(theme) => themes.extend(self.linked_theme(theme, link, &here)?),
                Subject::Signal(id) => {
                    signals.extend(self.signals.iter().find(|card| card.id == id).cloned());
                }
            }
        }
        themes.sort_by_key(|linked: &LinkedTheme| (Reverse(linked.signals), linked.theme.id));
        let Span { symbol, first_line, last_line } = region.span;
        Ok(Region { symbol, first_line, last_line, themes, signals })
    }

    /// The pain of a theme at one region; `None` where the theme is retired.
    fn linked_theme(
        &self,
        id: ThemeId,
        link: &LinkToFile,
        here: &RegionLink<RulingId>,
    ) -> Result<Option<LinkedTheme>, AppError> {
        let Some(theme) = self.view.store().themes().get(id)?.filter(|theme| theme.retired_at.is_none())
        else {
            return Ok(None);
        };
        let (_, span) = self.view.store().signals().span(&SignalFilter::default(), Some(Some(id)))?;
        let began = span.map(|(first, _)| first);
        let within =
            |line: u32| here.committed.iter().any(|span| (span.first_line..=span.last_line).contains(&line));
        let evidence = link.evidence.iter().filter(|card| card.line().is_none_or(within));
        Ok(Some(LinkedTheme {
            signals: self.cards.signals_of(id),
            trend: self.cards.trend_of([id]),
            changed_before: began.and_then(|began| self.changed_before(began)),
            began,
            rank: link.rank,
            evidence: evidence.cloned().collect(),
            answer: here.yes.map(|ruling| AnswerCard { ruling, yes: true }),
            theme: ThemeLink { id, name: theme.name },
        }))
    }

    /// The last change of the file before a time.
    fn changed_before(&self, began: Timestamp) -> Option<ChangeCard> {
        let change = self.changes.iter().find(|change| change.at <= began)?;
        Some(ChangeCard {
            commit: change.commit.clone(),
            at: change.at,
            author: change.author.clone(),
            subject: change.subject.clone(),
            days_before: began.duration_since(change.at).as_hours() / 24,
        })
    }
}
