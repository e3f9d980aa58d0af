//! Which documents each word stands in, with its term frequencies: an inverted index whose lists are differences of
//! document numbers, packed into bytes.

use rustc_hash::FxHashMap;

use crate::bytes::{Reader, put};
use crate::sections::{Section, Sections, SectionsWriter};
use crate::words::Term;

/// The three sections of an inverted index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    terms: Section,
    ends: Section,
    postings: Section,
}

pub(crate) const CONTENT: Field =
    Field { terms: Section::ContentTerms, ends: Section::ContentEnds, postings: Section::ContentPostings };
pub(crate) const PATH: Field =
    Field { terms: Section::PathTerms, ends: Section::PathTermEnds, postings: Section::PathPostings };
pub(crate) const DEFINITION: Field = Field {
    terms: Section::DefinitionTerms,
    ends: Section::DefinitionEnds,
    postings: Section::DefinitionPostings,
};
pub(crate) const MESSAGE: Field =
    Field { terms: Section::MessageTerms, ends: Section::MessageEnds, postings: Section::MessagePostings };
pub(crate) const PAIR: Field =
    Field { terms: Section::PairTerms, ends: Section::PairEnds, postings: Section::PairPostings };
pub(crate) const COMMIT: Field =
    Field { terms: Section::CommitTerms, ends: Section::CommitTermEnds, postings: Section::CommitPostings };

/// An inverted index in the making. Documents are added in ascending order.
#[derive(Debug, Default)]
pub(crate) struct PostingsWriter {
    lists: FxHashMap<Term, List>,
}

#[derive(Debug, Default)]
struct List {
    last: u32,
    bytes: Vec<u8>,
    /// Files among its documents, where documents are parts of files.
    files: u32,
    last_file: Option<u32>,
}

impl PostingsWriter {
    /// Says that `term` stands in `document`, a part of `file`, with this term frequency.
    pub fn add(&mut self, term: Term, document: u32, file: u32, frequency: u32) {
        let list = self.lists.entry(term).or_default();
        put(&mut list.bytes, document - list.last);
        put(&mut list.bytes, frequency);
        list.last = document;
        if list.last_file != Some(file) {
            list.files += 1;
            list.last_file = Some(file);
        }
    }

    /// Puts it into its sections; gives the number of files of each term, in the order of terms.
    pub fn finish(self, field: Field, sections: &mut SectionsWriter) -> Vec<u32> {
        let mut lists: Vec<(Term, List)> = self.lists.into_iter().collect();
        lists.sort_unstable_by_key(|(term, _)| *term);
        let terms: Vec<Term> = lists.iter().map(|(term, _)| *term).collect();
        sections.set_numbers(field.terms, &terms);
        sections.set_texts(field.postings, field.ends, lists.iter().map(|(_, list)| list.bytes.as_slice()));
        lists.iter().map(|(_, list)| list.files).collect()
    }
}

/// The index of a term among the terms of a field.
pub(crate) fn find(sections: &Sections, field: Field, term: Term) -> Option<usize> {
    sections.numbers::<Term>(field.terms).binary_search(&term).ok()
}

/// Documents of the term at an index, each with its term frequency.
pub(crate) fn postings(sections: &Sections, field: Field, term: usize) -> impl Iterator<Item = (u32, u32)> {
    let mut reader = Reader::new(sections.text(field.postings, field.ends, term));
    let mut document = 0u32;
    std::iter::from_fn(move || {
        document = document.wrapping_add(reader.read_number()?);
        Some((document, reader.read_number()?))
    })
}

/// How many terms a field has.
pub(crate) fn count(sections: &Sections, field: Field) -> usize {
    sections.numbers::<Term>(field.terms).len()
}
