//! What is configured rather than asked for: one file per concern.

pub mod actor;
pub mod file;
pub mod quotas;
pub mod redaction;
