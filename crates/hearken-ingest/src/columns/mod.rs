//! Which column plays which role: what a person gave, what the format is known for, and else a guess.

mod dates;
mod guess;
mod names;
mod speaker;

use std::collections::HashMap;

use crate::formats::Preset;
use crate::message::columns_shown;
use crate::values::split_format;
use crate::{Mapping, Options, ReadError, Role};

pub(crate) use dates::dates_of;
pub(crate) use guess::guess;
pub(crate) use names::{is_role_name, is_text_name};
pub(crate) use speaker::{is_own, speaker_column};

/// A column with the beginning of its values.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct SampledColumn {
    pub(crate) name: String,
    /// Values that are not empty, cut where they are long.
    pub(crate) values: Vec<String>,
}

/// A column and the roles that its values are for; without any they are kept under its name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MappedColumn {
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
}

/// Columns in their order and by their name.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    mapped: Vec<MappedColumn>,
    by_name: HashMap<String, usize>,
}

impl Columns {
    /// Names beyond these are looked at one by one, so that a file with a new name in each record costs no memory.
    const KNOWN_MAX: usize = 4096;

    pub(crate) fn new(
        names: impl Iterator<Item = String>,
        mapping: &Mapping,
        is_ignored: fn(&str) -> bool,
    ) -> Self {
        let mut columns = Self::default();
        for name in names {
            let mut roles: Vec<Role> =
                mapping.iter().filter(|(_, column)| *column == name).map(|(role, _)| role).collect();
            if roles.is_empty() && is_ignored(&name) {
                roles.push(Role::Ignore);
            }
            columns.by_name.insert(name.clone(), columns.mapped.len());
            columns.mapped.push(MappedColumn { name, roles });
        }
        columns
    }

    pub(crate) fn len(&self) -> usize {
        self.mapped.len()
    }

    pub(crate) fn mapped(&self) -> &[MappedColumn] {
        &self.mapped
    }

    /// The column called `name`; records mostly name their columns in the same order, so `expected` is tried first.
    pub(crate) fn find(
        &mut self,
        name: &str,
        expected: usize,
        is_ignored: fn(&str) -> bool,
    ) -> Option<usize> {
        if self.mapped.get(expected).is_some_and(|column| column.name == name) {
            return Some(expected);
        }
        if let Some(&index) = self.by_name.get(name) {
            return Some(index);
        }
        if self.mapped.len() >= Self::KNOWN_MAX {
            return None;
        }
        let roles = if is_ignored(name) { vec![Role::Ignore] } else { Vec::new() };
        self.by_name.insert(name.to_owned(), self.mapped.len());
        self.mapped.push(MappedColumn { name: name.to_owned(), roles });
        Some(self.mapped.len() - 1)
    }
}

/// The mapping to read with: what a person gave, then what the format is known for or, without one, what is guessed.
///
/// # Errors
/// [`ReadError::NoColumn`] for a given column that is not there but must be, and [`ReadError::NoText`] without a column for
/// the words.
pub(crate) fn resolve_mapping(
    name: &str,
    sampled: &[SampledColumn],
    preset: Option<&Preset>,
    options: &Options,
) -> Result<Mapping, ReadError> {
    if sampled.is_empty() {
        return Ok(options.mapping.clone());
    }
    let columns = || columns_shown(sampled.iter().map(|column| column.name.as_str()));
    let mut mapping = Mapping::default();
    for (role, wanted) in options.mapping.iter() {
        let mut found = find(sampled, wanted);
        let mut wanted = wanted;
        if let (None, Role::At, Some((column, format))) = (found, role, split_format(wanted)) {
            (found, wanted) = (find(sampled, column), column);
            if found.is_some() {
                mapping.set_date_format(format);
            }
        }
        match found {
            Some(column) => mapping.set(role, column),
            None if options.mapping_required => {
                let (name, column) = (name.to_owned(), crate::message::shown(wanted, 60));
                return Err(ReadError::NoColumn { name, role, column, columns: columns() });
            }
            None => {}
        }
    }
    let given = mapping.clone();
    let free = |role: Role, column: &str| {
        given.get(role).is_none() && given.iter().all(|(_, taken)| taken != column)
    };
    if let Some(preset) = preset {
        for (role, candidates) in preset.roles {
            let there = || candidates.iter().filter_map(|candidate| find(sampled, candidate));
            let filled =
                |name: &&str| sampled.iter().any(|column| column.name == *name && !column.values.is_empty());
            if let Some(column) = there().find(filled).or_else(|| there().next())
                && free(*role, column)
                && mapping.get(*role).is_none()
            {
                mapping.set(*role, column);
            }
        }
    } else {
        for (role, column) in guess(sampled, &mapping).iter() {
            mapping.set(role, column);
        }
    }
    if mapping.get(Role::Text).is_none() {
        return Err(ReadError::NoText { name: name.to_owned(), columns: columns() });
    }
    Ok(mapping)
}

/// A column by its name, exactly or else but for case and outer spaces.
fn find<'s>(sampled: &'s [SampledColumn], wanted: &str) -> Option<&'s str> {
    let exact = sampled.iter().find(|column| column.name == wanted);
    let found = exact.or_else(|| {
        let wanted = wanted.trim().to_lowercase();
        sampled.iter().find(|column| column.name.trim().to_lowercase() == wanted)
    });
    found.map(|column| column.name.as_str())
}
