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

/// What customers say of a matter, with a word that its theme is known by.
type Matter = (&'static str, &'static str);

const CRASHES: Matter = ("crash", "The app crashes when I open it");
const REFUNDS: Matter = ("refund", "I am still waiting for the refund of my order");
const PARCELS: Matter = ("parcel", "My parcel was delivered to a neighbour");
const VOUCHERS: Matter = ("voucher", "The voucher code is rejected at checkout");
const FONTS: Matter = ("font", "The new font is too small to read");

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
fn weeks_of((name, said): Matter, weeks: std::ops::Range<i64>, each: i64) -> String {
    let begin = jiff::civil::date(2024, 1, 1);
    let row = |(week, n): (i64, i64)| {
        let day = begin.saturating_add(jiff::Span::new().days(week * 7 + n % 7));
        let behind = BEHIND[((n * 5 + week) % 12) as usize];
        format!("{name}-{week}-{n},\"{said} {behind}\",{day},1\n")
    };
    weeks.flat_map(|week| (0..each).map(move |n| (week, n))).map(row).collect()
}

fn import(app: &TestApp, weeks: &[String]) {
    app.import("said.csv", format!("id,review,date,stars\n{}", weeks.concat()), &[]);
}

/// Forty weeks in which three matters are spoken of alike, and a fourth in the first ten alone.
fn forty_weeks(app: &TestApp) {
    let steady = [weeks_of(CRASHES, 0..40, 3), weeks_of(REFUNDS, 0..40, 12), weeks_of(PARCELS, 0..40, 12)];
    import(app, &[&steady[..], &[weeks_of(VOUCHERS, 0..10, 10)]].concat());
}

/// Five weeks more: one matter is spoken of five times as much, one comes back, and one nobody spoke of is there.
fn five_weeks_more(app: &TestApp) {
    let steady = [weeks_of(REFUNDS, 40..45, 12), weeks_of(PARCELS, 40..45, 12)];
    let moved = [weeks_of(CRASHES, 40..45, 15), weeks_of(VOUCHERS, 40..45, 6), weeks_of(FONTS, 40..45, 6)];
    import(app, &[&steady[..], &moved[..]].concat());
}

#[test]
fn what_rises_returns_and_is_new_is_noticed_after_an_import_and_told_once() {
    let app = TestApp::new();
    forty_weeks(&app);
    let receiver = Taking::all();
    app.json(&["alert", "add", "--webhook", &receiver.url, "--allow-private"]);
    assert_eq!(app.json(&["alert", "send"])["noticed"], 0, "nothing of the history is news");
    five_weeks_more(&app);
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
    five_weeks_more(&app);
    let _server = app.serve();
    let request = receiver.heard.recv_timeout(Duration::from_secs(120)).expect("the job sends it");
    let crash =
        news(&request).into_iter().find(|news| news["name"].to_string().to_lowercase().contains("crash"));
    assert_eq!(crash.map(|news| what(&news)), Some("rises".to_owned()), "{}", request.body);
}
