//! A customer's words as a page sets them. What was written as Markdown, such as the body of an issue, is set as what it
//! means: paragraphs, lists, quotes, code. Nothing in it is live: HTML is text, an image its words, a link its words and its
//! address. Everything else stays as it was typed.

use std::fmt::Write as _;

use hearken_domain::Verbatim;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::web::legible::escaped;
use crate::web::show;

/// Deeper than this lists and quotes are set no further in: a page of a thousand levels is nobody's.
const DEPTH_MAX: usize = 12;

/// Words, set.
pub struct Prose {
    /// HTML that needs no escaping.
    pub html: String,
    /// Whether they were written as Markdown: a story in columns would tear code and lists apart.
    pub markdown: bool,
}

impl Prose {
    /// Sets words as they would stand in a letter: with each line end as it was typed.
    pub fn letter(words: &Verbatim) -> Self {
        Self::new(words, |text| {
            let mut html = String::from("<p class=\"typed\">");
            escape(&mut html, text);
            html + "</p>"
        })
    }

    /// Sets words as a story: each line a paragraph.
    pub fn story(words: &Verbatim) -> Self {
        Self::new(words, |text| {
            let mut html = String::new();
            for paragraph in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
                html.push_str("<p dir=\"auto\">");
                escape(&mut html, paragraph);
                html.push_str("</p>");
            }
            html
        })
    }

    fn new(words: &Verbatim, plain: impl Fn(&str) -> String) -> Self {
        let text = show::words(words);
        match is_markdown(text) {
            true => Self { html: rendered(text), markdown: true },
            false => Self { html: plain(text), markdown: false },
        }
    }
}

fn parser(text: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options)
}

/// Whether a text shows signs of Markdown that people do not make by accident.
fn is_markdown(text: &str) -> bool {
    let mut items = 0;
    parser(text).into_offset_iter().any(|(event, place)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::Table(_) | Tag::Image { .. }) => true,
        Event::Start(Tag::Heading { .. }) => text[place].trim_start().starts_with('#'),
        // An address alone is one, too, where it stands in angles.
        Event::Start(Tag::Link { .. }) => text[place].starts_with('['),
        Event::Start(Tag::Item) => {
            items += 1;
            items > 1
        }
        Event::Start(Tag::Strong) | Event::Code(_) => true,
        _ => false,
    })
}

fn rendered(text: &str) -> String {
    let mut setter = Setter::default();
    parser(text).for_each(|event| setter.event(event));
    setter.html
}

fn escape(html: &mut String, text: &str) {
    html.push_str(&escaped(text));
}

#[derive(Default)]
struct Setter {
    html: String,
    /// How deep the next lies, and what ends each of those that are set further in.
    depth: usize,
    /// Addresses of the links that are open.
    links: Vec<String>,
    /// Whether the words lie in the head of a table.
    in_head: bool,
    /// Whether line ends are kept by the element: in a block of code.
    in_code: bool,
}

impl Setter {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => escape(&mut self.html, &text),
            Event::Html(text) | Event::InlineHtml(text) => self.raw(&text),
            Event::Code(text) => {
                self.html.push_str("<code>");
                escape(&mut self.html, &text);
                self.html.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak => self.html.push_str("<br>"),
            Event::Rule => self.html.push_str("<hr>"),
            Event::TaskListMarker(done) => self.html.push_str(if done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                escape(&mut self.html, &text);
            }
        }
    }

    /// HTML of a customer's: text, line by line.
    fn raw(&mut self, text: &str) {
        let lines = text.split_inclusive('\n');
        for line in lines {
            escape(&mut self.html, line.trim_end_matches(['\n', '\r']));
            if line.ends_with('\n') && !self.in_code {
                self.html.push_str("<br>");
            }
        }
    }

    /// Opens something that lies in itself, unless it lies too deep.
    fn open(&mut self, tag: &str) {
        self.depth += 1;
        if self.depth <= DEPTH_MAX {
            self.html.push_str(tag);
        }
    }

    fn close(&mut self, tag: &str) {
        if self.depth <= DEPTH_MAX {
            self.html.push_str(tag);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.html.push_str("<p dir=\"auto\">"),
            Tag::Heading { .. } => self.html.push_str("<p dir=\"auto\" class=\"headed\"><b>"),
            Tag::BlockQuote(_) => self.open("<blockquote>"),
            Tag::CodeBlock(_) => {
                self.in_code = true;
                self.html.push_str("<pre dir=\"ltr\" tabindex=\"0\"><code>");
            }
            Tag::List(None) => self.open("<ul>"),
            Tag::List(Some(first)) => {
                let mut tag = String::new();
                let _ = write!(tag, "<ol start=\"{first}\">");
                self.open(&tag);
            }
            Tag::Item => self.open("<li dir=\"auto\">"),
            Tag::Table(_) => self.html.push_str("<div class=\"scroll\" tabindex=\"0\"><table>"),
            Tag::TableHead => {
                self.in_head = true;
                self.html.push_str("<thead><tr>");
            }
            Tag::TableRow => self.html.push_str("<tr>"),
            Tag::TableCell => self.html.push_str(if self.in_head { "<th scope=\"col\">" } else { "<td>" }),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Strikethrough => self.html.push_str("<s>"),
            Tag::Link { dest_url, .. } => self.links.push(dest_url.into_string()),
            Tag::Image { dest_url, .. } => {
                self.html.push_str("[image: ");
                self.links.push(dest_url.into_string());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.html.push_str("</p>"),
            TagEnd::Heading(_) => self.html.push_str("</b></p>"),
            TagEnd::BlockQuote(_) => self.close("</blockquote>"),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.html.push_str("</code></pre>");
            }
            TagEnd::List(ordered) => self.close(if ordered { "</ol>" } else { "</ul>" }),
            TagEnd::Item => self.close("</li>"),
            TagEnd::Table => self.html.push_str("</tbody></table></div>"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.html.push_str("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.html.push_str("</tr>"),
            TagEnd::TableCell => self.html.push_str(if self.in_head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.html.push_str("</em>"),
            TagEnd::Strong => self.html.push_str("</strong>"),
            TagEnd::Strikethrough => self.html.push_str("</s>"),
            TagEnd::Link => self.address(" (", ")"),
            TagEnd::Image => self.address(" ", "]"),
            _ => {}
        }
    }

    /// The address of a link behind its words, unless they say it.
    fn address(&mut self, before: &str, after: &str) {
        let Some(address) = self.links.pop() else { return };
        let escaped = escaped(&address);
        let said = self.html.ends_with(&escaped);
        match (said, after) {
            (true, ")") => {}
            (true, _) => self.html.push_str(after),
            (false, _) => self.html.extend([before, &escaped, after]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(text: &str) -> Prose {
        Prose::letter(&Verbatim::redacted(text.to_owned()))
    }

    #[test]
    fn an_issue_is_set_as_what_it_means() {
        let text = "## Steps\n1. open `Pay`\n2. tap **twice**\n\n```rust\nfn a() {}\n```\n- [x] seen\n\n> said\n\nsee [the page](https://example.org/x) ![shot](https://example.org/i.png)\nnext line";
        let prose = letter(text);
        assert!(prose.markdown);
        insta::assert_snapshot!(prose.html, @r#"<p dir="auto" class="headed"><b>Steps</b></p><ol start="1"><li dir="auto">open <code>Pay</code></li><li dir="auto">tap <strong>twice</strong></li></ol><pre dir="ltr" tabindex="0"><code>fn a() {}
</code></pre><ul><li dir="auto">☑ seen</li></ul><blockquote><p dir="auto">said</p></blockquote><p dir="auto">see the page (https://example.org/x) [image: shot https://example.org/i.png]<br>next line</p>"#);
    }

    #[test]
    fn nothing_in_it_is_live() {
        for hostile in [
            "# x\n<script>alert(1)</script>\n<img src=x onerror=alert(1)>",
            "**x** <a href=\"javascript:alert(1)\">y</a> <!-- z -->",
            "[x](javascript:alert(1)) ![y](http://evil.example/y.png) <http://evil.example>",
            "| a | b |\n|---|---|\n| <i>x</i> | \"><script> |",
            "```\"><script>alert(1)</script>\n</code></pre><script>\n```",
            "- a\n- b\n\n<details><summary>x</summary>\n\n</details>",
        ] {
            let prose = letter(hostile);
            assert!(prose.markdown, "{hostile}");
            for live in
                ["<script", "<img", "<a ", "<a>", "href", "onerror=alert(1)>", "<!--", "<details", "<i>x"]
            {
                let found = prose.html.contains(live);
                assert!(
                    !found || (live == "href" && prose.html.contains("&#60;a href")),
                    "{live} in {}",
                    prose.html
                );
            }
        }
    }

    #[test]
    fn what_people_type_by_accident_stays_as_they_typed_it() {
        for plain in [
            "It costs 5 * 3 = 15 * 2.\n    indented\n- once",
            "Hello\n-----\nBye & <thanks>",
            "see http://example.org/a_b_c",
            "#1 in the list",
        ] {
            let prose = letter(plain);
            assert!(!prose.markdown, "{plain}: {}", prose.html);
            assert!(prose.html.starts_with("<p class=\"typed\">"), "{}", prose.html);
        }
    }

    #[test]
    fn a_thousand_levels_are_set_a_dozen_deep_and_closed() {
        let html = letter(&format!("{}`x`", "> ".repeat(1000))).html;
        assert_eq!(html.matches("<blockquote>").count(), DEPTH_MAX);
        assert_eq!(html.matches("</blockquote>").count(), DEPTH_MAX);
    }

    #[test]
    fn a_story_is_paragraphs_and_line_ends_of_every_system_end_them() {
        let prose = Prose::story(&Verbatim::redacted("one\r\n\r\ntwo <b>".to_owned()));
        assert_eq!(prose.html, "<p dir=\"auto\">one</p><p dir=\"auto\">two &#60;b&#62;</p>");
    }
}
