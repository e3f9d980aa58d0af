//! What the data directory takes on disk, and for what.

use std::fs;
use std::path::Path;

use hearken_domain::SignalFilter;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::AppError;
use crate::view::View;

/// The data directory, part by part.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Sizes {
    /// Where it lies.
    pub directory: String,
    /// Its parts.
    pub parts: Vec<Part>,
    /// All of them, in bytes.
    pub bytes: u64,
    /// Signals in the log.
    pub signals: u64,
}

/// One part of the data directory.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Part {
    /// Name of the part, as shown.
    pub name: &'static str,
    /// What it is for, and whether it can be rebuilt.
    pub about: &'static str,
    /// Where it lies in the directory.
    pub path: &'static str,
    /// Number of files.
    pub files: u64,
    /// Bytes in them.
    pub bytes: u64,
}

impl Sizes {
    /// Bytes a signal, all in all.
    pub fn bytes_a_signal(&self) -> Option<f64> {
        (self.signals > 0).then(|| self.bytes as f64 / self.signals as f64)
    }
}

const PARTS: [(&str, &str, &str); 8] = [
    ("Log", "signals, their history, decisions and themes: the truth, and what a backup holds", "hearken.db"),
    (
        "Log, not yet merged",
        "the newest writes, already safe; merged into the log by itself",
        "hearken.db-wal",
    ),
    ("Text index", "a view; can be rebuilt from the log", "views/words"),
    ("Vectors", "one embedding a signal; a view like the text index", "views/vectors"),
    ("Code indexes", "what is known of each repository's newest commit; a view, too", "code"),
    ("Rejected originals", "kept 30 days, to be fixed and imported again", "rejects"),
    ("Ledger of erasures", "keyed hashes of who must not be taken in again", "erasures.json"),
    ("Key of that ledger", "what its hashes are made with; keep a copy apart from it", "erasures.key"),
];

/// Measures every part.
///
/// # Errors
/// Any failure of the store.
pub fn show_sizes(view: &View) -> Result<Sizes, AppError> {
    let directory = view.dir().path();
    let parts: Vec<Part> = PARTS
        .iter()
        .map(|&(name, about, path)| {
            let (files, bytes) = measure(&directory.join(path));
            Part { name, about, path, files, bytes }
        })
        .collect();
    Ok(Sizes {
        directory: directory.display().to_string(),
        bytes: parts.iter().map(|part| part.bytes).sum(),
        parts,
        signals: view.store().signals().span(&SignalFilter::default(), None)?.0,
    })
}

/// Files and bytes under a path. What goes away meanwhile counts nothing.
fn measure(path: &Path) -> (u64, u64) {
    let Ok(found) = fs::metadata(path) else { return (0, 0) };
    if !found.is_dir() {
        return (1, found.len());
    }
    let Ok(entries) = fs::read_dir(path) else { return (0, 0) };
    entries.flatten().map(|entry| measure(&entry.path())).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
}
