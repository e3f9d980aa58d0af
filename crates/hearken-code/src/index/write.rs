//! What an update found out, as sections of the index file.

use super::postings::{COMMIT, CONTENT, DEFINITION, MESSAGE, PAIR, PATH, PostingsWriter};
use super::shown::{shown, with_texts};
use crate::document::Document;
use crate::history::{self, History};
use crate::repository::{Commit, Entry};
use crate::role::Role;
use crate::sections::{Section, SectionsWriter};
use crate::words::{Words, runs};

/// A file as it goes into the index.
pub(super) struct File {
    pub entry: Entry,
    pub role: Role,
    pub document: Document,
    /// The document as the index keeps it; empty where the clone lacks the file's content, which is read again then.
    pub bytes: Vec<u8>,
}

/// Puts files into sections, with the words that stand in them.
pub(super) fn write_files(files: &[File], components: &[u32], sections: &mut SectionsWriter) {
    let mut content = PostingsWriter::default();
    let mut path = PostingsWriter::default();
    let mut definition = PostingsWriter::default();
    let mut message = PostingsWriter::default();
    let mut pair = PostingsWriter::default();
    let (mut first_chunks, mut chunk_lengths) = (vec![0u32], Vec::new());
    let words = Words::new();
    let shown = shown(files.iter().map(|file| &file.document));
    let mut lengths = Vec::with_capacity(files.len());
    for (file, number) in files.iter().zip(0u32..) {
        let document = with_texts(&file.document, &shown);
        let first = chunk_lengths.len() as u32;
        chunk_lengths.extend_from_slice(&document.chunks);
        first_chunks.push(chunk_lengths.len() as u32);
        lengths.push(document.length());
        for (term, occurrences) in &document.terms {
            for (chunk, frequency) in occurrences {
                content.add(*term, first + chunk, number, *frequency);
            }
        }
        for (term, frequency) in path_terms(&words, &file.entry.path) {
            path.add(term, number, number, frequency);
        }
        for (term, frequency) in &document.definitions {
            definition.add(*term, number, number, *frequency);
        }
        for (term, frequency) in &document.messages {
            message.add(*term, number, number, *frequency);
        }
        for (term, frequency) in &document.pairs {
            pair.add(*term, number, number, *frequency);
        }
    }
    let in_files = content.finish(CONTENT, sections);
    sections.set_numbers(Section::ContentFiles, &in_files);
    path.finish(PATH, sections);
    definition.finish(DEFINITION, sections);
    message.finish(MESSAGE, sections);
    pair.finish(PAIR, sections);
    sections.set_texts(
        Section::Paths,
        Section::PathEnds,
        files.iter().map(|file| file.entry.path.as_bytes()),
    );
    sections.set_numbers(Section::Blobs, &files.iter().map(|file| file.entry.blob).collect::<Vec<_>>());
    let kinds: Vec<u32> =
        files.iter().zip(components).map(|(file, component)| file.role.number() << 24 | component).collect();
    sections.set_numbers(Section::Kinds, &kinds);
    sections.set_numbers(Section::Lines, &files.iter().map(|file| file.document.lines).collect::<Vec<_>>());
    sections.set_numbers(Section::Lengths, &lengths);
    sections.set_numbers(Section::FirstChunks, &first_chunks);
    sections.set_numbers(Section::ChunkLengths, &chunk_lengths);
    sections.set_texts(
        Section::Documents,
        Section::DocumentEnds,
        files.iter().map(|file| file.bytes.as_slice()),
    );
    let catalogues = (0u32..).zip(files).filter(|(_, file)| !file.document.entries.is_empty());
    sections.set_numbers(Section::Catalogues, &catalogues.map(|(number, _)| number).collect::<Vec<_>>());
    let (keys, texts): (Vec<u32>, Vec<Vec<u32>>) = shown.into_iter().unzip();
    sections.set_numbers(Section::ShownKeys, &keys);
    set_lists(sections, Section::ShownTerms, Section::ShownEnds, &texts);
}

/// The words of a path, ascending.
fn path_terms(words: &Words, path: &str) -> Vec<(u32, u32)> {
    let mut terms = std::collections::BTreeMap::new();
    for (_, run) in runs(path) {
        let word = words.word(run);
        for term in word.parts.iter().copied().chain(word.whole) {
            *terms.entry(term).or_insert(0) += 1;
        }
    }
    terms.into_iter().collect()
}

/// Puts commits into sections, with the words of their messages and the files that they touched.
pub(super) fn write_history(
    commits: &[Commit],
    history: &History,
    files: usize,
    sections: &mut SectionsWriter,
) {
    let words = Words::new();
    let mut message_terms = PostingsWriter::default();
    let mut lengths = Vec::with_capacity(commits.len());
    for (commit, number) in commits.iter().zip(0u32..) {
        let terms = history::message_terms(&words, &commit.message);
        lengths.push(terms.iter().map(|(_, frequency)| frequency).sum::<u32>());
        // Only commits that touched a file still there can point to one.
        if !history.files[number as usize].is_empty() {
            for (term, frequency) in terms {
                message_terms.add(term, number, number, frequency);
            }
        }
    }
    message_terms.finish(COMMIT, sections);
    sections.set_numbers(Section::CommitIds, &commits.iter().map(|commit| commit.id).collect::<Vec<_>>());
    sections.set_numbers(
        Section::CommitSeconds,
        &commits.iter().map(|commit| commit.seconds).collect::<Vec<_>>(),
    );
    sections.set_numbers(Section::CommitLengths, &lengths);
    sections.set_texts(
        Section::CommitMessages,
        Section::CommitMessageEnds,
        commits.iter().map(|commit| commit.message.as_bytes()),
    );
    set_lists(sections, Section::CommitFiles, Section::CommitFileEnds, &history.files);
    set_lists(sections, Section::FileCommits, Section::FileCommitEnds, &history.commits_of(files));
    history::write(commits, sections);
}

fn set_lists(sections: &mut SectionsWriter, lists: Section, ends: Section, each: &[Vec<u32>]) {
    let mut end = 0u32;
    let ends_at: Vec<u32> = each
        .iter()
        .map(|list| {
            end += list.len() as u32;
            end
        })
        .collect();
    sections.set_numbers(lists, &each.concat());
    sections.set_numbers(ends, &ends_at);
}
