//! Asking before anything is built: whose words and needs a plan touches, and what is not known of that.

pub mod ask_ahead;
pub mod cards;

mod brief;
mod code;
mod find;
mod passages;
mod people;
mod themes;
mod under_way;
mod unknown;
mod words;
