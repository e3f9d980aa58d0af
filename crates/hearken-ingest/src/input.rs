//! Where bytes come from, with what a progress bar wants to know.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ReadError;

/// A name and bytes to read.
pub struct Input {
    name: String,
    source: Source,
    total_bytes: Option<u64>,
    bytes_read: Arc<AtomicU64>,
}

pub(crate) enum Source {
    File(File),
    Stream(Box<dyn Read + Send>),
}

impl Input {
    /// A file. Its name is the path's last part.
    ///
    /// # Errors
    /// [`ReadError::Open`] if it cannot be opened, or is a folder.
    pub fn from_path(path: &Path) -> Result<Self, ReadError> {
        let refused = |source| ReadError::Open { name: path.display().to_string(), source };
        let file = File::open(path).map_err(refused)?;
        let metadata = file.metadata().map_err(refused)?;
        if metadata.is_dir() {
            return Err(refused(io::Error::new(
                io::ErrorKind::IsADirectory,
                "it is a folder; name the files in it",
            )));
        }
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
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
