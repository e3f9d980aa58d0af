//! Up to when a process has looked for surges.

use hearken_domain::Timestamp;

/// Up to when a process has looked. Another looks once more at what may be part of a surge, which changes nothing.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    /// Up to when signals had come, in milliseconds.
    pub surges_ms: Option<i64>,
    /// When it was last looked what gathers.
    pub gathering: Option<Timestamp>,
}
