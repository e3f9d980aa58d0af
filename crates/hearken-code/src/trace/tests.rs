//! Traces in any text.

mod pasted;

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

/// Text that makes a pattern look far, over and over: reading it must not cost the square of its length.
#[test]
fn a_long_text_costs_as_much_more_as_it_is_longer() {
    let cost = |part: &str, bytes: usize| {
        let text = part.repeat(bytes / part.len());
        let started = std::time::Instant::now();
        let _ = (frames(&text), mentions(&text));
        started.elapsed()
    };
    for part in PARTS.iter().copied().chain(FAR) {
        let least = (0..3).map(|_| cost(part, 16 << 10)).min().unwrap();
        let more = (0..2).map(|_| cost(part, 128 << 10)).min().unwrap();
        // Eight times as much; sixty-four, if it were the square.
        let allowed = least * 30 + std::time::Duration::from_millis(100);
        assert!(more < allowed, "{part:?}: {least:?}, then {more:?}");
    }
}

const FAR: [&str; 14] = [
    "panicked at 'panicked at src/a.rs:1\n",
    "panicked at 'x",
    "at f (at g (a.js:1:1",
    "at a.B.c(at a.B.d(B.java:1)",
    "0: f 1: g at a.rs:1 ",
    "#0 /a b/c.php(1): f((()#1 x.php(2)",
    "#1 0x1 in f at f.c:1 ((",
    "main.f(0x1 main.g(0x1) /a.go:1 +0x1",
    "at A.B.C(D d at A.B.C(D d) in /a.cs:line 1",
    "x@y@z.js:1",
    "\\n\\t\\\"\u{1b}[31m&lt;",
    "2024-03-05 09:07:01 [a] [b] x ",
    "\n2024-03-05 09:07:01 [a] E/x: ",
    "\\\\\\",
];

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
    "\u{1b}[31m",
    "&lt;",
    "<br>",
    "\\\"",
    "bei A.B.C(D d) in ",
    "E/App( 12): ",
    "2024-03-05T09:07:01Z ",
    "web_1 | ",
    " 3: a::b",
    "(most recent call first)",
    "0x0000000100003f4c f + 1 (a.swift:3)",
];
