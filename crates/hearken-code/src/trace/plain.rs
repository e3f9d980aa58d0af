//! A report's text as the program printed it: without colours, markup and escapes of what it was copied through, a line
//! where the program began one, and blanks where a log put something before it. Each place leads back to the text as it
//! arrived, so that a frame is shown in the report's own words.

use std::ops::Range;

use regex::{Captures, Regex};

use super::prefix::blank_prefixes;
use crate::pattern::pattern;

/// Bytes of a text that are read; whoever pastes more, pastes a whole log.
const TEXT_MAX: usize = 1 << 20;
/// Bytes of a line beyond which it is cut, so that no pattern looks further.
const LINE_MAX: usize = 4 << 10;

/// What is not as it was printed.
static FOREIGN: std::sync::LazyLock<Regex> = pattern!(
    // Colours, with their escape character in all spellings, or without it.
    r"(?P<colour>(?:\x1b|\x{9b}|\x{fffd}|\x{241b}|\^\[|#033|\\+(?:x1[bB]|u001[bB]|0?33|e))\[[0-9;:?]*[A-Za-z]",
    r"|\x1b[()][0AB]|\x1b\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\)|\[\d{1,3}(?:;\d{1,3}){0,8}m|[\x{200b}\x{feff}\x{2060}])",
    // Escapes of JSON, of string literals and of rsyslog.
    r#"|(?P<newline>\\+n","stream":"std(?:out|err)"[^\n{}]{0,200}\}\r?\n\{"log":"|\\+(?:r\\+)?n|\\+u000[aAdD]|#012|\r\n?|[\x{85}\x{2028}\x{2029}\x0b\x0c])"#,
    r#"|(?P<tab>\\+(?:t|u0009)|#011)|(?P<code>\\+u00(?P<hex>2[267]|3[cCeE]))|(?P<quote>\\+["/])"#,
    // Markup.
    r"|(?P<entity>&(?:amp;)?(?P<name>lt|gt|quot|apos|nbsp|amp|#0?39|#34|#60|#62|#x27|#x22|#x3[cC]|#x3[eE]);)",
    r"|(?P<break>(?i:<br\s*/?>|</(?:p|div|li|tr|pre|blockquote)>))",
    r"|(?P<tag>(?i:</?(?:span|b|i|u|em|strong|code|pre|p|div|font|a|td|tr|th|li|ul|ol|table|tbody|tt|samp|small|mark)",
    r#"(?:\s+[a-z:-]+\s*=\s*(?:"[^"\n<>]*"|'[^'\n<>]*'|[^\s"'<>]+))*\s*/?>))|(?P<space>[\x{a0}\x{2007}\x{202f}])"#,
);

/// A newline in an escape, or the beginning of a folder's name.
static NEWLINE: std::sync::LazyLock<Regex> = pattern!(r"(?P<run>\\+)(?:r\\+)?n");

/// What only follows a newline.
static AFTER_NEWLINE: std::sync::LazyLock<Regex> = pattern!(
    r"^(?:[ \t#]|\\+[tnr]|(?:at|bei|File|from|goroutine|Caused by|Traceback|Stack|panic:)[ :]|\d+:|$)",
);

/// A folder of Windows behind its drive, each `\` as often as the text writes it.
static DRIVE: std::sync::LazyLock<Regex> = pattern!(r"\b[A-Za-z]:(?P<run>\\+)[^\\\s]");

/// A text as it was printed.
pub(super) struct Plain {
    pub text: String,
    /// Where parts of it begin: here, and where what they stand for is in the text that arrived.
    parts: Vec<(usize, Range<usize>)>,
    /// Where the last line begins.
    line: usize,
    /// Whether nothing but tabs stands in it.
    line_begins: bool,
}

impl Plain {
    pub fn of(arrived: &str) -> Self {
        let mut end = arrived.len().min(TEXT_MAX);
        while !arrived.is_char_boundary(end) {
            end -= 1;
        }
        let arrived = &arrived[..end];
        let escapes = Escapes::of(arrived);
        let mut plain = Self {
            text: String::with_capacity(arrived.len()),
            parts: Vec::new(),
            line: 0,
            line_begins: true,
        };
        let mut done = 0;
        for captures in FOREIGN.captures_iter(arrived) {
            let Some(whole) = captures.get(0) else { continue };
            let begins_line = plain.line_begins && done == whole.start();
            let is_newline = |escape: &str| escapes.is_newline(escape, &arrived[whole.end()..]);
            if let Some(printed) = printed(&captures, whole.as_str(), is_newline, begins_line) {
                plain.keep(arrived, done..whole.start());
                plain.put(printed, whole.range());
                done = whole.end();
            }
        }
        plain.keep(arrived, done..arrived.len());
        plain.text = blank_prefixes(std::mem::take(&mut plain.text));
        plain
    }

    /// The part of the text that arrived which a part of this one stands for, without blanks and quote marks around it.
    pub fn arrived(&self, range: Range<usize>) -> Range<usize> {
        let around = |c: char| c.is_whitespace() || c == '>' || c == '|';
        let opening = |c: char| around(c) || matches!(c, '"' | '\'');
        let shown = &self.text[range.clone()];
        let start = range.start + (shown.len() - shown.trim_start_matches(opening).len());
        let end = start.max(range.end - (shown.len() - shown.trim_end_matches(around).len()));
        let (here, whole) = self.part(start);
        let from = if self.verbatim(start) { whole.start + (start - here) } else { whole.start };
        if start == end {
            return from..from;
        }
        let (here, whole) = self.part(end - 1);
        let to = if self.verbatim(end - 1) { whole.start + (end - here) } else { whole.end };
        from..to.max(from)
    }

    fn keep(&mut self, arrived: &str, range: Range<usize>) {
        let mut rest = range.start;
        while rest < range.end {
            let room = (self.line + LINE_MAX).saturating_sub(self.text.len()).max(1);
            let within = &arrived.as_bytes()[rest..range.end.min(rest + room)];
            let newline = within.iter().position(|byte| *byte == b'\n');
            let (until, whole) = match newline {
                Some(newline) => (rest + newline + 1, true),
                None if within.len() < room => (range.end, true),
                None => (cut(arrived, rest, rest + room), false),
            };
            self.parts.push((self.text.len(), rest..until));
            self.text.push_str(&arrived[rest..until]);
            self.line_begins = newline.is_some();
            if newline.is_some() {
                self.line = self.text.len();
            } else if !whole {
                self.put("\n", until..until);
            }
            rest = until;
        }
    }

    fn put(&mut self, printed: &str, range: Range<usize>) {
        if printed.is_empty() {
            return;
        }
        self.parts.push((self.text.len(), range.clone()));
        self.text.push_str(printed);
        self.line_begins = printed == "\n" || (self.line_begins && printed == "\t");
        if printed == "\n" {
            self.line = self.text.len();
        } else if self.text.len() - self.line > LINE_MAX {
            self.put("\n", range.end..range.end);
        }
    }

    fn index(&self, at: usize) -> usize {
        self.parts.partition_point(|(here, _)| *here <= at).saturating_sub(1)
    }

    fn part(&self, at: usize) -> (usize, Range<usize>) {
        self.parts.get(self.index(at)).cloned().unwrap_or((0, 0..0))
    }

    /// Whether the part at a place is as long as what it stands for: then it is the same, byte by byte.
    fn verbatim(&self, at: usize) -> bool {
        let index = self.index(at);
        let next = self.parts.get(index + 1).map_or(self.text.len(), |(next, _)| *next);
        self.parts.get(index).is_some_and(|(here, whole)| next - here == whole.len())
    }
}

/// Where to cut a line that is too long: before a frame, or else between words, as late as possible.
fn cut(text: &str, from: usize, mut to: usize) -> usize {
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let window = &text[from..to];
    let half = window.len() / 2;
    [" at ", "   ", " #", " File ", " from ", " "]
        .iter()
        .filter_map(|mark| window.rfind(mark))
        .find(|at| *at > half)
        .map_or(to, |at| from + at)
}

/// How a text escapes its newlines.
struct Escapes {
    /// How many `\` stand before the letter.
    run: Option<usize>,
    /// Whether folders are parted by as many, so that not every such letter is an escape.
    folders: bool,
}

impl Escapes {
    fn of(text: &str) -> Self {
        let sure = |captures: &Captures<'_>| {
            let end = captures.get(0).map_or(0, |whole| whole.end());
            AFTER_NEWLINE.is_match(&text[end..])
        };
        let run = NEWLINE.captures_iter(text).find(sure).map(|captures| captures["run"].len());
        let folders =
            run.is_some() && DRIVE.captures_iter(text).any(|captures| Some(captures["run"].len()) == run);
        Self { run, folders }
    }

    fn is_newline(&self, escape: &str, after: &str) -> bool {
        let run = escape.len() - escape.trim_start_matches('\\').len();
        self.run == Some(run) && (!self.folders || AFTER_NEWLINE.is_match(after))
    }
}

/// What was printed where the text has something foreign; `None` where it was that itself.
fn printed<'a>(
    captures: &Captures<'a>,
    whole: &'a str,
    is_newline: impl FnOnce(&str) -> bool,
    begins_line: bool,
) -> Option<&'a str> {
    if captures.name("colour").is_some() || captures.name("tag").is_some() {
        return Some("");
    }
    if captures.name("newline").is_some() {
        let sure = !whole.starts_with('\\') || whole.len() > "\\\\r\\\\n".len() || whole.contains('u');
        return (sure || is_newline(whole)).then_some("\n");
    }
    if captures.name("tab").is_some() {
        return (!whole.starts_with('\\') || whole.contains('u') || begins_line).then_some("\t");
    }
    if captures.name("break").is_some() {
        return Some("\n");
    }
    if captures.name("space").is_some() {
        return Some(" ");
    }
    if captures.name("quote").is_some() {
        return Some(&whole[whole.len() - 1..]);
    }
    let name = captures.name("name").or_else(|| captures.name("hex"))?.as_str().to_ascii_lowercase();
    Some(match name.trim_start_matches(['#', 'x', '0']) {
        "lt" | "60" | "3c" => "<",
        "gt" | "62" | "3e" => ">",
        "quot" | "34" | "22" => "\"",
        "apos" | "39" | "27" => "'",
        "nbsp" => " ",
        _ => "&",
    })
}
