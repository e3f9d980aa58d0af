//! Commands about repositories and the ways between customers' words and code.

pub mod blame;
pub mod link;
pub mod locate;
pub mod repositories;
pub mod watch;
