//! Opportunities: problems that are worth solving, with what people believe about them and how they weigh beside each other.

pub mod acts;
pub mod add;
pub mod body;
pub mod cards;
pub mod change;
pub mod follow;
pub mod followed;
pub mod hypotheses;
pub mod list;
mod measured;
pub mod merge;
pub mod news;
pub mod of_themes;
pub mod page;
pub mod read;
pub mod returned;
pub mod set;
mod turned;
pub mod weigh;
