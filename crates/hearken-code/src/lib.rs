//! Repositories: history, owners, symbols, the code index, linking and blame.
//!
//! This crate knows no customers' store and no HTTP. Reports come in as values, links go out as values.

mod component;
mod document;
mod error;
mod history;
mod index;
mod language;
mod link;
mod locate;
mod owners;
mod repository;
mod role;
mod stop;
mod strings;
pub mod symbols;
pub mod trace;
mod words;
mod write;

pub use component::Component;
pub use error::CodeError;
pub use index::{Author, Change, Closing, FileInfo, Index, Progress, Updated};
pub use language::{Kind, Language};
pub use link::{Evidence, Located, Place};
pub use locate::features::{COUNT as FEATURES, Feature};
pub use locate::{Past, PastReport, Report, WEIGHTS, combine};
pub use owners::{Owners, PLACES, Rule};
pub use repository::Repository;
pub use role::Role;
pub use write::{FileChange, NewCommit, create_repository};
