//! How long a text takes on one core.

use std::hint::black_box;

use cpu_time::ProcessTime;
use hearken_analysis::readings::Reader;
use serde_json::json;

use super::texts::Item;
use crate::row;

/// Texts of each source.
const TEXTS: usize = 5_000;

pub fn run(reader: &Reader, items: &[Item]) -> anyhow::Result<()> {
    for source in ["review", "complaint", "rust", "templated"] {
        let all: Vec<&Item> =
            items.iter().filter(|item| item.source() == source && !item.vector.is_empty()).collect();
        let some: Vec<&Item> = all.iter().step_by(all.len().div_ceil(TEXTS).max(1)).copied().collect();
        let started = ProcessTime::now();
        for item in &some {
            black_box(reader.read(&item.text()));
        }
        let us = started.elapsed().as_secs_f64() * 1e6 / some.len().max(1) as f64;
        let bytes = some.iter().map(|item| item.words.len()).sum::<usize>() / some.len().max(1);
        row::print(&json!({
            "bench": "readings/speed", "source": source, "texts": some.len(), "bytes_mean": bytes, "us": row::round(us),
        }))?;
    }
    Ok(())
}
