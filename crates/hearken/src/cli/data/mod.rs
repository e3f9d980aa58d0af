//! Commands about the data directory as a whole.

pub mod backup;
pub mod doctor;
pub mod erase;
pub mod redact;
pub mod sizes;
