//! JSON values one after the other: the elements of an array, or values simply in sequence. One element is in memory
//! at a time.
//!
//! A string that a line end breaks would swallow the rest of the array. The next element is then looked for at the
//! beginning of a line, as far in as the elements before it; all up to there is rejected with the broken one, and the
//! reason says so.

use std::io;

use super::{KEPT_OF_OVERLONG, Step, Window, too_long};
use crate::message::bytes_shown;

/// How much of what a broken string spoils is kept for its rejection.
const KEPT_OF_BROKEN: usize = 1 << 20;

/// Cuts a sequence of JSON values.
#[derive(Default)]
pub(crate) struct Elements {
    /// Whether the array is a member of an object, so that its end is the end.
    pub(crate) member: bool,
    indent: Option<Vec<u8>>,
}

impl Elements {
    pub(crate) fn new(member: bool) -> Self {
        Self { member, ..Self::default() }
    }

    pub(crate) fn next(&mut self, window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        loop {
            let bytes = window.bytes();
            let separator = |b: &u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b',' | b'[' | b']');
            let lead = bytes.iter().take_while(|b| separator(b)).count();
            if self.member && bytes[..lead].contains(&b']') {
                return Ok(Step::End);
            }
            if lead > 0 {
                self.remember_indent(window.newline(), lead, bytes);
                return Ok(Step::Between(lead));
            }
            if !bytes.is_empty() {
                return self.element(window, bytes_max);
            }
            if window.ended() {
                return Ok(Step::End);
            }
            window.read_more()?;
        }
    }

    fn element(&self, window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        let mut scan = ElementScan::default();
        let mut scanned = 0;
        loop {
            let bytes = window.bytes();
            match scan.feed(&bytes[scanned..]) {
                Some(End::Complete(len)) if scanned + len <= bytes_max => {
                    return Ok(Step::Record(scanned + len));
                }
                Some(End::BrokenString(len)) if scanned + len <= bytes_max => {
                    return self.broken(window, scanned + len);
                }
                None if window.ended() && bytes.len() <= bytes_max => {
                    return Ok(match scan.depth == 0 && !scan.in_string {
                        true => Step::Record(bytes.len()),
                        false => {
                            Step::Broken(bytes.len(), "the record has no end: the file is cut off".to_owned())
                        }
                    });
                }
                None if bytes.len() <= bytes_max => {}
                end => {
                    let beginning = bytes[..bytes_max.min(KEPT_OF_OVERLONG)].to_vec();
                    let skipped = self.skip(window, scan, scanned, end)?;
                    return Ok(Step::Skipped(beginning, too_long("the record", skipped, bytes_max)));
                }
            }
            scanned = bytes.len();
            window.read_more()?;
        }
    }

    /// Slides past an element that is too long, `scanned` bytes into it and with `end` found behind those.
    fn skip(
        &self,
        window: &mut Window<'_>,
        mut scan: ElementScan,
        scanned: usize,
        mut end: Option<End>,
    ) -> io::Result<u64> {
        let (mut skipped, mut base) = (0, scanned);
        loop {
            let passed = match end {
                Some(End::Complete(len) | End::BrokenString(len)) => base + len,
                None => window.bytes().len(),
            };
            window.consume(passed);
            skipped += passed as u64;
            match end {
                Some(End::Complete(_)) => return Ok(skipped),
                Some(End::BrokenString(_)) => {
                    return Ok(skipped + self.skip_to_next(window, &mut Vec::new())?);
                }
                None => {}
            }
            if window.ended() {
                return Ok(skipped);
            }
            window.read_more()?;
            base = 0;
            end = scan.feed(window.bytes());
        }
    }

    fn remember_indent(&mut self, newline: u8, lead: usize, bytes: &[u8]) {
        if self.indent.is_none()
            && bytes.get(lead) == Some(&b'{')
            && let Some(line) = memchr::memrchr(newline, &bytes[..lead])
            && bytes[line + 1..lead].iter().all(|b| matches!(b, b' ' | b'\t'))
        {
            self.indent = Some(bytes[line + 1..lead].to_vec());
        }
    }

    /// The element whose first `bytes` bytes end in a broken string, with all up to the next element.
    fn broken(&self, window: &mut Window<'_>, bytes: usize) -> io::Result<Step> {
        let mut original = window.bytes()[..bytes].to_vec();
        window.consume(bytes);
        let skipped = self.skip_to_next(window, &mut original)?;
        let with_it = match skipped {
            0 => String::new(),
            _ => format!("; {} up to the next record were left out with it", bytes_shown(skipped)),
        };
        let reason =
            format!("a string in the record is not closed on its line, so the record is not JSON{with_it}");
        Ok(Step::Skipped(original, reason))
    }

    /// Slides to the next line on which an element begins and returns how many bytes that were, of which `original` takes
    /// the first.
    fn skip_to_next(&self, window: &mut Window<'_>, original: &mut Vec<u8>) -> io::Result<u64> {
        let mut skipped = 0;
        loop {
            window.ensure(KEPT_OF_BROKEN)?;
            let bytes = window.bytes();
            let indent = bytes.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
            let as_far_in = self.indent.as_deref().is_none_or(|known| known == &bytes[..indent]);
            if bytes.is_empty() || (as_far_in && bytes.get(indent) == Some(&b'{')) {
                return Ok(skipped);
            }
            if window.ended() && bytes.iter().all(|b| b.is_ascii_whitespace() || matches!(b, b']' | b'}')) {
                window.consume(bytes.len());
                return Ok(skipped);
            }
            let line = memchr::memchr(window.newline(), bytes).map_or(bytes.len(), |end| end + 1);
            let kept = line.min(KEPT_OF_BROKEN.saturating_sub(original.len()));
            original.extend_from_slice(&bytes[..kept]);
            skipped += match line < bytes.len() {
                true => {
                    window.consume(line);
                    line as u64
                }
                false => window.skip_line()?,
            };
        }
    }
}

/// Where an element ends.
#[derive(Clone, Copy)]
enum End {
    Complete(usize),
    /// At a line end inside a string, where JSON allows none.
    BrokenString(usize),
}

/// Follows brackets and strings through an element, piece by piece.
#[derive(Default)]
struct ElementScan {
    begun: bool,
    depth: u32,
    in_string: bool,
    escaped: bool,
}

impl ElementScan {
    /// Takes the next piece; returns where in it the element ends, if it does.
    fn feed(&mut self, bytes: &[u8]) -> Option<End> {
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

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn elements(json: &str, bytes_max: usize) -> Vec<Result<String, String>> {
        let mut window = Window::new(Box::new(Cursor::new(json.as_bytes().to_vec())));
        let (mut elements, mut found) = (Elements::default(), Vec::new());
        loop {
            match elements.next(&mut window, bytes_max).unwrap() {
                Step::Record(len) => {
                    found.push(Ok(String::from_utf8(window.bytes()[..len].to_vec()).unwrap()));
                    window.consume(len);
                }
                Step::Broken(len, reason) => {
                    window.consume(len);
                    found.push(Err(reason));
                }
                Step::Skipped(_, reason) => found.push(Err(reason)),
                Step::Between(len) => window.consume(len),
                Step::End => return found,
            }
        }
    }

    fn ok(json: &str) -> Result<String, String> {
        Ok(json.to_owned())
    }

    #[test]
    fn the_elements_of_an_array_come_one_by_one_whatever_stands_in_their_strings() {
        let json = r#" [ {"a":"]},{\"["} , {"b":[{"c":1}]},"x", 7 ] "#;
        assert_eq!(
            elements(json, 100),
            [ok(r#"{"a":"]},{\"["}"#), ok(r#"{"b":[{"c":1}]}"#), ok("\"x\""), ok("7 ")]
        );
        assert_eq!(elements("[{\"a\":1}][{\"a\":2}]\n{\"a\":3}", 100).len(), 3);
        assert_eq!(elements("[]", 100), []);
    }

    #[test]
    fn an_element_that_is_too_long_is_passed_over_and_the_next_is_read() {
        let json = format!("[{{\"a\":1}},{{\"a\":\"{}\"}},{{\"a\":2}}]", "x".repeat(1 << 20));
        let found = elements(&json, 1000);
        assert_eq!((&found[0], &found[2], found.len()), (&ok("{\"a\":1}"), &ok("{\"a\":2}"), 3));
        assert!(found[1].as_ref().unwrap_err().starts_with("the record is 1.0 MiB long"), "{:?}", found[1]);
    }

    #[test]
    fn the_reason_says_how_much_a_broken_string_takes_with_it() {
        let found = elements("[{\"a\":\"one\ntwo\"},{\"a\":\"three\"}]", 1000);
        let reason = "a string in the record is not closed on its line, so the record is not JSON; 20 bytes up to the \
                      next record were left out with it";
        assert_eq!(found, [Err(reason.to_owned())]);
    }

    #[test]
    fn a_broken_string_costs_its_own_element_and_no_other() {
        let json = "[\n  {\"a\": 1},\n  {\"a\": \"open,\n   \"b\": {\n  \"c\": 1 }},\n  {\"a\": 2}\n]";
        let found = elements(json, 1000);
        assert_eq!((&found[0], &found[2], found.len()), (&ok("{\"a\": 1}"), &ok("{\"a\": 2}"), 3));
        assert!(found[1].as_ref().unwrap_err().starts_with("a string in the record is not closed"));
    }

    #[test]
    fn an_array_that_is_cut_off_gives_what_came_before_and_says_so() {
        let found = elements("[{\"a\":1},{\"a\":", 1000);
        assert_eq!(found[0], ok("{\"a\":1}"));
        assert_eq!(found[1], Err("the record has no end: the file is cut off".to_owned()));
    }
}
