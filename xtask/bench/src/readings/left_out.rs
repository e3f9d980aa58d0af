//! Texts as they are read by what was learned without them and what belongs with them.

/// What texts that are left out together are called, in order.
pub const PARTS: [&str; 7] =
    ["reviews 1", "reviews 2", "reviews 3", "reviews 4", "complaints", "rust", "trackers"];

/// A text that was left out, as it was read by what was learned from the others.
pub struct LeftOut {
    pub logits: Vec<f64>,
    pub class: usize,
    /// The part that was left out with it.
    pub part: usize,
}

/// The class with the largest value.
pub fn largest(values: &[f64]) -> usize {
    (0..values.len()).fold(0, |best, at| if values[at] > values[best] { at } else { best })
}
