//! Taking an import back.

use hearken_domain::ImportId;
use hearken_store::ImportState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::data::leave_nothing::{Gone, leave_nothing};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::known::no_such_source;
use crate::next_step::NextStep;

/// Take an import back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoImport {
    /// Name of the source.
    pub source: String,
    /// Which import; by default the last that stands.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub import: Option<u64>,
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportUndone {
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
pub fn undo_import(ctx: &Context, request: UndoImport, _: &mut Host<'_>) -> Result<ImportUndone, AppError> {
    let UndoImport { source, import } = request;
    let snapshot = ctx.app.store().snapshot()?;
    let found = snapshot.sources().get(&source)?.ok_or_else(|| no_such_source(&source))?;
    let imports = snapshot.imports().of_source(found.id, usize::from(u16::MAX))?;
    let standing = |state: ImportState| matches!(state, ImportState::Finished | ImportState::Interrupted);
    let chosen = match import {
        Some(number) => imports.iter().find(|one| one.id == ImportId(number)),
        None => imports.iter().find(|one| standing(one.state)),
    };
    let chosen = chosen.ok_or_else(|| {
        let what =
            import.map_or_else(|| "import left to undo".to_owned(), |number| format!("import {number}"));
        AppError::not_found(format!("source '{source}' has no {what}"), NextStep::ListImports)
    })?;
    if !standing(chosen.state) {
        let state = chosen.state.as_str();
        return Err(AppError::user(format!(
            "import {} of '{source}' is {state}: nothing to undo",
            chosen.id
        )));
    }
    let gone =
        Gone::new(snapshot.signals().said_in(chosen.id)?).with_crowd(snapshot.contacts().only_in(chosen.id)?);
    let suspects = gone.suspects(&snapshot.typed_texts().all()?);
    drop(snapshot);
    let undone = ctx.app.store().undo_import(found.id, chosen.id, &ctx.by()?)?;
    leave_nothing(ctx, &suspects)?;
    Ok(ImportUndone { import: chosen.id, source, removed: undone.removed, reverted: undone.reverted })
}
