//! Stack traces in any text, of the languages that customers' programs are written in: which files and lines they name.
//!
//! A language's file knows how its frames look (`find`) and what may stand between two frames of one trace (`gap`); here
//! frames are put into traces, and each trace into one order: where it failed first. Text is never changed, so that a
//! frame can be shown as the report has it.

mod dotnet;
mod found;
mod frame;
mod go;
mod grammar;
mod javascript;
mod jvm;
mod mention;
mod php;
mod python;
mod resolve;
mod ruby;
mod rust;

pub use frame::Frame;
pub use mention::{Mention, mentions};
pub use resolve::{matching, resolve};

use std::collections::HashSet;

use found::all_found;
use frame::Found;
use grammar::{Gap, Grammar};

/// Frames that are read of one text; a dump of a thousand threads has no more to say.
const FRAMES_MAX: usize = 300;

/// The frames of all traces in a text, traces in the order of the text, each from where it failed outwards; a location
/// that is named again is left out.
pub fn frames(text: &str) -> Vec<Frame<'_>> {
    let mut traces: Vec<Trace<'_>> = Vec::new();
    let mut before: Option<(usize, &Grammar)> = None;
    for (frame, grammar) in all_found(text).into_iter().take(FRAMES_MAX) {
        let gap = match before {
            Some((end, before)) if before.language == grammar.language && !frame.first => {
                (grammar.gap)(&text[end..frame.range.start])
            }
            _ => Gap::Apart,
        };
        before = Some((frame.range.end, grammar));
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
                prop_assert!(text[mention.offset..].starts_with(mention.raw));
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
