//! One file: its source, and for each function or block of it whose pain it carries.

use hearken_code::symbols::Symbol;
use hearken_code::{Change, Place, Repository};
use hearken_domain::{SignalFilter, SignalId, Subject, ThemeId, Timestamp};
use serde::Serialize;

use crate::actions::cards::{
    AnswerCard, ChangeCard, EvidenceCard, Pain, Person, SignalCard, ThemeCards, ThemeLink, signal_cards,
};
use crate::actions::code::link::read;
use crate::actions::code::locate::active_since;
use crate::app::{App, AppError};
use crate::code::Code;

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
#[derive(Debug, Clone, PartialEq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Region {
    /// Its name; `None` is a block of lines, or the whole file.
    pub symbol: Option<String>,
    /// Its first line, from 1.
    pub first_line: u32,
    /// Its last line.
    pub last_line: u32,
    /// Themes that lead here, the largest first.
    pub themes: Vec<Pain>,
    /// Signals without a theme that lead here.
    pub signals: Vec<SignalCard>,
}

/// Shows a file as it is in the indexed commit.
///
/// # Errors
/// There is no such repository or file, the lines are none of it, or any failure of the store.
pub fn show_file(app: &App, request: &ShowFile) -> Result<FilePage, AppError> {
    let code = app.one_code(request.repository.as_deref())?;
    let missing = || {
        AppError::not_found(
            format!(
                "{} has no file {} in commit {}",
                code.name,
                request.path,
                crate::actions::cards::abbreviated(code.index.commit())
            ),
            "name it from the top of the repository; what was not committed is not known",
        )
    };
    let info = code.index.find(&request.path).ok_or_else(missing)?;
    let (first, last) = request.lines.unwrap_or((1, u32::MAX));
    if first == 0 || first > last || first > info.lines.max(1) {
        return Err(AppError::user(format!("{} has the lines 1 to {}", request.path, info.lines)));
    }
    let repository = code.repository().ok();
    let mut regions = Regions::of(app, &code, repository.as_ref(), &request.path, info.lines)?.found;
    regions.retain(|region| region.first_line <= last && region.last_line >= first);
    let as_of = app.as_of()?;
    let authors = code.index.authors(&request.path, active_since(&code, as_of));
    Ok(FilePage {
        component: code.component_of(&request.path).map(|component| component.name.clone()),
        owners: code.index.owners(&request.path),
        authors: authors.iter().map(|author| Person::author(author, &request.path)).collect(),
        lines: info.lines,
        regions,
        source: repository.and_then(|repository| source(&repository, &code, &request.path)),
        repository: code.name.clone(),
        commit: code.index.commit().to_owned(),
        path: request.path.clone(),
    })
}

fn source(repository: &Repository, code: &Code, path: &str) -> Option<Vec<String>> {
    let bytes = repository.file_at(code.index.commit(), path).ok()??;
    if bytes.len() > SOURCE_MAX || bytes.contains(&0) {
        return None;
    }
    Some(String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect())
}

/// The regions of a file, as they are found.
struct Regions<'a> {
    app: &'a App,
    code: &'a Code,
    path: &'a str,
    lines: u32,
    symbols: Vec<Symbol>,
    changes: Vec<Change>,
    found: Vec<Region>,
}

impl<'a> Regions<'a> {
    fn of(
        app: &'a App,
        code: &'a Code,
        repository: Option<&Repository>,
        path: &'a str,
        lines: u32,
    ) -> Result<Self, AppError> {
        let symbols = repository.and_then(|repository| code.symbols(repository, path).ok());
        let mut this = Self {
            app,
            code,
            path,
            lines,
            symbols: symbols.unwrap_or_default(),
            changes: code.index.changes(path),
            found: Vec::new(),
        };
        this.fill()?;
        for region in &mut this.found {
            region.themes.sort_by_key(|pain| (std::cmp::Reverse(pain.signals), pain.theme.id));
        }
        this.found.sort_by_key(|region| (region.first_line, std::cmp::Reverse(region.last_line)));
        Ok(this)
    }

    fn fill(&mut self) -> Result<(), AppError> {
        let store = self.app.store();
        let cards = ThemeCards::read(self.app, &SignalFilter::default(), self.app.as_of()?)?;
        let answers = store.answers(&self.code.name)?;
        let answer = |of: Subject, symbol: Option<&String>| {
            let to_this =
                answers.iter().filter(|answer| answer.link.of == of && answer.link.path == self.path);
            let mut to_this = to_this
                .filter(|answer| answer.link.symbol.is_none() || answer.link.symbol.as_ref() == symbol);
            to_this.next().map(|answer| AnswerCard { ruling: answer.ruling, yes: answer.yes })
        };
        let mut placed: Vec<(Placed, Subject)> = Vec::new();
        let mut signals: Vec<SignalId> = Vec::new();
        let links = store.links_to(&self.code.name, self.path)?;
        for link in &links {
            if let Subject::Signal(signal) = link.of {
                if link.rank <= RANK_MAX && signals.len() < SIGNALS_MAX {
                    signals.push(signal);
                } else {
                    continue;
                }
            }
            let found = read(link)?;
            let evidence: Vec<EvidenceCard> =
                found.evidence.into_iter().map(|evidence| EvidenceCard::of(evidence, self.path)).collect();
            for place in self.places(found.places) {
                let answer = answer(link.of, place.symbol.as_ref());
                placed.push((Placed { place, rank: link.rank, evidence: evidence.clone(), answer }, link.of));
            }
        }
        // A yes to a file that nothing else speaks for.
        for answer in answers.iter().filter(|answer| answer.yes && answer.link.path == self.path) {
            if !links.iter().any(|link| link.of == answer.link.of) {
                let place = self.named(answer.link.symbol.as_ref());
                let answer_card = AnswerCard { ruling: answer.ruling, yes: true };
                placed.push((
                    Placed { place, rank: 1, evidence: Vec::new(), answer: Some(answer_card) },
                    answer.link.of,
                ));
            }
        }
        let unsorted = store.memberships(&signals)?;
        signals.retain(|signal| unsorted.get(signal).is_none_or(|place| place.theme.is_none()));
        let signals = signal_cards(self.app, &store.signals(&signals)?)?;
        for (placed, of) in placed {
            if placed.answer.is_some_and(|answer| !answer.yes) {
                continue;
            }
            match of {
                Subject::Theme(theme) => self.put_theme(theme, placed, &cards)?,
                Subject::Signal(id) => {
                    if let Some(signal) = signals.iter().find(|card| card.id == id) {
                        self.region(&placed.place).signals.push(signal.clone());
                    }
                }
            }
        }
        Ok(())
    }

    fn put_theme(&mut self, id: ThemeId, placed: Placed, cards: &ThemeCards) -> Result<(), AppError> {
        let Some(theme) = self.app.store().theme(id)?.filter(|theme| theme.retired_at.is_none()) else {
            return Ok(());
        };
        let (_, span) = self.app.store().span(&SignalFilter::default(), Some(Some(id)))?;
        let began = span.map(|(first, _)| first);
        let within = |card: &EvidenceCard| {
            card.line().is_none_or(|line| (placed.place.first_line..=placed.place.last_line).contains(&line))
        };
        let pain = Pain {
            signals: cards.signals_of(id),
            trend: cards.trend_of([id]),
            changed_before: began.and_then(|began| self.changed_before(began)),
            began,
            rank: placed.rank,
            evidence: placed.evidence.into_iter().filter(within).collect(),
            answer: placed.answer,
            theme: ThemeLink { id, name: theme.name },
        };
        let themes = &mut self.region(&placed.place).themes;
        if !themes.iter().any(|other| other.theme.id == id) {
            themes.push(pain);
        }
        Ok(())
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

    fn region(&mut self, place: &Place) -> &mut Region {
        let at = self.found.iter().position(|region| {
            (region.first_line, region.last_line) == (place.first_line, place.last_line)
                && region.symbol == place.symbol
        });
        let at = at.unwrap_or_else(|| {
            self.found.push(Region {
                symbol: place.symbol.clone(),
                first_line: place.first_line,
                last_line: place.last_line,
                themes: Vec::new(),
                signals: Vec::new(),
            });
            self.found.len() - 1
        });
        &mut self.found[at]
    }

    /// Where in the file a link leads; the whole file, where it does not say.
    fn places(&self, places: Vec<Place>) -> Vec<Place> {
        if places.is_empty() { vec![self.whole()] } else { places }
    }

    fn named(&self, symbol: Option<&String>) -> Place {
        let found = self.symbols.iter().find(|known| Some(&known.name) == symbol);
        found.map_or_else(
            || self.whole(),
            |known| Place {
                symbol: Some(known.name.clone()),
                first_line: known.first_line,
                last_line: known.last_line,
            },
        )
    }

    fn whole(&self) -> Place {
        Place { symbol: None, first_line: 1, last_line: self.lines.max(1) }
    }
}

/// A link at one place of the file.
struct Placed {
    place: Place,
    rank: u32,
    evidence: Vec<EvidenceCard>,
    answer: Option<AnswerCard>,
}
