//! Commands about signals.

pub mod campaigns;
pub mod correct;
pub mod search;
pub mod show;
