//! Opportunities: all of them in the order of what they weigh, as a board, one of them whole, and the forms that open and change one.

pub mod board;
mod done;
mod figures;
mod filled;
pub mod list;
mod moving;
pub mod new;
pub mod show;
pub mod submit;
