//! A model as bytes: a magic word, a format version, a readable head (JSON), and columns of little-endian numbers.

use serde::{Deserialize, Serialize};

use super::features::Features;
use super::model::{Derived, Model};
use super::tongue::Tongue;
use crate::meaning::{DIM, Vector};

const MAGIC: [u8; 4] = *b"HKTM";
const VERSION: u32 = 3;

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
    resolution: f64,
    thresholds: Vec<f32>,
    typical: Vec<f32>,
    sizes: Vec<u32>,
    said: Vec<u32>,
    /// Words that each tongue has to itself, and how many of them hold it together.
    tongues: Vec<(usize, usize)>,
    features: usize,
    counts: usize,
}

impl Model {
    /// For a store.
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = Head {
            table: self.table.clone(),
            resolution: self.resolution,
            thresholds: self.thresholds.clone(),
            typical: self.typical.clone(),
            sizes: self.sizes.clone(),
            said: self.said.clone(),
            tongues: self.tongues.iter().map(|tongue| (tongue.own.len(), tongue.common.len())).collect(),
            features: self.features.len(),
            counts: self.counts.len(),
        };
        // Finite numbers and strings always have a JSON form.
        let head = serde_json::to_vec(&head).unwrap_or_default();
        let mut bytes = Vec::new();
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((head.len() as u32).to_le_bytes());
        bytes.extend(&head);
        bytes.extend(self.middle.iter().flat_map(|v| v.to_le_bytes()));
        bytes.extend(self.centres.iter().flat_map(Vector::to_bytes));
        for tongue in &self.tongues {
            bytes.extend(tongue.middle.iter().flat_map(|v| v.to_le_bytes()));
            bytes.extend(tongue.own.iter().chain(&tongue.common).flat_map(|v| v.to_le_bytes()));
        }
        for column in [self.features.hashes(), &self.used, &self.starts] {
            bytes.extend(column.iter().flat_map(|v| v.to_le_bytes()));
        }
        bytes.extend(
            self.counts
                .iter()
                .flat_map(|(cluster, count)| [cluster.to_le_bytes(), count.to_le_bytes()].concat()),
        );
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote, and refuses a model of another table than `table` (a [`crate::meaning::Table::id`]).
    ///
    /// # Errors
    /// Bytes that are cut short, of another version or of another table.
    pub fn from_bytes(bytes: &[u8], table: &str) -> Result<Self, ModelError> {
        let mut rest = Reader(bytes);
        if rest.take(MAGIC.len())? != MAGIC {
            return Err(ModelError::Broken);
        }
        let version = rest.number()?;
        if version != VERSION {
            return Err(ModelError::Version { found: version });
        }
        let length = rest.number()? as usize;
        let head: Head = serde_json::from_slice(rest.take(length)?).map_err(|_| ModelError::Broken)?;
        if head.table != table {
            return Err(ModelError::Table { found: head.table, expected: table.to_owned() });
        }
        let middle = rest.middle()?;
        let clusters = head.thresholds.len();
        let centres = rest.take(clusters.checked_mul(DIM).ok_or(ModelError::Broken)?)?;
        let mut tongues = Vec::new();
        for (own, common) in head.tongues {
            let middle = rest.middle()?;
            tongues.push(Tongue { middle, own: rest.numbers(own)?, common: rest.numbers(common)? });
        }
        let model = Self {
            table: head.table,
            resolution: head.resolution,
            middle,
            tongues,
            centres: centres.chunks(DIM).map_while(Vector::from_bytes).collect(),
            features: Features::from_hashes(rest.numbers(head.features)?),
            used: rest.numbers(head.features)?,
            starts: rest.numbers(head.features.checked_add(1).ok_or(ModelError::Broken)?)?,
            counts: rest
                .numbers(head.counts)?
                .into_iter()
                .map(|pair| (pair as u16, (pair >> 16) as u16))
                .collect(),
            thresholds: head.thresholds,
            typical: head.typical,
            sizes: head.sizes,
            said: head.said,
            derived: Derived::default(),
        };
        let whole = rest.0.is_empty()
            && [model.sizes.len(), model.said.len(), model.typical.len()] == [clusters; 3]
            && model.features.len() == head.features
            && model.starts.first() == Some(&0)
            && model.starts.last() == Some(&(model.counts.len() as u32))
            && model.starts.is_sorted()
            && model.counts.iter().all(|(cluster, _)| usize::from(*cluster) < clusters);
        if whole { Ok(model.derive()) } else { Err(ModelError::Broken) }
    }
}

/// Bytes that are read from the front.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(ModelError::Broken)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, ModelError> {
        Ok(self.numbers(1)?[0])
    }

    fn middle(&mut self) -> Result<[f32; DIM], ModelError> {
        let values: Vec<f32> = self.numbers(DIM)?.into_iter().map(f32::from_bits).collect();
        let finite = values.iter().all(|value| value.is_finite());
        values.try_into().ok().filter(|_| finite).ok_or(ModelError::Broken)
    }

    fn numbers(&mut self, count: usize) -> Result<Vec<u32>, ModelError> {
        let bytes = self.take(count.checked_mul(4).ok_or(ModelError::Broken)?)?;
        Ok(bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::model;
    use super::*;

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
