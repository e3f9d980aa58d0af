//! Python: tracebacks, what pytest and IPython make of them. They name the outermost call first.

use std::sync::LazyLock;

use regex::Regex;

use super::frame::Found;
use super::grammar::{Gap, Grammar, pattern, spoken_lines};

pub(super) const GRAMMAR: Grammar =
    Grammar { language: "Python", marks: &["File ", ".py:"], find, gap, outermost_first: true };

/// `File "shop/pay.py", line 12, in charge`, also with typographic quotes; faulthandler leaves out the second comma.
static FRAME: LazyLock<Regex> = pattern!(
    r#"File (?:["“”„«'])(?P<file>[^"“”\n]+?)(?:["”“»']), line (?P<line>\d+)"#,
    r"(?:,? in (?P<fn>[^\s,]+))?",
);

/// IPython: `File ~/shop/pay.py:12, in charge(card)`.
static CELL: LazyLock<Regex> =
    pattern!(r#"File (?P<file>[^\s",:]+\.pyx?):(?P<line>\d+)(?:, in (?P<fn>[^\s(,]+))?"#);

/// pytest: `shop/pay.py:12: in charge`, and `shop/pay.py:12: ValueError` where it failed.
static PYTEST: LazyLock<Regex> = pattern!(
    r#"(?m)^[ \t>|]*(?P<file>(?:[A-Za-z]:)?[^\s:"'()]+\.py):(?P<line>\d+): "#,
    r"(?:in (?P<fn>[\w.<>]+)|\w*(?:Error|Exception|Warning|Failed)[ \t]*\r?$)",
);

fn find(text: &str) -> Vec<Found<'_>> {
    [&FRAME, &CELL, &PYTEST]
        .into_iter()
        .flat_map(|pattern| pattern.captures_iter(text))
        .filter_map(|captures| Found::from(&captures))
        .map(|mut found| {
            found.in_app = in_app(&found.file);
            found
        })
        .collect()
}

fn in_app(file: &str) -> bool {
    let library = file.split('/').any(|folder| {
        let version = folder.strip_prefix("python").or_else(|| folder.strip_prefix("Python"));
        matches!(folder, "site-packages" | "dist-packages")
            || version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()))
    });
    !library && !file.ends_with(".pyx")
}

/// Lines of code and marks below them that Python prints of one frame.
const LINES_MAX: usize = 12;

fn gap(gap: &str) -> Gap {
    let apart = gap.contains("Traceback (")
        || gap.contains("most recent call ")
        || spoken_lines(gap).count() > LINES_MAX;
    if apart { Gap::Apart } else { Gap::Same }
}

#[cfg(test)]
mod tests {
    use crate::trace::frames;

    const TRACEBACK: &str = "Traceback (most recent call last):\n  File \"/srv/shop/app.py\", line 30, in main\n    \
        charge(card)\n    ~~~~~~^^^^^^\n  File \"/usr/lib/python3.11/json/decoder.py\", line 355, in raw_decode\n    \
        raise E\n  File \"shop\\pay.py\", line 12, in charge\n    return card.limit\nAttributeError: no limit\n";

    #[test]
    fn the_last_line_of_a_traceback_is_where_it_failed() {
        let found = frames(TRACEBACK);
        let shown: Vec<_> =
            found.iter().map(|f| (f.file.as_str(), f.line, f.in_app_hint, f.position)).collect();
        assert_eq!(
            shown,
            [
                ("shop/pay.py", Some(12), true, 1),
                ("/usr/lib/python3.11/json/decoder.py", Some(355), false, 2),
                ("/srv/shop/app.py", Some(30), true, 3),
            ]
        );
        assert_eq!(found[0].function.as_deref(), Some("charge"));
    }

    #[test]
    fn a_traceback_in_a_fence_or_a_quote_reads_the_same() {
        let plain: Vec<_> = frames(TRACEBACK).into_iter().map(|f| (f.file, f.line, f.position)).collect();
        let quoted: String = TRACEBACK.lines().map(|line| format!("> {line}\n")).collect();
        for text in [format!("```pytb\n{TRACEBACK}```"), quoted, TRACEBACK.replace('\n', "\r\n")] {
            let shown: Vec<_> = frames(&text).into_iter().map(|f| (f.file, f.line, f.position)).collect();
            assert_eq!(shown, plain, "{text}");
        }
    }

    #[test]
    fn a_cause_that_is_printed_first_stays_first() {
        let text = "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\n    x\nKeyError: 1\n\n\
            The above exception was the direct cause of the following exception:\n\n\
            Traceback (most recent call last):\n  File \"c.py\", line 3, in h\n  File \"b.py\", line 2, in g\nE";
        let shown: Vec<_> = frames(text).into_iter().map(|frame| (frame.file, frame.position)).collect();
        assert_eq!(shown, [("a.py".into(), 1), ("b.py".into(), 1), ("c.py".into(), 2)]);
    }

    #[test]
    fn pytest_and_ipython_are_read() {
        let found = frames("shop/app.py:30: in main\n    charge()\nshop/pay.py:12: ValueError\n");
        assert_eq!((found[0].file.as_str(), found[0].line), ("shop/pay.py", Some(12)));
        let found = frames("File ~/shop/pay.py:12, in charge(card)\n     11 x\n---> 12 y");
        assert_eq!((found[0].file.as_str(), found[0].function.as_deref()), ("~/shop/pay.py", Some("charge")));
    }

    #[test]
    fn what_has_no_file_is_no_frame() {
        assert!(
            frames("  File \"<stdin>\", line 1, in <module>\n  File \"<frozen x>\", line 2, in y").is_empty()
        );
    }
}
