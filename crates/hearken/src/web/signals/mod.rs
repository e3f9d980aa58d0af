//! Pages about signals.

pub mod search;
pub mod show;
