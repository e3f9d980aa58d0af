//! What a clone lacks: a partial clone leaves out contents until they are asked for, and a damaged one has lost them.
//! The rest is used, and what is missing is told once.

use hearken_domain::counted;
use serde::{Deserialize, Serialize};

/// What was looked for and is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Missing {
    /// Files that are known by their paths, and not what they say.
    pub contents: Things,
    /// Folders that may hold anything.
    pub folders: Things,
    /// Commits of which nothing is known.
    pub commits: usize,
    /// Commits of which it is not known what they changed.
    pub changes: usize,
}

/// Things with a path: how many, and the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Things {
    pub count: usize,
    pub first: String,
}

impl Things {
    pub fn new<'a>(mut paths: impl Iterator<Item = &'a str>) -> Self {
        let Some(first) = paths.next() else { return Self::default() };
        Self { count: 1 + paths.count(), first: first.to_owned() }
    }

    fn says(&self, what: &str, one: &str, many: &str) -> Option<String> {
        match self.count {
            0 => None,
            1 => Some(format!("{what}the {one} {}", self.first)),
            count => Some(format!("{what}{count} {many}, such as {}", self.first)),
        }
    }
}

impl Missing {
    /// The sentence that tells it; nothing where all is there.
    pub fn note(&self, partial_clone: bool) -> Option<String> {
        let commits = |count: usize, what: &str| match count {
            0 => None,
            count => Some(format!("{what}{}", counted(count as u64, "commit"))),
        };
        let lacks: Vec<String> = [
            self.contents.says("what stands in ", "file", "files"),
            self.folders.says("", "folder", "folders"),
            commits(self.commits, ""),
            commits(self.changes, "what was changed by "),
        ]
        .into_iter()
        .flatten()
        .collect();
        if lacks.is_empty() {
            return None;
        }
        let (why, what_to_do) = if partial_clone {
            (
                "the clone is partial",
                "to have it, run 'git fetch --refetch --no-filter' there, then 'hearken code update'",
            )
        } else {
            (
                "objects of it are missing or damaged",
                "'git fsck' there names them; once they are back, run 'hearken code update'",
            )
        };
        let rest = match self.contents.count {
            0 => "the rest is used",
            _ => "the rest is used, and files without their content are found by path and history alone",
        };
        Some(format!("{why}: it lacks {}; {rest}; {what_to_do}", lacks.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_in_one_sentence_with_what_to_do() {
        let missing = Missing {
            contents: Things::new(["a.py", "b.py"].into_iter()),
            folders: Things::new(["docs"].into_iter()),
            commits: 0,
            changes: 1,
        };
        let note = missing.note(true).unwrap();
        assert!(
            note.starts_with(
                "the clone is partial: it lacks what stands in 2 files, such as a.py, the folder docs, what was \
                 changed by 1 commit; "
            ),
            "{note}"
        );
        assert!(note.contains("git fetch --refetch") && note.ends_with("'hearken code update'"), "{note}");
        assert!(missing.note(false).unwrap().contains("git fsck"));
    }

    #[test]
    fn a_whole_repository_has_nothing_to_tell() {
        assert_eq!(Missing::default().note(true), None);
    }
}
