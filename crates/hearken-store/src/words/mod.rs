//! The text index: a view on tantivy that follows the log.
//!
//! How far it has come stands in the payload of its own commit, so index and watermark can never disagree. It is
//! caught up at start, and rebuilt from the log where it is missing, damaged or of another shape.

mod conditions;
mod digest;
mod matches;
mod purge;
mod query;
mod sealed;
mod snippet;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use hearken_domain::{LogPosition, Signal, SignalId};
use tantivy::directory::MmapDirectory;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter,
    TextAnalyzer, TextAnalyzerBuilder, Tokenizer,
};
use tantivy::{Index, IndexReader, IndexWriter, Searcher, TantivyDocument, Term};

use crate::directory::{create_private_dir, private_options};
use crate::log::Change;
use crate::{DataDir, Store, StoreError};

pub use matches::WordMatch;
pub use query::{WordHit, WordQuery};

/// Written into each commit; an index of another shape is rebuilt.
const SHAPE: &str = "4";
const WRITER_BYTES: usize = 96 << 20;
/// Entries taken from the log at a time.
const BATCH: usize = 4096;
/// Documents between commits: what a crash costs to do again.
const COMMIT_EVERY: u64 = 100_000;
/// What tantivy could not have worked without.
const ROOM_BYTES: usize = 1 << 20;
/// A longer word is a blob, not a word.
const WORD_BYTES_MAX: usize = 60;

/// The text index, open for reading.
#[derive(Clone)]
pub struct Words {
    path: PathBuf,
    index: Index,
    reader: IndexReader,
    fields: Fields,
    /// What is read, where that is not to change.
    pinned: Option<Searcher>,
}

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    body: Field,
    pub(crate) source: Field,
    pub(crate) at: Field,
    pub(crate) rating: Field,
    pub(crate) product: Field,
    pub(crate) version: Field,
    pub(crate) label: Field,
    pub(crate) state: Field,
    pub(crate) status: Field,
    pub(crate) language: Field,
}

impl Words {
    /// Opens the index of a data directory; `None` where there is none that can be used.
    ///
    /// # Errors
    /// A failure that rebuilding it would not fix.
    pub fn open(dir: &DataDir) -> Result<Option<Self>, StoreError> {
        let path = dir.words();
        if !path.join("meta.json").is_file() {
            return Ok(None);
        }
        let opened = MmapDirectory::open(&path).map_err(tantivy::TantivyError::from);
        let opened = opened.and_then(|folder| Index::open(sealed::MaybeSealed(folder)));
        let usable = opened.map_err(StoreError::from).and_then(|index| {
            let (schema, fields) = schema();
            let fits = index.schema() == schema && watermark(&index).is_some();
            if fits { Self::on(&path, index, fields).map(Some) } else { Ok(None) }
        });
        usable.or_else(|error| {
            tracing::warn!(%error, "the text index cannot be opened; where it is damaged, it is rebuilt from the log by whoever writes next");
            Ok(None)
        })
    }

    /// Opens the index, making an empty one where there is none that can be used.
    ///
    /// # Errors
    /// The folder cannot be made or cleared.
    pub fn open_or_create(dir: &DataDir) -> Result<Self, StoreError> {
        match Self::open(dir)? {
            Some(words) => {
                words.drop_leftovers()?;
                Ok(words)
            }
            None => Self::create(&dir.words()),
        }
    }

    /// Drops the index and makes an empty one.
    ///
    /// # Errors
    /// The folder cannot be made or cleared.
    pub fn recreate(dir: &DataDir) -> Result<Self, StoreError> {
        Self::create(&dir.words())
    }

    fn create(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            fs::remove_dir_all(path).map_err(StoreError::file("cannot clear", path))?;
        }
        create_private_dir(path)?;
        let (schema, fields) = schema();
        let index = Index::create_in_dir(path, schema)?;
        let this = Self::on(path, index, fields)?;
        let mut writer: IndexWriter = this.index.writer_with_num_threads(1, WRITER_BYTES)?;
        commit(&mut writer, LogPosition(0))?;
        this.reader.reload()?;
        Ok(this)
    }

    fn on(path: &Path, index: Index, fields: Fields) -> Result<Self, StoreError> {
        index.tokenizers().register("words", analyzer(false));
        let reader = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
        Ok(Self { path: path.to_owned(), index, reader, fields, pinned: None })
    }

    /// How far the log was taken in.
    pub fn position(&self) -> LogPosition {
        watermark(&self.index).unwrap_or_default()
    }

    /// Takes in what the log has gained; `progress` is called with the position reached. Only the holder of the lock may
    /// call this.
    ///
    /// # Errors
    /// The index cannot be written. What was committed stands.
    pub fn catch_up(&self, store: &Store, progress: &dyn Fn(LogPosition)) -> Result<LogPosition, StoreError> {
        self.take_in(store, progress).map_err(|error| match error {
            // tantivy's own threads do not tell why they could not write.
            StoreError::Words(_) if is_disk_full(&store.dir().words()) => StoreError::DiskFull,
            error => error,
        })
    }

    fn take_in(&self, store: &Store, progress: &dyn Fn(LogPosition)) -> Result<LogPosition, StoreError> {
        let mut position = self.position();
        if store.snapshot()?.log().position()? <= position {
            return Ok(position);
        }
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, WRITER_BYTES)?;
        let mut since_commit = 0;
        loop {
            let snapshot = store.snapshot()?;
            let entries = snapshot.log().entries_after(position, BATCH)?;
            let Some(last) = entries.last() else {
                // Events take positions too, and leave nothing to index.
                position = snapshot.log().position()?;
                break;
            };
            drop(snapshot);
            position = last.position;
            since_commit += entries.len() as u64;
            for entry in entries {
                match entry.change {
                    Change::Revised(signal) => {
                        // A signal met at its first position cannot be in the index yet.
                        if entry.position.0 != signal.id.0 {
                            writer.delete_term(self.id_term(signal.id));
                        }
                        writer.add_document(self.document(&signal))?;
                    }
                    Change::Removed(id) => {
                        writer.delete_term(self.id_term(id));
                    }
                }
            }
            if since_commit >= COMMIT_EVERY {
                commit(&mut writer, position)?;
                since_commit = 0;
            }
            progress(position);
        }
        commit(&mut writer, position)?;
        writer.wait_merging_threads()?;
        self.reader.reload()?;
        Ok(position)
    }

    /// The index as it is read now, whatever is taken in meanwhile.
    #[must_use]
    pub fn pinned(&self) -> Self {
        Self { pinned: Some(self.searcher()), ..self.clone() }
    }

    fn searcher(&self) -> Searcher {
        self.pinned.clone().unwrap_or_else(|| self.reader.searcher())
    }

    /// Sees what another thread or process has committed.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn reload(&self) -> Result<(), StoreError> {
        Ok(self.reader.reload()?)
    }

    /// Whether every file of it holds the bytes that were written. Reads all of them.
    pub fn is_whole(&self) -> bool {
        self.index.validate_checksum().is_ok_and(|damaged| damaged.is_empty())
    }

    /// How many signals are in it.
    pub fn len(&self) -> u64 {
        self.searcher().num_docs()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn id_term(&self, id: SignalId) -> Term {
        Term::from_field_u64(self.fields.id, id.0)
    }

    fn document(&self, signal: &Signal) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.id, signal.id.0);
        document.add_u64(self.fields.source, signal.source.0);
        if !signal.undated {
            document.add_i64(self.fields.at, signal.at.as_millisecond());
        }
        if let Some(title) = &signal.title {
            document.add_text(self.fields.body, title.as_str());
        }
        document.add_text(self.fields.body, signal.verbatim.as_str());
        if let Some(rating) = signal.rating {
            document.add_f64(self.fields.rating, rating);
        }
        let exact = [
            (self.fields.product, &signal.product),
            (self.fields.version, &signal.version),
            (self.fields.status, &signal.status),
            (self.fields.language, &signal.language),
        ];
        for (field, value) in exact {
            if let Some(value) = value {
                document.add_text(field, value.as_str());
            }
        }
        for label in &signal.labels {
            document.add_text(self.fields.label, label.as_str());
        }
        if let Some(state) = signal.state {
            document.add_text(self.fields.state, state.as_str());
        }
        document
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let body = TextFieldIndexing::default()
        .set_tokenizer("words")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        id: schema.add_u64_field("id", INDEXED | FAST | STORED),
        body: schema.add_text_field("body", TextOptions::default().set_indexing_options(body)),
        source: schema.add_u64_field("source", INDEXED | FAST),
        at: schema.add_i64_field("at", FAST),
        rating: schema.add_f64_field("rating", FAST),
        product: schema.add_text_field("product", STRING),
        version: schema.add_text_field("version", STRING),
        label: schema.add_text_field("label", STRING),
        state: schema.add_text_field("state", STRING),
        status: schema.add_text_field("status", STRING),
        language: schema.add_text_field("language", STRING),
    };
    (schema.build(), fields)
}

/// How words become terms: lower case, without accents, to their English stem. Other languages keep their endings
/// where the stemmer does not know them, on both sides alike.
fn analyzer(without_stop_words: bool) -> TextAnalyzer {
    let plain = plain_words();
    match StopWordFilter::new(Language::English) {
        Some(stop) if without_stop_words => {
            plain.filter(stop).filter(Stemmer::new(Language::English)).build()
        }
        _ => plain.filter(Stemmer::new(Language::English)).build(),
    }
}

/// The same words with their endings.
fn plain_analyzer() -> TextAnalyzer {
    plain_words().build()
}

fn plain_words() -> TextAnalyzerBuilder<impl Tokenizer> {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(WORD_BYTES_MAX))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
}

/// Whether not even a little more can be written.
fn is_disk_full(folder: &Path) -> bool {
    let path = folder.join("room");
    let written = private_options()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&path)
        .and_then(|mut file| file.write_all(&[0; ROOM_BYTES]).and_then(|()| file.sync_data()));
    let _ = fs::remove_file(&path); // nothing else would be named so
    written.is_err_and(|error| error.kind() == std::io::ErrorKind::StorageFull)
}

fn commit(writer: &mut IndexWriter, position: LogPosition) -> Result<(), StoreError> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&format!("{SHAPE}:{position}"));
    prepared.commit()?;
    Ok(())
}

fn watermark(index: &Index) -> Option<LogPosition> {
    let payload = index.load_metas().ok()?.payload?;
    let (shape, position) = payload.split_once(':')?;
    (shape == SHAPE).then(|| position.parse().ok().map(LogPosition)).flatten()
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("position", &self.position()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
