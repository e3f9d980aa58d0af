//! The texts found in a source so far, and how to look for more.

use super::words::Wanted;

/// What was found so far, and what is wanted.
pub(super) struct Found<'a> {
    pub source: &'a str,
    pub wanted: Wanted,
    pub texts: Vec<(u32, &'a str)>,
}

impl Found<'_> {
    pub fn bytes(&self) -> &[u8] {
        self.source.as_bytes()
    }

    /// Takes those lines of a text that look like words for people. The text begins on `line`.
    pub fn add(&mut self, line: u32, start: usize, end: usize) {
        let Some(text) = self.source.get(start..end) else { return };
        for (line, text) in (line..).zip(text.split('\n')) {
            let text = text.trim();
            if self.wanted.is_met_by(text) {
                self.texts.push((line, text));
            }
        }
    }
}

/// The line breaks in some bytes.
pub(super) fn breaks(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u32::MAX)
}

/// Where something stands at or after `from`.
pub(super) fn find(bytes: &[u8], from: usize, what: &str) -> Option<usize> {
    let offset = bytes.get(from..)?.windows(what.len()).position(|window| window == what.as_bytes())?;
    Some(from + offset)
}
