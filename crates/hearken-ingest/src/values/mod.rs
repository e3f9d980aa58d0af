//! What single values mean: dates, ratings and words in HTML, in the shapes in which people and programs write them.

mod clock;
mod column;
mod date;
mod format;
mod html;
mod labels;
mod month;
mod number;
mod prose;
mod rating;
mod spelling;
mod state;
mod wrapped;
mod zone;

pub(crate) use column::{DateProblem, Dates};
pub(crate) use date::{DateOrder, parse_date};
pub(crate) use format::{DateFormat, split_format};
pub(crate) use html::{has_markup, html_to_text, is_html, is_markdown};
pub(crate) use labels::{labels_in, names};
pub(crate) use number::is_serial;
pub(crate) use prose::Prose;
pub(crate) use rating::parse_rating;
pub(crate) use state::{is_plain_state, state_of};
pub(crate) use wrapped::unwrapped;
