//! Patterns by what they name, so that few are tried on a path.

use rustc_hash::FxHashMap;

use super::pattern::{Pattern, Shape};

/// Rules by what their patterns name, so that few are tried on a path.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    /// Whole paths from the root, without wildcards.
    paths: FxHashMap<String, Last>,
    /// Names at any depth, without wildcards.
    names: FxHashMap<String, Last>,
    /// What names end with, from a dot on: `*.rs`.
    endings: FxHashMap<String, Last>,
    /// Patterns whose first folder is named.
    below: FxHashMap<String, Vec<(usize, Pattern)>>,
    /// All others.
    anywhere: Vec<(usize, Pattern)>,
}

/// The last rule that matches a folder of that name, and the last that matches a file.
#[derive(Debug, Default, Clone, Copy)]
struct Last {
    folder: Option<usize>,
    file: Option<usize>,
}

impl Lookup {
    /// Adds the pattern of a rule, by the rule's number; numbers ascend.
    pub fn add(&mut self, rule: usize, pattern: Pattern) {
        let (files, folders) = (pattern.matches_files(), pattern.matches_folders());
        let last = match pattern.shape() {
            Shape::Path(path) => self.paths.entry(path).or_default(),
            Shape::Name(name) => self.names.entry(name).or_default(),
            Shape::Ending(ending) => self.endings.entry(ending).or_default(),
            Shape::Below(folder) => return self.below.entry(folder).or_default().push((rule, pattern)),
            Shape::Any => return self.anywhere.push((rule, pattern)),
        };
        if folders {
            last.folder = Some(rule);
        }
        if files {
            last.file = Some(rule);
        }
    }

    /// The last rule whose pattern matches a file.
    pub fn last(&self, path: &str) -> Option<usize> {
        let mut best = None;
        let mut start = 0;
        for part in path.split('/') {
            let end = start + part.len();
            let pick = |last: Option<&Last>| {
                last.and_then(|last| if end == path.len() { last.file } else { last.folder })
            };
            best = best.max(pick(self.paths.get(&path[..end]))).max(pick(self.names.get(part)));
            if !self.endings.is_empty() {
                for (dot, _) in part.match_indices('.') {
                    best = best.max(pick(self.endings.get(&part[dot..])));
                }
            }
            start = end + 1;
        }
        let first = path.split('/').next().unwrap_or(path);
        for patterns in [self.below.get(first), Some(&self.anywhere)].into_iter().flatten() {
            let later = patterns.iter().rev().take_while(|(rule, _)| best.is_none_or(|best| *rule > best));
            best =
                best.max(later.into_iter().find(|(_, pattern)| pattern.matches(path)).map(|(rule, _)| *rule));
        }
        best
    }
}
