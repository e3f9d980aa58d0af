//! What a text means, as a direction in 256 dimensions: texts that say the same in other words lie
//! close together. A compiled-in table of token meanings does it, so no model runs and none is fetched.

mod ngrams;
mod table;
mod tokens;
mod vector;

pub use table::{Table, TableError};
pub use vector::{Vector, similarities};
pub(crate) use vector::{accumulate, dots};

/// Dimensions of a meaning.
pub const DIM: usize = 256;
