//! A disk that fills up under real writes: whoever writes is told so, what was acknowledged stands, and once there is
//! room again everything goes on without being asked.

use crate::app::{Page, TestApp, TestServer};
use crate::mount::SmallDisk;
use crate::noise::{csv_from, words};

/// Rows of 4 KB: more than any disk here holds, and few enough to group in a blink.
const ROWS: u64 = 6000;
const FULL: &str = "the disk that holds the data directory is full: free some space";

/// SQLite's own judgement of the database, whatever state the disk is in.
fn integrity(app: &TestApp) -> String {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = rusqlite::Connection::open_with_flags(app.data().join("hearken.db"), flags).unwrap();
    database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap()
}

#[test]
fn an_import_that_fills_the_disk_says_so_and_goes_on_where_it_was_once_there_is_room() {
    let app = TestApp::new();
    let Some(disk) = SmallDisk::over(&app.data(), "28m") else { return };
    assert_eq!(app.import("small.csv", csv_from(1, 500, 25), &[]), [500, 0, 0, 0]);

    let csv = csv_from(2, ROWS as usize, 600);
    app.file("big.csv", &csv);
    for _ in 0..2 {
        let ran = app.run(&["import", "big.csv"]);
        assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(FULL), "{}", ran.stderr);
    }
    assert_eq!(integrity(&app), "ok");
    let sources = app.json(&["sources"]);
    let rows = sources["sources"].as_array().unwrap();
    let of = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap().clone();
    assert_eq!(of("small")["signals"], 500, "what was acknowledged before stands");
    let recorded = of("big")["signals"].as_u64().unwrap();
    assert!((1..ROWS).contains(&recorded), "{recorded}");

    disk.resize("200m");
    assert_eq!(app.import("big.csv", &csv, &[]), [ROWS - recorded, 0, recorded, 0]);
    assert_eq!(app.json(&["doctor"])["well"], true);
    let last = csv.trim_end().rsplit(' ').next().unwrap();
    assert_eq!(app.json(&["search", last])["matches"], 1);
}

#[test]
fn a_disk_too_full_for_the_views_alone_does_not_take_back_what_was_recorded() {
    let app = TestApp::new();
    let Some(disk) = SmallDisk::over(&app.data(), "6m") else { return };
    assert_eq!(app.import("small.csv", csv_from(1, 500, 25), &[]), [500, 0, 0, 0]);
    let ballast = app.data().join("ballast");
    fill(&ballast, 600 << 10);
    app.file("more.csv", csv_from(3, 1000, 25));
    let ran = app.run(&["import", "more.csv"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stdout.contains("1000 accepted") && ran.stderr.contains(FULL),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
    assert_eq!(app.json(&["sources"])["sources"][0]["counts"]["accepted"], 1000);
    std::fs::remove_file(ballast).unwrap();
    disk.resize("20m");
    assert_eq!(app.json(&["doctor"])["well"], true);
}

/// Fills the disk below `path` until only about `left` bytes are free.
fn fill(path: &std::path::Path, left: u64) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(path).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    let length = file.metadata().unwrap().len();
    file.set_len(length.saturating_sub(left)).unwrap();
}

/// Pastes until the server refuses; gives the first word of each quote that it acknowledged, and its refusal.
fn paste_until_refused(server: &TestServer) -> (Vec<String>, Page) {
    let mut words = words(4);
    let mut acknowledged = Vec::new();
    loop {
        let quote: Vec<String> = words.by_ref().take(3000).collect();
        let page = server.post("/paste", &[("text", &quote.join(" "))]);
        if page.status != 303 {
            return (acknowledged, page);
        }
        acknowledged.push(quote[0].clone());
        assert!(acknowledged.len() < 1000, "the disk never filled up");
    }
}

#[test]
fn a_server_on_a_full_disk_refuses_clearly_keeps_what_it_acknowledged_and_recovers_by_itself() {
    let app = TestApp::new();
    let Some(disk) = SmallDisk::over(&app.data(), "4m") else { return };
    let mut server = app.serve();
    let (acknowledged, refusal) = paste_until_refused(&server);
    assert!(refusal.status >= 500 && refusal.body.contains(FULL), "{} {}", refusal.status, refusal.body);
    assert!(acknowledged.len() > 5, "{}", acknowledged.len());
    assert_eq!(server.get("/sources").status, 200, "reading goes on");
    app.file("more.csv", csv_from(5, ROWS as usize, 70));
    let handed_over = app.run(&["import", "more.csv"]);
    assert_eq!(handed_over.code, 3, "{}{}", handed_over.stdout, handed_over.stderr);
    assert!(handed_over.stderr.contains(FULL), "{}", handed_over.stderr);
    assert_eq!(integrity(&app), "ok");

    disk.resize("60m");
    for word in &acknowledged {
        server.wait_for(&format!("/search?q={word}"), |page| page.body.contains(word.as_str()));
    }
    assert_eq!(server.post("/paste", &[("text", "There is room again")]).status, 303);
    server.wait_for("/search?q=room", |page| page.body.contains("again"));
    assert_eq!(server.terminate(), 0);
    assert_eq!(app.json(&["doctor"])["well"], true);
    assert_eq!(integrity(&app), "ok");
}
