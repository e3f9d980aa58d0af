//! Redact, embed, cluster, name, trend, weigh. Values in, values out; knows no disk, no network, no clock.
//!
//! Everything here is deterministic: the same values and the same seed give the same answer on any
//! number of threads, because a theme that changes between two looks is not one to build on.

pub mod boilerplate;
pub mod bursts;
pub mod campaigns;
pub mod embedding;
pub mod language;
pub mod naming;
pub mod plan;
pub mod readings;
pub mod redact;
pub mod stories;
pub mod surge;
pub mod themes;
pub mod trend;
pub mod weigh;

mod random;
mod recent;
mod speakers;
mod words;
