//! Pages of releases, and the marks of releases on trends.

pub mod list;
pub mod marks;
pub mod show;
