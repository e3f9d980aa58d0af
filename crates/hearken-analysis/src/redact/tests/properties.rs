//! What holds for any text.

use proptest::prelude::*;

use super::shown;
use crate::redact::{Rules, explain};

/// Pieces that begin values, so that random texts are full of beginnings.
fn busy_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("ann@example.com".to_owned()),
        Just("212-555-0147".to_owned()),
        Just("4111 1111 1111 1111".to_owned()),
        Just("password=".to_owned()),
        Just("Authorization: Basic ".to_owned()),
        Just("Cookie: a=".to_owned()),
        Just("https://a:b@".to_owned()),
        Just("[email 1]".to_owned()),
        Just("-----BEGIN PRIVATE KEY-----".to_owned()),
        Just(" [at] ".to_owned()),
        Just("tel. ".to_owned()),
        Just("passport ".to_owned()),
        Just("192.168.1.20".to_owned()),
        Just("2001:db8::1:2".to_owned()),
        "[0-9 ().:+-]{1,12}",
        "[a-zA-Z0-9_.@%:=\"/ -]{1,12}",
        "\\PC{1,6}",
        "[\u{200b}\u{ad}\u{301}é０٣%4\\[\\]\n]{1,4}",
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn redacting_twice_is_redacting_once(text in busy_text()) {
        let once = shown(&text);
        prop_assert_eq!(shown(&once), once);
    }

    #[test]
    fn what_is_not_masked_is_unchanged(text in busy_text()) {
        let rules = Rules::standard();
        let mut offset = 0;
        let mut rest = shown(&text);
        for hit in explain(&text, &rules) {
            prop_assert!(offset <= hit.range.start && hit.range.start < hit.range.end);
            let kept = &text[offset..hit.range.start];
            prop_assert!(rest.starts_with(kept));
            let placeholder = rest[kept.len()..].find(']').map(|end| kept.len() + end + 1);
            let opening = format!("[{} ", hit.sort.as_str());
            let placed = rest[kept.len()..].starts_with(&opening);
            prop_assert!(placed, "{}", rest);
            rest = rest[placeholder.unwrap()..].to_owned();
            offset = hit.range.end;
        }
        prop_assert_eq!(rest, &text[offset..]);
    }

    #[test]
    fn any_text_is_taken(text in "\\PC{0,200}") {
        let once = shown(&text);
        prop_assert_eq!(shown(&once), once);
    }

    #[test]
    fn an_address_never_gets_through(user in "[a-z]{1,12}", host in "[a-z]{1,12}", before in "[ -~]{0,20}") {
        let address = format!("{user}@{host}.com");
        let redacted = shown(&format!("{before} {address} "));
        prop_assert!(!redacted.contains(&address), "{redacted}");
    }
}
