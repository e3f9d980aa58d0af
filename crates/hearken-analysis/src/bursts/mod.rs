//! Bursts: near-duplicate reports of one incident within days. Two reports are alike where they mean the same, share words
//! that are rare at the time, and differ in no name, number or error. What is shown as one must be one, so where it is not
//! sure it is none: short praise, filled-in forms and lists of sibling tasks are no burst.
//!
//! Reports come in the order of time. Each is compared with those of the days before that share rare words with it, never
//! with all, and leads to the one that is most alike. What leads to one another is a burst.

mod alike;
mod recent;
mod report;

pub use recent::{DAYS, RECENT, RecentReports};
pub use report::Report;

#[cfg(test)]
mod tests;
