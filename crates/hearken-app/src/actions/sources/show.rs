//! One source: its imports, and what was rejected and why.

use std::collections::BTreeMap;

use hearken_domain::{ImportId, Timestamp, Verbatim};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::sources::kept::{KeptChange, changes};
use crate::actions::sources::list::{ImportRow, SourceRow, source_row};
use crate::error::AppError;
use crate::known::no_such_source;
use crate::view::View;

const IMPORTS: usize = 50;
const REJECTS: usize = 200;

/// A source, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SourcePage {
    /// Its row.
    pub source: SourceRow,
    /// What was last chosen of how long it is kept, and of each kind, which an undo takes back; the last first.
    pub kept_changes: Vec<KeptChange>,
    /// Its imports, newest first.
    pub imports: Vec<ImportRow>,
    /// The first rejected items, newest import first.
    pub rejects: Vec<RejectRow>,
    /// How many there are.
    pub rejects_total: u64,
    /// Until when the newest rejected originals are kept.
    pub rejects_kept_until: Option<Timestamp>,
}

/// One rejected item.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RejectRow {
    /// The import it came with.
    pub import: ImportId,
    /// Where it stood in the input.
    pub place: String,
    /// Why it was rejected.
    pub reason: Verbatim,
    /// What arrived, redacted as it would have been; `None` once expired.
    pub original: Option<Verbatim>,
}

/// Shows one source.
///
/// # Errors
/// There is no such source, or any failure of the store.
pub fn show_source(view: &View, name: &str) -> Result<SourcePage, AppError> {
    let store = view.store();
    let source = store.sources().get(name)?.ok_or_else(|| no_such_source(name))?;
    let id = source.id;
    let imports = store.imports().of_source(id, IMPORTS)?;
    let mut kept_until = None;
    let mut originals = BTreeMap::new();
    for import in imports.iter().filter(|import| import.counts.rejected > 0) {
        if let Some((records, until)) = view.rejects(import.id, REJECTS)? {
            kept_until = kept_until.max(Some(until));
            originals.extend(records.into_iter().map(|record| ((import.id, record.place.clone()), record)));
        }
    }
    let rejects = store.imports().rejected(id, REJECTS)?.into_iter().map(|rejected| {
        let kept = originals.get(&(rejected.import, rejected.place.clone()));
        // Reason and original share a numbering of people.
        let mut session = view.masking();
        RejectRow {
            original: kept.map(|record| session.text(&as_text(&record.original))),
            import: rejected.import,
            place: rejected.place,
            // The log's reason quotes nothing of what arrived.
            reason: session.text(kept.map_or(&rejected.reason, |record| &record.reason)),
        }
    });
    let rejects = rejects.collect();
    let source = source_row(view, source)?;
    Ok(SourcePage {
        kept_changes: changes(store, id)?,
        rejects_total: source.counts.rejected,
        imports: imports.into_iter().map(|import| ImportRow::new(import, name)).collect(),
        rejects,
        rejects_kept_until: kept_until,
        source,
    })
}

/// Which column is what in the files of a source, as it was last said; `None` where there is no such source.
///
/// # Errors
/// Any failure of the store.
pub fn remembered_mapping(view: &View, name: &str) -> Result<Option<BTreeMap<String, String>>, AppError> {
    Ok(view.store().sources().get(name)?.map(|source| source.mapping))
}

fn as_text(original: &serde_json::Value) -> String {
    match original {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
