//! Campaigns and spam: found at import, shown, in no count, alert or export, until a person says otherwise.

use serde_json::Value;

use crate::app::TestApp;

const COPIED: &str =
    "Best payment app for teenagers, safe and easy, my whole class uses it, install it today";

/// Ninety reviews that make themes, and a campaign of twelve within a day by people who say nothing else.
fn app() -> TestApp {
    let app = TestApp::with_reviews();
    assert_eq!(app.import("campaign.csv", campaign(0..12), &["--source", "reviews.csv"])[0], 12);
    app
}

fn campaign(numbers: std::ops::Range<usize>) -> String {
    let row = |n: usize| format!("c{n},\"{COPIED}\",2024-03-04 {:02}:00,Writer {n}\n", n % 24);
    "id,review,date,author\n".to_owned() + &numbers.map(row).collect::<String>()
}

fn campaigns(app: &TestApp) -> Value {
    app.json(&["campaign", "list"])
}

/// Signals in themes and in none, as the list of themes adds them up.
fn counted(app: &TestApp) -> u64 {
    let themes = app.json(&["themes", "--limit", "100"]);
    let sizes = themes["themes"].as_array().unwrap().iter().map(|theme| theme["signals"].as_u64().unwrap());
    sizes.sum::<u64>() + themes["unsorted"].as_u64().unwrap()
}

fn found(app: &TestApp, options: &[&str]) -> u64 {
    app.json(&[&["search", "--limit", "1"], options].concat())["matches"].as_u64().unwrap()
}

#[test]
fn a_campaign_is_found_at_import_and_shown_with_its_arithmetic_and_counts_nowhere() {
    let app = app();
    let list = campaigns(&app);
    assert_eq!(
        (&list["in_campaigns"], list["campaigns"].as_array().unwrap().len()),
        (&12.into(), 1),
        "{list}"
    );
    let campaign = &list["campaigns"][0];
    assert_eq!((&campaign["signals"], &campaign["set_aside"]), (&12.into(), &12.into()));
    assert_eq!((&campaign["accounts"], &campaign["new_accounts"]), (&12.into(), &12.into()));
    assert_eq!((&campaign["by_unknown"], &campaign["hours"]), (&0.into(), &11.0.into()));
    assert!(campaign["confidence"].as_f64().unwrap() > 0.5 && campaign["likeness"].as_f64().unwrap() > 0.99);
    assert_eq!(counted(&app), 90);
    assert_eq!((found(&app, &["--is", "campaign"]), found(&app, &["--is", "counted"])), (12, 90));
    assert_eq!(found(&app, &["teenagers", "--is", "campaign", "--sort", "newest"]), 12, "by words, too");
    assert_eq!(found(&app, &["teenagers", "--is", "counted", "--sort", "newest"]), 0);
    app.rebuild_changes_nothing();
    assert_eq!((counted(&app), campaigns(&app)["in_campaigns"].as_u64()), (90, Some(12)));
}

#[test]
fn pages_and_the_api_show_it_and_a_person_says_that_it_is_none_and_takes_that_back() {
    let app = app();
    let first = campaigns(&app)["campaigns"][0]["first"]["id"].as_str().unwrap().to_owned();
    let server = app.serve();
    let page = server.get("/campaigns").body;
    assert!(
        page.contains("12 signals within 11 hours, 100% the same words; 12 of 12 accounts say nothing else"),
        "{page}"
    );
    let page = server.get(&format!("/signals/{first}")).body;
    assert!(page.contains("part of a campaign, not counted"), "{page}");
    let one: Value = serde_json::from_str(&server.get(&format!("/api/v1/campaigns/{first}")).body).unwrap();
    assert_eq!(one["signals"].as_array().unwrap().len(), 12, "{one}");
    assert_eq!(server.get("/api/v1/campaigns/S-1").status, 404);
    let export = server.get("/api/v1/exports/signals?format=jsonl").body;
    assert!(!export.contains("teenagers"), "{export}");
    let export = server.get("/api/v1/exports/signals?format=jsonl&is=campaign").body;
    assert_eq!(export.matches("teenagers").count(), 12, "{export}");
    let form = [
        ("command", "set-aside"),
        ("signals", &first),
        ("as", "counted"),
        ("alike", "true"),
        ("next", "/campaigns"),
    ];
    assert_eq!(server.post("/commands", &form).status, 303);
    let page = server.get("/campaigns").body;
    assert!(page.contains("All of them count: a person said that this is no campaign"), "{page}");
    let shown: Value = serde_json::from_str(&server.get(&format!("/api/v1/campaigns/{first}")).body).unwrap();
    let ruling = shown["ruling"]["id"].as_str().unwrap().to_owned();
    drop(server);
    assert_eq!(counted(&app), 102);
    // What joins it later counts, too.
    assert_eq!(app.import("more.csv", campaign(12..15), &["--source", "reviews.csv"])[0], 3);
    assert_eq!(counted(&app), 105);
    app.rebuild_changes_nothing();
    assert_eq!(counted(&app), 105);
    assert_eq!(app.run(&["theme", "undo", &ruling]).code, 0);
    assert_eq!((counted(&app), campaigns(&app)["in_campaigns"].as_u64()), (90, Some(15)));
}

#[test]
fn a_theme_says_what_of_it_is_not_counted() {
    let app = TestApp::with_reviews();
    let theme = app.json(&["themes"])["themes"][0].clone();
    let id = theme["id"].as_str().unwrap();
    let signals = app.json(&["theme", "show", id, "--limit", "3"])["signals"].clone();
    let ids: Vec<&str> =
        signals.as_array().unwrap().iter().map(|signal| signal["id"].as_str().unwrap()).collect();
    let ruling = app.json(&["signal", "set-aside", ids[0], ids[1], "--as", "spam"]);
    assert_eq!(ruling["says"], "2 signals are spam", "{ruling}");
    let shown = app.json(&["theme", "show", id]);
    assert_eq!(shown["card"]["signals"].as_u64(), theme["signals"].as_u64().map(|n| n - 2));
    assert_eq!(shown["not_counted"]["spam"], 2, "{}", shown["not_counted"]);
    assert!(app.run(&["theme", "show", id]).stdout.contains("2 signals of spam are not counted"));
    let server = app.serve();
    assert!(server.get(&format!("/themes/{id}")).body.contains("2 signals of spam are not counted"));
    drop(server);
    assert!(app.run(&["signal", "show", ids[0]]).stdout.contains("spam, not counted (a person said so)"));
    app.rebuild_changes_nothing();
    assert_eq!(app.run(&["theme", "undo", ruling["id"].as_str().unwrap()]).code, 0);
    assert_eq!(app.json(&["theme", "show", id])["not_counted"]["spam"], 0);
}

#[test]
fn who_is_erased_leaves_the_campaign_and_the_others_stay_in_it() {
    let app = app();
    assert_eq!(app.run(&["erase", "--contact", "Writer 0", "--yes"]).code, 0);
    let list = campaigns(&app);
    assert_eq!((&list["in_campaigns"], &list["campaigns"][0]["signals"]), (&11.into(), &11.into()), "{list}");
    assert_eq!(counted(&app), 90);
    app.rebuild_changes_nothing();
}

#[test]
fn spam_is_set_aside_and_tickets_that_a_program_writes_are_not() {
    let app = TestApp::new();
    let rows = "id,review,date\n1,Use my referral code NPCQCR and earn 50 cashback,2024-03-04\n\
                2,My referral code is refused and nobody answers,2024-03-04\n";
    assert_eq!(app.import("reviews.csv", rows, &[])[0], 2);
    assert_eq!((campaigns(&app)["spam"].as_u64(), found(&app, &["--is", "spam"])), (Some(1), 1));
    let ticket = |n: usize| format!("t{n},\"{COPIED}\",2024-03-04 {:02}:00,Writer {n}\n", n % 24);
    let tickets = "id,review,date,author\n".to_owned() + &(0..12).map(ticket).collect::<String>();
    assert_eq!(app.import("tickets.csv", tickets, &["--kind", "ticket"])[0], 12);
    assert_eq!(campaigns(&app)["in_campaigns"], 0);
}

#[test]
fn where_nobody_is_named_it_is_said_that_nobody_knows_whether_the_accounts_are_new() {
    let app = TestApp::new();
    let row = |n: usize| format!("{n},\"{COPIED}\",2024-03-04\n");
    let rows = "id,review,date\n".to_owned() + &(0..8).map(row).collect::<String>();
    assert_eq!(app.import("reviews.csv", rows, &[])[0], 8);
    let list = campaigns(&app);
    assert_eq!(
        (&list["campaigns"][0]["by_unknown"], &list["campaigns"][0]["accounts"]),
        (&8.into(), &0.into())
    );
    let shown = app.run(&["campaign", "list"]).stdout;
    assert!(shown.contains("8 signals without a name, so that nobody knows"), "{shown}");
    assert!(app.run(&["campaign", "show", "S-99999"]).stderr.contains("there is no campaign with S-99999"));
}
