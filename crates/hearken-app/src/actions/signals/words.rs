//! What of a signal is embedded, grouped and named by.

use hearken_analysis::boilerplate::strip_boilerplate;
use hearken_domain::Signal;

/// What of a signal is embedded and grouped by.
pub fn words_of(title: Option<&str>, text: &str) -> String {
    let body = strip_boilerplate(text);
    match title {
        Some(title) => format!("{title}\n{body}"),
        None => body.into_owned(),
    }
}

/// The same of a whole signal.
pub fn signal_words(signal: &Signal) -> String {
    words_of(signal.title.as_ref().map(|title| title.as_str()), signal.verbatim.as_str())
}
