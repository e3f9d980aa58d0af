//! Taking an import back.

use hearken_domain::{ImportId, Timestamp};
use hearken_store::ImportState;
use serde::{Deserialize, Serialize};

use crate::actions::sources::show::no_such_source;
use crate::app::{App, AppError};

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The import that was taken back.
    pub import: ImportId,
    /// Name of the source.
    pub source: String,
    /// Signals that are gone.
    pub removed: u64,
    /// Signals that say again what they said before.
    pub reverted: u64,
}

/// Takes back an import of a source: the one given, or the last that still stands.
///
/// # Errors
/// There is no such source or import, it was undone already, or any failure of the store.
pub fn undo_import(app: &App, source: &str, import: Option<ImportId>) -> Result<Undone, AppError> {
    let found = app.store().source(source)?.ok_or_else(|| no_such_source(source))?;
    let imports = app.store().imports(found.id, usize::from(u16::MAX))?;
    let standing = |state: ImportState| matches!(state, ImportState::Finished | ImportState::Interrupted);
    let chosen = match import {
        Some(id) => imports.iter().find(|import| import.id == id),
        None => imports.iter().find(|import| standing(import.state)),
    };
    let chosen = chosen.ok_or_else(|| {
        let what = import.map_or_else(|| "import left to undo".to_owned(), |id| format!("import {id}"));
        AppError::not_found(
            format!("source '{source}' has no {what}"),
            "hearken sources NAME lists its imports",
        )
    })?;
    if !standing(chosen.state) {
        let state = chosen.state.as_str();
        return Err(AppError::user(format!(
            "import {} of '{source}' is {state}: nothing to undo",
            chosen.id
        )));
    }
    let undone = app.store().undo_import(found.id, chosen.id, Timestamp::now())?;
    Ok(Undone {
        import: chosen.id,
        source: source.to_owned(),
        removed: undone.removed,
        reverted: undone.reverted,
    })
}
