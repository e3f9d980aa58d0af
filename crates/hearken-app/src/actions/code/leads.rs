//! For which files a signal counts: the best of its own, and others that are nearly as good; where a person said to which
//! it leads, those. The list of components, a component and a file's page all ask here, so that they agree.

use std::collections::{BTreeMap, BTreeSet};

use hearken_code::{Located, answered};
use hearken_domain::{Answer, DayCount, SignalFilter, SignalId, Subject, ThemeId};
use hearken_store::{Leading, LeadingFile};

use crate::actions::code::link::{leads, read};
use crate::actions::code::locate::answer_given;
use crate::code::Code;
use crate::error::AppError;
use crate::view::View;

/// Files of a signal that can count.
const FILES_MAX: u32 = 3;
/// A file counts beside the best of a signal where its score is at least this share of the best one's
/// (`docs/decisions/0056-heat-is-of-the-best-file.md`).
const NEAR: f64 = 0.9;

/// A signal with the files that it counts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The signal.
    pub signal: SignalId,
    /// Its theme, if it has one.
    pub theme: Option<ThemeId>,
    /// When it was said and came; `None` is undated.
    pub day: Option<DayCount>,
    /// The files.
    pub paths: Vec<String>,
}

/// What signals lead to in a repository, as people answered.
pub struct Leads<'a> {
    view: &'a View,
    code: &'a Code,
    /// What counts: everything, or what was said up to what is looked back to.
    filter: SignalFilter,
    /// Themes that are asked where they lead.
    asked: BTreeSet<ThemeId>,
    /// Files that a person said a theme leads to.
    confirmed: BTreeMap<ThemeId, Vec<String>>,
    /// Files that a person said a theme does not lead to.
    denied: BTreeMap<ThemeId, BTreeSet<String>>,
    /// What is left to each signal that somebody answered a link of.
    answered: BTreeMap<SignalId, Left>,
}

/// The files of a signal after people's answers.
struct Left {
    /// Those that a person said yes to.
    confirmed: Vec<String>,
    /// The others, best first.
    found: Vec<LeadingFile>,
}

impl<'a> Leads<'a> {
    /// Reads what people said.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn read(view: &'a View, code: &'a Code) -> Result<Self, AppError> {
        let living = view.store().themes().living()?;
        let asked = living.values().filter(|theme| leads(theme)).map(|theme| theme.id).collect();
        let (confirmed, denied, answered) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let filter = view.up_to_then(&SignalFilter::default());
        let mut this = Self { view, code, filter, asked, confirmed, denied, answered };
        let answers = view.store().rulings().answers(&code.name)?;
        let subjects: BTreeSet<Subject> = answers.iter().map(|answer| answer.link.of).collect();
        for subject in subjects {
            this.heed(subject, &answers)?;
        }
        Ok(this)
    }

    /// Takes in what people said of one theme or signal.
    fn heed(&mut self, subject: Subject, answers: &[Answer]) -> Result<(), AppError> {
        let links = self.view.store().code_links().of_subject(&self.code.name, subject)?;
        let found = links.iter().map(read).collect::<Result<Vec<Located>, _>>()?;
        let given = answers.iter().filter(|answer| answer.link.of == subject);
        let left = answered(found, given.clone().map(answer_given), |_, _| None).links;
        let (yes, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|link| link.yes().is_some());
        let confirmed: Vec<String> = yes.into_iter().map(|link| link.link.path).collect();
        match subject {
            Subject::Signal(signal) => {
                let file = |link: hearken_code::AnsweredLink<'_, _>| LeadingFile {
                    score: f64::from(link.link.score),
                    path: link.link.path,
                };
                let found = others.into_iter().map(file).take(FILES_MAX as usize).collect();
                self.answered.insert(signal, Left { confirmed, found });
            }
            Subject::Theme(theme) => {
                let whole = given.filter(|answer| !answer.yes && answer.link.symbol.is_none());
                let mut denied: BTreeSet<String> = links.iter().map(|link| link.path.clone()).collect();
                denied.extend(whole.map(|answer| answer.link.path.clone()));
                for path in others.iter().map(|link| &link.link.path).chain(&confirmed) {
                    denied.remove(path);
                }
                self.denied.insert(theme, denied);
                self.confirmed.insert(theme, confirmed);
            }
        }
        Ok(())
    }

    /// Every signal that counts for a file, or only those that count for this one; by id.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn signals(&self, path: Option<&str>) -> Result<Vec<Lead>, AppError> {
        let store = self.view.store();
        let leading = store.code_links().leading(&self.code.name, path, FILES_MAX, &self.filter)?;
        let unanswered = leading.into_iter().filter(|leading| !self.answered.contains_key(&leading.signal));
        let mut found: Vec<Lead> = unanswered
            .map(|Leading { signal, theme, day, files }| Lead {
                paths: best(self.without_denied(theme, files)),
                signal,
                theme,
                day,
            })
            .collect();
        let answered: Vec<SignalId> = self.answered.keys().copied().collect();
        let days = store.signals().days(&answered, &self.filter)?;
        let memberships = store.themes().memberships(&answered)?;
        for (signal, day) in days {
            let Some(left) = self.answered.get(&signal) else { continue };
            let theme = memberships.get(&signal).and_then(|membership| membership.theme);
            let paths = match left.confirmed.is_empty() {
                true => best(self.without_denied(theme, left.found.clone())),
                false => left.confirmed.clone(),
            };
            found.push(Lead { signal, theme, day, paths });
        }
        found.retain(|lead| {
            lead.theme.is_none_or(|theme| self.asked.contains(&theme))
                && path.is_none_or(|path| lead.paths.iter().any(|other| other == path))
        });
        found.sort_by_key(|lead| lead.signal);
        Ok(found)
    }

    /// Each theme that a person said leads to files, with these and all its signals that count, by id.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn whole_themes(&self) -> Result<Vec<WholeTheme<'_>>, AppError> {
        let mut whole = Vec::new();
        for (theme, paths) in &self.confirmed {
            if paths.is_empty() || !self.asked.contains(theme) {
                continue;
            }
            let members = self.view.store().themes().members(Some(*theme))?;
            let signals = self.view.store().signals().days(&members, &self.filter)?;
            whole.push(WholeTheme { theme: *theme, paths, signals });
        }
        Ok(whole)
    }

    fn without_denied(&self, theme: Option<ThemeId>, mut files: Vec<LeadingFile>) -> Vec<LeadingFile> {
        if let Some(denied) = theme.and_then(|theme| self.denied.get(&theme)) {
            files.retain(|file| !denied.contains(&file.path));
        }
        files
    }
}

/// A theme that counts whole, because a person said where it leads.
pub struct WholeTheme<'l> {
    /// The theme.
    pub theme: ThemeId,
    /// The files.
    pub paths: &'l [String],
    /// All its signals that count, each with when it was said and came.
    pub signals: BTreeMap<SignalId, Option<DayCount>>,
}

/// The best of these files, and those that are nearly as good.
fn best(mut files: Vec<LeadingFile>) -> Vec<String> {
    let most = files.iter().map(|file| file.score).fold(f64::MIN, f64::max);
    files.retain(|file| file.score >= NEAR * most);
    files.into_iter().map(|file| file.path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_counts_for_its_best_file_and_for_what_is_nearly_as_good() {
        let files = |scores: &[f64]| {
            let file = |(n, score): (usize, &f64)| LeadingFile { path: n.to_string(), score: *score };
            best(scores.iter().enumerate().map(file).collect()).join(" ")
        };
        assert_eq!(files(&[4.0, 3.7, 3.5]), "0 1");
        assert_eq!(files(&[4.0, 2.0]), "0");
        assert_eq!(files(&[4.0, 4.0, 3.9]), "0 1 2");
        assert_eq!(files(&[]), "");
    }
}
