//! The HTTP door: the JSON API for programs, measurements for monitoring, and what other Hearken commands on this
//! machine hand over.

pub mod api;
pub mod door;
pub mod guard;
pub mod handover;
pub mod metrics;
pub mod routes;
