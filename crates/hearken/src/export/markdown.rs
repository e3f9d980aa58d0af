//! Rows of a table in GitHub's Markdown. A customer's words stay in their cell, mean nothing to the renderer, call nobody by
//! `@name`, refer to no issue and become no link.

use std::io::{self, Write};

use hearken_domain::grouped;

use crate::export::Cell;
use crate::shown::shown;

/// Parts what a renderer would take together; shows nothing.
const GAP: char = '\u{200b}';

/// The titles and the line below them.
pub fn head(to: &mut dyn Write, columns: &[&str]) -> io::Result<()> {
    let titles: Vec<String> = columns.iter().map(|column| column.replace('_', " ")).collect();
    writeln!(to, "| {} |", titles.join(" | "))?;
    writeln!(to, "|{}", " --- |".repeat(columns.len()))
}

/// One row.
pub fn row(to: &mut dyn Write, row: &[Cell]) -> io::Result<()> {
    let cells = row.iter().map(|cell| match cell {
        Cell::Text(text) => plain(text),
        Cell::Number(number) => number.clone(),
        Cell::Empty => String::new(),
    });
    writeln!(to, "| {} |", cells.collect::<Vec<_>>().join(" | "))
}

/// That it ends before its end.
pub fn cut(to: &mut dyn Write, rows: usize) -> io::Result<()> {
    writeln!(to, "\nOnly the first {} are here: a search shows no more.", grouped(rows as u64))
}

/// The same in a sentence of a document: what means nothing there stays without a backslash, so that the file reads well as it is.
pub fn prose(text: &str) -> String {
    let is_number = |before: &str| before.bytes().all(|byte| byte.is_ascii_digit());
    escaped(text, |c, before| match c {
        ',' | ';' | ':' | '?' | '!' | '\'' | '"' | '%' | '(' | '/' => true,
        // A number with one of these begins a list.
        '.' | ')' => !is_number(before),
        _ => false,
    })
}

/// Text that reads as it is, on one line.
pub fn plain(text: &str) -> String {
    escaped(text, |_, _| false)
}

/// Text that reads as it is; `harmless` are letters that mean nothing behind what stands before them.
fn escaped(text: &str, harmless: impl Fn(char, &str) -> bool) -> String {
    let text = shown(text.trim());
    let mut plain = String::with_capacity(text.len() + text.len() / 8);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => plain.push_str("<br>"),
            '\t' => plain.push(' '),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            // What a table is parted by, and what takes its meaning from the next letter.
            '|' => plain.push_str("&#124;"),
            '\\' => plain.push_str("&#92;"),
            // A backslash would not keep these from calling somebody or linking.
            '@' | '#' => plain.extend(['\\', c, GAP]),
            '/' if before == ':' => plain.extend([GAP, '\\', c]),
            '.' if before == 'w' => plain.extend([GAP, c]),
            '-' if ends_in_gh(&plain) => plain.extend([GAP, c]),
            '-' if before.is_alphanumeric() => plain.push(c),
            _ if harmless(c, &plain) => plain.push(c),
            _ if c.is_ascii_punctuation() => plain.extend(['\\', c]),
            _ => plain.push(c),
        }
        before = c;
    }
    plain
}

/// Whether a number behind a dash would refer to an issue.
fn ends_in_gh(text: &str) -> bool {
    let start = text.len().saturating_sub(2);
    text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case("gh"))
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    fn rendered(text: &str) -> (usize, String) {
        let mut table: Vec<u8> = Vec::new();
        head(&mut table, &["id", "text"]).unwrap();
        row(&mut table, &[Cell::Number("1".to_owned()), Cell::Text(text.to_owned())]).unwrap();
        let table = String::from_utf8(table).unwrap();
        let (mut cells, mut words) = (0, String::new());
        for event in Parser::new_ext(&table, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(Tag::TableCell) => cells += 1,
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) | Event::End(_) => {}
                Event::Text(text) => words.push_str(&text),
                Event::InlineHtml(html) if &*html == "<br>" => words.push('\n'),
                other => panic!("{text:?} became {other:?} in {table}"),
            }
        }
        (cells, words)
    }

    #[test]
    fn words_stay_in_their_cell_and_read_as_they_are() {
        for hostile in [
            "a | b |\n| c | d |",
            "<script>alert(1)</script><img src=x>",
            "**bold** _it_ `code` ~~gone~~ [link](http://evil) ![i](http://evil/i.png)",
            "# head\n\n- list\n1. list\n```\ncode\n```",
            "&lt;b&gt; &#64;all \\| \\",
            "---\n\n> quote",
        ] {
            let (cells, words) = rendered(hostile);
            assert_eq!(cells, 4, "{hostile:?}");
            let read = words.replace(GAP, "");
            assert!(read.ends_with(hostile.trim()), "{hostile:?} reads {read:?}");
        }
    }

    #[test]
    fn a_sentence_of_a_document_reads_as_it_is_and_means_nothing() {
        assert_eq!(
            prose("Do we wait, or build (both)? 3.5 days: a-b."),
            "Do we wait, or build (both)? 3.5 days: a-b."
        );
        for hostile in [
            "# head",
            "- list",
            "1. list",
            "2) list",
            "+ list",
            "> quote",
            "```\ncode",
            "    code",
            "**b** _i_ `c` ~~g~~ [l](http://evil) ![i](http://evil/i.png)",
            "<script>alert(1)</script>",
            "a\n\n# head\n---",
            "=HYPERLINK(\"http://evil\",\"x\")",
            "x\n===",
            "[a]: http://evil",
            "| a | b |",
        ] {
            for before in ["", "- ", "1. ", "Because: "] {
                let document = format!("{before}{}\n", prose(hostile));
                let read: Vec<Event<'_>> = Parser::new_ext(&document, Options::all()).collect();
                let told = |event: &Event<'_>| {
                    matches!(
                        event,
                        Event::Code(_)
                            | Event::Html(_)
                            | Event::Rule
                            | Event::Start(
                                Tag::Heading { .. }
                                    | Tag::Link { .. }
                                    | Tag::Image { .. }
                                    | Tag::Emphasis
                                    | Tag::Strong
                                    | Tag::Strikethrough
                                    | Tag::BlockQuote(_)
                                    | Tag::CodeBlock(_)
                                    | Tag::Table(_)
                            )
                    ) || matches!(event, Event::InlineHtml(html) if &**html != "<br>")
                };
                assert!(!read.iter().any(told), "{document:?} became {read:?}");
                let lists = read.iter().filter(|event| matches!(event, Event::Start(Tag::List(_)))).count();
                assert_eq!(lists, usize::from(before == "- " || before == "1. "), "{document:?}");
            }
        }
    }

    #[test]
    fn nobody_is_called_and_nothing_becomes_a_link() {
        let text = plain(
            "@octocat and @org/team saw #12, GH-13 at https://evil.example and www.evil.example, a@b.example",
        );
        for live in ["@octocat", "@org", "#12", "GH-13", "://", "www.", "a@b"] {
            assert!(!text.replace('\\', "").contains(live), "{live} in {text}");
        }
    }
}
