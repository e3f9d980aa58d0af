//! Lists that somebody looked at and has not taken in yet: in memory alone, a few at once and for a while, so that nobody
//! chooses the file again and nothing of it lies on disk.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use hearken_app::error::AppError;

use crate::http::body::Room;
use crate::http::secret::{draw, is_same};

/// Lists held at once; of more, the oldest goes.
const HELD_MAX: usize = 4;
/// How long one is held.
const HELD_FOR: Duration = Duration::from_secs(30 * 60);

static HELD: Mutex<VecDeque<Held>> = Mutex::new(VecDeque::new());

struct Held {
    key: String,
    since: Instant,
    list: Arc<List>,
}

/// A list as it came.
pub struct List {
    pub file: String,
    pub bytes: Bytes,
    /// Its part of what all bodies may take.
    _room: Room,
}

impl List {
    pub fn new(file: String, bytes: Bytes, room: Room) -> Self {
        Self { file, bytes, _room: room }
    }
}

/// Holds a list, and says under which key.
pub fn hold(list: Arc<List>) -> Result<String, AppError> {
    let key = draw()?;
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    held.retain(|one| one.since.elapsed() < HELD_FOR);
    while held.len() >= HELD_MAX {
        held.pop_front();
    }
    held.push_back(Held { key: key.clone(), since: Instant::now(), list });
    Ok(key)
}

/// The list under a key, if it is still held.
pub fn find(key: &str) -> Option<Arc<List>> {
    let held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    let found = held.iter().find(|one| is_same(key.as_bytes(), one.key.as_bytes()));
    found.filter(|one| one.since.elapsed() < HELD_FOR).map(|one| Arc::clone(&one.list))
}

/// Lets a list go.
pub fn let_go(key: &str) {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    held.retain(|one| !is_same(key.as_bytes(), one.key.as_bytes()));
}
