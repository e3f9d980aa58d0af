//! The demo's accounts and what they say: made up, from a fixed seed. Nobody's list of customers may be published, so
//! the demo shows customers by these; each name ends in "(made up)", so that it says so wherever it is shown.
//!
//! `cargo xtask made-up` writes `demo/made-up-accounts.csv`, `made-up-signals.csv` and what is said of these accounts by hand:
//! segments, goals, strengths, opportunities, decisions and comments. A test holds all of them to it. Themes have no ids before they are found: what stands in the way
//! of a goal is told by the signals that speak of it.

mod decided;
mod said_of;
mod weighed;
mod words;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context as _;

use words::{ACCOUNTS, COUNTRIES, MATTERS, Matter, OWNERS, PEOPLE, PLANS};

const SEED: u64 = 2019;
const SIGNALS: usize = 240;
/// Days before which everything was said: 2018-11-05 to 2019-08-04, and the demo's day is the next one.
const SAID_DAYS: usize = 273;

/// Writes all files below `root`.
pub fn write(root: &Path) -> anyhow::Result<()> {
    for (name, text) in files() {
        let path = root.join("demo").join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn files() -> [(&'static str, String); 8] {
    let mut random = Random(SEED);
    let accounts: Vec<Account> = (0..ACCOUNTS.len()).map(|at| Account::new(at, &mut random)).collect();
    let (signals, heard) = signals(&accounts, &mut random);
    [
        ("made-up-accounts.csv", list(&accounts)),
        ("made-up-signals.csv", signals),
        ("made-up-segments.csv", said_of::segments()),
        ("made-up-goals.csv", said_of::goals(&accounts, &heard)),
        ("made-up-strengths.csv", said_of::strengths(&accounts, &heard, &mut random)),
        ("made-up-opportunities.csv", weighed::opportunities(&heard)),
        ("made-up-decisions.csv", decided::decisions()),
        ("made-up-comments.csv", decided::comments(&heard)),
    ]
}

/// A signal of an account about one matter, by its id and their places.
struct Heard {
    id: String,
    account: usize,
    matter: usize,
}

struct Account {
    id: String,
    name: &'static str,
    domain: String,
    facts: [String; 7],
    /// Name, and what stands before the `@`.
    people: Vec<(&'static str, String)>,
    /// What this account has trouble with, by place.
    matters: [usize; 2],
}

impl Account {
    fn new(at: usize, random: &mut Random) -> Self {
        let name = ACCOUNTS[at];
        let domain = format!("{}.example", name.to_lowercase().replace(" & ", "-").replace(' ', "-"));
        let (plan, least, most) = PLANS[random.below(PLANS.len())];
        let country = COUNTRIES[random.below(COUNTRIES.len())];
        let currency = if country == "US" || country == "CA" { "USD" } else { "EUR" };
        let state = match random.below(10) {
            0 => "former",
            1 => "prospect",
            _ => "customer",
        };
        let revenue = least + random.below((most - least) / 100) * 100;
        let renewal = day(random.below(330) + 7);
        let people = (0..1 + random.below(4))
            .map(|nth| PEOPLE[(at * 3 + nth) % PEOPLE.len()])
            .map(|person| (person, person.to_lowercase().replace(' ', ".")))
            .collect();
        let first = random.below(MATTERS.len());
        let second = (first + 1 + random.below(MATTERS.len() - 1)) % MATTERS.len();
        let facts = [
            state.to_owned(),
            plan.to_owned(),
            if state == "prospect" { String::new() } else { format!("{revenue} {currency}") },
            (5 + random.below(400)).to_string(),
            country.to_owned(),
            if state == "customer" { renewal } else { String::new() },
            OWNERS[random.below(OWNERS.len())].to_owned(),
        ];
        let matters = [first, second];
        Self { id: format!("A{:03}", at + 1), name, domain, facts, people, matters }
    }
}

/// One row for each person in an account.
fn list(accounts: &[Account]) -> String {
    let mut text = "id,name,domain,state,plan,arr,size,country,renewal,owner,as_of,contact_id,contact_name,contact_email\n".to_owned();
    for account in accounts {
        for (nth, (person, mailbox)) in account.people.iter().enumerate() {
            let Account { id, name, domain, facts, .. } = account;
            let facts = facts.join(",");
            text += &format!(
                "{id},{name} (made up),{domain},{facts},2018-11-01,{id}-{nth},{person},{mailbox}@{domain}\n"
            );
        }
    }
    text
}

/// What they said. Half by an id that the list knows, others by their address, a colleague whom the list does not know,
/// and one in twelve by an address that tells nothing.
fn signals(accounts: &[Account], random: &mut Random) -> (String, Vec<Heard>) {
    let mut rows = BTreeSet::new();
    while rows.len() < SIGNALS {
        let at = random.below(accounts.len()).min(random.below(accounts.len()));
        let account = &accounts[at];
        let matter = account.matters[usize::from(random.below(3) == 0)];
        let (person, mailbox) = &account.people[random.below(account.people.len())];
        let nth = account.people.iter().position(|(known, _)| known == person).unwrap_or_default();
        let (id, address) = match random.below(12) {
            0..=5 => (format!("{}-{nth}", account.id), String::new()),
            6..=8 => (String::new(), format!("{mailbox}@{}", account.domain)),
            9 | 10 => (
                String::new(),
                format!("{}@{}", ["bookkeeping.desk", "shop.floor"][random.below(2)], account.domain),
            ),
            _ => (String::new(), format!("{mailbox}{}@gmail.com", random.below(90))),
        };
        let text = MATTERS[matter].said(random);
        let said = days_before(SAID_DAYS - random.below(SAID_DAYS).max(random.below(SAID_DAYS)));
        rows.insert((said, text, id, address, at, matter));
    }
    let mut out = "id,date,text,author_id,author_email\n".to_owned();
    let mut heard = Vec::new();
    for (at, (said, text, id, address, account, matter)) in rows.into_iter().enumerate() {
        let number = format!("made-up-{:03}", at + 1);
        out += &format!("{number},{said},\"{text}\",{id},{address}\n");
        heard.push(Heard { id: number, account, matter });
    }
    (out, heard)
}

impl Matter {
    fn said(&self, random: &mut Random) -> String {
        let mut text = [self.happened, self.detail, self.means]
            .map(|choices| choices[random.below(choices.len())])
            .join(" ");
        while let Some(at) = text.find('#') {
            let amount = (2 + random.below(96)) * 50;
            text.replace_range(at..=at, &amount.to_string());
        }
        text
    }
}

/// The day so many days after the demo's, 2019-08-05, as ISO 8601.
fn day(after: usize) -> String {
    calendar(2019, 8, 5, after)
}

/// The day so many days before the demo's.
fn days_before(days: usize) -> String {
    // 2018-11-05 is 273 days before it.
    calendar(2018, 11, 5, SAID_DAYS - days)
}

fn calendar(mut year: usize, mut month: usize, day: usize, after: usize) -> String {
    let mut day = day + after;
    loop {
        let length = match month {
            2 if year.is_multiple_of(4) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if day <= length {
            return format!("{year}-{month:02}-{day:02}");
        }
        day -= length;
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers in every release.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_demo_holds_is_what_the_seed_gives() {
        let demo = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../demo"));
        for (name, text) in files() {
            let held = std::fs::read_to_string(demo.join(name)).expect(name);
            assert!(held == text, "{name} is not what `cargo xtask made-up` writes");
        }
    }

    #[test]
    fn every_account_says_that_it_is_made_up() {
        let [(_, accounts), ..] = files();
        assert!(
            accounts
                .lines()
                .skip(1)
                .all(|row| row.split(',').nth(1).is_some_and(|name| name.ends_with(" (made up)")))
        );
    }

    #[test]
    fn every_segment_and_goal_says_that_it_is_made_up_and_what_stands_in_the_way_was_heard() {
        let [
            _,
            (_, signals),
            (_, segments),
            (_, goals),
            (_, strengths),
            (_, opportunities),
            (_, decisions),
            (_, comments),
        ] = files();
        assert!(comments.lines().skip(1).all(|row| row.contains(" (made up)\",")), "{comments}");
        let named = [&segments, &goals, &opportunities, &decisions];
        for row in named.iter().flat_map(|text| text.lines().skip(1)) {
            assert!(row.split(',').next().is_some_and(|name| name.ends_with(" (made up)")), "{row}");
        }
        let told = [&goals, &strengths, &opportunities];
        for row in told.iter().flat_map(|text| text.lines().skip(1)) {
            let heard = row.rsplit(',').next().unwrap_or_default();
            assert!(!heard.is_empty(), "{row}");
            for id in heard.split(' ') {
                assert!(signals.contains(&format!("\n{id},")), "{id} of {row}");
            }
        }
        assert!(strengths.lines().count() > 6, "{strengths}");
    }

    #[test]
    fn a_day_follows_the_calendar_over_months_and_years() {
        assert_eq!(day(0), "2019-08-05");
        assert_eq!(day(27), "2019-09-01");
        assert_eq!(day(208), "2020-02-29");
        assert_eq!(days_before(1), "2019-08-04");
    }
}
