//! Areas: finding them again, showing them, and what people decide about them.

pub(crate) mod find;
pub(crate) mod grouping;
pub mod list;
pub mod merge;
pub mod place;
pub mod rename;
pub mod show;
