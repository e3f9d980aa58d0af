//! Hearken: its actions, and the doors that open on them.
//!
//! A library only so that the integration tests can start it in their own process; the product is the binary.

pub mod actions;
pub mod app;
pub mod cli;
pub mod code;
pub mod http;
pub mod jobs;
pub mod serve;
pub mod web;
