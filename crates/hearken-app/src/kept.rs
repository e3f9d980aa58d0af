//! Counts that are kept from one answer to the next: counting takes its time where there are many signals.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A count that takes longer than this rests before it is counted again, …
pub(crate) const SLOW_COUNT: Duration = Duration::from_millis(50);
/// … for so many times as long as it took.
const SLOW_COUNT_RESTS: u32 = 20;

/// Something as it was last counted, and of what state.
#[derive(Debug)]
pub(crate) struct Kept<K, T>(Mutex<Option<Counted<K, T>>>);

#[derive(Debug)]
struct Counted<K, T> {
    of: K,
    /// Until when it is shown although the state is another.
    good_until: Instant,
    count: T,
}

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<K: PartialEq, T: Clone> Kept<K, T> {
    /// The count of a state, counted again only when it is another; where that takes its time, not at once.
    ///
    /// # Errors
    /// What `count` fails with.
    pub(crate) fn get_or_count<E>(&self, of: K, count: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_ref()
            && (kept.of == of || kept.good_until > Instant::now())
        {
            return Ok(kept.count.clone());
        }
        let started = Instant::now();
        let counted = count()?;
        let took = started.elapsed();
        let good_until = started + if took > SLOW_COUNT { took * SLOW_COUNT_RESTS } else { Duration::ZERO };
        *kept = Some(Counted { of, good_until, count: counted.clone() });
        Ok(counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_long_to_count_rests() {
        let kept = Kept::default();
        let count = |state: u64| {
            let began = Instant::now();
            while began.elapsed() <= SLOW_COUNT {
                std::hint::spin_loop();
            }
            Ok::<_, ()>(state)
        };
        assert_eq!(kept.get_or_count(1, || count(1)), Ok(1));
        assert_eq!(kept.get_or_count(2, || count(2)), Ok(1));
    }
}
