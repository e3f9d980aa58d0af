//! Going through with an erasure that is decided, from wherever it was stopped to its end: log, rejected originals, views,
//! what people typed, links into code.

use std::time::Duration;

use hearken_domain::Contact;
use hearken_store::{Erasing, PendingErasure, Removed, Snapshot, TypedSuspect};

use crate::actions::code::link::link_code;
use crate::actions::data::leave_nothing::{Gone, leave_nothing};
use crate::context::{Context, Progress};
use crate::error::AppError;

/// What an erasure took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Erased {
    /// From the log and the files beside it.
    pub removed: Removed,
    /// Names that people typed which told of them.
    pub typed: u64,
}

/// Decides an erasure and goes through with it. `progress` is called with what is begun next; what was begun before is
/// durable then.
///
/// # Errors
/// Any failure of the store. Once it is decided, whoever opens the directory next goes on with it.
pub fn erase_for_good(ctx: &Context, what: &Erasing, progress: Progress<'_>) -> Result<Erased, AppError> {
    let store = ctx.app.store();
    progress("deciding", 0.0);
    let snapshot = store.snapshot()?;
    let mut suspects = gone(&snapshot, what)?.suspects(&snapshot.typed_texts().all()?);
    // What was typed for their goals goes, whatever it says.
    let theirs = snapshot.goals().typed_of(&what.customers)?;
    suspects.retain(|suspect| !theirs.contains(&suspect.id));
    suspects.extend(theirs.into_iter().map(|id| TypedSuspect { id, names_them: true, said: Vec::new() }));
    drop(snapshot);
    let pending = store.decide_erasure(what, suspects, &ctx.by()?)?;
    go_through(ctx, &pending, progress)
}

/// Goes through with a decided erasure. What is done already is passed over.
///
/// # Errors
/// Any failure of the store; the rest is still to come then.
pub fn go_through(
    ctx: &Context,
    pending: &PendingErasure,
    progress: Progress<'_>,
) -> Result<Erased, AppError> {
    let store = ctx.app.store();
    let removed = store.carry_out(pending, &|step| progress(step, 0.2))?;
    progress("erasing from views", 0.5);
    let typed = leave_nothing(ctx, &pending.typed)?;
    progress("linking code again", 0.8);
    link_code(ctx, Some(Duration::ZERO), &|_, _| {})?;
    progress("making it durable", 0.9);
    store.end_erasure()?;
    progress("done", 1.0);
    Ok(Erased { removed, typed })
}

/// What is going to be gone.
fn gone(snapshot: &Snapshot, what: &Erasing) -> Result<Gone, AppError> {
    let mut said = snapshot.signals().said(&what.contacts, None)?;
    said.extend(snapshot.signals().said_by(&what.items)?);
    let mut people = Vec::new();
    for contact in &what.contacts {
        people.extend(snapshot.contacts().get(*contact)?);
        let addresses = snapshot.contacts().addresses(*contact)?;
        people
            .extend(addresses.into_iter().map(|email| Contact { email: Some(email), ..Contact::default() }));
    }
    // A customer may be called by a word like any other.
    let mut crowd = snapshot.customers().named_by(&what.customers)?;
    for source in &what.sources {
        said.extend(snapshot.signals().said(&[], Some(*source))?);
        crowd.extend(snapshot.contacts().of_source(*source)?);
    }
    Ok(Gone::new(said).with_people(&people).with_crowd(crowd))
}
