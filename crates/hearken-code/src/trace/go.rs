//! Go: panics and goroutines, and the traces of testify.

use std::sync::LazyLock;

use regex::Regex;

use super::frame::Found;
use super::grammar::{Gap, Grammar, pattern, spoken_lines};

pub(super) const GRAMMAR: Grammar =
    Grammar { language: "Go", marks: &[".go:"], find, gap, outermost_first: false };

/// `shop.(*Cart).Add(0xc000, 0x1)` and, on the next line, `/src/shop/cart.go:12 +0x1d`.
static CALL: LazyLock<Regex> = pattern!(
    r#"(?m)(?:^[ \t>|]*(?:created by )?|["' ])(?P<fn>[^\s"]+?\.[^\s"]+?)(?:\([^()\n]*\))?(?: in goroutine \d+)?"#,
    r"[ \t]*\r?\n[ \t>|]*(?P<file>(?:[A-Za-z]:)?[^\n:]+\.(?:go|s)):(?P<line>\d+)(?: \+0x[0-9a-f]+)?[^\n]*",
);

/// The same on one line, or behind what no log is known to put before its lines: only an offset tells it then.
static OFFSET: LazyLock<Regex> = pattern!(
    r#"(?:(?P<fn>[^\s()"]+(?:\(\*?[\w.\[\]]+\)[^\s()"]*)?)\((?:[^()\n]|\(\.\.\.\)){0,300}\)(?: in goroutine \d+)?"#,
    r"(?:[ \t]+|[ \t]*\r?\n(?:[^\n]*[ \t>|])??))?",
    r"(?P<file>(?:[A-Za-z]:)?[^\s:]*[/\\][^\s:]+\.(?:go|s)):(?P<line>\d+) \+0x[0-9a-f]+",
);

/// A line that is a location and nothing else.
static LOCATION: LazyLock<Regex> = pattern!(
    r"(?m)^[ \t>|]*(?:Error Trace:)?[ \t]*(?P<file>(?:[A-Za-z]:)?[^\s:]*[/\\][^\s:]+\.go):(?P<line>\d+)",
    r"(?: \+0x[0-9a-f]+)?[ \t]*\r?$",
);

/// The first folders of Go's own library.
const STANDARD: [&str; 16] = [
    "runtime", "net", "os", "sync", "io", "reflect", "testing", "internal", "syscall", "encoding", "fmt",
    "bufio", "bytes", "strings", "database", "text",
];

fn find(text: &str) -> Vec<Found<'_>> {
    [&CALL, &OFFSET, &LOCATION]
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
    let standard = file.rsplit_once("/src/").is_some_and(|(root, path)| {
        let root = root.to_ascii_lowercase();
        (root.contains("go") || root.ends_with("libexec"))
            && path.split('/').next().is_some_and(|first| STANDARD.contains(&first))
    });
    !standard && !file.contains("/pkg/mod/") && !file.contains("/vendor/")
}

fn gap(gap: &str) -> Gap {
    let goroutine = gap.contains("goroutine ") && gap.contains('[');
    if goroutine || spoken_lines(gap).count() > 1 { Gap::Apart } else { Gap::Same }
}

#[cfg(test)]
mod tests {
    use crate::trace::frames;

    #[test]
    fn a_panicking_goroutine_is_read_from_where_it_failed() {
        let text = "panic: runtime error: index out of range\n\ngoroutine 1 [running]:\n\
            panic({0x1, 0x2})\n\t/usr/local/go/src/runtime/panic.go:884 +0x212\n\
            github.com/shop/shop/cart.(*Cart).Add(0xc0001, {0x3, 0x4})\n\t/home/anna/shop/cart/cart.go:12 +0x1d\n\
            main.main()\n\t/home/anna/shop/main.go:7 +0x20\n\n\
            goroutine 5 [chan receive]:\ncreated by github.com/lib/x.Start in goroutine 1\n\
            \t/home/anna/go/pkg/mod/github.com/lib/x@v1.2.3/x.go:9 +0x5\n";
        let shown: Vec<_> = frames(text)
            .into_iter()
            .map(|f| (f.file, f.function.unwrap_or_default(), f.line, f.in_app_hint, f.position))
            .collect();
        let expected = [
            ("/usr/local/go/src/runtime/panic.go", "panic", 884, false, 1),
            ("/home/anna/shop/cart/cart.go", "github.com/shop/shop/cart.(*Cart).Add", 12, true, 2),
            ("/home/anna/shop/main.go", "main.main", 7, true, 3),
            ("/home/anna/go/pkg/mod/github.com/lib/x@v1.2.3/x.go", "github.com/lib/x.Start", 9, false, 1),
        ]
        .map(|(file, function, line, app, position)| {
            (file.to_owned(), function.to_owned(), Some(line), app, position)
        });
        assert_eq!(shown, expected);
    }

    #[test]
    fn testify_names_locations_alone() {
        let text = "    Error Trace:\t/home/anna/shop/cart_test.go:94\n            \t\t/home/anna/shop/add_test.go:17\n    Error: x";
        let shown: Vec<_> = frames(text).into_iter().map(|frame| (frame.line, frame.position)).collect();
        assert_eq!(shown, [(Some(94), 1), (Some(17), 2)]);
    }

    #[test]
    fn a_compilers_message_is_no_trace() {
        assert!(frames("./cart.go:12:3: undefined: x").is_empty());
    }
}
