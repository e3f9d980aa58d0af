//! More load than the server takes: it refuses what is too much at once, says when to come again, and loses nothing that
//! it acknowledged.

use hearken::http::api::POSTS_MAX;

use crate::app::{TestApp, TestServer};
use crate::ledger::{Answer, Connection, Ledger, hold};
use crate::noise::words;

fn text(number: usize) -> String {
    words(number as u64).take(6).collect::<Vec<_>>().join(" ")
}

fn is_refused(answer: &Answer) -> bool {
    if answer.status == 429 {
        assert_eq!(answer.retry_after.as_deref(), Some("1"), "{}", answer.body);
    }
    answer.status == 429
}

/// Posts that have begun and are not finished: each takes a place.
fn begin(server: &TestServer, count: usize) -> Vec<(Connection, String, u8)> {
    let begun = (0..count).map(|number| {
        let mut connection = Connection::open(server).unwrap();
        let last = connection.post_almost(&format!("begun-{number}"), &text(number));
        (connection, text(number), last)
    });
    begun.collect()
}

fn finish(begun: Vec<(Connection, String, u8)>, ledger: &mut Ledger) {
    for (mut connection, text, last) in begun {
        let answer = connection.finish(last);
        assert_eq!(answer.status, 201, "{}", answer.body);
        ledger.enter(&text, &answer);
    }
}

#[test]
fn posts_beyond_what_it_takes_at_once_are_refused_with_when_to_come_again_and_the_others_stand() {
    let app = TestApp::new();
    let server = app.serve();
    let begun = begin(&server, POSTS_MAX);
    let mut another = Connection::open(&server).unwrap();
    let one_more = another.post("one-more", &text(POSTS_MAX)).unwrap();
    assert!(is_refused(&one_more), "{} {}", one_more.status, one_more.body);
    assert_eq!(server.get("/").status, 200, "pages are still read");
    let mut ledger = Ledger::default();
    finish(begun, &mut ledger);
    let answer = another.post("later", "There is room again").unwrap();
    ledger.enter("There is room again", &answer);
    assert_eq!(hold(&app, &[ledger]), POSTS_MAX + 1);
}

/// Ten clients for each place that is left, and each that is refused comes again at once, whatever it was told.
#[test]
fn ten_times_the_load_that_it_takes_costs_nobody_what_was_acknowledged() {
    const FREE: usize = 4;
    const EACH: usize = 25;
    let app = TestApp::new();
    let server = app.serve();
    let begun = begin(&server, POSTS_MAX - FREE);
    let ledgers: Vec<(Ledger, usize)> = std::thread::scope(|scope| {
        let clients = (1..=FREE * 10).map(|client| {
            let server = &server;
            scope.spawn(move || post_whatever_it_says(server, POSTS_MAX + client * EACH, EACH))
        });
        let clients: Vec<_> = clients.collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    let refused: usize = ledgers.iter().map(|(_, refused)| refused).sum();
    let mut ledgers: Vec<Ledger> = ledgers.into_iter().map(|(ledger, _)| ledger).collect();
    assert!(refused > FREE * 10, "only {refused} were refused");
    finish(begun, &mut ledgers[0]);
    assert_eq!(hold(&app, &ledgers), FREE * 10 * EACH + POSTS_MAX - FREE);
    let word = words(POSTS_MAX as u64 + EACH as u64).next().unwrap();
    server.wait_for(&format!("/api/v1/search?q={word}"), |page| page.body.contains("\"matches\":1,"));
}

/// Posts texts of these numbers one after the other; gives how often it was refused.
fn post_whatever_it_says(server: &TestServer, first: usize, count: usize) -> (Ledger, usize) {
    let (mut ledger, mut refused) = (Ledger::default(), 0);
    let mut connection = Connection::open(server).unwrap();
    for number in first..first + count {
        let answer = loop {
            let answer = connection.post(&format!("post-{number}"), &text(number)).unwrap();
            if !is_refused(&answer) {
                break answer;
            }
            refused += 1;
        };
        ledger.enter(&text(number), &answer);
    }
    (ledger, refused)
}
