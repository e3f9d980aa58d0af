//! Stops what unpacks to far more than it should, and tells damage from other failures of reading.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hearken_domain::counted;

use crate::message::bytes_shown;
use crate::{Limits, ReadError};

/// Below this, no ratio is suspicious: a short dull text packs very well.
const RATIO_FROM_BYTES: u64 = 64 << 20;

/// What has been unpacked, out of how much. Shared by all entries of an archive.
#[derive(Clone)]
pub(super) struct Guard {
    packed: Arc<AtomicU64>,
    unpacked: Arc<AtomicU64>,
    bytes_max: u64,
    ratio_max: u64,
}

impl Guard {
    pub(super) fn new(limits: &Limits, packed: Arc<AtomicU64>) -> Self {
        let (bytes_max, ratio_max) = (limits.unpacked_bytes_max, limits.unpacked_ratio_max);
        Self { packed, unpacked: Arc::default(), bytes_max, ratio_max }
    }

    /// Expects one more entry of an archive; why it is not to be read, if it says itself that it is too large.
    pub(super) fn expect(&self, packed: u64, unpacked: u64) -> Result<(), String> {
        self.packed.fetch_add(packed, Ordering::Relaxed);
        self.check(unpacked, packed).map_err(|failure| failure.to_string())
    }

    fn add(&self, bytes: u64) -> Result<(), Failure> {
        let unpacked = self.unpacked.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.check(unpacked, self.packed.load(Ordering::Relaxed))
    }

    fn check(&self, unpacked: u64, packed: u64) -> Result<(), Failure> {
        if unpacked > self.bytes_max {
            let most = bytes_shown(self.bytes_max);
            return Err(Failure::TooLarge(format!("it unpacks to more than {most}, the most that is taken")));
        }
        if unpacked > RATIO_FROM_BYTES && unpacked / packed.max(1) > self.ratio_max {
            return Err(Failure::TooLarge(format!(
                "it unpacks to more than {} times its size, which words never do; if it is right, unpack it first",
                self.ratio_max
            )));
        }
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    TooLarge(String),
    #[error("{0}")]
    Damaged(String),
}

/// A decompressor under guard.
pub(super) struct Guarded<R> {
    inner: R,
    guard: Guard,
}

impl<R> Guarded<R> {
    pub(super) fn new(inner: R, guard: Guard) -> Self {
        Self { inner, guard }
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => io::Error::other(Failure::Damaged(error.to_string())),
        })?;
        self.guard.add(n as u64).map_err(io::Error::other)?;
        Ok(n)
    }
}

/// What a failure of reading `name` means, `records` into it.
pub(crate) fn read_error(name: &str, records: u64, error: io::Error) -> ReadError {
    let name = name.to_owned();
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Failure>()) {
        Some(Failure::TooLarge(reason)) => ReadError::TooLarge { name, reason: reason.clone() },
        Some(Failure::Damaged(reason)) => ReadError::Archive {
            name,
            reason: format!("it is damaged or cut off after {} ({reason})", counted(records, "record")),
        },
        None => ReadError::Io { name, records, source: error },
    }
}
