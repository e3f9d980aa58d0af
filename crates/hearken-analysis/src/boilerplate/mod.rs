//! Boilerplate: what stands in a text and is not what its writer has to say. Code, logs, images, quoted mail, signatures,
//! and the lines of a form that many of one source share are alike in thousands of texts and would make themes of their
//! own. They stay in the signal, where they are searched and located by; only themes are made without them.

mod holes;
mod lines;
mod own_words;
mod template;
mod units;

pub use own_words::{OwnWords, embed_all, own_words};
pub use template::{Template, Templates};
pub(crate) use units::{sentences, unit};
