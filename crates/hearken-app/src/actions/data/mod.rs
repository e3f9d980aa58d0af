//! The data directory as a whole: its views, copies and sizes, and what is erased from it.

pub mod back_up;
pub mod backup;
pub mod catch_up;
pub mod check;
pub mod erase;
pub mod leave_nothing;
pub mod measure;
pub mod readiness;
pub mod redact_again;
pub mod redact_text;
pub mod sizes;
