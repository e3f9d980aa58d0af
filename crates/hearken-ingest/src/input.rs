//! Where bytes come from, with what a progress bar wants to know.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ReadError;

/// How many folders deep a folder is read.
const FOLDERS_DEEP: usize = 8;

/// A name and bytes to read.
pub struct Input {
    name: String,
    source: Source,
    total_bytes: Option<u64>,
    bytes_read: Arc<AtomicU64>,
}

pub(crate) enum Source {
    File(File),
    /// A folder, and the files in it.
    Folder(PathBuf, Vec<PathBuf>),
    Stream(Box<dyn Read + Send>),
}

impl Input {
    /// A file, or a folder with all files in it. Its name is the path's last part.
    ///
    /// # Errors
    /// [`ReadError::Open`] if it cannot be opened.
    pub fn from_path(path: &Path) -> Result<Self, ReadError> {
        let refused = |source| ReadError::Open { name: path.display().to_string(), source };
        let file = File::open(path).map_err(refused)?;
        let metadata = file.metadata().map_err(refused)?;
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        if metadata.is_dir() {
            let (mut files, mut bytes) = (Vec::new(), 0);
            collect_files(path, 0, &mut files, &mut bytes).map_err(refused)?;
            let source = Source::Folder(path.to_owned(), files);
            return Ok(Self { name, source, total_bytes: Some(bytes), bytes_read: Arc::default() });
        }
        let regular = metadata.is_file();
        let source = if regular { Source::File(file) } else { Source::Stream(Box::new(file)) };
        Ok(Self { name, source, total_bytes: regular.then_some(metadata.len()), bytes_read: Arc::default() })
    }

    /// Any other bytes: standard input, a request's body. `-` is a good name for standard input.
    pub fn from_reader(name: impl Into<String>, reader: Box<dyn Read + Send>) -> Self {
        Self {
            name: name.into(),
            source: Source::Stream(reader),
            total_bytes: None,
            bytes_read: Arc::default(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its size as it lies there (packed, if it is), where that is known.
    pub fn total_bytes(&self) -> Option<u64> {
        self.total_bytes
    }

    /// How many of these bytes were read so far; to be kept and looked at while reading.
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    pub(crate) fn into_parts(self) -> (String, Source, Arc<AtomicU64>) {
        (self.name, self.source, self.bytes_read)
    }
}

/// Adds the files of a folder, in the order of their names, but for hidden ones. Links are not followed: they may lead out.
fn collect_files(folder: &Path, depth: usize, files: &mut Vec<PathBuf>, bytes: &mut u64) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type()?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() && depth < FOLDERS_DEEP {
            collect_files(&entry.path(), depth + 1, files, bytes)?;
        } else if kind.is_file() {
            *bytes += entry.metadata()?.len();
            files.push(entry.path());
        }
    }
    Ok(())
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("name", &self.name).field("total_bytes", &self.total_bytes).finish()
    }
}

/// Counts what is read through it.
pub(crate) struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    pub(crate) fn new(inner: R, count: Arc<AtomicU64>) -> Self {
        Self { inner, count }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
