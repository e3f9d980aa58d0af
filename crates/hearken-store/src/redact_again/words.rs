//! What a signal says, as redaction goes over it.

use std::collections::BTreeMap;

use crate::StoreError;
use crate::error::unreadable;
use crate::labels::from_column;

/// What a signal, or a revision of it, says where a person can stand in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Words {
    pub(super) title: Option<String>,
    pub(super) text: String,
    pub(super) url: Option<String>,
    pub(super) labels: Vec<String>,
    pub(super) status: Option<String>,
    pub(super) extra: Vec<(String, String)>,
}

impl Words {
    /// Reads `title, text, url, labels, status, extra` from the column `from` on.
    pub(super) fn read(row: &rusqlite::Row<'_>, from: usize) -> Result<Self, StoreError> {
        let labels: Option<String> = row.get(from + 3)?;
        let extra: Option<String> = row.get(from + 5)?;
        let extra: BTreeMap<String, String> = extra
            .map_or(Ok(BTreeMap::new()), |json| serde_json::from_str(&json))
            .map_err(unreadable("extra"))?;
        Ok(Self {
            title: row.get(from)?,
            text: row.get(from + 1)?,
            url: row.get(from + 2)?,
            labels: from_column(labels.as_deref())?,
            status: row.get(from + 4)?,
            extra: extra.into_iter().collect(),
        })
    }

    /// Every text, in the order in which people are numbered.
    pub(super) fn all(&mut self) -> Vec<&mut String> {
        let mut texts: Vec<&mut String> = self.title.as_mut().into_iter().collect();
        texts.push(&mut self.text);
        texts.extend(self.url.as_mut());
        texts.extend(&mut self.labels);
        texts.extend(self.status.as_mut());
        for (name, value) in &mut self.extra {
            texts.push(name);
            texts.push(value);
        }
        texts
    }

    /// Puts labels that are the same by now together.
    pub(super) fn tidy(&mut self) {
        self.labels.sort_unstable();
        self.labels.dedup();
    }

    pub(super) fn extra_json(&self) -> Result<Option<String>, StoreError> {
        if self.extra.is_empty() {
            return Ok(None);
        }
        let map: BTreeMap<&String, &String> = self.extra.iter().map(|(name, value)| (name, value)).collect();
        serde_json::to_string(&map).map(Some).map_err(unreadable("extra"))
    }
}
