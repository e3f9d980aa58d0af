//! Leaving nothing of what was deleted: an index keeps deleted words until its segments are merged and the old files
//! are collected.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use hearken_domain::SignalId;
use tantivy::directory::META_LOCK;
use tantivy::index::SegmentComponent;
use tantivy::{Directory as _, IndexWriter, SegmentMeta};

use super::{WRITER_BYTES, Words};
use crate::StoreError;
use crate::durable::delete_file;

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

    /// Deletes files that the index does not hold to: whoever wrote them was stopped before the commit that would have made
    /// them part of it. Left there, they would be in the way of the next, and hold words that nobody looks for.
    pub(super) fn drop_leftovers(&self) -> Result<(), StoreError> {
        // Whoever reads is not about to open what goes.
        let lock = self.index.directory().acquire_lock(&META_LOCK);
        let _lock = lock.map_err(|error| tantivy::TantivyError::LockFailure(error, None))?;
        let held: HashSet<PathBuf> =
            self.index.searchable_segment_metas()?.iter().flat_map(files_of).collect();
        let entries = fs::read_dir(&self.path).map_err(StoreError::file("cannot read", &self.path))?;
        for entry in entries.flatten() {
            let name = PathBuf::from(entry.file_name());
            let is_its_own =
                name.as_os_str().as_encoded_bytes().starts_with(b".") || name == Path::new("meta.json");
            if !is_its_own && !held.contains(&name) {
                delete_file(&entry.path())?;
            }
        }
        Ok(())
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

/// The files that a segment is made of.
fn files_of(segment: &SegmentMeta) -> [PathBuf; 7] {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
    [Postings, Positions, Terms, Store, FastFields, FieldNorms, Delete]
        .map(|part| segment.relative_path(part))
}
