//! Lists of customers, and of the people in them, as a CRM or a billing system exports them: unpacked, decoded and cut into
//! records like any other file, then read by roles of their own.
//!
//! A list of customers is short beside what they say, and what a column of dates means is told by all of it: it is read
//! whole, up to [`RECORDS_MAX`] records.

mod records;
mod role;
mod row;

use std::collections::BTreeSet;

use hearken_domain::{Currency, CustomerRow, FactField, RefusedRow};

use crate::{Format, Input, Limits, ReadError, TextEncoding};
use records::Records;
use row::Reader;

pub use role::{CustomerMapping, CustomerRole};

/// Records of one list at most.
pub(crate) const RECORDS_MAX: usize = 2_000_000;

/// How to read a list.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerOptions {
    /// The format; recognised by content where it is `None`.
    pub format: Option<Format>,
    /// The encoding of an input without a byte-order mark; detected where it is `None`.
    pub encoding: Option<TextEncoding>,
    /// Which column plays which role; roles not named are guessed.
    pub mapping: CustomerMapping,
    /// Whether every column that `mapping` names must be there.
    pub mapping_required: bool,
    /// The currency of sums that name none.
    pub currency: Option<Currency>,
    /// How much is taken.
    pub limits: Limits,
}

/// A list that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerFile {
    /// What the input was.
    pub format: Format,
    /// The encoding it was read in.
    pub encoding: String,
    /// Role → column, given and guessed.
    pub mapping: CustomerMapping,
    /// Its records, in their order.
    pub rows: Vec<Result<CustomerRow, RefusedRow>>,
    /// The fields of customers that it has columns for.
    pub fields: BTreeSet<FactField>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// Reads a list.
///
/// # Errors
/// As [`crate::read`]; and [`ReadError::NoCustomer`] where no column holds the ids of customers, or
/// [`ReadError::TooLarge`] where there are too many records.
pub fn read_customers(input: Input, options: &CustomerOptions) -> Result<CustomerFile, ReadError> {
    let records = Records::read(input, options)?;
    let reader = Reader::new(&records, options)?;
    let mut notes = records.notes.clone();
    notes.extend(reader.notes());
    // Each record goes as it is read, so that a long list is not held twice.
    let rows = records.rows.into_iter().map(|record| record.and_then(|record| reader.row(&record)));
    Ok(CustomerFile {
        rows: rows.collect(),
        fields: reader.fields(),
        format: records.format,
        encoding: records.encoding,
        mapping: reader.mapping().clone(),
        notes,
    })
}

#[cfg(test)]
mod tests;
