//! Themes: finding them, showing them, and what people decide about them.

mod assignment;
mod called;
pub mod changed;
pub mod cluster;
pub mod cluster_now;
pub(crate) mod corpus;
pub(crate) mod describe;
mod grouping;
pub mod list;
pub mod mark;
pub mod merge;
pub mod move_signals;
pub mod passages;
pub mod pick;
pub mod reads;
pub mod rename;
pub mod report;
pub mod rulings;
pub mod show;
pub mod split;
pub mod story;
pub mod strength;
pub mod today;
pub mod trend;
pub mod undo_ruling;
