//! Which lines are boilerplate whatever source they come from: quoted mail, greetings, signatures, logs, code.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

#[allow(clippy::expect_used, reason = "the patterns are constants, and a test compiles them")]
static BOILERPLATE_LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        r"^\s*>",
        r"(?i)^\s*(sent from my|get outlook for|von meinem \S+ gesendet|envoyé de mon)\b",
        r"(?i)^\s*(hi|hello|hey|dear|good (morning|afternoon|evening)|to whom it may concern)\b(\s+\S+){0,4}\s*[,.!:]?\s*$",
        r"(?i)^\s*(((kind|best|warm) )?regards|sincerely( yours)?|yours (truly|faithfully|sincerely)|cheers|thanks( a lot| in advance)?|thank you( very much)?|best)\s*[,.!]*\s*$",
        r"(?i)^\s*(from|to|cc|subject|sent|date|re|fwd?):\s",
        r"(?i)\b(e-?mail|message|communication)\b.{0,60}\b(confidential|intended (only|solely)|privileged)\b",
        // Logs and stack traces.
        r"^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d",
        r"^\s*(at\s+[\w.$<>/]+\(|File \x22[^\x22]+\x22, line \d+|goroutine \d+ \[|#\d+\s+0x|\d+:\s+0x[0-9a-f]|\.\.\. \d+ more)",
        r"(?i)^\s*\[?(error|warn(ing)?|info|debug|trace|fatal)\]?[: ]\S*[.:/\\]\S",
        r"^\s*(caused by: )?[\w.]+(Exception|Error)\b(:|$)",
        // What a browser calls itself.
        r"\bMozilla/\d|\bAppleWebKit/\d",
        // A shell's prompt and what was typed there.
        r"^\s*([$%]|>>>|[\w.-]+@[\w.-]+[:~]\S*[$#])\s+\S",
    ])
    .expect("constant patterns")
});
#[allow(clippy::expect_used, reason = "a constant pattern, and a test compiles it")]
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    // A signature's mark, or the head of a quoted mail: nothing after it is this customer's.
    Regex::new(r"(?im)^(--|__+|-{2,} ?(original message|forwarded message)\b.*|on .{4,120} wrote:)[ \t]*\r?$")
        .expect("a constant pattern")
});

#[allow(clippy::expect_used, reason = "a constant pattern, and a test compiles it")]
static STATUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bu\.? ?s\.? ?c\b|§|\bc\.? ?f\.? ?r\b|\bpursuant to\b|\bsection \d{3,}|\b(reporting|practices|privacy|protection|lending|billing) act\b|\b(under|per|with) the fcra\b|\bgdpr\b|\b(article|artikel) \d+\b")
        .expect("a constant pattern")
});

/// Whether a sentence cites a statute: it says what the law says, not what happened.
pub(super) fn is_statute(sentence: &str) -> bool {
    STATUTE.is_match(sentence)
}

/// The share of a line's tokens that look like code from which on it is code,
const CODE_SHARE: f64 = 0.6;
/// and where it stands indented.
const INDENTED_CODE_SHARE: f64 = 0.25;

/// Where the writer's own text ends: before a signature or a quoted mail.
pub(super) fn end(text: &str) -> usize {
    TAIL.find(text).map_or(text.len(), |tail| tail.start())
}

/// Whether a line is boilerplate by its form alone.
pub(super) fn is_boilerplate(line: &str) -> bool {
    BOILERPLATE_LINES.is_match(line) || is_dump(line) || is_code(line)
}

/// A long line of which most is no letter: a dump, a table, a key.
fn is_dump(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let marks = line.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).count();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    line.len() >= 40 && (marks + digits) > letters
}

/// A line that is made of names, calls and operators rather than of words.
fn is_code(line: &str) -> bool {
    let indented = line.starts_with("    ") || line.starts_with('\t');
    let (mut tokens, mut code) = (0, 0);
    for token in line.split_whitespace() {
        tokens += 1;
        code += usize::from(is_code_token(token));
    }
    let most = if indented { INDENTED_CODE_SHARE } else { CODE_SHARE };
    code > 0 && f64::from(code as u32) >= most * f64::from(tokens)
        || line.trim_end().ends_with(['{', '}', ';'])
}

fn is_code_token(token: &str) -> bool {
    let bare = token.trim_matches(|c: char| {
        matches!(c, '.' | ',' | '!' | '?' | ':' | '"' | '\'' | '*' | '-' | '(' | ')' | '`')
    });
    let marks = |c: char| {
        matches!(
            c,
            '{' | '}' | '[' | ']' | '<' | '>' | '=' | ';' | '_' | '\\' | '|' | '$' | '&' | '+' | '^' | '~'
        )
    };
    let calls = token.contains("()") || token.contains("::") || token.contains("->") || token.contains("=>");
    calls
        || token.starts_with('"') && token.ends_with("\":")
        || bare.is_empty() && token.contains(marks)
        || bare.contains(marks)
        || bare.contains('(')
        || is_dotted(bare)
}

/// `a.b.c`, `x/y`: a name of parts.
fn is_dotted(token: &str) -> bool {
    let link = token.starts_with("http");
    let parts = token.split(['.', '/']).filter(|part| part.len() > 1).count();
    !link && parts > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_logs_are_told_by_their_form_with_no_fence_around_them() {
        for line in [
            "fn main() {",
            "        this.context.getNMStateStore().storeContainer(containerId,",
            "  at com.example.Import.run(Import.java:12)",
            "java.lang.NullPointerException: null",
            "2024-06-01 10:00:00 ERROR import failed",
            "$ cargo build --release",
            "System Info: Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Safari/537.36",
            "_created_at ||= Time.now",
            "ActiveRecord::Base.logger = Logger.new(STDOUT)",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn sentences_that_name_code_are_sentences() {
        for line in [
            "- first",
            "The method mount_cgroup in container-executor.c should check the result",
            "Calling foo() twice crashes the app",
            "    I could not log in since Monday, please help",
            "Error messages are shown twice",
            "Hello, the app crashes when I open it every day",
        ] {
            assert!(!is_boilerplate(line), "{line}");
        }
    }
}
