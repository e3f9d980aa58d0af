//! One customer: what is held of them and by whose word, who is in them, and everything they said, each with why it is
//! theirs.

use hearken_domain::{ContactId, CustomerId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{SignalCard, ThemeLink, signal_cards};
use crate::actions::customers::cards::{
    CustomerCard, FactCard, IdentifierCard, JoinCard, MergeCard, PersonCard, customer_card, fact_card,
    identifier_card, join_cards, known_customer, merge_card, person_card,
};
use crate::actions::goals::cards::GoalCard;
use crate::actions::goals::read::Goals;
use crate::error::AppError;
use crate::view::View;

/// People shown with a customer.
const PEOPLE: usize = 100;
/// Themes shown with a customer.
const THEMES: usize = 20;

/// Which customer to show, and which of their signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowCustomer {
    /// Which.
    pub id: CustomerId,
    /// Signals before those that are shown.
    pub offset: usize,
    /// Signals at most.
    pub limit: usize,
    /// People from behind this one.
    pub people_after: Option<ContactId>,
}

/// A customer, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerPage {
    /// Its card.
    pub customer: CustomerCard,
    /// The customers that are part of it.
    pub parts: Vec<CustomerId>,
    /// What is said of it and its parts, each field together, what holds first.
    pub facts: Vec<FactCard>,
    /// What identifies it and its parts.
    pub identifiers: Vec<IdentifierCard>,
    /// What they try to get done: their own goals, those of segments that they are in, and everybody's; the open ones first.
    pub goals: Vec<GoalCard>,
    /// People in it, a hundred at most, in the order of their numbers.
    pub contacts: Vec<PersonCard>,
    /// How many there are.
    pub people: u64,
    /// Where the list of people goes on: behind this one; `None` at its end.
    pub next_person: Option<String>,
    /// The themes that they speak of, most signals first.
    pub themes: Vec<CustomerTheme>,
    /// Every merge that it took part in, the oldest first.
    pub merges: Vec<MergeCard>,
    /// What they said, newest first and the undated last.
    pub signals: Vec<CustomerSignal>,
    /// Where the list of signals goes on; `None` at its end.
    pub next: Option<u64>,
}

/// A theme that a customer speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerTheme {
    /// The theme.
    pub theme: ThemeLink,
    /// In how many of their signals.
    pub signals: u64,
}

/// A signal, with why it is the customer's.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerSignal {
    /// The signal.
    pub signal: SignalCard,
    /// Why it is theirs.
    pub joins: Vec<JoinCard>,
}

/// Shows one customer.
///
/// # Errors
/// There is no such customer, or any failure of the store.
pub fn show_customer(view: &View, query: &ShowCustomer) -> Result<CustomerPage, AppError> {
    let reader = view.store().customers();
    let customer = known_customer(view, query.id)?;
    let sources = view.store().sources().names()?;
    // What is part of another is shown by itself, with what it counts to in its card.
    let parts = match customer.root == customer.id {
        true => reader.parts(customer.id)?,
        false => [customer.id].into(),
    };
    let facts = reader.facts(customer.id)?.into_iter().map(|fact| fact_card(fact, &sources)).collect();
    let mut identifiers = Vec::new();
    let others = parts.iter().copied().filter(|part| *part != customer.id);
    for part in std::iter::once(customer.id).chain(others) {
        identifiers.extend(reader.identifiers(part)?.into_iter().map(|one| identifier_card(one, &sources)));
    }
    let after = query.people_after.unwrap_or(ContactId(0));
    let mut people = reader.contacts(customer.root, after, PEOPLE + 1)?;
    let more_people = people.len() > PEOPLE;
    people.truncate(PEOPLE);
    let last_person = people.last().map(|person| format!("P-{}", person.id));
    let ids = reader.signals(customer.root, query.offset, query.limit.saturating_add(1))?;
    let more = ids.len() > query.limit;
    let shown = &ids[..ids.len().min(query.limit)];
    let found = view.store().signals().several(shown)?;
    let mut signals = Vec::new();
    for signal in signal_cards(view, &found)? {
        let joins = join_cards(reader.of_signal(signal.id)?);
        signals.push(CustomerSignal { signal, joins });
    }
    signals.sort_by_key(|one| shown.iter().position(|id| *id == one.signal.id));
    Ok(CustomerPage {
        parts: parts.into_iter().filter(|part| *part != customer.id).collect(),
        merges: reader.merges(customer.id)?.into_iter().map(merge_card).collect(),
        themes: themes(view, customer.id)?,
        contacts: people.into_iter().map(|person| person_card(person, &sources)).collect(),
        people: reader.contacts_count(customer.root)?,
        next_person: last_person.filter(|_| more_people),
        goals: Goals::read(view)?.of_customer(customer.root)?,
        customer: customer_card(customer),
        facts,
        identifiers,
        signals,
        next: more.then_some((query.offset + query.limit) as u64),
    })
}

fn themes(view: &View, customer: CustomerId) -> Result<Vec<CustomerTheme>, AppError> {
    let mut themes = Vec::new();
    for (id, signals) in view.store().customers().themes(customer, THEMES)? {
        let Some(theme) = view.store().themes().get(id)? else { continue };
        themes.push(CustomerTheme { theme: ThemeLink { id, name: theme.name }, signals });
    }
    Ok(themes)
}
