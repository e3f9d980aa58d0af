//! What the analysis of surges is given: signals with their meanings and times, and who spoke.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use hearken_analysis::embedding::Vector;
use hearken_analysis::surge::{Constants, Heard};
use hearken_domain::SignalId;
use hearken_store::{HeardSignal, Vectors};

use crate::error::AppError;
use crate::view::View;

/// Signals that are read, at most: the last.
const READ_MAX: usize = 200_000;
/// Lately, so many are read word by word.
const WORDS_MAX: usize = 2_000;
/// A clock may be so far ahead.
const AHEAD_MS: i64 = 5 * 60_000;
/// A text with so many words is its writer's alone: where it comes twice, it is a copy.
const COPY_WORDS: usize = 6;

/// What came lately and what is usual, as far as there is anything to look at.
pub(super) struct HeardLately {
    /// Signals that may be part of a surge.
    pub lately: Vec<Heard>,
    /// All of the past that tells what is usual.
    pub past: Vec<Heard>,
}

/// Reads what came from `since_ms` on with what it may be compared with; `None` where that is too little to be anything.
pub(super) fn heard(
    view: &View,
    constants: &Constants,
    since_ms: i64,
) -> Result<Option<HeardLately>, AppError> {
    let Some(vectors) = view.vectors() else { return Ok(None) };
    let now = view.now().as_millisecond();
    let from = now - constants.longest_ms() - constants.late_ms;
    let mut rows = view.store().surges().heard(from, now + AHEAD_MS, READ_MAX)?;
    rows.retain(|row| row.came_ms - row.said_ms <= constants.late_ms);
    let brought = brought_live(view, &rows, from, constants)?;
    rows.retain(|row| brought.contains(&row.import.0));
    if rows.len() < constants.people || rows.iter().all(|row| row.came_ms < since_ms) {
        return Ok(None);
    }
    let copies = copies(view, &rows)?;
    let past =
        view.store().surges().heard(now - constants.past_ms - constants.longest_ms(), now, READ_MAX)?;
    Ok(Some(HeardLately {
        lately: rows.iter().map(|row| as_heard(row, vectors, copies.get(&row.id).copied())).collect(),
        past: past.iter().map(|row| as_heard(row, vectors, None)).collect(),
    }))
}

/// The imports most of whose signals were said about when they came: an upload of old signals is none, whatever its last ones
/// are.
fn brought_live(
    view: &View,
    rows: &[HeardSignal],
    since_ms: i64,
    constants: &Constants,
) -> Result<BTreeSet<u64>, AppError> {
    let imports: BTreeSet<_> = rows.iter().map(|row| row.import).collect();
    let mut live = BTreeSet::new();
    for import in imports {
        let (all, prompt) = view.store().surges().brought(import, since_ms, constants.late_ms)?;
        if 2 * prompt > all {
            live.insert(import.0);
        }
    }
    Ok(live)
}

/// One number for all signals that are copies of one text: those of a burst, or those that say the same word by word.
fn copies(view: &View, rows: &[HeardSignal]) -> Result<BTreeMap<SignalId, u64>, AppError> {
    let firsts: BTreeSet<SignalId> = rows.iter().filter_map(|row| row.burst).collect();
    let of_burst = |row: &HeardSignal| row.burst.or_else(|| firsts.get(&row.id).copied());
    let mut copies: BTreeMap<SignalId, u64> =
        rows.iter().filter_map(|row| Some((row.id, of_burst(row)?.0))).collect();
    let alone: Vec<SignalId> =
        rows.iter().map(|row| row.id).filter(|id| !copies.contains_key(id)).take(WORDS_MAX).collect();
    for signal in view.store().signals().several(&alone)? {
        let words: Vec<String> = signal.verbatim.as_str().split_whitespace().map(str::to_lowercase).collect();
        if words.len() >= COPY_WORDS {
            let mut hasher = DefaultHasher::new();
            words.hash(&mut hasher);
            copies.insert(signal.id, hasher.finish());
        }
    }
    Ok(copies)
}

fn as_heard(row: &HeardSignal, vectors: &Vectors, copies: Option<u64>) -> Heard {
    Heard {
        id: row.id.0,
        vector: vectors.get(row.id).and_then(Vector::from_bytes).unwrap_or(Vector::EMPTY),
        said_ms: row.said_ms,
        came_ms: row.came_ms,
        source: row.source.0,
        speaker: row.speaker.map(|speaker| speaker.0),
        copies,
        theme: row.theme.map(|theme| theme.0),
    }
}
