//! Segments: sets of customers by conditions, under a name, which narrow any page.

pub mod add;
pub mod cards;
pub mod change;
pub mod list;
pub mod members;
