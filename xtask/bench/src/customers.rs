//! Customers that were never there, and whose rows are: always the same for their number.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::corpus::Corpus;

/// Writes a list of customers, each with a domain; of four, one says no revenue, and one is a former customer.
pub fn write_list(customers: u64, path: &Path) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "id,name,domain,arr,state")?;
    for number in 1..=customers {
        let arr = if number % 4 == 0 { String::new() } else { format!("{} EUR", 1000 + number % 90_000) };
        let state = if number % 4 == 1 { "former" } else { "customer" };
        writeln!(out, "a-{number},Customer {number},c{number}.example,{arr},{state}")?;
    }
    Ok(out.flush()?)
}

/// Writes rows of which three in five are a customer's: half of these of the first hundredth of the customers.
pub fn write_rows(corpus: &Corpus, rows: usize, customers: u64, path: &Path) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for number in 0..rows as u64 {
        let mut row = corpus.row(number);
        if number % 5 < 3 {
            let among = if number % 2 == 0 { customers } else { customers.div_ceil(100) };
            let of = 1 + number.wrapping_mul(0x9e37_79b9_7f4a_7c15) % among;
            row["email"] = format!("p{}@c{of}.example", number % 7).into();
        }
        writeln!(out, "{row}")?;
    }
    Ok(out.flush()?)
}
