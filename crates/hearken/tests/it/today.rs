//! Today: each change is news on one day, ranked by how sure and how much, quoted from its days; and a story where one is.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use serde_json::Value;

use crate::api::told;
use crate::app::{TestApp, TestServer};
use crate::clock::Clocked;

/// Days of reviews before anything changes, and days on which crashes are told of again and again.
const USUAL_DAYS: i32 = 120;
const RISING_DAYS: i32 = 20;

/// Reviews of 140 days that end with `last`: three matters, each told of on one day in three, and in the last twenty days
/// crashes four times a day.
fn rising(last: Date) -> String {
    let matters = [
        ("The app crashes", ["on startup"; 4]),
        ("I was charged twice", ["for one payment", "by mistake", "and want a refund", "on my card"]),
        (
            "Great customer service",
            ["helped me quickly", "very friendly", "solved my problem", "lovely people"],
        ),
    ];
    let mut csv = "id,review,date,stars,app\n".to_owned();
    let mut number = 0;
    let mut say = |day: Date, matter: usize| {
        number += 1;
        let (start, ends) = matters[matter];
        let (end, stars) = (ends[number % 4], if matter == 2 { 5 } else { 1 });
        let tail = ["please look", "once more", "as before", "on my phone", "at work"][number % 5];
        csv += &format!("n{number},\"{start} {end}, {tail}\",{day},{stars},Pay\n");
    };
    for back in (0..USUAL_DAYS + RISING_DAYS).rev() {
        let day = last.checked_sub(back.days()).unwrap();
        if back < RISING_DAYS {
            (0..4).for_each(|_| say(day, 0));
        }
        say(day, usize::try_from(back % 3).unwrap());
    }
    csv
}

fn as_of(server: &TestServer, day: Date) -> Value {
    told(&server.get(&format!("/api/v1/today?as_of={day}T12:00")))
}

/// The ids of the themes in a list of changes.
fn themes(changes: &Value) -> Vec<String> {
    let id = |change: &Value| change["theme"]["id"].as_str().unwrap().to_owned();
    changes.as_array().unwrap().iter().map(id).collect()
}

fn last_day() -> Date {
    "2024-06-30".parse().unwrap()
}

fn with_rise() -> TestApp {
    let app = TestApp::new();
    app.import("reviews.csv", rising(last_day()), &[]);
    app
}

/// The day on which crashes were news, looking back to each day in turn, and the theme.
fn news_day(server: &TestServer) -> (Date, String) {
    let days = (0..=RISING_DAYS).map(|back| last_day().checked_sub((RISING_DAYS - back).days()).unwrap());
    let called: Vec<(Date, Vec<String>)> = days
        .map(|day| (day, themes(&as_of(server, day)["changed"])))
        .filter(|(_, changed)| !changed.is_empty())
        .collect();
    let [(day, changed)] = &called[..] else { panic!("news on one day, not on {called:?}") };
    assert_eq!(changed.len(), 1);
    (*day, changed[0].clone())
}

#[test]
fn the_same_news_is_not_called_on_the_next_day_and_goes_on_after_a_week() {
    let app = with_rise();
    let server = app.serve();
    let (day, crashes) = news_day(&server);
    let news = as_of(&server, day);
    assert_eq!(news["changed"][0]["called"], day.to_string());
    assert_eq!(news["changed"][0]["what"], "rises");
    assert!(news["largest"].as_array().unwrap().iter().all(|card| card["id"] != crashes.as_str()));
    for after in 1..=6 {
        let later = as_of(&server, day.checked_add(after.days()).unwrap());
        assert!(themes(&later["changed"]).is_empty(), "{after} days later: {later}");
        assert_eq!(themes(&later["this_week"]), std::slice::from_ref(&crashes), "{after} days later");
        assert_eq!(later["this_week"][0]["called"], day.to_string());
        assert_eq!(later["last_change"]["called"], day.to_string());
    }
    let week = as_of(&server, day.checked_add(7.days()).unwrap());
    assert!(themes(&week["changed"]).is_empty() && themes(&week["this_week"]).is_empty(), "{week}");
    assert_eq!(themes(&week["goes_on"]), [crashes]);
    assert_eq!(week["goes_on"][0]["called"], day.to_string());
    assert_eq!(week["goes_on"][0]["since"], news["changed"][0]["theme"]["trend"]["since"]);
}

#[test]
fn a_reload_and_another_reader_are_told_the_same_news_at_every_door() {
    let app = with_rise();
    let server = app.serve();
    let (day, crashes) = news_day(&server);
    let (first, second) = (as_of(&server, day), as_of(&server, day));
    assert_eq!(first, second);
    let at = format!("{day}T12:00");
    assert_eq!(app.json(&["today", "--as-of", &at])["changed"], first["changed"]);
    let printed = app.run(&["today", "--as-of", &at]).stdout;
    assert!(printed.contains("CHANGED TODAY") && printed.contains(&format!("{crashes}  ")), "{printed}");
    for _ in 0..2 {
        let page = server.get(&format!("/?as_of={at}")).body;
        assert!(page.contains("One theme is</a> news today"), "{page}");
    }
    let page = server.get(&format!("/?as_of={}", day.tomorrow().unwrap())).body;
    assert!(page.contains("Nothing changed beyond its usual today") && page.contains("Earlier this week"));
}

#[test]
fn the_order_of_changes_shows_its_arithmetic() {
    let app = with_rise();
    let server = app.serve();
    let (day, _) = news_day(&server);
    let change = &as_of(&server, day)["changed"][0];
    let trend = &change["theme"]["trend"];
    let (recent, low) = (trend["recent"].as_f64().unwrap(), trend["ratio_low"].as_f64().unwrap());
    let beyond = change["beyond"].as_f64().unwrap();
    assert!(low > 1.0 && (beyond - (recent - recent / low)).abs() < 1e-9, "{change}");
    let why = change["why"].as_str().unwrap();
    assert!(why.contains(&format!("{recent} − {recent} / {low:.2} = {beyond:.1} beyond the usual")), "{why}");
}

#[test]
fn quotes_are_from_the_days_that_they_speak_of_and_no_two_say_the_same() {
    let app = with_rise();
    let server = app.serve();
    let (day, _) = news_day(&server);
    let change = &as_of(&server, day)["changed"][0];
    let quotes: Vec<&Value> =
        change["quotes"].as_array().unwrap().iter().chain([&change["theme"]["quote"]]).collect();
    assert_eq!(quotes.len(), 2, "{change}");
    assert_ne!(quotes[0]["text"], quotes[1]["text"]);
    let since = change["theme"]["trend"]["since"].as_str().unwrap();
    for quote in quotes {
        let shown = app.json(&["signal", "show", quote["signal"].as_str().unwrap()]);
        let said = shown["signal"]["at"].as_str().unwrap();
        assert!(said >= since && said < day.to_string().as_str(), "{said} since {since}");
    }
}

#[test]
fn where_nothing_changes_the_last_change_is_told_with_its_day() {
    let app = with_rise();
    let server = app.serve();
    let (day, crashes) = news_day(&server);
    let quiet = last_day().checked_sub((RISING_DAYS + 1).days()).unwrap();
    assert!(as_of(&server, quiet)["last_change"].is_null());
    let page = server.get(&format!("/?as_of={quiet}")).body;
    assert!(page.contains("Nothing changed beyond its usual this week."), "{page}");
    // Ten weeks of the usual later nothing goes on any more.
    let mut csv = "id,review,date,stars,app\n".to_owned();
    for after in 1..=70 {
        let on = last_day().checked_add(after.days()).unwrap();
        csv += &format!("m{after},\"I was charged twice for one payment, number {after}\",{on},1,Pay\n");
    }
    app.import("reviews.csv", csv, &[]);
    let later = as_of(&server, last_day().checked_add(69.days()).unwrap());
    assert!(
        themes(&later["changed"]).is_empty() && themes(&later["goes_on"]).iter().all(|id| *id != crashes)
    );
    assert!(later["last_change"]["called"].as_str().unwrap() >= day.to_string().as_str(), "{later}");
}

#[test]
fn what_is_imported_late_is_news_on_the_day_it_came_and_not_on_the_next() {
    let Some(clocked) = Clocked::new(TestApp::new()) else { return };
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    clocked.app.file("late.csv", rising(today.checked_sub(5.days()).unwrap()));
    clocked.json(-1, &["import", "late.csv", "--source", "late"]);
    let yesterday = clocked.json(-1, &["today"]);
    let crashes = &yesterday["changed"][0];
    assert_eq!(crashes["called"], today.yesterday().unwrap().to_string(), "{yesterday}");
    assert!(crashes["theme"]["trend"]["noticed"].as_str() < crashes["called"].as_str());
    assert_eq!(
        clocked.json(-1, &["today"])["changed"],
        yesterday["changed"],
        "a second look takes nothing away"
    );
    let now = clocked.json(0, &["today"]);
    assert!(themes(&now["changed"]).is_empty(), "{now}");
    assert_eq!(themes(&now["this_week"]), themes(&yesterday["changed"]));
    assert_eq!(now["this_week"][0]["called"], crashes["called"]);
}

#[test]
fn a_story_is_told_only_where_one_reads_as_one() {
    let app = with_rise();
    let server = app.serve();
    let (day, crashes) = news_day(&server);
    assert!(as_of(&server, day)["story"].is_null(), "short complaints tell none");
    assert!(!server.get(&format!("/?as_of={day}")).body.contains("A story to read"));
    let story = "The app crashes on startup. I installed the update on Monday morning and then it closed at once. I restarted the \
                 phone twice, and it crashed again. I called support after lunch; they told me to wait until the next day. \
                 I waited, opened it again, and lost what I had typed. Yesterday I removed it.";
    let on = day.yesterday().unwrap();
    app.import("reviews.csv", format!("id,review,date,stars,app\ns1,\"{story}\",{on},1,Pay\n"), &[]);
    server.wait_for("/api/v1/search?q=restarted", |page| told(page)["matches"] == 1);
    let found = app.json(&["search", "restarted"]);
    let signal = found["hits"][0]["signal"]["id"].as_str().unwrap();
    app.json(&["theme", "move", signal, "--to", &crashes]);
    let looked = as_of(&server, day);
    assert_eq!(looked["story"]["text"], story, "{looked}");
    assert_eq!(looked["story"]["theme"]["id"], crashes.as_str());
    assert!(server.get(&format!("/?as_of={day}")).body.contains("A story to read"));
}
