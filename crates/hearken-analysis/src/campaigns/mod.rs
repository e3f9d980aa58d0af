//! What is said to be counted rather than to be heard: campaigns, many texts of nearly the same words by accounts that say nothing
//! else, and spam. Words and times alone are looked at, never whether praise or blame is meant: what many customers live through at once,
//! they tell each in their own words.
//!
//! Texts come in the order of time. Each is compared with those of the days before that share rare words with it, and is a copy of
//! the one whose words it shares most of. Copies of one another are a group, and a group weighs by how many accounts are in it and
//! how much the words that they share tell.

mod copies;
mod spam;
mod weigh;

pub use copies::{COPY_DAYS, Copied, RecentTexts, Wording};
pub use spam::{SPAM_WEIGHT_MIN, spam_confidence, spam_weight};
pub use weigh::{ACCOUNTS_MIN, Campaign, LINKS_READ, Member, WEIGHT_MIN, weigh};

#[cfg(test)]
mod tests;
