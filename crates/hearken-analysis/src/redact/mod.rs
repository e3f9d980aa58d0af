//! Redaction: what names a person or opens a door is out before anything is stored or indexed.
//!
//! Values become typed placeholders that keep who is who inside one signal: `[email 1]` is the same address wherever it
//! stands, `[email 2]` another. A placeholder that stands in the words already is left as it is. The text is first brought
//! to one spelling (`normal.rs`), looked over once (`scan.rs`), and each rule looks only where that saw a beginning;
//! where proposals overlap, `candidate.rs` decides. Every rule takes linear time, whatever a customer wrote.

mod candidate;
mod find;
mod normal;
mod numbers;
mod patterns;
mod placeholder;
mod rules;
mod scan;
mod session;
mod sort;

use hearken_domain::Verbatim;

pub use find::{Hit, explain};
pub use rules::{CustomRule, RULES_VERSION, RuleError, Rules};
pub use session::{Key, Policy, Session};
pub use sort::Sort;

/// Redacts one text on its own, by the standard rules.
pub fn redact(text: &str) -> Verbatim {
    Session::new().text(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        redact(text).into_string()
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
