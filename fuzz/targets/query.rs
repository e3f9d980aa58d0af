//! What people type into a search, and the text it is marked in: the first line is the query. Nothing typed is an error,
//! and a snippet is a stretch of the text.

#![no_main]

use hearken_store::Words;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &str| {
    let (query, text) = data.split_once('\n').unwrap_or((data, "Where is my refund?"));
    for prefix in [true, false] {
        let pieces = Words::snippet(query, prefix, text, 80);
        let stretch: String = pieces.iter().map(|(piece, _)| piece.as_str()).collect();
        let stretch = stretch.trim_matches(['…', ' ']);
        assert!(text.contains(stretch), "{stretch:?}");
    }
});
