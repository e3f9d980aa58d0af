//! Weighs opportunities: what a score is by each of five methods, how sure it is, and how often it ranks first. What people guess
//! and what is estimated are ranges; a score is worked out from draws of them, and never looks surer than what went in.

mod method;
mod rank;
mod reach;
mod spread;

pub use method::{Inputs, Method, Need, Points, Strengths, Term, Unweighable, WeighError};
pub use rank::{DRAWS, Draws, Score, first_shares, weigh};
pub use reach::{Heard, reach};
pub use spread::Spread;
