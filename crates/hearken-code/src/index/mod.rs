//! The code index: one file for each repository, made by [`Index::update`], read through a memory map.

pub(crate) mod bytes;
mod postings;
mod read;
mod sections;
mod update;

pub(crate) use postings::{CONTENT, DEFINITION, Field, MESSAGE, PAIR, PATH, SAID, count, find, postings};
pub(crate) use read::is_folders;
pub use read::{Author, Change, Closing, FileInfo, Index};
pub(crate) use sections::{Section, Sections, SectionsWriter};
pub use update::{Progress, Updated};
