//! How much pain each file and component carries: the signals that lead there by their own words, each once, as people
//! answered. A theme counts whole only where a person said that it leads there.

use std::collections::{BTreeMap, BTreeSet};

use hearken_code::answered;
use hearken_domain::{Answer, SignalId, Subject, ThemeId};

use crate::actions::code::link::{leads, read};
use crate::actions::code::locate::answer_given;
use crate::code::Code;
use crate::error::AppError;
use crate::view::View;

/// A signal counts for its first few files.
pub const LEADING: u32 = 3;

/// The signals that lead to one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceHeat {
    /// Those of each theme, ascending.
    of_theme: BTreeMap<ThemeId, Vec<SignalId>>,
    /// Those without one, ascending.
    alone: Vec<SignalId>,
}

impl PlaceHeat {
    /// How many signals lead here.
    pub fn signals(&self) -> u64 {
        let of_themes = self.of_theme.values().map(Vec::len).sum::<usize>();
        (of_themes + self.alone.len()) as u64
    }

    /// The signals of a theme that lead here.
    pub fn of(&self, theme: ThemeId) -> &[SignalId] {
        self.of_theme.get(&theme).map_or(&[], Vec::as_slice)
    }

    /// The themes whose signals lead here, those with most first.
    pub fn themes(&self) -> Vec<ThemeId> {
        let mut themes: Vec<ThemeId> = self.of_theme.keys().copied().collect();
        themes.sort_by_key(|theme| (std::cmp::Reverse(self.of(*theme).len()), *theme));
        themes
    }

    /// Counts a signal, unless it was counted last.
    fn add(&mut self, theme: Option<ThemeId>, signal: SignalId) {
        let signals = match theme {
            Some(theme) => self.of_theme.entry(theme).or_default(),
            None => &mut self.alone,
        };
        if signals.last() != Some(&signal) {
            signals.push(signal);
        }
    }

    /// Counts all of a theme.
    fn add_all(&mut self, theme: ThemeId, members: &[SignalId]) {
        let signals = self.of_theme.entry(theme).or_default();
        signals.extend_from_slice(members);
        signals.sort_unstable();
        signals.dedup();
    }
}

/// The pain of every file and component of a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heat {
    files: BTreeMap<String, PlaceHeat>,
    components: BTreeMap<String, PlaceHeat>,
    none: PlaceHeat,
}

impl Heat {
    /// Adds up where signals lead.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn read(view: &View, code: &Code) -> Result<Self, AppError> {
        let store = view.store();
        let asked: BTreeSet<ThemeId> =
            store.themes().living()?.iter().filter(|theme| leads(theme)).map(|theme| theme.id).collect();
        let answers = store.rulings().answers(&code.name)?;
        let said = Said::read(view, code, &answers)?;
        let mut heat = Self::default();
        for leading in store.code_links().leading(&code.name, LEADING)? {
            if !said.signals.contains_key(&leading.signal) {
                let mut paths = leading.paths;
                paths.retain(|path| leading.theme.is_none_or(|theme| !said.denies(theme, path)));
                heat.count(code, leading.theme, leading.signal, &paths, &asked);
            }
        }
        let answered: Vec<SignalId> = said.signals.keys().copied().collect();
        let memberships = store.themes().memberships(&answered)?;
        for (signal, paths) in &said.signals {
            let theme = memberships.get(signal).and_then(|membership| membership.theme);
            heat.count(code, theme, *signal, paths, &asked);
        }
        for (theme, paths) in said.themes.iter().filter(|(theme, _)| asked.contains(theme)) {
            let members = store.themes().members(Some(*theme))?;
            for path in paths {
                heat.files.entry(path.clone()).or_default().add_all(*theme, &members);
                if let Some(component) = code.component_of(path) {
                    heat.components.entry(component.name.clone()).or_default().add_all(*theme, &members);
                }
            }
        }
        Ok(heat)
    }

    fn count(
        &mut self,
        code: &Code,
        theme: Option<ThemeId>,
        signal: SignalId,
        paths: &[String],
        asked: &BTreeSet<ThemeId>,
    ) {
        if theme.is_some_and(|theme| !asked.contains(&theme)) {
            return;
        }
        for path in paths {
            if !self.files.contains_key(path) {
                self.files.insert(path.clone(), PlaceHeat::default());
            }
            if let Some(pain) = self.files.get_mut(path) {
                pain.add(theme, signal);
            }
            let Some(component) = code.component_of(path) else { continue };
            if !self.components.contains_key(&component.name) {
                self.components.insert(component.name.clone(), PlaceHeat::default());
            }
            if let Some(pain) = self.components.get_mut(&component.name) {
                pain.add(theme, signal);
            }
        }
    }

    /// The pain of a file.
    pub fn of_file(&self, path: &str) -> &PlaceHeat {
        self.files.get(path).unwrap_or(&self.none)
    }

    /// The pain of a component.
    pub fn of_component(&self, name: &str) -> &PlaceHeat {
        self.components.get(name).unwrap_or(&self.none)
    }

    /// Every file that something leads to, with its pain; by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &PlaceHeat)> {
        self.files.iter().map(|(path, pain)| (path.as_str(), pain))
    }
}

/// What people said of where themes and signals lead.
struct Said {
    /// Files that a person said a theme leads to.
    themes: BTreeMap<ThemeId, Vec<String>>,
    /// Files that a person said a theme does not lead to.
    denied: BTreeMap<ThemeId, BTreeSet<String>>,
    /// The files of each signal that somebody answered a link of.
    signals: BTreeMap<SignalId, Vec<String>>,
}

impl Said {
    fn read(view: &View, code: &Code, answers: &[Answer]) -> Result<Self, AppError> {
        let mut said = Self { themes: BTreeMap::new(), denied: BTreeMap::new(), signals: BTreeMap::new() };
        let subjects: BTreeSet<Subject> = answers.iter().map(|answer| answer.link.of).collect();
        for subject in subjects {
            let links = view.store().code_links().of_subject(&code.name, subject)?;
            let mut before: BTreeSet<String> = links.iter().map(|link| link.path.clone()).collect();
            let first =
                links.iter().filter(|link| matches!(subject, Subject::Theme(_)) || link.rank <= LEADING);
            let found = first.map(read).collect::<Result<_, _>>()?;
            let given = answers.iter().filter(|answer| answer.link.of == subject);
            let whole = given.clone().filter(|answer| !answer.yes && answer.link.symbol.is_none());
            before.extend(whole.map(|answer| answer.link.path.clone()));
            let left = answered(found, given.map(answer_given), |_, _| None);
            match subject {
                Subject::Signal(signal) => {
                    said.signals.insert(signal, left.links.into_iter().map(|link| link.link.path).collect());
                }
                Subject::Theme(theme) => {
                    for link in &left.links {
                        before.remove(&link.link.path);
                    }
                    said.denied.insert(theme, before);
                    let yes = left.links.iter().filter(|link| link.yes().is_some());
                    said.themes.insert(theme, yes.map(|link| link.link.path.clone()).collect());
                }
            }
        }
        Ok(said)
    }

    fn denies(&self, theme: ThemeId, path: &str) -> bool {
        self.denied.get(&theme).is_some_and(|denied| denied.contains(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_counts_once_where_it_leads_to_several_files_and_a_theme_whole_only_where_it_is_said() {
        let (theme, mut pain) = (ThemeId(1), PlaceHeat::default());
        for (theme, signal) in [(Some(theme), 7), (Some(theme), 7), (None, 8), (Some(theme), 9)] {
            pain.add(theme, SignalId(signal));
        }
        assert_eq!((pain.signals(), pain.of(theme)), (3, &[SignalId(7), SignalId(9)][..]));
        pain.add_all(theme, &[SignalId(6), SignalId(7), SignalId(9)]);
        assert_eq!((pain.signals(), pain.themes()), (4, vec![theme]));
    }
}
