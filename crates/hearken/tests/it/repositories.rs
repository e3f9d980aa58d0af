//! Repositories as they come: empty, bare, shallow, partial, detached, rewritten, in newer formats, with links that leave
//! them and mistakes in CODEOWNERS. Made with the git program, where there is one.

use std::path::Path;
use std::process::Command;

use crate::app::TestApp;

/// Runs git in a folder, on nobody's configuration.
fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.args([
        "-c",
        "user.name=Ann",
        "-c",
        "user.email=ann@example.com",
        "-c",
        "init.defaultBranch=main",
    ]);
    command
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.output().is_ok_and(|output| output.status.success())
}

/// An app, and a repository with two commits; `None` where there is no git program.
fn with_commits() -> Option<TestApp> {
    let app = TestApp::with_reviews();
    let shop = app.folder().join("shop");
    std::fs::create_dir(&shop).unwrap();
    if !git(&shop, &["init"]) {
        eprintln!("SKIPPED: no git program");
        return None;
    }
    commit(&shop, "charge.py", "def charge_twice(card):\n    return 'charged twice for one payment'\n");
    commit(&shop, "startup.py", "def start_app():\n    return 'the app crashes on startup'\n");
    Some(app)
}

fn commit(repository: &Path, name: &str, content: &str) {
    std::fs::write(repository.join(name), content).unwrap();
    assert!(git(repository, &["add", "-A"]) && git(repository, &["commit", "-m", &format!("Change {name}")]));
}

fn first(app: &TestApp, text: &str) -> String {
    let found = app.json(&["locate", text]);
    found["links"][0]["path"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn an_empty_repository_is_refused_until_something_is_committed() {
    let Some(app) = with_commits() else { return };
    let empty = app.folder().join("empty");
    std::fs::create_dir(&empty).unwrap();
    assert!(git(&empty, &["init"]));
    let refused = app.run(&["code", "add", "empty"]);
    assert!(refused.code == 1 && refused.stderr.contains("has no commit yet"), "{}", refused.stderr);
    commit(&empty, "a.py", "x = 1\n");
    assert_eq!(app.run(&["code", "add", "empty"]).code, 0);
}

#[test]
fn bare_and_shallow_and_detached_repositories_are_read_and_a_cut_off_history_is_told() {
    let Some(app) = with_commits() else { return };
    let folder = app.folder();
    assert!(git(folder, &["clone", "--bare", "shop", "bare.git"]));
    assert_eq!(app.json(&["code", "add", "bare.git"])["name"], "bare");
    assert_eq!(first(&app, "charged twice for one payment"), "charge.py");
    let page = app.json(&["blame", "charge.py"]);
    assert_eq!(page["repository"], "bare", "without a working tree, a path is one from its top");
    app.json(&["code", "remove", "bare"]);

    let from = format!("file://{}", folder.join("shop").display());
    assert!(git(folder, &["clone", "--depth", "1", &from, "shallow"]));
    let report = app.json(&["code", "add", "shallow"]);
    assert!(report["notes"].to_string().contains("shallow"), "{report}");
    app.json(&["code", "remove", "shallow"]);

    assert!(git(&folder.join("shop"), &["checkout", "--detach", "HEAD~1"]));
    assert_eq!(app.json(&["code", "add", "shop"])["files"], 1, "HEAD is what counts");
}

#[test]
fn a_partial_clone_is_read_as_far_as_it_goes_and_whole_once_the_rest_is_fetched() {
    let Some(app) = with_commits() else { return };
    let (shop, partial) = (app.folder().join("shop"), app.folder().join("partial"));
    assert!(git(&shop, &["config", "uploadpack.allowFilter", "true"]));
    let from = format!("file://{}", shop.display());
    assert!(git(app.folder(), &["clone", "--no-checkout", "--filter=blob:none", &from, "partial"]));
    let report = app.json(&["code", "add", "partial"]);
    let notes = report["notes"].as_array().unwrap();
    assert!(notes.len() == 1 && notes[0].to_string().contains("2 files, such as charge.py"), "{report}");
    assert!(app.run(&["code", "list"]).stdout.contains("the clone is partial"));
    let trace =
        "Traceback (most recent call last):\n  File \"/srv/charge.py\", line 2, in charge_twice\nKeyError: 1";
    assert_eq!(first(&app, trace), "charge.py");
    assert!(app.run(&["locate", trace]).stdout.contains("charge.py"));

    assert!(git(&partial, &["fetch", "--refetch", "--no-filter"]));
    let report = &app.json(&["code", "update", "partial"])[0];
    assert_eq!(
        (report["files_read"].as_u64(), report["unchanged"].as_bool()),
        (Some(2), Some(false)),
        "{report}"
    );
    assert!(report["notes"].as_array().unwrap().is_empty(), "{report}");
    assert!(report["located"].as_u64() > Some(0), "links are made anew: {report}");
    assert_eq!(first(&app, "charged twice for one payment"), "charge.py");
}

#[test]
fn a_repository_in_a_newer_format_of_git_is_read_or_refused_by_its_name() {
    let Some(app) = with_commits() else { return };
    for (name, format) in [("wide", "--object-format=sha256"), ("table", "--ref-format=reftable")] {
        let folder = app.folder().join(name);
        std::fs::create_dir(&folder).unwrap();
        if !git(&folder, &["init", format]) {
            eprintln!("SKIPPED: this git is older than 'git init {format}'");
            return;
        }
        commit(&folder, "charge.py", "def charge_twice(card):\n    return 'charged twice for one payment'\n");
    }
    assert_eq!(app.json(&["code", "add", "wide"])["files"], 1);
    assert_eq!(app.json(&["blame", "wide/charge.py"])["commit"].as_str().unwrap().len(), 64);
    let refused = app.run(&["code", "add", "table"]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    assert!(
        refused.stderr.contains("reftable") && refused.stderr.contains("git refs migrate"),
        "{}",
        refused.stderr
    );
}

#[test]
fn new_commits_and_a_rewritten_history_are_taken_in() {
    let Some(app) = with_commits() else { return };
    let shop = app.folder().join("shop");
    app.json(&["code", "add", "shop"]);
    commit(&shop, "export.py", "def export_statement():\n    return 'the statement cannot be exported'\n");
    assert_eq!(app.json(&["code", "list"])[0]["state"], "behind");
    let report = &app.json(&["code", "update"])[0];
    assert_eq!((report["files"].as_u64(), report["files_read"].as_u64()), (Some(3), Some(1)), "{report}");
    assert_eq!(first(&app, "the statement cannot be exported"), "export.py");
    assert!(git(&shop, &["reset", "--hard", "HEAD~2"]));
    commit(&shop, "other.py", "def other():\n    return 'something else'\n");
    let report = &app.json(&["code", "update", "shop"])[0];
    assert_eq!((report["files"].as_u64(), report["commits"].as_u64()), (Some(2), Some(2)), "{report}");
    assert_ne!(first(&app, "the statement cannot be exported"), "export.py");
}

#[test]
#[cfg(unix)]
fn a_link_that_leaves_the_tree_is_never_followed() {
    let Some(app) = with_commits() else { return };
    let secret = app
        .file("secret.py", "def charged_twice():\n    return 'zebrastripe charged twice for one payment'\n");
    std::os::unix::fs::symlink(&secret, app.folder().join("shop/link.py")).unwrap();
    commit(&app.folder().join("shop"), "more.py", "x = 1\n");
    app.json(&["code", "add", "shop"]);
    assert_eq!(first(&app, "zebrastripe charged twice for one payment"), "charge.py");
    let refused = app.run(&["blame", "shop/link.py"]);
    assert!(refused.code == 1 && !refused.stdout.contains("zebrastripe"), "{}", refused.stdout);
    let server = app.serve();
    assert_eq!(server.get("/code/file?repository=shop&path=link.py").status, 404);
    assert_eq!(server.get("/code/file?repository=shop&path=../secret.py").status, 404);
    assert_eq!(server.get("/code/file?repository=shop&path=/etc/passwd").status, 404);
}

#[test]
fn a_mistake_in_codeowners_is_named_by_its_line_and_the_rest_counts() {
    let Some(app) = with_commits() else { return };
    commit(
        &app.folder().join("shop"),
        "CODEOWNERS",
        "charge.py @pay\n[broken @nobody\nstartup.py not-an-owner\n",
    );
    let report = app.json(&["code", "add", "shop"]);
    let notes = report["notes"].to_string();
    assert!(notes.contains("CODEOWNERS") && notes.contains("line 3"), "{report}");
    assert_eq!(app.json(&["blame", "shop/charge.py"])["owners"][0], "@pay");
    assert!(
        app.run(&["code", "list"]).stdout.contains("line 3"),
        "they are not forgotten after the first time"
    );
}
