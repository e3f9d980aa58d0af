//! What every door shares: the context of an action, the actions, and the background jobs.
//!
//! This crate knows no terminal, no HTTP and no HTML: a door parses, calls one action, and shows what it answered.

pub mod actions;
pub mod app;
pub mod code;
pub mod context;
pub mod jobs;
