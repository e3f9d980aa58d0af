//! How long what a source brings is kept as it came, as the source shows it.

use hearken_domain::{Kind, Retention, SourceId};
use hearken_store::{KeptFor, Snapshot};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::AppError;

/// A choice, as a source shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeptRow {
    /// Only signals of this kind; `None` is all that have no choice of their own.
    pub kind: Option<Kind>,
    /// For how many days.
    pub days: u32,
    /// Whether their words stay then, without who said them.
    pub keeps_words: bool,
}

/// The choices that stand for a source.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn kept_rows(snapshot: &Snapshot, source: SourceId) -> Result<Vec<KeptRow>, AppError> {
    let all = snapshot.retention().all()?.into_iter().filter(|kept| kept.source == source);
    let row =
        |KeptFor { kind, keep: Retention { days, keeps_words }, .. }| KeptRow { kind, days, keeps_words };
    Ok(all.map(row).collect())
}
