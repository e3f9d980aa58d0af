//! Commands about sources and what arrives from them.

pub mod import;
mod keep;
pub mod list;
pub mod open;
pub mod plan;
