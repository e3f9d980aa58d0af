//! Redact, embed, group, name, trend. Values in, values out; knows no disk, no network.
