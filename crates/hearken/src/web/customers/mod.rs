//! Pages of customers: who they are, what they said, what is known of them and by whose word; and taking a list of them in.

pub mod domains;
pub mod erase;
mod held;
pub mod import;
pub mod list;
pub mod merge;
pub mod say;
pub mod show;
