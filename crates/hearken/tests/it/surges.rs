//! Many people at once about one thing are told of as they speak, once; what was said before it came is never a surge.

use hearken_domain::Timestamp;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::alerts::Receiver;
use crate::app::{TestApp, TestServer};

const USUAL: [&str; 12] = [
    "please add a dark theme to the settings",
    "the invoice does not show our tax number",
    "love the new design, well done",
    "how do I export a report to a spreadsheet",
    "support never answered my mail",
    "notifications come twice on my tablet",
    "the monthly price is too high for a small team",
    "search does not find names with umlauts",
    "it would be great to share a folder with guests",
    "the app drains the battery within a few hours",
    "I could not change the language to Spanish",
    "the tutorial video is out of date",
];

const DOWN: [&str; 10] = [
    "nobody can log in since this morning, the login fails",
    "login is broken, it says wrong password for everyone",
    "cannot log in at all, login page shows an error",
    "our whole team is locked out, login fails every time",
    "log in fails with an error after I type my password",
    "is the login down? I cannot log in to my account",
    "I am unable to log in, the password is refused",
    "login does not work any more, please fix the login",
    "what happened to the login, it refuses my password",
    "getting an error when logging in to my account today",
];

fn minutes_ago(minutes: i64) -> Timestamp {
    Timestamp::now() - SignedDuration::from_mins(minutes)
}

/// Ten weeks of two signals a day, and whatever more.
fn with_past(more: &[(&str, Timestamp)]) -> TestApp {
    let app = TestApp::new();
    let mut csv = "id,text,date\n".to_owned();
    for (id, text) in (0..140).zip(USUAL.iter().cycle()) {
        csv += &format!("{id},\"{text}\",{}\n", minutes_ago(12 * 60 * (140 - id)));
    }
    for (id, (text, at)) in more.iter().enumerate() {
        csv += &format!("more-{id},\"{text}\",{at}\n");
    }
    app.import("app.csv", csv, &["--source", "app"]);
    app
}

/// Posts what people say, two minutes apart up to now; `author` says who.
fn say(server: &TestServer, texts: &[&str], author: impl Fn(usize) -> Value) {
    for (index, text) in texts.iter().enumerate() {
        let at = minutes_ago(2 * (texts.len() - index) as i64);
        let body = json!({"text": text, "at": at.to_string(), "author_id": author(index)}).to_string();
        let json = [("content-type", "application/json")];
        let page = server.send("/api/v1/signals?source=app", &json, body.as_bytes());
        assert_eq!(page.status, 201, "{}", page.body);
    }
}

fn someone_else(index: usize) -> Value {
    json!(format!("user-{index}"))
}

fn surges(server: &TestServer) -> Vec<Value> {
    let page = server.get("/api/v1/surges");
    serde_json::from_str::<Value>(&page.body).unwrap()["surges"].as_array().unwrap().clone()
}

/// Waits until it was looked at all that was said.
fn looked(server: &TestServer) {
    let asked = Timestamp::now();
    let body = json!({"text": "the quokka ate my invoice", "at": minutes_ago(1).to_string()}).to_string();
    let json = [("content-type", "application/json")];
    server.send("/api/v1/signals?source=app", &json, body.as_bytes());
    let since =
        |job: &Value| job["started_at"].as_str().is_some_and(|at| at.parse::<Timestamp>().unwrap() > asked);
    server.wait_for("/api/v1/sources", |page| {
        let jobs = serde_json::from_str::<Value>(&page.body).unwrap()["jobs"].as_array().unwrap().clone();
        jobs.iter().any(|job| job["kind"] == "notice-surges" && job["state"] == "waiting" && since(job))
    });
}

#[test]
fn many_at_once_are_news_at_once_and_once_only_and_can_be_dismissed() {
    let app = with_past(&[]);
    let receiver = Receiver::answering(&["200 Fine"]);
    app.json(&["alert", "add", "--webhook", &receiver.url, "--allow-private", "--what", "surges"]);
    let mut server = app.serve();
    say(&server, &DOWN, someone_else);
    server.wait_for("/api/v1/surges", |page| page.body.contains("\"SU-1\""));
    let told = receiver.heard().remove(0).body;
    let news = &told["data"]["news"][0];
    assert_eq!((&news["what"], &news["surge"]), (&json!("surges"), &json!("SU-1")), "{told}");
    assert!(news["signals"].as_u64().unwrap() >= 5 && news["minutes"].as_u64().unwrap() <= 20, "{told}");
    assert_eq!(news["quotes"].as_array().unwrap().len(), 3, "{told}");
    assert!(news["link"].as_str().unwrap().ends_with("/surges/SU-1"), "{told}");

    looked(&server);
    let today = server.get("/");
    assert!(today.body.contains("that are alike") && today.body.contains("/surges/SU-1"), "{}", today.body);
    let page = server.get("/surges/SU-1");
    assert!(page.body.contains("login is broken"), "{}", page.body);
    assert_eq!(surges(&server).len(), 1);

    // A process that begins again looks again, and finds nothing that was not told.
    server.kill();
    let server = app.serve();
    looked(&server);
    assert_eq!(surges(&server).len(), 1);
    assert_eq!(app.json(&["alert", "deliveries"])["deliveries"].as_array().unwrap().len(), 1);

    let form = [("command", "dismiss-surge"), ("surge", "SU-1"), ("next", "/surges/SU-1")];
    assert_eq!(server.post("/commands", &form).status, 303);
    assert!(!server.get("/").body.contains("/surges/SU-1"), "nobody wants to hear of it");
    assert_eq!(app.json(&["surge", "list", "--going-on"])["surges"], json!([]));
    assert!(app.json(&["surge", "dismiss", "SU-1", "--undo"])["dismissed_by"].is_null());
    assert_eq!(app.json(&["surge", "show", "SU-1"])["surge"]["goes_on"], true);
    app.rebuild_changes_nothing();
}

#[test]
fn what_was_said_before_it_came_is_no_surge_and_neither_is_one_person() {
    let an_hour_ago: Vec<(&str, Timestamp)> =
        DOWN.iter().zip(0..).map(|(text, index)| (*text, minutes_ago(60 - 2 * index))).collect();
    let app = with_past(&an_hour_ago);
    let server = app.serve();
    looked(&server);
    assert_eq!(surges(&server), Vec::<Value>::new(), "a first import is none");
    let other = [
        "the map is blank",
        "no map is drawn",
        "the map shows nothing",
        "my map is empty",
        "map stays white",
    ];
    say(&server, &other, |_| json!("one-person"));
    for years in [-3, 3] {
        let at = Timestamp::now() + SignedDuration::from_hours(years * 365 * 24);
        for text in other {
            let body = json!({"text": text, "at": at.to_string()}).to_string();
            server.send(
                "/api/v1/signals?source=app",
                &[("content-type", "application/json")],
                body.as_bytes(),
            );
        }
    }
    looked(&server);
    assert_eq!(surges(&server), Vec::<Value>::new(), "neither is one person, nor a clock that is years off");
    let missing = server.get("/api/v1/surges/SU-9");
    assert_eq!(missing.status, 404, "{}", missing.body);
    assert_eq!(server.get("/surges/SU-9").status, 404);
}
