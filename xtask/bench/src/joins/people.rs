//! Customers that were never there, and the people in them: always the same for their seed. What a list says of them, before
//! and after some of it changed, follows from them.

use std::collections::BTreeSet;

use crate::redact::chance::Chance;

/// Our own domain.
pub const OWN: &str = "hearkeners.example";

const FIRST: [&str; 24] = [
    "ann", "ben", "carla", "deniz", "ewa", "farid", "gita", "hugo", "ines", "jun", "kofi", "lena", "mara",
    "nils", "olga", "paul", "quentin", "rosa", "sven", "tala", "umar", "vera", "wim", "yuki",
];
const LAST: [&str; 24] = [
    "abel", "berg", "costa", "dahl", "ebert", "fiala", "gomez", "haas", "ivanov", "jensen", "kaya", "lee",
    "moreau", "novak", "okafor", "petrov", "quist", "rossi", "santos", "tanaka", "ueda", "varga", "weber",
    "zhang",
];
const SYLLABLES: [&str; 20] = [
    "bar", "cor", "dun", "fel", "gor", "hal", "jas", "kel", "lor", "mun", "nar", "pol", "quin", "ral", "sol",
    "tam", "ul", "vor", "wen", "zan",
];
const FREE_MAIL: [&str; 5] = ["gmail.com", "outlook.com", "yahoo.co.uk", "gmx.de", "proton.me"];

/// How a customer stands to its domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// It is theirs alone.
    Theirs,
    /// The next customer claims it, too, or the one before.
    Shared,
    /// The customer before has it, too; a person said that the two are one.
    SameCustomer,
    /// They have none: their people have addresses at free mail.
    None,
    /// They say that a domain of free mail is theirs.
    FreeMail,
}

/// A customer.
#[derive(Debug, Clone)]
pub struct Customer {
    pub id: String,
    /// Whose it is in truth: its own id, or of the one that it is part of.
    pub counts_as: String,
    pub stands: Domain,
    pub domain: String,
    /// Whether the second list names them.
    pub stays: bool,
}

/// What happens to a person between the two lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Nothing,
    /// The source gives them a new id.
    NewId(String),
    /// They have another address from then on; what they had is a stranger's.
    NewAddress(String),
    /// The same, and what they had is that person's of another customer.
    GivesAddress(String),
    /// They have the address that was that person's.
    TakesAddress(String),
}

/// A person in a customer.
#[derive(Debug, Clone)]
pub struct Person {
    /// Numbers of the customers that they are in.
    pub of: Vec<usize>,
    pub id: String,
    pub name: String,
    pub address: String,
    /// Whether the list names them.
    pub listed: bool,
    pub verified: bool,
    /// Whether the address is at the customer's domain.
    pub at_domain: bool,
    pub change: Change,
}

/// All of them.
pub struct People {
    pub customers: Vec<Customer>,
    pub people: Vec<Person>,
}

struct Maker {
    chance: Chance,
    addresses: BTreeSet<String>,
    domains: BTreeSet<String>,
    people: Vec<Person>,
}

impl People {
    pub fn made(seed: u64, count: usize) -> Self {
        let mut maker = Maker {
            chance: Chance::new(seed),
            addresses: BTreeSet::new(),
            domains: BTreeSet::new(),
            people: Vec::new(),
        };
        let mut customers: Vec<Customer> = Vec::new();
        for number in 0..count {
            let customer = maker.customer(number, customers.last());
            customers.push(customer);
        }
        for (number, customer) in customers.iter().enumerate() {
            for _ in 0..maker.chance.between(2, 6) {
                maker.person(number, customer);
            }
        }
        maker.visits(&customers);
        maker.changes(&customers);
        Self { customers, people: maker.people }
    }

    /// The source's list before and after.
    pub fn lists(&self) -> [String; 2] {
        [false, true].map(|after| self.list(after))
    }

    fn list(&self, after: bool) -> String {
        let mut text =
            "id,name,domain,plan,contact_id,contact_name,contact_email,contact_verified\n".to_owned();
        for (number, customer) in self.customers.iter().enumerate().filter(|(_, one)| one.stays || !after) {
            let claims = if customer.stands == Domain::None { "" } else { &customer.domain };
            let plan = ["free", "team", "business"][number % 3];
            let begin = format!("{},Company {number},{claims},{plan}", customer.id);
            let mut alone = true;
            for person in self.people.iter().filter(|person| person.listed && person.of.contains(&number)) {
                alone = false;
                let id = match &person.change {
                    Change::NewId(id) if after => id,
                    _ => &person.id,
                };
                let address = person.address_when(after);
                let verified = if person.verified { "yes" } else { "no" };
                text += &format!("{begin},{id},{},{address},{verified}\n", person.name);
            }
            if alone {
                text += &format!("{begin},,,,\n");
            }
        }
        text
    }

    /// The customers whose a person's words are, as they count.
    pub fn counts_as(&self, person: &Person) -> BTreeSet<String> {
        person.of.iter().map(|number| self.customers[*number].counts_as.clone()).collect()
    }
}

impl Person {
    /// The address that they have, before the second list or after.
    pub fn address_when(&self, after: bool) -> &str {
        match &self.change {
            Change::NewAddress(address) | Change::GivesAddress(address) | Change::TakesAddress(address)
                if after =>
            {
                address
            }
            _ => &self.address,
        }
    }
}

impl Maker {
    fn customer(&mut self, number: usize, before: Option<&Customer>) -> Customer {
        let id = format!("acc-{number}");
        let first = before.filter(|before| before.stands == Domain::Theirs);
        let (stands, domain, counts_as) = match (number % 20, before, first) {
            (3, Some(before), Some(_)) => {
                (Domain::SameCustomer, before.domain.clone(), before.counts_as.clone())
            }
            (7 | 11, ..) => (Domain::Shared, self.domain(".example"), id.clone()),
            (8 | 12, Some(before), _) => (Domain::Shared, before.domain.clone(), id.clone()),
            (15 | 16, ..) => (Domain::None, String::new(), id.clone()),
            (19, ..) if number < 40 => (Domain::FreeMail, FREE_MAIL[number % 5].to_owned(), id.clone()),
            (4 | 5, ..) => (Domain::Theirs, self.domain(".co.uk"), id.clone()),
            (6, ..) => (Domain::Theirs, self.domain(".myshopify.com"), id.clone()),
            _ => (Domain::Theirs, self.domain(".example"), id.clone()),
        };
        Customer { id, counts_as, stands, domain, stays: !self.chance.one_in(50) }
    }

    /// One that nobody else has.
    fn domain(&mut self, ending: &str) -> String {
        loop {
            let name: String = (0..4).map(|_| self.chance.pick(&SYLLABLES)).collect();
            if self.domains.insert(name.clone()) {
                return name + ending;
            }
        }
    }

    fn person(&mut self, number: usize, customer: &Customer) {
        let (first, last) = (self.chance.pick(&FIRST), self.chance.pick(&LAST));
        let has_domain = !matches!(customer.stands, Domain::None | Domain::FreeMail);
        let at_domain = has_domain && !self.chance.one_in(4);
        let domain =
            if at_domain { customer.domain.clone() } else { self.chance.pick(&FREE_MAIL).to_owned() };
        let address = self.address(first, last, &domain, at_domain);
        self.people.push(Person {
            of: vec![number],
            id: format!("u-{}", self.people.len()),
            name: format!("{first} {last}"),
            address,
            listed: !self.chance.one_in(3),
            verified: !self.chance.one_in(20),
            at_domain,
            change: Change::Nothing,
        });
    }

    /// An address that nobody else has.
    fn address(&mut self, first: &str, last: &str, domain: &str, at_domain: bool) -> String {
        let mut local = format!("{first}.{last}");
        if !at_domain {
            local += &self.chance.digits(2);
        }
        while !self.addresses.insert(format!("{local}@{domain}")) {
            local += &self.chance.digits(1);
        }
        format!("{local}@{domain}")
    }

    /// Some people are in a second customer, too, whose domain is another.
    fn visits(&mut self, customers: &[Customer]) {
        for at in (0..self.people.len()).step_by(9) {
            let second = self.chance.below(customers.len());
            let first = &customers[self.people[at].of[0]];
            let plain = |customer: &Customer| {
                customer.stays && matches!(customer.stands, Domain::Theirs | Domain::None)
            };
            let other = first.domain != customers[second].domain || first.domain.is_empty();
            if plain(first) && plain(&customers[second]) && first.id != customers[second].id && other {
                self.people[at].of.push(second);
                self.people[at].listed = true;
                self.people[at].verified = true;
            }
        }
    }

    /// What is not as it was by the second list. Nobody changes who is in a customer that it leaves out.
    fn changes(&mut self, customers: &[Customer]) {
        let plain = |person: &Person| {
            person.listed && person.verified && person.of.len() == 1 && customers[person.of[0]].stays
        };
        let listed: Vec<usize> = (0..self.people.len()).filter(|at| plain(&self.people[*at])).collect();
        let (anywhere, free): (Vec<usize>, Vec<usize>) =
            listed.into_iter().partition(|at| self.people[*at].at_domain);
        for (nth, at) in anywhere.iter().enumerate().filter(|(nth, _)| nth % 5 == 0) {
            self.people[*at].change = Change::NewId(format!("n-{nth}"));
        }
        for pair in free.chunks_exact(4) {
            let &[gives, takes, renewed, stays] = pair else { continue };
            let name = self.people[gives].name.clone();
            let (first, last) = name.split_once(' ').unwrap_or((&name, "x"));
            let new = self.address(first, last, "gmail.com", false);
            let is_other = self.people[gives].of != self.people[takes].of;
            if is_other {
                self.people[takes].change = Change::TakesAddress(self.people[gives].address.clone());
                self.people[gives].change = Change::GivesAddress(new);
            }
            let new = self.address(first, last, "outlook.com", false);
            self.people[renewed].change = Change::NewAddress(new);
            self.people[stays].change = Change::NewId(format!("m-{stays}"));
        }
    }
}
