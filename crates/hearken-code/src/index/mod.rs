//! The code index: one file for each repository, made by [`Index::update`], read through a memory map.

pub(crate) mod bytes;
mod changes;
mod postings;
mod read;
mod sections;
mod update;

pub use changes::{Author, Change, Closing};
pub(crate) use postings::{CONTENT, DEFINITION, Field, MESSAGE, PAIR, PATH, SAID, count, find, postings};
pub(crate) use read::is_folders;
pub use read::{FileInfo, Index};
pub(crate) use sections::{Section, Sections, SectionsWriter};
pub use update::{Progress, Updated};
