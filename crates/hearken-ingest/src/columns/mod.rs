//! Which column plays which role: what a person said, what the format is known for, and else a guess.

mod guess;
mod names;

use std::collections::HashMap;

use crate::error::list;
use crate::formats::Preset;
use crate::{Mapping, Options, ReadError, Role};

pub(crate) use guess::guess;
pub(crate) use names::{is_role_name, is_text_name};

/// A column with the beginning of its values.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Sampled {
    pub(crate) name: String,
    /// Values that are not empty, cut where they are long.
    pub(crate) values: Vec<String>,
}

/// What becomes of a column's values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Use {
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
}

/// Columns by their place and by their name.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    uses: Vec<Use>,
    by_name: HashMap<String, usize>,
}

impl Columns {
    /// Names beyond these are looked at one by one, so that a file with a new name in each record costs no memory.
    const KNOWN_MAX: usize = 4096;

    pub(crate) fn new(
        names: impl Iterator<Item = String>,
        mapping: &Mapping,
        plumbing: fn(&str) -> bool,
    ) -> Self {
        let mut columns = Self::default();
        for name in names {
            let mut roles: Vec<Role> =
                mapping.iter().filter(|(_, column)| *column == name).map(|(role, _)| role).collect();
            if roles.is_empty() && plumbing(&name) {
                roles.push(Role::Ignore);
            }
            columns.by_name.insert(name.clone(), columns.uses.len());
            columns.uses.push(Use { name, roles });
        }
        columns
    }

    pub(crate) fn len(&self) -> usize {
        self.uses.len()
    }

    pub(crate) fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The column called `name`; records mostly name their columns in the same order, so `expected` is tried first.
    pub(crate) fn find(&mut self, name: &str, expected: usize, plumbing: fn(&str) -> bool) -> Option<usize> {
        if self.uses.get(expected).is_some_and(|column| column.name == name) {
            return Some(expected);
        }
        if let Some(&at) = self.by_name.get(name) {
            return Some(at);
        }
        if self.uses.len() >= Self::KNOWN_MAX {
            return None;
        }
        let roles = if plumbing(name) { vec![Role::Ignore] } else { Vec::new() };
        self.by_name.insert(name.to_owned(), self.uses.len());
        self.uses.push(Use { name: name.to_owned(), roles });
        Some(self.uses.len() - 1)
    }
}

/// The mapping to read with.
pub(crate) fn decide(
    name: &str,
    sampled: &[Sampled],
    preset: Option<&Preset>,
    options: &Options,
) -> Result<Mapping, ReadError> {
    if sampled.is_empty() {
        return Ok(options.mapping.clone());
    }
    let columns = || list(sampled.iter().map(|column| column.name.as_str()));
    let mut mapping = Mapping::default();
    for (role, wanted) in options.mapping.iter() {
        match find(sampled, wanted) {
            Some(column) => mapping.set(role, column),
            None if options.mapping_required => {
                let (name, column) = (name.to_owned(), crate::arrival::shown(wanted, 60));
                return Err(ReadError::NoColumn { name, role, column, columns: columns() });
            }
            None => {}
        }
    }
    let said = mapping.clone();
    let free =
        |role: Role, column: &str| said.get(role).is_none() && said.iter().all(|(_, taken)| taken != column);
    if let Some(preset) = preset {
        for (role, candidates) in preset.roles {
            if let Some(column) = candidates.iter().find_map(|candidate| find(sampled, candidate))
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
fn find<'s>(sampled: &'s [Sampled], wanted: &str) -> Option<&'s str> {
    let exact = sampled.iter().find(|column| column.name == wanted);
    let found = exact.or_else(|| {
        let wanted = wanted.trim().to_lowercase();
        sampled.iter().find(|column| column.name.trim().to_lowercase() == wanted)
    });
    found.map(|column| column.name.as_str())
}
