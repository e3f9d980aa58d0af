//! The accounts of the demo and what they say: made up, from a fixed seed, and called so wherever they show. They run the
//! sample application, so that they can be read beside the real complaints and never pass for them.

use std::fmt::Write as _;

use jiff::civil::Date;

/// Name of the source of the accounts.
pub const ACCOUNTS: &str = "made-up accounts";
/// Name of the source of what they say.
pub const TICKETS: &str = "made-up tickets";
/// What they speak of.
const PRODUCT: &str = "Riverbank (made up)";
/// Tickets of all accounts.
const TICKETS_MAX: usize = 320;
const SEED: u64 = 20_190_805;
/// Accounts that are heard more of late and renew in so many days.
const LOUDER: [(usize, i64); 2] = [(5, 24), (19, 47)];
/// Tickets of each of them in the last four weeks.
const LOUDER_TICKETS: usize = 14;

/// Names of institutions that do not exist.
const NAMES: [&str; 40] = [
    "Alder Creek Credit Union",
    "Amber Ridge Savings",
    "Ashgrove Mutual",
    "Barley Street Bank",
    "Beacon Hollow Credit Union",
    "Birchmere Savings Bank",
    "Bluewater Thrift",
    "Cedar Lane Mutual",
    "Clearbrook Credit Union",
    "Copperfield Savings",
    "Dovecote Bank",
    "Eastmarch Mutual",
    "Elmfield Credit Union",
    "Fennel Hill Savings",
    "Foxglove Community Bank",
    "Glenhaven Mutual",
    "Greystone Thrift",
    "Harrow Lane Savings",
    "Hazelwick Credit Union",
    "Heron Pond Bank",
    "Ironbridge Mutual",
    "Juniper Flats Savings",
    "Kestrel Community Bank",
    "Larkspur Credit Union",
    "Linden Row Bank",
    "Maplecross Savings",
    "Meadowgate Mutual",
    "Millstone Thrift",
    "Nettlefield Bank",
    "Northwold Credit Union",
    "Oakhurst Savings",
    "Otter Bay Mutual",
    "Pinecrest Credit Union",
    "Quarry Road Bank",
    "Rosemoor Savings",
    "Saltmarsh Mutual",
    "Thistledown Credit Union",
    "Umberleigh Bank",
    "Willowbank Savings",
    "Yarrow Vale Mutual",
];
const FIRST_NAMES: [&str; 16] = [
    "Ada", "Bela", "Carla", "Dario", "Edda", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaja", "Luca",
    "Mina", "Nils", "Olga", "Pavel",
];
const LAST_NAMES: [&str; 12] = [
    "Abendroth",
    "Bellweather",
    "Corvin",
    "Drumlin",
    "Elsing",
    "Farrow",
    "Gantry",
    "Hollis",
    "Ivory",
    "Jessop",
    "Kirkby",
    "Lomax",
];
const OWNERS: [&str; 4] = ["Rita Salter", "Sven Marlow", "Tova Birkett", "Uwe Pelham"];
const PLANS: [(&str, u64); 3] = [("Essential", 6_000), ("Team", 24_000), ("Enterprise", 96_000)];

/// What is complained of: how it begins, what goes wrong, and what follows from it.
const MATTERS: [[[&str; 5]; 3]; 7] = [
    [
        [
            "Our tellers post payments after five",
            "We post the evening batch by hand",
            "Payments that come in late in the day",
            "Since the last update the evening payments",
            "Every Friday the payments taken after closing",
        ],
        [
            "and they carry the date of the next business day",
            "but Riverbank books them a day later",
            "and the posting date jumps over the weekend",
            "are dated Monday although the member paid on Friday",
            "end up on the wrong business day",
        ],
        [
            "so members are charged a late fee they do not owe.",
            "and we spend the morning reversing late fees.",
            "and the member calls us about the fee.",
            "so the fee has to be waived by a supervisor each time.",
            "which nobody can explain to the member.",
        ],
    ],
    [
        [
            "The dispute screen",
            "When two of us work on one dispute, the screen",
            "The form for disputed charges",
            "After fifteen minutes the dispute page",
            "Saving a note on a dispute",
        ],
        [
            "loses the notes that were typed",
            "throws away the attached letters",
            "goes back to the first step without saving",
            "shows an empty history",
            "overwrites what a colleague wrote",
        ],
        [
            "and we ask the member for the same papers again.",
            "so we keep the notes in a spreadsheet now.",
            "and the deadline for answering was missed twice.",
            "which an auditor has written up.",
            "and nobody dares to leave the page open.",
        ],
    ],
    [
        [
            "The export of statements",
            "Exporting a month of statements to CSV",
            "The statement export for our auditors",
            "Downloading statements for a business member",
            "The nightly statement file",
        ],
        [
            "stops after some ten thousand rows",
            "leaves the last day of the month out",
            "takes forty minutes and then fails",
            "has the amounts without their cents",
            "mixes two members who share an address",
        ],
        [
            "so month end waits for it.",
            "and we stitch the parts together by hand.",
            "and the totals do not agree with the ledger.",
            "which cost us a weekend in June.",
            "so two people do nothing else on the first of the month.",
        ],
    ],
    [
        [
            "The sign-in code for staff",
            "The text message with the code to sign in",
            "Our branch staff wait for the sign-in code, which",
            "Since we changed the phone provider the sign-in code",
            "On Monday mornings the code for signing in",
        ],
        [
            "arrives after it has expired",
            "never comes on some phones",
            "is sent twice and neither works",
            "is refused although it is the right one",
            "takes ten minutes to arrive",
        ],
        [
            "and the counter opens late.",
            "so people share one login, which they must not.",
            "and the queue goes out of the door.",
            "so the help desk resets passwords all morning.",
            "and new colleagues cannot start to work.",
        ],
    ],
    [
        [
            "Looking a member up by phone number",
            "The search for a member",
            "Finding somebody by the last digits of a card",
            "Searching for a member by an old surname",
            "The member list",
        ],
        [
            "takes half a minute",
            "shows closed accounts first",
            "finds nobody though the number is right",
            "times out when three of us search at once",
            "only works with the number written without spaces",
        ],
        [
            "while the member waits on the line.",
            "and calls last twice as long.",
            "so we scroll through the whole list.",
            "and the wrong account was opened once.",
            "which our people find embarrassing.",
        ],
    ],
    [
        [
            "Letters to members",
            "The reminder letters",
            "Notices about changed terms",
            "Letters that Riverbank prints",
            "The letter after a change of address",
        ],
        [
            "still go to the old address",
            "carry the name of a joint owner who has died",
            "are printed twice",
            "leave the second line of the address out",
            "are sent to members who asked for e-mail",
        ],
        [
            "and come back to us by the sackful.",
            "so private papers reach strangers.",
            "and somebody has complained to the regulator.",
            "which costs postage and goodwill.",
            "and we apologise by phone every week.",
        ],
    ],
    [
        [
            "It would help if reports",
            "Could the portfolio report",
            "We would like the delinquency report",
            "Please let the weekly report",
            "Our board asks whether the report",
        ],
        [
            "could be scheduled and sent by e-mail",
            "could be saved with its columns",
            "could show last year beside this year",
            "could be filtered by branch",
            "could be opened by somebody without a full licence",
        ],
        [
            "since we build it by hand each Monday.",
            "for three of our managers ask for it.",
            "as the old system did that.",
            "so that branch managers see their own figures.",
            "before we renew.",
        ],
    ],
];

/// Numbers that look drawn by lot and are always the same.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    fn of<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

struct Person {
    name: String,
    email: String,
}

/// The people of an account; the same whenever they are asked for.
fn people(account: usize) -> Vec<Person> {
    let mut drawn = Drawn(SEED ^ (account as u64 + 1));
    let domain = domain(account);
    let count = 1 + drawn.below(3);
    let one = |index: usize, drawn: &mut Drawn| {
        // Of one account no two share a first name.
        let first = FIRST_NAMES[(account * 5 + index * 7) % FIRST_NAMES.len()];
        let last = drawn.of(&LAST_NAMES);
        let email = format!("{}.{}@{domain}", first.to_lowercase(), last.to_lowercase());
        Person { name: format!("{first} {last}"), email }
    };
    (0..count).map(|index| one(index, &mut drawn)).collect()
}

fn domain(account: usize) -> String {
    let mut words = NAMES[account].split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    format!("{}{}.example", first.to_lowercase(), second.to_lowercase())
}

/// The list of accounts, with a row for each person: in euros and dollars, renewing within a year of `today`.
pub fn accounts(today: Date) -> String {
    let mut drawn = Drawn(SEED);
    let mut csv = "Account ID,Account Name,Domain,Plan,ARR,Currency,State,Country,Size,Renewal Date,Owner,\
                   Contact Name,Contact Email\n"
        .to_owned();
    for (account, name) in NAMES.iter().enumerate() {
        let (plan, price) = *drawn.of(&PLANS);
        let arr = price + 500 * drawn.below(20) as u64;
        let (currency, country) = if drawn.below(5) < 2 { ("EUR", "IE") } else { ("USD", "US") };
        let state = match account % 13 {
            11 => "prospect",
            12 => "former",
            _ => "customer",
        };
        let arr = if state == "customer" { arr.to_string() } else { String::new() };
        let days = match LOUDER.iter().find(|(louder, _)| *louder == account) {
            Some((_, days)) => *days,
            None => drawn.below(365) as i64,
        };
        let renewal = today.checked_add(jiff::Span::new().days(days)).unwrap_or(today);
        let renewal = if state == "customer" { renewal.to_string() } else { String::new() };
        let (size, owner) = (20 + drawn.below(400), drawn.of(&OWNERS));
        for person in people(account) {
            let _ = writeln!(
                csv,
                "acct-{:03},{name} (made up),{},{plan},{arr},{currency},{state},{country},{size},{renewal},\
                 {owner} (made up),{} (made up),{}",
                account + 1,
                domain(account),
                person.name,
                person.email
            );
        }
    }
    csv
}

/// What the accounts say in the nine months before `today`; two of them more of late.
pub fn tickets(today: Date) -> String {
    let mut drawn = Drawn(SEED.rotate_left(17));
    let mut csv = "ticket id,created at,requester email,requester name,product,text\n".to_owned();
    let mut said = std::collections::BTreeSet::new();
    while said.len() < TICKETS_MAX {
        let loud = LOUDER.get(said.len() / LOUDER_TICKETS).map(|(account, _)| *account);
        let account = loud.unwrap_or_else(|| drawn.below(NAMES.len()));
        let matter = drawn.below(MATTERS.len());
        let days = if loud.is_some() { 1 + drawn.below(27) } else { 1 + drawn.below(270) };
        let words = MATTERS[matter].map(|part| *drawn.of(&part)).join(" ");
        if !said.insert(words.clone()) {
            continue;
        }
        let people = people(account);
        let person = drawn.of(&people);
        let day = today.checked_sub(jiff::Span::new().days(days as i64)).unwrap_or(today);
        let (hour, minute) = (8 + drawn.below(10), drawn.below(60));
        let _ = writeln!(
            csv,
            "made-up-{:04},{day}T{hour:02}:{minute:02}:00Z,{},{},{PRODUCT},\"{words}\"",
            said.len(),
            person.email,
            person.name
        );
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        "2019-08-05".parse().unwrap()
    }

    #[test]
    fn the_accounts_are_always_the_same_and_each_name_says_that_it_is_made_up() {
        let csv = accounts(today());
        assert_eq!(csv, accounts(today()));
        let rows: Vec<&str> = csv.lines().skip(1).collect();
        assert!(rows.len() > 60, "{}", rows.len());
        assert!(rows.iter().all(|row| row.matches("(made up)").count() == 3), "{csv}");
        for currency in [",EUR,", ",USD,"] {
            assert!(rows.iter().filter(|row| row.contains(currency)).count() > 10, "{currency}");
        }
        let domains: std::collections::BTreeSet<String> = (0..NAMES.len()).map(domain).collect();
        assert_eq!(domains.len(), NAMES.len(), "no two claim one domain");
    }

    #[test]
    fn no_two_tickets_say_the_same_and_each_is_of_somebody_in_an_account() {
        let csv = tickets(today());
        let texts: std::collections::BTreeSet<&str> =
            csv.lines().skip(1).map(|row| row.split_once(",\"").unwrap().1).collect();
        assert_eq!(texts.len(), TICKETS_MAX);
        let known = accounts(today());
        for row in csv.lines().skip(1) {
            let email = row.split(',').nth(2).unwrap();
            assert!(known.contains(email), "{email}");
            assert!(row.contains(PRODUCT), "{row}");
        }
    }
}
