//! Redaction: what names a person or opens a door is out before anything is stored or indexed.
//!
//! Values become typed placeholders that keep who is who inside one signal: `[email 1]` is the same address wherever it
//! stands, `[email 2]` another. A placeholder that stands in the words already is left as it is. Every pattern is
//! matched in linear time (the `regex` crate has no backtracking), so hostile text costs no more than any other.

mod numbers;
mod patterns;

use std::collections::HashMap;
use std::ops::Range;

use hearken_domain::Verbatim;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A payment card's number.
    Card,
    /// An international bank account number.
    Iban,
    /// An IP address.
    Ip,
    /// A US social security number.
    Ssn,
    /// A user name or password in a URL.
    Credential,
    /// An API key, a token or a private key.
    Key,
}

impl Sort {
    /// The word in its placeholder.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Card => "card",
            Self::Iban => "iban",
            Self::Ip => "ip",
            Self::Ssn => "ssn",
            Self::Credential => "credential",
            Self::Key => "key",
        }
    }
}

/// A stretch of text that must go.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    span: Range<usize>,
    sort: Sort,
}

/// The numbering of one signal: title, text and fields share it.
#[derive(Debug, Default)]
pub struct Session {
    numbers: HashMap<(Sort, String), usize>,
    counts: HashMap<Sort, usize>,
}

impl Session {
    /// A numbering that starts afresh.
    pub fn new() -> Self {
        Self::default()
    }

    /// A customer's words without what must not be kept.
    pub fn text(&mut self, text: &str) -> Verbatim {
        Verbatim::redacted(self.field(text))
    }

    /// Any other field, alike.
    pub fn field(&mut self, text: &str) -> String {
        let found = find(text);
        let mut redacted = String::with_capacity(text.len());
        let mut offset = 0;
        for Found { span, sort } in found {
            redacted.push_str(&text[offset..span.start]);
            redacted.push_str(&self.placeholder(sort, &text[span.clone()]));
            offset = span.end;
        }
        redacted.push_str(&text[offset..]);
        redacted
    }

    fn placeholder(&mut self, sort: Sort, value: &str) -> String {
        let same = match sort {
            Sort::Phone | Sort::Card | Sort::Ssn => value.chars().filter(char::is_ascii_digit).collect(),
            Sort::Iban => value.chars().filter(char::is_ascii_alphanumeric).collect(),
            _ => value.to_lowercase(),
        };
        let count = self.counts.entry(sort).or_default();
        let number = *self.numbers.entry((sort, same)).or_insert_with(|| {
            *count += 1;
            *count
        });
        format!("[{} {number}]", sort.as_str())
    }
}

/// Redacts one text on its own.
pub fn redact(text: &str) -> Verbatim {
    Session::new().text(text)
}

type Detector = fn(&str, &mut Vec<Found>);

/// All that must go, in order, without overlaps. Each detector looks at what the earlier ones left, so that a number is
/// found that only touches an address; and again until nothing more is found, so that redacting twice is redacting once.
fn find(text: &str) -> Vec<Found> {
    let mut digits = 0;
    let mut marks = false;
    for byte in text.bytes() {
        digits += usize::from(byte.is_ascii_digit());
        marks |= byte == b'@' || byte == b':' || byte == b'=';
    }
    let detectors: [(bool, Detector); 7] = [
        (true, patterns::private_keys),
        (true, patterns::keys),
        (marks, patterns::credentials),
        (marks, patterns::emails),
        (digits >= 4 || marks, patterns::addresses),
        (digits >= 7, numbers::ibans),
        (digits >= 7, numbers::find),
    ];
    let mut kept: Vec<Found> = Vec::new();
    loop {
        let before = kept.len();
        for (worthwhile, detector) in detectors {
            if worthwhile {
                find_in_gaps(text, detector, &mut kept);
            }
        }
        if kept.len() == before {
            return kept;
        }
    }
}

/// Lets a detector look at each stretch between what was found, and keeps what it finds, in order.
fn find_in_gaps(text: &str, detector: Detector, kept: &mut Vec<Found>) {
    let mut found = Vec::new();
    let mut start = 0;
    let ends = kept.iter().map(|f| f.span.clone()).chain(std::iter::once(text.len()..text.len()));
    for Range { start: end, end: next } in ends {
        let first = found.len();
        detector(&text[start..end], &mut found);
        for new in &mut found[first..] {
            new.span = new.span.start + start..new.span.end + start;
        }
        start = next;
    }
    // Of two patterns of one detector that overlap, the one that begins first stays.
    found.sort_by_key(|found| found.span.start);
    let mut end = 0;
    found.retain(|found| {
        let apart = found.span.start >= end;
        end = if apart { found.span.end } else { end };
        apart
    });
    kept.extend(found);
    kept.sort_by_key(|found| found.span.start);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        redact(text).into_string()
    }

    #[test]
    fn who_is_who_stays_known_inside_one_signal() {
        let mut session = Session::new();
        assert_eq!(session.field("Ann@Example.com wrote"), "[email 1] wrote");
        assert_eq!(session.field("to bob@example.com and ann@example.com"), "to [email 2] and [email 1]");
        assert_eq!(session.field("call (555) 123-4567 or 555.123.4567"), "call [phone 1] or [phone 1]");
    }

    #[test]
    fn each_sort_is_found() {
        let aws = ["AKIA", "IOSFODNN7EXAMPLE"].concat();
        let github = ["ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"].concat();
        let cases = [
            ("mail me at a.b+c@mail.example.co.uk.", "mail me at [email 1]."),
            ("card 4111-1111-1111-1111 declined", "card [card 1] declined"),
            ("IBAN DE89 3704 0044 0532 0130 00 it is", "IBAN [iban 1] it is"),
            ("from 192.168.17.4 today", "from [ip 1] today"),
            ("ping 2001:db8::ff00:42:8329 now", "ping [ip 1] now"),
            ("my ssn is 123-45-6789", "my ssn is [ssn 1]"),
            ("+44 20 7946 0958 rings", "[phone 1] rings"),
            ("see https://bob:hunter2@example.com/x", "see https://[credential 1]@example.com/x"),
            ("GET /a?token=abc123def&x=1", "GET /a?token=[credential 1]&x=1"),
            (&format!("aws {aws} leaked"), "aws [key 1] leaked"),
            (&format!("gh {github} leaked"), "gh [key 1] leaked"),
            ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----ok", "[key 1]ok"),
            ("-----BEGIN PRIVATE KEY-----\nMIIE cut off", "[key 1]"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn what_touches_something_else_that_must_go_is_found_too() {
        let cases = [
            ("+44 20 7946 0958 192.168.10.20", "[phone 1] [ip 1]"),
            ("sk-aaaaaaaaaaaaaaaaaaaaaaaaa-----BEGIN PRIVATE KEY-----\nMIIE", "[key 1][key 2]"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn what_names_nobody_is_left_alone() {
        for text in [
            "paid {$4000.00} on 2019-10-10 at 12:30:45",
            "XX/XX/2019 I called XXXX XXXX at XXXX",
            "version 1.2.3.4 of the app, build 20190807",
            "order 1234567890123456 never came",
            "call 1-800",
            "ZIP 33424-1234, ticket #1318032",
            "https://example.com/path?x=1&page=2",
            "ratio 3.14159265358979",
            "from 2018-11-01 to 2019-10-31",
            "[email 1] said so",
            "me @ home",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn redacting_twice_is_redacting_once(text in ".{0,200}") {
            let once = shown(&text);
            proptest::prop_assert_eq!(shown(&once), once);
        }

        #[test]
        fn an_address_never_gets_through(user in "[a-z]{1,12}", host in "[a-z]{1,12}", before in "[ -~]{0,20}") {
            let address = format!("{user}@{host}.com");
            let redacted = shown(&format!("{before} {address} "));
            proptest::prop_assert!(!redacted.contains(&address));
        }
    }
}
