//! Texts between tags, and in the attributes that people see, of pages and their templates.

use std::ops::Range;

use super::code;
use super::found::{Found, breaks, find};
use crate::language::Language;

/// Attributes whose value people read.
const SEEN: [&[u8]; 7] =
    [b"title", b"alt", b"placeholder", b"label", b"aria-label", b"data-title", b"summary"];

/// What begins something that is not shown, and what ends it.
const HIDDEN: [(&str, &str); 6] =
    [("<!--", "-->"), ("<%", "%>"), ("<?", "?>"), ("{%", "%}"), ("{#", "#}"), ("@*", "*@")];

/// Finds the texts of a page.
pub(super) fn scan(found: &mut Found<'_>) {
    let end = found.source.len();
    let (mut offset, mut line) = (0, 1);
    // Where the text that people see began.
    let mut start = offset;
    while offset < end {
        let bytes = &found.bytes()[..end];
        let Some(next) = bytes[offset..].iter().position(|byte| matches!(byte, b'<' | b'{' | b'@')) else {
            break;
        };
        offset += next;
        let rest = &bytes[offset..];
        let hidden = HIDDEN.iter().find(|(open, _)| rest.starts_with(open.as_bytes()));
        let tag =
            rest[0] == b'<' && rest.get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
        if hidden.is_none() && !tag {
            offset += 1;
            continue;
        }
        let shown = breaks(&bytes[start..offset]);
        found.add(line, start, offset);
        line += shown;
        let after = match hidden {
            Some((open, close)) => {
                find(&found.bytes()[..end], offset + open.len(), close).map_or(end, |to| to + close.len())
            }
            None => element(found, offset..end, line),
        };
        line += breaks(&found.bytes()[offset..after]);
        (offset, start) = (after, after);
    }
    found.add(line, start, end);
}

/// Takes a tag's attributes, and the whole of a script or a style sheet; tells where that ends.
fn element(found: &mut Found<'_>, range: Range<usize>, line: u32) -> usize {
    let after = tag(found, range.clone(), line);
    let bytes = &found.bytes()[..range.end];
    let name: Vec<u8> = bytes[range.start + 1..after].iter().take(7).map(u8::to_ascii_lowercase).collect();
    let close = match name.get(..6) {
        Some(b"script") => "</script",
        Some(b"style>" | b"style ") => "</style",
        _ => return after,
    };
    let end = find(bytes, after, close).unwrap_or(range.end);
    if close == "</script"
        && let Some(syntax) = code::syntax(Language::TypeScript)
    {
        let line = line + breaks(&bytes[range.start..after]);
        code::scan(found, syntax, after..end, line);
    }
    end
}

/// Takes the attributes that people see; tells where the tag ends.
fn tag(found: &mut Found<'_>, range: Range<usize>, mut line: u32) -> usize {
    let mut offset = range.start + 1;
    while offset < range.end {
        match found.bytes()[offset] {
            b'>' => return offset + 1,
            b'\n' => line += 1,
            quote @ (b'"' | b'\'') if found.bytes()[offset - 1] == b'=' => {
                let value = offset + 1;
                let bytes = &found.bytes()[..range.end];
                let Some(length) = bytes[value..].iter().position(|byte| *byte == quote) else {
                    return range.end;
                };
                let name = &bytes[range.start..offset - 1];
                let seen = SEEN.iter().any(|seen| {
                    name.ends_with(seen)
                        && name[..name.len() - seen.len()].last().is_some_and(u8::is_ascii_whitespace)
                });
                let lines = breaks(&bytes[value..value + length]);
                if seen {
                    found.add(line, value, value + length);
                }
                line += lines;
                offset = value + length;
            }
            _ => {}
        }
        offset += 1;
    }
    range.end
}
