//! Real texts recombined to any number: sentences of real customers under a fixed seed, so that lengths and words are
//! real however many rows are wanted.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use hearken_ingest::{Arrival, Input, Limits, Options, read};

/// What is recombined.
pub struct Corpus {
    sentences: Vec<String>,
    rows: Vec<(Option<f64>, Option<String>, Option<i64>)>,
}

impl Corpus {
    /// Reads files of any format that the product reads.
    pub fn read(files: &[PathBuf]) -> anyhow::Result<Self> {
        let mut corpus = Self { sentences: Vec::new(), rows: Vec::new() };
        for file in files {
            let input = Input::from_path(file).with_context(|| file.display().to_string())?;
            let options = Options::new(Limits::at(jiff::Timestamp::now()));
            read(input, &options, &mut |arrival| {
                if let Arrival::Item(item) = arrival {
                    let sentences = item.text.split_inclusive(['.', '!', '?', '\n']);
                    corpus.sentences.extend(sentences.map(|s| s.trim().to_owned()).filter(|s| s.len() > 3));
                    corpus.rows.push((item.rating, item.product, item.at.map(|at| at.as_millisecond())));
                }
                ControlFlow::Continue(())
            })?;
        }
        ensure!(!corpus.sentences.is_empty(), "the files hold no texts");
        Ok(corpus)
    }

    /// Writes `rows` lines of JSON; gives their bytes.
    pub fn write(&self, rows: usize, path: &Path) -> anyhow::Result<u64> {
        let mut out = BufWriter::new(File::create(path)?);
        for row in 0..rows {
            writeln!(out, "{}", self.row(row as u64))?;
        }
        out.flush()?;
        Ok(std::fs::metadata(path)?.len())
    }

    /// One row, always the same for its number.
    pub fn row(&self, number: u64) -> serde_json::Value {
        let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 42;
        let mut next = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        next(2);
        let count = 1 + next(3);
        let words: Vec<&str> =
            (0..count).map(|_| self.sentences[next(self.sentences.len())].as_str()).collect();
        let (rating, product, at) = &self.rows[next(self.rows.len())];
        let at = at.and_then(|at| jiff::Timestamp::from_millisecond(at).ok()).map(|at| at.to_string());
        serde_json::json!({
            "id": number.to_string(), "text": words.join(" "), "rating": rating, "product": product, "date": at,
        })
    }
}
