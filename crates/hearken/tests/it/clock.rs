//! A machine whose clock is set back, or was ahead and is set right. The program is given another time of day by a
//! small library that is loaded before the system's own, so that it is the built binary that runs, and all of it.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::app::TestApp;

const SHIM: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, at);
    const char *days = getenv("HEARKEN_TEST_CLOCK_DAYS");
    if (result == 0 && clock == CLOCK_REALTIME && days) at->tv_sec += atol(days) * 86400;
    return result;
}
"#;

/// An app whose commands can be told another day.
pub struct Clocked {
    pub app: TestApp,
    shim: PathBuf,
}

impl Clocked {
    /// `None`, said loudly, where there is no C compiler to make the library with.
    pub fn new(app: TestApp) -> Option<Self> {
        let source = app.file("clock.c", SHIM);
        let shim = app.folder().join("clock.so");
        let made =
            Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&shim).arg(source).arg("-ldl").status();
        if !cfg!(target_os = "linux") || !made.is_ok_and(|status| status.success()) {
            eprintln!("!! SKIPPED: no C compiler on this Linux, so no clock was set back");
            return None;
        }
        Some(Self { app, shim })
    }

    fn command(&self, days: i64, arguments: &[&str]) -> Command {
        let mut command = self.app.command(arguments);
        command.env("LD_PRELOAD", &self.shim).env("HEARKEN_TEST_CLOCK_DAYS", days.to_string());
        command
    }

    pub fn json(&self, days: i64, arguments: &[&str]) -> serde_json::Value {
        let mut command = self.command(days, &[arguments, &["--json"]].concat());
        let output = command.stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Imports one quote without a time of its own, with the clock `days` away from the real one; gives its id.
    fn import(&self, days: i64, word: &str) -> u64 {
        let name = format!("{word}.csv");
        self.app.file(&name, format!("id,text\n1,A quote about {word}\n"));
        assert_eq!(self.json(days, &["import", &name])[0]["counts"]["accepted"], 1);
        let found = self.app.json(&["search", word]);
        let id = found["hits"][0]["signal"]["id"].as_str().unwrap();
        id.trim_start_matches("S-").parse().unwrap()
    }

    fn started_at(&self, source: &str) -> String {
        let page = self.app.json(&["sources", source]);
        page["imports"][0]["started_at"].as_str().unwrap().to_owned()
    }
}

#[test]
fn a_clock_set_back_neither_reorders_nor_loses_anything() {
    let Some(clocked) = Clocked::new(TestApp::with_reviews()) else { return };
    let first = clocked.import(0, "zebra");
    let back = clocked.import(-400, "yak");
    let ahead = clocked.import(400, "walrus");
    let right = clocked.import(0, "vole");
    assert!(first < back && back < ahead && ahead < right, "{first} {back} {ahead} {right}");
    let [zebra, yak, walrus] = ["zebra", "yak", "walrus"].map(|source| clocked.started_at(source));
    assert!(yak < zebra && zebra < walrus, "the clock was not set at all: {yak} {zebra} {walrus}");
    for days in [0, -400, 400] {
        assert_eq!(clocked.json(days, &["search", "quote"])["matches"], 4);
        assert!(clocked.json(days, &["themes"])["themes"].as_array().unwrap().len() >= 3);
        assert_eq!(clocked.json(days, &["sources"])["sources"].as_array().unwrap().len(), 5);
        assert_eq!(clocked.json(days, &["doctor"])["well"], true);
    }
}

#[test]
fn what_lies_in_the_future_of_a_clock_set_back_is_rejected_with_its_reason_and_taken_once_the_clock_is_right()
{
    let Some(clocked) = Clocked::new(TestApp::with_reviews()) else { return };
    let now = clocked.started_at("reviews");
    clocked.app.file("today.csv", format!("id,text,date\n1,Said just now,{now}\n"));
    let early = clocked.json(-400, &["import", "today.csv"]);
    assert_eq!(early[0]["counts"]["rejected"], 1, "{early}");
    assert!(clocked.app.reasons("today")[0].contains("future"), "{:?}", clocked.app.reasons("today"));
    assert_eq!(clocked.json(0, &["import", "today.csv"])[0]["counts"]["accepted"], 1);
}

#[test]
fn pages_are_shown_whatever_the_clock_says() {
    let Some(clocked) = Clocked::new(TestApp::with_reviews()) else { return };
    for (days, word) in [(-400, "back"), (400, "ahead"), (-12_000, "long")] {
        clocked.import(days, word);
        let mut command = clocked.command(days, &["serve", "--port", "0"]);
        let mut server = TestApp::serve_command(&mut command);
        for path in ["/", "/themes", "/sources", "/search?q=quote", "/sources/reviews", "/themes/T-1"] {
            let page = server.get(path);
            assert_eq!(page.status, 200, "{days} {path}: {}", page.body);
        }
        assert_eq!(server.post("/paste", &[("text", &format!("Pasted {days} days away"))]).status, 303);
        assert_eq!(server.terminate(), 0);
    }
    assert_eq!(clocked.app.json(&["doctor"])["well"], true);
}
