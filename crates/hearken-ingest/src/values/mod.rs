//! What single values mean: dates and ratings, in the shapes in which people and programs write them.

mod clock;
mod date;
mod rating;

pub(crate) use date::{DateOrder, date_in_range, parse_date};
pub(crate) use rating::parse_rating;
