//! Pages about sources and what arrived from them.

pub mod keep;
pub mod list;
pub mod paste;
pub mod show;
