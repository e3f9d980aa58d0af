//! Text embeddings: unit vectors of 256 dimensions, in which texts that say the same in other words lie close together.
//! They are read from a compiled-in table of token embeddings, so no model runs and none is fetched.

mod ngrams;
mod table;
mod tokens;
mod vector;

pub use table::{EmbeddingTable, TableError};
pub use vector::{Vector, similarities};
pub(crate) use vector::{accumulate, dots};

/// Dimensions of an embedding.
pub const DIM: usize = 256;
