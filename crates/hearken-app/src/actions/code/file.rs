//! One file: its source, and for each function or block of it whose pain it carries.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use hearken_code::{Change, FileLink, FileText, RegionLink, Span, regions};
use hearken_domain::{Answer, CustomerId, RulingId, SignalFilter, SignalId, Subject, ThemeId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{
    AnswerCard, ChangeCard, EvidenceCard, LinkedSignal, LinkedTheme, Person, ThemeCards, ThemeLink,
    signal_cards,
};
use crate::actions::code::heat::Heat;
use crate::actions::code::leads::Leads;
use crate::actions::code::link::{leads, read};
use crate::actions::code::locate::{answer_given, lately};
use crate::actions::customers::cards::CustomerCard;
use crate::actions::customers::worth::{Worth, WorthCard};
use crate::actions::goals::cards::BlockedGoal;
use crate::actions::goals::read::Goals;
use crate::actions::segments::list::customer_cards;
use crate::code::Code;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Signals that are shown at a part of a file, beside those that a theme tells.
const SIGNALS_MAX: usize = 20;
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
    /// Signals that lead here by their own words, and those of themes that a person said lead here.
    pub signals: u64,
    /// The customers whose signals these are, and what they are worth; `None` where no customer is known at all.
    pub customers: Option<WorthCard>,
    /// Functions, types and blocks with pain, by line.
    pub regions: Vec<Region>,
    /// The open goals that themes which lead here stand in the way of.
    pub goals: Vec<BlockedGoal>,
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
    /// Themes that lead here, those with most signals that do first.
    pub themes: Vec<LinkedTheme>,
    /// Signals that lead here while none of these themes tells them, those first for which the file ranks best.
    pub signals: Vec<LinkedSignal>,
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
    let mut regions = regions_of(view, &code, &request.path, &text, content.as_deref())?;
    regions.retain(|region| region.first_line <= last && region.last_line >= first);
    let leading = regions.iter().flat_map(|region| region.themes.iter().map(|linked| linked.theme.id));
    let goals = Goals::read(view)?.blocked_by(&leading.collect::<Vec<_>>())?;
    let authors = code.index.authors(&request.path, lately(view, &code)?);
    let heat = Heat::read(view, &code)?;
    let pain: Vec<SignalId> = heat.of_file(&request.path).all().collect();
    let worth = Worth::read(view)?;
    Ok(FilePage {
        component: code.component_of(&request.path).map(|component| component.name.clone()),
        owners: code.index.owners(&request.path),
        authors: authors.iter().map(|author| Person::author(author, &request.path)).collect(),
        lines: info.lines,
        signals: pain.len() as u64,
        customers: worth.map(|worth| worth.of_signals(view, &pain)).transpose()?,
        regions,
        goals,
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
    links: Vec<LinkToFile>,
    /// The signals that count for the file.
    counted: BTreeSet<SignalId>,
    /// What customers are worth; `None` where there is none.
    worth: Option<Worth>,
    /// Whose these signals are.
    whose: BTreeMap<SignalId, Vec<CustomerId>>,
}

/// What leads to the file.
struct LinkToFile {
    of: Subject,
    /// Its theme, where it is a signal that has one.
    theme: Option<ThemeId>,
    /// The file's rank among the links of that, from 1.
    rank: u32,
    score: f64,
    evidence: Vec<EvidenceCard>,
}

/// The regions of a file, with the links of the indexed commit as people answered them: what `locate` finds, turned round.
fn regions_of(
    view: &View,
    code: &Code,
    path: &str,
    text: &FileText<'_>,
    content: Option<&str>,
) -> Result<Vec<Region>, AppError> {
    let store = view.store();
    let cards = ThemeCards::read(view, &SignalFilter::default(), view.as_of()?)?;
    let mut answers = store.rulings().answers(&code.name)?;
    answers.retain(|answer| answer.link.path == path);
    let yes: BTreeSet<Subject> =
        answers.iter().filter(|answer| answer.yes).map(|answer| answer.link.of).collect();
    let found = store.code_links().to(&code.name, path)?;
    let silent = yes.into_iter().filter(|subject| !found.iter().any(|link| link.of == *subject));
    let silent: Vec<Subject> = silent.collect();
    let found = counting(view, &cards, found, |link| link.of)?;
    let silent = counting(view, &cards, silent, |subject| *subject)?;
    let subjects = found.iter().map(|link| link.of).chain(silent.iter().copied());
    let themes = themes_of(view, subjects)?;
    let current = store.repositories().get(&code.name)?.and_then(|known| known.linked);
    let content = content.filter(|_| current.is_none_or(|made| made.commit == code.index.commit()));
    let (mut links, mut to_file) = (Vec::new(), Vec::new());
    for link in &found {
        let located = read(link)?;
        let evidence = located.evidence.iter().cloned();
        to_file.push(LinkToFile {
            of: link.of,
            theme: themes.get(&link.of).copied().flatten(),
            rank: link.rank,
            score: link.score,
            evidence: evidence.map(|evidence| EvidenceCard::new(evidence, path, content)).collect(),
        });
        links.push(Some(located));
    }
    for subject in silent {
        let theme = themes.get(&subject).copied().flatten();
        to_file.push(LinkToFile { of: subject, theme, rank: 1, score: 0.0, evidence: Vec::new() });
        links.push(None);
    }
    let given = |link: &LinkToFile| {
        // What a theme does not lead to, none of its signals does.
        let no = |answer: &&Answer| !answer.yes && link.theme.map(Subject::Theme) == Some(answer.link.of);
        answers.iter().filter(|answer| answer.link.of == link.of || no(answer)).map(answer_given).collect()
    };
    let links =
        links.into_iter().zip(&to_file).map(|(link, to_file)| FileLink { link, answers: given(to_file) });
    let found = regions(text, links.collect());
    let counted: Vec<SignalId> =
        Leads::read(view, code)?.signals(Some(path))?.iter().map(|lead| lead.signal).collect();
    let worth = Worth::read(view)?;
    let whose = match &worth {
        Some(_) => store.customers().of_signals(&counted)?,
        None => BTreeMap::new(),
    };
    let linked = Linked {
        view,
        cards,
        changes: code.index.changes(path),
        links: to_file,
        counted: counted.into_iter().collect(),
        worth,
        whose,
    };
    let mut shown = Vec::new();
    for region in found {
        shown.push(linked.region(region)?);
    }
    shown.retain(|region| !region.themes.is_empty() || !region.signals.is_empty());
    Ok(shown)
}

/// Those of the links that count here: looking back, no theme that nothing was said of, and no signal that was said later.
fn counting<T>(
    view: &View,
    cards: &ThemeCards,
    mut links: Vec<T>,
    of: impl Fn(&T) -> Subject,
) -> Result<Vec<T>, AppError> {
    if view.looks_back() {
        let signals = signals_among(links.iter().map(&of));
        let filter = view.up_to_then(&SignalFilter::default());
        let counting: BTreeSet<SignalId> =
            view.store().signals().passing(&signals, &filter)?.into_iter().collect();
        links.retain(|link| match of(link) {
            Subject::Theme(theme) => cards.signals_of(theme) > 0,
            Subject::Signal(signal) => counting.contains(&signal),
        });
    }
    Ok(links)
}

/// Those of the subjects that are signals.
fn signals_among(subjects: impl Iterator<Item = Subject>) -> Vec<SignalId> {
    let signal = |subject| if let Subject::Signal(signal) = subject { Some(signal) } else { None };
    subjects.filter_map(signal).collect()
}

/// The theme of each of the subjects that is a signal.
fn themes_of(
    view: &View,
    subjects: impl Iterator<Item = Subject>,
) -> Result<BTreeMap<Subject, Option<ThemeId>>, AppError> {
    let signals = signals_among(subjects);
    let memberships = view.store().themes().memberships(&signals)?;
    Ok(signals
        .into_iter()
        .map(|signal| {
            let theme = memberships.get(&signal).and_then(|membership| membership.theme);
            (Subject::Signal(signal), theme)
        })
        .collect())
}

impl Linked<'_> {
    fn region(&self, region: hearken_code::Region<RulingId>) -> Result<Region, AppError> {
        let here: Vec<(&LinkToFile, &RegionLink<RulingId>)> =
            region.links.iter().filter_map(|here| Some((self.links.get(here.link)?, here))).collect();
        let mut of_theme: BTreeMap<ThemeId, Vec<SignalId>> = BTreeMap::new();
        for (link, _) in &here {
            if let (Subject::Signal(signal), Some(theme)) = (link.of, link.theme)
                && self.counted.contains(&signal)
            {
                of_theme.entry(theme).or_default().push(signal);
            }
        }
        let mut themes = Vec::new();
        for (link, here) in &here {
            if let Subject::Theme(theme) = link.of {
                let signals = of_theme.get(&theme).map_or(&[][..], Vec::as_slice);
                themes.extend(self.linked_theme(theme, signals, link, here)?);
            }
        }
        themes.sort_by_key(|linked: &LinkedTheme| (Reverse(linked.signals), linked.rank, linked.theme.id));
        let told: BTreeSet<ThemeId> = themes.iter().map(|linked| linked.theme.id).collect();
        let signals = self.linked_signals(&here, &told)?;
        let Span { symbol, first_line, last_line } = region.span;
        Ok(Region { symbol, first_line, last_line, themes, signals })
    }

    /// The signals that lead to a region by themselves: those that no theme tells which does. Where the file ranks best
    /// among a signal's links, and most speaks for it, comes first.
    fn linked_signals(
        &self,
        here: &[(&LinkToFile, &RegionLink<RulingId>)],
        told: &BTreeSet<ThemeId>,
    ) -> Result<Vec<LinkedSignal>, AppError> {
        let asked = |link: &LinkToFile| -> Result<bool, AppError> {
            let Some(theme) = link.theme else { return Ok(true) };
            let theme = self.view.store().themes().get(theme)?.filter(leads);
            Ok(theme.is_some_and(|theme| !told.contains(&theme.id)))
        };
        let mut alone: Vec<(SignalId, &LinkToFile, &RegionLink<RulingId>)> = Vec::new();
        for (link, here) in here {
            if let Subject::Signal(signal) = link.of
                && asked(link)?
            {
                alone.push((signal, link, here));
            }
        }
        alone.sort_by(|(_, a, of_a), (_, b, of_b)| {
            of_b.yes.cmp(&of_a.yes).then(a.rank.cmp(&b.rank)).then(b.score.total_cmp(&a.score))
        });
        alone.truncate(SIGNALS_MAX);
        let ids: Vec<SignalId> = alone.iter().map(|(signal, ..)| *signal).collect();
        let cards = signal_cards(self.view, &self.view.store().signals().several(&ids)?)?;
        let card = |signal: &SignalId| cards.iter().find(|card| card.id == *signal).cloned();
        let whose = match &self.worth {
            Some(_) => self.view.store().customers().of_signals(&ids)?,
            None => BTreeMap::new(),
        };
        let mut customers: BTreeMap<SignalId, Vec<CustomerCard>> = BTreeMap::new();
        for (signal, of) in whose {
            customers.insert(signal, customer_cards(self.view, &of)?);
        }
        let linked = alone.into_iter().filter_map(|(signal, link, here)| {
            Some(LinkedSignal {
                card: card(&signal)?,
                customers: customers.remove(&signal).unwrap_or_default(),
                rank: link.rank,
                score: link.score,
                evidence: within(&link.evidence, here),
                answer: here.yes.map(|ruling| AnswerCard { ruling, yes: true }),
            })
        });
        Ok(linked.collect())
    }

    /// The pain of a theme at one region; `None` where the theme is retired or ignored.
    fn linked_theme(
        &self,
        id: ThemeId,
        signals: &[SignalId],
        link: &LinkToFile,
        here: &RegionLink<RulingId>,
    ) -> Result<Option<LinkedTheme>, AppError> {
        let Some(theme) = self.view.store().themes().get(id)?.filter(|theme| theme.retired_at.is_none())
        else {
            return Ok(None);
        };
        let filter = self.view.up_to_then(&SignalFilter::default());
        let (_, span) = self.view.store().signals().span(&filter, Some(Some(id)))?;
        let began = span.map(|(first, _)| first);
        Ok(Some(LinkedTheme {
            // What a person said is said of all of it.
            signals: if here.yes.is_some() { self.cards.signals_of(id) } else { signals.len() as u64 },
            customers: match here.yes {
                Some(_) => self.cards.customers_of(id),
                None => self.customers_of(signals),
            },
            trend: self.cards.trend_of([id]),
            changed_before: began.and_then(|began| self.changed_before(began)),
            began,
            rank: link.rank,
            score: link.score,
            evidence: within(&link.evidence, here),
            answer: here.yes.map(|ruling| AnswerCard { ruling, yes: true }),
            theme: ThemeLink { id, name: theme.name },
        }))
    }

    /// The customers whose some signals are.
    fn customers_of(&self, signals: &[SignalId]) -> Option<WorthCard> {
        self.worth.as_ref().map(|worth| worth.of_known(&self.whose, signals.iter().copied()))
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

/// The reasons that stand in a region, and those that are about the file.
fn within(evidence: &[EvidenceCard], here: &RegionLink<RulingId>) -> Vec<EvidenceCard> {
    let inside =
        |line: u32| here.committed.iter().any(|span| (span.first_line..=span.last_line).contains(&line));
    evidence.iter().filter(|card| card.line().is_none_or(inside)).cloned().collect()
}
