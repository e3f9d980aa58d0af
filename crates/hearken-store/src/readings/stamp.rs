//! The numbers by which those who keep what they read know what came since.

/// Grows with each change of what holds of some signal.
pub(super) const STAMP: &str = "readings_stamp";
/// Grows when all that was read is forgotten.
pub(super) const ANEW: &str = "readings_anew";
