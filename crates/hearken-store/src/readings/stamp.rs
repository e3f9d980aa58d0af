//! The numbers by which those who keep what they read know what came since.

/// Grows with each change of what holds of some signal.
pub(crate) const STAMP: &str = "readings_stamp";
/// Grows when all that was read is forgotten.
pub(crate) const ANEW: &str = "readings_anew";
