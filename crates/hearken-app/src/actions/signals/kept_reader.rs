//! The reader of signals, kept until people say more against it.

use std::sync::Arc;

use hearken_analysis::readings::Reader;
use hearken_domain::LogPosition;

/// A reader, with what people had said when it was made: how much, and up to where in the log.
pub(crate) struct KeptReader {
    pub(crate) of: (u64, LogPosition),
    pub(crate) reader: Arc<Reader>,
}
