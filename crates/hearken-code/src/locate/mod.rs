//! From a customer's words to the files likely behind them, with the evidence.

pub(crate) mod features;
mod past;
pub(crate) mod query;
mod stop;

pub use past::{Past, PastReport};
