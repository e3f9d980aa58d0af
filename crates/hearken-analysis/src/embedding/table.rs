//! The table of token embeddings, and how a text's embedding is read from it.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::tokens::Vocabulary;
use super::{DIM, Vector, accumulate, ngrams};

/// Tokens of a text that count; what comes later in a very long text adds work but hardly changes the embedding.
const TOKENS_MAX: usize = 1024;

/// A table that cannot be used. It is compiled in, so this means a broken build, not a user's mistake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The description is not what it should be.
    #[error("the embedding table's meta.json is not readable: {0}")]
    Meta(String),
    /// Another number of dimensions than this program was built for.
    #[error("the embedding table has {found} dimensions, this program reads {DIM}")]
    Dimensions {
        /// What the description says.
        found: usize,
    },
    /// A file is cut short or belongs to another table.
    #[error(
        "the embedding table's {file} holds {found} {unit}, its meta.json says {expected}: cut short, or of another table"
    )]
    Size {
        /// Which file.
        file: &'static str,
        /// What is counted.
        unit: &'static str,
        /// What is there.
        found: usize,
        /// What should be.
        expected: usize,
    },
    /// A scale that is no number.
    #[error("the embedding table's scale of row {row} is not a usable number")]
    Scale {
        /// Which row, from 0.
        row: usize,
    },
    /// Text that is no text.
    #[error("the embedding table's vocab.txt is not UTF-8")]
    Vocabulary,
}

#[derive(serde::Deserialize)]
struct Meta {
    dim: usize,
    rows: usize,
}

/// Token embeddings, and the vocabulary that finds a token's row.
pub struct EmbeddingTable {
    rows: std::borrow::Cow<'static, [u8]>,
    scales: Vec<f32>,
    vocabulary: Vocabulary,
    id: String,
}

impl EmbeddingTable {
    /// The table in this program.
    pub fn builtin() -> &'static Self {
        static TABLE: OnceLock<EmbeddingTable> = OnceLock::new();
        #[allow(clippy::expect_used)] // a test loads it; no input can change it
        TABLE.get_or_init(|| {
            Self::from_parts(
                include_bytes!("../../table/meta.json"),
                include_bytes!("../../table/table_i8.bin").as_slice(),
                include_bytes!("../../table/scale_f16.bin"),
                include_bytes!("../../table/vocab.txt"),
            )
            .expect("the compiled-in embedding table is whole")
        })
    }

    /// Reads a table from its four files, as described in `table/PROVENANCE.md`.
    ///
    /// # Errors
    /// [`TableError`]: the description is not readable or names another number of dimensions, a file has another size
    /// than it says, a scale is not finite, or the vocabulary is not UTF-8.
    pub fn from_parts(
        meta: &[u8],
        rows: impl Into<std::borrow::Cow<'static, [u8]>>,
        scales: &[u8],
        vocabulary: &[u8],
    ) -> Result<Self, TableError> {
        let rows = rows.into();
        let described: Meta = serde_json::from_slice(meta).map_err(|e| TableError::Meta(e.to_string()))?;
        if described.dim != DIM {
            return Err(TableError::Dimensions { found: described.dim });
        }
        let text = std::str::from_utf8(vocabulary).map_err(|_| TableError::Vocabulary)?;
        let expected = described.rows;
        let check = |file, unit, found, expected| {
            if found == expected { Ok(()) } else { Err(TableError::Size { file, unit, found, expected }) }
        };
        check("table_i8.bin", "bytes", rows.len(), expected.saturating_mul(DIM))?;
        check("scale_f16.bin", "bytes", scales.len(), expected.saturating_mul(2))?;
        check("vocab.txt", "lines", text.lines().count(), expected)?;
        let scales: Vec<f32> = scales
            .chunks_exact(2)
            .map(|pair| half::f16::from_le_bytes([pair[0], pair[1]]).to_f32())
            .collect();
        if let Some(row) = scales.iter().position(|scale| !scale.is_finite()) {
            return Err(TableError::Scale { row });
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(&rows).update(vocabulary);
        for scale in &scales {
            hasher.update(&scale.to_le_bytes());
        }
        let id = hasher.finalize().to_hex()[..16].to_owned();
        Ok(Self { rows, scales, vocabulary: Vocabulary::new(text.lines()), id })
    }

    /// A hash of the table's content. Vectors of different tables must not be compared.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The embedding of a text. The work is bounded however long the text.
    pub fn embed(&self, text: &str) -> Vector {
        let tokens = self.vocabulary.tokens(text, TOKENS_MAX);
        let mut sum = [0.0; DIM];
        accumulate(&self.rows, &self.scales, &tokens.rows, &mut sum);
        if tokens.unknown_characters > tokens.known_characters {
            let mut unknown = [0.0; DIM];
            for word in &tokens.unknown {
                ngrams::add_word(word, &mut unknown);
            }
            let all = (tokens.known_characters + tokens.unknown_characters) as f32;
            let (of_known, of_unknown) = (
                tokens.known_characters as f32 / all / length(&sum),
                tokens.unknown_characters as f32 / all / length(&unknown),
            );
            for (s, u) in sum.iter_mut().zip(&unknown) {
                *s = *s * of_known + u * of_unknown;
            }
        }
        Vector::quantise(&sum)
    }

    /// The embeddings of many texts, on all cores.
    pub fn embed_all<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Vec<Vector> {
        texts.par_iter().with_min_len(64).map(|text| self.embed(text.as_ref())).collect()
    }
}

impl std::fmt::Debug for EmbeddingTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EmbeddingTable({}, rows: {})", self.id, self.scales.len())
    }
}

fn length(values: &[f32; DIM]) -> f32 {
    values.iter().map(|v| v * v).sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(
        meta: &str,
        rows: usize,
        scales: usize,
        vocabulary: &[u8],
    ) -> Result<EmbeddingTable, TableError> {
        EmbeddingTable::from_parts(meta.as_bytes(), vec![1; rows], &vec![0x11; scales], vocabulary)
    }

    const META: &str = r#"{"dim": 256, "rows": 2}"#;

    #[test]
    fn a_table_that_is_cut_short_or_of_another_kind_is_refused_and_says_which_file_it_is() {
        assert!(table(META, 512, 4, b"card\nrefund\n").is_ok());
        let refused = [
            (table(META, 511, 4, b"card\nrefund\n"), "table_i8.bin holds 511 bytes, its meta.json says 512"),
            (table(META, 512, 3, b"card\nrefund\n"), "scale_f16.bin holds 3 bytes, its meta.json says 4"),
            (table(META, 512, 4, b"card\n"), "vocab.txt holds 1 lines, its meta.json says 2"),
            (table(META, 512, 4, b"card\n\xff\n"), "vocab.txt is not UTF-8"),
            (table("{", 512, 4, b"card\nrefund\n"), "meta.json is not readable"),
            (table(r#"{"dim": 64, "rows": 2}"#, 512, 4, b"a\nb\n"), "64 dimensions, this program reads 256"),
        ];
        for (table, expected) in refused {
            let message = table.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn a_scale_that_is_no_number_is_refused_with_its_row() {
        let infinite = [0x11, 0x11, 0x00, 0x7C];
        let table = EmbeddingTable::from_parts(META.as_bytes(), vec![1; 512], &infinite, b"card\nrefund\n");
        assert_eq!(table.err(), Some(TableError::Scale { row: 1 }));
    }

    #[test]
    fn another_table_has_another_id() {
        let (one, other) = (table(META, 512, 4, b"card\nrefund\n"), table(META, 512, 4, b"card\nloan\n"));
        assert_ne!(one.unwrap().id(), other.unwrap().id());
    }
}
