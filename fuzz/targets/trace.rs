//! Stack traces and file names in any text: what is shown stands in the text, and what is named resolves or does not.

#![no_main]

use hearken_code::trace::{frames, matching, mentions, resolve};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let paths =
        ["src/pay.rs", "shop/pay.py", "java/org/shop/Pay.java", "web/src/pay.ts", "a/pay.py", "pay.go"];
    let found = frames(text);
    for frame in &found {
        assert!(text.contains(frame.raw));
        assert!(!frame.file.is_empty() && frame.position > 0);
    }
    for (frame, path) in resolve(&found, |_| paths.to_vec()) {
        assert!(frame < found.len() && paths.contains(&path));
    }
    for mention in mentions(text) {
        assert!(text[mention.offset..].starts_with(mention.raw));
        matching(&mention.file, &paths);
    }
});
