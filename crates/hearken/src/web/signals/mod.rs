//! Pages about signals.

pub mod moving;
pub mod search;
pub mod show;
