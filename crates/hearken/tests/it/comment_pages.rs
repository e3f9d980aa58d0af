//! Threads and inboxes on pages: said, handed over and taken back without a script; what cannot be taken comes back whole, with what
//! is wrong at its field.

use serde_json::json;

use crate::app::{TestApp, TestServer};

const HOSTILE: &str = "\"><script>alert('x')</script>";

fn served() -> (TestApp, TestServer) {
    let app = TestApp::with_reviews();
    std::fs::write(app.data().join("hearken.toml"), "actor = 'ann@acme.example'\n").unwrap();
    app.json(&["opportunity", "add", "Slow export"]);
    let server = app.serve();
    (app, server)
}

/// The value of a hidden field of the form that says something.
fn version(page: &str) -> String {
    let form = page.split("action=\"/comments\"").nth(1).unwrap();
    let value = form.split("name=\"version\" value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

#[test]
fn a_theme_s_page_takes_a_comment_and_a_hand_over_and_shows_both() {
    let (_app, server) = served();
    let page = server.get("/themes/T-1").body;
    assert!(
        page.contains("Nobody has it in hand") && page.contains("Nothing was said about it yet."),
        "{page}"
    );
    let next = "/themes/T-1#talk";
    let form =
        [("topic", "T-1"), ("version", "0"), ("words", HOSTILE), ("to", ""), ("due", ""), ("next", next)];
    let answer = server.post("/comments", &form);
    assert_eq!((answer.status, answer.header("location")), (303, "/themes/T-1#comment-1"), "{}", answer.body);
    let form =
        [("topic", "T-1"), ("version", "0"), ("words", "look @eve"), ("to", "@ann"), ("due", "2099-03-01")];
    assert_eq!(server.post("/comments", &form).status, 303);
    let page = server.get("/themes/T-1").body;
    assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;alert"), "{page}");
    assert!(page.contains("Handed over: to ann@acme.example, until 2099-03-01"), "{page}");
    assert!(page.contains("has it in hand, until 1 Mar 2099"), "at the head of the page, too: {page}");
    assert!(page.contains("Nobody called <span dir=\"auto\">eve</span> is known here yet"), "{page}");
    assert!(server.get("/").body.contains("Waits for you"));
    let inbox = server.get("/inbox").body;
    assert!(
        inbox.contains("yours until 2099-03-01") && inbox.contains("href=\"/themes/T-1#talk\""),
        "{inbox}"
    );
    let undo = [("command", "undo-comment"), ("comment", "2"), ("next", next)];
    assert_eq!(server.post("/commands", &undo).status, 303);
    let page = server.get("/themes/T-1").body;
    assert!(
        page.contains("Taken back by")
            && page.contains("Nobody has it in hand")
            && !page.contains("look @eve")
    );
    let back = server.get("/themes/T-1?as_of=2024-06-01").body;
    assert!(!back.contains("action=\"/comments\"") && !back.contains("Taken back by"), "{back}");
    let empty = server.get("/inbox").body;
    assert!(empty.contains("waits here once somebody hands it to you"), "{empty}");
    assert!(!server.get("/").body.contains("Waits for you"));
}

#[test]
fn what_cannot_be_taken_comes_back_with_all_that_was_typed_and_what_is_wrong_at_its_field() {
    let (app, server) = served();
    let words = "line one\nline \"two\" <b>";
    for (to, due, field, told) in [
        ("", "2099-01-01", "to", "there is nobody who has O-1 in hand; say who is to do it until then"),
        ("ann", "2020-01-01", "due", "2020-01-01 is past"),
        ("ann", "soon", "due", "&#39;soon&#39; is no day"),
    ] {
        let form = [("topic", "O-1"), ("version", "0"), ("words", words), ("to", to), ("due", due)];
        let answer = server.post("/comments", &form);
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(
            answer.body.contains("line one\nline &#34;two&#34; &#60;b&#62;</textarea>"),
            "{}",
            answer.body
        );
        assert!(answer.body.contains(&format!("name=\"to\" value=\"{to}\"")), "{}", answer.body);
        assert!(answer.body.contains(&format!("name=\"due\" value=\"{due}\"")), "{}", answer.body);
        let at_field = answer.body.split(&format!("id=\"talk-{field}-wrong\">")).nth(1).unwrap();
        assert!(at_field.starts_with(told), "{}", answer.body);
        assert!(answer.body.contains(&format!("aria-describedby=\"talk-{field}-wrong\"")), "{}", answer.body);
    }
    let empty = server.post("/comments", &[("topic", "O-1"), ("version", "0"), ("words", " ")]);
    assert!(empty.status == 422 && empty.body.contains("id=\"talk-words-wrong\""), "{}", empty.body);
    let page = server.get("/comments/O-1").body;
    let read = version(&page);
    app.json(&["assign", "O-1", "bob", "--because", "I was faster"]);
    let form = [("topic", "O-1"), ("version", &read), ("words", words), ("to", "ann")];
    let answer = server.post("/comments", &form);
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("who has O-1 in hand was changed by ann@acme.example meanwhile"),
        "{}",
        answer.body
    );
    assert!(
        answer.body.contains("I was faster") && answer.body.contains("&#60;b&#62;</textarea>"),
        "{}",
        answer.body
    );
    let now = version(&answer.body);
    let form = [("topic", "O-1"), ("version", &now), ("words", words), ("to", "ann")];
    assert_eq!(server.post("/comments", &form).status, 303);
    assert_eq!(app.json(&["comment", "list", "O-1"])["comments"][1]["words"], words);
    for (path, status) in [("/comments/O-9", 404), ("/comments/x", 404), ("/inbox?for=eve", 200)] {
        assert_eq!(server.get(path).status, status, "{path}");
    }
    assert_eq!(server.post("/comments", &[("topic", "T-999"), ("words", "x")]).status, 404);
    assert_eq!(server.post("/comments", &[("topic", "x"), ("words", "x")]).status, 400);
}

#[test]
fn a_long_thread_shows_its_last_comments_and_leads_to_all_of_them() {
    let (app, server) = served();
    let say = |n: u32| {
        let body = json!({"command": "add-comment", "topic": "T-1", "words": format!("number {n}.")});
        let headers = [("content-type", "application/json")];
        assert_eq!(server.send("/api/v1/commands", &headers, body.to_string().as_bytes()).status, 200);
    };
    (1..=52).for_each(say);
    let page = server.get("/themes/T-1").body;
    assert!(
        page.contains("2 earlier comments") && !page.contains("number 2.") && page.contains("number 3."),
        "{page}"
    );
    assert!(server.get("/comments/T-1").body.contains("number 1."));
    assert_eq!(app.json(&["comment", "list", "T-1"])["comments"].as_array().unwrap().len(), 52);
}
