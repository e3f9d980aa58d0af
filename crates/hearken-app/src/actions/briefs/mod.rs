//! Briefs: one page about one thing, for people outside engineering, in plain words. Every number on it has a note that says
//! where it comes from and leads to what is behind it.

pub(crate) mod asked;
mod component;
mod customer;
mod doing;
pub(crate) mod figures;
pub(crate) mod opportunity;
pub mod page;
mod quotes;
pub mod show;
mod theme;
mod week;
pub(crate) mod write;
