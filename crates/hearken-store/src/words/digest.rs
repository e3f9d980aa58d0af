//! One number for all that an index says, whatever its segments: two indexes of the same log have the same.

use tantivy::DocSet as _;
use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;

use super::Words;
use crate::StoreError;
use crate::vectors::mix;

impl Words {
    /// The sum, over every signal and each of its words and fields, of a hash of the two.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn digest(&self) -> Result<u64, StoreError> {
        let searcher = self.searcher();
        let mut sum = 0u64;
        for segment in searcher.segment_readers() {
            let fast = segment.fast_fields();
            let (ids, at) = (fast.u64("id")?, fast.i64("at")?);
            let (sources, ratings) = (fast.u64("source")?, fast.f64("rating")?);
            let id_of = |doc| ids.first(doc).unwrap_or_default();
            for doc in segment.doc_ids_alive() {
                let time = at.first(doc).unwrap_or_default().cast_unsigned();
                let rating = ratings.first(doc).map_or(u64::MAX, f64::to_bits);
                let source = sources.first(doc).unwrap_or_default();
                sum = sum.wrapping_add(mix(id_of(doc) ^ mix(time ^ mix(rating ^ mix(source)))));
            }
            let alive = segment.alive_bitset();
            for (field, _) in searcher.schema().fields().filter(|(_, entry)| entry.field_type().is_str()) {
                let index = segment.inverted_index(field)?;
                let mut terms = index.terms().stream().map_err(tantivy::TantivyError::from)?;
                while terms.advance() {
                    let hash = blake3::hash(terms.key());
                    let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
                    let term = u64::from_le_bytes([a, b, c, d, e, f, g, h]) ^ u64::from(field.field_id());
                    let mut postings = index
                        .read_postings_from_terminfo(terms.value(), IndexRecordOption::WithFreqs)
                        .map_err(tantivy::TantivyError::from)?;
                    while postings.doc() != tantivy::TERMINATED {
                        let doc = postings.doc();
                        if alive.is_none_or(|alive| alive.is_alive(doc)) {
                            let times = u64::from(postings.term_freq());
                            sum = sum.wrapping_add(mix(term ^ mix(id_of(doc) ^ mix(times))));
                        }
                        postings.advance();
                    }
                }
            }
        }
        Ok(sum)
    }
}
