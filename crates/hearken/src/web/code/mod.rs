//! Pages about repositories and the ways between customers' words and code.

pub mod address;
pub mod component;
pub mod file;
mod labels;
pub mod links;
pub mod repositories;
pub mod scatter;
