//! Patterns that stand in the source.

/// A constant pattern, compiled at its first use.
macro_rules! pattern {
    ($($part:literal),+ $(,)?) => {
        std::sync::LazyLock::new(|| {
            #[allow(clippy::expect_used, reason = "the patterns are constants, and a test compiles them")]
            regex::Regex::new(concat!($($part),+)).expect("a constant pattern")
        })
    };
}
pub(crate) use pattern;
