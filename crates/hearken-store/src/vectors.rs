//! Vectors on disk, as a view that follows the log. Two flat files, mapped for reading: `ids` (ascending signal
//! numbers, little-endian) and `rows` (one vector each). A new signal appends, a revised one is written over in
//! place, a removed one becomes the zero vector, so the ids always ascend and a row is found by bisection.
//!
//! `state` says how far the log was taken in and how many rows count. It is renamed into place after both files are
//! synced: whatever a crash left beyond it is written again.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use hearken_domain::{LogPosition, SignalId, counted};
use memmap2::Mmap;
use serde::{Deserialize, Serialize};

use crate::directory::{create_private_dir, private_options};
use crate::{DataDir, StoreError};

const ID_BYTES: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    position: LogPosition,
    rows: usize,
    /// Bytes a vector.
    width: usize,
    /// Id of the embedding table that made them.
    table_id: String,
}

impl State {
    fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(folder.join("state")).ok()?).ok()
    }
}

/// The vectors as they stood when this was opened.
#[derive(Debug)]
pub struct Vectors {
    state: State,
    // `None` where there are no rows: an empty file cannot be mapped.
    files: Option<(Mmap, Mmap)>,
}

impl Vectors {
    /// Maps the vectors of a data directory; `None` where there are none, or another table made them.
    ///
    /// # Errors
    /// The files exist but cannot be mapped.
    pub fn open(dir: &DataDir, table_id: &str) -> Result<Option<Self>, StoreError> {
        let folder = dir.vectors();
        let Some(state) = State::read(&folder).filter(|state| state.table_id == table_id) else {
            return Ok(None);
        };
        if state.rows == 0 {
            return Ok(Some(Self { state, files: None }));
        }
        let (Some(ids), Some(rows)) = (map(&folder.join("ids"))?, map(&folder.join("rows"))?) else {
            return Ok(None); // being rebuilt at this moment
        };
        if ids.len() < state.rows * ID_BYTES || rows.len() < state.rows * state.width {
            return Ok(None); // shorter than they say: damaged, to be rebuilt
        }
        Ok(Some(Self { state, files: Some((ids, rows)) }))
    }

    /// How far the log was taken in.
    pub fn position(&self) -> LogPosition {
        self.state.position
    }

    /// How many vectors there are.
    pub fn len(&self) -> usize {
        self.state.rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.state.rows == 0
    }

    /// The signal of row `index`.
    pub fn id(&self, index: usize) -> SignalId {
        let start = index * ID_BYTES;
        let bytes =
            self.files.as_ref().and_then(|(ids, _)| ids.get(start..start + ID_BYTES)?.try_into().ok());
        SignalId(bytes.map_or(0, u64::from_le_bytes))
    }

    /// All vectors, one after the other, [`Vectors::width`] bytes each.
    pub fn rows(&self) -> &[u8] {
        self.files.as_ref().map_or(&[], |(_, rows)| &rows[..self.state.rows * self.state.width])
    }

    /// Whether the ids ascend and every row passes `is_sound`. Reads all of them.
    pub fn is_whole(&self, is_sound: impl Fn(&[u8]) -> bool) -> bool {
        let ascend = (1..self.len()).all(|row| self.id(row - 1) < self.id(row));
        ascend && self.rows().chunks(self.width().max(1)).all(is_sound)
    }

    /// Bytes a vector.
    pub fn width(&self) -> usize {
        self.state.width
    }

    /// The row of a signal.
    pub fn index_of(&self, id: SignalId) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let mid = usize::midpoint(low, high);
            match self.id(mid).cmp(&id) {
                std::cmp::Ordering::Equal => return Some(mid),
                std::cmp::Ordering::Less => low = mid + 1,
                std::cmp::Ordering::Greater => high = mid,
            }
        }
        None
    }

    /// One number for all vectors that are not zero: two sets made from the same log have the same.
    pub fn digest(&self) -> u64 {
        let rows = self.rows().chunks_exact(self.width().max(1));
        rows.enumerate().filter(|(_, row)| row.iter().any(|byte| *byte != 0)).fold(0, |sum, (index, row)| {
            let row = row.iter().fold(0, |hash: u64, byte| mix(hash ^ u64::from(*byte)));
            sum.wrapping_add(mix(self.id(index).0 ^ row))
        })
    }

    /// A signal's vector.
    pub fn get(&self, id: SignalId) -> Option<&[u8]> {
        let start = self.index_of(id)? * self.width();
        self.rows().get(start..start + self.width())
    }
}

/// Takes vectors in.
#[derive(Debug)]
pub struct VectorsWriter {
    folder: PathBuf,
    ids: File,
    rows: File,
    state: State,
    last_id: u64,
    new_ids: Vec<u8>,
    new_rows: Vec<u8>,
}

impl VectorsWriter {
    /// Opens the vectors of a data directory, starting afresh where another table made them or they are damaged.
    ///
    /// # Errors
    /// The files cannot be opened.
    pub fn open(dir: &DataDir, table_id: &str, width: usize) -> Result<Self, StoreError> {
        let folder = dir.vectors();
        create_private_dir(&folder)?;
        let long_enough = |state: &State| {
            let has = |name, bytes| fs::metadata(folder.join(name)).is_ok_and(|m| m.len() >= bytes as u64);
            has("ids", state.rows * ID_BYTES) && has("rows", state.rows * state.width)
        };
        let usable = State::read(&folder)
            .filter(|state| state.table_id == table_id && state.width == width)
            .filter(long_enough);
        let state = match usable {
            Some(state) => state,
            None => {
                if folder.join("rows").exists() {
                    tracing::warn!(
                        "the vectors are damaged or of another table, and are rebuilt from the log"
                    );
                }
                // Not written over: whoever has the old files mapped keeps what they see. The state goes first, so
                // that no crash leaves it beside other files than its own.
                for name in ["state", "ids", "rows"] {
                    remove(&folder.join(name))?;
                }
                State { position: LogPosition(0), rows: 0, width, table_id: table_id.to_owned() }
            }
        };
        let open = |name: &str| {
            let path = folder.join(name);
            let file = private_options().read(true).write(true).create(true).truncate(false).open(&path);
            file.map_err(StoreError::file("cannot open", path))
        };
        let (ids, rows) = (open("ids")?, open("rows")?);
        let mut this =
            Self { folder, ids, rows, state, last_id: 0, new_ids: Vec::new(), new_rows: Vec::new() };
        this.last_id = match this.state.rows {
            0 => 0,
            rows => this.id_at(rows - 1)?,
        };
        Ok(this)
    }

    /// Deletes the vectors of a data directory; whoever has them mapped keeps what they see.
    ///
    /// # Errors
    /// The folder cannot be deleted.
    pub fn discard(dir: &DataDir) -> Result<(), StoreError> {
        let folder = dir.vectors();
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(StoreError::file("cannot clear", folder)(error))
            }
            _ => Ok(()),
        }
    }

    /// How far the log was taken in.
    pub fn position(&self) -> LogPosition {
        self.state.position
    }

    /// Sets a signal's vector, of the width given at [`VectorsWriter::open`].
    ///
    /// # Errors
    /// The files cannot be written, or the vector has another width.
    pub fn put(&mut self, id: SignalId, vector: &[u8]) -> Result<(), StoreError> {
        if vector.len() != self.state.width {
            let detail =
                format!("{id} has one of {}, not {}", counted(vector.len() as u64, "byte"), self.state.width);
            return Err(StoreError::Unreadable { what: "vector", detail });
        }
        if id.0 > self.last_id {
            self.new_ids.extend(id.0.to_le_bytes());
            self.new_rows.extend(vector);
            self.last_id = id.0;
            return Ok(());
        }
        self.flush()?;
        if let Some(index) = self.index_of(id.0)? {
            let write = self.rows.write_all_at(vector, (index * self.state.width) as u64);
            write.map_err(StoreError::file("cannot write", self.folder.join("rows")))?;
        }
        Ok(())
    }

    /// Makes a signal's vector zero, which is near nothing.
    ///
    /// # Errors
    /// The files cannot be written.
    pub fn remove(&mut self, id: SignalId) -> Result<(), StoreError> {
        if id.0 <= self.last_id { self.put(id, &vec![0; self.state.width]) } else { Ok(()) }
    }

    /// Makes everything so far durable, as taken in up to `position`.
    ///
    /// # Errors
    /// The files cannot be written.
    pub fn commit(&mut self, position: LogPosition) -> Result<(), StoreError> {
        self.flush()?;
        let state = State { position, ..self.state.clone() };
        let next = self.folder.join("state.next");
        let write = || -> std::io::Result<()> {
            self.ids.sync_data()?;
            self.rows.sync_data()?;
            let mut file = private_options().write(true).create(true).truncate(true).open(&next)?;
            file.write_all(&serde_json::to_vec(&state)?)?;
            file.sync_data()?;
            fs::rename(&next, self.folder.join("state"))
        };
        write().map_err(StoreError::file("cannot write", &self.folder))?;
        self.state = state;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        if self.new_ids.is_empty() {
            return Ok(());
        }
        let rows = self.state.rows;
        let ids = self.ids.write_all_at(&self.new_ids, (rows * ID_BYTES) as u64);
        let written =
            ids.and_then(|()| self.rows.write_all_at(&self.new_rows, (rows * self.state.width) as u64));
        written.map_err(StoreError::file("cannot write", &self.folder))?;
        self.state.rows += self.new_ids.len() / ID_BYTES;
        self.new_ids.clear();
        self.new_rows.clear();
        Ok(())
    }

    fn id_at(&self, index: usize) -> Result<u64, StoreError> {
        let mut bytes = [0; ID_BYTES];
        let read = self.ids.read_exact_at(&mut bytes, (index * ID_BYTES) as u64);
        read.map_err(StoreError::file("cannot read", self.folder.join("ids")))?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn index_of(&self, id: u64) -> Result<Option<usize>, StoreError> {
        let (mut low, mut high) = (0, self.state.rows);
        while low < high {
            let mid = usize::midpoint(low, high);
            match self.id_at(mid)?.cmp(&id) {
                std::cmp::Ordering::Equal => return Ok(Some(mid)),
                std::cmp::Ordering::Less => low = mid + 1,
                std::cmp::Ordering::Greater => high = mid,
            }
        }
        Ok(None)
    }
}

#[allow(unsafe_code, reason = "the one memory map of Hearken's own")]
fn map(path: &Path) -> Result<Option<Mmap>, StoreError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(StoreError::file("cannot open", path))?,
    };
    // SAFETY: the files lie in a directory of mode 0700 that only this program writes, never shrinks while a reader
    // lives, and whose bytes have no invalid value; a vector seen half rewritten is near the wrong thing for one look.
    unsafe { Mmap::map(&file) }.map(Some).map_err(StoreError::file("cannot map", path))
}

/// Scatters the bits of a number (the finaliser of SplitMix64, Steele, Lea and Flood 2014).
pub(crate) fn mix(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(StoreError::file("cannot delete", path)(error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
