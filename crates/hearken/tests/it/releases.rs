//! What shipped when: told of by tags, lists, hand and API; marked on every trend, and told in the order of events alone.

use hearken_code::{NewTag, create_tags};
use serde_json::{Value, json};

use crate::api::told;
use crate::app::{TestApp, TestServer};
use crate::shop::{theme, with_shop};

const HOSTILE: &str = "<script>alert('x')</script>\u{1b}[2J";

fn versions(app: &TestApp) -> Vec<String> {
    let list = app.json(&["release", "list"]);
    let releases = list["releases"].as_array().unwrap().iter();
    releases.map(|release| release["version"].as_str().unwrap().to_owned()).collect()
}

fn add(app: &TestApp, version: &str, date: &str) -> Value {
    app.json(&["release", "add", version, "--product", "shop", "--date", date])
}

fn command(server: &TestServer, command: &Value) -> crate::app::Page {
    server.send("/api/v1/commands", &[("content-type", "application/json")], command.to_string().as_bytes())
}

/// A shop whose commits are tagged: two are versions, one of either kind, and two are none.
fn tagged_shop() -> TestApp {
    let app = with_shop();
    let tag = |name: &str, commits_back, made: Option<&str>| NewTag {
        name: name.to_owned(),
        commits_back,
        made: made.map(|at| (at.parse().unwrap(), "Ann".to_owned(), "ann@example.com".to_owned())),
    };
    let tags = [
        tag("v1.0.0", 1, None),
        tag("release-1.1.0", 0, Some("2024-03-04T09:00:00Z")),
        tag("latest", 0, None),
        tag("before-the-move", 1, None),
    ];
    create_tags(&app.folder().join("shop"), &tags).unwrap();
    app
}

#[test]
fn tags_that_are_versions_become_releases_and_the_others_are_counted() {
    let app = tagged_shop();
    let synced = app.json(&["release", "sync"]);
    let one = &synced[0];
    assert_eq!(
        (&one["tags"], &one["added"], &one["no_versions"]),
        (&json!(4), &json!(2), &json!(2)),
        "{one}"
    );
    assert_eq!(one["examples"], json!(["before-the-move", "latest"]));
    let list = app.json(&["release", "list"]);
    let told = |index: usize| {
        let release = &list["releases"][index];
        ["product", "version", "at", "dated"].map(|field| release[field].as_str().unwrap().to_owned())
    };
    assert_eq!(told(0), ["shop", "1.1.0", "2024-03-04T09:00:00Z", "tag"]);
    assert_eq!(told(1), ["shop", "1.0.0", "2023-12-01T10:00:00Z", "commit"]);
    let again = app.run(&["release", "sync", "shop"]);
    assert!(again.stdout.contains("0 new releases, 2 known"), "{}", again.stdout);
    assert!(again.stdout.contains("2 tags left out for naming no version"), "{}", again.stdout);
    app.rebuild_changes_nothing();
    let ran = app.run(&["release", "sync", "nowhere"]);
    assert!(ran.code == 1 && ran.stderr.contains("nowhere"), "{}", ran.stderr);
}

#[test]
fn what_somebody_removed_stays_away_and_each_act_is_taken_back() {
    let app = tagged_shop();
    app.json(&["release", "sync"]);
    app.json(&["release", "remove", "L-1"]);
    assert_eq!(versions(&app), ["1.1.0"]);
    assert_eq!(app.json(&["release", "sync"])[0]["removed"], 1);
    assert_eq!(versions(&app), ["1.1.0"]);
    assert_eq!(app.json(&["release", "undo", "L-1"])["back"], true);
    assert_eq!(versions(&app), ["1.1.0", "1.0.0"]);
    assert_eq!(app.json(&["release", "undo", "L-2"])["gone"], 2, "all that came with it");
    assert!(versions(&app).is_empty());
    app.rebuild_changes_nothing();
    for (arguments, told) in [
        (["release", "undo", "L-2"], "L-2: its adding was taken back already; add it again"),
        (["release", "remove", "L-9"], "L-9: there is no such release"),
    ] {
        let ran = app.run(&arguments);
        assert!(ran.code == 1 && ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn a_list_with_two_dates_for_one_version_keeps_the_first_and_tells_the_other_by_its_place() {
    let app = TestApp::with_reviews();
    app.file(
        "releases.csv",
        "version,released\nv2.4.0,2024-03-05\n2.4.0,2024-03-06\n2.4.1,7 March 2024\n2.4.1,2024-03-07\n2.5.0,soon\n,2024-03-08\n",
    );
    let report = app.json(&["release", "import", "releases.csv", "--product", "shop"]);
    assert_eq!(
        (&report["added"], &report["known"], &report["refused"]),
        (&json!(2), &json!(1), &json!(3)),
        "{report}"
    );
    let refusals = report["refusals"].as_array().unwrap();
    let found = refusals.iter().find(|refusal| refusal["place"] == "line 3").unwrap();
    assert_eq!(
        found["reason"],
        "shop 2.4.0 stands on line 2 with another date, 2024-03-05; that one is kept"
    );
    assert!(refusals.iter().any(|refusal| refusal["place"] == "line 6"), "{refusals:?}");
    assert!(refusals.iter().any(|one| one["reason"] == "there is no version in it"), "{refusals:?}");
    assert_eq!(versions(&app), ["2.4.1", "2.4.0"]);
    app.file("later.csv", "version,released,product\n2.4.0,2024-04-01,shop\n");
    let report = app.json(&["release", "import", "later.csv"]);
    let reason = report["refusals"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("is known as L-1 of 2024-03-05, not 2024-04-01; that date is kept"), "{reason}");
    let ran = app.run(&["release", "import", "releases.csv"]);
    assert!(ran.code == 1 && ran.stderr.contains("--product NAME"), "{}", ran.stderr);
    app.rebuild_changes_nothing();
}

#[test]
fn a_release_by_hand_is_told_of_once_with_a_date_that_can_be_one() {
    let app = TestApp::with_reviews();
    let added = add(&app, "v2.4.0", "5 March 2024");
    assert_eq!(
        (&added["id"], &added["version"], &added["dated"]),
        (&json!("L-1"), &json!("2.4.0"), &json!("told"))
    );
    assert!(added["by"]["name"].is_string(), "who told of it: {added}");
    for (version, date, told) in [
        ("2.4.0", "2024-03-05", "shop 2.4.0 is known already, as L-1 of 2024-03-05"),
        ("2.4.0", "2024-03-06", "that date is kept, and whoever wants another removes L-1 first"),
        ("2.5.0", "soon", "'soon' is not a valid date"),
        ("2.5.0", "2999-01-01", "lies in the future"),
        (" ", "2024-03-05", "a release needs a version"),
    ] {
        let ran = app.run(&["release", "add", version, "--product", "shop", "--date", date]);
        assert!(ran.code == 1 && ran.stderr.contains(told), "{version:?} {date}: {}", ran.stderr);
    }
    app.json(&["release", "add", HOSTILE, "--product", HOSTILE, "--date", "2024-03-06"]);
    let listed = app.run(&["release", "list"]).stdout;
    assert!(!listed.contains('\u{1b}'), "{listed:?}");
    let server = app.serve();
    for path in ["/", "/themes", "/releases", "/releases/L-2"] {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        assert!(!page.body.contains("<script>alert"), "{path}");
    }
}

#[test]
fn pages_and_api_list_add_remove_and_undo_and_say_what_was_left_out() {
    let app = tagged_shop();
    let server = app.serve();
    server.wait_for("/api/v1/releases", |page| told(page)["total"] == 2);
    let synced = server.post("/releases/sync", &[]);
    assert_eq!(synced.status, 200, "{}", synced.body);
    assert!(synced.body.contains("0 new releases, 2 known"), "the server had taken them in: {}", synced.body);
    assert!(synced.body.contains("2 tags left out for naming no version"), "{}", synced.body);
    let form = [
        ("command", "add-release"),
        ("product", "cart"),
        ("version", "9.0"),
        ("date", "2024-03-05"),
        ("next", "/releases"),
    ];
    assert_eq!(server.post("/commands", &form).status, 303);
    let page = server.get("/releases?product=cart").body;
    assert!(page.contains("9.0") && !page.contains("1.1.0</a>"), "{page}");
    let sent = b"version,date\n8.0,2024-02-01\n";
    let imported = server.send("/api/v1/releases?product=cart", &[("content-type", "text/csv")], sent);
    assert_eq!(told(&imported)["added"], 1, "{}", imported.body);
    let list = told(&server.get("/api/v1/releases?product=cart&limit=1"));
    assert_eq!((&list["total"], &list["releases"][0]["version"]), (&json!(2), &json!("9.0")), "{list}");
    let next = list["next"].as_str().unwrap();
    let rest = told(&server.get(&format!("/api/v1/releases?product=cart&limit=1&cursor={next}")));
    assert_eq!((&rest["next"], &rest["releases"][0]["version"]), (&Value::Null, &json!("8.0")), "{rest}");
    assert_eq!(told(&server.get("/api/v1/releases/L-3"))["version"], "9.0");
    assert_eq!(server.get("/api/v1/releases/L-99").status, 404);
    assert_eq!(command(&server, &json!({"command": "remove-release", "release": "L-3"})).status, 200);
    assert_eq!(command(&server, &json!({"command": "remove-release", "release": "L-3"})).status, 409);
    assert_eq!(server.get("/releases/L-3").status, 404);
    assert!(server.get("/releases").body.contains("Removed cart 9.0"));
    let undo = [("command", "undo-release"), ("release", "L-3"), ("next", "/releases")];
    assert_eq!(server.post("/commands", &undo).status, 303);
    assert_eq!(server.get("/releases/L-3").status, 200);
    // A server that holds the data takes lists from commands, too.
    app.file("more.csv", "version,date\n7.0,2024-01-01\n");
    assert_eq!(app.json(&["release", "import", "more.csv", "--product", "cart"])["added"], 1);
}

/// Of two matters from the first week on, of another from the first of May.
fn heard() -> String {
    let crashes = ["when I open it", "after the update", "on startup", "as soon as I log in"];
    let service = ["helped me quickly", "very friendly", "solved my problem", "answered at once"];
    let charges = ["for one payment", "by mistake", "and want a refund", "this month", "on my card"];
    let tails = ["please look", "since Monday", "again", "as before", "on my phone", "thank you"];
    let mut csv = "text,date,version,product\n".to_owned();
    for week in 0..16 {
        for (index, (crash, helped)) in crashes.iter().zip(service).enumerate() {
            let (month, day) = (1 + week / 4, 1 + (week % 4) * 7 + index);
            let tail = tails[(week + index) % tails.len()];
            csv += &format!("\"The app crashes {crash}, {tail}\",2024-{month:02}-{day:02},v2.3.0,shop\n");
            csv += &format!(
                "\"Great customer service {helped}, {tail}\",2024-{month:02}-{day:02},v2.3.0,shop\n"
            );
        }
    }
    for day in 1..=28 {
        let (end, tail) = (charges[day % charges.len()], tails[day % tails.len()]);
        csv += &format!("\"I was charged twice {end}, {tail}\",2024-05-{day:02},2.4.0,shop\n");
    }
    csv
}

#[test]
fn a_theme_that_began_after_a_release_says_so_and_claims_no_more_than_the_order() {
    let app = TestApp::new();
    app.import("heard.csv", heard(), &[]);
    add(&app, "2.3.0", "2024-01-02");
    add(&app, "2.4.0", "2024-04-28");
    add(&app, "2.3.9", "2024-04-20");
    let charged = theme(&app, "charged");
    let shown = app.json(&["theme", "show", &charged]);
    let after = &shown["after_release"];
    assert_eq!(
        (&after["days"], &after["says"]),
        (&json!(3), &json!("first heard 3 days after shop 2.4.0 was released")),
        "{after}"
    );
    let text = app.run(&["theme", "show", &charged]).stdout;
    assert!(text.contains("first heard 3 days after shop 2.4.0 was released (L-2)"), "{text}");
    // What begins with the data did not begin then.
    let crashes = theme(&app, "crashes");
    assert_eq!(app.json(&["theme", "show", &crashes])["after_release"], Value::Null);
    let server = app.serve();
    let page = server.get(&format!("/themes/{charged}")).body;
    assert!(page.contains("first heard 3 days after shop 2.4.0 was released"), "{page}");
    let claims = page.replace("After is not because", "");
    for claim in ["because", "caused", "due to"] {
        assert!(!claims.contains(claim), "{claim}");
    }
    // Looking back to before the release came out, nobody knows of it.
    let then = server.get(&format!("/themes/{charged}?as_of=2024-04-25")).body;
    assert!(!then.contains("2.4.0 was released") && !then.contains("shop 2.4.0 on"), "{then}");
    let listed = told(&server.get("/api/v1/releases?as_of=2024-04-25"));
    assert_eq!(
        (&listed["total"], &listed["releases"][0]["version"]),
        (&json!(2), &json!("2.3.9")),
        "{listed}"
    );
    assert_eq!(app.json(&["release", "list", "--as-of", "2024-01-01"])["total"], 0);
}

#[test]
fn releases_are_marked_on_every_trend_and_a_signal_leads_to_its_version_s() {
    let app = TestApp::new();
    app.import("heard.csv", heard(), &[]);
    add(&app, "2.3.0", "2024-01-02");
    add(&app, "2.4.0", "2024-05-05");
    let charged = theme(&app, "charged");
    let server = app.serve();
    let page = server.get(&format!("/themes/{charged}")).body;
    for part in [
        "<a class=\"release\" href=\"/releases/L-2\" tabindex=\"-1\"><title>shop 2.4.0 on 5 May 2024</title>",
        "<a class=\"key release\" href=\"/releases\">releases</a>",
        "<th scope=\"col\">Beside it</th>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for path in ["/", "/themes"] {
        let page = server.get(path).body;
        assert!(page.contains("<title>shop 2.4.0 on 5 May 2024</title>"), "{path}: {page}");
        assert!(page.contains("class=\"key release\""), "{path}: {page}");
        assert!(page.contains("; 2 releases, among them shop 2.3.0"), "whoever hears the picture: {page}");
    }
    let today = server.get("/").body;
    assert!(today.contains("Released in the last four weeks") && today.contains("/releases/L-2"), "{today}");
    assert_eq!(told(&server.get("/api/v1/today"))["new_releases_total"], 1);
    let signals = app.json(&["search", "charged", "--limit", "1"]);
    let signal = signals["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    assert_eq!(app.json(&["signal", "show", &signal])["release"]["id"], "L-2");
    let page = server.get(&format!("/signals/{signal}")).body;
    assert!(page.contains("<a href=\"/releases/L-2\">released 5 May 2024</a>"), "{page}");
}

#[test]
fn ten_thousand_releases_are_taken_in_listed_and_drawn_in_bounds() {
    let app = TestApp::new();
    app.import("heard.csv", heard(), &[]);
    let day = |n: usize| format!("2024-{:02}-{:02}", 1 + n * 5 / 10_000, 1 + n % 28);
    let rows: String =
        (0..10_000).map(|n| format!("{}.{}.{},{}\n", n / 1000, n / 10 % 100, n % 10, day(n))).collect();
    app.file("many.csv", format!("version,date\n{rows}"));
    let report = app.json(&["release", "import", "many.csv", "--product", "shop"]);
    assert_eq!(report["added"], 10_000, "{report}");
    let server = app.serve();
    let page = server.get("/releases").body;
    assert!(page.contains("10,000 releases") && page.matches("<tr id=").count() == 100, "{}", page.len());
    let charged = theme(&app, "charged");
    for path in ["/", "/themes"] {
        let page = server.get(path).body;
        assert!(page.contains("are drawn, the largest steps of version first"), "{path}: {page}");
        assert!(page.len() < 400_000, "{path} has {} bytes", page.len());
    }
    let chart = server.get(&format!("/themes/{charged}")).body;
    assert!(chart.matches("<a class=\"release\"").count() <= 26);
    app.json(&["release", "undo", "L-1"]);
    assert_eq!(told(&server.get("/api/v1/releases"))["total"], 0);
}

#[test]
fn a_server_takes_in_tags_by_itself_and_what_somebody_took_back_stays_away() {
    let app = tagged_shop();
    let server = app.serve();
    let total = |server: &TestServer, expected: u64| {
        server.wait_for("/api/v1/releases", |page| told(page)["total"] == expected);
    };
    total(&server, 2);
    let list = told(&server.get("/api/v1/releases"));
    assert_eq!(list["releases"][0]["by"]["kind"], "machine", "{list}");
    assert_eq!(list["releases"][0]["by"]["name"], "take-in-tags", "{list}");
    server.wait_for("/sources", |page| page.body.contains("Take in tags that are versions"));
    assert_eq!(command(&server, &json!({"command": "undo-release", "release": "L-1"})).status, 200);
    total(&server, 0);
    drop(server);
    let tag = NewTag { name: "v2.0.0".to_owned(), commits_back: 0, made: None };
    create_tags(&app.folder().join("shop"), &[tag]).unwrap();
    let server = app.serve();
    total(&server, 1);
    drop(server);
    assert_eq!(versions(&app), ["2.0.0"]);
    assert_eq!(app.json(&["release", "sync"])[0]["added"], 2, "whoever asks for them has them again");
    app.rebuild_changes_nothing();
}

#[test]
fn a_theme_shows_the_releases_of_what_it_touches_and_says_where_that_is_not_known() {
    let app = TestApp::new();
    app.import("heard.csv", heard(), &[]);
    let web = |version: &str, date: &str| {
        app.json(&["release", "add", version, "--product", "web", "--date", date]);
    };
    add(&app, "2.4.0", "2024-04-28");
    let charged = theme(&app, "charged");
    let server = app.serve();
    let page = || server.get(&format!("/themes/{charged}")).body;
    assert!(page().contains(">release</a>") && !page().contains("of what it touches"), "one product only");
    web("9.0", "2024-04-29");
    web("9.1", "2024-05-20");
    let page = page();
    assert!(page.contains("release of what it touches: shop</a>"), "{page}");
    assert!(page.contains("shop 2.4.0 on 28 Apr 2024") && !page.contains("web 9."), "{page}");
    assert!(page.contains("first heard 3 days after shop 2.4.0 was released"), "web is none of its: {page}");
    assert!(server.get("/themes").body.contains("web 9.1 on 20 May 2024"), "a list is of all");

    let app = TestApp::with_reviews();
    add(&app, "1.0", "2024-04-01");
    app.json(&["release", "add", "9.0", "--product", "web", "--date", "2024-04-02"]);
    let crashes = theme(&app, "crash");
    let page = app.serve().get(&format!("/themes/{crashes}")).body;
    assert!(page.contains("releases of all products: which of them it touches is not known"), "{page}");
}
