//! Payment cards of every scheme, and bank accounts.

use crate::redact::chance::Chance;
use crate::redact::check_digits;
use crate::redact::sample::{Kind, Sample};

const SCHEMES: [(&str, &str); 20] = [
    ("visa", "4##############"),
    ("visa", "4512###########"),
    ("visa 13", "4###########"),
    ("visa 19", "4#################"),
    ("mastercard", "51#############"),
    ("mastercard", "55#############"),
    ("mastercard 2", "2221###########"),
    ("mastercard 2", "2650###########"),
    ("amex", "34############"),
    ("amex", "37############"),
    ("diners", "36###########"),
    ("diners", "3000#########"),
    ("discover", "6011###########"),
    ("discover", "65#############"),
    ("jcb", "3530###########"),
    ("unionpay", "6222###########"),
    ("unionpay 19", "6228##############"),
    ("maestro", "6304###########"),
    ("maestro 18", "5018#############"),
    ("mir", "2202###########"),
];
const CARD_FRAMES: [&str; 12] = [
    "my card {} was declined",
    "Card: {}",
    "You charged {} twice",
    "Kreditkarte {} gesperrt",
    "the terminal printed {} on the slip",
    "{} was refused",
    "paid with {} yesterday",
    "carte {} refusée",
    "card {} 11/28 was not accepted",
    "{}, exp 04/29, cvc on the back",
    "I see {} in the history 2 times",
    "tarjeta {} bloqueada",
];

pub fn card(sample: &mut Sample, chance: &mut Chance) {
    let (form, places) = chance.pick(&SCHEMES);
    let body = chance.fill(places);
    let number = format!("{body}{}", check_digits::luhn(&body));
    let groups: &[usize] = match number.len() {
        15 => &[4, 6, 5],
        14 => &[4, 6, 4],
        13 => &[4, 3, 3, 3],
        _ => &[4, 4, 4, 4, 4],
    };
    let value = match chance.below(5) {
        0 | 1 => grouped(&number, groups, " "),
        2 => grouped(&number, groups, "-"),
        3 => grouped(&number, groups, chance.pick(&["\u{a0}", "."])),
        _ => number,
    };
    sample.push_framed(chance.pick(&CARD_FRAMES), &value, Kind::Card, form);
}

fn grouped(number: &str, groups: &[usize], between: &str) -> String {
    let mut rest = number;
    let mut parts = Vec::new();
    for group in groups {
        let (part, more) = rest.split_at((*group).min(rest.len()));
        parts.push(part);
        rest = more;
    }
    parts.retain(|part| !part.is_empty());
    parts.join(between)
}

const ACCOUNTS: [(&str, &str); 18] = [
    ("DE", "##################"),
    ("GB", "@@@@##############"),
    ("FR", "#######################"),
    ("NL", "@@@@##########"),
    ("ES", "####################"),
    ("IT", "@######################"),
    ("AT", "################"),
    ("BE", "############"),
    ("CH", "#################"),
    ("PL", "########################"),
    ("SE", "####################"),
    ("NO", "###########"),
    ("DK", "##############"),
    ("FI", "##############"),
    ("PT", "#####################"),
    ("IE", "@@@@##############"),
    ("CZ", "####################"),
    ("LU", "################"),
];
const IBAN_FRAMES: [&str; 11] = [
    "IBAN {}",
    "please refund to {} soon",
    "Mein Konto: {}.",
    "account {} BIC OPSKATWW",
    "{} EUR 40",
    "sent it to {} ASAP",
    "virement sur {} svp",
    "{} is mine",
    "IBAN: {}, thanks",
    "(iban {})",
    "the debit from {} was wrong",
];

pub fn iban(sample: &mut Sample, chance: &mut Chance) {
    let (country, places) = chance.pick(&ACCOUNTS);
    let account = chance.fill(places);
    let number = format!("{country}{}{account}", check_digits::iban(country, &account));
    let (value, form) = match chance.below(6) {
        0 | 1 => (grouped(&number, &[4; 9], " "), "in fours"),
        2 => (number.to_lowercase(), "lower case"),
        3 => (grouped(&number, &[4; 9], "-"), "hyphens"),
        4 => (grouped(&number, &[2, 2, 4, 4, 5, 3, 4, 4, 4, 4], " "), "odd spaces"),
        _ => (number, "plain"),
    };
    sample.push_framed(chance.pick(&IBAN_FRAMES), &value, Kind::Iban, form);
}
