//! The labels of a signal as its row has them: a JSON list, sorted, each once; none is NULL.

use serde::Serialize;

use crate::StoreError;
use crate::error::unreadable;

/// As a column has them.
pub(crate) fn to_column<S: Serialize>(labels: &[S]) -> Result<Option<String>, StoreError> {
    if labels.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(labels).map(Some).map_err(unreadable("labels"))
}

/// From a column.
pub(crate) fn from_column(column: Option<&str>) -> Result<Vec<String>, StoreError> {
    column.map_or(Ok(Vec::new()), serde_json::from_str).map_err(unreadable("labels"))
}
