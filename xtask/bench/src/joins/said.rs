//! What is said by a population and by strangers, by which identifiers, and whose it is in truth. That an exact identifier could
//! join it follows from how it was made: the id that the list's source gives the speaker; their exact address, if it is theirs
//! alone at that time and the source is sure of it; or a domain that one customer has.

use std::collections::BTreeSet;

use hearken_domain::Timestamp;

use super::people::{Change, Domain, OWN, People, Person};
use crate::redact::chance::{Chance, LOWER};

/// Days between two lists.
pub const BATCH_DAYS: usize = 100;

/// Noon of a day.
pub fn day(number: usize) -> Timestamp {
    let day = i64::try_from(number).unwrap_or_default();
    Timestamp::from_second(1_704_110_400 + day * 86_400).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Where something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// At the source that the list is of: it may know speakers by their ids.
    Desk,
    /// By mail.
    Mail,
}

impl From {
    pub fn source(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Mail => "mail",
        }
    }
}

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub id: String,
    pub case: &'static str,
    pub from: From,
    /// Behind which list it arrives; 0 is before both.
    pub arrives: usize,
    day: usize,
    by: By,
    /// The customers whose it is, as they count; none where it is nobody's.
    pub of: BTreeSet<String>,
    pub joinable: bool,
}

/// Who says it, as the source writes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct By {
    id: String,
    name: String,
    address: String,
}

impl Said {
    /// As a line of a table.
    pub fn line(&self) -> String {
        let By { id, name, address } = &self.by;
        let on = day(self.day).strftime("%Y-%m-%d");
        format!("{},{on},What was said under {},{id},{name},\"{address}\"\n", self.id, self.id)
    }
}

/// What a case comes down to.
struct Made {
    by: By,
    of: BTreeSet<String>,
    joinable: bool,
    from: From,
}

/// How a case is made for a person before the second list or after; `None` where that person is no such case.
type Make = fn(&mut Chance, &People, &Person, bool) -> Option<Made>;

/// Every case with how often it occurs, and how it is made.
const CASES: [(&str, usize, Make); 29] = [
    ("the id that the list knows", 16, known_id),
    ("that id and another address", 3, |chance, people, person, after| {
        let address = format!("{}@nowhere.example", chance.string(8, LOWER));
        known_id(chance, people, person, after).map(|made| Made { by: By { address, ..made.by }, ..made })
    }),
    ("the id before the source gave a new one", 2, |_, people, person, after| {
        let new = matches!(person.change, Change::NewId(_)) && !after;
        new.then(|| by_id(people, person, person.id.clone()))
    }),
    ("the new id", 2, |_, people, person, after| match &person.change {
        Change::NewId(id) if after => Some(by_id(people, person, id.clone())),
        _ => None,
    }),
    ("the exact address at the domain", 12, |_, people, person, after| {
        let plain =
            sure(person) && person.at_domain && person.of.len() == 1 && is(people, person, Domain::Theirs);
        plain.then(|| mail(people, person, person.address_when(after).to_owned(), true))
    }),
    ("the same in capitals, with a name", 6, |_, people, person, after| {
        let written = format!("{} <{}>", person.name, person.address_when(after).to_uppercase());
        (sure(person) && person.of.len() == 1).then(|| mail(people, person, written, true))
    }),
    ("the exact address at free mail", 6, |_, people, person, after| {
        let free = sure(person) && !person.at_domain && person.of.len() == 1;
        free.then(|| mail(people, person, person.address_when(after).to_owned(), true))
    }),
    ("the address of somebody with a new id", 2, |_, people, person, after| {
        let new = matches!(person.change, Change::NewId(_));
        new.then(|| mail(people, person, person.address_when(after).to_owned(), true))
    }),
    ("an address before it was another's", 2, |_, people, person, after| {
        let gives = matches!(person.change, Change::GivesAddress(_)) && !after;
        gives.then(|| mail(people, person, person.address.clone(), true))
    }),
    ("the same after", 2, |_, people, person, after| {
        let takes = matches!(person.change, Change::TakesAddress(_)) && after;
        takes.then(|| mail(people, person, person.address_when(true).to_owned(), true))
    }),
    ("an address given up, before", 1, |_, people, person, after| {
        let old = matches!(person.change, Change::NewAddress(_)) && !after;
        old.then(|| mail(people, person, person.address.clone(), true))
    }),
    ("the same after, from a stranger", 1, |_, _, person, after| {
        let old = matches!(person.change, Change::NewAddress(_)) && after;
        old.then(|| stranger(person.address.clone()))
    }),
    ("in two customers, from the domain of one", 3, |_, people, person, after| {
        let one = person.of.len() == 2 && person.at_domain;
        let of = BTreeSet::from([people.customers[person.of[0]].counts_as.clone()]);
        one.then(|| Made { of, ..mail(people, person, person.address_when(after).to_owned(), true) })
    }),
    ("in two customers, from free mail", 2, |_, people, person, after| {
        let both = person.of.len() == 2 && !person.at_domain;
        both.then(|| mail(people, person, person.address_when(after).to_owned(), true))
    }),
    ("not in the list, at the domain", 6, |_, people, person, _| {
        unlisted(people, person, Domain::Theirs).then(|| mail(people, person, person.address.clone(), true))
    }),
    ("not in the list, at a domain below it", 4, |chance, people, person, _| {
        let below = person.address.replace('@', chance.pick(&["@mail.", "@eu.shop."]));
        unlisted(people, person, Domain::Theirs).then(|| mail(people, person, below, true))
    }),
    ("not in the list, at the domain of two that are one", 2, |_, people, person, _| {
        unlisted(people, person, Domain::SameCustomer)
            .then(|| mail(people, person, person.address.clone(), true))
    }),
    ("a desk of the customer", 4, |chance, people, person, _| {
        let desk = chance.pick(&["support", "no-reply", "billing", "info+eu"]);
        desk_at(people, person, Domain::Theirs, desk, true)
    }),
    ("a tag behind the name, at the domain", 3, |_, people, person, after| {
        let own = person.at_domain && person.of.len() == 1 && is(people, person, Domain::Theirs);
        own.then(|| mail(people, person, tagged(person.address_when(after)), true))
    }),
    ("a tag behind the name, at free mail", 1, |_, people, person, after| {
        let free = sure(person) && !person.at_domain;
        free.then(|| mail(people, person, tagged(person.address_when(after)), false))
    }),
    ("the exact address at a domain of two", 3, |_, people, person, after| {
        let shared = sure(person) && person.at_domain && is(people, person, Domain::Shared);
        shared.then(|| mail(people, person, person.address_when(after).to_owned(), true))
    }),
    ("not in the list, at a domain of two", 3, |_, people, person, _| {
        unlisted(people, person, Domain::Shared).then(|| mail(people, person, person.address.clone(), false))
    }),
    ("a desk at a domain of two", 1, |_, people, person, _| {
        desk_at(people, person, Domain::Shared, "support", false)
    }),
    ("not in the list, at free mail", 3, |_, people, person, _| {
        let unknown = !person.listed && !person.at_domain;
        unknown.then(|| mail(people, person, person.address.clone(), false))
    }),
    ("an address of which the source is not sure", 1, |chance, people, person, _| {
        let made = mail(people, person, person.address.clone(), false);
        let unsure = person.listed && !person.verified && !person.at_domain;
        let of = if chance.one_in(2) { BTreeSet::new() } else { made.of.clone() };
        unsure.then_some(Made { of, ..made })
    }),
    ("a name alone", 2, |_, people, person, _| {
        let by = By { name: person.name.clone(), ..By::default() };
        Some(Made { by, ..mail(people, person, String::new(), false) })
    }),
    ("a slip before the sign, at the domain", 1, |chance, people, person, _| {
        let own = person.at_domain && person.of.len() == 1 && is(people, person, Domain::Theirs);
        own.then(|| mail(people, person, slip(chance, &person.address, false), true))
    }),
    ("a slip at free mail, or in the domain", 1, |chance, people, person, _| {
        let address = slip(chance, &person.address, person.at_domain);
        Some(mail(people, person, address, false))
    }),
    ("nobody that a list knows", 6, |chance, _, person, _| Some(nobody(chance, person))),
];

/// What the cases are called.
#[cfg(test)]
pub fn cases() -> impl Iterator<Item = &'static str> {
    CASES.iter().map(|(case, ..)| *case)
}

/// So many signals, each of a case that is drawn, by a person who is one.
pub fn by(people: &People, seed: u64, count: usize) -> Vec<Said> {
    let mut chance = Chance::new(seed ^ 0x5eed);
    let drawn: Vec<usize> =
        CASES.iter().enumerate().flat_map(|(at, (_, weight, _))| std::iter::repeat_n(at, *weight)).collect();
    let mut all = Vec::with_capacity(count);
    while all.len() < count {
        let (case, _, make) = CASES[chance.pick(&drawn)];
        let said_in = chance.below(3);
        // Whoever is not in this case leaves it to another; not every population has one for each.
        let mut found = None;
        for _ in 0..400 {
            let person = &people.people[chance.below(people.people.len())];
            found = make(&mut chance, people, person, said_in == 2);
            if found.is_some() {
                break;
            }
        }
        let Some(Made { by, of, joinable, from }) = found else { continue };
        // One in ten arrives long after it was said.
        let arrives = if chance.one_in(10) { 2 } else { said_in };
        let day = said_in * BATCH_DAYS + 1 + chance.below(BATCH_DAYS - 2);
        all.push(Said { id: format!("s-{}", all.len()), case, from, arrives, day, by, of, joinable });
    }
    all
}

fn sure(person: &Person) -> bool {
    person.listed && person.verified
}

fn is(people: &People, person: &Person, stands: Domain) -> bool {
    people.customers[person.of[0]].stands == stands
}

fn unlisted(people: &People, person: &Person, stands: Domain) -> bool {
    !person.listed && person.at_domain && is(people, person, stands)
}

fn known_id(_: &mut Chance, people: &People, person: &Person, after: bool) -> Option<Made> {
    let id = match &person.change {
        Change::NewId(id) if after => id,
        _ => &person.id,
    };
    (person.listed && person.of.len() == 1).then(|| by_id(people, person, id.clone()))
}

fn by_id(people: &People, person: &Person, id: String) -> Made {
    let by = By { id, name: person.name.clone(), address: String::new() };
    Made { by, of: people.counts_as(person), joinable: true, from: From::Desk }
}

fn mail(people: &People, person: &Person, address: String, joinable: bool) -> Made {
    let by = By { address, ..By::default() };
    Made { by, of: people.counts_as(person), joinable, from: From::Mail }
}

fn stranger(address: String) -> Made {
    Made { by: By { address, ..By::default() }, of: BTreeSet::new(), joinable: false, from: From::Mail }
}

fn desk_at(people: &People, person: &Person, stands: Domain, desk: &str, joinable: bool) -> Option<Made> {
    let customer = &people.customers[person.of[0]];
    let of = BTreeSet::from([customer.counts_as.clone()]);
    let address = format!("{desk}@{}", customer.domain);
    (customer.stands == stands).then(|| Made { of, ..mail(people, person, address, joinable) })
}

fn tagged(address: &str) -> String {
    address.replacen('@', "+news@", 1)
}

/// An address with a letter left out before its sign or in its domain.
fn slip(chance: &mut Chance, address: &str, in_domain: bool) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let mut without = |text: &str| {
        let at = 1 + chance.below(text.find('.').unwrap_or(text.len()).saturating_sub(2));
        format!("{}{}", &text[..at], &text[at + 1..])
    };
    match in_domain {
        true => format!("{local}@{}", without(domain)),
        false => format!("{}@{domain}", without(local)),
    }
}

/// Our own people, companies that are no customers, addresses for an hour, and somebody whom the other source knows by an id
/// that is also one of the list.
fn nobody(chance: &mut Chance, person: &Person) -> Made {
    let local = chance.string(7, LOWER);
    match chance.below(5) {
        0 => stranger(format!("{local}@{OWN}")),
        1 => stranger(format!("{local}@{}.example", chance.string(12, LOWER))),
        2 => stranger(format!("{local}@mailinator.com")),
        3 => stranger(format!("{local}@gmail.com")),
        _ => {
            let by = By { id: person.id.clone(), name: person.name.clone(), address: String::new() };
            Made { by, ..stranger(String::new()) }
        }
    }
}
