//! Repositories: history, owners, symbols, the code index, linking and blame.
//!
//! This crate knows no customers' store and no HTTP. Reports come in as values, links go out as values.

mod error;
mod link;
mod write;

pub use error::CodeError;
pub use link::{Evidence, Located, Place};
pub use write::{FileChange, NewCommit, create_repository};
