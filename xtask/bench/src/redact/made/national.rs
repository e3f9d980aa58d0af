//! National numbers of persons, each with its right check digit.

use crate::redact::chance::{Chance, UPPER};
use crate::redact::check_digits::{codice, digit, eleven_ten, verhoeff, weighted};
use crate::redact::sample::{Kind, Sample};

type Maker = fn(&mut Chance) -> String;

/// Form, maker, and the sentences in which it stands.
const IDS: [(&str, Maker, &[&str]); 15] = [
    (
        "us ssn",
        ssn,
        &["my ssn is {}", "Social Security Number: {}", "{} is on the letter", "SSN {} was leaked"],
    ),
    ("us ssn, spaces", ssn_spaces, &["my ssn is {}", "social security no. {}"]),
    ("us itin", itin, &["ITIN {}", "my itin: {}"]),
    ("uk nino", nino, &["NI number {}", "my national insurance number is {}", "NINO: {}"]),
    ("uk nhs", nhs, &["NHS number {}", "nhs no: {}"]),
    ("aadhaar", aadhaar, &["Aadhaar {}", "my aadhaar number is {}", "aadhar card no {}"]),
    ("pan", pan, &["PAN {}", "my PAN card {} was rejected", "PAN number: {}"]),
    ("dni", dni, &["DNI {}", "mi dni es {}", "con DNI: {}"]),
    ("nie", nie, &["NIE {}", "mi NIE es {}"]),
    ("codice fiscale", codice_fiscale, &["codice fiscale {}", "CF: {}", "il mio codice fiscale è {}"]),
    ("steuer-id", steuer_id, &["Steuer-ID {}", "meine Steueridentifikationsnummer: {}", "IdNr. {}"]),
    ("nir", nir, &["numéro de sécurité sociale {}", "NIR : {}", "n° sécu {}"]),
    ("bsn", bsn, &["BSN {}", "mijn burgerservicenummer is {}", "bsn: {}"]),
    ("pesel", pesel, &["PESEL {}", "mój pesel: {}"]),
    ("cpf", cpf, &["CPF {}", "meu cpf é {}", "o documento {} foi recusado"]),
];

pub fn id(sample: &mut Sample, chance: &mut Chance) {
    let (form, maker, frames) = chance.pick(&IDS);
    let value = maker(chance);
    sample.push_framed(chance.pick(frames), &value, Kind::NationalId, form);
}

fn ssn_parts(chance: &mut Chance) -> (usize, usize, usize) {
    (chance.between(1, 665), chance.between(1, 99), chance.between(1, 9999))
}

fn ssn(chance: &mut Chance) -> String {
    let (area, group, serial) = ssn_parts(chance);
    format!("{area:03}-{group:02}-{serial:04}")
}

fn ssn_spaces(chance: &mut Chance) -> String {
    let (area, group, serial) = ssn_parts(chance);
    let between = chance.pick(&[" ", ".", ""]);
    format!("{area:03}{between}{group:02}{between}{serial:04}")
}

fn itin(chance: &mut Chance) -> String {
    format!("9{}-7{}-{}", chance.digits(2), chance.below(9), chance.digits(4))
}

fn nino(chance: &mut Chance) -> String {
    let prefix = chance.pick(&["AB", "CE", "HK", "JG", "LM", "PR", "SX", "WE"]);
    let (suffix, form) =
        (chance.pick(&['A', 'B', 'C', 'D']), chance.pick(&["###### ", "## ## ## ", "######"]));
    let places = chance.fill(form);
    let first = if form.contains(' ') { " " } else { "" };
    format!("{prefix}{first}{places}{suffix}")
}

fn nhs(chance: &mut Chance) -> String {
    loop {
        let body = format!("{}{}", chance.between(4, 7), chance.digits(8));
        let check = 11 - weighted(&body, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        if check != 10 {
            let number = format!("{body}{}", check % 11);
            let spaced = format!("{} {} {}", &number[..3], &number[3..6], &number[6..]);
            return if chance.one_in(3) { number } else { spaced };
        }
    }
}

fn aadhaar(chance: &mut Chance) -> String {
    let body = format!("{}{}", chance.between(2, 9), chance.digits(10));
    let number = format!("{body}{}", verhoeff(&body));
    let between = chance.pick(&[" ", " ", "-", ""]);
    format!("{}{between}{}{between}{}", &number[..4], &number[4..8], &number[8..])
}

fn pan(chance: &mut Chance) -> String {
    format!(
        "{}P{}{}{}",
        chance.string(3, UPPER),
        chance.string(1, UPPER),
        chance.digits(4),
        chance.string(1, UPPER)
    )
}

const SPANISH: &str = "TRWAGMYFPDXBNJZSQVHLCKE";

fn spanish_letter(number: usize) -> char {
    SPANISH.chars().nth(number % 23).unwrap_or('T')
}

fn dni(chance: &mut Chance) -> String {
    let number = chance.between(10_000_000, 99_999_999);
    format!("{number}{}{}", chance.pick(&["", "-", " "]), spanish_letter(number))
}

fn nie(chance: &mut Chance) -> String {
    let (first, number) = (chance.below(3), chance.below(10_000_000));
    let letter = ['X', 'Y', 'Z'][first];
    let between = chance.pick(&["", "-"]);
    format!("{letter}{between}{number:07}{between}{}", spanish_letter(first * 10_000_000 + number))
}

fn codice_fiscale(chance: &mut Chance) -> String {
    let consonants = "BCDFGLMNPRSTVZ";
    let month = chance.pick(&['A', 'B', 'C', 'D', 'E', 'H', 'L', 'M', 'P', 'R', 'S', 'T']);
    let day = chance.between(1, 28) + if chance.one_in(2) { 40 } else { 0 };
    let place = format!("{}{}", chance.pick(&['A', 'D', 'F', 'H', 'L']), chance.digits(3));
    let (letters, year) = (chance.string(6, consonants), chance.digits(2));
    let body = format!("{letters}{year}{month}{day:02}{place}");
    let number = format!("{body}{}", codice(&body));
    if chance.one_in(4) { number.to_lowercase() } else { number }
}

/// Ten digits of which one stands twice and another not at all, and a check digit.
fn steuer_id(chance: &mut Chance) -> String {
    let mut digits: Vec<char> = ('0'..='9').collect();
    for place in (1..10).rev() {
        digits.swap(place, chance.below(place + 1));
    }
    let (from, to) = (chance.below(5), chance.between(5, 9));
    digits[to] = digits[from];
    if digits[0] == '0' {
        digits.rotate_left(1);
    }
    if digits[0] == '0' {
        digits.rotate_left(1);
    }
    let body: String = digits.iter().collect();
    let number = format!("{body}{}", eleven_ten(&body));
    let spaced = format!("{} {} {} {}", &number[..2], &number[2..5], &number[5..8], &number[8..]);
    if chance.one_in(2) { number } else { spaced }
}

fn nir(chance: &mut Chance) -> String {
    let (sex, year, month) = (chance.between(1, 2), chance.below(100), chance.between(1, 12));
    let (department, commune, order) =
        (chance.between(1, 89), chance.between(1, 600), chance.between(1, 999));
    let department = if department == 20 { 21 } else { department };
    let body = format!("{sex}{year:02}{month:02}{department:02}{commune:03}{order:03}");
    let key = 97 - body.parse::<u64>().unwrap_or_default() % 97;
    if chance.one_in(2) {
        format!("{body}{key:02}")
    } else {
        format!("{sex} {year:02} {month:02} {department:02} {commune:03} {order:03} {key:02}")
    }
}

fn bsn(chance: &mut Chance) -> String {
    loop {
        let body = format!("{}{}", chance.between(1, 9), chance.digits(7));
        let check = weighted(&body, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        if check < 10 {
            return format!("{body}{}", digit(check));
        }
    }
}

fn pesel(chance: &mut Chance) -> String {
    let (year, month, day) = (chance.below(100), chance.between(1, 12), chance.between(1, 28));
    let body = format!("{year:02}{month:02}{day:02}{}", chance.digits(4));
    let check = (10 - weighted(&body, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10;
    format!("{body}{check}")
}

fn cpf(chance: &mut Chance) -> String {
    let mut number = chance.digits(9);
    for first in [10, 11] {
        let weights: Vec<u32> = (2..=first).rev().collect();
        let check = weighted(&number, &weights) * 10 % 11 % 10;
        number.push(digit(check));
    }
    format!("{}.{}.{}-{}", &number[..3], &number[3..6], &number[6..9], &number[9..])
}
