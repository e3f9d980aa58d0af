//! Objects as programs post them.

#![no_main]

use hearken_ingest::{Arrival, Limits, object};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(serde_json::Value::Object(fields)) = serde_json::from_slice(data) else { return };
    let limits = Limits { text_bytes_max: 1 << 10, ..Limits::at("2024-06-01T00:00:00Z".parse().expect("a time")) };
    match object(&fields, "item 1".to_owned(), None, &limits) {
        Arrival::Item(item) => {
            assert!(!item.text.trim().is_empty() && item.text.len() <= limits.text_bytes_max);
            let again = serde_json::from_str(&item.original()).expect("an object");
            // What is written down to be fixed and posted again is taken as it was.
            let Arrival::Item(again) = object(&again, "item 1".to_owned(), None, &limits) else {
                panic!("its original is refused: {}", item.original());
            };
            assert_eq!((again.text, again.at, again.kind), (item.text, item.at, item.kind));
        }
        Arrival::Reject(reject) => assert!(!reject.reason.is_empty()),
    }
});
