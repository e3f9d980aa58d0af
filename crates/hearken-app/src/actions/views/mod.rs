//! Saved views: pages with their filter and order that people gave a name.

pub mod change;
pub mod list;
pub mod parameters;
pub mod save;
