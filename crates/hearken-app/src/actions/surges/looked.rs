//! Up to when a process has looked for surges. Another looks once more at what may be part of one, which changes nothing.

use hearken_domain::Timestamp;

/// Up to when it has looked.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    /// For surges, in milliseconds since 1970.
    pub(super) surges_ms: Option<i64>,
    /// For what gathers.
    pub(super) gathering: Option<Timestamp>,
}
