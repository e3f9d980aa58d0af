//! The index and what it answers, on real repositories.

#![allow(clippy::unwrap_used)]

mod bad_repositories;
mod evidence;
mod index;
mod shop;
mod traces;
