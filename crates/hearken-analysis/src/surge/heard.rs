//! A signal as surges see it.

use rustc_hash::FxHashSet;

use super::Constants;
use crate::embedding::Vector;

/// A signal: what it means, when it was said and came, where, and by whom where that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// Its number.
    pub id: u64,
    /// Its meaning; empty where it says nothing, and it is near nobody then.
    pub vector: Vector,
    /// When it was said, in milliseconds.
    pub said_ms: i64,
    /// When it came.
    pub came_ms: i64,
    /// Its source.
    pub source: u64,
    /// Who spoke, where that is known.
    pub speaker: Option<u64>,
    /// What stands for it and all its copies, where it has any.
    pub copies: Option<u64>,
    /// Its theme.
    pub theme: Option<u64>,
}

impl Heard {
    /// Whether it came about when it was said. A clock that runs a little ahead is no matter; one that is years off is.
    pub(super) fn is_prompt(&self, constants: &Constants) -> bool {
        const AHEAD_MS: i64 = 5 * 60_000;
        let late = self.came_ms.saturating_sub(self.said_ms);
        (-AHEAD_MS..=constants.late_ms).contains(&late)
    }
}

/// How many people spoke, at least: whoever speaks twice is one, and so are copies of one text. Of whom nothing is known, each
/// is somebody else.
pub fn people<'a>(heard: impl IntoIterator<Item = &'a Heard>) -> usize {
    let (mut speakers, mut copies) = (FxHashSet::default(), FxHashSet::default());
    let is_new = |one: &&Heard| {
        let new_speaker = one.speaker.is_none_or(|speaker| speakers.insert((one.source, speaker)));
        let new_text = one.copies.is_none_or(|text| copies.insert(text));
        new_speaker && new_text
    };
    heard.into_iter().filter(is_new).count()
}
