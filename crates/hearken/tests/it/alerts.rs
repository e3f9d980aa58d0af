//! News about themes comes to whoever wants it: once, signed, again until it is taken, and nowhere it must not go.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use serde_json::{Value, json};

use crate::app::TestApp;

const CRASHES: &str = "The app crashes when I open it";

/// A receiver on this machine: it answers each request in turn with a status, and then says what it was sent.
pub struct Receiver {
    pub url: String,
    heard: JoinHandle<Vec<Request>>,
}

/// What a receiver was sent.
pub struct Request {
    head: String,
    pub body: Value,
}

impl Request {
    fn header(&self, name: &str) -> String {
        let start = format!("{name}: ");
        let found = self.head.lines().find(|line| line.to_lowercase().starts_with(&start));
        found.unwrap_or_else(|| panic!("no {name}: {}", self.head))[start.len()..].to_owned()
    }
}

impl Receiver {
    pub fn answering(statuses: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let answer = move |status: &&str| {
            let (mut stream, _) = listener.accept().unwrap();
            let request = read(&stream);
            write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
            request
        };
        Self { url, heard: std::thread::spawn(move || statuses.iter().map(answer).collect()) }
    }

    pub fn heard(self) -> Vec<Request> {
        self.heard.join().unwrap()
    }
}

pub fn read(stream: &TcpStream) -> Request {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut head).unwrap() > 0, "{head}");
    }
    let length =
        head.to_lowercase().split("content-length: ").nth(1).unwrap().lines().next().unwrap().parse();
    let mut body = vec![0; length.unwrap()];
    reader.read_exact(&mut body).unwrap();
    Request { head, body: serde_json::from_slice(&body).unwrap() }
}

/// More crashes, on the last days that anything is told of.
fn more_crashes(app: &TestApp, count: u32) {
    let mut csv = "id,review,date,stars,app\n".to_owned();
    for id in 0..count {
        csv += &format!("9{id},\"{CRASHES}, {id} times today\",2024-07-28,1,Pay\n");
    }
    // As tickets: many reviews alike in a day would be a campaign.
    app.import("reviews.csv", csv, &["--kind", "ticket"]);
}

/// The theme that most crashes are in.
fn crashes(app: &TestApp) -> String {
    let list = app.json(&["themes"]);
    let theme = list["themes"].as_array().unwrap().iter().find(|theme| theme.to_string().contains("crash"));
    theme.unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn what_crosses_a_threshold_is_told_once_signed_and_again_until_it_is_taken() {
    let app = TestApp::with_reviews();
    let receiver = Receiver::answering(&["500 Oh", "200 Fine"]);
    let added = app.json(&["alert", "add", "--webhook", &receiver.url, "--allow-private", "--count", "20"]);
    assert_eq!((&added["id"], &added["stands"]), (&json!("AL-1"), &json!(true)), "{added}");
    assert!(added["secret"].as_str().unwrap().starts_with("whsec_"), "{added}");
    assert!(!app.json(&["alert", "list"]).to_string().contains("whsec_"), "a secret is shown once");
    assert_eq!(app.json(&["alert", "send"])["noticed"], 0, "what is so already is no news");

    more_crashes(&app, 30);
    let sent = app.json(&["alert", "send"]);
    assert_eq!((&sent["noticed"], &sent["failed"]), (&json!(1), &json!(1)), "{sent}");
    let delivery = app.json(&["alert", "deliveries"])["deliveries"][0].clone();
    assert_eq!(delivery["state"], "waiting");
    assert_eq!(delivery["trouble"], "the receiver refused it");
    // Five seconds later it is due again.
    app.pass_time_of_deliveries();
    let sent = app.json(&["alert", "send"]);
    assert_eq!((&sent["noticed"], &sent["delivered"]), (&json!(0), &json!(1)), "{sent}");
    let heard = receiver.heard();
    assert_eq!(heard[0].header("webhook-id"), heard[1].header("webhook-id"), "it is the same message");
    assert_eq!(heard[0].header("webhook-id"), delivery["message"].as_str().unwrap());
    assert!(heard[1].header("webhook-signature").starts_with("v1,"));
    let body = &heard[1].body;
    assert_eq!((&body["type"], &body["data"]["alert"]), (&json!("theme.news"), &json!("AL-1")), "{body}");
    let news = &body["data"]["news"][0];
    assert_eq!((&news["what"], &news["theme"]), (&json!("crosses"), &json!(crashes(&app))), "{news}");
    assert!(news["quotes"].as_array().unwrap().len() <= 3, "{news}");

    more_crashes(&app, 40);
    assert_eq!(
        app.json(&["alert", "send"]),
        json!({"noticed": 0, "delivered": 0, "failed": 0, "dropped": 0})
    );
    app.rebuild_changes_nothing();
}

#[test]
fn a_receiver_that_is_down_or_sends_elsewhere_is_tried_again_and_nobody_else_is_asked() {
    let app = TestApp::with_reviews();
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let address = elsewhere.local_addr().unwrap();
    let moved: &'static str = format!("302 Found\r\nlocation: http://{address}/").leak();
    let receiver = Receiver::answering(vec![moved, "200 Fine"].leak());
    app.json(&["alert", "add", "--webhook", &receiver.url, "--allow-private", "--count", "20"]);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    app.json(&[
        "alert",
        "add",
        "--webhook",
        &format!("http://{closed}/"),
        "--allow-private",
        "--count",
        "20",
    ]);
    more_crashes(&app, 30);
    assert_eq!(app.json(&["alert", "send"])["failed"], 2);
    let trouble = |alert: &str| {
        let delivery = app.json(&["alert", "deliveries", alert])["deliveries"][0].clone();
        (delivery["state"].clone(), delivery["trouble"].as_str().unwrap_or_default().to_owned())
    };
    let (state, why) = trouble("AL-1");
    assert!(state == "waiting" && why.contains("leads to another address"), "{state}: {why}");
    let (state, why) = trouble("AL-2");
    assert!(state == "waiting" && why.contains("cannot be reached"), "{state}: {why}");
    assert!(elsewhere.accept().is_err(), "nobody was asked where it was sent to");
    app.pass_time_of_deliveries();
    let sent = app.json(&["alert", "send"]);
    assert_eq!((&sent["delivered"], &sent["failed"]), (&json!(1), &json!(1)), "{sent}");
    receiver.heard();
}

#[test]
fn an_alert_is_changed_on_its_page_and_the_change_is_taken_back() {
    let app = TestApp::with_reviews();
    app.json(&[
        "alert",
        "add",
        "--mail",
        "ann@example.com",
        "--count",
        "20",
        "--of",
        "customers",
        "--days",
        "9",
    ]);
    let server = app.serve();
    let page = server.get("/alerts").body;
    for filled in ["value=\"change-alert\"", "value=\"20\"", "value=\"9\"", "value=\"customers\" selected"] {
        assert!(page.contains(filled), "{filled}: {page}");
    }
    let change = |count: &str| {
        let form = [
            ("command", "change-alert"),
            ("alert", "AL-1"),
            ("what", "rises"),
            ("count", count),
            ("of", "signals"),
            ("days", "7"),
            ("pace", "weekly"),
            ("next", "/alerts"),
        ];
        server.post("/commands", &form)
    };
    let refused = change("0");
    assert!(refused.status >= 400 && refused.body.contains("one or more"), "{}", refused.body);
    assert_eq!(change("30").status, 303);
    let page = server.get("/alerts").body;
    assert!(page.contains("a theme rises or has 30 signals in 7 days, once a week"), "{page}");
    let undo = [("command", "undo-alert"), ("alert", "AL-1"), ("next", "/alerts")];
    assert_eq!(server.post("/commands", &undo).status, 303);
    assert!(server.get("/alerts").body.contains("has 20 customers in 9 days, at once"));
}

#[test]
fn lists_of_alerts_news_and_deliveries_are_given_page_by_page() {
    let app = TestApp::with_reviews();
    for count in ["18", "19", "20"] {
        app.json(&["alert", "add", "--mail", "ann@example.com", "--count", count]);
    }
    more_crashes(&app, 30);
    app.json(&["alert", "send"]);
    let server = app.serve();
    let ask = |path: &str| -> Value {
        let page = server.get(&format!("/api/v1/alerts{path}"));
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        serde_json::from_str(&page.body).unwrap()
    };
    assert_eq!(ask("?limit=2")["alerts"].as_array().unwrap().len(), 2);
    for (path, list, id) in [("/news", "news", "id"), ("/deliveries", "deliveries", "message")] {
        let whole = ask(path);
        let all: Vec<Value> = whole[list].as_array().unwrap().iter().map(|one| one[id].clone()).collect();
        assert!(all.len() >= 3 && whole["next"].is_null(), "{whole}");
        let (mut paged, mut next) = (Vec::new(), String::new());
        for _ in 0..all.len() {
            let page = ask(&format!("{path}?limit=1{next}"));
            paged.extend(page[list].as_array().unwrap().iter().map(|one| one[id].clone()));
            let Some(before) = Some(&page["next"]).filter(|next| !next.is_null()) else { break };
            next = format!("&before={}", before.to_string().trim_matches('"'));
        }
        assert_eq!(paged, all, "{path}");
        assert_eq!(server.get(&format!("/api/v1/alerts{path}?limit=0")).status, 400);
    }
    assert_eq!(server.get("/api/v1/alerts/news?before=soon").status, 400);
}

#[test]
fn what_was_sent_when_the_process_was_killed_is_sent_again_with_the_same_id_and_then_never_more() {
    let app = TestApp::with_reviews();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    app.json(&["alert", "add", "--webhook", &url, "--allow-private", "--count", "20"]);
    more_crashes(&app, 30);
    let mut killed = app.command(&["alert", "send"]).spawn().unwrap();
    let first = read(&listener.accept().unwrap().0);
    killed.kill().unwrap();
    killed.wait().unwrap();
    let answered = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let request = read(&stream);
        stream.write_all(b"HTTP/1.1 204 Fine\r\n\r\n").unwrap();
        request
    });
    let sent = app.json(&["alert", "send"]);
    assert_eq!(sent["delivered"], 1, "{sent} {}", app.json(&["alert", "deliveries"]));
    assert_eq!(answered.join().unwrap().header("webhook-id"), first.header("webhook-id"));
    assert_eq!(
        app.json(&["alert", "send"]),
        json!({"noticed": 0, "delivered": 0, "failed": 0, "dropped": 0})
    );
    let server = app.serve();
    server.wait_for("/sources", |page| page.body.contains("Notice news about themes"));
    let deliveries = app.json(&["alert", "deliveries"]);
    assert_eq!(deliveries["deliveries"].as_array().unwrap().len(), 1, "{deliveries}");
}

#[test]
fn nothing_is_told_of_a_muted_theme_and_a_snooze_can_be_taken_back() {
    let app = TestApp::with_reviews();
    app.json(&["alert", "add", "--mail", "ann@example.com", "--count", "20"]);
    let theme = crashes(&app);
    let muted = app.json(&["alert", "mute", &theme, "--until", "2999-01-01"]);
    assert_eq!((&muted["muted"], &muted["until"]), (&json!(true), &json!("2999-01-01T00:00:00Z")), "{muted}");
    more_crashes(&app, 30);
    assert_eq!(
        app.json(&["alert", "send"]),
        json!({"noticed": 1, "delivered": 0, "failed": 0, "dropped": 0})
    );
    assert_eq!(app.json(&["alert", "list"])["muted"][0]["theme"], json!(theme));
    assert_eq!(app.json(&["alert", "unmute", &theme, "--undo"])["muted"], false);
    assert_eq!(app.json(&["alert", "send"])["noticed"], 0, "what was noticed meanwhile is old");
    let over = app.run(&["alert", "mute", &theme, "--until", "2020-01-01"]);
    assert!(over.code != 0 && over.stderr.contains("that day is over"), "{}", over.stderr);
    app.rebuild_changes_nothing();
}

#[test]
fn a_receiver_that_is_gone_stops_its_alert_until_somebody_undoes_that() {
    let app = TestApp::with_reviews();
    let receiver = Receiver::answering(&["410 Gone"]);
    app.json(&["alert", "add", "--webhook", &receiver.url, "--allow-private", "--count", "20"]);
    more_crashes(&app, 30);
    assert_eq!(app.json(&["alert", "send"])["failed"], 1);
    receiver.heard();
    let alert = app.json(&["alert", "list"])["alerts"][0].clone();
    assert_eq!((&alert["stands"], &alert["last"]), (&json!(false), &json!("stopped")), "{alert}");
    assert_eq!(alert["by"]["kind"], "machine", "{alert}");
    let delivery = app.json(&["alert", "deliveries", "AL-1"])["deliveries"][0].clone();
    assert_eq!(delivery["state"], "given-up");
    assert_eq!(app.json(&["alert", "undo", "AL-1"])["stands"], true);
}

#[test]
fn what_lies_in_a_private_network_is_asked_only_where_the_terminal_allowed_it() {
    let app = TestApp::with_reviews();
    let refused = app.run(&["alert", "add", "--webhook", "http://127.0.0.1:9/"]);
    assert!(refused.code != 0 && refused.stderr.contains("https"), "{}", refused.stderr);
    app.json(&["alert", "add", "--webhook", "https://localhost:9/", "--count", "20"]);
    let tested = app.json(&["alert", "test", "AL-1"]);
    assert_eq!(tested["delivered"], false);
    assert!(tested["trouble"].as_str().unwrap().contains("private network"), "{tested}");

    let server = app.serve();
    let add = json!({"command": "add-alert", "webhook": "http://127.0.0.1:9/", "allow_private": true});
    let send = |body: &Value| {
        server.send("/api/v1/commands", &[("content-type", "application/json")], body.to_string().as_bytes())
    };
    let answer = send(&add);
    assert!(answer.status >= 400 && answer.body.contains("terminal"), "{}", answer.body);
    let answer = send(&json!({"command": "add-alert", "mail": "ann@example.com\r\nBcc: eve@example.com"}));
    assert!(answer.status >= 400, "{}", answer.body);
}

#[test]
fn the_page_has_all_of_it_and_shows_a_secret_once() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    assert!(server.get("/sources").body.contains("href=\"/alerts\""));
    let form = [
        ("command", "add-alert"),
        ("what", "rises"),
        ("what", "new"),
        ("count", ""),
        ("of", "signals"),
        ("days", "7"),
        ("theme", ""),
        ("webhook", "https://hooks.example.com/T0/s3cret"),
        ("mail", ""),
        ("pace", "daily"),
    ];
    let page = server.post("/alerts", &form);
    assert!(page.status == 200 && page.body.contains("whsec_"), "{}", page.body);
    let page = server.get("/alerts").body;
    assert!(page.contains("a theme rises or is new, once a day"), "{page}");
    assert!(page.contains("https://hooks.example.com/…") && !page.contains("s3cret"), "{page}");
    assert!(!page.contains("whsec_"), "{page}");
    let act = |command: &str| {
        let form = [("command", command), ("alert", "AL-1"), ("next", "/alerts")];
        assert_eq!(server.post("/commands", &form).status, 303, "{command}");
    };
    act("remove-alert");
    assert!(server.get("/alerts").body.contains("Removed"));
    act("undo-alert");
    let theme = crashes(&app);
    let path = format!("/themes/{theme}");
    assert!(server.get(&path).body.contains("Snooze"));
    let mute = [("command", "mute-theme"), ("theme", theme.as_str()), ("until", ""), ("next", path.as_str())];
    assert_eq!(server.post("/commands", &mute).status, 303);
    assert!(server.get(&path).body.contains("No alert tells of this theme"));
    let feed = server.get("/feeds/alerts.atom");
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    assert!(feed.body.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\">"), "{}", feed.body);
    let listed: Value = serde_json::from_str(&server.get("/api/v1/alerts").body).unwrap();
    assert_eq!(listed["muted"][0]["theme"], json!(theme));
}

impl TestApp {
    /// What is to be tried later is due.
    fn pass_time_of_deliveries(&self) {
        let database = rusqlite::Connection::open(self.data().join("hearken.db")).unwrap();
        database.execute("UPDATE alert_deliveries SET due_ms = 0 WHERE due_ms IS NOT NULL", []).unwrap();
    }
}
