//! What can go wrong with a repository or its index, in words for the person who named it.

use std::path::PathBuf;

/// A failure with a repository or its index.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// The path is no repository.
    #[error("{} is not a git repository: name a working tree or a bare repository", path.display())]
    NotARepository {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The repository has no commit yet.
    #[error("{} has no commit yet", path.display())]
    Empty {
        /// Which repository.
        path: PathBuf,
    },
    /// A revision that the repository does not have.
    #[error("{} has no revision '{revision}'", path.display())]
    NoRevision {
        /// Which repository.
        path: PathBuf,
        /// What was asked for.
        revision: String,
    },
    /// It keeps its branches in a format that is not read.
    #[error(
        "{} keeps its branches in the format '{format}', which is not read: run 'git refs migrate --ref-format=files' \
         there (git 2.48 or newer), or name a clone made with 'git clone --ref-format=files'",
        path.display()
    )]
    References {
        /// Which repository.
        path: PathBuf,
        /// What the format is called, as in `extensions.refStorage`.
        format: String,
    },
    /// The clone holds nothing of the files at a commit.
    #[error(
        "{} lacks the files of its commit {commit}, since it was cloned without them or they are lost: \
         run 'git fetch --refetch --no-filter' there, or name a whole clone",
        path.display()
    )]
    NoFiles {
        /// Which repository.
        path: PathBuf,
        /// Which commit.
        commit: String,
    },
    /// git's objects cannot be read.
    #[error("{} cannot be read: {reason}", path.display())]
    Unreadable {
        /// Which repository.
        path: PathBuf,
        /// What git's reader said.
        reason: String,
    },
    /// A repository cannot be written.
    #[error("{} cannot be written: {reason}", path.display())]
    Unwritable {
        /// Which repository.
        path: PathBuf,
        /// What git's writer said.
        reason: String,
    },
    /// The index file is not one, or of another version; `update` rebuilds it.
    #[error("the code index {} cannot be used: {reason}", path.display())]
    Index {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}
