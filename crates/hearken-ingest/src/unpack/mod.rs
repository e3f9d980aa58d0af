//! From packed bytes to the files in them: gzip and zstd by their magic bytes, zip entry by entry.
//!
//! Names inside archives are only ever shown, never opened or written.

mod archive;
mod guard;

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::input::{Counted, Source};
use crate::{Input, Limits, ReadError};
use guard::{Guard, Guarded};

pub(crate) use guard::read_error;

/// One file to read, on its own or out of an archive.
pub(crate) struct Unpacked<'r> {
    /// What people call it: the input's name, or the entry's, sanitized.
    pub(crate) name: String,
    /// Whether it came out of an archive with others, so that it may fail without them.
    pub(crate) among_others: bool,
    /// Its bytes, or why there are none.
    pub(crate) bytes: Result<Box<dyn Read + 'r>, String>,
}

/// What is done with each file.
pub(crate) type Visit<'v> = dyn FnMut(Unpacked<'_>) -> Result<ControlFlow<()>, ReadError> + 'v;

/// Unpacks `input` and shows each file in it to `visit`, until that breaks or fails.
pub(crate) fn unpack(input: Input, limits: &Limits, visit: &mut Visit<'_>) -> Result<(), ReadError> {
    let (name, source, count) = input.into_parts();
    match source {
        Source::File(mut file) => {
            let head = head(&mut file).and_then(|head| file.rewind().map(|()| head));
            let head = head.map_err(|source| ReadError::Open { name: name.clone(), source })?;
            let file = Counted::new(file, Arc::clone(&count));
            if is_zip(&head) {
                return archive::each_entry(&name, file, limits, visit);
            }
            visit_single(name, &head, Box::new(file), count, limits, visit)
        }
        Source::Folder(folder, files) => each_file(&name, &folder, &files, &count, limits, visit),
        Source::Stream(stream) => {
            let mut stream = Counted::new(stream, Arc::clone(&count));
            let head = head(&mut stream).map_err(|source| ReadError::Open { name: name.clone(), source })?;
            let mut whole = Cursor::new(head.clone()).chain(stream);
            if is_zip(&head) {
                let spooled = spool(&mut whole, limits.unpacked_bytes_max);
                let spooled =
                    spooled.map_err(|source| ReadError::Io { name: name.clone(), records: 0, source })?;
                return archive::each_entry(&name, spooled, limits, visit);
            }
            visit_single(name, &head, Box::new(whole), count, limits, visit)
        }
    }
}

/// Whether these are the first bytes of a zip (of an empty one, too).
pub(crate) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Whether these are the first bytes of a gzip or zstd file.
pub(crate) fn is_compressed(head: &[u8]) -> bool {
    head.starts_with(b"\x1f\x8b") || is_zstd(head)
}

fn is_zstd(head: &[u8]) -> bool {
    head.starts_with(b"\x28\xb5\x2f\xfd")
}

fn visit_single(
    name: String,
    head: &[u8],
    reader: Box<dyn Read>,
    packed: Arc<AtomicU64>,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ReadError> {
    let bytes = unpacked(head, reader, packed, limits)
        .map_err(|error| ReadError::Archive { name: name.clone(), reason: error.to_string() })?;
    visit(Unpacked { name, among_others: false, bytes: Ok(bytes) }).map(|_| ())
}

/// The bytes of a file that may be gzip or zstd.
fn unpacked(
    head: &[u8],
    reader: Box<dyn Read>,
    packed: Arc<AtomicU64>,
    limits: &Limits,
) -> io::Result<Box<dyn Read>> {
    Ok(if is_zstd(head) {
        Box::new(Guarded::new(zstd::stream::read::Decoder::new(reader)?, Guard::new(limits, packed)))
    } else if is_compressed(head) {
        Box::new(Guarded::new(flate2::read::MultiGzDecoder::new(reader), Guard::new(limits, packed)))
    } else {
        reader
    })
}

/// Shows each file of a folder to `visit`, under its name from there on.
fn each_file(
    name: &str,
    folder: &Path,
    files: &[PathBuf],
    count: &Arc<AtomicU64>,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ReadError> {
    if files.is_empty() {
        return Err(ReadError::Empty { name: name.to_owned() });
    }
    for path in files {
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
        let among_others = files.len() > 1;
        let opened = File::open(path).and_then(|mut file| {
            let head = head(&mut file)?;
            file.rewind()?;
            Ok((head, Counted::new(file, Arc::clone(count))))
        });
        let bytes = match opened {
            Ok((head, _)) if is_zip(&head) => Err("it is an archive; import it on its own".to_owned()),
            Ok((head, file)) => {
                unpacked(&head, Box::new(file), Arc::clone(count), limits).map_err(|e| e.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        if visit(Unpacked { name, among_others, bytes })? == ControlFlow::Break(()) {
            break;
        }
    }
    Ok(())
}

/// The first bytes, enough for any magic.
fn head(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(512);
    reader.take(512).read_to_end(&mut head)?;
    Ok(head)
}

/// A zip's directory stands at its end: what cannot seek is laid into a file without a name first.
fn spool(reader: &mut impl Read, bytes_max: u64) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    if io::copy(&mut reader.take(bytes_max), &mut file)? == bytes_max {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the archive is too large"));
    }
    file.rewind()?;
    Ok(file)
}
