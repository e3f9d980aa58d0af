//! Signals: taking in what programs post, and finding what was said.

pub mod list;
pub mod post;
mod ranking;
pub mod search;
mod search_query;
pub mod show;
pub mod words;
