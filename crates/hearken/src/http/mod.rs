//! The HTTP door: the JSON API for programs, measurements for monitoring, and what other Hearken commands on this
//! machine hand over.

pub mod api;
pub mod body;
pub mod deadline;
pub mod door;
pub mod entry;
pub mod guard;
pub mod handover;
pub mod listen;
pub mod metrics;
mod places;
pub mod ready;
pub mod routes;
pub mod secret;
