//! Customers that were never there, their people, and what they say; always the same for their number.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde_json::Value;

use crate::corpus::Corpus;

/// People in each customer that the list names.
const PEOPLE: u64 = 4;

/// What is listed of customers, by role.
pub const COLUMNS: [&str; 11] = [
    "id",
    "name",
    "domain",
    "arr",
    "plan",
    "country",
    "state",
    "renewal",
    "owner",
    "contact-name",
    "contact-email",
];

/// Writes a list of customers, each with a domain and four people. Of four, one says no revenue, one is a former customer;
/// half of them pay in dollars.
pub fn write_customers(customers: u64, path: &Path) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{}", COLUMNS.join(","))?;
    for number in 1..=customers {
        let currency = if number.is_multiple_of(2) { "EUR" } else { "USD" };
        let arr = if number.is_multiple_of(4) {
            String::new()
        } else {
            format!("{} {currency}", 1000 + number % 90_000)
        };
        let state = if number % 4 == 1 { "former" } else { "customer" };
        let plan = ["Free", "Team", "Business"][(number % 3) as usize];
        let country = ["DE", "AT", "FR", "US", "GB"][(number % 5) as usize];
        let renewal = format!("2026-{:02}-{:02}", 1 + number % 12, 1 + number % 28);
        for person in 0..PEOPLE {
            writeln!(
                out,
                "a-{number},Customer {number},c{number}.example,{arr},{plan},{country},{state},{renewal},owner-{},\
                 Person {person} of {number},p{person}@c{number}.example",
                number % 40
            )?;
        }
    }
    Ok(out.flush()?)
}

/// Writes the signals.
pub fn write_signals(corpus: &Corpus, signals: usize, customers: u64, path: &Path) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for number in 0..signals as u64 {
        writeln!(out, "{}", signal(corpus, number, customers))?;
    }
    Ok(out.flush()?)
}

/// One signal. A fiftieth are of the first customer; of the rest, three in five are a customer's: half of these of the first
/// hundredth of the customers.
pub fn signal(corpus: &Corpus, number: u64, customers: u64) -> Value {
    let mut row = corpus.row(number);
    let of = if number.is_multiple_of(50) {
        1
    } else {
        let among = if number.is_multiple_of(2) { customers } else { customers.div_ceil(100) };
        1 + lot(number) % among
    };
    if number % 5 < 3 {
        // Three of the seven are in no list: their domain tells whose they are.
        row["email"] = format!("p{}@c{of}.example", number % 7).into();
    }
    row
}

/// Releases, a day apart up to today.
pub fn write_releases(releases: i64, path: &Path) -> anyhow::Result<()> {
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "version,date")?;
    for number in 1..=releases {
        writeln!(out, "1.{number}.0,{}", today.checked_sub(jiff::Span::new().days(1 + releases - number))?)?;
    }
    Ok(out.flush()?)
}

/// The theme that a signal is put into, by lot: the first is largest, the last has some; one signal in ten has none.
pub fn theme_of(number: u64, themes: usize) -> Option<usize> {
    let drawn = lot(number.wrapping_add(7)) >> 11;
    if drawn.is_multiple_of(10) {
        return None;
    }
    let share = lot(drawn) as f64 / u64::MAX as f64;
    let theme = 10.0 * ((themes as f64 / 10.0 + 1.0).powf(share) - 1.0);
    Some((theme as usize).min(themes - 1))
}

/// A number that looks drawn by lot.
fn lot(number: u64) -> u64 {
    let mut state = number.wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}
