//! Commits by what people call them: by the beginning of their hash, and by the issues that their messages name.

use super::changes::closed;
use super::read::{Index, OfIssues};
use crate::citation::issues;
use crate::object_name::{ObjectName, hex};
use crate::sections::Section;

impl Index {
    /// The commits whose hash begins so: two at most, since more say nothing either.
    pub(crate) fn commits_by_hash(&self, beginning: &str) -> Vec<u32> {
        let names = self.sections.numbers::<ObjectName>(Section::CommitIds);
        let by_hash = self.by_hash.get_or_init(|| {
            let mut order: Vec<u32> = (0..names.len() as u32).collect();
            order.sort_unstable_by_key(|commit| names[*commit as usize]);
            order
        });
        let (digits, beginning) = (self.commit().len(), beginning.to_lowercase());
        let hash = |commit: u32| hex(&names[commit as usize], digits);
        let first = by_hash.partition_point(|commit| hash(*commit) < beginning);
        by_hash[first..]
            .iter()
            .copied()
            .take(2)
            .take_while(|commit| hash(*commit).starts_with(&beginning))
            .collect()
    }

    /// The commits whose messages name an issue, each with whether it closes it.
    pub(crate) fn commits_of_issue(&self, number: u64) -> &[(u32, bool)] {
        let of_issues = self.of_issues.get_or_init(|| {
            let mut of_issues = OfIssues::default();
            for commit in 0..self.commit_count() as u32 {
                let message = self.message(commit);
                let closes = closed(&message);
                let named = issues(&message).into_iter().map(|issue| issue.number);
                for number in named.filter(|number| !closes.contains(number)) {
                    of_issues.entry(number).or_default().push((commit, false));
                }
                for number in closes {
                    of_issues.entry(number).or_default().push((commit, true));
                }
            }
            of_issues
                .values_mut()
                .for_each(|commits| commits.sort_by_key(|(commit, closes)| (!closes, *commit)));
            of_issues
        });
        of_issues.get(&number).map_or(&[], Vec::as_slice)
    }

    /// Whether the repository is called so, by its address or its manifests.
    pub fn is_called(&self, name: &str) -> bool {
        self.names_of_project().iter().any(|known| {
            known.rsplit('/').next().unwrap_or(known).eq_ignore_ascii_case(name.trim_end_matches(".git"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NewCommit, Repository, create_repository};

    #[test]
    fn a_beginning_that_several_hashes_have_is_told_from_one_that_only_one_has() {
        let dir = tempfile::tempdir().unwrap();
        let commits = (0..40).map(|n| NewCommit {
            author: "Ada".into(),
            email: "ada@example.com".into(),
            at: "2024-01-01T10:00:00Z".parse().unwrap(),
            message: format!("Change {n}\n\nSee #{}", 100 + n),
            changes: Vec::new(),
        });
        create_repository(&dir.path().join("shop"), commits).unwrap();
        let repository = Repository::open(&dir.path().join("shop")).unwrap();
        Index::update(&repository, None, &dir.path().join("index"), &|_| {}).unwrap();
        let index = Index::open(&dir.path().join("index")).unwrap();
        let id = index.commit().to_owned();
        assert_eq!(index.commits_by_hash(&id), [0], "the newest comes first");
        assert_eq!(index.commits_by_hash(&id[..12]), [0]);
        // Of forty hashes, two begin with the same digit.
        assert!(
            ("0123456789abcdef".chars()).any(|digit| index.commits_by_hash(&digit.to_string()).len() == 2)
        );
        assert!(index.commits_by_hash(&format!("{}0", "f".repeat(39))).is_empty());
        assert_eq!(index.commits_of_issue(139), [(0, false)]);
        assert!(index.commits_of_issue(99).is_empty());
    }
}
