//! The code index: one file for each repository, made by [`Index::update`], read through a memory map.

mod changes;
mod citations;
mod names;
mod owned;
mod postings;
mod read;
mod shown;
mod statistics;
mod update;
mod write;

pub use changes::{Author, Change, Closing, CommitMessage};
pub(crate) use postings::{COMMIT, CONTENT, DEFINITION, Field, MESSAGE, PAIR, PATH, find, postings};
pub use read::{FileInfo, Index};
pub(crate) use read::{is_folders, timestamp};
pub(crate) use statistics::Statistics;
pub use update::{Progress, Updated};
