//! What every door shares: the context of an action, what it reads, the actions, and the background jobs.
//!
//! This crate knows no terminal, no HTTP and no HTML: a door parses, calls one action, and shows what it answered. An
//! action that only reads takes a [`view::View`]; one that changes something takes a [`context::Context`].

pub mod actions;
pub mod app;
pub mod code;
pub mod command;
mod command_fields;
pub mod context;
pub mod courier;
pub mod error;
mod facets;
pub mod host;
pub mod jobs;
mod kept;
mod kept_members;
mod kept_people;
mod known;
mod movement;
mod movements;
mod near;
pub mod next_step;
pub mod origin;
pub mod query;
pub mod redactor;
pub mod shape;
pub mod view;
mod weighed;
pub mod wording;
mod worth;
