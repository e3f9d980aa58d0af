//! The index and what it answers, on real repositories.

mod bad_repositories;
mod evidence;
mod index;
mod shop;
