//! The words that tests are written in: a data directory of its own, commands run in it, a server over it.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// A data directory that is gone with the test.
pub struct TestApp {
    folder: tempfile::TempDir,
}

/// What a command did.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// A server over a data directory; it ends with the test.
pub struct TestServer {
    child: Child,
    /// Its address without any key.
    pub url: String,
    /// The address that lets a browser in.
    pub entry: String,
    /// The cookie that it gave for it.
    cookie: String,
    /// What programs send as `Authorization`.
    pub bearer: String,
    agent: ureq::Agent,
}

/// A page as it came.
pub struct Page {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: String,
}

impl TestApp {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With reviews enough for themes: three things people say, each in many words.
    pub fn with_reviews() -> Self {
        let app = Self::new();
        app.file("reviews.csv", reviews());
        let ran = app.run(&["import", "reviews.csv"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        app
    }

    /// As the last format wrote it; see `tests/data/PROVENANCE.md`.
    pub fn of_last_format() -> Self {
        let app = Self::new();
        let packed = std::io::Cursor::new(include_bytes!("../data/format-6.zip"));
        std::fs::DirBuilder::new().mode(0o700).create(app.data()).unwrap();
        zip::ZipArchive::new(packed).unwrap().extract(app.data()).unwrap();
        app
    }

    /// A folder for the test's own files; commands run in it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hearken"));
        command.args(arguments).current_dir(self.folder()).env("HEARKEN_DATA", self.data());
        command.env_remove("COLUMNS").env_remove("HEARKEN_LOG").env("NO_COLOR", "1");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from_output(self.command(arguments).stdin(Stdio::null()).output().unwrap())
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let feeder = std::thread::spawn(move || {
            // A program that refuses the input early closes its end.
            let _ = stdin.write_all(&input);
        });
        let ran = Ran::from_output(child.wait_with_output().unwrap());
        feeder.join().unwrap();
        ran
    }

    /// Runs a command that must do well, and reads its JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
        serde_json::from_str(&ran.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", ran.stdout))
    }

    /// Rebuilds every view: each must be as it was.
    pub fn rebuild_changes_nothing(&self) {
        let checkup = self.json(&["doctor", "--rebuild"]);
        assert_eq!(checkup["well"], true, "{checkup}");
        let findings = checkup["findings"].as_array().unwrap().iter();
        let rebuilt: Vec<&Value> =
            findings.filter(|finding| finding["what"].as_str().unwrap().contains(", rebuilt")).collect();
        assert_eq!(rebuilt.len(), 33, "{checkup}");
        assert!(rebuilt.iter().all(|view| view["found"] == "the same as what was there"), "{rebuilt:#?}");
    }

    /// Imports `content` as a file and gives what became of its items: accepted, updated, duplicate, rejected.
    pub fn import(&self, name: &str, content: impl AsRef<[u8]>, options: &[&str]) -> [u64; 4] {
        self.file(name, content);
        let report = &self.json(&[&["import", name], options].concat())[0];
        ["accepted", "updated", "duplicate", "rejected"].map(|fate| report["counts"][fate].as_u64().unwrap())
    }

    /// The words of every signal, as they are kept.
    pub fn texts(&self) -> Vec<String> {
        let found = self.json(&["search", "--limit", "500"]);
        let hits = found["hits"].as_array().unwrap();
        hits.iter()
            .map(|hit| {
                let id = hit["signal"]["id"].as_str().unwrap();
                self.json(&["signal", "show", id])["signal"]["verbatim"].as_str().unwrap().to_owned()
            })
            .collect()
    }

    /// The reasons why items of a source were rejected.
    pub fn reasons(&self, source: &str) -> Vec<String> {
        let page = self.json(&["sources", source]);
        let rejects = page["rejects"].as_array().unwrap();
        rejects.iter().map(|reject| reject["reason"].as_str().unwrap().to_owned()).collect()
    }

    pub fn serve(&self) -> TestServer {
        self.serve_with(&["serve", "--port", "0"])
    }

    pub fn serve_with(&self, arguments: &[&str]) -> TestServer {
        Self::serve_command(&mut self.command(arguments))
    }

    pub fn serve_command(command: &mut Command) -> TestServer {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let Some(url) = line.split_whitespace().find(|word| word.starts_with("http://")) else {
            let mut stderr = String::new();
            child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
            panic!("no address in {line:?}: {stderr}");
        };
        let entry = url.to_owned();
        let url = entry[..entry.rfind('/').unwrap()].to_owned();
        // Somebody must read on, or the server would block once the pipes are full.
        let mut stderr = child.stderr.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).proxy(None);
        let agent: ureq::Agent = config.build().into();
        let entered = Page::from_response(agent.get(&entry).call().unwrap());
        let cookie = entered.header("set-cookie").split(';').next().unwrap().to_owned();
        let data = command.get_envs().find_map(|(name, value)| (name == "HEARKEN_DATA").then_some(value?));
        let token = std::fs::read_to_string(Path::new(data.unwrap()).join("token")).unwrap();
        let bearer = format!("Bearer {}", token.trim());
        TestServer { child, url, entry, cookie, bearer, agent }
    }
}

impl Ran {
    pub fn from_output(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl TestServer {
    pub fn get(&self, path: &str) -> Page {
        self.get_with(path, &[])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        let mut request = self.agent.get(format!("{}{path}", self.url)).header("cookie", &self.cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::from_response(request.call().unwrap())
    }

    /// Asks as somebody who was not let in.
    pub fn get_unknown(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        let mut request = self.agent.get(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::from_response(request.call().unwrap())
    }

    /// Posts a form as a browser on the server's own page would.
    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        let origin = self.url.clone();
        self.post_from(path, form, &origin)
    }

    pub fn post_from(&self, path: &str, form: &[(&str, &str)], origin: &str) -> Page {
        let request = self.agent.post(format!("{}{path}", self.url)).header("origin", origin);
        let request = request.header("cookie", &self.cookie);
        Page::from_response(request.send_form(form.iter().copied()).unwrap())
    }

    /// Posts as a program does, which says nothing of where it comes from.
    pub fn send(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Page {
        let mut request = self.agent.post(format!("{}{path}", self.url));
        if headers.iter().all(|(name, _)| *name != "authorization") {
            request = request.header("authorization", &self.bearer);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::from_response(request.send(body).unwrap())
    }

    /// Looks at a page again and again until it says what is expected, or two minutes are over: a machine may be busy.
    pub fn wait_for(&self, path: &str, expected: impl Fn(&Page) -> bool) -> Page {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(120);
        loop {
            let page = self.get(path);
            if expected(&page) {
                return page;
            }
            assert!(std::time::Instant::now() < deadline, "{path} never said it: {}", page.body);
            std::thread::yield_now();
        }
    }

    /// Ends it as nothing gentle would: `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The same without waiting for its end, while others still talk to it.
    pub fn kill_now(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
    }

    /// Asks it to end, as a service manager does; gives its exit code.
    pub fn terminate(&mut self) -> i32 {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Page {
    fn from_response(mut response: ureq::http::Response<ureq::Body>) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body_mut().read_to_string().unwrap(),
        }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// 90 reviews in three groups of meaning, over thirty weeks, no two alike.
pub fn reviews() -> String {
    let groups = [
        (
            "The app crashes",
            ["when I open it", "after the update", "on startup", "as soon as I log in", "every single time"],
        ),
        (
            "I was charged twice",
            ["for one payment", "by mistake", "and want a refund", "this month", "on my card"],
        ),
        (
            "Great customer service",
            ["helped me quickly", "very friendly", "solved my problem", "answered at once", "lovely people"],
        ),
    ];
    let tails = ["please look", "since Monday", "again", "as before", "on my phone", "thank you"];
    let mut csv = "id,review,date,stars,app\n".to_owned();
    let mut id = 0;
    for (group, (start, ends)) in groups.iter().enumerate() {
        for (index, end) in ends.iter().enumerate() {
            for (other, tail) in tails.iter().enumerate() {
                id += 1;
                let (month, day) = (1 + (index + group) % 7, 1 + (index * 6 + other) % 28);
                let stars = if group == 2 { 5 } else { 1 };
                csv += &format!("{id},\"{start} {end}, {tail}\",2024-{month:02}-{day:02},{stars},Pay\n");
            }
        }
    }
    csv
}
