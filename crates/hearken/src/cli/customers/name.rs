//! What a customer is called, in the terminal.

use hearken_domain::Unredacted;

use crate::cli::out::unredacted;

/// A name, or that there is none.
pub fn name(name: Option<&Unredacted>) -> String {
    name.map_or_else(|| "[no name]".to_owned(), unredacted)
}
