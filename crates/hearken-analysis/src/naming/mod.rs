//! What a theme is called and shown by: customers' own phrases, their most telling words, and what kind of
//! thing they say. Nothing is invented; every word of a name stands in the texts.

mod exemplars;
mod kind;
mod name;
mod phrases;
mod score;
mod sentence;
mod stop;

pub use exemplars::exemplars;
pub use kind::kind;
pub use name::{ClusterTexts, Name, name};
pub use sentence::sentence;

#[cfg(test)]
mod tests;
