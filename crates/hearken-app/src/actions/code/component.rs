//! One component: who owns it, which themes lead into it, and its files.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use hearken_code::Role;
use hearken_domain::{ThemeId, Timestamp, counted};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{Person, SPARK_WEEKS, ThemeCard};
use crate::actions::code::components::{ComponentCard, Components};
use crate::actions::code::heat::Heat;
use crate::actions::code::locate::lately;
use crate::actions::customers::worth::{Worth, WorthCard};
use crate::actions::goals::cards::BlockedGoal;
use crate::actions::goals::read::Goals;
use crate::code::Code;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Files in the list.
const FILES_MAX: usize = 200;
/// Files of a component whose authors are looked at: those that changed most.
const AUTHORED_FILES: usize = 50;
const PEOPLE_MAX: usize = 6;
/// Files that are named of a theme.
const FILES_OF_THEME: usize = 10;

/// A component, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ComponentPage {
    /// As of when.
    pub now: Timestamp,
    /// Its card.
    pub card: ComponentCard,
    /// Who changed it most lately.
    pub authors: Vec<Person>,
    /// The themes that lead here, the largest first.
    pub themes: Vec<LeadingTheme>,
    /// The open goals that these themes stand in the way of.
    pub goals: Vec<BlockedGoal>,
    /// Its files, those with pain first, then those that changed most.
    pub files: Vec<FileCard>,
}

/// A theme that leads into a component.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LeadingTheme {
    /// The theme.
    pub card: ThemeCard,
    /// Its signals that lead here, or all of it where a person said so.
    pub signals: u64,
    /// The customers whose signals these are, and what they are worth; `None` where no customer is known at all.
    pub customers: Option<WorthCard>,
    /// The files of the component that most of them lead to.
    pub files: Vec<String>,
}

/// A file in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FileCard {
    /// Its path.
    pub path: String,
    /// Its language, as people call it.
    pub language: Option<&'static str>,
    /// What it is there for.
    pub role: Role,
    /// Its lines.
    pub lines: u32,
    /// Signals that lead here by their own words, and those of themes that a person said lead here.
    pub signals: u64,
    /// Commits that changed it lately.
    pub changes: usize,
}

/// Shows a component.
///
/// # Errors
/// There is no such repository or component, or any failure of the store.
pub fn show_component(view: &View, repository: Option<&str>, name: &str) -> Result<ComponentPage, AppError> {
    let code = view.one_code(repository)?;
    let read = Components::read(view)?;
    let heat = Heat::read(view, &code)?;
    let missing =
        || AppError::not_found(format!("{} has no component '{name}'", code.name), NextStep::ListComponents);
    let cards = read.in_repository(view, &code, &heat)?;
    let card = cards.into_iter().find(|card| card.name == name).ok_or_else(missing)?;
    let within = |path: &str| code.component_of(path).is_some_and(|component| component.name == name);
    let mut of_theme: BTreeMap<ThemeId, Vec<(usize, String)>> = BTreeMap::new();
    for (path, pain) in heat.files().filter(|(path, _)| within(path)) {
        for theme in pain.themes() {
            of_theme.entry(theme).or_default().push((pain.of(theme).len(), path.to_owned()));
        }
    }
    let lately = lately(view, &code)?;
    let changes: BTreeMap<String, usize> = code.index.changes_within(lately.clone()).into_iter().collect();
    let mut files: Vec<FileCard> = code
        .index
        .files()
        .into_iter()
        .filter(|file| within(&file.path))
        .map(|file| FileCard {
            signals: heat.of_file(&file.path).signals(),
            changes: changes.get(&file.path).copied().unwrap_or(0),
            path: file.path,
            language: file.language,
            role: file.role,
            lines: file.lines,
        })
        .collect();
    files.sort_by(|a, b| {
        (b.signals, b.changes).cmp(&(a.signals, a.changes)).then_with(|| a.path.cmp(&b.path))
    });
    let authors = authors(&code, &files, &lately);
    files.truncate(FILES_MAX);
    let (worth, mut themes) = (Worth::read(view)?, Vec::new());
    for link in &card.themes {
        if let Some(theme) = view.store().themes().get(link.id)? {
            let mut files = of_theme.remove(&theme.id).unwrap_or_default();
            files.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            files.truncate(FILES_OF_THEME);
            let here = heat.of_component(name).of(theme.id);
            themes.push(LeadingTheme {
                signals: here.len() as u64,
                customers: worth.as_ref().map(|worth| worth.of_signals(view, here)).transpose()?,
                card: read.cards().card(&theme, SPARK_WEEKS),
                files: files.into_iter().map(|(_, path)| path).collect(),
            });
        }
    }
    read.cards().count_besides(view, themes.iter_mut().map(|theme: &mut LeadingTheme| &mut theme.card))?;
    let leading: Vec<ThemeId> = themes.iter().map(|leading| leading.card.id).collect();
    let goals = Goals::read(view)?.blocked_by(&leading)?;
    Ok(ComponentPage { now: read.as_of(), card, authors, themes, goals, files })
}

/// Who changed these files most lately.
fn authors(code: &Code, files: &[FileCard], lately: &RangeInclusive<Timestamp>) -> Vec<Person> {
    let mut changed: Vec<&FileCard> = files.iter().filter(|file| file.changes > 0).collect();
    changed.sort_by_key(|file| Reverse(file.changes));
    let mut people: BTreeMap<String, (String, usize, Timestamp)> = BTreeMap::new();
    for file in changed.into_iter().take(AUTHORED_FILES) {
        for author in code.index.authors(&file.path, lately.clone()) {
            let known = people.entry(author.email.to_lowercase()).or_insert((
                format!("{} <{}>", author.name, author.email),
                0,
                author.last,
            ));
            known.1 += author.commits;
            known.2 = known.2.max(author.last);
        }
    }
    let mut people: Vec<_> = people.into_values().collect();
    people.sort_by_key(|(_, commits, last)| (Reverse(*commits), Reverse(*last)));
    let person = |(who, changes, last): (String, usize, Timestamp)| Person {
        who,
        why: format!(
            "changed files of it {} lately, the last time on {}",
            if changes == 1 { "once".to_owned() } else { counted(changes as u64, "time") },
            last.strftime("%Y-%m-%d")
        ),
    };
    people.into_iter().take(PEOPLE_MAX).map(person).collect()
}

/// The components that somebody owns: those that CODEOWNERS gives them; else those that they changed more than anybody
/// else lately.
///
/// # Errors
/// Any failure of the store.
pub fn owned_by(view: &View, code: &Code, owner: &str) -> Result<BTreeSet<String>, AppError> {
    let named = |owners: &[String]| owners.iter().any(|other| other.eq_ignore_ascii_case(owner));
    let components = code.index.components().iter();
    let owned: BTreeSet<String> = components
        .filter(|component| named(&component.owners))
        .map(|component| component.name.clone())
        .collect();
    if !owned.is_empty() || owner.starts_with('@') {
        return Ok(owned);
    }
    let lately = lately(view, code)?;
    let mut commits: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (path, _) in code.index.changes_within(lately.clone()) {
        let Some(component) = code.component_of(&path) else { continue };
        let of_component = commits.entry(component.name.clone()).or_default();
        for author in code.index.authors(&path, lately.clone()) {
            *of_component.entry(author.email.to_lowercase()).or_default() += author.commits;
        }
    }
    let most = |authors: &BTreeMap<String, usize>| authors.values().copied().max().unwrap_or(0);
    let email = code.index.email_of(owner).to_lowercase();
    let mine = commits.into_iter().filter(|(_, authors)| {
        authors.get(&email).is_some_and(|commits| *commits > 0 && *commits == most(authors))
    });
    Ok(mine.map(|(component, _)| component).collect())
}
