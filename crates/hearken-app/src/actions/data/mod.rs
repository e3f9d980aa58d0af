//! The data directory as a whole: its views, copies and sizes, and what is erased from it.

pub mod anonymise;
pub mod back_up;
pub mod backup;
pub mod catch_up;
pub mod check;
pub mod erase;
pub mod go_through;
pub mod leave_nothing;
pub mod measure;
pub mod open;
pub mod readiness;
pub mod redact_again;
pub mod redact_text;
pub mod residues;
pub mod sizes;

#[cfg(test)]
mod killed;
