//! Files that a text names in passing: `src/pay/errors.rs:41`, `config.py`, a link to a line on a code host.

use std::collections::HashSet;

use regex::{Captures, Regex};

use super::found::all_found;
use super::frame::slashed;
use super::plain::Plain;
use crate::language::Language;
use crate::pattern::pattern;

/// A file that a text names outside of stack traces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<'a> {
    /// The words that name it, with the line.
    pub raw: &'a str,
    /// The file as given, with `/` separators; of a link, the path in its repository.
    pub file: String,
    /// The line, from 1, where one is named.
    pub line: Option<u32>,
    /// The byte at which it stands in the text.
    pub offset: usize,
}

/// Mentions that are read of one text.
const MENTIONS_MAX: usize = 200;

static NAME: std::sync::LazyLock<Regex> = pattern!(
    r"(?P<scheme>[a-z][a-z0-9+.-]*://)?(?P<file>[\w@.+~$%-]*(?:[/\\]+[\w@.+~$%\[\]-]+)*\.[A-Za-z][A-Za-z0-9+]{0,9})",
    r"(?::(?P<line>\d{1,7})\b|#L(?P<anchor>\d{1,7})|,? \(?(?:on |at |in )?[Ll]ine:? (?P<word>\d{1,7})\b)?",
);

/// Where the path in a repository begins in a link, one part after this.
const LINKS: [&str; 5] = ["/blob/", "/tree/", "/raw/", "/blame/", "/src/branch/"];

/// The files that a text names, in its order, each once for each line that is named with it.
pub fn mentions(text: &str) -> Vec<Mention<'_>> {
    let plain = Plain::of(text);
    let traces: Vec<_> =
        all_found(&plain.text).into_iter().map(|(frame, _)| plain.arrived(frame.range)).collect();
    let mut seen = HashSet::new();
    NAME.captures_iter(text)
        .filter_map(|captures| mention(&captures))
        .filter(|mention| {
            let after = traces.partition_point(|trace| trace.start <= mention.offset);
            !traces[..after].last().is_some_and(|trace| trace.contains(&mention.offset))
        })
        .filter(|mention| seen.insert((mention.file.clone(), mention.line)))
        .take(MENTIONS_MAX)
        .collect()
}

fn mention<'a>(captures: &Captures<'a>) -> Option<Mention<'a>> {
    let whole = captures.get(0)?;
    let named = captures.name("file")?.as_str();
    let file = if captures.name("scheme").is_some() {
        let (_, path) = LINKS.iter().find_map(|link| named.split_once(link))?;
        path.split_once('/')?.1
    } else {
        named
    };
    Language::of_path(file)?;
    let (stem, ending) = file.rsplit_once('.')?;
    let stem = stem.rsplit(['/', '\\']).next().unwrap_or(stem);
    // `x.c` and `self.m` are rather a field.
    let field =
        ending.len() == 1 && file.len() == stem.len() + 2 && (stem.len() < 3 || !matches!(ending, "c" | "h"));
    if stem.is_empty() || field {
        return None;
    }
    let line = ["line", "anchor", "word"].iter().find_map(|group| captures.name(group));
    Some(Mention {
        raw: whole.as_str(),
        file: slashed(file),
        line: line.and_then(|line| line.as_str().parse().ok()),
        offset: whole.start(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(String, Option<u32>)> {
        mentions(text).into_iter().map(|mention| (mention.file, mention.line)).collect()
    }

    #[test]
    fn files_are_named_with_and_without_a_line() {
        let text = "See `src/foo/bar.rs:41`, config.py (line 7), and Foo.java. Also src\\win\\a.cs, line 3; ./web/App.vue!";
        let expected = [
            ("src/foo/bar.rs", Some(41)),
            ("config.py", None),
            ("Foo.java", None),
            ("src/win/a.cs", Some(3)),
            ("./web/App.vue", None),
        ];
        let shown = named(text);
        assert_eq!(shown[0], ("src/foo/bar.rs".to_owned(), Some(41)));
        assert_eq!(shown[1], ("config.py".to_owned(), Some(7)));
        assert_eq!(shown.iter().map(|m| m.0.as_str()).collect::<Vec<_>>(), expected.map(|e| e.0));
        assert_eq!(shown[3].1, Some(3));
    }

    #[test]
    fn a_link_to_a_code_host_names_the_path_in_the_repository() {
        let text = "https://github.com/shop/shop/blob/4f2a1b/src/pay/errors.rs#L41-L50 and http://shop.example/app.js";
        assert_eq!(named(text), [("src/pay/errors.rs".to_owned(), Some(41))]);
    }

    #[test]
    fn frames_of_a_trace_are_no_mentions() {
        let text =
            "It fails in pay.py:\n  File \"shop/cart.py\", line 3, in add\n\tat org.Shop.run(Shop.java:7)";
        assert_eq!(named(text), [("pay.py".to_owned(), None)]);
    }

    #[test]
    fn words_with_dots_are_no_files() {
        assert_eq!(
            named("e.g. version 1.2.3, anna@shop.example, x.c, self.m, picture.png, .rs, ..., a/.b"),
            []
        );
    }

    #[test]
    fn a_file_is_told_once() {
        assert_eq!(named("a.py a.py a.py:3 a.py:3").len(), 2);
    }
}
