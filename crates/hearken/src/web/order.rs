//! The orders that a list can be in, as links.

/// One of them.
pub struct Order {
    /// In a few words.
    pub label: &'static str,
    /// Where the list stands in it.
    pub href: String,
    /// Whether it is in this one.
    pub current: bool,
    /// Why the list cannot be in it, if it cannot.
    pub refused: Option<String>,
}
