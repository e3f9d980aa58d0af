//! Rust: panics of both shapes, and backtraces below them.

use std::sync::LazyLock;

use regex::Regex;

use super::frame::Found;
use super::grammar::{Gap, Grammar, pattern, spoken_lines};

pub(super) const GRAMMAR: Grammar =
    Grammar { language: "Rust", marks: &[".rs:"], find, gap, outermost_first: false };

/// `panicked at src/main.rs:2:5:`
static PANIC: LazyLock<Regex> = pattern!(
    r#"panicked at (?:[^\n']*?, )??(?P<file>(?:[A-Za-z]:)?[^\n:'",`]+\.rs):(?P<line>\d+)(?::\d+)?"#,
);

/// Before Rust 1.73: `panicked at 'message', src/main.rs:2:5`.
static OLDER_PANIC: LazyLock<Regex> =
    pattern!(r#"', (?P<file>(?:[A-Za-z]:)?[^\s:'",`]+\.rs):(?P<line>\d+)(?::\d+)?"#,);

/// Bytes of a message, and such messages, that are read.
const MESSAGE_MAX: usize = 2_000;
const MESSAGES_MAX: usize = 1_000;

/// `3: app::pay` and, on the next line, `at ./src/pay.rs:12:5`; what was inlined has the second line alone.
static FRAME: LazyLock<Regex> = pattern!(
    r"(?m)(?:(?:^|[ \t>|])\d+:[ \t]+(?:0x[0-9a-f]+ - )?(?P<fn>\S[^\n]*?)(?:::h[0-9a-f]{16})?",
    r"(?:[ \t]*\r?\n[ \t>|]*|[ \t]+)|^[ \t>|]*)",
    r#"at (?P<file>(?:(?:[A-Za-z]:)?[\\/][^\n:'"`]*?|[^\s:'"`]+)\.rs):(?P<line>\d+)(?::\d+)?"#,
);

const LIBRARIES: [&str; 9] = [
    "/rustc/",
    ".cargo/registry",
    ".cargo/git",
    "lib/rustlib/",
    "library/std/",
    "library/core/",
    "library/alloc/",
    "libcore/",
    "libstd/",
];

fn find(text: &str) -> Vec<Found<'_>> {
    let older = text.match_indices("panicked at '").take(MESSAGES_MAX).filter_map(|(start, panicked)| {
        let mut end = text.len().min(start + MESSAGE_MAX);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let message = start + panicked.len();
        let mut found = Found::from(&OLDER_PANIC.captures(&text[message..end])?)?;
        found.range = start..message + found.range.end;
        Some(found)
    });
    let panics = PANIC.captures_iter(text).filter_map(|captures| Found::from(&captures)).chain(older);
    let panics = panics.map(|mut found| {
        found.first = true;
        found
    });
    let frames = FRAME.captures_iter(text).filter_map(|captures| Found::from(&captures));
    panics
        .chain(frames)
        .map(|mut found| {
            found.in_app = !LIBRARIES.iter().any(|library| found.file.contains(library));
            found
        })
        .collect()
}

/// The message, and functions whose file is not known, stand between frames.
fn gap(gap: &str) -> Gap {
    let strange = spoken_lines(gap).filter(|line| {
        let (number, _) = line.split_once(':').unwrap_or((line, ""));
        !number.bytes().all(|byte| byte.is_ascii_digit())
    });
    if gap.contains("stack backtrace:") || strange.count() <= 1 { Gap::Same } else { Gap::Apart }
}

#[cfg(test)]
mod tests {
    use crate::trace::frames;

    #[test]
    fn a_panic_is_where_it_failed_and_its_backtrace_follows() {
        let text = "thread 'main' panicked at src/pay.rs:12:5:\ncalled `Option::unwrap()` on a `None` value\n\
            stack backtrace:\n   0: rust_begin_unwind\n             at /rustc/9fc6b4312/library/std/src/panicking.rs:645:5\n   \
            1: shop::pay::charge::h0123456789abcdef\n             at ./src/pay.rs:12:5\n   2: shop::main\n             \
            at ./src/main.rs:3:5\nnote: Some details are omitted";
        let found = frames(text);
        let shown: Vec<_> =
            found.iter().map(|f| (f.file.as_str(), f.line, f.in_app_hint, f.position)).collect();
        assert_eq!(
            shown,
            [
                ("src/pay.rs", Some(12), true, 1),
                ("/rustc/9fc6b4312/library/std/src/panicking.rs", Some(645), false, 2),
                ("./src/pay.rs", Some(12), true, 3),
                ("./src/main.rs", Some(3), true, 4),
            ]
        );
        assert_eq!(found[2].function.as_deref(), Some("shop::pay::charge"));
    }

    #[test]
    fn older_panics_name_the_location_after_the_message() {
        let found = frames("thread 'main' panicked at 'it is\nbroken', src\\cart.rs:7:21");
        assert_eq!((found[0].file.as_str(), found[0].line), ("src/cart.rs", Some(7)));
    }

    #[test]
    fn a_quoted_backtrace_is_read_too() {
        let found = frames("> 4: shop::cart\n>     at src/cart.rs:8");
        assert_eq!((found[0].function.as_deref(), found[0].line), (Some("shop::cart"), Some(8)));
        assert!(found[0].raw.starts_with("4: shop"));
    }

    #[test]
    fn a_second_panic_begins_a_second_trace() {
        let found = frames("panicked at src/a.rs:1:1:\nx\npanicked at src/b.rs:2:2:\ny");
        assert_eq!(found.iter().map(|frame| frame.position).collect::<Vec<_>>(), [1, 1]);
    }
}
