//! The one integration binary: it drives the built program as a person does, from the outside.

#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

mod api;
mod app;
mod bad_input;
mod browser;
mod canaries;
mod clock;
mod code;
mod code_pages;
mod demo;
mod entry;
mod erase;
mod erasure_rules;
mod erasure_walk;
mod export;
mod faults;
mod full_disk;
mod import;
mod kill;
mod labels;
mod ledger;
mod limits;
mod load;
mod looking_back;
mod migration;
mod modes;
mod mount;
mod narrow;
mod noise;
mod openapi;
mod pages;
mod processes;
mod processes_at_once;
mod prose;
mod raw;
mod ready;
mod redaction;
mod repositories;
mod rulings;
mod saved_views;
mod search;
mod shop;
mod terminal;
mod themes;
mod webdriver;
