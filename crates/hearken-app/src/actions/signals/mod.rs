//! Signals: taking in what programs post, and finding what was said.

pub mod list;
pub mod post;
pub mod search;
pub mod show;
pub mod words;
