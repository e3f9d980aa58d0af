//! JSON values one after the other: the elements of a list, the members of an object, the records of page after page, as
//! the [`Layout`] says, or values simply in sequence. One record is in memory at a time.
//!
//! A string that a line end breaks would swallow the rest of the list. The next element is then looked for at the
//! beginning of a line, as far in as the elements before it; all up to there is rejected with the broken one, and the
//! reason says so.

use std::io;
use std::rc::Rc;

use super::element_scan::{ElementScan, End, name_len};
use super::{KEPT_OF_OVERLONG, Layout, Step, Window, too_long};
use crate::message::{bytes_shown, shown};

/// How much of what a broken string spoils is kept for its rejection.
const KEPT_OF_BROKEN: usize = 1 << 20;
/// How many names of lists that were passed over are kept.
const PASSED_MAX: usize = 8;

/// Cuts a sequence of JSON values.
#[derive(Clone, Default)]
pub(crate) struct Elements {
    layout: Rc<Layout>,
    /// Lists and objects that are open.
    frames: Vec<Frame>,
    indent: Option<Vec<u8>>,
    /// The id by which the record is kept in its object.
    key: Option<String>,
    passed_lists: Vec<String>,
}

/// A list or an object that is open.
#[derive(Clone)]
struct Frame {
    layout: Rc<Layout>,
    /// Layout of the member whose value comes next; `None` where a name comes.
    value: Option<Rc<Layout>>,
    /// The beginning of an object in which nothing was found so far.
    empty: Option<Vec<u8>>,
}

impl Elements {
    pub(crate) fn new(layout: Layout) -> Self {
        Self { layout: Rc::new(layout), ..Self::default() }
    }

    /// The name of the record found last, in an object of records by their ids.
    pub(crate) fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// What to know about what was passed over, once all is read.
    pub(crate) fn notes(&self) -> Vec<String> {
        let list = |name: &String| {
            format!(
                "the list '{}' beside the records was not read: it is none of the records at the beginning",
                shown(name, 60)
            )
        };
        let mut notes: Vec<String> = self.passed_lists.iter().map(list).collect();
        if !self.frames.is_empty() {
            notes.push("the file ends before its lists do: it may be cut off".to_owned());
        }
        notes
    }

    pub(crate) fn next(&mut self, window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        loop {
            let bytes = window.bytes();
            let lead = bytes.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b',')).count();
            if lead > 0 {
                self.remember_indent(window.newline(), lead, bytes);
                return Ok(Step::Between(lead));
            }
            let Some(&first) = bytes.first() else {
                if window.ended() {
                    return Ok(Step::End);
                }
                window.read_more()?;
                continue;
            };
            let layout = match self.frames.last() {
                _ if matches!(first, b']' | b'}') => return Ok(self.close(window, first)),
                None => &self.layout,
                Some(Frame { value: Some(layout), .. }) => layout,
                Some(Frame { layout, .. }) => match &**layout {
                    Layout::Each(inner) => inner,
                    _ => return self.name(window, bytes_max),
                },
            };
            match (&**layout, first) {
                (Layout::Record, _) => {}
                (Layout::Each(_), b'[') | (Layout::Keyed(_) | Layout::Members(_), b'{') => {
                    let (layout, empty) = (Rc::clone(layout), (first == b'{').then(|| vec![first]));
                    self.value_passed();
                    self.frames.push(Frame { layout, value: None, empty });
                    return Ok(Step::Between(1));
                }
                // A record on its own beside lists of them.
                (Layout::Each(inner), b'{') if **inner == Layout::Record => {}
                (_, b'{') if self.frames.is_empty() => {}
                _ => return self.no_page(window, bytes_max),
            }
            self.value_passed();
            return self.element(window, bytes_max);
        }
    }

    fn value_passed(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.value = None;
        }
    }

    /// The end of a list or an object. An object without what the others hold is no empty page, but something else.
    fn close(&mut self, window: &mut Window<'_>, bracket: u8) -> Step {
        match self.frames.pop() {
            Some(Frame { empty: Some(mut beginning), layout, .. }) if beginning.len() > 1 => {
                beginning.push(bracket);
                window.consume(1);
                let reason = match &*layout {
                    Layout::Members(members) => {
                        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
                        format!(
                            "there is no '{}' in it, as there is in the other pages",
                            shown(&names.join("', '"), 60)
                        )
                    }
                    _ => "there are no records in it".to_owned(),
                };
                Step::Skipped(beginning, reason)
            }
            _ => Step::Between(1),
        }
    }

    /// A value that is laid out otherwise than the ones at the beginning.
    fn no_page(&mut self, window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        self.value_passed();
        let null = window.bytes().starts_with(b"null");
        let step = self.element(window, bytes_max)?;
        Ok(match step {
            Step::Record(bytes) if null => Step::Between(bytes),
            Step::Record(bytes) => Step::Broken(
                bytes,
                "it is laid out otherwise than what stands at the beginning of the file".to_owned(),
            ),
            step => step,
        })
    }

    /// The name of a member, and its value where that is not wanted.
    fn name(&mut self, window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        let Some(len) = name_len(window, bytes_max)? else {
            let beginning = window.bytes()[..window.bytes().len().min(KEPT_OF_OVERLONG)].to_vec();
            window.skip_line()?;
            return Ok(Step::Skipped(
                beginning,
                "not JSON: the name of a member is expected here".to_owned(),
            ));
        };
        let quoted = &window.bytes()[..len];
        let raw = String::from_utf8_lossy(quoted).into_owned();
        let quoted = raw.trim_end().trim_end_matches(':').trim_end();
        let name: String = serde_json::from_str(quoted).unwrap_or_default();
        let Some(frame) = self.frames.last_mut() else { return Ok(Step::Between(len)) };
        let wanted = match &*frame.layout {
            Layout::Keyed(inner) => Some(Rc::clone(inner)),
            Layout::Members(members) => {
                let bare = quoted.trim_matches('"');
                members.iter().find(|(member, _)| member == bare).map(|(_, inner)| Rc::clone(inner))
            }
            _ => None,
        };
        if wanted.is_some() {
            (frame.value, frame.empty) = (wanted, None);
            self.key =
                matches!(&*frame.layout, Layout::Keyed(inner) if **inner == Layout::Record).then_some(name);
            return Ok(Step::Between(len));
        }
        if let Some(beginning) = &mut frame.empty {
            if beginning.len() > 1 {
                beginning.push(b',');
            }
            beginning.extend_from_slice(&raw.as_bytes()[..raw.len().min(KEPT_OF_OVERLONG)]);
        }
        window.consume(len);
        self.pass_over(window, &name)?;
        Ok(Step::Between(0))
    }

    /// Slides past the value of a member that is not wanted. A list of objects is not passed over in silence.
    fn pass_over(&mut self, window: &mut Window<'_>, name: &str) -> io::Result<()> {
        window.ensure(64)?;
        let bytes = window.bytes();
        let list = bytes.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{"));
        if list
            && self.passed_lists.len() < PASSED_MAX
            && !self.passed_lists.iter().any(|known| known == name)
        {
            self.passed_lists.push(name.to_owned());
        }
        let mut scan = ElementScan::default();
        loop {
            let bytes = window.bytes();
            let end = scan.feed(bytes);
            let passed = match end {
                Some(End::Complete(len) | End::BrokenString(len)) => len,
                None => bytes.len(),
            };
            if let Some(Frame { empty: Some(beginning), .. }) = self.frames.last_mut() {
                let room = KEPT_OF_OVERLONG.saturating_sub(beginning.len());
                beginning.extend_from_slice(&bytes[..passed.min(room)]);
            }
            window.consume(passed);
            match end {
                Some(End::Complete(_)) => return Ok(()),
                // A line end inside a string harms nobody where the string is not wanted.
                Some(End::BrokenString(_)) => {}
                None if window.ended() => return Ok(()),
                None => window.read_more()?,
            }
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
            && bytes.get(lead) == Some(&self.opener())
            && let Some(line) = memchr::memrchr(newline, &bytes[..lead])
            && bytes[line + 1..lead].iter().all(|b| matches!(b, b' ' | b'\t'))
        {
            self.indent = Some(bytes[line + 1..lead].to_vec());
        }
    }

    /// What an element begins with on its line.
    fn opener(&self) -> u8 {
        let keyed = self.frames.last().is_some_and(|frame| matches!(&*frame.layout, Layout::Keyed(_)));
        if keyed { b'"' } else { b'{' }
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
            if bytes.is_empty() || (as_far_in && bytes.get(indent) == Some(&self.opener())) {
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

#[cfg(test)]
mod tests;
