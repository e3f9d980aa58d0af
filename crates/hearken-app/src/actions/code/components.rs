//! The components of all repositories: the pain that customers have with each, against how much it changes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use hearken_code::answered;
use hearken_domain::{Answer, SignalFilter, SignalId, Subject, ThemeId, Timestamp, Verbatim};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{ThemeCards, ThemeLink, TrendCard};
use crate::actions::code::link::read;
use crate::actions::code::list::{RepositoryCard, list_code};
use crate::actions::code::locate::{ACTIVE_DAYS, answer_given};
use crate::code::Code;
use crate::error::AppError;
use crate::view::View;

/// A theme counts for the components of its first few files.
pub const LEADING: u32 = 3;

/// The components, and the repositories that they are of.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CodePage {
    /// As of when.
    pub now: Timestamp,
    /// Days before that in which changes are counted.
    pub change_days: i64,
    /// All repositories.
    pub repositories: Vec<RepositoryCard>,
    /// Components, most pain first.
    pub components: Vec<ComponentCard>,
}

/// A component in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ComponentCard {
    /// Name of the repository.
    pub repository: String,
    /// Its name.
    pub name: String,
    /// Who owns it by CODEOWNERS.
    pub owners: Vec<String>,
    /// Its files.
    pub files: usize,
    /// Their lines.
    pub lines: u64,
    /// Signals of the themes that lead here, and those without a theme that do.
    pub signals: u64,
    /// Themes that lead here, the largest first.
    pub themes: Vec<ThemeLink>,
    /// Where these themes are heading together.
    pub trend: TrendCard,
    /// How often files of it were changed lately: each commit counts once for each file.
    pub changes: usize,
}

/// Everything that counts components, read at once.
pub struct Components {
    cards: ThemeCards,
    themes: BTreeMap<ThemeId, Verbatim>,
    as_of: Timestamp,
}

impl Components {
    /// Reads what all components need.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn read(view: &View) -> Result<Self, AppError> {
        let as_of = view.as_of()?;
        let themes = view.store().themes().living()?.into_iter().filter(|theme| !theme.ignored);
        Ok(Self {
            cards: ThemeCards::read(view, &SignalFilter::default(), as_of)?,
            themes: themes.map(|theme| (theme.id, theme.name)).collect(),
            as_of,
        })
    }

    /// Counts of every theme.
    pub fn cards(&self) -> &ThemeCards {
        &self.cards
    }

    /// As of when.
    pub fn as_of(&self) -> Timestamp {
        self.as_of
    }

    /// A card for each component of every repository, or of one, those with most pain first.
    ///
    /// # Errors
    /// There is none of that name, or any failure of the store.
    pub fn all(&self, view: &View, repository: Option<&str>) -> Result<Vec<ComponentCard>, AppError> {
        let mut components = Vec::new();
        for code in view.all_code(repository)? {
            components.extend(self.in_repository(view, &code)?);
        }
        components.sort_by(|a, b| {
            (b.signals, b.changes).cmp(&(a.signals, a.changes)).then_with(|| a.name.cmp(&b.name))
        });
        Ok(components)
    }

    /// A card for each component of a repository.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn in_repository(&self, view: &View, code: &Code) -> Result<Vec<ComponentCard>, AppError> {
        let mut linked: BTreeMap<String, (BTreeSet<ThemeId>, u64)> = BTreeMap::new();
        for (subject, paths) in leads(view, code)? {
            let components: BTreeSet<&str> = paths
                .iter()
                .filter_map(|path| code.component_of(path))
                .map(|component| component.name.as_str())
                .collect();
            for component in components {
                let (themes, alone) = linked.entry(component.to_owned()).or_default();
                match subject {
                    Subject::Theme(theme) if self.themes.contains_key(&theme) => {
                        themes.insert(theme);
                    }
                    Subject::Theme(_) => {}
                    Subject::Signal(_) => *alone += 1,
                }
            }
        }
        let mut changes: BTreeMap<&str, usize> = BTreeMap::new();
        for (path, commits) in code.index.changes_since(changed_since(code, self.as_of)) {
            if let Some(component) = code.component_of(&path) {
                *changes.entry(&component.name).or_default() += commits;
            }
        }
        let cards = code.index.components().iter().map(|component| {
            let (themes, alone) = linked.remove(&component.name).unwrap_or_default();
            let trend = self.cards.trend_of(themes.iter().copied());
            let mut themes: Vec<ThemeId> = themes.into_iter().collect();
            themes.sort_by_key(|theme| (Reverse(self.cards.signals_of(*theme)), *theme));
            let name = |id: &ThemeId| self.themes.get(id).cloned().unwrap_or_default();
            ComponentCard {
                repository: code.name.clone(),
                name: component.name.clone(),
                owners: component.owners.clone(),
                files: component.files,
                lines: component.lines,
                signals: themes.iter().map(|theme| self.cards.signals_of(*theme)).sum::<u64>() + alone,
                trend,
                changes: changes.get(component.name.as_str()).copied().unwrap_or(0),
                themes: themes.iter().map(|id| ThemeLink { id: *id, name: name(id) }).collect(),
            }
        });
        Ok(cards.collect())
    }
}

/// The first files that each theme, and each signal without one, leads to, as people answered.
///
/// # Errors
/// Any failure of the store.
pub fn leads(view: &View, code: &Code) -> Result<BTreeMap<Subject, Vec<String>>, AppError> {
    let mut linked: BTreeMap<Subject, Vec<String>> = BTreeMap::new();
    for lead in view.store().code_links().linked_files(&code.name, LEADING)? {
        linked.entry(lead.of).or_default().push(lead.path);
    }
    let answers = view.store().rulings().answers(&code.name)?;
    for subject in with_answers(view, &answers)? {
        // Whether a no leaves anything of a link depends on its spans, which the list of leads has not.
        let found = if linked.contains_key(&subject) {
            view.store().code_links().of_subject(&code.name, subject)?
        } else {
            Vec::new()
        };
        let found = found.iter().filter(|link| link.rank <= LEADING).map(read).collect::<Result<_, _>>()?;
        let given = answers.iter().filter(|answer| answer.link.of == subject).map(answer_given);
        let paths = answered(found, given, |_, _| None).links.into_iter().map(|link| link.link.path);
        linked.insert(subject, paths.collect());
    }
    Ok(linked)
}

/// The themes, and the signals without one, that somebody answered a link of.
fn with_answers(view: &View, answers: &[Answer]) -> Result<BTreeSet<Subject>, AppError> {
    let signals: Vec<SignalId> = answers
        .iter()
        .filter_map(|answer| match answer.link.of {
            Subject::Signal(signal) => Some(signal),
            Subject::Theme(_) => None,
        })
        .collect();
    let memberships = view.store().themes().memberships(&signals)?;
    let has_theme =
        |signal: &SignalId| memberships.get(signal).is_some_and(|membership| membership.theme.is_some());
    let subjects = answers.iter().map(|answer| answer.link.of);
    Ok(subjects.filter(|subject| !matches!(subject, Subject::Signal(signal) if has_theme(signal))).collect())
}

/// Since when changes are counted: back from now, or from the newest commit where that is older.
pub fn changed_since(code: &Code, as_of: Timestamp) -> Timestamp {
    crate::actions::code::locate::active_since(code, as_of)
}

/// All components, those with most pain first.
///
/// # Errors
/// There is no repository of that name, its index cannot be used, or any failure of the store.
pub fn list_components(view: &View, repository: Option<&str>) -> Result<CodePage, AppError> {
    let read = Components::read(view)?;
    let components = read.all(view, repository)?;
    Ok(CodePage { now: read.as_of(), change_days: ACTIVE_DAYS, repositories: list_code(view)?, components })
}
