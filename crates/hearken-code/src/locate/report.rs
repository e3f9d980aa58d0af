//! What is located.

use jiff::Timestamp;

use super::common::Common;

/// What a customer said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report<'a> {
    /// Its text; the first line is its title.
    pub text: &'a str,
    /// When it was said: past reports known later are not asked, and changes are told apart by it.
    pub at: Option<Timestamp>,
    /// What most reports of its source say, and how the project is called, where that is known: no evidence.
    pub common: Option<&'a Common>,
    /// Its number, where it is an issue of the repository's own tracker: what closes that was made for it.
    pub number: Option<u64>,
    /// Which numbers that it names are of that tracker.
    pub numbers: Numbers,
}

/// Which of the numbers that a report names are issues of the repository's own tracker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// All of them: the report stands in it, or speaks as those do that stand there.
    Own,
    /// What is said to be an issue, a bug or a change request; a bare `#12` may be an order's.
    Said,
    /// Only those with an address: there are other repositories, which have such numbers too.
    Addressed,
}

impl<'a> Report<'a> {
    /// A text of which nothing else is known.
    pub fn text(text: &'a str) -> Self {
        Self { text, at: None, common: None, number: None, numbers: Numbers::Own }
    }
}
