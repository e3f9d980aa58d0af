//! The part of a stream that is in memory: it grows to hold one record, up to a limit, and slides on.

use std::io::{self, Read};

/// Least number of bytes asked of the reader at once.
const CHUNK: usize = 128 << 10;

/// A sliding view of a stream.
pub(crate) struct Window<'r> {
    reader: Box<dyn Read + 'r>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    newline: u8,
    line: u64,
}

impl<'r> Window<'r> {
    pub(crate) fn new(reader: Box<dyn Read + 'r>) -> Self {
        Self { reader, buffer: Vec::new(), start: 0, end: 0, ended: false, newline: b'\n', line: 1 }
    }

    /// What is in memory and not consumed.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Whether [`Self::bytes`] is all there will be.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// Number of the line at whose beginning, or in which, the window begins.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The byte that ends lines: `\n`, or `\r` in files as old Macs wrote them.
    pub(crate) fn newline(&self) -> u8 {
        self.newline
    }

    /// Reads on until `bytes` bytes are in memory, or the stream ends.
    pub(crate) fn ensure(&mut self, bytes: usize) -> io::Result<()> {
        while !self.ended && self.end - self.start < bytes {
            self.read_more()?;
        }
        Ok(())
    }

    /// Reads on: at least as much as is in memory already, so that looking again costs no more than twice.
    pub(crate) fn read_more(&mut self) -> io::Result<()> {
        let kept = self.end - self.start;
        let want = kept.max(CHUNK);
        if self.buffer.len() < self.end + want {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, kept);
            if self.buffer.len() < kept + want {
                self.buffer.resize(kept + want, 0);
            }
        }
        let until = self.end + want;
        while self.end < until {
            match self.reader.read(&mut self.buffer[self.end..until]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(n) => self.end += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// From here on, lines end as they do in what is in memory.
    pub(crate) fn recognise_newline(&mut self) {
        let bytes = self.bytes();
        if memchr::memchr(b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_some() {
            self.newline = b'\r';
        }
    }

    /// Slides past the first `bytes` bytes.
    pub(crate) fn consume(&mut self, bytes: usize) {
        let passed = &self.buffer[self.start..self.start + bytes];
        self.line += memchr::memchr_iter(self.newline, passed).count() as u64;
        self.start += bytes;
    }

    /// Slides past the end of the line, however far that is, and returns how many bytes those were.
    pub(crate) fn skip_line(&mut self) -> io::Result<u64> {
        let mut skipped = 0;
        loop {
            let kept = self.end - self.start;
            if let Some(end) = memchr::memchr(self.newline, self.bytes()) {
                self.consume(end + 1);
                return Ok(skipped + end as u64);
            }
            self.consume(kept);
            skipped += kept as u64;
            if self.ended {
                return Ok(skipped);
            }
            self.read_more()?;
        }
    }
}
