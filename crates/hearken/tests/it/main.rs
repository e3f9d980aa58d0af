//! The one integration binary: it drives the built program as a person does, from the outside.

#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

mod api;
mod app;
mod bad_input;
mod browser;
mod demo;
mod erase;
mod import;
mod pages;
mod processes;
mod themes;
mod webdriver;
