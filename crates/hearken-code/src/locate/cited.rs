//! Commits and issues that a report names, with the files that they lead to. A hash that no commit or several have, and
//! an issue that no commit names, lead nowhere.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::feature::Feature;
use super::report::{Numbers, Report};
use crate::citation::{NamedHash, hashes, issues};
use crate::index::timestamp;
use crate::link::Naming;
use crate::object_name::hex;
use crate::{Index, Repository};

/// A commit that a report names, by its hash or by the issue that its message names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CitedCommit<'a> {
    /// The words of the report that name it, or the issue; `None` where the report is the issue.
    pub raw: Option<&'a str>,
    pub id: String,
    pub subject: String,
    pub at: Timestamp,
    pub how: How,
    /// Files that it touched and that are still there.
    pub files: Vec<u32>,
}

/// How a report leads to a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// It began there, the report says.
    Began,
    /// It names the commit.
    Named,
    /// It is of a build of the commit.
    Build,
    /// It names an issue that the commit closes.
    Closes,
    /// It names an issue that the commit's message names.
    Mentions,
}

/// What a report names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cited<'a> {
    pub(super) commits: Vec<CitedCommit<'a>>,
}

/// A commit that touched more files than this says nothing about each.
const FILES_MAX: usize = 50;
/// Commits that one issue leads to.
const OF_ISSUE: usize = 8;
/// Hashes that are looked up in the repository, where the index does not have them.
const LOOKED_UP: usize = 20;

impl<'a> Cited<'a> {
    /// Reads a report. Commits that are in no history of the indexed one, such as those of a release's branch, and merges
    /// are looked up in the repository, where it is at hand.
    pub fn new(index: &Index, repository: Option<&Repository>, report: &Report<'a>) -> Self {
        let mut cited = Self::default();
        let mut looked_up = 0;
        for named in hashes(report.text) {
            let how = match named.named {
                Naming::Cause => How::Began,
                Naming::Such => How::Named,
                Naming::Build => How::Build,
            };
            let commits = index.commits_by_hash(named.hash);
            let known = match commits.as_slice() {
                [commit] => cited.known(index, *commit, how, Some(named.raw)),
                [] => false,
                _ => continue,
            };
            if let Some(repository) = repository.filter(|_| !known && looked_up < LOOKED_UP) {
                looked_up += 1;
                cited.look_up(index, repository, &named, how);
            }
        }
        let ours =
            |name: &str| index.is_called(name) || report.common.is_some_and(|common| common.is_called(name));
        for issue in issues(report.text) {
            let counts = match issue.repository {
                Some(name) => ours(name),
                None => report.numbers == Numbers::Own || report.numbers == Numbers::Said && !issue.bare,
            };
            if counts {
                cited.issue(index, issue.number, Some(issue.raw));
            }
        }
        if let Some(number) = report.number {
            cited.issue(index, number, None);
        }
        cited
    }

    /// Adds a commit of the index; whether it leads anywhere.
    fn known(&mut self, index: &Index, commit: u32, how: How, raw: Option<&'a str>) -> bool {
        let files: Vec<u32> = index.files_of(commit).collect();
        if files.is_empty() || files.len() > FILES_MAX {
            return false;
        }
        let change = index.change(commit);
        self.add(CitedCommit { raw, id: change.commit, subject: change.subject, at: change.at, how, files });
        true
    }

    fn add(&mut self, commit: CitedCommit<'a>) {
        if !self.commits.iter().any(|known| known.id == commit.id) {
            self.commits.push(commit);
        }
    }

    /// Adds the commits whose messages name an issue, those first that close it. Of the report's own issue only those
    /// count: what else names it may be anything.
    fn issue(&mut self, index: &Index, number: u64, raw: Option<&'a str>) {
        let commits = index.commits_of_issue(number).iter().filter(|(_, closes)| *closes || raw.is_some());
        for (commit, closes) in commits.take(OF_ISSUE) {
            self.known(index, *commit, if *closes { How::Closes } else { How::Mentions }, raw);
        }
    }

    fn look_up(&mut self, index: &Index, repository: &Repository, named: &NamedHash<'a>, how: How) {
        let Some(commit) = repository.commit_by_hash(named.hash) else { return };
        let changed = commit.changed.unwrap_or_default();
        let names = changed.iter().flat_map(|file| [Some(&file.path), file.former_path.as_ref()]).flatten();
        let mut files: Vec<u32> = names.filter_map(|path| index.number_of(path)).collect();
        files.sort_unstable();
        files.dedup();
        if files.is_empty() || files.len() > FILES_MAX {
            return;
        }
        self.add(CitedCommit {
            raw: Some(named.raw),
            id: hex(&commit.id, index.commit().len()),
            subject: commit.message.lines().next().unwrap_or_default().to_owned(),
            at: timestamp(commit.seconds),
            how,
            files,
        });
    }

    /// What speaks for each file that the commits touched, by the reason that it counts as.
    pub fn shares(&self) -> BTreeMap<(u32, usize), f32> {
        let mut shares = BTreeMap::new();
        for commit in &self.commits {
            let (feature, counts) = match commit.how {
                How::Began => (Feature::CommitNamed, 2.0),
                How::Named => (Feature::CommitNamed, 1.0),
                How::Build => (Feature::BuildNamed, 1.0),
                How::Closes => (Feature::IssueNamed, 1.0),
                How::Mentions => (Feature::IssueNamed, 0.5),
            };
            for file in &commit.files {
                *shares.entry((*file, feature as usize)).or_insert(0.0) +=
                    counts / (commit.files.len() as f32).sqrt();
            }
        }
        shares
    }

    /// The files that the commits touched with which it began.
    pub fn began_in(&self) -> impl Iterator<Item = u32> {
        let began = self.commits.iter().filter(|commit| commit.how == How::Began);
        began.flat_map(|commit| commit.files.iter().copied())
    }

    /// The commits that touched a file, in the order of the report.
    pub(super) fn of_file(&self, file: u32) -> impl Iterator<Item = &CitedCommit<'a>> {
        self.commits.iter().filter(move |commit| commit.files.contains(&file))
    }
}
