//! Commands about themes and what people decide about them.

pub mod cluster;
pub mod list;
pub mod rulings;
pub mod show;
pub mod strength;
pub mod today;
