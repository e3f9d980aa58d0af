//! What is shown of every customer, kept from one page to the next: to order them by anything but their ids takes all of
//! them, and reading fifty thousand takes its time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use hearken_domain::{CustomerId, LogPosition};
use hearken_store::CustomerSummary;

/// Reading that takes longer than this rests before all is read again, …
const SLOW: Duration = Duration::from_millis(50);
/// … for so many times as long as it took.
const RESTS: u32 = 20;

/// Every customer that is part of no other, with what it is called.
pub type Summaries = BTreeMap<CustomerId, (Option<String>, CustomerSummary)>;

/// All customers, as they were last read.
#[derive(Debug, Default)]
pub struct CustomerTable(Mutex<Option<Kept>>);

#[derive(Debug)]
struct Kept {
    position: LogPosition,
    /// Until when it is shown although the log has grown.
    good_until: Instant,
    summaries: Arc<Summaries>,
}

impl CustomerTable {
    /// The customers at a position of the log, read again only when it is another; where that takes its time, not at once.
    ///
    /// # Errors
    /// What `read` fails with.
    pub fn get_or_read<E>(
        &self,
        position: LogPosition,
        read: impl FnOnce() -> Result<Summaries, E>,
    ) -> Result<Arc<Summaries>, E> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_ref()
            && (kept.position == position || kept.good_until > Instant::now())
        {
            return Ok(Arc::clone(&kept.summaries));
        }
        let started = Instant::now();
        let summaries = Arc::new(read()?);
        let took = started.elapsed();
        let good_until = started + if took > SLOW { took * RESTS } else { Duration::ZERO };
        *kept = Some(Kept { position, good_until, summaries: Arc::clone(&summaries) });
        Ok(summaries)
    }
}
