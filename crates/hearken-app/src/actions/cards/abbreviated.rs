//! Commits as people write them.

/// Characters of a commit's id that people are shown.
const COMMIT_CHARS: usize = 9;

/// A commit's id as people write it.
pub fn abbreviated(commit: &str) -> &str {
    commit.get(..COMMIT_CHARS).unwrap_or(commit)
}
