//! One file per thing a person can do, a folder a noun. Doors (terminal, web, HTTP) are thin and all call these.

pub mod cards;
pub mod code;
pub mod data;
pub mod signals;
pub mod sources;
pub mod themes;
