//! A real browser, driven over the WebDriver protocol (W3C WebDriver, 2018): just the words that the tests need.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// Whether `./test` found a browser; it says loudly when it did not.
pub fn is_there() -> bool {
    std::env::var_os("HEARKEN_TEST_BROWSER").is_some()
}

/// A headless Chromium with its driver; both end with the test.
pub struct Browser {
    driver: Child,
    session: String,
    agent: ureq::Agent,
    _profile: tempfile::TempDir,
}

const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A driver that listens, and its port. It takes a free port of one kind of address and then the same port of the
/// other kind, so it ends at once where somebody beside it has that one; another attempt gets another port.
fn driver() -> (Child, u16) {
    for _ in 0..10 {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        if let Some(port) = port {
            std::thread::spawn(move || lines.for_each(drop));
            return (driver, port);
        }
        let ended = driver.wait().unwrap();
        eprintln!("chromedriver ended ({ended}) before it said its port");
    }
    panic!("chromedriver did not say its port ten times");
}

impl Browser {
    pub fn start(width: u32, height: u32, javascript: bool) -> Self {
        Self::start_as(width, height, javascript, false)
    }

    /// On a page as wide as a telephone's: a window of its own cannot be so narrow.
    pub fn start_narrow(width: u32, height: u32) -> Self {
        Self::start_as(width, height, true, true)
    }

    fn start_as(width: u32, height: u32, javascript: bool, narrow: bool) -> Self {
        let (driver, port) = driver();
        let profile = tempfile::tempdir().unwrap();
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        arguments.push(format!("--window-size={width},{height}"));
        let scripts = if javascript { 1 } else { 2 };
        let mut options = json!({
            "args": arguments,
            "prefs": { "profile.managed_default_content_settings.javascript": scripts },
        });
        if narrow {
            let metrics = json!({ "width": width, "height": height, "pixelRatio": 1.0, "mobile": false, "touch": false });
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build();
        let mut this = Self {
            driver,
            session: format!("http://127.0.0.1:{port}/session"),
            agent: config.into(),
            _profile: profile,
        };
        let opened =
            this.send("", &json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } }));
        let id = opened["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {opened}"));
        this.session = format!("{}/{id}", this.session);
        this
    }

    pub fn go(&self, url: &str) {
        self.send("/url", &json!({ "url": url }));
    }

    pub fn url(&self) -> String {
        self.read("/url").as_str().unwrap().to_owned()
    }

    /// Clicks the first element that a CSS selector finds.
    pub fn click(&self, selector: &str) {
        let element = self.wait_for(selector);
        self.send(&format!("/element/{element}/click"), &json!({}));
    }

    /// Draws the element that one selector finds onto the one that another finds, with the mouse.
    pub fn drag(&self, from: &str, onto: &str) {
        let (from, onto) = (self.wait_for(from), self.wait_for(onto));
        let over = |element: &str, x: i64, y: i64| json!({ "type": "pointerMove", "duration": 50, "origin": { ELEMENT: element }, "x": x, "y": y });
        let steps = json!([
            over(&from, 0, 0),
            { "type": "pointerDown", "button": 0 },
            over(&from, 8, 8),
            over(&onto, 0, 0),
            over(&onto, 4, 4),
            { "type": "pointerUp", "button": 0 },
        ]);
        let mouse = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": steps });
        self.send("/actions", &json!({ "actions": [mouse] }));
    }

    pub fn text(&self, selector: &str) -> String {
        self.text_that(selector, |_| true)
    }

    /// The text of an element once it is as expected: a page that is left takes its elements along.
    pub fn text_that(&self, selector: &str, expected: impl Fn(&str) -> bool) -> String {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            let element = self.wait_for(selector);
            let text = self.read(&format!("/element/{element}/text"));
            match text.as_str() {
                Some(text) if expected(text) => return text.to_owned(),
                _ => assert!(std::time::Instant::now() < deadline, "{selector} never said it: {text}"),
            }
        }
    }

    /// Types into whatever has the focus.
    pub fn keys(&self, text: &str) {
        let active = self.read("/element/active")[ELEMENT].as_str().unwrap().to_owned();
        self.send(&format!("/element/{active}/value"), &json!({ "text": text }));
    }

    pub fn run(&self, script: &str) -> Value {
        self.send("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Runs a script again and again until it gives true, or half a minute is over.
    pub fn wait_until(&self, script: &str) {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
        while self.run(script) != Value::Bool(true) {
            assert!(std::time::Instant::now() < deadline, "never true: {script}; at {}", self.url());
        }
    }

    fn wait_for(&self, selector: &str) -> String {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            let found = self.send("/element", &json!({ "using": "css selector", "value": selector }));
            if let Some(element) = found[ELEMENT].as_str() {
                return element.to_owned();
            }
            assert!(std::time::Instant::now() < deadline, "no {selector} at {}: {found}", self.url());
        }
    }

    fn send(&self, path: &str, body: &Value) -> Value {
        let request =
            self.agent.post(format!("{}{path}", self.session)).header("content-type", "application/json");
        Self::value(request.send(body.to_string()).unwrap())
    }

    fn read(&self, path: &str) -> Value {
        Self::value(self.agent.get(format!("{}{path}", self.session)).call().unwrap())
    }

    fn value(mut response: ureq::http::Response<ureq::Body>) -> Value {
        let text = response.body_mut().read_to_string().unwrap();
        let answer: Value = serde_json::from_str(&text).unwrap();
        answer["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
