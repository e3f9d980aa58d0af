//! The index and what it answers, on real repositories.

#![allow(clippy::unwrap_used)]

mod bad_repositories;
mod evidence;
mod git;
mod index;
mod named;
mod odd_repositories;
mod owners;
mod shop;
mod tags;
mod traces;
