//! Secrets that are known by their names: fields such as `password=…`, headers such as `Authorization: …`, and what looks
//! random beside a word such as *token*.

use super::candidate::{Candidates, Priority};
use super::cue::Cue;
use super::cues::Seen;
use super::normal::MASK;
use super::scan::Scan;
use super::secret_values::{Link, is_password, is_random, link_after, value_at};
use super::sort::Sort;
use super::stays::is_uuid;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    for seen in &scan.seen {
        match seen.cue {
            Cue::Password => password(scan, seen, out),
            Cue::Secret => secret(scan, seen, out),
            Cue::Header => header(scan, seen, out),
            Cue::Cookie => cookie(scan, seen, out),
            Cue::Scheme => scheme(scan, seen, out),
            Cue::Pin => pin(scan, seen, out),
            _ => {}
        }
    }
}

fn password(scan: &Scan<'_>, seen: &Seen, out: &mut Candidates<'_>) {
    let Some((link, at)) = link_after(scan.text, seen.end) else { return };
    // One passes an exam, and has a pass for the bus.
    if link != Link::Field && scan.text[seen.start..seen.end].eq_ignore_ascii_case("pass") {
        return;
    }
    let Some(value) = value_at(scan.text, at, true) else { return };
    if is_password(scan.text, &value, link) {
        out.goes(value, Sort::Credential, "password, by its name", Priority::Named);
    }
}

fn secret(scan: &Scan<'_>, seen: &Seen, out: &mut Candidates<'_>) {
    let vague = is_vague(&scan.text[seen.start..seen.end]);
    if let Some((link, at)) = link_after(scan.text, seen.end)
        && let Some(value) = value_at(scan.text, at, false)
    {
        let text = &scan.text[value.clone()];
        let assigned = link == Link::Field && text.len() >= 12 && is_mixed(text) && !vague;
        if assigned || (is_random(text) && !(vague && is_uuid(text.as_bytes()))) {
            out.goes(value, Sort::Key, "secret, by its name", Priority::Named);
            return;
        }
    }
    beside(scan, seen, out);
}

/// Names that others than secrets have as well: the primary key of a row, say.
fn is_vague(name: &str) -> bool {
    ["key", "auth", "sig", "signature", "session"].iter().any(|vague| name.eq_ignore_ascii_case(vague))
}

/// How much of a line behind a name is looked at, in bytes.
const BESIDE_MAX: usize = 4096;

/// What looks random within a few words behind a name of secrets.
fn beside(scan: &Scan<'_>, seen: &Seen, out: &mut Candidates<'_>) {
    let rest = &scan.text[seen.end..];
    let rest = &rest[..rest.floor_char_boundary(BESIDE_MAX)];
    let line = rest.find('\n').unwrap_or(rest.len());
    let vague = is_vague(&scan.text[seen.start..seen.end]);
    let vague_uuid = |text: &str| vague && is_uuid(text.as_bytes());
    let mut at = 0;
    for word in rest[..line]
        .split(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | ')' | ',' | ';' | '<' | '>')
        })
        .take(8)
    {
        let start = seen.end + at;
        at += word.len();
        at += rest[at..].chars().next().map_or(0, char::len_utf8);
        if start > seen.end + 40 {
            break;
        }
        let kept = word.trim_matches([':', '.', '=', '[', ']', '!', '?']);
        let digest = scan.cue_before(start, 24, &[Cue::Digest]).is_some_and(|digest| digest.end > seen.start);
        if kept.len() >= 20
            && is_random(kept)
            && !vague_uuid(kept)
            && !digest
            && !kept.contains("://")
            && !kept.contains(MASK)
        {
            let start =
                start + (word.len() - word.trim_start_matches([':', '.', '=', '[', ']', '!', '?']).len());
            out.goes(
                start..start + kept.len(),
                Sort::Key,
                "random text beside a name of secrets",
                Priority::Named,
            );
        }
    }
}

/// `Authorization: Basic …`: the credential goes, the scheme stays.
fn header(scan: &Scan<'_>, seen: &Seen, out: &mut Candidates<'_>) {
    let Some((Link::Field | Link::Label, at)) = link_after(scan.text, seen.end) else { return };
    let rest = &scan.text[at..];
    let first = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(rest.len());
    let spaced = rest[first..].starts_with(' ') && (3..=20).contains(&first);
    let scheme = spaced && rest[..first].bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    let known =
        ["basic", "bearer", "token", "digest"].iter().any(|known| rest[..first].eq_ignore_ascii_case(known));
    let at = if scheme { at + first + 1 } else { at };
    let Some(value) = value_at(scan.text, at, false) else { return };
    let text = &scan.text[value.clone()];
    if text.len() >= 6 && (is_mixed(text) || text.len() >= 16 || scheme && known) {
        out.goes(value, Sort::Credential, "header of a credential", Priority::Named);
    }
}

/// `Cookie: a=1; b=2`: each value goes, the names stay.
fn cookie(scan: &Scan<'_>, seen: &Seen, out: &mut Candidates<'_>) {
    const ATTRIBUTES: [&str; 8] =
        ["path", "domain", "expires", "max-age", "samesite", "secure", "httponly", "version"];
    let Some((Link::Field | Link::Label, at)) = link_after(scan.text, seen.end) else { return };
    let rest = &scan.text[at..];
    let end = rest.find(['\n', '\r', '"', '\'', '`', '<', ')', ']']).unwrap_or(rest.len());
    let mut start = at;
    for pair in rest[..end].split(';') {
        let from = start;
        start += pair.len() + 1;
        let Some((name, value)) = pair.split_once('=') else { continue };
        let named = !name.trim().is_empty() && !name.trim().contains(' ');
        if !named || ATTRIBUTES.iter().any(|known| known.eq_ignore_ascii_case(name.trim())) {
            continue;
        }
        let lead = value.len() - value.trim_start().len();
        let value_start = from + name.len() + 1 + lead;
        let length = value.trim().split(' ').next().unwrap_or("").trim_end_matches([',', '.']).len();
        if length > 0 {
            out.goes(value_start..value_start + length, Sort::Credential, "cookie", Priority::Named);
        }
    }
}

/// `bearer …` without the name of its header.
fn scheme(scan: &Scan<'_>, seen: &Seen, out: &mut Candidates<'_>) {
    if scan.byte_at(seen.end) != b' ' {
        return;
    }
    let Some(value) = value_at(scan.text, seen.end + 1, false) else { return };
    let text = &scan.text[value.clone()];
    let bearer = scan.text[seen.start..seen.end].eq_ignore_ascii_case("bearer");
    if bearer && text.len() >= 16 && is_mixed(text) || text.len() >= 20 && is_random(text) {
        out.goes(value, Sort::Credential, "credential behind its scheme", Priority::Named);
    }
}

/// A short number behind *PIN*, *CVV* and the like.
fn pin(scan: &Scan<'_>, seen: &Seen, out: &mut Candidates<'_>) {
    let bytes = scan.text.as_bytes();
    let (linked, at) = match link_after(scan.text, seen.end) {
        Some((_, at)) => (true, at),
        None => (false, seen.end + usize::from(scan.byte_at(seen.end) == b' ')),
    };
    let length = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let card = scan.text[seen.start..seen.end].to_ascii_lowercase().starts_with("cv");
    let pin = scan.text[seen.start..seen.end].to_ascii_lowercase().starts_with("pin");
    // In India six digits behind *PIN* are a place.
    let fits = match (card, pin) {
        (true, _) => (3..=4).contains(&length),
        (_, true) => (4..=5).contains(&length),
        _ => (4..=8).contains(&length),
    };
    let apart = !scan.joined_after(at + length) && !matches!(scan.byte_at(at + length), b':' | b'/' | b'%');
    if fits && apart && at > seen.end && (linked || card) {
        out.goes(at..at + length, Sort::Credential, "check value or pin", Priority::Named);
    }
}

/// A word is no key: keys mix letters with digits.
fn is_mixed(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    fn values(text: &str) -> Vec<Range<usize>> {
        let mut out = Candidates::default();
        find(&Scan::new(text), &mut out);
        out.resolve(text).into_iter().map(|(range, _, _)| range).collect()
    }

    #[test]
    fn only_the_secret_goes() {
        for (text, secrets) in [
            ("Cookie: sid=a1b2c3; theme=dark; Path=/", vec!["a1b2c3", "dark"]),
            ("Authorization: Basic dXNlcjpwYXNz", vec!["dXNlcjpwYXNz"]),
            ("cvv 123, pin is 4711", vec!["123", "4711"]),
            ("the pin 12 of the chip", vec![]),
            ("my cookie: none", vec![]),
        ] {
            let found: Vec<&str> = values(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, secrets, "{text}");
        }
    }
}
