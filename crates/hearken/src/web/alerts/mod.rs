//! Alerts: the page that has them, and the feed.

pub mod feed;
pub mod list;
pub mod surge;
