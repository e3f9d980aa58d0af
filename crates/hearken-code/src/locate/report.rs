//! What is located.

use jiff::Timestamp;

/// What a customer said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report<'a> {
    /// Its text; the first line is its title.
    pub text: &'a str,
    /// When it was said: past reports known later are not asked, and changes are told apart by it.
    pub at: Option<Timestamp>,
}
