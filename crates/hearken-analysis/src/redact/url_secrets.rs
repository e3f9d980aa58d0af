//! Secrets in URLs: a user and password before the host, and parameters that are named like secrets. The URL itself stays.

use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::cue::Cue;
use super::scan::Scan;
use super::secret_values::VALUE_MAX;
use super::sort::Sort;

/// Bytes of a user and password at most.
const USER_MAX: usize = 1024;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    for seen in scan.seen.iter().filter(|seen| seen.cue == Cue::Url) {
        if !scan.text[..seen.start].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            continue;
        }
        if let Some(user) = user(scan.text, seen.end) {
            out.goes(user, Sort::Credential, "user and password in a url", Priority::Named);
        }
    }
    for (sign, _) in scan.text.match_indices(['?', '&', ';']) {
        if let Some(value) = parameter(scan.text, sign + 1) {
            out.goes(value, Sort::Credential, "secret parameter of a url", Priority::Named);
        }
    }
}

/// What stands before the `@` of an authority that begins at `start`. A password may hold `@`, `/` and `#` unescaped.
fn user(text: &str, start: usize) -> Option<Range<usize>> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`');
    let rest = &text[start..];
    let length = rest
        .char_indices()
        .take(USER_MAX)
        .find(|(_, c)| ends(*c))
        .map_or(rest.len().min(USER_MAX), |(at, _)| at);
    let authority = &text.get(start..start + length)?;
    let first = authority.find(['/', '?', '#', '@', ':'])?;
    let ats = authority.match_indices('@').map(|(at, _)| at);
    let password = authority.as_bytes()[first] == b':' && !is_port(&authority[first + 1..]);
    let mut ats = ats.filter(|at| {
        let plain = !authority[..*at].contains(['/', '?', '#']);
        (plain || password) && is_host(&authority[at + 1..])
    });
    let mut at = ats.next()?;
    // Behind `@` in a password something may look like a host by its letters; one with a full stop or a port is one.
    let doubtful = |at: usize, next: usize| {
        let between = &authority[at + 1..next];
        let host = between.split('/').next().unwrap_or("");
        !between.contains(['?', '=', ':', '.']) && host != "localhost" && !between.ends_with('/')
    };
    for next in ats {
        if !password || !doubtful(at, next) {
            break;
        }
        at = next;
    }
    (at > 0).then_some(start..start + at)
}

/// Whether digits and then a path follow the colon: a port.
fn is_port(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=5).contains(&digits) && rest[digits..].starts_with(['/', '?', '#'])
}

/// Whether a text begins with a host: a name or an address, and then a port, a path or the end.
fn is_host(text: &str) -> bool {
    let bracketed = text.starts_with('[') && text.contains(']');
    let length =
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))).unwrap_or(text.len());
    bracketed
        || length > 0
            && !text[length..].starts_with('@')
            && (text[length..].is_empty()
                || text[length..].starts_with([':', '/', '?', '#', '\'', ')', ']', ',', ';', '}', '.', '&']))
            && !text[length..]
                .strip_prefix(':')
                .is_some_and(|port| port.contains('@') && !port.starts_with(|c: char| c.is_ascii_digit()))
}

const PARAMETERS: [&str; 38] = [
    "token",
    "key",
    "api_key",
    "apikey",
    "api-key",
    "password",
    "passwd",
    "pwd",
    "pass",
    "secret",
    "client_secret",
    "signature",
    "sig",
    "auth",
    "access_token",
    "accesstoken",
    "id_token",
    "refresh_token",
    "auth_token",
    "authtoken",
    "session",
    "sessionid",
    "session_id",
    "sid",
    "jwt",
    "otp",
    "x-amz-signature",
    "x-amz-credential",
    "x-amz-security-token",
    "awsaccesskeyid",
    "x-goog-signature",
    "subscription-key",
    "private_token",
    "oauth_token",
    "reset_token",
    "invite_token",
    "csrf_token",
    "code_verifier",
];

/// The value of the parameter whose name begins at `start`, if it is named like a secret.
fn parameter(text: &str, start: usize) -> Option<Range<usize>> {
    let name = text.as_bytes()[start..]
        .iter()
        .take(28)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte))
        .count();
    let named = &text[start..start + name];
    if !text[start + name..].starts_with('=')
        || !PARAMETERS.iter().any(|secret| secret.eq_ignore_ascii_case(named))
    {
        return None;
    }
    let value = start + name + 1;
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, '&' | '#' | '"' | '\'' | '<' | '>' | '[' | ']' | ')' | '`' | '\u{fffc}')
    };
    let rest = &text[value..];
    let rest = &rest[..rest.floor_char_boundary(VALUE_MAX)];
    let length = rest.find(ends).unwrap_or(rest.len());
    let value = value..value + text[value..value + length].trim_end_matches(['.', ',', ';']).len();
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_may_hold_what_parts_a_url() {
        for (url, secret) in [
            ("postgres://app:p@ssw0rdX@db/shop", "app:p@ssw0rdX"),
            ("amqp://app:pa#ss9Z@mq/shop", "app:pa#ss9Z"),
            ("mysql://root:a/b@host:3306/x", "root:a/b"),
            ("redis://:pw8Q7@cache:6379/0", ":pw8Q7"),
            ("https://ann@example.com/", "ann"),
        ] {
            let start = url.find("://").unwrap() + 3;
            assert_eq!(user(url, start).map(|range| &url[range]), Some(secret), "{url}");
        }
        for url in [
            "https://example.com/@ann",
            "https://example.com:8080/@ann/x",
            "https://example.com?mail=a@b.example",
            "https://example.com",
        ] {
            let start = url.find("://").unwrap() + 3;
            assert_eq!(user(url, start), None, "{url}");
        }
    }
}
