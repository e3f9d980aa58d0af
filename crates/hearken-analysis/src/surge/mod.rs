//! Many people at once, in their own words, about one thing: noticed while it happens, without any theme.
//!
//! Each signal that comes asks how many others came lately that are near it in meaning, or in its theme, and how many would be
//! usual there: the past weeks tell. Where so many are too unlikely for chance (a negative binomial tail, bounded by how often
//! a year one may be called falsely), a surge is there. The same over days and weeks finds what gathers slowly.
//!
//! People are counted, not signals: whoever speaks twice is one, and copies of one text are one. What was said long before it
//! came takes no part, so that no upload of old signals is a surge.

mod chance;
mod constants;
mod heard;
mod past;
mod watch;

#[cfg(test)]
mod tests;

pub use constants::Constants;
pub use heard::{Heard, people};
pub use past::Past;
pub use watch::{Hit, Surge, hits, surges};
