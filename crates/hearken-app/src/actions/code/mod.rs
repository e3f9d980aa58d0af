//! Repositories of code, and the ways between customers' words and code.

pub mod add;
pub mod answer;
pub mod component;
pub mod components;
pub mod file;
pub mod heat;
pub mod leads;
pub mod link;
pub mod list;
pub mod locate;
pub mod locator;
pub mod remove;
pub mod sample_app;
pub mod update;
pub mod watch;
