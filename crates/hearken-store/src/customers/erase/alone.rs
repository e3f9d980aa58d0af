//! Whom and what a customer takes along: those who are theirs and nobody else's, and what only they said. A person is whoever has
//! an address in common, in whatever source, and goes whole or stays whole.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::identity::Identities;
use hearken_domain::{ContactId, CustomerId, GoalId, SignalId};
use rusqlite::{Connection, params};

use super::super::CustomerReader;
use super::super::undo::{refused, root};
use super::whole::numbers;
use crate::StoreError;
use crate::contacts::{contact_from, known_addresses};
use crate::views::customers::collect;
use crate::views::goals::going;

/// What the erasure of a customer takes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerErasure {
    /// The customer, and all that is part of it.
    pub customers: Vec<CustomerId>,
    /// People who are of no other customer.
    pub contacts: Vec<ContactId>,
    /// Signals that are of no other customer, of people who stay.
    pub items: Vec<SignalId>,
    /// All signals that go, those of these people among them.
    pub signals: u64,
    /// Facts that are held of it.
    pub facts: u64,
    /// Ids and domains that are held of it.
    pub identifiers: u64,
    /// Goals that are its own.
    pub goals: Vec<GoalId>,
    /// What was judged of it.
    pub judgements: u64,
}

/// Signals of these customers that are of no other, each with who said it. Told apart last: see `sql/customers_of_passing.sql`.
const ALONE: &str = "WITH theirs AS MATERIALIZED (SELECT signal_id FROM json_each(?1) AS one \
       CROSS JOIN customer_signals ON customer_id = one.value) \
     SELECT DISTINCT theirs.signal_id, signals.contact_id FROM theirs \
     CROSS JOIN signals ON signals.id = theirs.signal_id \
     WHERE NOT EXISTS (SELECT 1 FROM customer_signals AS others WHERE others.signal_id = theirs.signal_id \
                       AND others.customer_id NOT IN (SELECT value FROM json_each(?1)))";

/// People who belong to these customers, or speak for them.
const THEIRS: &str = "SELECT contact_id FROM customer_changes WHERE customer_id IN (SELECT value FROM json_each(?1)) \
     AND what = 'member' AND standing AND NOT dropped \
     UNION SELECT contact_id FROM contact_joins WHERE customer_id IN (SELECT value FROM json_each(?1))";

/// People who ever belonged to these customers.
const ONCE_THEIRS: &str = "SELECT contact_id FROM customer_changes WHERE customer_id IN (SELECT value FROM json_each(?1)) \
     AND what = 'member' AND contact_id IS NOT NULL";

/// Whether a person `?2` is of any other customer: in it, speaking for it, or having said what a person gave to it.
const OF_OTHERS: &str = "SELECT EXISTS (SELECT 1 FROM customer_changes JOIN customers ON customers.id = customer_id \
       WHERE contact_id = ?2 AND what = 'member' AND standing AND NOT dropped \
       AND customer_id NOT IN (SELECT value FROM json_each(?1))) \
     OR EXISTS (SELECT 1 FROM contact_joins WHERE contact_id = ?2 \
       AND customer_id NOT IN (SELECT value FROM json_each(?1))) \
     OR EXISTS (SELECT 1 FROM signals JOIN customer_changes AS given ON given.what = 'given' AND given.target = signals.id \
       AND given.standing AND NOT given.dropped JOIN customers ON customers.id = given.customer_id \
       WHERE signals.contact_id = ?2 AND given.customer_id NOT IN (SELECT value FROM json_each(?1)))";

impl CustomerReader<'_> {
    /// What the erasure of a customer takes, with all that is part of it.
    ///
    /// # Errors
    /// [`StoreError::Customer`] where it is not there, or is part of another; or any failure of the database.
    pub fn erasure_of(&self, customer: CustomerId) -> Result<CustomerErasure, StoreError> {
        self.0.read(|c| {
            let root = root(c, customer)?;
            if root != customer {
                let detail = format!(
                    "it is part of {root}; erase {root} with all that is part of it, or unmerge {customer} first"
                );
                return Err(refused(customer, detail));
            }
            taken(c, customer)
        })
    }
}

fn taken(c: &Connection, root: CustomerId) -> Result<CustomerErasure, StoreError> {
    let mut statement = c.prepare_cached("SELECT id FROM customers WHERE root_id = ?1 ORDER BY id")?;
    let customers: Vec<CustomerId> =
        statement.query_map([root.0], |row| Ok(CustomerId(row.get(0)?)))?.collect::<Result<_, _>>()?;
    let group = numbers(&customers)?;
    let mut alone: BTreeMap<u64, Option<u64>> = BTreeMap::new();
    let mut statement = c.prepare(ALONE)?;
    for row in statement.query_map([&group], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (signal, speaker) = row?;
        alone.insert(signal, speaker);
    }
    let contacts = people(c, &group, &alone)?;
    let mut signals = 0;
    for contact in &contacts {
        let sql = "SELECT count(*) FROM signals WHERE contact_id = ?1";
        signals += c.prepare_cached(sql)?.query_row([contact], |row| row.get::<_, u64>(0))?;
    }
    let stay = |speaker: &Option<u64>| speaker.is_none_or(|speaker| !contacts.contains(&speaker));
    let items: Vec<SignalId> =
        alone.iter().filter(|(_, speaker)| stay(speaker)).map(|(signal, _)| SignalId(*signal)).collect();
    let held = |what: &str| -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM customer_changes WHERE customer_id IN (SELECT value FROM json_each(?1)) \
                   AND what = ?2 AND standing AND NOT dropped";
        Ok(c.prepare_cached(sql)?.query_row(params![group, what], |row| row.get(0))?)
    };
    let judged = "SELECT count(*) FROM (SELECT DISTINCT theme_id, customer_id FROM strengths \
                  WHERE customer_id IN (SELECT value FROM json_each(?1)) AND undone_position IS NULL)";
    Ok(CustomerErasure {
        contacts: contacts.into_iter().map(ContactId).collect(),
        signals: signals + items.len() as u64,
        items,
        facts: held("fact")?,
        identifiers: held("identifier")?,
        goals: going(c, &customers)?.goals.into_iter().collect(),
        judgements: c.prepare_cached(judged)?.query_row([&group], |row| row.get(0))?,
        customers,
    })
}

/// The people who go: who belongs to these customers or speaks for them, and who said nothing else than what goes; nobody of
/// whom anything is another's.
fn people(
    c: &Connection,
    group: &str,
    alone: &BTreeMap<u64, Option<u64>>,
) -> Result<BTreeSet<u64>, StoreError> {
    let mut theirs = BTreeSet::new();
    collect(c, THEIRS, [group], &mut theirs)?;
    let mut candidates: BTreeSet<u64> = alone.values().flatten().copied().collect();
    collect(c, ONCE_THEIRS, [group], &mut candidates)?;
    candidates.extend(&theirs);
    let mut of_others = c.prepare_cached(OF_OTHERS)?;
    let mut said = c.prepare_cached("SELECT id FROM signals WHERE contact_id = ?1")?;
    let mut go = BTreeSet::new();
    for person in persons(c, &candidates)? {
        let (mut others, mut all_go) = (false, true);
        for row in &person {
            others = others || of_others.query_row(params![group, row], |row| row.get::<_, bool>(0))?;
            for signal in said.query_map([row], |row| row.get::<_, u64>(0))? {
                all_go = all_go && alone.contains_key(&signal?);
            }
        }
        if !others && (all_go || !person.is_disjoint(&theirs)) {
            go.extend(person);
        }
    }
    Ok(go)
}

/// The people who these are, each with all rows that share an address with any of theirs.
fn persons(c: &Connection, candidates: &BTreeSet<u64>) -> Result<Vec<BTreeSet<u64>>, StoreError> {
    let found = with_addresses(c, candidates)?;
    let mut by_identity: BTreeMap<&String, Vec<u64>> = BTreeMap::new();
    for (row, identities) in &found {
        identities.iter().for_each(|one| by_identity.entry(one).or_default().push(*row));
    }
    let (mut persons, mut seen) = (Vec::new(), BTreeSet::new());
    for start in found.keys() {
        let (mut person, mut way) = (BTreeSet::new(), vec![*start]);
        while let Some(row) = way.pop() {
            if seen.insert(row) {
                person.insert(row);
                let shared = found[&row].iter().filter_map(|one| by_identity.get(one));
                way.extend(shared.flatten().copied());
            }
        }
        if !person.is_empty() {
            persons.push(person);
        }
    }
    Ok(persons)
}

/// These rows and all that share an address with any of them, each with what it is known by elsewhere. One of which nothing but a
/// name is known is known by that, in its source.
fn with_addresses(
    c: &Connection,
    candidates: &BTreeSet<u64>,
) -> Result<BTreeMap<u64, BTreeSet<String>>, StoreError> {
    let addresses = known_addresses(c)?;
    let (mut found, mut known) = (BTreeMap::new(), BTreeSet::new());
    loop {
        let before = found.len();
        let mut statement =
            c.prepare_cached("SELECT id, source_id, external_id, name, email FROM contacts")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id: u64 = row.get(0)?;
            if found.contains_key(&id) {
                continue;
            }
            let contact = contact_from(row, 2)?;
            let told = Identities::of(&contact);
            let mut identities = told.addresses;
            identities.extend(addresses.get(&id).into_iter().flatten().cloned());
            if contact.external_id.is_none() && contact.email.is_none() {
                identities.extend(told.name.map(|name| format!("{} {name}", row.get_unwrap::<_, u64>(1))));
            }
            if candidates.contains(&id) || !known.is_disjoint(&identities) {
                known.extend(identities.iter().cloned());
                found.insert(id, identities);
            }
        }
        if found.len() == before {
            return Ok(found);
        }
    }
}
