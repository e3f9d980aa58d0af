//! Goals: what customers try to get done, and which themes stand in their way.

pub mod add;
pub mod cards;
pub mod change;
pub mod link;
pub mod list;
pub mod read;
pub mod set;
