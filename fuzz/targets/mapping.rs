//! `--map` as a person types it: what was read and is written down again means the same.

#![no_main]

use hearken_ingest::Mapping;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| {
    if let Ok(mapping) = typed.parse::<Mapping>() {
        assert_eq!(Mapping::from_map(&mapping.to_map()).as_ref(), Ok(&mapping));
    }
});
