//! Which connections wait for a request and which have one at work: only the former can be asked to make room.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// All connections.
#[derive(Clone, Default)]
pub struct Places(Arc<Mutex<Waiting>>);

#[derive(Default)]
struct Waiting {
    next: u64,
    /// Those that wait, the longest first.
    waiting: BTreeMap<u64, Arc<Notify>>,
    /// Whether a newcomer found everybody at work: the next that would wait makes room instead.
    owed: bool,
}

/// The place of one connection, until it is dropped.
pub struct Place(Arc<Seat>);

/// A request at work; its connection waits again once this is dropped.
pub struct Working(Arc<Seat>);

struct Seat {
    places: Places,
    /// Its number among those that wait, and since when it does; `None` while a request is at work.
    waits: Mutex<Option<(u64, Instant)>>,
    wanted: Arc<Notify>,
}

impl Places {
    /// A place for a connection that has asked for nothing yet.
    pub fn take(&self) -> Place {
        let seat = Seat { places: self.clone(), waits: Mutex::default(), wanted: Arc::default() };
        seat.wait();
        Place(Arc::new(seat))
    }

    /// Asks the one that has waited the longest to make room; or whoever waits next, where all are at work.
    pub fn free_one(&self) {
        let mut all = lock(&self.0);
        match all.waiting.pop_first() {
            Some((_, longest)) => longest.notify_one(),
            None => all.owed = true,
        }
    }

    /// Says that there is room, whoever made it.
    pub fn settle(&self) {
        lock(&self.0).owed = false;
    }
}

impl Seat {
    fn wait(&self) {
        let mut all = lock(&self.places.0);
        if std::mem::take(&mut all.owed) {
            self.wanted.notify_one();
            return;
        }
        all.next += 1;
        let number = all.next;
        all.waiting.insert(number, Arc::clone(&self.wanted));
        *lock(&self.waits) = Some((number, Instant::now()));
    }

    fn leave(&self) {
        if let Some((number, _)) = lock(&self.waits).take() {
            lock(&self.places.0).waiting.remove(&number);
        }
    }
}

impl Place {
    /// A request has come.
    pub fn work(&self) -> Working {
        self.0.leave();
        Working(Arc::clone(&self.0))
    }

    /// Ends once no request has been at work for so long.
    pub async fn has_waited(&self, time: Duration) {
        loop {
            let since = lock(&self.0.waits).map(|(_, since)| since);
            let end = since.unwrap_or_else(Instant::now) + time;
            tokio::time::sleep_until(end).await;
            if since.is_some() && lock(&self.0.waits).map(|(_, since)| since) == since {
                return;
            }
        }
    }

    /// Ends once somebody else is to have the place.
    pub async fn is_wanted(&self) {
        self.0.wanted.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.leave();
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.wait();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn is_wanted(place: &Place) -> bool {
        tokio::select! {
            biased;
            () = place.is_wanted() => true,
            () = std::future::ready(()) => false,
        }
    }

    #[tokio::test]
    async fn whoever_has_waited_the_longest_makes_room() {
        let places = Places::default();
        let (first, second) = (places.take(), places.take());
        places.free_one();
        assert!(is_wanted(&first).await && !is_wanted(&second).await);
    }

    #[tokio::test]
    async fn a_request_at_work_keeps_its_place_and_waits_anew_once_answered() {
        let places = Places::default();
        let (first, second) = (places.take(), places.take());
        drop(first.work());
        places.free_one();
        assert!(!is_wanted(&first).await && is_wanted(&second).await);
    }

    #[tokio::test]
    async fn where_all_are_at_work_the_first_that_is_answered_makes_room() {
        let places = Places::default();
        let first = places.take();
        let working = first.work();
        places.free_one();
        assert!(!is_wanted(&first).await);
        drop(working);
        assert!(is_wanted(&first).await);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_reads_no_answer_and_asks_for_nothing_has_waited_in_the_end() {
        let (places, minute) = (Places::default(), Duration::from_secs(60));
        let place = places.take();
        let working = place.work();
        assert!(tokio::time::timeout(minute * 10, place.has_waited(minute)).await.is_err(), "it is at work");
        drop(working);
        place.has_waited(minute).await;
    }

    #[tokio::test]
    async fn nobody_makes_room_that_was_found_otherwise() {
        let places = Places::default();
        let first = places.take();
        let working = first.work();
        places.free_one();
        places.settle();
        drop(working);
        assert!(!is_wanted(&first).await);
    }
}
