//! Whether the server says truly that all is well, and heals what was taken from under it while it serves.

use std::fs;
use std::io::Write as _;

use crate::app::TestApp;
use crate::mount::SmallDisk;

#[test]
fn views_that_are_removed_while_it_serves_come_back_by_themselves() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    server.wait_for("/readyz", |page| page.status == 200 && page.body == "ready\n");
    fs::rename(app.data().join("views"), app.folder().join("gone")).unwrap();
    server.wait_for("/readyz", |page| page.status == 200 && app.data().join("views/vectors/state").exists());
    server.wait_for("/search?q=crashes", |page| page.body.contains("30 signals"));
    assert_eq!(app.import("more.csv", "id,text\n1,The gizmo exploded\n", &[]), [1, 0, 0, 0]);
    server.wait_for("/search?q=gizmo", |page| page.body.contains("exploded"));
    drop(server);
    assert_eq!(app.json(&["doctor"])["well"], true);
}

#[test]
fn a_server_whose_views_cannot_follow_the_log_is_not_ready_until_they_do() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    server.wait_for("/readyz", |page| page.status == 200);
    let views = app.data().join("views");
    // It may be made again before something else has its name.
    while fs::write(&views, "no folder").is_err() {
        let _ = fs::remove_dir_all(&views);
    }
    let page = server.wait_for("/readyz", |page| page.status == 503 && page.body.contains("do not follow"));
    assert!(page.body.starts_with("not ready\n"), "{}", page.body);
    assert_eq!(server.get("/healthz").status, 200, "the process itself answers");
    assert_eq!(server.get("/sources").status, 200, "what needs no view is shown");
    fs::remove_file(&views).unwrap();
    server.wait_for("/readyz", |page| page.status == 200);
    server.wait_for("/search?q=crashes", |page| page.body.contains("30 signals"));
}

#[test]
fn a_disk_that_is_nearly_full_takes_nothing_more_in_and_says_so_while_everything_else_goes_on() {
    let app = TestApp::new();
    let Some(_disk) = SmallDisk::over(&app.data(), "120m") else { return };
    let server = app.serve();
    let post = |text: &str| {
        let body = format!("{{\"text\": \"{text}\"}}");
        server.send("/api/v1/signals?source=s", &[("content-type", "application/json")], body.as_bytes())
    };
    assert_eq!(post("There is room").status, 201);
    let ballast = app.data().join("ballast");
    let mut file = fs::File::create(&ballast).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    file.set_len(file.metadata().unwrap().len() - (2200 << 10)).unwrap(); // less than a fiftieth of the disk
    let refused = post("There is none");
    assert_eq!(refused.status, 507, "{}", refused.body);
    assert!(refused.body.contains("is full: free some space"), "{}", refused.body);
    let page = server.post("/paste", &[("text", "There is none")]);
    assert_eq!(page.status, 507, "{}", page.body);
    app.file("more.csv", "id,text\n1,There is none\n");
    let ran = app.run(&["import", "more.csv"]);
    assert!(ran.code == 3 && ran.stderr.contains("is full: free some space"), "{}", ran.stderr);
    let unready = server.get("/readyz");
    assert!(unready.status == 503 && unready.body.contains("the disk is full"), "{}", unready.body);
    assert_eq!(server.get("/").status, 200);
    assert_eq!(app.run(&["source", "undo", "s"]).code, 0, "what takes nothing in is done");
    fs::remove_file(ballast).unwrap();
    server.wait_for("/readyz", |page| page.status == 200);
    let body = "{\"text\": \"There is room again\"}".as_bytes();
    let headers = [("content-type", "application/json")];
    assert_eq!(server.send("/api/v1/signals?source=t", &headers, body).status, 201);
}

#[test]
fn no_more_signals_are_taken_in_than_the_configuration_says() {
    let app = TestApp::new();
    assert_eq!(app.import("first.csv", "id,text\n1,First\n2,Second\n", &[]), [2, 0, 0, 0]);
    fs::write(app.data().join("hearken.toml"), "signals_max = 2\n").unwrap();
    app.file("more.csv", "id,text\n3,Third\n");
    let ran = app.run(&["import", "more.csv"]);
    assert!(ran.code == 3 && ran.stderr.contains("there are 2 or more signals"), "{}", ran.stderr);
    let server = app.serve();
    let headers = [("content-type", "application/json")];
    let refused = server.send("/api/v1/signals?source=s", &headers, b"{\"text\": \"Third\"}");
    assert!(refused.status == 507 && refused.body.contains("/api#full"), "{}", refused.body);
    assert_eq!(app.texts().len(), 2);
}
