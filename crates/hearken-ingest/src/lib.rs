//! One file per source format: what arrived, as pure parsers. Knows no store.
