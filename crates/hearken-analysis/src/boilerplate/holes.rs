//! Stretches that no one wrote as prose, wherever they begin in a line: fenced code, comments, images, tags.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

// What runs to a closing sign stops at another opening one: otherwise each that is never closed would be looked for to
// the end of the line, again and again.
#[allow(clippy::expect_used, reason = "a constant pattern, and a test compiles it")]
static HOLES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        // Fences of Markdown, closed or not; the blocks of Jira and of forums.
        r"(?ms)^[ \t>]*```.*?(?:^[ \t>]*```[^\n]*$|\z)",
        r"|^[ \t>]*~~~.*?(?:^[ \t>]*~~~[^\n]*$|\z)",
        r"|\{code[^{}\n]*\}.*?(?:\{code\}|\z)|\{noformat[^{}\n]*\}.*?(?:\{noformat\}|\z)",
        r"|(?i:\[code[^\[\]\n]*\].*?(?:\[/code\]|\z))|(?i:\[quote[^\[\]\n]*\].*?(?:\[/quote\]|\z))|\{quote\}.*?(?:\{quote\}|\z)",
        // What HTML hides, folds or shows as code.
        r"|<!--.*?(?:-->|\z)|(?i:<(?:details|pre|style|script)\b.*?(?:</(?:details|pre|style|script)>|\z))",
        // Images, and any other tag.
        r"|!\[[^\[\]\n]*\]\([^()\n]*\)|![\w./:-]+\.(?:png|jpe?g|gif)(?:\|[^!\n]*)?!|</?(?i:a|abbr|b|big|br|center|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|ol|p|picture|q|s|samp|section|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video)\b[^<>\n]*>",
    ))
    .expect("a constant pattern")
});

/// The byte ranges of these stretches, ascending.
pub(super) fn holes(text: &str) -> Vec<Range<usize>> {
    HOLES.find_iter(text).map(|found| found.range()).collect()
}

/// The parts of a line that lie in no hole.
pub(super) fn outside(line: &Range<usize>, holes: &[Range<usize>]) -> Vec<Range<usize>> {
    let first = holes.partition_point(|hole| hole.end <= line.start);
    let mut parts = Vec::new();
    let mut from = line.start;
    for hole in holes[first..].iter().take_while(|hole| hole.start < line.end) {
        if hole.start > from {
            parts.push(from..hole.start);
        }
        from = hole.end;
    }
    if from < line.end {
        parts.push(from..line.end);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str) -> String {
        let mut left = String::new();
        let mut at = 0;
        for hole in holes(text) {
            left.push_str(&text[at..hole.start]);
            at = hole.end;
        }
        left + &text[at..]
    }

    #[test]
    fn code_comments_images_and_tags_are_left_out_and_the_words_around_them_stay() {
        assert_eq!(without("a\n```rust\nlet x;\n```\nb"), "a\n\nb");
        assert_eq!(without("a {code:java}x();{code} b <!-- please\nread --> c"), "a  b  c");
        assert_eq!(without("see ![shot](https://example.com/a.png) <img width=3> here"), "see   here");
        assert_eq!(without("x <details><summary>log</summary>\n1 2\n</details> y"), "x  y");
    }

    #[test]
    fn openings_by_the_hundred_thousand_that_never_close_are_read_in_one_go() {
        for opening in ["{code<b>", "[code<b>", "![<b>", "![a](<b>", "<a <b>"] {
            let hostile = opening.repeat(100_000);
            assert_eq!(holes(&hostile).len(), 100_000, "{opening}");
        }
    }

    #[test]
    fn what_never_closes_runs_to_the_end_and_comparisons_are_no_tags() {
        assert_eq!(without("said\n```\nfn main"), "said\n");
        assert_eq!(without("it takes < 5 s and > 3 s"), "it takes < 5 s and > 3 s");
    }
}
