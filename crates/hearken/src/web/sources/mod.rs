//! Pages about sources and what arrived from them.

pub mod list;
pub mod paste;
pub mod show;
