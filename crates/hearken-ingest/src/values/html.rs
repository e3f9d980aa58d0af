//! Words out of HTML, as help desks and mail programs keep them: tags off, entities as what they mean, paragraphs and
//! points of lists as lines.
//!
//! Only names that HTML has are taken for tags, so that `Vec<String>` and `a < b` stay as they are (docs/decisions/0036).

use std::borrow::Cow;

use super::prose::Prose;

/// Elements that stand on lines of their own, with blank lines around them.
const PARAGRAPHS: &str = " p h1 h2 h3 h4 h5 h6 blockquote pre ul ol dl table hr figure ";
/// Elements that stand on lines of their own.
const LINES: &str = " div tr dt dd section article header footer main aside nav address form fieldset details summary \
    figcaption caption body html center ";
/// Other elements.
const INLINE: &str = " a abbr acronym b bdi bdo big button cite code col colgroup data del dfn em font i iframe img input ins \
    kbd label legend link map mark meta meter noscript object option output param picture progress q rp rt ruby s samp \
    select small source span strike strong sub sup svg tbody td textarea tfoot th thead time tt u var video audio wbr br \
    li head title style script template base area track embed canvas dialog ";
/// Elements whose content nobody reads.
const UNSEEN: &str = " style script head template title ";

/// Whether the value is HTML as a whole: it begins with an element that holds text, and ends with a tag.
pub(crate) fn is_html(value: &str) -> bool {
    let value = value.trim();
    if !value.starts_with('<') || !value.ends_with('>') {
        return false;
    }
    if value.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
        return true;
    }
    const OPENING: &str = " p div html body table ul ol h1 h2 h3 h4 blockquote br span meta section article ";
    Tag::at(value).is_some_and(|tag| {
        let closed = || value.to_ascii_lowercase().contains(&format!("</{}>", tag.name));
        !tag.closing
            && OPENING.contains(&format!(" {} ", tag.name))
            && (matches!(&*tag.name, "br" | "meta") || closed())
    })
}

/// Whether there are tags in the value as people's editors write them. Bold and images alone do not tell: Markdown has them,
/// too. Nor do tags that are spoken of, apart from the words around them: `use a <div> there`.
pub(crate) fn has_markup(value: &str) -> bool {
    const TELLING: &str = " p div span br ul ol li table td blockquote h1 h2 h3 font ";
    let tags =
        memchr::memchr_iter(b'<', value.as_bytes()).filter_map(|at| Some((at, Tag::at(&value[at..])?)));
    tags.take(8).any(|(at, tag)| {
        let before = &value[..at];
        let touches =
            !before.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '`' | '"' | '\'' | '“'));
        let follows_a_tag = before.trim_end().ends_with('>') || before.trim().is_empty();
        !tag.closing && (touches || follows_a_tag) && TELLING.contains(&format!(" {} ", tag.name))
    })
}

/// Whether a text is Markdown, which may have tags in it and says by its lines what they do not: fences, headings, lists of
/// boxes, links, tables.
pub(crate) fn is_markdown(value: &str) -> bool {
    let heading = |line: &str| {
        let text = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - text.len())) && text.starts_with(' ')
    };
    let told = |line: &str| {
        ["```", "- [", "* [", "|---", "| ---", "|:--"].iter().any(|mark| line.starts_with(mark))
            || heading(line)
    };
    value.contains("](http") || value.lines().map(str::trim_start).any(told)
}

/// The words of `html`.
pub(crate) fn html_to_text(html: &str) -> String {
    let mut reader = Reader { prose: Prose::default(), preformatted: 0, blank: false };
    let mut rest = html;
    let mut ends = Ends::default();
    while let Some(open) = memchr::memchr(b'<', rest.as_bytes()) {
        let (before, markup) = rest.split_at(open);
        let Some((tag, len)) = markup_at(markup, &mut ends) else {
            reader.words(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        reader.words(before);
        rest = &markup[len..];
        if let Some(tag) = tag {
            reader.tag(&tag);
            if !tag.closing && is_in(UNSEEN, &tag.name) {
                rest = &rest[ends.unseen_len(rest, &tag.name)..];
            }
        }
    }
    reader.words(rest);
    reader.prose.finish()
}

/// A tag, a comment or a declaration at the beginning of `markup`, and how long it is; `None` where it is none.
fn markup_at(markup: &str, ends: &mut Ends) -> Option<(Option<Tag>, usize)> {
    if let Some(comment) = markup.strip_prefix("<!--") {
        return ends.comment.within(comment, "-->").map(|end| (None, end + 7));
    }
    let declaration = markup.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    if declaration || markup.starts_with("<?xml") || markup.starts_with("<![") {
        return ends.declaration.within(markup, ">").map(|end| (None, end + 1));
    }
    let tag = Tag::at(markup)?;
    let len = tag.len;
    Some((Some(tag), len))
}

/// What no longer ends: looked for once, however often it begins.
#[derive(Default)]
struct Ends {
    comment: End,
    declaration: End,
    /// Elements that nobody reads, and whose ends are none.
    unseen: Vec<String>,
}

#[derive(Default)]
struct End {
    is_none: bool,
}

impl End {
    fn within(&mut self, text: &str, end: &str) -> Option<usize> {
        let found = if self.is_none { None } else { text.find(end) };
        self.is_none = found.is_none();
        found
    }
}

impl Ends {
    /// How much of `rest` is the content of an element that nobody reads; nothing where it does not end.
    fn unseen_len(&mut self, rest: &str, name: &str) -> usize {
        if self.unseen.iter().any(|known| known == name) {
            return 0;
        }
        let closing = memchr::memchr_iter(b'<', rest.as_bytes()).take(1000).find(|at| {
            let closed = |end: &str| end.get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
            rest[at + 1..].strip_prefix('/').is_some_and(closed)
        });
        if closing.is_none() {
            self.unseen.push(name.to_owned());
        }
        closing.unwrap_or(0)
    }
}

/// A tag of HTML.
struct Tag {
    name: String,
    closing: bool,
    len: usize,
}

impl Tag {
    /// The tag at the beginning of `markup`, where it is one of HTML's.
    fn at(markup: &str) -> Option<Self> {
        let inside = markup.strip_prefix('<')?;
        let (closing, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
        let end = inside.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':')).unwrap_or(inside.len());
        let (name, rest) = inside.split_at(end);
        let name = name.to_ascii_lowercase();
        // Mail programs have elements of their own, such as `<o:p>`.
        let known =
            [PARAGRAPHS, LINES, INLINE].iter().any(|list| is_in(list, &name)) || name.starts_with("o:");
        if !known || !rest.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()) {
            return None;
        }
        let len = markup.len() - rest.len() + attributes_len(rest)?;
        Some(Self { name, closing, len })
    }
}

/// How long the attributes are, up to the bracket that closes the tag.
fn attributes_len(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn is_in(list: &str, name: &str) -> bool {
    !name.is_empty() && list.split(' ').any(|known| known == name)
}

struct Reader {
    prose: Prose,
    preformatted: usize,
    /// Whether a blank stands before the words that follow.
    blank: bool,
}

impl Reader {
    fn words(&mut self, text: &str) {
        let text = entities(text);
        if self.preformatted > 0 {
            self.prose.words(&text);
            return;
        }
        for (number, word) in text.split(|c: char| c.is_ascii_whitespace() || c == '\u{a0}').enumerate() {
            self.blank |= number > 0;
            if word.is_empty() {
                continue;
            }
            if self.blank && !self.prose.is_at_line_start() {
                self.prose.words(" ");
            }
            self.blank = false;
            self.prose.words(word);
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        match name {
            "br" => self.prose.next_line(),
            "li" if !tag.closing => self.prose.point(),
            "li" => self.prose.line(),
            "td" | "th" => self.blank = true,
            _ if is_in(PARAGRAPHS, name) => self.prose.paragraph(),
            _ if is_in(LINES, name) => self.prose.line(),
            _ => return,
        }
        if name == "pre" {
            self.preformatted = match tag.closing {
                true => self.preformatted.saturating_sub(1),
                false => self.preformatted + 1,
            };
        }
        self.blank &= matches!(name, "td" | "th");
    }
}

/// The text with `&amp;`, `&#39;` and their like as what they mean.
fn entities(text: &str) -> Cow<'_, str> {
    html_escape::decode_html_entities(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_often_and_never_ends_is_looked_for_once() {
        for begun in ["<!-- ", "<![ ", "<style> "] {
            // As slow as its length squared, this would take minutes.
            let hostile = format!("<p>x</p>{}", begun.repeat(200_000));
            assert!(html_to_text(&hostile).starts_with('x'), "{begun}");
        }
        assert_eq!(html_to_text("<p>a<!-- b --> c</p><!-- never"), "a c\n\n<!-- never");
    }

    #[test]
    fn paragraphs_lists_and_breaks_are_lines_and_links_keep_their_text() {
        for (html, text) in [
            (
                "<div class=\"c\"><p>Where is it &amp; why?</p><br>Ann&nbsp;Lee</div>",
                "Where is it & why?\n\nAnn Lee",
            ),
            (
                "<p>I can&#39;t pay</p><ul><li>Firefox</li><li><p>Linux</p></li></ul><p>Help</p>",
                "I can't pay\n\n- Firefox\n- Linux\n\nHelp",
            ),
            ("One<br/>two<br><br>three", "One\ntwo\n\nthree"),
            (
                "<p>See <a href=\"https://shop.example/a?b=1&amp;c=2\" title=\"a > b\">the cart</a>.</p>",
                "See the cart.",
            ),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
            ("<style>p{color:red}</style><!-- x --><p>words</p><script>alert(1)</script>", "words"),
            ("<p>\n  over\n  lines </p>\n", "over lines"),
            ("<P>Caps</P><o:p></o:p>", "Caps"),
        ] {
            assert_eq!(html_to_text(html), text, "{html}");
        }
    }

    #[test]
    fn what_is_no_tag_of_html_stays() {
        for (html, text) in [
            ("<p>a < b and Vec<String> and &lt;p&gt;</p>", "a < b and Vec<String> and <p>"),
            ("<p>1<2</p>", "1<2"),
            ("<p>an <unclosed", "an <unclosed"),
            ("<p>it ends <b", "it ends <b"),
            ("<script>never closed, and words", "never closed, and words"),
            ("5 <- 6 <> <!-- open", "5 <- 6 <> <!-- open"),
        ] {
            assert_eq!(html_to_text(html), text, "{html}");
        }
    }

    #[test]
    fn a_value_is_html_as_a_whole_or_not_at_all() {
        for html in [
            "<p>a</p>",
            " <div class='x'>a</div>\n",
            "<!DOCTYPE html><html><body>a</body></html>",
            "<br>a<br>",
        ] {
            assert!(is_html(html), "{html}");
        }
        for text in [
            "<script>alert(1)</script>",
            "<String> is a type in Vec<String>",
            "a <p> tag",
            "<p> is not closed",
            "",
            "<>",
        ] {
            assert!(!is_html(text), "{text}");
        }
        assert!(
            is_markdown("Type: <b>Bug</b>\r\n\r\n|Item|Value|\r\n|---|---|")
                && is_markdown("see [it](https://a.example)")
        );
        assert!(!is_markdown("<p>#1 of many</p>\n<p>C# is fine</p>") && !is_markdown("- first\n- second"));
        assert!(has_markup("Hello<br>there") && !has_markup("Vec<String> a<b") && !has_markup("plain"));
        assert!(has_markup("\n <p>Hello</p>") && has_markup("<b>Hi</b> <div>there</div>"));
        for spoken_of in [
            "the <br> tag is shown",
            "I wrote <p>Hello</p> and it vanished",
            "`<div>` is gone (<p>)",
            "no </p> there",
        ] {
            assert!(!has_markup(spoken_of), "{spoken_of}");
        }
    }
}
