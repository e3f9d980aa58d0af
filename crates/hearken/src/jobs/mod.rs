//! One file per background job.

pub mod follow_log;
