//! Names found in narratives that hold none: each is printed with the words around it, so that a person can read whether
//! it is one.

use hearken_analysis::redact::{Rules, explain};
use serde_json::json;

use crate::row;

/// Bytes of context on either side.
const AROUND: usize = 40;

pub fn run(texts: &[String], rules: &Rules) -> anyhow::Result<()> {
    let (mut hits, mut with_hits) = (0usize, 0usize);
    for text in texts {
        let mut any = false;
        for hit in explain(text, rules).into_iter().filter(|hit| hit.sort.as_str() == "name") {
            any = true;
            hits += 1;
            let start = text.floor_char_boundary(hit.range.start.saturating_sub(AROUND));
            let end = text.ceil_char_boundary((hit.range.end + AROUND).min(text.len()));
            row::print(
                &json!({ "name": &text[hit.range.clone()], "rule": hit.rule, "in": &text[start..end] }),
            )?;
        }
        with_hits += usize::from(any);
    }
    row::print(&json!({
        "bench": "redact", "set": "narratives", "texts": texts.len(), "name_hits": hits, "texts_with_hits": with_hits,
        "hits_per_1000": row::round(hits as f64 * 1000.0 / texts.len().max(1) as f64),
    }))
}
