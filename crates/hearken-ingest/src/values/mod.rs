//! What single values mean: dates and ratings, in the shapes in which people and programs write them.

mod clock;
mod column;
mod date;
mod format;
mod month;
mod number;
mod rating;
mod spelling;
mod wrapped;
mod zone;

pub(crate) use column::{DateProblem, Dates};
pub(crate) use date::{DateOrder, parse_date};
pub(crate) use format::{DateFormat, split_format};
pub(crate) use number::is_serial;
pub(crate) use rating::parse_rating;
pub(crate) use wrapped::unwrapped;
