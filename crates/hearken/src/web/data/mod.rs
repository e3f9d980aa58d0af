//! Pages about the data directory as a whole.

pub mod sizes;
