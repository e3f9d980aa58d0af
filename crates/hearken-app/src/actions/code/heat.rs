//! How much pain each file and component carries: the signals that count for it ([`Leads`]), each once. A theme counts
//! whole only where a person said that it leads there.

use std::collections::BTreeMap;

use hearken_domain::{DayCount, SignalId, ThemeId};

use crate::actions::code::leads::{Lead, Leads, WholeTheme};
use crate::code::Code;
use crate::error::AppError;
use crate::view::View;

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

    /// All signals that lead here, each once.
    pub fn all(&self) -> impl Iterator<Item = SignalId> {
        self.of_theme.values().flatten().chain(&self.alone).copied()
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
    fn add_all(&mut self, whole: &WholeTheme<'_>) {
        let signals = self.of_theme.entry(whole.theme).or_default();
        signals.extend(whole.signals.keys());
        signals.sort_unstable();
        signals.dedup();
    }
}

/// The pain of every file and component of a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heat {
    files: BTreeMap<String, PlaceHeat>,
    components: BTreeMap<String, PlaceHeat>,
    /// When each signal that is dated was said and came.
    days: BTreeMap<SignalId, DayCount>,
    none: PlaceHeat,
}

impl Heat {
    /// Adds up where signals lead.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn read(view: &View, code: &Code) -> Result<Self, AppError> {
        let leads = Leads::read(view, code)?;
        let mut heat = Self::default();
        for lead in leads.signals(None)? {
            heat.days.extend(lead.day.map(|day| (lead.signal, day)));
            heat.count(code, &lead);
        }
        for whole in leads.whole_themes()? {
            heat.days.extend(whole.signals.iter().filter_map(|(signal, day)| Some((*signal, (*day)?))));
            for path in whole.paths {
                heat.files.entry(path.clone()).or_default().add_all(&whole);
                if let Some(component) = code.component_of(path) {
                    heat.components.entry(component.name.clone()).or_default().add_all(&whole);
                }
            }
        }
        Ok(heat)
    }

    fn count(&mut self, code: &Code, lead: &Lead) {
        for path in &lead.paths {
            add(&mut self.files, path, lead);
            if let Some(component) = code.component_of(path) {
                add(&mut self.components, &component.name, lead);
            }
        }
    }

    /// All signals that lead to any component, each once.
    pub fn all(&self) -> Vec<SignalId> {
        let mut all: Vec<SignalId> = self.components.values().flat_map(PlaceHeat::all).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// When the signals that lead to a component were said and came.
    pub fn days_of_component(&self, name: &str) -> Vec<DayCount> {
        self.of_component(name).all().filter_map(|signal| self.days.get(&signal).copied()).collect()
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

/// Counts a signal for the place of this name, which is copied only where there is none yet.
fn add(places: &mut BTreeMap<String, PlaceHeat>, name: &str, lead: &Lead) {
    match places.get_mut(name) {
        Some(place) => place.add(lead.theme, lead.signal),
        None => places.entry(name.to_owned()).or_default().add(lead.theme, lead.signal),
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
        let signals = [6, 7, 9].map(|signal| (SignalId(signal), None)).into();
        pain.add_all(&WholeTheme { theme, paths: &[], signals });
        assert_eq!((pain.signals(), pain.themes()), (4, vec![theme]));
    }
}
