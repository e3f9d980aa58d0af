//! Hearken: the doors that open on its actions.
//!
//! A library only so that the integration tests can start it in their own process; the product is the binary.

mod brief;
pub mod cli;
pub mod config;
mod courier;
mod export;
pub mod http;
#[cfg(test)]
mod next_steps;
pub mod serve;
mod shown;
pub mod web;
