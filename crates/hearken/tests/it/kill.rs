//! `kill -9` while 64 connections post, again and again over one data directory. Each client repeats the post that was
//! on its way, under the same key, once there is a server again: then every post must have happened exactly once.
//!
//! Half a minute of it by default; `HEARKEN_KILL_CYCLES=1000 ./test kill` runs that many cycles instead.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use crate::app::{TestApp, TestServer};
use crate::ledger::{Connection, Ledger, hold};
use crate::noise::words;

const CONNECTIONS: usize = 64;
const SECONDS: u64 = 30;
/// Acknowledgements between a start and a kill, at least and at most.
const BETWEEN: (u64, u64) = (1, 400);
/// The store is held against the ledgers this often, and at the end.
const HOLD_EVERY: u64 = 10;

/// Acknowledgements, counted for whoever waits for a number of them.
#[derive(Default)]
struct Count(Mutex<u64>, Condvar);

impl Count {
    fn one_more(&self) {
        *self.0.lock().unwrap() += 1;
        self.1.notify_all();
    }

    fn wait_for(&self, number: u64) {
        let patience = Duration::from_secs(30);
        let (count, late) =
            self.1.wait_timeout_while(self.0.lock().unwrap(), patience, |count| *count < number).unwrap();
        assert!(!late.timed_out(), "{} of {number} posts were acknowledged", *count);
    }
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_however_often_the_server_is_killed() {
    let app = TestApp::new();
    let wanted = std::env::var("HEARKEN_KILL_CYCLES").ok().map(|cycles| cycles.parse::<u64>().unwrap());
    let end = Instant::now() + Duration::from_secs(SECONDS);
    let mut ledgers: Vec<Ledger> = (0..CONNECTIONS).map(|_| Ledger::default()).collect();
    let posts = AtomicU64::new(0);
    let mut cycles = 0;
    while wanted.map_or_else(|| Instant::now() < end, |wanted| cycles < wanted) {
        cycles += 1;
        let mut server = app.serve();
        let count = Count::default();
        std::thread::scope(|scope| {
            let clients: Vec<_> = ledgers
                .iter_mut()
                .map(|ledger| scope.spawn(|| post_until_killed(&server, ledger, &posts, &count)))
                .collect();
            let (least, most) = BETWEEN;
            count.wait_for(least + (cycles * 7919) % (most - least));
            server.kill_now();
            for client in clients {
                client.join().unwrap();
            }
        });
        server.kill();
        if cycles % HOLD_EVERY == 0 {
            hold(&app, &ledgers);
            assert_eq!(integrity(&app), "ok");
        }
    }
    let signals = hold(&app, &ledgers);
    assert_eq!(integrity(&app), "ok");
    let acknowledged: usize = ledgers.iter().map(|ledger| ledger.acknowledged.len()).sum();
    let last = ledgers.iter().find_map(|ledger| ledger.acknowledged.last()).unwrap().0.clone();
    let word = last.split(' ').next().unwrap().to_owned();
    let server = app.serve();
    server.wait_for(&format!("/api/v1/search?q={word}"), |page| page.body.contains("\"matches\":1,"));
    drop(server);
    assert_eq!(app.json(&["doctor"])["well"], true, "the views are caught up");
    eprintln!("{cycles} kills, {acknowledged} acknowledged, {signals} signals, 0 lost, 0 doubled");
}

/// Repeats what was on its way, then posts on until the server is gone.
fn post_until_killed(server: &TestServer, ledger: &mut Ledger, posts: &AtomicU64, count: &Count) {
    let Ok(mut connection) = Connection::open(server) else { return };
    loop {
        let (key, text) = ledger.unanswered.take().unwrap_or_else(|| {
            let number = posts.fetch_add(1, Ordering::Relaxed);
            (format!("post-{number}"), words(number).take(6).collect::<Vec<_>>().join(" "))
        });
        let answer = connection.post(&key, &text);
        let Ok(answer) = answer else {
            ledger.unanswered = Some((key, text));
            return;
        };
        assert!(matches!(answer.status, 200 | 201), "{} {}", answer.status, answer.body);
        ledger.enter(&text, &answer);
        count.one_more();
    }
}

fn integrity(app: &TestApp) -> String {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = rusqlite::Connection::open_with_flags(app.data().join("hearken.db"), flags).unwrap();
    database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap()
}
