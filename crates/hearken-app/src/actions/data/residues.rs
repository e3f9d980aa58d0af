//! Looking for what an erasure should have taken: whoever the ledger remembers, in every table, view and file that could
//! still hold something of theirs.

use hearken_domain::TextId;
use hearken_store::{PendingErasure, Snapshot};

use crate::actions::data::open::erase_again;
use crate::context::{Context, Progress};
use crate::error::AppError;
use crate::view::View;

/// What was found of the erased; none of it where all is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Residues {
    /// Whether an erasure is decided and not done to its end.
    pub pending: bool,
    /// People, sources, customers and signals in the log that the ledger remembers as erased.
    pub in_log: u64,
    /// Rejected originals that name an erased person.
    pub in_rejects: u64,
    /// Names that people typed which name an erased person.
    pub in_typed: u64,
    /// Signals that the log dropped and the text index still has words of.
    pub in_words: u64,
    /// Signals that the log dropped and that have a vector still.
    pub in_vectors: u64,
}

/// Looks everywhere. Reads every row, every rejected original, and the index by each number that was dropped.
///
/// # Errors
/// Any failure of the store.
pub fn residues(view: &View) -> Result<Residues, AppError> {
    let store = view.whole_store();
    let mut found = Residues { pending: PendingErasure::read(store.dir())?.is_some(), ..Residues::default() };
    if let Some(back) = store.came_back()? {
        found.in_log =
            (back.contacts.len() + back.sources.len() + back.customers.len() + back.items.len()) as u64;
    }
    found.in_rejects = store.rejects_of_the_erased()?;
    found.in_typed = typed_of_the_erased(view.store())?.len() as u64;
    let removed = view.store().log().removed()?;
    if let Some(words) = view.words() {
        found.in_words = words.holding(&removed)?;
    }
    if let Some(vectors) = view.vectors() {
        let has_one = |id| vectors.get(id).is_some_and(|row| row.iter().any(|byte| *byte != 0));
        found.in_vectors = removed.iter().filter(|id| has_one(**id)).count() as u64;
    }
    Ok(found)
}

/// Takes out what was found in the log, in rejected originals and in what people typed. Views are made again by the caller.
///
/// # Errors
/// Any failure of the store.
pub fn remove_residues(ctx: &Context, progress: Progress<'_>) -> Result<(), AppError> {
    let store = ctx.app.store();
    erase_again(ctx, progress)?;
    store.purge_rejects()?;
    let typed = typed_of_the_erased(&store.snapshot()?)?;
    if !typed.is_empty() {
        store.erase_typed_texts(typed)?;
    }
    Ok(())
}

fn typed_of_the_erased(snapshot: &Snapshot) -> Result<Vec<TextId>, AppError> {
    let mut ids = Vec::new();
    for typed in snapshot.typed_texts().all()? {
        if snapshot.erasures().surely_named_in(&typed.text)? {
            ids.push(typed.id);
        }
    }
    Ok(ids)
}

impl Residues {
    /// What was found, in a sentence; `None` where nothing was.
    pub fn says(&self) -> Option<String> {
        let Self { pending, in_log, in_rejects, in_typed, in_words, in_vectors } = *self;
        let mut parts = Vec::new();
        if pending {
            parts.push("an erasure is not done to its end".to_owned());
        }
        let counted = [
            (in_log, "people, sources, customers or signals that were erased are in the log"),
            (in_rejects, "rejected originals name someone who was erased"),
            (in_typed, "names that people typed name someone who was erased"),
            (in_words, "signals that were taken out still have words in the text index"),
            (in_vectors, "signals that were taken out still have a vector"),
        ];
        parts.extend(
            counted.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")),
        );
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}
