//! One file per thing a person can do, a folder a noun. Doors (terminal, web, HTTP) are thin and all call these.

#![allow(
    clippy::needless_pass_by_value,
    reason = "a command is handed to its action whole, and every action is called alike"
)]

pub mod ahead;
pub mod alerts;
pub mod areas;
pub mod briefs;
pub mod cards;
pub mod code;
pub mod comments;
pub mod customers;
pub mod data;
pub mod decisions;
pub mod goals;
pub mod opportunities;
pub mod releases;
pub mod segments;
pub mod signals;
pub mod sources;
pub mod surges;
pub mod themes;
pub mod views;
