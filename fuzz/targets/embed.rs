//! The embedding of any text: always a valid vector, the same alone and among others.

#![no_main]

use hearken_analysis::embedding::EmbeddingTable;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let table = EmbeddingTable::builtin();
    let vector = table.embed(text);
    assert!(vector.is_sound() || vector.is_empty());
    assert_eq!(table.embed_all(&["before", text])[1], vector);
});
