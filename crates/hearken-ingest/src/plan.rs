//! How an input would be read, for a person to look at before it is.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::part::Part;
use crate::read::open_part;
use crate::unpack::{read_error, unpack};
use crate::{Arrival, Format, Input, Mapping, Options, ReadError, Role};

/// How many parsed examples are shown.
const EXAMPLES: usize = 5;
/// How many values of a column are shown.
const SAMPLES: usize = 3;

/// How an input would be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// The file; of an archive, its first file that can be read.
    pub name: String,
    /// Format as recognised or asked for.
    pub format: Format,
    /// Character encoding as detected.
    pub encoding: String,
    /// What stands between the cells of a table.
    pub delimiter: Option<char>,
    /// Columns, in the file's order.
    pub columns: Vec<Column>,
    /// Role → column, given and guessed.
    pub mapping: Mapping,
    /// The first five records.
    pub examples: Vec<Arrival>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// A column of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The role it plays (the first, where it plays two); without one it is kept as it is.
    pub role: Option<Role>,
    /// Some of its values.
    pub samples: Vec<String>,
}

/// Finds out how `input` would be read.
///
/// # Errors
/// Those of [`crate::read`], but for records after the first five.
pub fn plan(input: Input, options: &Options) -> Result<Plan, ReadError> {
    let name = input.name().to_owned();
    let (mut found, mut first_error) = (None, None);
    unpack(input, &options.limits, &mut |file| {
        let (entry, among_others) = (file.name, file.among_others);
        let opened = match file.bytes {
            Ok(bytes) => open_part(&entry, among_others, bytes, options),
            Err(reason) => Err(ReadError::Archive { name: entry.clone(), reason }),
        };
        match opened.and_then(|part| plan_of(&entry, part)) {
            Ok(plan) => {
                found = Some(plan);
                Ok(ControlFlow::Break(()))
            }
            Err(error) => {
                first_error.get_or_insert(error);
                Ok(ControlFlow::Continue(()))
            }
        }
    })?;
    found.ok_or_else(|| first_error.unwrap_or(ReadError::Empty { name }))
}

fn plan_of(name: &str, mut part: Part<'_>) -> Result<Plan, ReadError> {
    let mut examples = Vec::with_capacity(EXAMPLES);
    while examples.len() < EXAMPLES
        && let Some(arrival) = part.next().map_err(|error| read_error(name, part.records(), error))?
    {
        examples.push(arrival);
    }
    let role = |name: &str| part.mapping.iter().find(|(_, column)| *column == name).map(|(role, _)| role);
    let columns = part
        .sampled
        .iter()
        .map(|column| Column {
            name: column.name.clone(),
            role: role(&column.name),
            samples: column.values.iter().take(SAMPLES).cloned().collect(),
        })
        .collect();
    Ok(Plan {
        name: name.to_owned(),
        format: part.format,
        encoding: part.encoding.to_owned(),
        delimiter: part.delimiter(),
        columns,
        mapping: part.mapping.clone(),
        examples,
        notes: part.notes.clone(),
    })
}
