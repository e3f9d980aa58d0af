//! Stack traces in any text, of the languages that customers' programs are written in: which files and lines they name.
//!
//! A language's file knows how its frames look (`find`) and what may stand between two frames of one trace (`gap`); here
//! frames are put into traces, and each trace into one order: where it failed first. Text is never changed, so that a
//! frame can be shown as the report has it.

mod dotnet;
mod go;
mod javascript;
mod jvm;
mod mention;
mod php;
mod python;
mod resolve;
mod ruby;
mod rust;

pub use mention::{Mention, mentions};
pub use resolve::{matching, resolve};

use std::collections::HashSet;
use std::ops::Range;

use regex::Captures;

/// One place that a stack trace names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The frame as the text has it, trimmed; it spans two lines where the language, or a mail program, breaks it.
    pub raw: &'a str,
    /// The file as given, with `/` separators. On the JVM and where .NET gives none it is made of the class:
    /// `org/apache/Foo.java`.
    pub file: String,
    /// The function, as given.
    pub function: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// False where the path or the function is known to belong to a library or a runtime.
    pub in_app_hint: bool,
    /// How deep it is in its own trace: 1 is where it failed.
    pub position: usize,
}

/// Frames that are read of one text; a dump of a thousand threads has no more to say.
const FRAMES_MAX: usize = 300;

/// The frames of all traces in a text, traces in the order of the text, each from where it failed outwards; a place
/// that is named again is left out.
pub fn frames(text: &str) -> Vec<Frame<'_>> {
    let mut traces: Vec<Trace<'_>> = Vec::new();
    let mut before: Option<(usize, &Grammar)> = None;
    for (frame, grammar) in all_found(text).into_iter().take(FRAMES_MAX) {
        let gap = match before {
            Some((end, before)) if before.language == grammar.language && !frame.first => {
                (grammar.gap)(&text[end..frame.at.start])
            }
            _ => Gap::Apart,
        };
        before = Some((frame.at.end, grammar));
        match (traces.last_mut(), gap) {
            (Some(trace), Gap::Same) => trace.push(frame),
            (Some(trace), Gap::Cause) => trace.sections.push(vec![frame]),
            _ => traces.push(Trace { outermost_first: grammar.outermost_first, sections: vec![vec![frame]] }),
        }
    }
    let mut seen = HashSet::new();
    traces
        .into_iter()
        .flat_map(|trace| trace.in_order().enumerate().map(|(depth, found)| found.frame(text, depth + 1)))
        .filter(|frame| {
            let function = frame.line.is_none().then(|| frame.function.clone());
            seen.insert((frame.file.clone(), frame.line, function))
        })
        .collect()
}

/// The frames of all languages in the order of the text, none within another.
fn all_found(text: &str) -> Vec<(Found<'_>, &'static Grammar)> {
    let mut found: Vec<(Found<'_>, &Grammar)> = Vec::new();
    for grammar in GRAMMARS.iter().filter(|grammar| grammar.marks.iter().any(|mark| text.contains(mark))) {
        found.extend((grammar.find)(text).into_iter().map(|frame| (frame, grammar)));
    }
    // What starts first, else what says most.
    found.sort_by_key(|(frame, _)| (frame.at.start, usize::MAX - frame.at.end));
    let mut end = 0;
    found.retain(|(frame, _)| {
        let apart = frame.at.start >= end;
        if apart {
            end = frame.at.end;
        }
        apart
    });
    found
}

/// What a language's file tells about its traces.
struct Grammar {
    language: &'static str,
    /// Strings of which a text with such frames has at least one.
    marks: &'static [&'static str],
    find: for<'a> fn(&'a str) -> Vec<Found<'a>>,
    gap: fn(&str) -> Gap,
    outermost_first: bool,
}

/// What stands between two frames.
enum Gap {
    /// They are neighbours in one trace.
    Same,
    /// What follows is the cause of what went before.
    Cause,
    /// They have nothing to do with one another.
    Apart,
}

static GRAMMARS: [Grammar; 8] = [
    rust::GRAMMAR,
    python::GRAMMAR,
    jvm::GRAMMAR,
    javascript::GRAMMAR,
    go::GRAMMAR,
    dotnet::GRAMMAR,
    ruby::GRAMMAR,
    php::GRAMMAR,
];

/// A frame where it was found.
struct Found<'a> {
    at: Range<usize>,
    file: String,
    function: Option<&'a str>,
    line: Option<u32>,
    in_app: bool,
    /// A trace begins here, whatever stands before.
    first: bool,
    /// The text counts frames down to where it failed.
    counted_down: bool,
}

impl<'a> Found<'a> {
    /// A frame from what a pattern matched: groups `file`, `line` and `fn`, of which only the first must have matched.
    fn from(captures: &Captures<'a>) -> Option<Self> {
        let file = captures.name("file")?.as_str().trim();
        if file.is_empty() || file.starts_with('<') {
            return None;
        }
        let function = captures.name("fn").map(|function| function.as_str().trim());
        Some(Self {
            at: captures.get(0)?.range(),
            file: slashed(file),
            function: function.filter(|function| !function.is_empty()),
            line: captures.name("line").and_then(|line| line.as_str().parse().ok()),
            in_app: true,
            first: false,
            counted_down: false,
        })
    }

    fn frame(self, text: &'a str, position: usize) -> Frame<'a> {
        Frame {
            raw: text[self.at].trim_matches(|c: char| c.is_whitespace() || c == '>' || c == '|'),
            file: self.file,
            function: self.function.map(str::to_owned),
            line: self.line,
            in_app_hint: self.in_app,
            position,
        }
    }
}

struct Trace<'a> {
    outermost_first: bool,
    /// Cut where a cause begins; never empty.
    sections: Vec<Vec<Found<'a>>>,
}

impl<'a> Trace<'a> {
    fn push(&mut self, frame: Found<'a>) {
        if let Some(section) = self.sections.last_mut() {
            section.push(frame);
        }
    }

    /// The last cause first, and each section from where it failed outwards.
    fn in_order(self) -> impl Iterator<Item = Found<'a>> {
        let outermost_first = self.outermost_first;
        self.sections.into_iter().rev().flat_map(move |mut section| {
            if outermost_first || section.iter().any(|frame| frame.counted_down) {
                section.reverse();
            }
            section
        })
    }
}

/// A path with `/` for `\`; a drive's letter stays.
fn slashed(path: &str) -> String {
    path.replace("\\\\", "/").replace('\\', "/")
}

/// The lines of a gap that say something; quote marks and code fences do not.
fn spoken_lines(gap: &str) -> impl Iterator<Item = &str> {
    gap.lines()
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '|' | '`')))
        .filter(|line| !line.is_empty())
}

/// A constant pattern, compiled at its first use.
macro_rules! pattern {
    ($($part:literal),+ $(,)?) => {
        std::sync::LazyLock::new(|| {
            #[allow(clippy::expect_used, reason = "the patterns are constants, and a test compiles them")]
            regex::Regex::new(concat!($($part),+)).expect("a constant pattern")
        })
    };
}
use pattern;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_with_traces_of_two_languages_gives_both_in_its_order() {
        let text =
            "browser:\n    at add (src/cart.ts:1:2)\nserver:\n  File \"shop/pay.py\", line 3, in charge\nE";
        let files: Vec<_> = frames(text).into_iter().map(|frame| (frame.file, frame.position)).collect();
        assert_eq!(files, [("src/cart.ts".into(), 1), ("shop/pay.py".into(), 1)]);
    }

    #[test]
    fn a_trace_that_is_pasted_twice_is_told_once() {
        let trace = "\tat a.B.c(B.java:1)\n\tat a.D.e(D.java:2)\n";
        assert_eq!(frames(&format!("{trace}\nand again:\n{trace}")).len(), 2);
    }

    #[test]
    fn a_frame_stands_in_the_text_as_it_is_shown() {
        let text = "> \tat a.B.c(B.java:1)  \n> thread 'x' panicked at src/a.rs:1:2:";
        let found = frames(text);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|frame| text.contains(frame.raw) && frame.raw.trim() == frame.raw));
    }

    #[test]
    fn a_line_number_beyond_all_files_is_no_line() {
        assert_eq!(frames("File \"a.py\", line 99999999999999999999, in x")[0].line, None);
    }

    #[test]
    fn a_dump_of_countless_frames_is_read_to_a_limit() {
        let text: String = (0..5_000).map(|line| format!("\tat a.B.c(B.java:{line})\n")).collect();
        assert_eq!(frames(&text).len(), FRAMES_MAX);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let _ = (frames(&text), mentions(&text));
        }

        #[test]
        fn any_mixture_of_what_traces_are_made_of_is_read(
            parts in prop::collection::vec(prop::sample::select(PARTS), 0..40)
        ) {
            let text = parts.concat();
            for frame in frames(&text) {
                prop_assert!(text.contains(frame.raw) && !frame.file.is_empty() && frame.position > 0);
            }
            for mention in mentions(&text) {
                prop_assert!(text[mention.at..].starts_with(mention.raw));
            }
        }
    }

    const PARTS: &[&str] = &[
        "\n",
        " ",
        "\t",
        "> ",
        "at ",
        "File \"",
        "\", line 3",
        ", in x",
        "panicked at ",
        "'",
        "`",
        "src/a.rs",
        ":12",
        ":3",
        "a.b.C.d(",
        "C.java",
        ")",
        "Caused by: ",
        "goroutine 1 [running]:",
        "main.f(0x1)",
        "/x/m.go",
        " +0x1d",
        "#0 ",
        "/s/c.php(1): f()",
        " on line 3",
        ":in `m'",
        "1: from ",
        "app/c.rb",
        "f@https://h/a.js",
        "https://",
        "(",
        "ü",
        "\u{0}",
        " in C:\\a\\B.cs:line 7",
        "Traceback (most recent call last)",
        "...",
        "\\n\\tat ",
        "eval at f (",
        "<",
    ];
}
