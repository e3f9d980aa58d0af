//! How much is taken in: so many signals, and never the last of the disk. Whoever is refused is refused before anything is
//! written, while there still is room for what must be: the log's own upkeep, an erasure, the views.

use std::time::{Duration, Instant};

use std::sync::PoisonError;

use crate::{Store, StoreError};

/// How much is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Signals in the log.
    pub signals_max: u64,
    /// Bytes of the disk that are left free; on a small disk, its fiftieth part.
    pub free_bytes_min: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self { signals_max: 10_000_000, free_bytes_min: 256 << 20 }
    }
}

/// The part of a small disk that is left free.
const FREE_SHARE: u64 = 50;
/// How long a count of signals is believed.
const COUNT_TIME: Duration = Duration::from_secs(10);

impl Store {
    /// Whether there is room for more.
    ///
    /// # Errors
    /// [`StoreError::DiskLow`] or [`StoreError::TooManySignals`]; or any failure of the database.
    pub fn check_room(&self, quotas: &Quotas) -> Result<(), StoreError> {
        self.check_disk(quotas)?;
        let max = quotas.signals_max;
        // Every signal took a position, so that there are not more of them than of those.
        if self.snapshot()?.log().position()?.0 < max || self.counted()? < max {
            return Ok(());
        }
        Err(StoreError::TooManySignals { max })
    }

    /// Whether the disk has room for more.
    ///
    /// # Errors
    /// [`StoreError::DiskLow`] with what is left.
    pub fn check_disk(&self, quotas: &Quotas) -> Result<(), StoreError> {
        let Some(disk) = disk(self.dir().path()) else { return Ok(()) };
        let kept = quotas.free_bytes_min.min(disk.bytes / FREE_SHARE);
        if disk.free < kept { Err(StoreError::DiskLow { free: disk.free, kept }) } else { Ok(()) }
    }

    /// Signals in the log, a moment ago.
    fn counted(&self) -> Result<u64, StoreError> {
        let mut counted = self.counted_signals().lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, count)) = *counted
            && at.elapsed() < COUNT_TIME
        {
            return Ok(count);
        }
        let count = self.read(|c| Ok(c.query_row("SELECT count(*) FROM signals", [], |row| row.get(0))?))?;
        *counted = Some((Instant::now(), count));
        Ok(count)
    }
}

struct Disk {
    bytes: u64,
    free: u64,
}

/// What the disk under a folder has; `None` where the system does not tell.
#[cfg(unix)]
fn disk(folder: &std::path::Path) -> Option<Disk> {
    let told = rustix::fs::statvfs(folder).ok()?;
    // What only the superuser may still write is not free for us.
    Some(Disk { bytes: told.f_blocks * told.f_frsize, free: told.f_bavail * told.f_frsize })
}

#[cfg(not(unix))]
fn disk(_: &std::path::Path) -> Option<Disk> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Fixture, review};

    #[test]
    fn no_more_is_taken_than_the_quotas_say() {
        let fixture = Fixture::new();
        fixture.record([review("one"), review("two")]);
        let room = |signals_max| fixture.store().check_room(&Quotas { signals_max, ..Quotas::default() });
        room(3).unwrap();
        let refused = room(2).unwrap_err();
        assert!(matches!(refused, StoreError::TooManySignals { max: 2 }), "{refused}");
    }

    #[test]
    fn a_disk_that_is_too_full_is_told_with_what_is_left_of_it() {
        let fixture = Fixture::new();
        let disk = disk(fixture.dir().path()).unwrap();
        let all = Quotas { free_bytes_min: u64::MAX, ..Quotas::default() };
        let none = Quotas { free_bytes_min: 0, ..Quotas::default() };
        fixture.store().check_disk(&none).unwrap();
        // A fiftieth of the disk is all that is ever kept free.
        assert_eq!(fixture.store().check_disk(&all).is_err(), disk.free < disk.bytes / FREE_SHARE);
        let told = StoreError::DiskLow { free: 3 << 20, kept: 256 << 20 }.to_string();
        assert!(told.contains("is full: free some space") && told.contains("3 MiB"), "{told}");
    }
}
