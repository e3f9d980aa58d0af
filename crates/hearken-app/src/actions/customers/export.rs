//! Everything that is held of one customer, as data: for who asks what is known of them. What an erasure of them takes is in it.

use std::collections::BTreeMap;

use hearken_domain::{
    Actor, ContactId, CustomerId, ImportId, Money, Signal, SignalId, SourceId, Strength, ThemeId, Timestamp,
    Unredacted,
};
use hearken_store::EverSaid;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::customers::cards::{
    JoinCard, MergeCard, PersonCard, join_cards, known_customer, merge_card, person_card,
};
use crate::actions::customers::show::{CustomerPage, ShowCustomer, show_customer};
use crate::actions::goals::cards::GoalCard;
use crate::actions::goals::read::Goals;
use crate::actions::signals::show::{Revision, revisions};
use crate::error::AppError;
use crate::view::View;

/// Everything that is held of one customer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerExport {
    /// What is known of them, with their goals.
    pub page: CustomerPage,
    /// Everybody in them.
    pub contacts: Vec<PersonCard>,
    /// Who spoke for them under another name.
    pub speakers: Vec<PersonCard>,
    /// Everything they said, whole.
    pub signals: Vec<ExportedSignal>,
    /// Goals of theirs that were removed.
    pub removed_goals: Vec<GoalCard>,
    /// How much they need what themes ask for, as people judged it, in the order in which they did.
    pub judgements: Vec<CustomerJudgement>,
    /// Every merge that they, or what is part of them, took part in.
    pub merges: Vec<MergeCard>,
    /// Everything that was ever said of them, in the order in which it was: what holds, what does not any more, what was taken back.
    pub record: Vec<EverSaidCard>,
}

/// A signal, whole, with why it is the customer's.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ExportedSignal {
    /// The signal.
    pub signal: Signal,
    /// Why it is theirs.
    pub joins: Vec<JoinCard>,
    /// What it said before, the oldest first.
    pub revisions: Vec<Revision>,
}

/// How much a customer needs what a theme asks for, as a person judged it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CustomerJudgement {
    /// Of which customer, where several are one.
    pub customer: CustomerId,
    /// Which theme, by the id that it had then.
    pub theme: ThemeId,
    /// How much.
    pub strength: Strength,
    /// Whether it is what was judged last, and was not taken back.
    pub stands: bool,
    /// Who judged.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// One thing that was said of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EverSaidCard {
    /// Of which customer, where several are one.
    pub customer: CustomerId,
    /// What sort of thing: told, identifier, fact, member, merged, apart or given.
    pub what: String,
    /// The person who belongs to it, such as `P-17`.
    pub person: Option<String>,
    /// The source that said it; `None` is a person.
    pub source: Option<String>,
    /// The import that brought it.
    pub import: Option<ImportId>,
    /// What sort of identifier, or the field of a fact.
    pub field: Option<Unredacted>,
    /// Its value.
    pub value: Option<Unredacted>,
    /// The sum, where it is one.
    pub money: Option<Money>,
    /// The day from which it is valid, where that was said.
    #[schema(format = Date)]
    pub from: Option<String>,
    /// The customer that it became part of.
    pub into: Option<CustomerId>,
    /// The signal that was given to it.
    pub signal: Option<SignalId>,
    /// Whether it says that the thing is so no more.
    pub dropped: bool,
    /// Whether it is what was said last, and was not taken back.
    pub stands: bool,
    /// Who said it, or brought it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Gathers everything that is held of one customer.
///
/// # Errors
/// There is no such customer, or any failure of the store.
pub fn export_customer(view: &View, id: CustomerId) -> Result<CustomerExport, AppError> {
    let reader = view.store().customers();
    let root = known_customer(view, id)?.root;
    let sources = view.store().sources().names()?;
    let people = reader.contacts(root, ContactId(0), usize::MAX)?;
    let mut speakers = reader.speakers(root)?;
    speakers.retain(|speaker| people.iter().all(|person| person.id != speaker.id));
    let ids = reader.signals(root, 0, usize::MAX)?;
    let mut signals = Vec::new();
    for signal in view.store().signals().several(&ids)? {
        let joins = join_cards(reader.of_signal(signal.id)?);
        let revisions = revisions(view, signal.id)?;
        signals.push(ExportedSignal { signal, joins, revisions });
    }
    let judged = view.store().strengths().of_customer(root)?.into_iter();
    let judgements = judged.map(|(judged, stands)| CustomerJudgement {
        customer: judged.customer,
        theme: judged.theme,
        strength: judged.strength,
        stands,
        by: judged.by,
        at: judged.at,
    });
    let mut merges = Vec::new();
    for part in reader.parts(root)? {
        merges.extend(reader.merges(part)?.into_iter().map(merge_card));
    }
    merges.sort_by_key(|merge| (merge.at, merge.customer));
    merges.dedup();
    Ok(CustomerExport {
        page: show_customer(view, &ShowCustomer { id, offset: 0, limit: 0, people_after: None })?,
        contacts: people.into_iter().map(|person| person_card(person, &sources)).collect(),
        speakers: speakers.into_iter().map(|person| person_card(person, &sources)).collect(),
        signals,
        removed_goals: Goals::removed(view)?.their_own(root)?,
        judgements: judgements.collect(),
        merges,
        record: reader.ever_said(root)?.into_iter().map(|said| said_card(said, &sources)).collect(),
    })
}

fn said_card(said: EverSaid, sources: &BTreeMap<SourceId, String>) -> EverSaidCard {
    let target = |what: &str| said.target.filter(|_| said.what == what);
    EverSaidCard {
        into: target("merged").map(CustomerId),
        signal: target("given").map(SignalId),
        customer: said.customer,
        person: said.contact.map(|contact| format!("P-{contact}")),
        source: said.source.and_then(|source| sources.get(&source).cloned()),
        import: said.import,
        field: said.kind.map(Unredacted::new),
        value: said.value.map(Unredacted::new),
        money: said.money,
        from: said.from_day,
        dropped: said.dropped,
        stands: said.stands,
        by: said.by,
        at: said.at,
        what: said.what,
    }
}
