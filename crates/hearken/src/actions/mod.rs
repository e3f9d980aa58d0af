//! One file per thing a person can do. Doors (terminal, web, HTTP) are thin and all call these.

pub mod backup;
pub mod cards;
pub mod catch_up;
pub mod check;
pub mod erase;
pub mod hear;
pub mod import;
pub mod learn;
pub mod list_signals;
pub mod list_sources;
pub mod list_themes;
pub mod paste;
pub mod rule;
pub mod sample_app;
pub mod search;
pub mod show_signal;
pub mod show_sizes;
pub mod show_source;
pub mod show_theme;
pub mod today;
pub mod undo_import;
