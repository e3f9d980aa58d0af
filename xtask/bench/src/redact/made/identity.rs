//! Passports and dates of birth, which only the words around them tell.

use crate::redact::chance::Chance;
use crate::redact::sample::{Kind, Sample};

const PASSPORT_FRAMES: [&str; 10] = [
    "passport number {}",
    "my passport {} was rejected",
    "Passport No. {}",
    "passport: {}",
    "Reisepass Nr. {}",
    "Reisepassnummer: {}",
    "passeport n° {}",
    "número de pasaporte {}",
    "passaporto n. {}",
    "paspoortnummer {}",
];

pub fn passport(sample: &mut Sample, chance: &mut Chance) {
    let form = chance.pick(&["#########", "@########", "@@#######", "##@@#####", "@#######", "@##@##@##"]);
    let value = chance.fill(form);
    sample.push_framed(chance.pick(&PASSPORT_FRAMES), &value, Kind::Passport, form);
}

const ENGLISH: [&str; 6] = [
    "born on {}",
    "DOB: {}",
    "my date of birth is {}",
    "date of birth: {}.",
    "D.O.B. {}",
    "dob {} was refused",
];
const GERMAN: [&str; 4] = ["geb. {}", "geboren am {}", "Geburtsdatum: {}", "mein Geburtsdatum ist der {}"];
const FRENCH: [&str; 3] = ["né le {}", "née le {}", "date de naissance : {}"];
const SPANISH: [&str; 3] = ["nacido el {}", "fecha de nacimiento: {}", "nacida el {}"];
const ITALIAN: [&str; 3] = ["nato il {}", "data di nascita: {}", "nata il {}"];
const DUTCH: [&str; 2] = ["geboren op {}", "geboortedatum: {}"];
const POLISH: [&str; 1] = ["data urodzenia: {}"];
const PORTUGUESE: [&str; 2] = ["data de nascimento: {}", "nascido em {}"];

pub fn birth_date(sample: &mut Sample, chance: &mut Chance) {
    let (day, month, year) = (chance.between(1, 28), chance.between(1, 12), chance.between(1935, 2009));
    let frame = match chance.below(12) {
        0..=4 => chance.pick(&ENGLISH),
        5 | 6 => chance.pick(&GERMAN),
        7 => chance.pick(&FRENCH),
        8 => chance.pick(&SPANISH),
        9 => chance.pick(&ITALIAN),
        10 => chance.pick(&DUTCH),
        _ => {
            if chance.one_in(2) {
                chance.pick(&POLISH)
            } else {
                chance.pick(&PORTUGUESE)
            }
        }
    };
    let english = ENGLISH.contains(&frame);
    let spelled = |names: &[&'static str; 12]| names[month - 1];
    let (value, form) = match chance.below(6) {
        0 => (format!("{year}-{month:02}-{day:02}"), "iso"),
        1 => (format!("{day:02}/{month:02}/{year}"), "slashes"),
        2 => (format!("{day}.{month}.{year}"), "dots"),
        3 if english => (format!("{} {day}, {year}", spelled(&MONTHS)), "month first"),
        4 if english => (format!("{day} {} {year}", spelled(&MONTHS)), "month in words"),
        3 | 4 if GERMAN.contains(&frame) => (format!("{day}. {} {year}", spelled(&MONATE)), "german month"),
        _ => (format!("{day:02}-{month:02}-{year}"), "hyphens"),
    };
    sample.push_framed(frame, &value, Kind::BirthDate, form);
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "Aug",
    "September",
    "Oct",
    "November",
    "December",
];
const MONATE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
