//! E-mail addresses around an `@`.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::scan::Scan;
use super::sort::Sort;

/// Bytes before and behind the `@` at most, a little over what is allowed.
const LOCAL_MAX: usize = 96;
const DOMAIN_MAX: usize = 260;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    for at in &scan.ats {
        let Some(start) = local_before(scan.text, *at) else { continue };
        let Some(end) = domain_after(scan.text, at + 1) else { continue };
        let (local, domain) = (&scan.text[start..*at], &scan.text[at + 1..end]);
        // `git@example.com:team/shop` is where a repository lies.
        let repository = matches!(local, "git" | "hg" | "svn") && matches!(scan.byte_at(end), b':' | b'/');
        if !is_file(domain) && !repository {
            out.goes(start..end, Sort::Email, "e-mail address", Priority::Email);
        }
    }
}

/// Where the part before an `@` begins.
pub(super) fn local_before(text: &str, at: usize) -> Option<usize> {
    let mut start = at;
    for (place, c) in text[..at].char_indices().rev().take(LOCAL_MAX) {
        if !(c.is_alphanumeric() || "._%+'-~!#$&*/^{|}".contains(c)) {
            break;
        }
        start = place;
    }
    // Signs that may be part of one, but hardly are: what stands before them is other text.
    let local = &text[start..at];
    let begin = local.rfind(['/', '#', '$', '&', '*', '^', '{', '|', '}', '!']).map_or(0, |sign| sign + 1);
    let local = &local[begin..];
    let trimmed = local.trim_start_matches(['.', '\'', '-', '~', '%']);
    (trimmed.contains(char::is_alphanumeric)).then(|| at - trimmed.len())
}

/// Where the domain that begins at a place ends, if it is one: labels, and a last one of letters.
pub(super) fn domain_after(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let length = rest
        .char_indices()
        .take(DOMAIN_MAX)
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '.' | '-')))
        .map_or_else(
            || rest.char_indices().take(DOMAIN_MAX).last().map_or(0, |(at, c)| at + c.len_utf8()),
            |(at, _)| at,
        );
    let mut domain = rest[..length].trim_end_matches(['.', '-']);
    // `ann@example.com.Please`: the longest beginning that is a domain.
    loop {
        if is_domain(domain) {
            return Some(start + domain.len());
        }
        domain = domain.rsplit_once('.')?.0;
    }
}

fn is_domain(domain: &str) -> bool {
    let Some((labels, top)) = domain.rsplit_once('.') else { return false };
    let length = top.chars().count();
    let top_level = (2..=24).contains(&length) && top.chars().all(char::is_alphabetic)
        || top.starts_with("xn--") && length > 5;
    top_level && labels.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
}

/// `2x.png` of `logo@2x.png`, `3.2.1.js`: a file's name goes on behind the `@`.
fn is_file(domain: &str) -> bool {
    const ENDINGS: [&str; 28] = [
        "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "heic", "bmp", "ico", "pdf", "css", "scss", "js",
        "mjs", "cjs", "ts", "tsx", "jsx", "json", "html", "txt", "xml", "yml", "yaml", "jar", "gz", "tgz",
    ];
    let (labels, ending) = domain.rsplit_once('.').unwrap_or(("", domain));
    let scale = labels
        .strip_suffix(['x', 'X'])
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    scale || ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// The stretch of an address around an `@` that is written in other words, from `local` to where `after` leads.
pub(super) fn spelled(range: Range<usize>, out: &mut Candidates<'_>) {
    out.goes(range, Sort::Email, "e-mail address, spelled", Priority::Email);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_its_domain_does() {
        let text = "write to ann@example.co.uk. Thanks";
        assert_eq!(
            &text[local_before(text, 12).unwrap()..domain_after(text, 13).unwrap()],
            "ann@example.co.uk"
        );
        assert_eq!(domain_after("home", 0), None);
        assert!(is_file("2x.png") && is_file("bundle.js") && !is_file("example.com"));
    }
}
