//! What people say to each other about a theme, an opportunity or a decision, who is to do something about it, and what waits for
//! whom.

pub mod add;
pub mod cards;
pub mod change;
pub mod inbox;
pub mod people;
pub mod see;
pub mod subject;
pub mod thread;

#[cfg(test)]
mod tests;
