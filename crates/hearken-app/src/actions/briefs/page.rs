//! What a brief is made of, whatever it is written as.

use std::collections::BTreeMap;

use hearken_domain::{Timestamp, Verbatim};
use serde::Serialize;
use utoipa::ToSchema;

/// What a brief is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum BriefKind {
    /// What customers say again and again.
    Theme,
    /// A problem that is worth solving.
    Opportunity,
    /// One customer.
    Customer,
    /// A part of the product.
    Component,
    /// Seven days.
    Week,
    /// Something that is planned.
    Plan,
}

/// One page about one thing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Brief {
    /// What it is about.
    pub kind: BriefKind,
    /// Its id, such as `T-3`; the name of a component; the days of a week.
    pub of: Verbatim,
    /// What stands at its head.
    pub title: Verbatim,
    /// As of when it tells.
    pub now: Timestamp,
    /// The address of the page about the same thing, without the server's name.
    pub about: String,
    /// Its own address, without the server's name.
    pub address: String,
    /// What to know before reading: that its subject became part of another, or is heard no more.
    pub notices: Vec<BriefLine>,
    /// The whole of it in a few sentences.
    pub summary: BriefLine,
    /// The rest, in the order in which it is read.
    pub sections: Vec<BriefSection>,
    /// Where each number comes from.
    pub notes: Vec<BriefNote>,
}

/// A part of a brief under a heading.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BriefSection {
    /// The heading.
    pub title: String,
    /// What it says, a sentence or two each.
    pub lines: Vec<BriefLine>,
    /// What customers say.
    pub quotes: Vec<BriefQuote>,
}

/// Sentences, as pieces of text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct BriefLine {
    /// Read one behind the other.
    pub pieces: Vec<BriefPiece>,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BriefPiece {
    /// The text: ours, or words that have been through redaction.
    pub text: Verbatim,
    /// The number of the note that says where it comes from.
    pub note: Option<u64>,
}

/// A customer's words.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BriefQuote {
    /// The words, cut at a word's end if they are many.
    pub words: Verbatim,
    /// When and where they were said.
    pub said: String,
    /// The number of the note that leads to all of it.
    pub note: u64,
}

/// Where a number comes from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BriefNote {
    /// Its number, from 1.
    pub number: u64,
    /// What it is about, as it stands in the text.
    pub what: Verbatim,
    /// Where what is behind it can be read: an address without the server's name, or one of a tracker.
    pub href: String,
    /// How it came about.
    pub why: Verbatim,
}

impl Brief {
    /// The note of a piece.
    pub fn note(&self, number: u64) -> Option<&BriefNote> {
        self.notes.iter().find(|note| note.number == number)
    }
}

impl Brief {
    /// The same without the section of that heading, and without the notes that it alone has.
    #[must_use]
    pub(crate) fn without(mut self, title: &str) -> Self {
        self.sections.retain(|section| section.title != title);
        self.in_order()
    }

    /// The same with its notes numbered in the order in which they are met, and without those that are not.
    #[must_use]
    pub(crate) fn in_order(mut self) -> Self {
        let mut numbers: BTreeMap<u64, u64> = BTreeMap::new();
        self.each_note(|number| {
            let next = numbers.len() as u64 + 1;
            *number = *numbers.entry(*number).or_insert(next);
        });
        self.notes.retain(|note| numbers.contains_key(&note.number));
        self.notes
            .iter_mut()
            .for_each(|note| note.number = numbers.get(&note.number).copied().unwrap_or_default());
        self.notes.sort_by_key(|note| note.number);
        self
    }

    fn each_note(&mut self, mut see: impl FnMut(&mut u64)) {
        let see_line = |line: &mut BriefLine, see: &mut dyn FnMut(&mut u64)| {
            line.pieces.iter_mut().filter_map(|piece| piece.note.as_mut()).for_each(see);
        };
        self.notices.iter_mut().for_each(|line| see_line(line, &mut see));
        see_line(&mut self.summary, &mut see);
        for section in &mut self.sections {
            section.lines.iter_mut().for_each(|line| see_line(line, &mut see));
            section.quotes.iter_mut().for_each(|quote| see(&mut quote.note));
        }
    }
}

impl BriefLine {
    /// All of it as one text.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}
