//! Where customers' words stand. What describes a theme keeps spans of signals, never the words: erasing a signal takes
//! its words from every name and history at once.

use serde::{Deserialize, Serialize};

use crate::{SignalId, ThemeId, ThemeKind};

/// A text of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// Its title.
    Title,
    /// Its words.
    Text,
}

/// Some bytes of what one revision of a signal says. Written as an array of its parts, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "(u64, u32, Field, u32, u32)", into = "(u64, u32, Field, u32, u32)")]
pub struct Span {
    /// The signal.
    pub signal: SignalId,
    /// The revision, from 1.
    pub revision: u32,
    /// Title or text.
    pub field: Field,
    /// First byte, in UTF-8.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl From<(u64, u32, Field, u32, u32)> for Span {
    fn from((signal, revision, field, start, end): (u64, u32, Field, u32, u32)) -> Self {
        Self { signal: SignalId(signal), revision, field, start, end }
    }
}

impl From<Span> for (u64, u32, Field, u32, u32) {
    fn from(span: Span) -> Self {
        (span.signal.0, span.revision, span.field, span.start, span.end)
    }
}

/// Words that several customers say: each span where they stand, the one to show first. Where that is gone, the next one
/// is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phrase(pub Vec<Span>);

/// A theme as a clustering run or a split found it, without anybody's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundTheme {
    /// Its id; `None` until it is given one.
    pub id: Option<ThemeId>,
    /// What its signals mostly are.
    pub kind: ThemeKind,
    /// The parts of its name.
    pub name: Vec<Phrase>,
    /// Phrases that set it apart, the most distinctive first.
    pub words: Vec<Phrase>,
    /// One sentence that says what it is about.
    pub description: Phrase,
    /// Its most representative signals.
    pub exemplars: Vec<SignalId>,
    /// Signals in it, duplicates included.
    pub signals: u64,
    /// The theme that most of its signals were in, where it is born out of one.
    pub parent: Option<ThemeId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_written_in_few_bytes_and_reads_back() {
        let span = Span { signal: SignalId(17), revision: 2, field: Field::Text, start: 4, end: 19 };
        let written = serde_json::to_string(&span).unwrap();
        assert_eq!(written, r#"[17,2,"text",4,19]"#);
        assert_eq!(serde_json::from_str::<Span>(&written).unwrap(), span);
    }
}
