//! Themes: finding them, showing them, and what people decide about them.

pub mod learn;
pub mod list;
pub mod rule;
pub mod show;
pub mod today;
