//! What must go and what must stay, kind by kind, and what holds for any text.

mod goes;
mod properties;
mod secrets;
mod stays;

use super::redact;

/// A text as it is kept.
fn shown(text: &str) -> String {
    redact(text).into_string()
}

/// Each text with what is kept of it.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(shown(text), *expected, "{text}");
    }
}
