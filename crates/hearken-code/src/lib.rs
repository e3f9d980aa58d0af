//! Repositories: history, owners, symbols, the code index, linking and blame.
//!
//! This crate knows no customers' store and no HTTP. Reports come in as values, links go out as values.

mod error;
mod language;
mod link;
mod owners;
mod role;
mod strings;
pub mod symbols;
pub mod trace;

pub use error::CodeError;
pub use language::{Kind, Language};
pub use link::{Evidence, Located, Place};
pub use owners::{Owners, PLACES, Rule};
pub use role::Role;
pub use strings::strings;
