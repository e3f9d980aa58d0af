//! Megabytes of text in a CPU second, against ten plain regexes on the same texts in the same run.

use std::hint::black_box;

use cpu_time::ThreadTime;
use hearken_analysis::redact::{Rules, explain};
use regex::Regex;
use serde_json::json;

use crate::row;

/// What somebody would write in an afternoon: one pattern for each type, one pass for each pattern.
const PLAIN: [&str; 10] = [
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
    r"\+?\d[\d ().-]{7,}\d",
    r"\b(?:\d[ -]?){13,16}\b",
    r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b",
    r"\b\d{3}-\d{2}-\d{4}\b",
    r"\b(?:\d{1,3}\.){3}\d{1,3}\b",
    r"\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\b",
    r"(?i)(?:password|token|secret)\s*[:=]\s*\S+",
    r"\beyJ[\w-]+\.[\w-]+\.[\w-]+",
    r"\b(?:Mr|Mrs|Ms|Dr)\. [A-Z][a-z]+",
];
/// Texts are gone through until this many bytes were read, so that the clock's grain does not count.
const BYTES_MIN: usize = 24_000_000;

pub fn run(name: &str, texts: &[String], rules: &Rules) -> anyhow::Result<()> {
    let bytes: usize = texts.iter().map(String::len).sum();
    let rounds = BYTES_MIN.div_ceil(bytes.max(1));
    let megabytes = (bytes * rounds) as f64 / 1e6;
    let measure = |work: &dyn Fn(&str) -> usize| {
        // Once before, so that what is made on first use is made.
        texts.first().map(|text| black_box(work(text)));
        let started = ThreadTime::now();
        let mut found = 0;
        for _ in 0..rounds {
            found += texts.iter().map(|text| work(black_box(text))).sum::<usize>();
        }
        (megabytes / started.elapsed().as_secs_f64(), found / rounds)
    };
    let patterns: Vec<Regex> = PLAIN.iter().map(|pattern| Regex::new(pattern)).collect::<Result<_, _>>()?;
    let (redact, hits) = measure(&|text| explain(text, rules).len());
    let (plain, plain_hits) =
        measure(&|text| patterns.iter().map(|pattern| pattern.find_iter(text).count()).sum());
    row::print(&json!({
        "bench": "redact", "set": name, "texts": texts.len(), "mb": row::round(bytes as f64 / 1e6), "hits": hits,
        "mb_per_cpu_s": row::round(redact), "plain_hits": plain_hits, "plain_mb_per_cpu_s": row::round(plain),
    }))
}
