//! Erasing a person or a source for good: from the log, the text index, the vectors, the roll-ups, what
//! people typed and the files of rejected items. What stays is a keyed hash, so that nothing of it is taken in again.

use std::time::Instant;

use hearken_domain::{Contact, ContactId, SourceId};
use hearken_store::{FoundContact, Removed, Snapshot};
use serde::{Deserialize, Serialize};
use tracing::info;
use utoipa::ToSchema;

use crate::actions::code::link::link_code;
use crate::actions::data::leave_nothing::{Gone, leave_nothing};
use crate::actions::sources::show::no_such_source;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;

/// Erase people or a source for good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Erase {
    /// People: by their number (`C-17`), by the source's own id, by address, or by name.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// Name of a source.
    #[serde(default)]
    pub source: Option<String>,
    /// Only say what would go.
    #[serde(default)]
    pub dry_run: bool,
}

/// What went, or would go.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EraseReport {
    /// Whether nothing was done.
    pub dry_run: bool,
    /// Number of people erased.
    pub contacts: u64,
    /// Signals, each with all that it ever said.
    pub signals: u64,
    /// Rejected items in files; known only once they are gone.
    pub rejects: u64,
    /// Names that people typed which told of them.
    pub typed: u64,
    /// Seconds it took.
    pub took_s: f64,
}

struct Chosen {
    contacts: Vec<ContactId>,
    /// What is known of these people.
    people: Vec<Contact>,
    source: Option<SourceId>,
    signals: u64,
}

/// Erases, and brings every view up to it.
///
/// # Errors
/// Nobody or several are meant by a name, there is no such source, or any failure of the store; what was erased until
/// then stays erased, and the same request goes on with the rest.
pub fn erase(ctx: &Context, request: Erase, host: &mut Host<'_>) -> Result<EraseReport, AppError> {
    let started = Instant::now();
    let store = ctx.app.store();
    let snapshot = store.snapshot()?;
    let chosen = choose(&snapshot, &request)?;
    if request.dry_run {
        return Ok(EraseReport {
            dry_run: true,
            contacts: chosen.contacts.len() as u64,
            signals: chosen.signals,
            ..EraseReport::default()
        });
    }
    let mut gone =
        Gone::new(snapshot.signals().said(&chosen.contacts, chosen.source)?).with_people(&chosen.people);
    if let Some(source) = chosen.source {
        gone = gone.with_crowd(snapshot.contacts().of_source(source)?);
    }
    drop(snapshot);
    let by = ctx.by()?;
    let mut removed = Removed::default();
    if !chosen.contacts.is_empty() {
        removed += store.erase_contacts(&chosen.contacts, &by)?;
    }
    if let Some(source) = chosen.source {
        removed += store.erase_source(source, &by)?;
    }
    let typed = leave_nothing(ctx, &gone)?;
    link_code(ctx, host.progress)?;
    info!(signals = removed.signals, contacts = removed.contacts, "erased");
    Ok(EraseReport {
        dry_run: false,
        contacts: removed.contacts,
        signals: removed.signals,
        rejects: removed.rejects,
        typed,
        took_s: started.elapsed().as_secs_f64(),
    })
}

fn choose(snapshot: &Snapshot, request: &Erase) -> Result<Chosen, AppError> {
    if request.contacts.is_empty() == request.source.is_none() {
        return Err(AppError::user("say whom to erase, or which source: one of the two")
            .suggest(NextStep::NameWhatToErase));
    }
    let mut contacts: Vec<FoundContact> = Vec::new();
    for who in &request.contacts {
        contacts.extend(person(snapshot, who)?);
    }
    // The same address in another source is the same person.
    for email in contacts.clone().into_iter().filter_map(|found| found.contact.email) {
        contacts.extend(snapshot.contacts().find(&email)?);
    }
    contacts.sort_by_key(|found| found.id);
    contacts.dedup_by_key(|found| found.id);
    let source = match &request.source {
        Some(name) => Some(snapshot.sources().get(name)?.ok_or_else(|| no_such_source(name))?),
        None => None,
    };
    Ok(Chosen {
        signals: contacts.iter().map(|found| found.signals).sum::<u64>()
            + source.as_ref().map_or(0, |source| source.signals),
        people: contacts.iter().map(|found| found.contact.clone()).collect(),
        contacts: contacts.into_iter().map(|found| found.id).collect(),
        source: source.map(|source| source.id),
    })
}

/// An address names one person; an id or a name may be shared, and then nobody is guessed.
fn person(snapshot: &Snapshot, who: &str) -> Result<Vec<FoundContact>, AppError> {
    let nobody = || {
        AppError::not_found(
            format!("nobody is known by '{who}'"),
            NextStep::advice(
                "people are known by the source's own id, an address, or a name, exactly as it gave them",
            ),
        )
    };
    if let Some(id) = who.strip_prefix("C-").and_then(|number| number.parse().ok()) {
        return snapshot.contacts().by_number(ContactId(id))?.map(|found| vec![found]).ok_or_else(nobody);
    }
    let found = snapshot.contacts().find(who)?;
    let by_address = |one: &FoundContact| {
        one.contact.email.as_ref().is_some_and(|email| email.eq_ignore_ascii_case(who.trim()))
    };
    match found.len() {
        0 => Err(nobody()),
        1 => Ok(found),
        _ if found.iter().all(by_address) => Ok(found),
        count => {
            let list: Vec<String> = found
                .iter()
                .take(10)
                .map(|one| format!("C-{} of '{}' ({} signals)", one.id.0, one.source, one.signals))
                .collect();
            Err(AppError::user(format!("'{who}' means {count} people: {}", list.join(", ")))
                .suggest(NextStep::NameContactByNumber))
        }
    }
}
