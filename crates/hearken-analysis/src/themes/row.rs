//! One text of a sample, with all that belongs to it.

use super::Text;
use super::encoder::Encoded;

/// One text of a sample.
#[derive(Debug)]
pub(super) struct Row<'t> {
    /// Its index among the distinct texts.
    pub distinct: u32,
    pub text: &'t Text<'t>,
    /// Its words, as [`super::features::hashes`] gives them.
    pub hashes: Vec<u32>,
    /// Those of its title.
    pub title: Vec<u32>,
    pub encoded: Encoded,
}

#[cfg(test)]
pub(in crate::themes) mod tests {
    use super::*;
    use crate::embedding::Vector;

    /// A text that only has words.
    pub(in crate::themes) fn text(text: &str) -> Text<'_> {
        Text::new(0, text, Vector::EMPTY)
    }

    /// A row that is encoded so.
    pub(in crate::themes) fn row<'t>(text: &'t Text<'t>, features: Vec<u32>, centred: Vector) -> Row<'t> {
        Row {
            distinct: 0,
            text,
            hashes: Vec::new(),
            title: Vec::new(),
            encoded: Encoded { features, centred },
        }
    }
}
