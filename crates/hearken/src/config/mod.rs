//! What is configured rather than asked for: one file per concern.

pub mod actor;
pub mod file;
pub mod mail;
pub mod public_address;
pub mod quotas;
pub mod redaction;
