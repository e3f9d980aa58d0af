//! Finds where a JSON value, or the name of a member, ends, piece by piece, without reading it.

use std::io;

use super::Window;

/// Where an element ends.
#[derive(Clone, Copy)]
pub(super) enum End {
    Complete(usize),
    /// At a line end inside a string, where JSON allows none.
    BrokenString(usize),
}

/// Follows brackets and strings through an element, piece by piece.
#[derive(Default)]
pub(super) struct ElementScan {
    begun: bool,
    pub(super) depth: u32,
    pub(super) in_string: bool,
    escaped: bool,
}

impl ElementScan {
    /// Takes the next piece; returns where in it the element ends, if it does.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Option<End> {
        let mut offset = 0;
        while offset < bytes.len() {
            if self.escaped {
                self.escaped = false;
                offset += 1;
            } else if self.in_string {
                offset += memchr::memchr3(b'"', b'\\', b'\n', &bytes[offset..])?;
                match bytes[offset] {
                    b'\\' => self.escaped = true,
                    b'\n' => return Some(End::BrokenString(offset + 1)),
                    _ => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return Some(End::Complete(offset + 1));
                        }
                    }
                }
                offset += 1;
            } else {
                match bytes[offset] {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' if self.depth > 1 => self.depth -= 1,
                    b'}' if self.depth == 1 || !self.begun => return Some(End::Complete(offset + 1)),
                    b']' if self.depth == 1 => return Some(End::Complete(offset + 1)),
                    b',' | b']' | b'}' | b'\n' if self.depth == 0 => return Some(End::Complete(offset)),
                    _ => {}
                }
                offset += 1;
            }
            self.begun = true;
        }
        None
    }
}

/// How many bytes a member's name takes with its colon and the blanks around that; `None` where there is none.
pub(super) fn name_len(window: &mut Window<'_>, bytes_max: usize) -> io::Result<Option<usize>> {
    loop {
        let bytes = window.bytes();
        if bytes.first() != Some(&b'"') {
            return Ok(None);
        }
        if let Some(end) = ElementScan::default().feed(bytes) {
            let End::Complete(end) = end else { return Ok(None) };
            let blanks = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            let colon = end + blanks(end);
            match bytes.get(colon) {
                Some(b':') if colon + 1 + blanks(colon + 1) < bytes.len() || window.ended() => {
                    return Ok(Some(colon + 1 + blanks(colon + 1)));
                }
                Some(b':') | None if !window.ended() => {}
                _ => return Ok(None),
            }
        }
        if window.ended() || bytes.len() > bytes_max {
            return Ok(None);
        }
        window.read_more()?;
    }
}
