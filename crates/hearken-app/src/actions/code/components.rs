//! The components of all repositories: the pain that customers have with each, against how much it changes.

use std::collections::BTreeMap;

use hearken_domain::{DayCount, SignalFilter, ThemeId, Timestamp, Verbatim};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{ThemeCards, ThemeLink, TrendCard};
use crate::actions::code::heat::Heat;
use crate::actions::code::list::{RepositoryCard, list_code};
use crate::actions::code::locate::{ACTIVE_DAYS, lately};
use crate::actions::customers::worth::{Worth, WorthCard};
use crate::code::Code;
use crate::error::AppError;
use crate::view::View;

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
    /// Signals that lead here by their own words, and those of themes that a person said lead here.
    pub signals: u64,
    /// The customers whose signals these are, and what they are worth; `None` where no customer is known at all.
    pub customers: Option<WorthCard>,
    /// Their themes, those with most of them first.
    pub themes: Vec<ThemeLink>,
    /// Where they are heading: their share of all signals, or of those that were located so far.
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
        let living = view.store().themes().living()?;
        let themes = living.values().filter(|theme| !theme.ignored);
        Ok(Self {
            cards: ThemeCards::read(view, &SignalFilter::default(), as_of)?,
            themes: themes.map(|theme| (theme.id, theme.name.clone())).collect(),
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
            components.extend(self.in_repository(view, &code, &Heat::read(view, &code)?)?);
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
    pub fn in_repository(
        &self,
        view: &View,
        code: &Code,
        heat: &Heat,
    ) -> Result<Vec<ComponentCard>, AppError> {
        let totals = totals(view, code)?;
        let mut changes: BTreeMap<&str, usize> = BTreeMap::new();
        for (path, commits) in code.index.changes_within(lately(view, code)?) {
            if let Some(component) = code.component_of(&path) {
                *changes.entry(&component.name).or_default() += commits;
            }
        }
        let worth = Worth::read(view)?;
        let whose = match &worth {
            Some(_) => view.store().customers().of_signals(&heat.all())?,
            None => BTreeMap::new(),
        };
        let cards = code.index.components().iter().map(|component| {
            let pain = heat.of_component(&component.name);
            let themes = pain.themes();
            let name = |id: &ThemeId| self.themes.get(id).cloned().unwrap_or_default();
            ComponentCard {
                repository: code.name.clone(),
                name: component.name.clone(),
                owners: component.owners.clone(),
                files: component.files,
                lines: component.lines,
                signals: pain.signals(),
                customers: worth.as_ref().map(|worth| worth.of_known(&whose, pain.all())),
                trend: self.cards.trend_of_days(&heat.days_of_component(&component.name), totals.as_deref()),
                changes: changes.get(component.name.as_str()).copied().unwrap_or(0),
                themes: themes.iter().map(|id| ThemeLink { id: *id, name: name(id) }).collect(),
            }
        });
        Ok(cards.collect())
    }
}

/// Signals of each day that were located in a repository; `None` where all were.
fn totals(view: &View, code: &Code) -> Result<Option<Vec<DayCount>>, AppError> {
    let Some(known) = view.store().repositories().get(&code.name)? else { return Ok(None) };
    let links = view.store().code_links();
    let (located, signals) = links.progress(&code.name, known.link_build)?;
    if located == signals {
        return Ok(None);
    }
    Ok(Some(links.located_days(&code.name, known.link_build)?))
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
