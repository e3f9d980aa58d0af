//! Pages of saved views, and what every page that can be saved says of them.

pub mod bar;
pub mod list;
