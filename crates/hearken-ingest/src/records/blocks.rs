//! Quotes in plain text: with blank lines between them, or the whole as one.

use std::io;

use super::{KEPT_OF_OVERLONG, Step, Window, too_long};

/// Cuts plain text.
pub(crate) struct Blocks {
    /// Whether a blank line ends a quote; a pasted quote may have paragraphs.
    pub(crate) split: bool,
}

impl Blocks {
    pub(crate) fn next(&self, window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        loop {
            let bytes = window.bytes();
            let lead = bytes.len() - bytes.trim_ascii_start().len();
            if lead > 0 && (lead < bytes.len() || !window.ended()) {
                return Ok(Step::Between(lead));
            }
            if self.split
                && lead == 0
                && let Some(end) = blank_line(bytes, window.newline())
                && end <= bytes_max
            {
                return Ok(Step::Record(end));
            }
            if bytes.len() > bytes_max {
                let beginning = bytes[..bytes_max.min(KEPT_OF_OVERLONG)].to_vec();
                let skipped = self.skip(window)?;
                return Ok(Step::Skipped(beginning, too_long("the quote", skipped, bytes_max)));
            }
            if window.ended() {
                return Ok(if lead == bytes.len() { Step::End } else { Step::Record(bytes.len()) });
            }
            window.read_more()?;
        }
    }

    fn skip(&self, window: &mut Window<'_>) -> io::Result<u64> {
        let mut skipped = 0;
        loop {
            let line = window.skip_line()?;
            skipped += line;
            window.ensure(2)?;
            let blank = window.bytes().first().is_some_and(|b| matches!(b, b'\n' | b'\r'));
            if window.bytes().is_empty() || (self.split && blank) {
                return Ok(skipped);
            }
            skipped += 1;
        }
    }
}

/// Where the first blank line ends.
fn blank_line(bytes: &[u8], newline: u8) -> Option<usize> {
    let mut line = 0;
    for end in memchr::memchr_iter(newline, bytes) {
        if line > 0 && bytes[line..end].trim_ascii().is_empty() {
            return Some(end + 1);
        }
        line = end + 1;
    }
    None
}
