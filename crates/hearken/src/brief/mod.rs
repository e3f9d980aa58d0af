//! A brief as a document: Markdown, for whoever pastes it into a letter, a chat or an issue, or Jira's own markup. Words of customers
//! and of people mean nothing to the renderer, call nobody, refer to no issue and become no link.

mod markdown;
mod wiki;

use std::fmt::Write as _;

use hearken_app::actions::briefs::page::{Brief, BriefLine, BriefNote};
use hearken_app::actions::opportunities::body::{IssueEvidence, TrackedIssue};
use hearken_domain::Tracker;
use serde::Serialize;
use utoipa::ToSchema;

/// Parts what a renderer would take together; shows nothing.
const GAP: char = '\u{200b}';

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// GitHub's Markdown, which GitLab, Linear and Jira at Atlassian read, too.
    Markdown,
    /// What a Jira of one's own reads.
    Wiki,
}

impl Markup {
    fn words(self, text: &str) -> String {
        match self {
            Self::Markdown => markdown::escaped(text.trim(), true),
            Self::Wiki => wiki::escaped(text.trim()),
        }
    }

    /// Words inside a sentence, or at its beginning.
    fn within(self, text: &str, begins: bool) -> String {
        match self {
            Self::Markdown => markdown::escaped(text, begins),
            Self::Wiki => wiki::escaped(text),
        }
    }

    fn link(self, text: &str, address: &str) -> String {
        // There is no bracket in an address that is led to, and what could end it is left out.
        let address = address.replace(['<', '>', '\n', '|', ']', '}'], "");
        match self {
            Self::Markdown => format!("[{}](<{address}>)", self.words(text)),
            Self::Wiki => format!("[{}|{address}]", self.words(text)),
        }
    }

    fn heading(self, level: usize) -> String {
        match self {
            Self::Markdown => "#".repeat(level),
            Self::Wiki => format!("h{level}."),
        }
    }

    fn item(self) -> &'static str {
        match self {
            Self::Markdown => "-",
            Self::Wiki => "*",
        }
    }

    fn strong(self, text: &str) -> String {
        match self {
            Self::Markdown => format!("**{text}**"),
            Self::Wiki => format!("*{text}*"),
        }
    }

    fn quote(self, words: &str, said: &str) -> String {
        match self {
            Self::Markdown => format!("> {words}\n>\n> {said}"),
            Self::Wiki => format!("{{quote}}\n{words}\n{said}\n{{quote}}"),
        }
    }
}

/// The address of what a brief leads to, where the server answers at `base`.
pub fn address(base: &str, href: &str) -> String {
    if href.starts_with('/') { format!("{base}{href}") } else { href.to_owned() }
}

/// What a brief is called as a file, without its ending.
pub fn file_name(brief: &Brief) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    let of: String = brief.of.as_str().chars().map(plain).take(60).collect();
    format!("hearken-brief-{}", of.trim_matches('-'))
}

/// The whole of a brief as Markdown; its links lead to the server at `base`.
pub fn markdown(brief: &Brief, base: &str) -> String {
    let title = Markup::Markdown.words(brief.title.as_str());
    format!("# {title}\n\n{}", told(brief, base, Markup::Markdown))
}

/// A brief below its title.
fn told(brief: &Brief, base: &str, markup: Markup) -> String {
    let mut to = String::new();
    let line = |line: &BriefLine| sentence(brief, line, base, markup);
    let now = brief.now.strftime("%-d %b %Y");
    let about = markup.link(&format!("{} in Hearken", brief.of.as_str()), &address(base, &brief.about));
    // Writing into a string does not fail.
    let _ = writeln!(to, "{about}, as of {now}");
    for notice in &brief.notices {
        let _ = writeln!(to, "\n{}", markup.strong(line(notice).trim()));
    }
    let _ = writeln!(to, "\n{}", line(&brief.summary).trim());
    for section in &brief.sections {
        let _ = writeln!(to, "\n{} {}\n", markup.heading(2), section.title);
        for one in &section.lines {
            let _ = writeln!(to, "{} {}", markup.item(), line(one).trim());
        }
        for (index, quote) in section.quotes.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            let note = brief.note(quote.note).map_or_else(String::new, |note| noted(note, base, markup));
            let said = format!("{}, {note}", markup.words(&quote.said));
            let _ = writeln!(to, "{gap}{}", markup.quote(&markup.words(quote.words.as_str()), &said));
        }
    }
    if !brief.notes.is_empty() {
        let _ = writeln!(to, "\n{} How we know\n", markup.heading(2));
    }
    for note in &brief.notes {
        let what = markup.link(note.what.as_str(), &address(base, &note.href));
        let number = match markup {
            Markup::Markdown => format!("{}.", note.number),
            Markup::Wiki => "#".to_owned(),
        };
        let _ = writeln!(to, "{number} {what}: {}", markup.words(note.why.as_str()));
    }
    to
}

fn sentence(brief: &Brief, line: &BriefLine, base: &str, markup: Markup) -> String {
    let mut text = String::new();
    for piece in &line.pieces {
        match piece.note.and_then(|number| brief.note(number)) {
            Some(note) => {
                let note = BriefNote { what: piece.text.clone(), ..note.clone() };
                text.push_str(&noted(&note, base, markup));
            }
            None => {
                // What begins a line could begin a list.
                let begins = text.trim().is_empty();
                text.push_str(&markup.within(piece.text.as_str(), begins));
            }
        }
    }
    text
}

/// “[42 times](…)³”
fn noted(note: &BriefNote, base: &str, markup: Markup) -> String {
    let link = markup.link(note.what.as_str(), &address(base, &note.href));
    format!("{link}{}", raised(note.number))
}

/// A number as a mark behind a word.
fn raised(number: u64) -> String {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| digits[usize::from(digit - b'0')]).collect()
}

/// The body of an issue about an opportunity, to paste into a tracker.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IssueBody {
    /// For which tracker it is written.
    pub tracker: Tracker,
    /// The title.
    pub title: String,
    /// The body, in the markup of that tracker.
    pub body: String,
    /// The page of the tracker on which a new issue is written, where the project is known. Nothing is sent by itself.
    pub new_issue: Option<String>,
    /// Whether title and body stand on that page already; else the body is to be pasted.
    pub filled: bool,
    /// The issues that are about it already.
    pub issues: Vec<TrackedIssue>,
}

/// The body of an issue, whose links lead to the server at `base`.
pub fn issue_body(evidence: &IssueEvidence, base: &str) -> IssueBody {
    let markup = if evidence.tracker.takes_wiki_markup() { Markup::Wiki } else { Markup::Markdown };
    let title = crate::shown::on_one_line(evidence.brief.title.as_str());
    let body = told(&evidence.brief, base, markup);
    let form = evidence.beside.as_ref().and_then(|issue| issue.new_issue(&title, &body));
    IssueBody {
        tracker: evidence.tracker,
        filled: form.as_ref().is_some_and(|form| form.has_body),
        new_issue: form.map(|form| form.address),
        issues: evidence.issues.clone(),
        title,
        body,
    }
}

#[cfg(test)]
mod tests {
    use hearken_app::actions::briefs::page::{BriefKind, BriefPiece, BriefQuote, BriefSection};
    use hearken_domain::Verbatim;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    fn brief(hostile: &str) -> Brief {
        let text = |text: &str| Verbatim::redacted(text.to_owned());
        let piece = |words: &str, note| BriefPiece { text: text(words), note };
        let note = BriefNote {
            number: 1,
            what: text(hostile),
            href: "/search?theme=T-1".to_owned(),
            why: text(hostile),
        };
        let line =
            BriefLine { pieces: vec![piece(hostile, None), piece(hostile, Some(1)), piece(hostile, None)] };
        let quote = BriefQuote { words: text(hostile), said: hostile.to_owned(), note: 1 };
        Brief {
            kind: BriefKind::Theme,
            of: text("T-1"),
            title: text(hostile),
            now: "2026-03-01T00:00:00Z".parse().unwrap(),
            about: "/themes/T-1".to_owned(),
            address: "/brief/T-1".to_owned(),
            notices: vec![line.clone()],
            summary: line.clone(),
            sections: vec![BriefSection {
                title: "In their words".to_owned(),
                lines: vec![line],
                quotes: vec![quote],
            }],
            notes: vec![note],
        }
    }

    #[test]
    fn whatever_people_wrote_reads_as_it_is_and_means_nothing() {
        for hostile in [
            "](javascript:alert(1)) [x](javascript:alert(1))",
            "<script>alert(1)</script><img src=x onerror=y>",
            "`code` ```x``` *b* __c__ ~~d~~ $x$",
            "=HYPERLINK(1) | a | b",
            "1. list",
            "2) list",
            "- list",
            "+ list",
            "# head",
            "> quote &lt;b&gt; &#64; \\",
            "=====",
            "---",
        ] {
            let source = markdown(&brief(hostile), "http://127.0.0.1:7717");
            let (mut read, mut links) = (String::new(), 0);
            for event in Parser::new_ext(&source, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
                match event {
                    Event::Text(text) => read.push_str(&text),
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        assert!(dest_url.starts_with("http://127.0.0.1:7717/"), "{dest_url} in {source}");
                        links += 1;
                    }
                    Event::Start(
                        Tag::Heading { .. }
                        | Tag::Paragraph
                        | Tag::List(_)
                        | Tag::Item
                        | Tag::Strong
                        | Tag::BlockQuote(_),
                    )
                    | Event::End(_)
                    | Event::SoftBreak => {}
                    other => panic!("{hostile:?} became {other:?} in {source}"),
                }
            }
            assert_eq!(links, 6, "{source}");
            let read: String = read.chars().filter(|c| *c != GAP).collect();
            assert_eq!(read.matches(hostile).count(), 15, "{hostile:?} reads {read:?} from {source}");
        }
    }

    #[test]
    fn nobody_is_called_no_address_becomes_a_link_and_nothing_is_obeyed() {
        let text = Markup::Markdown.words(
            "@octocat saw #12, GH-13 at https://evil.example, www.evil.example\u{1b}[2J\u{202e}a@b.example",
        );
        for live in ["@octocat", "#12", "GH-13", "://", "www.", "a@b", "\u{1b}", "\u{202e}"] {
            assert!(!text.replace('\\', "").contains(live), "{live:?} in {text}");
        }
        assert_eq!(
            Markup::Markdown.words("Plain, with (marks) and it's read."),
            "Plain, with (marks) and it's read."
        );
    }
}
