//! What can go wrong with an input as a whole. What goes wrong with one record is a [`crate::Reject`].

use std::io;

use hearken_domain::counted;

use crate::{Format, ParseRoleError, Role};

/// An input that cannot be read, or not to its end. Each says what failed, which one, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be opened.
    #[error("cannot open {name}: {source}")]
    Open {
        /// The file.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// Reading it failed.
    #[error("cannot read {name} after {}: {source}", counted(*.records, "record"))]
    Io {
        /// The input.
        name: String,
        /// How many records came out of it before.
        records: u64,
        /// Why.
        source: io::Error,
    },
    /// There is nothing in it.
    #[error("{name} is empty")]
    Empty {
        /// The input.
        name: String,
    },
    /// It holds something other than text.
    #[error("{name} is {what}, not text; {advice}")]
    Binary {
        /// The input.
        name: String,
        /// What it seems to be.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// It stands in an archive beside the files that are meant.
    #[error("{name} is {what}; {advice}")]
    Beside {
        /// The entry.
        name: String,
        /// What it is.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// It is text, but no records that can be read.
    #[error("{name} is {what}; {advice}")]
    NotRecords {
        /// The input.
        name: String,
        /// What it seems to be.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// A compressed file that is damaged or cannot be unpacked.
    #[error("{name} cannot be unpacked: {reason}")]
    Archive {
        /// The input.
        name: String,
        /// Why.
        reason: String,
    },
    /// It unpacks to more than is taken: a mistake, or an attack.
    #[error("{name} was not read on: {reason}")]
    TooLarge {
        /// The input.
        name: String,
        /// Which limit it broke.
        reason: String,
    },
    /// No column holds the customers' words.
    #[error(
        "no column of {name} seems to hold the customers' words; name it with text=COLUMN; columns are {columns}"
    )]
    NoText {
        /// The input.
        name: String,
        /// The columns there are.
        columns: String,
    },
    /// No column of a list of releases holds what each of them needs.
    #[error("no column of {name} seems to hold {missing}; call one '{call_it}'; columns are {columns}")]
    NoRelease {
        /// The input.
        name: String,
        /// What is missing.
        missing: &'static str,
        /// What to call the column.
        call_it: &'static str,
        /// The columns there are.
        columns: String,
    },
    /// A column that the mapping names is not there.
    #[error("{name} has no column '{column}' for {role}; columns are {columns}")]
    NoColumn {
        /// The input.
        name: String,
        /// The role it was to play.
        role: Role,
        /// The column.
        column: String,
        /// The columns there are.
        columns: String,
    },
    /// No column holds the ids of customers.
    #[error(
        "no column of {name} seems to hold the ids of customers; name it with id=COLUMN; columns are {columns}"
    )]
    NoCustomer {
        /// The input.
        name: String,
        /// The columns there are.
        columns: String,
    },
    /// A column that the mapping of a list of customers names is not there.
    #[error("{name} has no column '{column}' for {role}; columns are {columns}")]
    NoCustomerColumn {
        /// The input.
        name: String,
        /// The role it was to play.
        role: &'static str,
        /// The column.
        column: String,
        /// The columns there are.
        columns: String,
    },
    /// What should say how dates are written does not.
    #[error(
        "'{format}' is not a valid format of dates: {reason}; write it like %d/%m/%Y %H:%M, with the letters of strftime"
    )]
    DateFormat {
        /// What was given.
        format: String,
        /// Why it is none.
        reason: String,
    },
    /// It is not in the format that was asked for.
    #[error("{name} is not in the format {format}: {reason}")]
    NotFormat {
        /// The input.
        name: String,
        /// The format.
        format: Format,
        /// What is missing.
        reason: String,
    },
}

/// A word that is no encoding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a valid encoding; encodings are utf-8, utf-16le, utf-16be, windows-1250 to windows-1258, iso-8859-2 to \
     iso-8859-16, macintosh, x-mac-cyrillic, cp437, cp850, ibm866, koi8-r, koi8-u, shift_jis, euc-jp, iso-2022-jp, euc-kr, \
     gbk, gb18030, big5"
)]
pub struct ParseEncodingError(pub(crate) String);

/// A mapping that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// A word that is not a role.
    #[error(transparent)]
    Role(#[from] ParseRoleError),
    /// A word that is not a role in a list of customers.
    #[error("'{0}' is not a valid role of a column; roles are {1}")]
    CustomerRole(String, String),
    /// A role of a list of customers named twice.
    #[error("{0} is mapped twice; name one column for it")]
    CustomerRoleTwice(String),
    /// A part without a column.
    #[error("'{0}' is not a valid mapping; write role=column, such as text=Review,at=\"Submit Date\"")]
    Shape(String),
    /// A role named twice.
    #[error("{0} is mapped twice; name one column for it")]
    Twice(Role),
}
