//! What a door lends a command while it runs: who hears how far it is, what stops it, and the file that came with it.

use std::sync::atomic::AtomicBool;

use hearken_domain::Counts;
use hearken_ingest::Input;

use crate::context::Progress;
use crate::origin::Origin;

/// What a door gives a command to run with.
pub struct Host<'h> {
    /// From where the command is given; by default from the farthest.
    pub origin: Origin,
    /// Called with what is being done.
    pub progress: Progress<'h>,
    /// Called with how many items met which fate so far.
    pub counted: &'h dyn Fn(&Counts),
    /// Set to stop after what is on its way.
    pub stop: &'h AtomicBool,
    /// The file that comes with the command.
    pub input: Option<Input>,
    /// Whether what follows the command is done before it answers; else jobs do it, or the caller calls [`follow`].
    pub follows: bool,
}

/// Nobody stops what runs without anybody there.
static NEVER: AtomicBool = AtomicBool::new(false);

impl Default for Host<'_> {
    fn default() -> Self {
        Self {
            origin: Origin::default(),
            progress: &|_, _| {},
            counted: &|_| {},
            stop: &NEVER,
            input: None,
            follows: false,
        }
    }
}
