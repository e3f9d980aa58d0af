//! Messages of a chat exported as text, as WhatsApp does: `[05/01/24, 10:00:00] Ann: words` or `05/01/2024, 10:00 - Ann:
//! words`. A message goes on until a line that begins the next one.

use std::borrow::Cow;
use std::io;

use super::{KEPT_OF_OVERLONG, Step, Window, too_long};

/// Cuts a chat.
pub(crate) struct Chat;

/// What a message says of itself.
#[derive(Debug, PartialEq)]
pub(crate) struct Message<'m> {
    pub(crate) at: Cow<'m, str>,
    pub(crate) author: &'m str,
    pub(crate) text: &'m str,
}

impl Chat {
    pub(crate) fn next(window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        loop {
            let (bytes, newline) = (window.bytes(), window.newline());
            let style = Style::of(bytes);
            let next = memchr::memchr_iter(newline, bytes).map(|end| end + 1).find(|start| {
                let line = &bytes[*start..];
                // A line at the window's end may be cut off in its date.
                (line.len() >= START_BYTES || window.ended())
                    && begins_message(line)
                    && Style::of(line) == style
            });
            if let Some(end) = next
                && end <= bytes_max
            {
                let blank = bytes[..end].trim_ascii().is_empty();
                return Ok(if blank { Step::Between(end) } else { Step::Record(end) });
            }
            if bytes.len() > bytes_max {
                let beginning = bytes[..KEPT_OF_OVERLONG.min(bytes_max)].to_vec();
                let mut skipped = window.skip_line()?;
                window.ensure(START_BYTES)?;
                while !window.bytes().is_empty() && !begins_message(window.bytes()) {
                    skipped += window.skip_line()? + 1;
                    window.ensure(START_BYTES)?;
                }
                return Ok(Step::Skipped(beginning, too_long("the message", skipped, bytes_max)));
            }
            if window.ended() {
                let blank = bytes.trim_ascii().is_empty();
                return Ok(if blank { Step::End } else { Step::Record(bytes.len()) });
            }
            window.read_more()?;
        }
    }
}

/// How a telephone writes the time of a message: one file has one.
#[derive(PartialEq)]
enum Style {
    InBrackets,
    BeforeADash,
}

impl Style {
    fn of(line: &[u8]) -> Self {
        let shown = String::from_utf8_lossy(&line[..line.len().min(16)]);
        match without_marks(shown.trim_start()).starts_with('[') {
            true => Self::InBrackets,
            false => Self::BeforeADash,
        }
    }
}

fn without_marks(line: &str) -> &str {
    line.trim_start_matches(['\u{200e}', '\u{200f}', '\u{feff}'])
}

/// As much of a line as its date and time may take.
const START_BYTES: usize = 64;

/// Whether the text is such a chat: its first line begins a message, and so does another one soon.
pub(crate) fn is_chat(bytes: &[u8], newline: u8) -> bool {
    let mut lines = bytes.split(|b| *b == newline).filter(|line| !line.trim_ascii().is_empty());
    lines.next().is_some_and(begins_message) && lines.take(20).any(begins_message)
}

fn begins_message(line: &[u8]) -> bool {
    let line = &line[..line.len().min(START_BYTES)];
    let text = line.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    stamp(text).is_some()
}

/// The date and time that a message begins with, and what follows them.
fn stamp(line: &str) -> Option<(&str, &str)> {
    let line = without_marks(line);
    let (stamp, rest) = match line.strip_prefix('[') {
        Some(inside) => inside.split_once("] ")?,
        None => line.split_once(" - ")?,
    };
    let numbers = stamp.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    let date_first = stamp.starts_with(|c: char| c.is_ascii_digit()) && stamp.contains(':');
    let short = stamp.chars().count() <= 30 && stamp.chars().filter(|c| c.is_alphabetic()).count() <= 4;
    (date_first && short && (5..=6).contains(&numbers)).then_some((stamp, rest))
}

/// The message in a record, or why it is nobody's words.
pub(crate) fn message(record: &str) -> Result<Message<'_>, String> {
    let (stamp, rest) = stamp(record).ok_or("the line has no date, and belongs to no message")?;
    let head = rest.lines().next().unwrap_or_default();
    let Some((author, _)) = head.split_once(": ").filter(|(author, _)| author.chars().count() <= 60) else {
        return Err("a notice of the chat, not a customer's words".to_owned());
    };
    let text = rest[author.len() + 2..].trim();
    // `<Media omitted>` in the language of the telephone; Apple marks such notes by a letter that shows nothing.
    let note = text.starts_with('\u{200e}')
        || (text.starts_with('<') && text.ends_with('>') && text.split_whitespace().count() <= 4);
    if note || text.is_empty() {
        return Err("the message has no words: a picture, a recording or a file".to_owned());
    }
    let blanks = |c: char| if c == '\u{202f}' || c == '\u{a0}' { ' ' } else { c };
    let at = if stamp.is_ascii() {
        Cow::Borrowed(stamp)
    } else {
        stamp.chars().map(blanks).collect::<String>().into()
    };
    Ok(Message { at, author: author.trim_start_matches(['~', ' ', '\u{200e}', '\u{202f}']), text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_as_either_telephone_writes_them() {
        for (record, at, author, text) in [
            (
                "05/01/2024, 10:00 - Ann Lee: The cart\nis empty: always",
                "05/01/2024, 10:00",
                "Ann Lee",
                "The cart\nis empty: always",
            ),
            ("[05.01.24, 10:00:00] ~ Bob: Slow", "05.01.24, 10:00:00", "Bob", "Slow"),
            ("\u{200e}[1/5/24, 10:00:00\u{202f}AM] +49 170 1: Hi", "1/5/24, 10:00:00 AM", "+49 170 1", "Hi"),
        ] {
            assert_eq!(message(record), Ok(Message { at: at.into(), author, text }), "{record}");
        }
        for nobody in [
            "05/01/2024, 10:00 - Ann joined",
            "05/01/2024, 10:01 - Ann: <Media omitted>",
            "[05.01.24, 10:00:00] Bob: \u{200e}image omitted",
        ] {
            assert!(message(nobody).is_err(), "{nobody}");
        }
    }

    #[test]
    fn a_chat_is_told_from_notes_with_dates() {
        assert!(is_chat(b"05/01/2024, 10:00 - Ann: a\nmore\n05/01/2024, 10:01 - Bob: b\n", b'\n'));
        for text in ["05/01/2024 - a call\n06/01/2024 - another\n", "Ann: a\nBob: b\n", "", "[1] a\n[2] b\n"]
        {
            assert!(!is_chat(text.as_bytes(), b'\n'), "{text}");
        }
    }
}
