//! Erasing people, a source or a customer for good: from the log, the text index, the vectors, the roll-ups, what
//! people typed and the files of rejected items. What stays is a keyed hash, so that nothing of it is taken in again.

use std::collections::BTreeSet;
use std::time::Instant;

use hearken_domain::identity::{Identities, address};
use hearken_domain::{ContactId, CustomerId, counted};
use hearken_store::{CustomerErasure, Erasing, FoundContact, Snapshot, Store};
use serde::{Deserialize, Serialize};
use tracing::info;
use utoipa::ToSchema;

use crate::actions::data::go_through::erase_for_good;
use crate::actions::data::open::go_on;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::known::no_such_source;
use crate::next_step::NextStep;

/// Erase people, a source or a customer for good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Erase {
    /// People: by their number (`P-17`), by the source's own id, by address, or by name.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// Name of a source.
    #[serde(default)]
    pub source: Option<String>,
    /// A customer, with what is part of it: all that is held of it, the people and the signals that are of no other customer.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Whether an address stands for the same with any tag, too: `ann+shop@example.com` for `ann@example.com`.
    #[serde(default)]
    pub with_tags: bool,
    /// Only say what would go.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
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
    /// Customers, with those that are part of them.
    pub customers: u64,
    /// Facts that were held of them.
    pub facts: u64,
    /// Ids and domains that they were known by.
    pub identifiers: u64,
    /// Goals that were theirs alone.
    pub goals: u64,
    /// Judgements of how much they need what themes ask for.
    pub judgements: u64,
    /// People, sources and customers asked for whom an earlier erasure had taken already.
    pub erased_before: u64,
    /// Seconds it took.
    pub took_s: f64,
}

#[derive(Default)]
struct Chosen {
    what: Erasing,
    signals: u64,
    customer: CustomerErasure,
    erased_before: u64,
}

/// Erases, and brings every view up to it. It is decided first, on disk: whatever stops it, whoever opens the directory next
/// goes through with it.
///
/// # Errors
/// Nobody or several are meant by a name, there is no such source, or any failure of the store.
pub fn erase(ctx: &Context, request: Erase, host: &mut Host<'_>) -> Result<EraseReport, AppError> {
    ctx.app.while_erasing(|| {
        let started = Instant::now();
        go_on(&ctx.app)?;
        let store = ctx.app.store();
        let chosen = choose(store, &store.snapshot()?, &request)?;
        let planned = EraseReport {
            dry_run: request.dry_run,
            contacts: (chosen.what.contacts.len() + chosen.what.addresses.len()) as u64,
            signals: chosen.signals,
            customers: chosen.what.customers.len() as u64,
            facts: chosen.customer.facts,
            identifiers: chosen.customer.identifiers,
            goals: chosen.customer.goals.len() as u64,
            judgements: chosen.customer.judgements,
            erased_before: chosen.erased_before,
            ..EraseReport::default()
        };
        let Erasing { contacts, sources, customers, addresses, .. } = &chosen.what;
        let nothing =
            contacts.is_empty() && sources.is_empty() && customers.is_empty() && addresses.is_empty();
        if request.dry_run || nothing {
            return Ok(planned);
        }
        let erased = erase_for_good(ctx, &chosen.what, host.progress)?;
        let removed = erased.removed;
        info!(signals = removed.signals, contacts = removed.contacts, "erased");
        Ok(EraseReport {
            contacts: removed.contacts + chosen.what.addresses.len() as u64,
            signals: removed.signals,
            rejects: removed.rejects,
            typed: erased.typed,
            took_s: started.elapsed().as_secs_f64(),
            ..planned
        })
    })
}

fn choose(store: &Store, snapshot: &Snapshot, request: &Erase) -> Result<Chosen, AppError> {
    let asked = [!request.contacts.is_empty(), request.source.is_some(), request.customer.is_some()];
    if asked.iter().filter(|asked| **asked).count() != 1 {
        return Err(AppError::user("say whom to erase, or which source or customer: one of the three")
            .suggest(NextStep::NameWhatToErase));
    }
    if let Some(customer) = request.customer {
        return choose_customer(snapshot, customer);
    }
    let mut what = Erasing { with_tags: request.with_tags, ..Erasing::default() };
    let (mut signals, mut erased_before) = (0, 0);
    let mut people: Vec<FoundContact> = Vec::new();
    for who in &request.contacts {
        match person(store, snapshot, who, request.with_tags)? {
            Meant::People(found) => people.extend(found),
            Meant::InRejects(address) => what.addresses.push(address),
            Meant::ErasedBefore => erased_before += 1,
        }
    }
    let people = everywhere(snapshot, people, request.with_tags)?;
    signals += people.iter().map(|found| found.signals).sum::<u64>();
    what.contacts = people.into_iter().map(|found| found.id).collect();
    if let Some(name) = &request.source {
        match (snapshot.sources().get(name)?, snapshot.erasures().source_erased(name)?) {
            (Some(source), _) => {
                signals += source.signals;
                what.sources.push(source.id);
            }
            (None, Some(_)) => erased_before += 1,
            (None, None) => return Err(no_such_source(name)),
        }
    }
    Ok(Chosen { what, signals, erased_before, ..Chosen::default() })
}

fn choose_customer(snapshot: &Snapshot, id: CustomerId) -> Result<Chosen, AppError> {
    if snapshot.customers().get(id)?.is_none() && snapshot.erasures().customer_erased(id)?.is_some() {
        return Ok(Chosen { erased_before: 1, ..Chosen::default() });
    }
    let customer = snapshot.customers().erasure_of(id)?;
    let what = Erasing {
        customers: customer.customers.clone(),
        contacts: customer.contacts.clone(),
        items: customer.items.clone(),
        ..Erasing::default()
    };
    Ok(Chosen { what, signals: customer.signals, customer, erased_before: 0 })
}

/// With the same addresses in other sources: they are the same people.
fn everywhere(
    snapshot: &Snapshot,
    mut people: Vec<FoundContact>,
    with_tags: bool,
) -> Result<Vec<FoundContact>, AppError> {
    let mut known = BTreeSet::new();
    loop {
        people.sort_by_key(|found| found.id);
        people.dedup_by_key(|found| found.id);
        let addresses: BTreeSet<String> = people
            .iter()
            .map(|found| snapshot.contacts().addresses(found.id))
            .try_fold(BTreeSet::new(), |mut all, addresses| {
                all.extend(addresses?);
                Ok::<_, AppError>(all)
            })?;
        if addresses == known {
            return Ok(people);
        }
        people.extend(snapshot.contacts().with_addresses(&addresses, with_tags)?);
        known = addresses;
    }
}

/// Whom a name stands for.
enum Meant {
    People(Vec<FoundContact>),
    /// Only what was rejected holds this address.
    InRejects(String),
    ErasedBefore,
}

/// An address names one person; an id or a name may be shared, and then nobody is guessed.
fn person(store: &Store, snapshot: &Snapshot, who: &str, with_tags: bool) -> Result<Meant, AppError> {
    let number = who.strip_prefix("P-").and_then(|number| number.parse().ok()).map(ContactId);
    let found = match number {
        Some(id) => snapshot.contacts().by_number(id)?.into_iter().collect(),
        None => snapshot.contacts().find(who, with_tags)?,
    };
    if found.is_empty() {
        if let Some(address) = address(who)
            && store.rejects_hold(&address, with_tags)?
        {
            return Ok(Meant::InRejects(address));
        }
        return match snapshot.erasures().person_erased(who)? {
            Some(_) => Ok(Meant::ErasedBefore),
            None => Err(AppError::not_found(
                format!("nobody is known by '{who}'"),
                NextStep::advice("people are known by the source's own id, an address, or a name"),
            )),
        };
    }
    if found.len() == 1 || is_one_person(&found, who) {
        return Ok(Meant::People(found));
    }
    let list: Vec<String> = found
        .iter()
        .take(10)
        .map(|one| format!("P-{} of '{}' ({})", one.id.0, one.source, counted(one.signals, "signal")))
        .collect();
    Err(AppError::user(format!(
        "'{who}' means {}: {}",
        counted(found.len() as u64, "person"),
        list.join(", ")
    ))
    .suggest(NextStep::NameContactByNumber))
}

/// Whether several rows are one person: they share an address; or one source knows them by nothing but one name, which it
/// wrote in several forms.
fn is_one_person(found: &[FoundContact], who: &str) -> bool {
    let known: Vec<Identities> = found.iter().map(|one| Identities::of(&one.contact)).collect();
    if address(who).is_some() && known.iter().all(|one| !one.addresses.is_empty()) {
        return true;
    }
    let by_name_alone = known.iter().all(|one| one.id.is_none() && one.addresses.is_empty());
    by_name_alone && found.iter().all(|one| one.source == found[0].source)
}
