//! How long files, parts and messages are: what scoring needs to know of all of them, counted once for an open index.

use super::postings::{DEFINITION, Field, MESSAGE, PAIR, PATH, count, postings};
use crate::sections::{Section, Sections};

/// What scoring needs to know of all files, whatever is asked.
#[derive(Debug)]
pub(crate) struct Statistics {
    pub file_of_chunk: Vec<u32>,
    pub average_length: f32,
    pub average_chunk: f32,
    pub path_lengths: Vec<f32>,
    pub definition_lengths: Vec<f32>,
    pub message_lengths: Vec<f32>,
    pub pair_lengths: Vec<f32>,
    pub average_message: f32,
}

impl Statistics {
    pub fn new(sections: &Sections, files: usize) -> Self {
        let chunks = sections.numbers::<u32>(Section::ChunkLengths);
        let mut file_of_chunk = vec![0; chunks.len()];
        for (file, ends) in sections.numbers::<u32>(Section::FirstChunks).windows(2).enumerate() {
            if let Some(chunks) = file_of_chunk.get_mut(ends[0] as usize..ends[1] as usize) {
                chunks.fill(file as u32);
            }
        }
        let average = |numbers: &[u32]| {
            (numbers.iter().map(|n| *n as f32).sum::<f32>() / numbers.len().max(1) as f32).max(1.0)
        };
        let lengths = |field: Field| {
            let mut lengths = vec![0f32; files];
            for (file, frequency) in
                (0..count(sections, field)).flat_map(|term| postings(sections, field, term))
            {
                if let Some(length) = lengths.get_mut(file as usize) {
                    *length += frequency as f32;
                }
            }
            lengths
        };
        Self {
            file_of_chunk,
            average_length: average(sections.numbers(Section::Lengths)),
            average_chunk: average(chunks),
            path_lengths: lengths(PATH),
            definition_lengths: lengths(DEFINITION),
            message_lengths: lengths(MESSAGE),
            pair_lengths: lengths(PAIR),
            average_message: average(sections.numbers(Section::CommitLengths)),
        }
    }
}
