//! Leaving nothing of what was deleted: an index keeps deleted words until its segments are merged and the old files
//! are collected.

use hearken_domain::SignalId;
use tantivy::IndexWriter;

use super::{WRITER_BYTES, Words};
use crate::StoreError;

impl Words {
    /// Merges every segment that holds deleted signals into a new one, and deletes the files of the old. Only the
    /// holder of the lock may call this.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn purge(&self) -> Result<(), StoreError> {
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, WRITER_BYTES)?;
        let holding: Vec<_> = self
            .index
            .searchable_segment_metas()?
            .into_iter()
            .filter(|segment| segment.has_deletes())
            .map(|segment| segment.id())
            .collect();
        if !holding.is_empty() {
            writer.merge(&holding).wait()?;
        }
        // The reader lets go of the old files, so that nothing keeps them.
        self.reader.reload()?;
        writer.garbage_collect_files().wait()?;
        writer.wait_merging_threads()?;
        self.reload()
    }

    /// How many of these signals any segment still has words of, be they marked as deleted.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn holding(&self, signals: &[SignalId]) -> Result<u64, StoreError> {
        let searcher = self.searcher();
        let mut held = 0;
        for segment in searcher.segment_readers() {
            let ids = segment.inverted_index(self.fields.id)?;
            for signal in signals {
                let known = ids.terms().get(self.id_term(*signal).serialized_value_bytes());
                held += u64::from(known.map_err(tantivy::TantivyError::from)?.is_some());
            }
        }
        Ok(held)
    }
}
