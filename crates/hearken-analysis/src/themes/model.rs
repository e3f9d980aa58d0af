//! What learning leaves behind for those that come later: a few representatives of each cluster.
//! Its bytes are a magic word, a format version, a readable head (JSON) and the vectors.

use serde::{Deserialize, Serialize};

use crate::meaning::{DIM, Vector};

const MAGIC: [u8; 4] = *b"HKTM";
const VERSION: u32 = 1;

/// Enough of each cluster to assign new texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(super) table: String,
    /// Where each cluster's representatives begin; one more than there are clusters.
    pub(super) starts: Vec<u32>,
    pub(super) representatives: Vec<Vector>,
    /// Of each cluster: a text further from every representative is *unsorted*.
    pub(super) thresholds: Vec<f32>,
}

/// Bytes that are no usable model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Something else, or cut short.
    #[error("these bytes are no theme model, or it is cut short; learn themes again")]
    Broken,
    /// Written by another version.
    #[error("the theme model has format {found}, this program reads {VERSION}; learn themes again")]
    Version {
        /// The version found.
        found: u32,
    },
    /// Learned with another table, whose vectors cannot be compared.
    #[error(
        "the theme model was learned with token table {found}, this program has {expected}; learn themes again"
    )]
    Table {
        /// The table it was learned with.
        found: String,
        /// The table of this program.
        expected: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Head {
    table: String,
    starts: Vec<u32>,
    thresholds: Vec<f32>,
}

impl Model {
    /// How many clusters it knows.
    pub fn clusters(&self) -> usize {
        self.thresholds.len()
    }

    /// The id of the table whose vectors it compares.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// For a store.
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = Head {
            table: self.table.clone(),
            starts: self.starts.clone(),
            thresholds: self.thresholds.clone(),
        };
        // Finite numbers and strings always have a JSON form.
        let head = serde_json::to_vec(&head).unwrap_or_default();
        let mut bytes = Vec::with_capacity(12 + head.len() + self.representatives.len() * DIM);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((head.len() as u32).to_le_bytes());
        bytes.extend(&head);
        for vector in &self.representatives {
            bytes.extend(vector.to_bytes());
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote, and refuses a model of another table than `table` (a [`crate::meaning::Table::id`]).
    pub fn from_bytes(bytes: &[u8], table: &str) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(&MAGIC).ok_or(ModelError::Broken)?;
        let (version, rest) = number(rest)?;
        if version != VERSION {
            return Err(ModelError::Version { found: version });
        }
        let (length, rest) = number(rest)?;
        let (head, rest) = rest.split_at_checked(length as usize).ok_or(ModelError::Broken)?;
        let head: Head = serde_json::from_slice(head).map_err(|_| ModelError::Broken)?;
        if head.table != table {
            return Err(ModelError::Table { found: head.table, expected: table.to_owned() });
        }
        let representatives: Vec<Vector> = rest.chunks(DIM).map_while(Vector::from_bytes).collect();
        let whole = rest.len() == representatives.len() * DIM
            && head.starts.len() == head.thresholds.len() + 1
            && head.starts.first() == Some(&0)
            && head.starts.last() == Some(&(representatives.len() as u32))
            && head.starts.is_sorted();
        if !whole {
            return Err(ModelError::Broken);
        }
        Ok(Self { table: head.table, starts: head.starts, representatives, thresholds: head.thresholds })
    }
}

fn number(bytes: &[u8]) -> Result<(u32, &[u8]), ModelError> {
    let (number, rest) = bytes.split_first_chunk::<4>().ok_or(ModelError::Broken)?;
    Ok((u32::from_le_bytes(*number), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Model {
        let vector = |n: usize| Vector::quantise(&std::array::from_fn(|d| ((d + n) as f32).sin()));
        Model {
            table: "t".into(),
            starts: vec![0, 2, 3],
            representatives: (0..3).map(vector).collect(),
            thresholds: vec![0.25, 0.5],
        }
    }

    #[test]
    fn a_model_reads_back_what_it_wrote() {
        assert_eq!(Model::from_bytes(&model().to_bytes(), "t"), Ok(model()));
    }

    #[test]
    fn a_model_cut_short_of_another_version_or_table_is_refused_with_what_to_do() {
        let bytes = model().to_bytes();
        for length in 0..bytes.len() {
            assert!(Model::from_bytes(&bytes[..length], "t").is_err(), "{length} bytes were accepted");
        }
        let mut newer = bytes.clone();
        newer[4] = 9;
        assert_eq!(Model::from_bytes(&newer, "t"), Err(ModelError::Version { found: 9 }));
        let error = Model::from_bytes(&bytes, "other").unwrap_err().to_string();
        assert!(error.contains("learn themes again"), "{error}");
    }
}
