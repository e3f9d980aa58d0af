//! What of a signal is embedded, grouped, named and quoted by: its title, and what its writer says themself.

use hearken_analysis::boilerplate::{OwnWords, Template, own_words};
use hearken_analysis::embedding::EmbeddingTable;
use hearken_domain::{Signal, Verbatim};

/// How texts are embedded beside the table: changes whenever the same signal gets another vector.
const EMBEDDED: &str = "title-half";

/// What the vectors are made with; those made with anything else are made again.
pub fn vectors_id() -> String {
    format!("{} {EMBEDDED}", EmbeddingTable::builtin().id())
}

/// What of a signal is not boilerplate, by its form and by the template of its source.
pub fn words_of<'s>(signal: &'s Signal, template: &Template) -> OwnWords<'s> {
    let title = signal.title.as_ref().map(|title| title.as_str());
    own_words(title, signal.verbatim.as_str(), template)
}

/// What a signal's writer says, for a quotation; all its words where that is nothing.
pub fn said(signal: &Signal, template: &Template) -> Verbatim {
    let body = words_of(signal, template).body();
    if body.is_empty() { signal.verbatim.clone() } else { Verbatim::redacted(body) }
}

/// The same behind its title, where it has one.
pub fn headed(signal: &Signal, template: &Template) -> Verbatim {
    let body = words_of(signal, template).body();
    match &signal.title {
        Some(title) if body.is_empty() => title.clone(),
        Some(title) => Verbatim::redacted(format!("{} – {body}", title.as_str().trim())),
        None => said(signal, template),
    }
}
