//! How a theme moves, as it is told at every door, whatever came in and when.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serde_json::Value;

use crate::app::TestApp;
use crate::clock::Clocked;

/// What people say, of which each is a theme.
const CRASH: usize = 0;
const CHARGE: usize = 1;
const PRAISE: usize = 2;
const STARTS: [&str; 3] = ["The app crashes", "I was charged twice", "Great customer service"];
const ENDS: [[&str; 5]; 3] = [
    ["when I open it", "after the update", "on startup", "as soon as I log in", "every single time"],
    ["for one payment", "by mistake", "and want a refund", "this month", "on my card"],
    ["helped me quickly", "very friendly", "solved my problem", "answered at once", "lovely people"],
];
const TAILS: [&str; 6] = ["please look", "since Monday", "again", "as before", "on my phone", "thank you"];

/// A day so many from today.
fn day(days: i64) -> Date {
    let today = jiff::tz::TimeZone::UTC.to_datetime(Timestamp::now()).date();
    today.checked_add(Span::new().days(days)).unwrap()
}

/// A file of what was said; ids go on from one to the next.
#[derive(Default)]
struct Said {
    next: usize,
    /// How often each was said, so that each of its words comes as often as the others.
    times: [usize; 3],
}

impl Said {
    /// On each of some days so many of each.
    fn on(&mut self, days: std::ops::Range<i64>, counts: impl Fn(i64) -> [usize; 3]) -> String {
        let mut csv = header();
        for at in days {
            for (what, count) in counts(at).into_iter().enumerate() {
                for _ in 0..count {
                    csv += &self.row(what, &day(at).to_string());
                }
            }
        }
        csv
    }

    fn row(&mut self, what: usize, date: &str) -> String {
        self.next += 1;
        let (id, stars) = (self.next, if what == PRAISE { 5 } else { 1 });
        let times = self.times[what];
        self.times[what] += 1;
        let (end, tail) = (ENDS[what][times % 5], TAILS[times / 5 % 6]);
        format!("{id},\"{} {end}, {tail}\",{date},{stars}\n", STARTS[what])
    }
}

fn header() -> String {
    "id,review,date,stars\n".to_owned()
}

/// The theme of the crashes.
fn crashes(app: &TestApp) -> String {
    let found = app.json(&["search", "crashes"]);
    found["hits"][0]["signal"]["theme"]["id"].as_str().unwrap_or_else(|| panic!("{found}")).to_owned()
}

fn trend(app: &TestApp) -> Value {
    app.json(&["theme", "show", &crashes(app)])["card"]["trend"].clone()
}

/// What is not said of the crashes: that they rise, or are new.
fn none_rise(app: &TestApp) {
    let trend = trend(app);
    assert!(!["rising", "new"].contains(&trend["direction"].as_str().unwrap()), "{trend}");
    let listed = app.json(&["themes", "--sort", "rising"]);
    let directions: Vec<&str> = listed["themes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|card| card["trend"]["direction"].as_str().unwrap())
        .collect();
    assert!(!directions.contains(&"rising") && !directions.contains(&"new"), "{directions:?}");
}

/// What is said on each day.
fn usual(_: i64) -> [usize; 3] {
    [2, 3, 3]
}

#[test]
fn a_first_import_of_years_is_read_by_its_own_days_and_one_of_weeks_is_too_little() {
    let app = TestApp::new();
    app.import("desk.csv", Said::default().on(-300..1, usual), &[]);
    assert_eq!(trend(&app)["direction"], "steady");
    none_rise(&app);

    let app = TestApp::new();
    // Each day brings more than the day before: it is a first export, not a wave.
    let growing = |at: i64| [usize::from(at > -20) * 10, 5, 5];
    app.import("desk.csv", Said::default().on(-40..1, growing), &[]);
    let told = trend(&app);
    assert_eq!((&told["direction"], &told["since"]), (&"too_little".into(), &Value::Null), "{told}");
    none_rise(&app);
}

#[test]
fn a_rise_is_told_with_its_day_its_ratio_and_its_arithmetic_at_every_door() {
    let app = TestApp::new();
    let rising = |at: i64| [if at >= -20 { 10 } else { 1 }, 3, 3];
    app.import("desk.csv", Said::default().on(-300..1, rising), &[]);
    let theme = crashes(&app);
    let told = trend(&app);
    assert_eq!(told["direction"], "rising", "{told}");
    let since: Date = told["since"].as_str().unwrap().parse().unwrap();
    let early = day(-20).until(since).unwrap().get_days();
    assert!((-6..=6).contains(&early), "{told}");
    let (low, ratio, high) = (&told["ratio_low"], &told["ratio"], &told["ratio_high"]);
    let number = |value: &Value| value.as_f64().unwrap();
    assert!(1.0 < number(low) && number(low) < number(ratio) && number(ratio) < number(high), "{told}");
    let why = told["why"].as_str().unwrap();
    assert!(why.contains(" since ") && why.contains("95% interval"), "{why}");

    let page = app.json(&["theme", "show", &theme]);
    let counted: u64 = page["trend"]["signals"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).sum();
    let today = page["card"]["signals"].as_u64().unwrap() - counted;
    assert!((1..=10).contains(&today), "today is not over: {today}");
    let change = &page["trend"]["changes"][0];
    assert!(change["ratio"].as_f64().unwrap() > 2.0, "{change}");
    let ahead = &page["trend"]["forecast"]["together"];
    let within = number(&ahead["low"])..=number(&ahead["high"]);
    assert!(within.contains(&number(&ahead["expected"])) && number(&ahead["low"]) > 3.0, "{ahead}");

    let words = app.run(&["theme", "show", &theme]).stdout;
    for told in ["trend: rising: ", "share changed: ", "forecast: in the four weeks from "] {
        assert!(words.contains(told), "{told}: {words}");
    }
    assert!(app.run(&["themes"]).stdout.contains("▲"));
    let server = app.serve();
    let shown = server.get(&format!("/themes/{theme}")).body;
    for told in [
        "class=\"trend rising\"",
        "When its share changed",
        "its share changed</span>",
        "forecast, 90% interval",
    ] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let api = server.get(&format!("/api/v1/themes/{theme}")).body;
    assert!(api.contains("\"changes\"") && api.contains("\"forecast\""), "{api}");
    let listed: Value = serde_json::from_str(&server.get("/api/v1/themes?sort=rising").body).unwrap();
    assert_eq!(listed["themes"][0]["trend"]["direction"], "rising");
    let today = server.get("/").body;
    assert!(today.contains("rising ×"), "{today}");
}

#[test]
fn an_old_export_that_comes_beside_a_running_source_is_no_rise() {
    let Some(clocked) = Clocked::new(TestApp::new()) else { return };
    let mut said = Said::default();
    for (clock, days) in [(-120, -400..-120), (-60, -120..-60), (-1, -60..-1)] {
        clocked.app.file("desk.csv", said.on(days, usual));
        clocked.json(clock, &["import", "desk.csv"]);
    }
    assert_eq!(trend(&clocked.app)["direction"], "steady");
    // The same source tells again of weeks that it had told of, and only of crashes.
    let again = said.on(-40..-5, |_| [20, 0, 0]);
    clocked.app.import("desk.csv", again, &[]);
    none_rise(&clocked.app);
    // Another brings what was said all along, and only of crashes.
    let other = said.on(-200..0, |_| [5, 0, 0]);
    clocked.app.import("old-export.csv", other, &[]);
    none_rise(&clocked.app);
}

#[test]
fn a_month_that_is_uploaded_with_one_date_is_no_rise() {
    for date in [-12, -1] {
        let app = TestApp::new();
        let mut said = Said::default();
        app.import("desk.csv", said.on(-300..0, usual), &[]);
        let bulk = said.on(date..date + 1, |_| [250, 30, 0]);
        app.import("desk.csv", bulk, &[]);
        none_rise(&app);
    }
}

#[test]
fn what_comes_a_week_late_makes_nothing_fall() {
    let Some(clocked) = Clocked::new(TestApp::new()) else { return };
    let mut said = Said::default();
    clocked.app.file("desk.csv", said.on(-300..-42, usual));
    clocked.json(-35, &["import", "desk.csv"]);
    for clock in [-28, -21, -14, -7, 0] {
        clocked.app.file("desk.csv", said.on(clock - 14..clock - 7, usual));
        clocked.json(clock, &["import", "desk.csv"]);
    }
    let shown = clocked.app.json(&["theme", "show", &crashes(&clocked.app)]);
    assert_eq!(shown["card"]["trend"]["direction"], "steady", "{}", shown["card"]["trend"]);
    assert!(shown["trend"]["forecast"].is_object(), "days that are not in yet are left out of it");
}

#[test]
fn an_item_that_its_source_changes_weekly_came_when_it_came_first() {
    let Some(clocked) = Clocked::new(TestApp::new()) else { return };
    let export = Said::default().on(-300..-60, usual);
    clocked.app.file("desk.csv", &export);
    clocked.json(-60, &["import", "desk.csv"]);
    let before = clocked.app.json(&["theme", "show", &crashes(&clocked.app)])["trend"]["signals"].clone();
    let changed = export.replace("\",20", "!\",20");
    assert_eq!(clocked.app.import("desk.csv", changed, &[])[1], 1_920);
    let after = clocked.app.json(&["theme", "show", &crashes(&clocked.app)])["trend"]["signals"].clone();
    let counts =
        |days: &Value| days.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect::<Vec<_>>();
    let (before, after) = (counts(&before), counts(&after));
    assert_eq!(after[..before.len()], before, "nothing is set aside as told again");
    clocked.app.rebuild_changes_nothing();
}

#[test]
fn a_clock_change_where_people_live_makes_no_day_longer_or_emptier() {
    let app = TestApp::new();
    let mut said = Said::default();
    let mut csv = header();
    let change: Date = "2026-03-08".parse().unwrap();
    let mut at: Date = "2025-12-01".parse().unwrap();
    while at < "2026-04-02".parse().unwrap() {
        let offset = if at < change { "-05:00" } else { "-04:00" };
        for what in [CRASH, CHARGE, PRAISE] {
            csv += &said.row(what, &format!("{at}T12:30:00{offset}"));
        }
        at = at.tomorrow().unwrap();
    }
    app.import("desk.csv", csv, &[]);
    let shown = app.json(&["theme", "show", &crashes(&app), "--as-of", "2026-04-01"]);
    assert_eq!(shown["card"]["trend"]["direction"], "steady");
    let days = shown["trend"]["all"].as_array().unwrap();
    assert!(
        days.len() > 110 && days.iter().all(|all| (all.as_f64().unwrap() - 3.0).abs() < 1e-6),
        "{days:?}"
    );
}

#[test]
fn one_signal_gaps_none_at_all_and_what_is_undated_are_said_and_drawn() {
    let app = TestApp::new();
    let mut said = Said::default();
    app.import("desk.csv", said.on(-400..-300, usual), &[]);
    app.import("desk.csv", said.on(-30..0, usual), &[]);
    let mut undated = "id,review,stars\n".to_owned();
    for _ in 0..10 {
        let row = said.row(CRASH, "-");
        undated += &row.replace(",-,", ",");
    }
    app.import("chat.csv", undated, &[]);
    let theme = crashes(&app);
    let one = format!("{theme}?since={}&until={}", day(-30), day(-28));
    let none = format!("{theme}?rating_min=4");
    let server = app.serve();
    for (path, told) in
        [(&theme, "undated signals take no part in it"), (&one, "too little to tell"), (&none, "No forecast")]
    {
        let page = server.get(&format!("/themes/{path}"));
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        assert!(page.body.contains(told) && !page.body.contains("NaN"), "{path}: {}", page.body);
    }
    none_rise(&app);
    let words = app.run(&["theme", "show", &theme]).stdout;
    assert!(words.contains("undated, no part of the trend: "), "{words}");
}
