//! Releases: what shipped when, from tags of repositories, lists, programs and people.

pub mod add;
pub mod card;
pub mod change;
pub mod import;
pub mod list;
pub mod near;
pub mod sync;
mod touched;
