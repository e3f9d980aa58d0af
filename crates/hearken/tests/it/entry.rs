//! Who is let in: nothing that holds a word of anybody is answered without a key, at any route.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use hearken::http::api::{DOCUMENT, UNDOCUMENTED};

use crate::app::{TestApp, TestServer};
use crate::webdriver::{Browser, is_there};

/// What answers without a key, and why.
const OPEN: [(&str, &str); 5] = [
    ("/healthz", "says whether the process answers"),
    ("/readyz", "says whether all is well"),
    ("/static/{name}", "styles and scripts, the same for everybody"),
    ("/enter", "takes the key"),
    ("/handover", "wants a key of its own"),
];

/// The path of every route, with something in its variable parts.
fn paths() -> Vec<String> {
    let described = DOCUMENT["paths"].as_object().unwrap().keys().cloned();
    let others = UNDOCUMENTED.iter().flat_map(|(paths, _)| *paths).map(|path| (*path).to_owned());
    let all = described.chain(others).filter(|path| OPEN.iter().all(|(open, _)| open != path));
    all.map(|path| path.replace("{*rest}", "x").replace("{id}", "T-1").replace("{name}", "x")).collect()
}

#[test]
fn without_a_key_every_route_answers_401_and_changes_nothing() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let paths = paths();
    assert!(paths.len() > 40, "{paths:?}");
    let wrong = [
        ("accept", "*/*".to_owned()),
        (
            "authorization",
            "Bearer 0000000000000000000000000000000000000000000000000000000000000000".to_owned(),
        ),
        ("authorization", server.bearer.replace("Bearer", "Basic")),
        ("cookie", format!("hearken={}", &server.bearer[7..])),
    ];
    for path in &paths {
        for (name, value) in &wrong {
            let page = server.get_unknown(path, &[(name, value)]);
            assert_eq!(page.status, 401, "GET {path} with {name}: {}", page.body);
            assert!(!page.body.contains("crash"), "{path}: {}", page.body);
            assert_eq!(page.header("www-authenticate"), "Bearer realm=\"hearken\"", "{path}");
        }
        let posted =
            server.send(path, &[("authorization", "Bearer x"), ("sec-fetch-site", "same-origin")], b"");
        assert_eq!(posted.status, 401, "POST {path}: {}", posted.body);
    }
    for unknown in ["/nothing", "/api/v2/nothing", "/themes/../sources"] {
        assert_eq!(server.get_unknown(unknown, &[]).status, 401, "{unknown}");
    }
    assert_eq!(app.json(&["sources"])["sources"][0]["signals"], 90);
}

#[test]
fn the_refusal_says_how_to_get_in_to_people_and_to_programs() {
    let app = TestApp::new();
    let server = app.serve();
    let page = server.get_unknown("/", &[]);
    assert!(page.body.contains("the address that was printed"), "{}", page.body);
    let problem: serde_json::Value =
        serde_json::from_str(&server.get_unknown("/api/v1/today", &[]).body).unwrap();
    assert_eq!((problem["status"].as_u64(), problem["type"].as_str()), (Some(401), Some("/api#locked")));
    assert!(problem["hint"].as_str().unwrap().contains("Authorization: Bearer"), "{problem}");
}

#[test]
fn what_holds_nobodys_words_needs_no_key() {
    let app = TestApp::new();
    let server = app.serve();
    for path in ["/healthz", "/readyz", "/static/app.css", "/static/app.js"] {
        assert_eq!(server.get_unknown(path, &[]).status, 200, "{path}");
    }
}

#[test]
fn the_printed_address_lets_a_browser_in_once_and_is_not_shown_again() {
    let app = TestApp::new();
    let server = app.serve();
    let path = &server.entry[server.url.len()..];
    let entered = server.get_unknown(path, &[]);
    assert_eq!((entered.status, entered.header("location")), (303, "/"));
    let cookie = entered.header("set-cookie");
    for attribute in ["; HttpOnly", "; SameSite=Strict", "; Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert_eq!(entered.header("cache-control"), "no-store");
    let kept = cookie.split(';').next().unwrap();
    assert_eq!(server.get_unknown("/", &[("cookie", kept)]).status, 200);
    let wrong = format!("{}0", &path[..path.len() - 1]);
    let refused = server.get_unknown(if wrong == path { "/enter?secret=1" } else { &wrong }, &[]);
    assert_eq!((refused.status, refused.header("set-cookie")), (401, ""));
}

#[test]
fn a_program_sends_the_token_of_the_data_directory_which_stays_the_same_from_start_to_start() {
    let app = TestApp::new();
    let mut server = app.serve();
    let bearer = server.bearer.clone();
    assert_eq!(server.get_unknown("/api/v1/sources", &[("authorization", &bearer)]).status, 200);
    let secret = server.entry.rsplit('=').next().unwrap().to_owned();
    assert!(!bearer.contains(&secret), "the address gives the token away");
    let page = server.get_unknown("/api/v1/sources", &[("authorization", &format!("Bearer {secret}"))]);
    assert_eq!(page.status, 401, "the secret of the address is no token");
    assert_eq!(server.terminate(), 0);
    assert_eq!(app.serve().bearer, bearer);
}

#[test]
fn a_page_of_another_site_that_leads_here_is_led_round_by_a_page_of_ours() {
    let app = TestApp::new();
    let server = app.serve();
    let page = server.get_unknown("/themes?sort=rising", &[("sec-fetch-site", "cross-site")]);
    assert_eq!(page.status, 401);
    let again = "/enter?next=%2Fthemes%3Fsort%3Drising";
    assert!(page.body.contains(&format!("content=\"0; url={again}\"")), "{}", page.body);
    let entered = server.get(again);
    assert_eq!((entered.status, entered.header("location")), (303, "/themes?sort=rising"));
}

#[test]
fn a_browser_that_is_given_a_file_with_the_address_gets_in() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = TestApp::with_reviews();
    let server = app.serve();
    let leading = format!("<!doctype html><meta http-equiv=refresh content='0; url={}'>", server.entry);
    let file = app.file("open.html", leading);
    let browser = Browser::start(1200, 900, true);
    browser.go(&format!("file://{}", file.display()));
    browser.text_that("main", |text| text.contains("What changed") || text.contains("signals"));
    assert_eq!(browser.url(), format!("{}/", server.url));
}

/// What a program is started with can be read by everybody on the machine.
#[test]
fn no_secret_stands_in_the_arguments_that_a_browser_is_opened_with() {
    let app = TestApp::new();
    let opener =
        app.file("xdg-open", "#!/bin/sh\necho \"$1\" > opened.next\ncp \"$1\" page\nmv opened.next opened\n");
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = app.command(&["demo", "--port", "0"]);
    let path = format!("{}:{}", app.folder().display(), std::env::var("PATH").unwrap());
    command.env("PATH", path).env("DISPLAY", ":99").stdin(Stdio::null());
    let server: TestServer = TestApp::serve_command(&mut command);
    let begun = Instant::now();
    let opened = loop {
        assert!(begun.elapsed() < Duration::from_secs(120), "nothing was opened");
        if let Ok(opened) = std::fs::read_to_string(app.folder().join("opened")) {
            break opened;
        }
        assert_eq!(server.get("/healthz").status, 200);
    };
    assert!(opened.trim().ends_with(".html") && !opened.contains("secret"), "{opened}");
    assert!(std::fs::read_to_string(app.folder().join("page")).unwrap().contains(&server.entry));
}
