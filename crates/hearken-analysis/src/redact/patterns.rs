//! What is known by its shape: keys, credentials in URLs, e-mail and IP addresses.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use regex::Regex;

use super::candidate::{Candidates, Priority};
use super::scan::Scan;
use super::sort::Sort;

#[allow(clippy::expect_used, reason = "the patterns are constants, and a test compiles them")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

static PRIVATE_KEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?s)-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\z)")
});
/// Well-known key shapes, from their issuers' documentation, and assignments to what is named like a secret.
static KEYS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
        r"|\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{22,}\b",
        r"|\bglpat-[A-Za-z0-9_-]{20,}\b",
        r"|\bxox[abposr]-[A-Za-z0-9-]{10,}\b",
        r"|\b[sr]k_(?:live|test)_[A-Za-z0-9]{10,}\b",
        r"|\bAIza[A-Za-z0-9_-]{35}\b",
        r"|\bsk-[A-Za-z0-9_-]{20,}\b",
        r"|\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
    ))
});
static NAMED_KEYS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)\b(?:api[_-]?key|secret[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret)["']?\s{0,3}[:=]\s{0,3}["']?([A-Za-z0-9_\-./+=]{12,})|\bbearer ([A-Za-z0-9_\-./+=]{16,})"#,
    )
});
static USER_INFO: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://([^\s/@?#\[\]]+)@"));
static SECRET_PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[?&](?:token|key|api_?key|password|passwd|pwd|secret|signature|sig|auth|access_token)=([^\s&#\[\]]+)",
    )
});
static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[\p{L}\p{N}._%+'-]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,24}"));
static IPV4: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\d{1,3}\.){3}\d{1,3}"));
static IPV6: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}"));

pub(super) fn private_keys(scan: &Scan<'_>, found: &mut Candidates<'_>) {
    let text = scan.text;
    for key in PRIVATE_KEY.find_iter(text) {
        found.goes(key.range(), Sort::Key, "private key", Priority::Block);
    }
}

pub(super) fn keys(scan: &Scan<'_>, found: &mut Candidates<'_>) {
    let text = scan.text;
    for key in KEYS.find_iter(text) {
        found.goes(key.range(), Sort::Key, "issuer key", Priority::Key);
    }
    for captures in NAMED_KEYS.captures_iter(text) {
        let value = captures.get(1).or_else(|| captures.get(2));
        // A word is not a key: keys mix letters and digits.
        let mixed =
            |v: &str| v.bytes().any(|b| b.is_ascii_digit()) && v.bytes().any(|b| b.is_ascii_alphabetic());
        for value in value.filter(|v| mixed(v.as_str())) {
            found.goes(value.range(), Sort::Key, "named key", Priority::Named);
        }
    }
}

pub(super) fn credentials(scan: &Scan<'_>, found: &mut Candidates<'_>) {
    let text = scan.text;
    for pattern in [&USER_INFO, &SECRET_PARAMETER] {
        for value in pattern.captures_iter(text).filter_map(|captures| captures.get(1)) {
            found.goes(value.range(), Sort::Credential, "credential", Priority::Named);
        }
    }
}

pub(super) fn emails(scan: &Scan<'_>, found: &mut Candidates<'_>) {
    let text = scan.text;
    for email in EMAIL.find_iter(text) {
        found.goes(email.range(), Sort::Email, "email", Priority::Email);
    }
}

/// IP addresses. Four numbers behind the word *version* or a *v* are a version.
pub(super) fn addresses(scan: &Scan<'_>, found: &mut Candidates<'_>) {
    let text = scan.text;
    for address in IPV4.find_iter(text) {
        let before = &text[..address.start()];
        let apart = !before.ends_with(|c: char| c.is_alphanumeric() || c == '.')
            && !text[address.end()..].starts_with(|c: char| c.is_alphanumeric());
        let more = text[address.end()..]
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let word =
            before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
        let version = matches!(word.as_str(), "version" | "ver" | "v" | "build" | "release");
        if apart && !more && !version && address.as_str().parse::<Ipv4Addr>().is_ok() {
            found.goes(address.range(), Sort::Ip, "ip", Priority::Shape);
        }
    }
    for address in IPV6.find_iter(text) {
        let apart = !text[..address.start()].ends_with(|c: char| c.is_alphanumeric() || c == ':')
            && !text[address.end()..].starts_with(|c: char| c.is_alphanumeric() || c == ':');
        // Seven characters at least, and two hexadecimal groups: `::` and a time of day are none.
        let groups = address.as_str().split(':').filter(|group| !group.is_empty()).count();
        if apart && groups >= 3 && address.as_str().parse::<Ipv6Addr>().is_ok() {
            found.goes(address.range(), Sort::Ip, "ip", Priority::Shape);
        }
    }
}
