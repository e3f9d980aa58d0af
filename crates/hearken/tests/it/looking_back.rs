//! One *now* for commands, pages and API: the newest that was dated, or the clock; pinned with a sample; or a day that
//! somebody looks back to.

use serde_json::Value;

use crate::api::told;
use crate::app::{TestApp, TestServer, reviews};
use crate::shop::{theme, with_shop};

fn today(server: &TestServer, query: &str) -> Value {
    let page = server.get(&format!("/api/v1/today{query}"));
    assert_eq!(page.status, 200, "{}", page.body);
    told(&page)
}

/// Ids with their signals, weeks and trends.
fn figures(themes: &Value) -> Vec<String> {
    let themes = themes.as_array().unwrap().iter();
    let mut figures: Vec<String> = themes
        .map(|theme| format!("{} {} {} {}", theme["id"], theme["signals"], theme["weeks"], theme["trend"]))
        .collect();
    figures.sort();
    figures
}

#[test]
fn the_demo_s_commands_show_what_its_pages_show() {
    let app = TestApp::new();
    let data = app.data();
    let server = app.serve_with(&["demo", "--no-browser", "--port", "0", "--data", data.to_str().unwrap()]);
    let page = server.get("/");
    assert!(page.body.contains("5 August 2019") && page.body.contains("public domain"), "{}", page.body);
    let listed = told(&server.get("/api/v1/themes?limit=1000"));
    drop(server);
    let list = app.json(&["themes", "--limit", "1000"]);
    assert!(list["now"].as_str().unwrap().starts_with("2019-08-05T12:00:00"), "{}", list["now"]);
    assert_eq!(figures(&list["themes"]), figures(&listed["themes"]));
    let server = app.serve();
    let later = server.get("/");
    assert!(later.body.contains("5 August 2019") && later.body.contains("public domain"), "{}", later.body);
}

#[test]
fn one_pasted_quote_without_a_date_moves_nothing() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let (before, themes) = (today(&server, ""), app.json(&["themes", "--sort", "name"]));
    let lately = server.get("/api/v1/search?since=30d").body;
    let words = [("text", "The app crashes when I open it, said who knows when"), ("source", "pasted")];
    let page = server.post("/paste", &words);
    assert_eq!(page.status, 303);
    let quote = page.header("location").split(['/', '?']).nth(2).unwrap().to_owned();
    server.wait_for("/api/v1/search?q=knows", |page| told(page)["matches"] == 1);
    let has_theme = |page: &crate::app::Page| told(page)["theme"].is_object();
    server.wait_for(&format!("/api/v1/signals/{quote}"), has_theme);

    let after = today(&server, "");
    assert_eq!(after["now"], before["now"]);
    assert_eq!(
        (&after["recent_signals"], &after["last_at"]),
        (&before["recent_signals"], &before["last_at"])
    );
    assert_eq!(
        after["signals"].as_u64(),
        before["signals"].as_u64().map(|signals| signals + 1),
        "but it counts"
    );
    let now = app.json(&["themes", "--sort", "name"]);
    let moving = |list: &Value| {
        let themes = list["themes"].as_array().unwrap().iter();
        themes
            .map(|theme| format!("{} {} {}", theme["id"], theme["weeks"], theme["trend"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(moving(&now), moving(&themes));
    assert_eq!(told(&server.get("/api/v1/search?since=30d"))["matches"], told_matches(&lately));

    let newest = app.json(&["search", "--limit", "100"]);
    let hits = newest["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 91);
    assert_eq!(
        (&hits[90]["signal"]["id"], &hits[90]["signal"]["undated"]),
        (&quote.as_str().into(), &true.into())
    );
    let theme = hits[90]["signal"]["theme"]["id"].as_str().unwrap().to_owned();
    let shown = app.json(&["theme", "show", &theme, "--limit", "100"]);
    assert_eq!(shown["signals"].as_array().unwrap().last().unwrap()["id"], quote.as_str());
    assert!(app.run(&["signal", "show", &quote]).stdout.contains("undated; it came"), "the command says so");
    assert!(server.get(&format!("/signals/{quote}")).body.contains("undated, came"), "and the page");
    let source = app.json(&["sources", "pasted"]);
    assert_eq!((&source["source"]["signals"], &source["source"]["last_at"]), (&1.into(), &Value::Null));
    drop(server);
    app.rebuild_changes_nothing();
}

fn told_matches(body: &str) -> Value {
    serde_json::from_str::<Value>(body).unwrap()["matches"].clone()
}

#[test]
fn whatever_comes_without_a_date_is_undated_whichever_way_it_comes() {
    let app = TestApp::new();
    app.import("table.csv", "id,text\n1,From a table without a column of dates\n", &[]);
    let server = app.serve();
    let post = |body: &[u8]| {
        server.send("/api/v1/signals?source=posted", &[("content-type", "application/json")], body).status
    };
    assert_eq!(post(br#"{"text": "From a program"}"#), 201);
    assert_eq!(server.post("/paste", &[("text", "From somebody's hand")]).status, 303);
    assert_eq!(post(br#"{"text": "From a program that knows", "at": "2024-05-06"}"#), 201);
    let list = told(&server.get("/api/v1/signals"));
    let signals = list["signals"].as_array().unwrap();
    let undated: Vec<&Value> = signals.iter().map(|listed| &listed["signal"]["undated"]).collect();
    assert_eq!(undated, [false, true, true, true], "and what is dated comes first");
    assert!(today(&server, "")["now"].as_str().unwrap().starts_with("2024-05-06T"));
}

#[test]
fn looking_back_shows_the_same_at_every_door_and_as_it_was_then() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let list = app.json(&["themes", "--as-of", "2024-04-15", "--limit", "100"]);
    assert!(list["now"].as_str().unwrap().starts_with("2024-04-15T23:59:59"), "{}", list["now"]);
    let answer = told(&server.get("/api/v1/themes?as_of=2024-04-15"));
    assert_eq!(figures(&list["themes"]), figures(&answer["themes"]));
    let said = reviews()
        .lines()
        .skip(1)
        .filter(|line| {
            line.contains(",2024-0") && {
                let day = line.split(',').rev().nth(2).unwrap();
                day <= "2024-04-15"
            }
        })
        .count();
    assert!(said > 20 && said < 80, "{said}");
    assert_eq!(list["signals"], said);
    let looked = today(&server, "?as_of=2024-04-15");
    assert_eq!((&looked["signals"], &looked["now"]), (&said.into(), &answer["now"]));
    assert!(looked["last_at"].as_str().unwrap() <= "2024-04-16", "{}", looked["last_at"]);
    assert_eq!(app.json(&["search", "--as-of", "2024-04-15"])["matches"], said);
    let changed =
        ["changed", "this_week"].map(|section| looked[section].as_array().unwrap().clone()).concat();
    let mut quoted: Vec<Value> = changed.iter().map(|change| change["theme"].clone()).collect();
    quoted.extend(looked["largest"].as_array().unwrap().iter().cloned());
    assert!(!quoted.is_empty(), "{looked}");
    for card in quoted {
        let quote = card["quote"]["signal"].as_str().unwrap();
        let at = app.json(&["signal", "show", quote])["signal"]["at"].clone();
        assert!(at.as_str().unwrap() < "2024-04-16", "{quote} is quoted, said {at}");
    }

    // As it was then: a store that holds nothing later shows the same trends.
    let theme = list["themes"][0]["id"].as_str().unwrap();
    let shown = app.json(&["theme", "show", theme, "--as-of", "2024-04-15", "--limit", "100"]);
    assert_eq!(shown["card"]["signals"], list["themes"][0]["signals"]);
    assert_eq!(shown["signals"].as_array().unwrap().len() as u64, shown["card"]["signals"].as_u64().unwrap());
    assert_eq!(shown["card"]["weeks"].as_array().unwrap().last().unwrap()["start"], "2024-04-08T00:00:00Z");

    let note = app.run(&["themes", "--as-of", "2024-04-15"]).stderr;
    assert!(note.contains("as of 2024-04-15 23:59 UTC"), "{note}");
}

#[test]
fn a_page_that_looks_back_says_so_leads_on_to_pages_that_do_and_back() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    for path in ["/", "/themes", "/themes/T-1", "/search?q=crashes", "/code", "/sources"] {
        let plain = server.get(path);
        assert!(!plain.body.contains("Back to now"), "{path}");
        assert!(plain.body.contains("name=\"as_of\""), "{path} has no control");
        let sign = if path.contains('?') { "&" } else { "?" };
        let page = server.get(&format!("{path}{sign}as_of=2024-04-15"));
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        assert!(page.body.contains("As of 15 Apr 2024"), "{path}: {}", page.body);
        let back = format!("<a href=\"{}\">Back to now</a>", path.replace('&', "&#38;"));
        assert!(page.body.contains(&back), "{path}: {}", page.body);
        let main = page.body.split("<main").nth(1).unwrap();
        let nav =
            page.body.split("<nav aria-label=\"Pages\">").nth(1).unwrap().split("</nav>").next().unwrap();
        // Customers are told as they are now.
        assert_eq!(nav.matches("as_of=2024-04-15").count(), 6, "{nav}");
        for link in main.split("href=\"/themes/T-").skip(1) {
            let link = link.split('"').next().unwrap();
            assert!(link.contains("as_of=2024-04-15") || path == "/themes/T-1", "{path} leads to T-{link}");
        }
    }
    let empty = server.get("/?as_of=2001-01-01");
    assert!(empty.body.contains("Nobody had been heard by then"), "{}", empty.body);
}

#[test]
fn the_code_counts_only_what_was_said_and_changed_by_then_and_its_trend_is_of_its_own_signals() {
    let app = with_shop();
    let server = app.serve();
    let component = |query: &str| {
        let page = told(&server.get(&format!("/api/v1/repositories/shop/component?name=src/pay{query}")));
        (page["card"].clone(), page["files"][0]["signals"].as_u64().unwrap())
    };
    let ((now, _), (then, in_file)) = (component(""), component("&as_of=2024-04-15"));
    let signals = |card: &Value| card["signals"].as_u64().unwrap();
    assert!(signals(&then) > 0 && signals(&then) < signals(&now), "{then} {now}");
    assert_eq!(in_file, signals(&then));
    let ended = told(&server.get("/api/v1/components?as_of=2024-04-15"));
    assert!(ended["now"].as_str().unwrap().starts_with("2024-04-15T23:59"), "{ended}");
    let same = ended["components"].as_array().unwrap().iter().find(|card| card["name"] == "src/pay").unwrap();
    assert_eq!(*same, then);
    assert_eq!((&now["changes"], &component("&as_of=2023-12-10").0["changes"]), (&1.into(), &1.into()));
    assert_eq!(component("&as_of=2023-11-30").0["changes"], 0, "nothing had changed yet");
    assert_eq!(signals(&component("&as_of=2001-01-01").0), 0);

    // The trend is of the signals that lead here, in whole weeks, however large their themes are.
    let weeks = |card: &Value| card["trend"]["recent"].as_u64().unwrap();
    assert!(weeks(&then) <= signals(&then) && weeks(&now) <= signals(&now), "{then} {now}");

    let blamed = |back: &[&str]| {
        let page = app.json(&[&["blame", "shop/src/pay/charge.py"], back].concat());
        let regions = page["regions"].as_array().unwrap().clone();
        let themes = regions.iter().flat_map(|region| region["themes"].as_array().unwrap().clone());
        themes.map(|linked| linked["signals"].as_u64().unwrap()).sum::<u64>()
    };
    let then = blamed(&["--as-of", "2024-04-15"]);
    let now = blamed(&[]);
    assert!(then > 0 && then < now, "{then} of {now}");
    assert_eq!(blamed(&["--as-of", "2001-01-01"]), 0);
    for path in ["/code/component?name=src%2Fpay", "/code/file?path=src%2Fpay%2Fcharge.py"] {
        let page = server.get(&format!("{path}&as_of=2024-04-15"));
        assert!(page.status == 200 && page.body.contains("As of 15 Apr 2024"), "{path}: {}", page.body);
        let main = page.body.split("<main").nth(1).unwrap();
        for link in main.split("href=\"/themes/T-").skip(1) {
            assert!(link.split('"').next().unwrap().contains("as_of=2024-04-15"), "{path} leads to T-{link}");
        }
    }
    let today = told(&server.get("/api/v1/today?as_of=2024-04-15"));
    assert!(today["own_code"].is_null() && today["rising_code"].is_array(), "{today}");
    let exported = app.run(&["export", "components", "--as-of", "2001-01-01"]).stdout;
    assert!(exported.lines().skip(1).all(|line| line.contains(",0,")), "{exported}");
}

#[test]
fn a_source_and_a_signal_are_as_they_were_then_and_what_was_not_said_yet_is_not_there() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let then = app.json(&["sources", "reviews", "--as-of", "2024-04-15"])["source"].clone();
    let now = app.json(&["sources", "reviews"])["source"].clone();
    assert_eq!(then["signals"], app.json(&["search", "--as-of", "2024-04-15"])["matches"]);
    assert!(then["signals"].as_u64() < now["signals"].as_u64(), "{then}");
    assert!(
        then["last_at"].as_str().unwrap() < "2024-04-16" && then["first_at"] == now["first_at"],
        "{then}"
    );
    assert_eq!(then["counts"], now["counts"], "what arrived is told as it is now");
    assert_eq!(told(&server.get("/api/v1/sources/reviews?as_of=2024-04-15"))["source"], then);

    let ids = |sort: &str| {
        let found = app.json(&["search", "--sort", sort, "--limit", "1"]);
        found["hits"][0]["signal"]["id"].as_str().unwrap().to_owned()
    };
    let (first, last) = (ids("oldest"), ids("newest"));
    let shown = app.json(&["signal", "show", &first, "--as-of", "2024-04-15"]);
    assert_eq!(shown["signal"]["id"], first.as_str());
    for neighbour in shown["neighbours"].as_array().unwrap() {
        assert!(neighbour["signal"]["at"].as_str().unwrap() < "2024-04-16", "{neighbour}");
    }
    let missing = app.run(&["signal", "show", &last, "--as-of", "2024-04-15"]);
    assert!(missing.code == 1 && missing.stderr.contains("was said later"), "{}", missing.stderr);
    assert_eq!(server.get(&format!("/api/v1/signals/{last}?as_of=2024-04-15")).status, 404);
    assert_eq!(server.get(&format!("/signals/{last}?as_of=2024-04-15")).status, 404);
}

#[test]
fn a_time_that_is_none_or_not_past_is_refused_at_every_door() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    for (typed, message) in [
        ("soon", "is not a valid time to look back to"),
        ("2024-02-30", "is not a valid time to look back to"),
        ("9999-01-01", "is not past yet; give a time up to now"),
    ] {
        let commands = [
            &["themes"][..],
            &["theme", "show", "T-1"],
            &["search", "app"],
            &["sources"],
            &["signal", "show", "S-1"],
            &["blame", "a.rs"],
        ];
        for command in commands {
            let ran = app.run(&[command, &["--as-of", typed]].concat());
            assert!(ran.code == 2 && ran.stderr.contains(message), "{command:?} {typed}: {}", ran.stderr);
        }
        for path in
            ["today", "themes", "themes/T-1", "signals", "search", "signals/S-1", "sources", "components"]
        {
            let page = server.get(&format!("/api/v1/{path}?as_of={typed}"));
            assert_eq!(page.status, 400, "{path} {typed}");
            let error = &told(&page)["errors"][0];
            assert_eq!(error["field"], "as_of");
            assert!(error["detail"].as_str().unwrap().contains(message), "{error}");
        }
        for path in ["/", "/themes", "/themes/T-1", "/search", "/signals/S-1", "/sources", "/code"] {
            let page = server.get(&format!("{path}?as_of={typed}"));
            assert!(page.status == 400 && page.body.contains(message), "{path} {typed}: {}", page.body);
        }
    }
}

#[test]
fn a_theme_that_rises_or_is_new_is_quoted_from_the_weeks_in_which_it_is() {
    let app = TestApp::with_reviews();
    let mut csv = "id,review,date,stars,app\n".to_owned();
    let tails = ["today", "at work", "at home", "once more", "on the train", "as ever"];
    for number in 0..30 {
        let (day, tail) = (5 + 2 * (number / 6), tails[number % 6]);
        csv += &format!(
            "{},\"The app crashes on startup, {tail} {number}\",2024-08-{day:02},1,Pay\n",
            900 + number
        );
    }
    assert_eq!(app.import("reviews.csv", csv, &[]), [30, 0, 0, 0]);
    let server = app.serve();
    let looked = today(&server, "?as_of=2024-09-03");
    let listed = app.json(&["themes", "--as-of", "2024-09-03", "--sort", "rising"]);
    let moving = &listed["themes"][0];
    assert_eq!(looked["goes_on"].as_array().unwrap().len(), 1, "{looked}");
    assert_eq!(looked["goes_on"][0]["theme"]["id"], moving["id"]);
    let said_at = |signal: &Value| {
        let shown = app.json(&["signal", "show", signal.as_str().unwrap()]);
        shown["signal"]["at"].as_str().unwrap().to_owned()
    };
    let quoted = said_at(&moving["quote"]["signal"]);
    assert!(quoted.as_str() >= "2024-08-05" && quoted.as_str() < "2024-09-02", "{quoted}");
}

#[test]
fn most_speak_of_a_theme_only_where_more_than_half_do() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let looked = today(&server, "");
    assert!(looked["largest"][0]["share"].as_f64().unwrap() <= 0.5, "{looked}");
    let page = server.get("/");
    assert!(!page.body.contains("Most speak of") && !page.body.contains("most customers"), "{}", page.body);
}

#[test]
fn where_words_lead_looks_back_at_every_door_and_a_signal_that_came_later_is_not_there_yet() {
    let app = with_shop();
    let crashes = theme(&app, "crash");
    let back = ["--as-of", "2024-04-15"];
    let located = |more: &[&str]| -> Vec<String> {
        let found = app.json(&[&["locate", crashes.as_str()], more].concat());
        crate::shop::paths(&found).into_iter().map(str::to_owned).collect()
    };
    let (now, then) = (located(&[]), located(&back));
    assert_eq!((now[0].as_str(), then[0].as_str()), ("src/app/startup.py", "src/app/startup.py"));
    assert!(located(&["--as-of", "2001-01-01"]).is_empty(), "nothing had been said");
    let server = app.serve();
    let links =
        |query: &str| told(&server.get(&format!("/api/v1/themes/{crashes}/links{query}")))["links"].clone();
    assert_eq!(links("?as_of=2001-01-01"), serde_json::json!([]));
    assert_eq!(links("?as_of=2024-04-15").as_array().unwrap().len(), then.len());
    assert!(server.get("/api/v1/locate?q=the+app+crashes&as_of=2024-04-15").body.contains("startup.py"));
    let newest =
        app.json(&["search", "--limit", "1"])["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    assert_eq!(server.get(&format!("/api/v1/signals/{newest}/links?as_of=2024-01-01")).status, 404);
    let ran = app.run(&["locate", &newest, "--as-of", "2024-01-01"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("was said later than what is looked back to"), "{}", ran.stderr);
}
