//! Surges: many people at once about one thing, and what gathers over weeks.

pub mod cards;
pub mod dismiss;
pub(crate) mod heard;
pub mod list;
pub(crate) mod looked;
pub(crate) mod notice;
