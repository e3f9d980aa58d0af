//! Pages about themes and what people decide about them.

pub mod field;
pub mod lineage;
pub mod list;
pub mod rulings;
pub mod show;
pub mod today;
