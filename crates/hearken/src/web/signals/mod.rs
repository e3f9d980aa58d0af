//! Pages about signals.

pub mod campaigns;
pub mod moving;
pub mod search;
pub mod show;
