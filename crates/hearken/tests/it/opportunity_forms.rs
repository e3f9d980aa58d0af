//! The forms of opportunities over plain HTTP: what each says, who did it and how it is taken back; and that nothing that was typed is
//! lost where it cannot be taken, or where somebody else was faster.

use serde_json::Value;

use crate::app::{Page, TestApp, TestServer};
use crate::worth::with_worth;

const HOSTILE: &str = "\"><script>alert('x')</script>\u{202e}";
const FORMULA: &str = "=HYPERLINK(\"http://evil.example\",\"x\")";

/// A form, what is filled in, the field that is to blame, and what is told.
type Refused<'f> = (&'f str, &'f [(&'f str, &'f str)], &'f str, &'f str);

/// The id of the theme in whose name a word stands.
pub fn theme(app: &TestApp, word: &str) -> String {
    let list = app.json(&["themes"]);
    let mut themes = list["themes"].as_array().unwrap().iter();
    let named = |theme: &&Value| theme["name"].as_str().unwrap().to_lowercase().contains(word);
    themes.find(named).unwrap_or_else(|| panic!("{word}: {list}"))["id"].as_str().unwrap().to_owned()
}

pub fn show(app: &TestApp, id: &str) -> Value {
    app.json(&["opportunity", "show", id])
}

/// Sends a form of an opportunity's page as it stands in its present version.
fn send(server: &TestServer, id: &str, form: &str, filled: &[(&str, &str)]) -> Page {
    let page = server.get(&format!("/opportunities/{id}")).body;
    // What is said of it has a version of its own.
    let (_, forms) = page.split_once(&format!("action=\"/opportunities/{id}\"")).unwrap();
    let version = forms.split_once("name=\"version\" value=\"").unwrap().1.split('"').next().unwrap();
    let fields = [&[("form", form), ("version", version)], filled].concat();
    server.post(&format!("/opportunities/{id}"), &fields)
}

/// Sends one that is taken.
fn change(server: &TestServer, id: &str, form: &str, filled: &[(&str, &str)]) {
    let page = send(server, id, form, filled);
    assert_eq!(page.status, 303, "{form} {filled:?}: {}", page.body);
}

#[test]
fn each_form_says_what_it_says_and_every_act_is_told_with_who_did_it_and_taken_back() {
    let app = with_worth();
    let (crashes, charges) = (theme(&app, "crash"), theme(&app, "charge"));
    app.json(&["opportunity", "add", "Crashes", "--theme", &crashes]);
    app.json(&["opportunity", "add", "Twin"]);
    let server = app.serve();
    change(&server, "O-1", "edit", &[("title", "It crashes"), ("problem", "one\r\ntwo"), ("owner", "ann")]);
    change(&server, "O-1", "guess", &[("effort", "2..3..8"), ("confidence", "80%")]);
    change(&server, "O-1", "theme", &[("theme", &charges)]);
    change(&server, "O-1", "untheme", &[("theme", &crashes)]);
    change(&server, "O-1", "believe", &[("belief", "they give up"), ("supported_by", "S-1, S-2")]);
    change(
        &server,
        "O-1",
        "believe",
        &[("number", "1"), ("contradicted_by", "S-2"), ("changed_by", "they stay")],
    );
    change(&server, "O-1", "solve", &[("words", "restart it")]);
    change(&server, "O-1", "solve", &[("words", "fix it")]);
    change(&server, "O-1", "build", &[("number", "2")]);
    change(&server, "O-1", "track", &[("add_issue", "https://example.org/7")]);
    change(&server, "O-1", "move", &[("state", "chosen")]);
    let card = show(&app, "O-1");
    assert_eq!((card["title"].as_str(), card["problem"].as_str()), (Some("It crashes"), Some("one\ntwo")));
    assert_eq!(card["themes"][0]["theme"]["id"], charges.as_str(), "{card}");
    assert_eq!(
        (&card["hypotheses"][0]["supported_by"][0], &card["hypotheses"][0]["contradicted_by"][0]),
        (&"S-1".into(), &"S-2".into())
    );
    assert_eq!(
        (&card["solutions"][1]["chosen"], &card["issues"][0]),
        (&true.into(), &"https://example.org/7".into())
    );
    let page = server.get("/opportunities/O-1").body;
    let acts = page.split_once("id=\"acts\"").unwrap().1;
    for told in [
        "chosen (it was open)",
        "tracked at https://example.org/7",
        "solution 2 is to be built",
        "S-2 speaks against belief 1",
        "what changed our mind about belief 1: ‘they stay’",
        "effort guessed 2..3..8",
        "called ‘It crashes’",
        "opened as ‘Crashes’",
        &format!("it comes from {crashes} no more"),
    ] {
        assert!(acts.contains(told), "{told}: {acts}");
    }
    assert!(acts.matches(">Undo<").count() == 1, "the last act is taken back: {acts}");
}

#[test]
fn what_was_said_is_taken_away_twins_are_merged_and_removed_and_each_act_is_undone() {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Crashes"]);
    app.json(&["opportunity", "add", "Twin"]);
    app.json(&["opportunity", "set", "O-1", "--issue", "https://example.org/7"]);
    app.json(&["opportunity", "believe", "O-1", "they give up"]);
    app.json(&["opportunity", "solve", "O-1", "restart it"]);
    app.json(&["opportunity", "solve", "O-1", "fix it"]);
    app.json(&["opportunity", "set", "O-1", "--state", "chosen"]);
    let server = app.serve();
    change(&server, "O-1", "undo", &[]);
    assert_eq!(show(&app, "O-1")["state"], "open");
    for (form, filled) in [
        ("untrack", ("remove_issue", "https://example.org/7")),
        ("unsolve", ("number", "1")),
        ("unbelieve", ("number", "1")),
    ] {
        change(&server, "O-1", form, &[filled]);
    }
    let card = show(&app, "O-1");
    assert_eq!(
        (card["issues"].as_array().unwrap().len(), card["hypotheses"].as_array().unwrap().len()),
        (0, 0)
    );
    assert_eq!(card["solutions"][0]["words"], "fix it");
    change(&server, "O-2", "merge", &[("into", "O-1")]);
    let twin = server.get("/opportunities/O-2").body;
    assert!(
        twin.contains("It is part of <a href=\"/opportunities/O-1\">O-1</a>") && twin.contains(">Undo<"),
        "{twin}"
    );
    change(&server, "O-2", "undo", &[]);
    let removed = send(&server, "O-2", "remove", &[("next", "/opportunities/O-2")]);
    assert!(
        removed.header("location").starts_with("/opportunities?done=O-2"),
        "{}",
        removed.header("location")
    );
    let list = server.get(removed.header("location")).body;
    assert!(list.contains("Removed") && list.contains("<b dir=\"auto\">Twin</b>"), "{list}");
    app.json(&["opportunity", "undo", "O-2"]);
    app.rebuild_changes_nothing();
}

#[test]
fn what_cannot_be_taken_comes_back_as_it_was_typed_with_why_beside_its_field() {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Slow export"]);
    app.json(&["opportunity", "add", "Another"]);
    let (server, long) = (app.serve(), "x".repeat(10_001));
    let cases: [Refused; 12] = [
        ("edit", &[("title", ""), ("problem", HOSTILE)], "edit-title", "needs a title"),
        ("edit", &[("title", HOSTILE), ("problem", &long)], "edit-problem", "at most 10000 are taken"),
        ("edit", &[("title", HOSTILE), ("owner", &long)], "edit-owner", "the owner is 10001 characters long"),
        ("guess", &[("effort", "2..3"), ("impact", HOSTILE)], "guess-impact", "is not a valid range"),
        ("guess", &[("effort", "0"), ("impact", "2")], "guess-effort", "is guessed from 0.1"),
        (
            "believe",
            &[("belief", HOSTILE), ("supported_by", "S-999999")],
            "believe-supported_by",
            "there is no signal",
        ),
        ("believe", &[("belief", HOSTILE), ("contradicted_by", "T-1")], "believe-contradicted_by", "T-1"),
        (
            "believe",
            &[("belief", HOSTILE), ("supported_by", "S-1"), ("contradicted_by", "S-999999")],
            "believe-contradicted_by",
            "there is no signal",
        ),
        ("move", &[("state", "snoozed"), ("asked", "1")], "move-until", "say until which day"),
        ("believe", &[("supported_by", "S-1")], "believe-belief", "say what is believed"),
        ("solve", &[], "solve-words", "say what would be done"),
        (
            "track",
            &[("add_issue", "javascript:alert(1)")],
            "track-add_issue",
            "is not the address of an issue",
        ),
    ];
    let before = show(&app, "O-1");
    for (form, filled, field, told) in cases {
        let page = send(&server, "O-1", form, filled);
        assert_eq!(page.status, 422, "{form} {told}: {}", page.body);
        let wrong = page
            .body
            .split_once(&format!("id=\"{field}-wrong\""))
            .unwrap_or_else(|| panic!("{field}: {}", page.body));
        assert!(wrong.1.split_once("</span>").unwrap().0.contains(told), "{field}: {}", page.body);
        let input = page.body.split_once(&format!("id=\"{field}\"")).unwrap().1.split_once('>').unwrap().0;
        assert!(
            input.contains("aria-invalid=\"true\"") && input.contains(&format!("{field}-wrong")),
            "{input}"
        );
        for (_, typed) in filled {
            let escaped = typed
                .replace('"', "&#34;")
                .replace('<', "&#60;")
                .replace('>', "&#62;")
                .replace('\'', "&#39;");
            assert!(page.body.contains(&escaped), "{form} lost {typed}");
        }
        assert!(!page.body.contains("<script>alert"), "{form}: {}", page.body);
    }
    let page = send(&server, "O-1", "merge", &[("into", "O-1")]);
    assert!(page.status == 422 && page.body.contains("O-1 is itself already"), "{}", page.body);
    let page = send(&server, "O-1", "edit", &[("title", "Slow export")]);
    assert!(page.status == 422 && page.body.contains("nothing about O-1 is to change"), "{}", page.body);
    assert_eq!(show(&app, "O-1")["version"], before["version"], "nothing was written");
    let of_none = server.post("/opportunities", &[("title", HOSTILE), ("theme", "T-999999")]);
    let why = of_none.body.split_once("name=\"theme\"").unwrap().1.split_once("</p>").unwrap().0;
    assert!(of_none.status == 422 && why.contains("there is no theme T-999999"), "{}", of_none.body);
    let new = server.post("/opportunities", &[("title", ""), ("problem", HOSTILE), ("owner", "ann")]);
    assert!(new.status == 422 && new.body.contains("id=\"new-title-wrong\""), "{}", new.body);
    assert!(new.body.contains("value=\"ann\"") && !new.body.contains("<script>alert"), "{}", new.body);
}

#[test]
fn the_second_of_two_editors_sees_what_stands_now_beside_what_they_typed() {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Slow export", "--owner", "ann"]);
    let server = app.serve();
    let version = show(&app, "O-1")["version"].to_string();
    app.json(&["opportunity", "set", "O-1", "--problem", "it takes a minute", "--owner", "ben"]);
    let mine = [
        ("form", "edit"),
        ("version", version.as_str()),
        ("title", "Slow export"),
        ("was_title", "Slow export"),
        ("problem", "it takes\r\nan hour"),
        ("was_problem", ""),
        ("owner", "ann"),
        ("was_owner", "ann"),
    ];
    let page = server.post("/opportunities/O-1", &mine);
    assert_eq!(page.status, 409, "{}", page.body);
    assert!(page.body.contains("O-1 was changed by ") && page.body.contains("Nothing of yours was saved"));
    assert!(page.body.contains("it takes\r\nan hour</textarea>"), "what was typed stays: {}", page.body);
    assert!(page.body.contains("By now it says <q dir=\"auto\">it takes a minute</q>"), "{}", page.body);
    assert!(
        page.body.contains("name=\"owner\" value=\"ben\""),
        "what nobody here touched follows: {}",
        page.body
    );
    assert_eq!(show(&app, "O-1")["problem"], "it takes a minute");
    let form = page.body.split_once("id=\"edit\"").unwrap().1;
    let now = form.split_once("name=\"version\" value=\"").unwrap().1.split('"').next().unwrap();
    let again = [
        ("form", "edit"),
        ("version", now),
        ("title", "Slow export"),
        ("problem", "it takes an hour"),
        ("owner", "ben"),
    ];
    assert_eq!(server.post("/opportunities/O-1", &again).status, 303);
    let card = show(&app, "O-1");
    assert_eq!((card["problem"].as_str(), card["owner"].as_str()), (Some("it takes an hour"), Some("ben")));
    let stale = [("form", "believe"), ("version", now), ("number", "3"), ("belief", "they leave")];
    let page = server.post("/opportunities/O-1", &stale);
    assert!(
        page.status >= 400 && page.body.contains("they leave"),
        "one that is gone can be said anew: {}",
        page.body
    );
    app.json(&["opportunity", "remove", "O-1"]);
    let page = server.post("/opportunities/O-1", &mine);
    assert_eq!(page.status, 404, "{}", page.body);
    assert!(
        page.body.contains("it takes\r\nan hour</textarea>"),
        "it was removed, and nothing is lost: {}",
        page.body
    );
}

#[test]
fn hostile_words_in_every_field_stay_words_on_every_page_and_in_every_table() {
    let app = with_worth();
    let crashes = theme(&app, "crash");
    let server = app.serve();
    let opened = server.post(
        "/opportunities",
        &[("title", HOSTILE), ("theme", &crashes), ("problem", HOSTILE), ("owner", HOSTILE)],
    );
    assert_eq!(opened.status, 303, "{}", opened.body);
    change(&server, "O-1", "believe", &[("belief", HOSTILE), ("supported_by", "S-1")]);
    change(&server, "O-1", "believe", &[("number", "1"), ("changed_by", HOSTILE)]);
    change(&server, "O-1", "solve", &[("words", HOSTILE)]);
    change(&server, "O-1", "track", &[("add_issue", "https://example.org/'onclick=x")]);
    change(&server, "O-1", "move", &[("state", "dismissed"), ("asked", "1"), ("reason", HOSTILE)]);
    app.json(&["opportunity", "add", FORMULA, "--theme", &crashes, "--owner", "@octocat"]);
    for path in [
        opened.header("location"),
        "/opportunities",
        "/opportunities?done=O-1&act=1",
        "/opportunities/board",
        "/opportunities/O-1",
        "/opportunities/O-2",
        &format!("/themes/{crashes}"),
        "/customers/C-1",
        "/",
    ] {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        assert!(!page.body.contains("<script>alert"), "{path}: {}", page.body);
        let values = page.body.replace("value=\"", "\u{0}");
        let shown: String =
            values.split('\u{0}').map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect();
        let outside = shown
            .split("<textarea")
            .map(|part| part.split_once("</textarea>").map_or(part, |(_, rest)| rest));
        assert!(!outside.collect::<String>().contains('\u{202e}'), "{path} turns the line");
    }
    let csv = server.get("/api/v1/exports/opportunities").body;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let cells: Vec<String> =
        reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(cells.contains(&format!("'{FORMULA}")) && cells.contains(&"'@octocat".to_owned()), "{csv}");
    let document = server.get("/api/v1/opportunities/O-1/markdown").body;
    for live in ["<script", "\u{202e}"] {
        assert!(!document.replace('\\', "").contains(live), "{live}: {document}");
    }
}
