//! What rises, returns and is new is noticed after an import and sent, through the product's doors: data that nobody could
//! read otherwise goes in, and a receiver on this machine hears of it.

use std::io::Write as _;
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

use crate::alerts::{Request, read};
use crate::app::TestApp;

/// A receiver that takes whatever comes, for as long as the test runs.
struct Taking {
    url: String,
    heard: mpsc::Receiver<Request>,
}

impl Taking {
    fn all() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (tell, heard) = mpsc::channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read(&stream);
                let _ =
                    stream.write_all(b"HTTP/1.1 204 Fine\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                if tell.send(request).is_err() {
                    return;
                }
            }
        });
        Self { url, heard }
    }
}

fn what(news: &Value) -> String {
    news["what"].as_str().unwrap().to_owned()
}

fn news(request: &Request) -> Vec<Value> {
    request.body["data"]["news"].as_array().cloned().unwrap_or_default()
}

/// What customers say of a matter, with words enough that it is a theme of its own.
const MATTERS: [(&str, [&str; 4]); 4] = [
    (
        "crash",
        ["The app crashes", "It crashes when I open it", "Crash on start again", "Crashes after the update"],
    ),
    (
        "refund",
        [
            "My refund never came",
            "Still waiting for the refund",
            "Refund of my order is missing",
            "No refund for weeks",
        ],
    ),
    (
        "parcel",
        [
            "The parcel arrived late",
            "My parcel is lost",
            "Parcel delivered to a neighbour",
            "The parcel was damaged",
        ],
    ),
    (
        "voucher",
        [
            "The voucher code is rejected",
            "My voucher does not work",
            "Voucher refused at checkout",
            "The voucher expired early",
        ],
    ),
];
const DARK: (&str, [&str; 4]) = (
    "font",
    [
        "The font is unreadable",
        "Font too small to read",
        "The new font hurts my eyes",
        "Please bring the old font back",
    ],
);

/// What stands behind it, so that few say the same.
const BEHIND: [&str; 12] = [
    "today",
    "again",
    "since Monday",
    "on my phone",
    "and nobody helps",
    "twice already",
    "this morning",
    "after I paid",
    "as always",
    "for no reason",
    "at home",
    "as before",
];

/// So many signals of a matter in each of some weeks, counted from Monday, 1 January 2024, spread over their days.
fn weeks_of(csv: &mut String, matter: (&str, [&str; 4]), weeks: std::ops::Range<i64>, each: i64) {
    let begin = jiff::civil::date(2024, 1, 1);
    for week in weeks {
        for n in 0..each {
            let day = begin.saturating_add(jiff::Span::new().days(week * 7 + n % 7));
            let said = matter.1[(n % 4) as usize];
            let name = matter.0;
            let behind = BEHIND[((n * 5 + week) % 12) as usize];
            *csv += &format!("{name}-{week}-{n},\"{said} {behind}\",{day},1\n");
        }
    }
}

/// Forty weeks in which three matters are spoken of alike, and a fourth in the first ten alone.
fn forty_weeks(app: &TestApp) {
    let mut csv = "id,review,date,stars\n".to_owned();
    for matter in &MATTERS[..3] {
        weeks_of(&mut csv, *matter, 0..40, 6);
    }
    weeks_of(&mut csv, MATTERS[3], 0..10, 10);
    app.import("said.csv", csv, &[]);
}

/// Four weeks more: one matter is spoken of three times as much, one comes back, and one nobody spoke of is there.
fn four_weeks_more(app: &TestApp) {
    let mut csv = "id,review,date,stars\n".to_owned();
    weeks_of(&mut csv, MATTERS[0], 40..44, 21);
    weeks_of(&mut csv, MATTERS[1], 40..44, 6);
    weeks_of(&mut csv, MATTERS[2], 40..44, 6);
    weeks_of(&mut csv, MATTERS[3], 40..44, 14);
    weeks_of(&mut csv, DARK, 40..44, 14);
    app.import("said.csv", csv, &[]);
}

#[test]
fn what_rises_returns_and_is_new_is_noticed_after_an_import_and_told_once() {
    let app = TestApp::new();
    forty_weeks(&app);
    let receiver = Taking::all();
    app.json(&["alert", "add", "--webhook", &receiver.url, "--allow-private"]);
    assert_eq!(app.json(&["alert", "send"])["noticed"], 0, "nothing of the history is news");
    four_weeks_more(&app);
    // What nobody spoke of before is found with the next clustering run.
    app.json(&["cluster"]);
    app.json(&["alert", "send"]);
    let heard: Vec<Value> = receiver.heard.try_iter().flat_map(|request| news(&request)).collect();
    let of = |word: &str| -> Vec<String> {
        heard.iter().filter(|news| news["name"].to_string().to_lowercase().contains(word)).map(what).collect()
    };
    assert_eq!(of("crash"), ["rises"], "{heard:?}");
    assert_eq!(of("voucher"), ["returns"], "{heard:?}");
    assert_eq!(of("font"), ["new"], "{heard:?}");
    assert!(of("parcel").is_empty() && of("refund").is_empty(), "{heard:?}");
    app.json(&["alert", "send"]);
    assert_eq!(receiver.heard.try_iter().count(), 0, "each is told once");
}

#[test]
fn a_running_server_notices_what_an_import_brought_and_sends_it() {
    let app = TestApp::new();
    forty_weeks(&app);
    let receiver = Taking::all();
    app.json(&["alert", "add", "--webhook", &receiver.url, "--allow-private", "--what", "rises"]);
    four_weeks_more(&app);
    let _server = app.serve();
    let request = receiver.heard.recv_timeout(Duration::from_secs(120)).expect("the job sends it");
    let crash =
        news(&request).into_iter().find(|news| news["name"].to_string().to_lowercase().contains("crash"));
    assert_eq!(crash.map(|news| what(&news)), Some("rises".to_owned()), "{}", request.body);
}
