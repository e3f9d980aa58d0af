//! Commands about signals.

pub mod correct;
pub mod search;
pub mod show;
