//! Issues of trackers that are about an opportunity: their addresses are understood, a body to paste carries the evidence, and the
//! state follows what an export or a commit says, once, and never against a person.

use std::process::Command;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::shop::theme;
use crate::worth::with_worth;

const HOSTILE: &str = "](javascript:alert(1)) <script>alert(1)</script> {code} @octocat #98";

fn set(app: &TestApp, more: &[&str]) -> Value {
    app.json(&[&["opportunity", "set", "O-1"], more].concat())
}

fn state(app: &TestApp) -> String {
    app.json(&["opportunity", "show", "O-1"])["state"].as_str().unwrap().to_owned()
}

/// An export of GitHub's issues in which #12 stands so.
fn export(app: &TestApp, state: &str, reason: &str) {
    let issue = |number: u32, state: &str, reason: &str| {
        json!({
            "number": number,
            "title": format!("Fees surprise people {number}"),
            "body": format!("I was charged a fee that I had not seen before, case {number}"),
            "html_url": format!("https://github.com/acme/app/issues/{number}"),
            "created_at": "2024-03-01T10:00:00Z",
            "user": {"login": "ann", "id": 7},
            "state": state,
            "state_reason": if reason.is_empty() { Value::Null } else { json!(reason) },
            "labels": [],
        })
    };
    let issues = json!([issue(12, state, reason), issue(13, "open", "")]);
    app.import("issues.json", issues.to_string(), &["--source", "tracker"]);
}

fn with_issue() -> TestApp {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Fees surprise people", "--theme", &theme(&app, "charge")]);
    set(&app, &["--issue", "https://github.com/acme/app/issues/12"]);
    app
}

#[test]
fn an_address_is_understood_kept_once_and_refused_where_it_is_none() {
    let app = with_issue();
    let shown = app.run(&["opportunity", "show", "O-1"]).stdout;
    assert!(
        shown.contains("tracked as acme/app#12 in GitHub: https://github.com/acme/app/issues/12"),
        "{shown}"
    );
    let twice =
        app.run(&["opportunity", "set", "O-1", "--issue", "http://github.com/Acme/app/issues/12#c-1"]);
    assert!(twice.code == 1 && twice.stderr.contains("is named already"), "{}", twice.stderr);
    let none = app.run(&["opportunity", "set", "O-1", "--issue", "acme/app#12"]);
    assert!(none.code == 1 && none.stderr.contains("give one that begins with https://"), "{}", none.stderr);
    set(&app, &["--issue", "https://bugs.example/7"]);
    let gone = set(&app, &["--no-issue", "https://github.com/acme/app/issues/12/"]);
    assert_eq!(gone["issues"], json!(["https://bugs.example/7"]));
}

#[test]
fn the_body_to_paste_carries_the_evidence_for_each_tracker_and_sends_nothing() {
    let app = with_worth();
    app.json(&["opportunity", "add", HOSTILE, "--theme", &theme(&app, "crash"), "--problem", HOSTILE]);
    set(&app, &["--issue", "https://github.com/acme/app/issues/12"]);
    let ran = app.run(&["opportunity", "body", "O-1"]);
    for words in [
        "between 2 and 4 customers",
        "Of 33% of these reports it is not known whose they are.",
        "## How we know",
        "[O-1 in Hearken](<http://127.0.0.1:7717/opportunities/O-1>)",
    ] {
        assert!(ran.stdout.contains(words), "{words} in {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("What you can do"), "{}", ran.stdout);
    assert!(ran.stderr.contains("https://github.com/acme/app/issues/new?title="), "{}", ran.stderr);
    for live in ["](javascript", "<script", "@octocat", " #98"] {
        assert!(!ran.stdout.replace("\\]", "").contains(live), "{live} in {}", ran.stdout);
    }
    let wiki = app.json(&["opportunity", "body", "O-1", "--for", "jira-server"]);
    let body = wiki["body"].as_str().unwrap();
    assert!(
        body.contains("h2. How we know") && body.contains("{quote}") && body.contains("\\{code\\}"),
        "{body}"
    );
    assert_eq!(
        (&wiki["new_issue"], &wiki["filled"]),
        (&Value::Null, &json!(false)),
        "no project of that is known"
    );
    let gitlab = app.json(&["opportunity", "body", "O-1", "--for", "gitlab"]);
    assert!(gitlab["body"].as_str().unwrap().contains("## How we know"), "{gitlab}");
    assert!(
        app.run(&["opportunity", "body", "O-1", "--for", "paper"]).stderr.contains("github, gitlab, jira")
    );
    let server = app.serve();
    let api: Value =
        serde_json::from_str(&server.get("/api/v1/opportunities/O-1/body?for=linear").body).unwrap();
    assert_eq!((&api["tracker"], &api["new_issue"]), (&json!("linear"), &Value::Null));
    let page = server.get("/opportunities/O-1/body").body;
    assert!(
        page.contains("<textarea id=\"issue-body\"") && page.contains("data-copy=\"issue-body\" hidden"),
        "{page}"
    );
    assert!(!page.contains("<script>alert") && page.contains("rel=\"noreferrer noopener\""), "{page}");
    assert_eq!(server.get("/opportunities/O-9/body").status, 404);
    assert_eq!(server.get("/api/v1/opportunities/O-1/body?for=paper").status, 400);
}

#[test]
fn the_state_follows_an_export_once_and_what_a_person_does_afterwards_stands() {
    let app = with_issue();
    export(&app, "open", "");
    assert_eq!(state(&app), "open");
    export(&app, "closed", "completed");
    let moved = app.json(&["opportunity", "show", "O-1"]);
    assert_eq!((&moved["state"], &moved["by"]["kind"]), (&json!("shipped"), &json!("machine")), "{moved}");
    let told = moved["told"].as_str().unwrap();
    assert!(told.starts_with("the tracker says acme/app#12 was closed, as it stood on "), "{told}");
    assert!(app.run(&["opportunity", "show", "O-1"]).stdout.contains(told));

    assert_eq!(app.json(&["opportunity", "undo", "O-1"])["state"], "open");
    export(&app, "closed", "completed");
    app.import("more.csv", "id,text\n1,something else was said\n", &[]);
    assert_eq!(state(&app), "open", "what was taken back does not come again from the same fact");
    export(&app, "open", "reopened");
    export(&app, "closed", "completed");
    assert_eq!(state(&app), "open", "what was never moved is not opened again");
    set(&app, &["--state", "building"]);
    app.import("more.csv", "id,text\n2,something else again was said\n", &[]);
    assert_eq!(state(&app), "building", "a person's later choice stands");
    app.rebuild_changes_nothing();
}

#[test]
fn what_is_closed_unsolved_is_closed_what_is_opened_again_is_worked_on_and_what_was_dismissed_is_left_alone()
{
    let app = with_issue();
    export(&app, "closed", "not_planned");
    assert_eq!(state(&app), "closed");
    export(&app, "open", "reopened");
    assert_eq!(state(&app), "building");
    set(&app, &["--state", "dismissed", "--reason", "the fee goes in March"]);
    export(&app, "closed", "completed");
    let left = app.json(&["opportunity", "show", "O-1"]);
    assert_eq!((&left["state"], &left["told"]), (&json!("dismissed"), &Value::Null), "{left}");
}

#[test]
fn with_several_issues_it_has_shipped_only_when_all_of_them_are_closed() {
    let app = with_issue();
    set(&app, &["--issue", "https://github.com/acme/app/issues/13"]);
    export(&app, "closed", "completed");
    assert_eq!(state(&app), "building");
}

#[test]
fn an_issue_of_jira_is_known_by_its_key_and_its_category_says_that_it_is_begun() {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Fees"]);
    set(&app, &["--issue", "https://acme.atlassian.net/browse/PROJ-7"]);
    let csv = |category: &str, status: &str| {
        format!(
            "Summary,Issue key,Issue id,Status,Status Category,Created,Description\n\
             Fees,PROJ-7,1,{status},{category},30/Sep/21 17:20,The fee was a surprise to me\n\
             Else,PROJ-70,2,Done,Done,30/Sep/21 17:20,Another matter entirely here\n"
        )
    };
    app.import("jira.csv", csv("In Progress", "In Progress"), &["--source", "jira"]);
    assert_eq!(state(&app), "building");
    app.import("jira.csv", csv("Done", "Done"), &["--source", "jira"]);
    assert_eq!(state(&app), "shipped");
}

#[test]
fn an_issue_of_gitlab_is_known_by_its_address_in_a_table_and_in_a_list() {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Fees"]);
    set(&app, &["--issue", "https://gitlab.com/acme/app/-/issues/12"]);
    let table = |state: &str| {
        format!(
            "Title,Description,Issue ID,URL,State,Author,Author Username,Created At (UTC),Closed At (UTC),Labels\n\
             Fees,The fee was a surprise to me,12,https://gitlab.com/acme/app/-/issues/12,{state},Ann,ann,2024-03-01 10:00:00,,\n\
             Else,Another matter entirely here,13,https://gitlab.com/acme/app/-/issues/13,Closed,Ann,ann,2024-03-01 10:00:00,,\n"
        )
    };
    let counted = app.import("gitlab.csv", table("Open"), &["--source", "gitlab"]);
    assert_eq!((counted, state(&app).as_str()), ([2, 0, 0, 0], "open"));
    app.import("gitlab.csv", table("Closed"), &["--source", "gitlab"]);
    assert_eq!(state(&app), "shipped");
    let again = json!([{
        "iid": 12, "title": "Fees", "description": "The fee was a surprise to me", "state": "opened",
        "web_url": "https://gitlab.com/acme/app/-/issues/12", "created_at": "2024-03-01T10:00:00Z",
        "author": {"username": "ann", "name": "Ann"}, "labels": [],
    }]);
    app.import("gitlab.json", again.to_string(), &["--source", "gitlab"]);
    let moved = app.json(&["opportunity", "show", "O-1"]);
    assert_eq!(moved["state"], "building", "it is the same issue, and open again: {moved}");
    assert!(moved["told"].as_str().unwrap().contains("acme/app#12"), "{moved}");
}

#[test]
fn an_issue_of_linear_is_known_by_its_key_in_a_table_that_gives_no_addresses() {
    let app = TestApp::with_reviews();
    app.json(&["opportunity", "add", "Fees"]);
    set(&app, &["--issue", "https://linear.app/acme/issue/ENG-42/fees-surprise-people"]);
    let table = |status: &str, canceled: &str| {
        format!(
            "ID,Team,Title,Description,Status,Creator,Assignee,Labels,Cycle Number,Created,Completed,Canceled\n\
             ENG-42,Engineering,Fees,The fee was a surprise to me,{status},Ann,Bob,,,2024-03-01T10:00:00Z,,{canceled}\n\
             ENG-4,Engineering,Else,Another matter entirely here,Done,Ann,Bob,,,2024-03-01T10:00:00Z,2024-03-02T10:00:00Z,\n"
        )
    };
    app.import("linear.csv", table("Todo", ""), &["--source", "linear"]);
    assert_eq!(state(&app), "open");
    app.import("linear.csv", table("In Progress", ""), &["--source", "linear"]);
    assert_eq!(state(&app), "building");
    app.import("linear.csv", table("Canceled", "2024-03-03T10:00:00Z"), &["--source", "linear"]);
    assert_eq!(state(&app), "closed", "it is not solved");
}

/// Runs git as Ann, who commits at that time; `false` where there is no git program.
fn git(app: &TestApp, at: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.args([
        "-c",
        "user.name=Ann",
        "-c",
        "user.email=ann@example.com",
        "-c",
        "init.defaultBranch=main",
    ]);
    command.args(arguments).current_dir(app.folder().join("shop"));
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_COMMITTER_DATE", at);
    command.output().is_ok_and(|output| output.status.success())
}

/// Commits something at that time.
fn commit(app: &TestApp, at: &str, message: &str) -> bool {
    let file = app.folder().join("shop/fee.py");
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    std::fs::write(&file, before + "FEE = 1\n").unwrap();
    git(app, at, &["add", "-A"]) && git(app, at, &["commit", "-q", "-m", message])
}

#[test]
fn a_running_server_follows_a_commit_that_says_it_closes_an_issue_or_names_the_opportunity() {
    let app = TestApp::with_reviews();
    std::fs::create_dir(app.folder().join("shop")).unwrap();
    let (before, now) = ("2024-01-01T00:00:00Z", "2037-01-01T00:00:00Z");
    if !git(&app, before, &["init", "-q"]) || !commit(&app, before, "Take a fee\n\nFixes #12") {
        return eprintln!("SKIPPED: no git program");
    }
    app.json(&["code", "add", "shop"]);
    app.json(&["opportunity", "add", "Fees"]);
    set(&app, &["--issue", "https://github.com/acme/shop/issues/12"]);
    app.json(&["code", "update"]);
    assert_eq!(state(&app), "open", "what was committed before it was opened moves nothing");
    let server = app.serve();
    commit(&app, now, "Say the fee before it is taken\n\nFixes #12");
    let is_shipped =
        |body: &str| serde_json::from_str::<Value>(body).is_ok_and(|card| card["state"] == "shipped");
    let moved = server.wait_for("/api/v1/opportunities/O-1", |page| is_shipped(&page.body));
    let moved: Value = serde_json::from_str(&moved.body).unwrap();
    let told = moved["told"].as_str().unwrap();
    assert!(told.starts_with("commit ") && told.ends_with("closes acme/shop#12"), "{told}");
    drop(server);
    assert_eq!(app.json(&["opportunity", "undo", "O-1"])["state"], "open");
    commit(&app, now, "Another matter");
    app.json(&["code", "update"]);
    assert_eq!(state(&app), "open", "the same commit moves it no more");
    commit(&app, now, "Begin with the fee\n\nHearken: O-1");
    app.json(&["code", "update"]);
    assert_eq!(state(&app), "building");
    app.rebuild_changes_nothing();
}
