//! The model of a clustering run, as it is read back from the database.

#![no_main]

use hearken_analysis::themes::Model;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(model) = Model::from_bytes(data, "table") {
        assert_eq!(Model::from_bytes(&model.to_bytes(), "table").map(|model| model.clusters()), Ok(model.clusters()));
    }
});
