//! Who says something, counted where what is kept of texts must come from several people.

/// Speakers that a word or a line must come from at least before anything of it is kept: one customer's name or number
/// must not outlive that customer. A text of nobody known counts as a speaker.
pub(crate) const SPEAKERS_MIN: usize = 5;

/// Who said a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Speaker {
    /// By the caller's own number.
    Known(u64),
    /// Nobody known, of the text with this number.
    Unknown(usize),
}

impl Speaker {
    /// Who said the text with this number.
    pub(crate) fn of(speaker: Option<u64>, text: usize) -> Self {
        speaker.map_or(Self::Unknown(text), Self::Known)
    }
}
