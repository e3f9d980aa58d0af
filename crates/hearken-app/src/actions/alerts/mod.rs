//! Alerts: what is news about themes, and how it comes to whoever wants to know.

pub mod add;
pub mod cards;
pub mod change;
pub mod list;
mod message;
pub mod mute;
pub(crate) mod news;
pub(in crate::actions) mod notice;
pub mod send;
pub mod test;
