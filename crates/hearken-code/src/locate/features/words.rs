//! The report's words in a file: in its content, and in the fields that each file has once.

use crate::Index;
use crate::index::{CONTENT, Field, Statistics, find, postings};
use crate::locate::bm25::{idf, saturated};
use crate::locate::feature::{Feature, Row};
use crate::locate::query::{Query, QueryTerm};
use crate::sections::Section;

/// Constants of BM25 that fit files better than the usual ones: long files say more.
const K1: f32 = 2.0;
const B: f32 = 0.6;

/// BM25 of files and of their parts, by all words and by the title's.
pub(super) fn content(index: &Index, statistics: &Statistics, query: &Query, rows: &mut [Row]) {
    let sections = &index.sections;
    let (files, chunks) = (rows.len(), statistics.file_of_chunk.len());
    let in_files = sections.numbers::<u32>(Section::ContentFiles);
    let lengths = sections.numbers::<u32>(Section::Lengths);
    let chunk_lengths = sections.numbers::<u32>(Section::ChunkLengths);
    let (mut by_all, mut by_title) = (vec![0f32; chunks], vec![0f32; chunks]);
    let mut list: Vec<(u32, u32)> = Vec::new();
    for term in &query.terms {
        let Some(term_index) = find(sections, CONTENT, term.term) else { continue };
        list.clear();
        list.extend(postings(sections, CONTENT, term_index).filter(|(chunk, _)| (*chunk as usize) < chunks));
        let weight = term.weight * idf(files, in_files.get(term_index).copied().unwrap_or(1) as usize);
        let chunk_weight = term.weight * idf(chunks, list.len());
        for occurrences in list
            .chunk_by(|a, b| statistics.file_of_chunk[a.0 as usize] == statistics.file_of_chunk[b.0 as usize])
        {
            for (chunk, frequency) in occurrences {
                let length = chunk_lengths[*chunk as usize] as f32 / statistics.average_chunk;
                let gain = chunk_weight * saturated(*frequency as f32, length, K1, B);
                by_all[*chunk as usize] += gain;
                if term.in_title {
                    by_title[*chunk as usize] += gain;
                }
            }
            let file = statistics.file_of_chunk[occurrences[0].0 as usize] as usize;
            let frequency: u32 = occurrences.iter().map(|(_, frequency)| frequency).sum();
            let length = lengths.get(file).copied().unwrap_or(1) as f32 / statistics.average_length;
            let gain = weight * saturated(frequency as f32, length, K1, B);
            rows[file][Feature::Content as usize] += gain;
            if term.in_title {
                rows[file][Feature::Title as usize] += gain;
            }
        }
    }
    best_chunks(statistics, &by_all, &by_title, rows);
}

/// The sum of each file's three best parts, and its best part by the title's words.
fn best_chunks(statistics: &Statistics, by_all: &[f32], by_title: &[f32], rows: &mut [Row]) {
    let chunks: Vec<usize> = (0..by_all.len()).collect();
    for chunks in chunks.chunk_by(|a, b| statistics.file_of_chunk[*a] == statistics.file_of_chunk[*b]) {
        let mut best = [0f32; 3];
        let row = &mut rows[statistics.file_of_chunk[chunks[0]] as usize];
        for chunk in chunks {
            if by_all[*chunk] > best[2] {
                best[2] = by_all[*chunk];
                best.sort_by(|a, b| b.total_cmp(a));
            }
            row[Feature::TitleChunk as usize] = row[Feature::TitleChunk as usize].max(by_title[*chunk]);
        }
        row[Feature::Chunks as usize] = best.iter().sum();
    }
}

/// BM25 of a field that each file has once, by all words and, where that counts too, by the title's.
pub(super) fn field(
    index: &Index,
    field: Field,
    lengths: &[f32],
    terms: &[QueryTerm],
    (all, title): (Feature, Option<Feature>),
    rows: &mut [Row],
) {
    let average = (lengths.iter().sum::<f32>() / lengths.len().max(1) as f32).max(1.0);
    for term in terms {
        let Some(term_index) = find(&index.sections, field, term.term) else { continue };
        let list: Vec<(u32, u32)> = postings(&index.sections, field, term_index).collect();
        let weight = term.weight * idf(rows.len(), list.len());
        for (file, frequency) in list {
            let Some(row) = rows.get_mut(file as usize) else { continue };
            let gain = weight * saturated(frequency as f32, lengths[file as usize] / average, K1, B);
            row[all as usize] += gain;
            if let (true, Some(title)) = (term.in_title, title) {
                row[title as usize] += gain;
            }
        }
    }
}
