//! Which signals pass a filter's condition on what is set aside.

use std::collections::BTreeMap;
use std::sync::Arc;

use hearken_domain::SignalId;

/// The signals that a filter's condition on what is set aside lets through.
#[derive(Debug, Clone)]
pub(crate) struct AsidePassing {
    /// By signal, what is set aside.
    pub(super) asides: Arc<BTreeMap<u64, u8>>,
    /// Which of counted, spam and campaign pass.
    pub(super) passes: [bool; 3],
}

impl AsidePassing {
    /// Whether a signal passes.
    pub(crate) fn has(&self, signal: SignalId) -> bool {
        let holds = self.asides.get(&signal.0).copied().unwrap_or(0);
        self.passes.get(usize::from(holds)).copied().unwrap_or(false)
    }
}
