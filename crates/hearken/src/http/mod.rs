//! The HTTP door. For now only what other Hearken commands on this machine use.

pub mod handover;
