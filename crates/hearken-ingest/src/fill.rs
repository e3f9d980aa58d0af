//! From a record's cells or fields to a draft of its item.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hearken_domain::counted;

use crate::Role;
use crate::columns::{Columns, MappedColumn, is_own};
use crate::draft::{Draft, Rules};
use crate::formats::{Preset, keep_all};
use crate::records::{Cell, JsonField, cell_value, json_fields, message, with_key};

/// What the records of one file are read by.
pub(crate) struct Reading {
    pub(crate) rules: Rules,
    pub(crate) columns: Columns,
    pub(crate) preset: Option<&'static Preset>,
    /// The column that says whether a customer or the company spoke.
    pub(crate) speaker: Option<String>,
    /// For each column of a table the first of its name, where the values of both are one.
    pub(crate) joined: Vec<usize>,
}

/// Whether the row has as many cells as there are columns, but for empty ones at its end.
pub(crate) fn fits(cells: &[Cell], columns: usize, record: &str) -> bool {
    cells.len() >= columns && cells[columns..].iter().all(|cell| cell_value(record, cell).trim().is_empty())
}

impl Reading {
    /// Takes the cells of a row; or says why they are no customer's words.
    pub(crate) fn row(&self, draft: &mut Draft, record: &str, cells: &[Cell]) -> Result<(), String> {
        if !fits(cells, self.columns.len(), record) {
            let (cells, columns) = (cells.len(), self.columns.len());
            let advice = match cells > columns {
                true => "; put quotes around a text that holds the delimiter",
                false => "",
            };
            return Err(format!(
                "the row has {} where the table has {}{advice}",
                counted(cells as u64, "cell"),
                counted(columns as u64, "column")
            ));
        }
        let mut joined: BTreeMap<usize, String> = BTreeMap::new();
        for (index, (column, cell)) in self.columns.mapped().iter().zip(cells).enumerate() {
            let value = cell_value(record, cell);
            self.refuse_foreign(&column.name, &value)?;
            let Some(first) = self.joined.get(index).copied() else {
                draft.put(&self.rules, &column.roles, &column.name, self.rewritten(&column.name, value));
                continue;
            };
            let MappedColumn { name, roles } = &self.columns.mapped()[first];
            let value = self.rewritten(name, value);
            if roles.contains(&Role::Labels) {
                // Each further column of the name is a label more.
                draft.put_list(&self.rules, roles, name, value.clone(), vec![value.into_owned()]);
            } else if !value.trim().is_empty() {
                let whole = joined.entry(first).or_default();
                let separator = self.preset.map_or("", |preset| preset.between(name));
                if !whole.is_empty() {
                    whole.push_str(separator);
                }
                whole.push_str(value.trim());
            }
        }
        for (index, value) in joined {
            let column = &self.columns.mapped()[index];
            draft.put(&self.rules, &column.roles, &column.name, Cow::Owned(value));
        }
        Ok(())
    }

    /// Takes the fields of a JSON record, which an object of records keeps under `key`; or says why they are none.
    pub(crate) fn json(&mut self, draft: &mut Draft, record: &str, key: Option<&str>) -> Result<(), String> {
        let is_ignored = self.preset.map_or(keep_all as fn(&str) -> bool, |preset| preset.is_ignored);
        let (mut fields, mut expected) = (Vec::new(), 0);
        json_fields(record, &mut fields)?;
        with_key(&mut fields, key);
        for JsonField { name, value, members } in fields {
            self.refuse_foreign(&name, &value)?;
            let value = self.rewritten(&name, value);
            match self.columns.find(&name, expected, is_ignored) {
                Some(index) => {
                    expected = index + 1;
                    let roles = &self.columns.mapped()[index].roles;
                    draft.put_list(&self.rules, roles, &name, value, members);
                }
                None => draft.put(&self.rules, &[], &name, value),
            }
        }
        Ok(())
    }

    /// Takes a message of a chat; or says why it is nobody's words.
    pub(crate) fn chat(&mut self, draft: &mut Draft, record: &str) -> Result<(), String> {
        let message = message(record)?;
        let fields = [("at", message.at), ("author", message.author.into()), ("text", message.text.into())];
        for (index, (name, value)) in fields.into_iter().enumerate() {
            let column = self.columns.find(name, index, keep_all);
            let roles = column.map_or(&[][..], |index| self.columns.mapped()[index].roles.as_slice());
            draft.put(&self.rules, roles, name, value);
        }
        Ok(())
    }

    fn refuse_foreign(&self, name: &str, value: &str) -> Result<(), String> {
        if let Some(reason) = self.preset.and_then(|preset| preset.shows_foreign(name, value)) {
            return Err(reason.to_owned());
        }
        match &self.speaker {
            Some(column) if column == name && is_own(column, value) => {
                Err(format!("'{name}' says that it is an answer of the company, not a customer's words"))
            }
            _ => Ok(()),
        }
    }

    fn rewritten<'v>(&self, name: &str, value: Cow<'v, str>) -> Cow<'v, str> {
        let rewritten = self.preset.and_then(|preset| preset.rewrite?(name, &value));
        rewritten.map_or(value, Cow::Owned)
    }
}
