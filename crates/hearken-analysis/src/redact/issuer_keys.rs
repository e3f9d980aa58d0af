//! Keys that are known by their issuer's mark.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::cues::Mark;
use super::issuers::{ISSUERS, Issuer};
use super::scan::Scan;
use super::sort::Sort;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    for mark in &scan.marks {
        let issuer = &ISSUERS[mark.issuer];
        if let Some(range) = key(scan, mark, issuer) {
            out.goes(range, Sort::Key, issuer.rule, Priority::Key);
        }
    }
    for colon in &scan.colons {
        if let Some(range) = telegram(scan, *colon) {
            out.goes(range, Sort::Key, "telegram bot token", Priority::Key);
        }
    }
}

fn key(scan: &Scan<'_>, mark: &Mark, issuer: &Issuer) -> Option<Range<usize>> {
    let bytes = scan.text.as_bytes();
    let start = mark.start;
    let body = start + issuer.mark.len();
    let before = scan.byte_before(start);
    let exact = scan.text.get(start..body) == Some(issuer.mark);
    if !exact || before.is_ascii_alphanumeric() {
        return None;
    }
    let held =
        bytes[body..].iter().take(issuer.most + 1).take_while(|byte| issuer.characters.hold(**byte)).count();
    let end = body + held;
    let text = scan.text.get(body..end)?.trim_end_matches(['.', '=', '-', '~', '/']);
    // What goes on is something else that begins so.
    let whole = held <= issuer.most && !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    // Long enough to be no word, though it has no digit: of a fixed length, or in both cases.
    let fixed = issuer.least == issuer.most && issuer.least >= 16;
    let mixed = text.len() >= 30
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
        && text.bytes().any(|byte| byte.is_ascii_uppercase());
    let webhook = issuer.mark.contains('/') && issuer.mark.contains(".com");
    let long = text.len() >= issuer.least
        && (digits || fixed || mixed || webhook || issuer.mark.starts_with("sk-") && !text.contains('-'));
    let start = if webhook { body } else { start };
    (whole && long).then(|| start..body + text.len())
}

/// A bot's number, a colon, and thirty-five characters that begin with `AA`.
fn telegram(scan: &Scan<'_>, colon: usize) -> Option<Range<usize>> {
    let bytes = scan.text.as_bytes();
    let digits = bytes[..colon].iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
    let word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-".contains(*byte);
    let secret = bytes[colon + 1..].iter().take(40).take_while(word).count();
    let fits =
        (8..=10).contains(&digits) && (34..=36).contains(&secret) && bytes[colon + 1..].starts_with(b"AA");
    fits.then(|| colon - digits..colon + 1 + secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let mut out = Candidates::default();
        find(&Scan::new(text), &mut out);
        out.resolve(text).into_iter().map(|(range, ..)| text[range].to_owned()).collect()
    }

    #[test]
    fn every_mark_is_known_with_what_follows_it() {
        for issuer in ISSUERS {
            let body = "0a".repeat(issuer.most.max(2));
            let mut body = body[..issuer.least.max(12).min(issuer.most)].to_owned();
            if issuer.characters == super::super::issuers::Characters::UpperDigits {
                body.make_ascii_uppercase();
            }
            let text = format!("the key {}{body} leaked", issuer.mark);
            assert_eq!(keys(&text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_word_that_begins_like_a_mark_stays() {
        for text in [
            "sk-ip this",
            "the hf_transfer option",
            "AC power",
            "key-value",
            "npm_config_registry",
            "risk-averse-and-careful-people-1",
        ] {
            assert_eq!(keys(text), Vec::<String>::new(), "{text}");
        }
    }
}
