//! Redaction of any text: it can be repeated without changing more, and nothing with an address's shape is left.

#![no_main]

use hearken_analysis::redact::redact;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let once = redact(text);
    let twice = redact(once.as_str());
    assert_eq!(once.as_str(), twice.as_str());
    let spaced = redact(&format!("{text} anna.smith@example.com {text}"));
    assert!(!spaced.as_str().contains(" anna.smith@example.com "), "{}", spaced.as_str());
});
