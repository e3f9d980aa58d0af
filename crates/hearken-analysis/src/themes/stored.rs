//! A model as bytes: a magic word, a format version, a readable head (JSON), and columns of little-endian numbers.

use serde::{Deserialize, Serialize};

use super::encoder::Encoder;
use super::features::Features;
use super::language_group::LanguageGroup;
use super::model::{Derived, Model};
use crate::boilerplate::{Template, Templates};
use crate::embedding::{DIM, Vector};

const MAGIC: [u8; 4] = *b"HKTM";
const VERSION: u32 = 5;

/// Bytes that are no usable model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Something else, or cut short.
    #[error("these bytes are no theme model, or it is cut short; run the clustering again")]
    Broken,
    /// Written by another version.
    #[error("the theme model has format {found}, this program reads {VERSION}; run the clustering again")]
    Version {
        /// The version found.
        found: u32,
    },
    /// Made with another table, whose vectors cannot be compared.
    #[error(
        "the theme model was made with embedding table {found}, this program has {expected}; run the clustering again"
    )]
    Table {
        /// The table it was made with.
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
    medians: Vec<f32>,
    sizes: Vec<u32>,
    feature_totals: Vec<u32>,
    /// Of each language group: exclusive words, and common ones.
    groups: Vec<(usize, usize)>,
    features: usize,
    counts: usize,
    /// Of each source's template: the source, and its hashes.
    templates: Vec<(u64, usize)>,
}

impl Model {
    /// The model as bytes, for a store.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Encoder { mean, groups, features } = &self.encoder;
        let head = Head {
            table: self.table.clone(),
            resolution: self.resolution,
            thresholds: self.thresholds.clone(),
            medians: self.medians.clone(),
            sizes: self.sizes.clone(),
            feature_totals: self.feature_totals.clone(),
            groups: groups.iter().map(|group| (group.exclusive.len(), group.common.len())).collect(),
            features: features.len(),
            counts: self.counts.len(),
            templates: self.templates.iter().map(|(source, one)| (source, one.hashes().len())).collect(),
        };
        // Finite numbers and strings always have a JSON form.
        let head = serde_json::to_vec(&head).unwrap_or_default();
        let mut bytes = Vec::new();
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((head.len() as u32).to_le_bytes());
        bytes.extend(&head);
        bytes.extend(mean.iter().flat_map(|v| v.to_le_bytes()));
        bytes.extend(self.centroids.iter().flat_map(Vector::to_bytes));
        for group in groups {
            bytes.extend(group.mean.iter().flat_map(|v| v.to_le_bytes()));
            bytes.extend(group.exclusive.iter().chain(&group.common).flat_map(|v| v.to_le_bytes()));
        }
        for column in [features.hashes(), &self.frequencies, &self.offsets] {
            bytes.extend(column.iter().flat_map(|v| v.to_le_bytes()));
        }
        bytes.extend(
            self.counts
                .iter()
                .flat_map(|(cluster, count)| [cluster.to_le_bytes(), count.to_le_bytes()].concat()),
        );
        bytes.extend(
            self.templates.iter().flat_map(|(_, one)| one.hashes()).flat_map(|hash| hash.to_le_bytes()),
        );
        bytes
    }

    /// The templates alone of what [`Self::to_bytes`] wrote; none where the bytes are no model of this version.
    pub fn templates_in(bytes: &[u8]) -> Templates {
        let read = || -> Result<Templates, ModelError> {
            let mut rest = Reader(bytes);
            let (magic, version, length) = (rest.take(MAGIC.len())?, rest.number()?, rest.number()?);
            if magic != MAGIC || version != VERSION {
                return Err(ModelError::Broken);
            }
            let head: Head =
                serde_json::from_slice(rest.take(length as usize)?).map_err(|_| ModelError::Broken)?;
            let hashes: usize = head.templates.iter().map(|(_, hashes)| hashes).sum();
            let from = bytes.len().checked_sub(hashes.saturating_mul(8)).ok_or(ModelError::Broken)?;
            Reader(&bytes[from..]).templates(head.templates)
        };
        read().unwrap_or_default()
    }

    /// Reads what [`Self::to_bytes`] wrote, and refuses a model of another table than `table` (an [`EmbeddingTable::id`](crate::embedding::EmbeddingTable::id)).
    ///
    /// # Errors
    /// [`ModelError`]: the bytes are broken or cut short, of another version, or of another table.
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
        let mean = rest.mean()?;
        let clusters = head.thresholds.len();
        let centroids = rest.take(clusters.checked_mul(DIM).ok_or(ModelError::Broken)?)?;
        let mut groups = Vec::new();
        for (exclusive, common) in head.groups {
            let mean = rest.mean()?;
            let (exclusive, common) = (rest.numbers(exclusive)?, rest.numbers(common)?);
            groups.push(LanguageGroup { mean, exclusive, common });
        }
        let mut model = Self {
            table: head.table,
            templates: Templates::default(),
            resolution: head.resolution,
            encoder: Encoder { mean, groups, features: Features::from_hashes(rest.numbers(head.features)?) },
            centroids: centroids.chunks(DIM).map_while(Vector::from_bytes).collect(),
            frequencies: rest.numbers(head.features)?,
            offsets: rest.numbers(head.features.checked_add(1).ok_or(ModelError::Broken)?)?,
            counts: rest
                .numbers(head.counts)?
                .into_iter()
                .map(|pair| (pair as u16, (pair >> 16) as u16))
                .collect(),
            thresholds: head.thresholds,
            medians: head.medians,
            sizes: head.sizes,
            feature_totals: head.feature_totals,
            derived: Derived::default(),
        };
        model.templates = rest.templates(head.templates)?;
        let whole = rest.0.is_empty()
            && [model.sizes.len(), model.feature_totals.len(), model.medians.len()] == [clusters; 3]
            && model.encoder.features.len() == head.features
            && model.offsets.first() == Some(&0)
            && model.offsets.last() == Some(&(model.counts.len() as u32))
            && model.offsets.is_sorted()
            && model.counts.iter().all(|(cluster, _)| usize::from(*cluster) < clusters);
        if whole { Ok(model.derive()) } else { Err(ModelError::Broken) }
    }
}

/// Bytes that are read from the front.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    /// The templates of so many sources, each with so many hashes.
    fn templates(&mut self, counts: Vec<(u64, usize)>) -> Result<Templates, ModelError> {
        let mut templates = Vec::new();
        for (source, hashes) in counts {
            let halves = self.numbers(hashes.checked_mul(2).ok_or(ModelError::Broken)?)?;
            let hash = |halves: &[u32]| u64::from(halves[0]) | u64::from(halves[1]) << 32;
            templates.push((source, Template::from_hashes(halves.chunks_exact(2).map(hash).collect())));
        }
        Ok(Templates::new(templates))
    }

    fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(ModelError::Broken)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, ModelError> {
        Ok(self.numbers(1)?[0])
    }

    fn mean(&mut self) -> Result<[f32; DIM], ModelError> {
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
        assert!(error.contains("run the clustering again"), "{error}");
    }
}
