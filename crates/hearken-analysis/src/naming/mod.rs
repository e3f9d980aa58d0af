//! Names, descriptions, representative signals and kinds of themes. Nothing is invented: every word of a name or a
//! description stands in the customers' texts, where [`find_phrase`] and [`find_sentence`] find it again.

mod exemplars;
mod find;
mod kind;
mod name;
mod phrases;
mod score;
mod sentence;
mod stop;
mod support;

pub use exemplars::exemplars;
pub use find::{find_phrase, find_sentence, show_phrase, show_sentence};
pub use kind::kind;
pub use name::{Name, name, write_name};
pub use sentence::sentence;
pub(crate) use stop::{is_function_word, is_stop_word};

/// The texts of one cluster.
#[derive(Debug, Clone, Default)]
pub struct ClusterTexts<'a> {
    /// The words of its members, duplicates left out.
    pub texts: Vec<&'a str>,
}

#[cfg(test)]
mod form_tests;
#[cfg(test)]
mod tests;
