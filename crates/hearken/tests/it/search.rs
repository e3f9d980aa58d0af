//! Search: whole words unless somebody is typing, in the order asked for, with true counts by theme; and what a filter names
//! must be there.

use serde_json::Value;

use crate::api::told;
use crate::app::{TestApp, TestServer};

/// Three that are dated and one that is not, each with a word of its own.
fn dated() -> TestApp {
    let app = TestApp::new();
    let csv = "id,text,date\n1,Fee in spring,2024-03-10\n2,Fee whenever,\n3,Fee in summer,2024-07-10\n\
               4,Fee in winter,2024-01-10\n";
    assert_eq!(app.import("fees.csv", csv, &[]), [4, 0, 0, 0]);
    app
}

fn excerpts(found: &Value) -> Vec<String> {
    let hits = found["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["signal"]["excerpt"].as_str().unwrap().trim_start_matches("Fee ").to_owned()).collect()
}

fn search(server: &TestServer, query: &str) -> Value {
    let page = server.get(&format!("/api/v1/search?{query}"));
    assert_eq!(page.status, 200, "{query}: {}", page.body);
    told(&page)
}

#[test]
fn the_last_word_is_looked_for_whole_at_every_door_and_as_a_beginning_only_while_it_is_typed() {
    let app = TestApp::with_reviews();
    assert_eq!(app.json(&["search", "crashes startup"])["matches"], 6);
    assert_eq!(app.json(&["search", "crashes start"])["matches"], 0);
    let server = app.serve();
    assert_eq!(search(&server, "q=crashes+startup")["matches"], 6);
    assert_eq!(search(&server, "q=crashes+start")["matches"], 0);
    let fragment = [("x-fragment", "results")];
    assert!(server.get("/search?q=crashes+startup").body.contains("6 signals with these words"));
    for page in [server.get("/search?q=crashes+start"), server.get_with("/search?q=crashes+start", &fragment)]
    {
        assert!(!page.body.contains("6 signals"), "{}", page.body);
    }
    let typing = server.get_with("/search?q=crashes+start&typing=1", &fragment);
    assert!(typing.body.contains("6 signals with these words"), "{}", typing.body);
    assert!(!typing.body.contains("typing"), "no link of it goes on typing: {}", typing.body);
}

#[test]
fn a_word_whose_form_changes_is_found_as_it_stands() {
    let app = TestApp::new();
    let words = ["memory", "history", "company", "apply", "query"];
    let rows: String = words.iter().map(|word| format!("The {word} of it\n")).collect();
    app.import("words.csv", format!("text\n{rows}"), &[]);
    for word in words {
        assert_eq!(app.json(&["search", word])["matches"], 1, "{word}");
        assert_eq!(app.json(&["search", &format!("the {word}")])["matches"], 1, "{word}");
    }
}

#[test]
fn what_is_found_stands_in_the_order_asked_for_and_what_is_undated_last() {
    let app = dated();
    let (newest, oldest) = (
        ["in summer", "in spring", "in winter", "whenever"],
        ["in winter", "in spring", "in summer", "whenever"],
    );
    let server = app.serve();
    for words in ["fee", ""] {
        for (sort, expected) in [("newest", newest), ("oldest", oldest)] {
            assert_eq!(excerpts(&app.json(&["search", words, "--sort", sort])), expected, "{words:?}");
            let answer = search(&server, &format!("q={words}&sort={sort}"));
            assert_eq!(
                (excerpts(&answer), answer["sort"].as_str()),
                (expected.map(str::to_owned).into(), Some(sort))
            );
            let page = server.get(&format!("/search?q={words}&sort={sort}&source=fees"));
            let places = expected.map(|excerpt| page.body.find(excerpt).unwrap());
            assert!(places.is_sorted(), "{words:?} {sort}: {}", page.body);
            assert!(page.body.contains("aria-current=\"true\">"), "{}", page.body);
            assert!(page.body.contains(&format!("{sort} first")), "{}", page.body);
        }
        let one_by_one: Vec<String> = (0..4)
            .flat_map(|offset| {
                let offset = offset.to_string();
                excerpts(
                    &app.json(&["search", words, "--sort", "oldest", "--limit", "1", "--offset", &offset]),
                )
            })
            .collect();
        assert_eq!(one_by_one, oldest);
    }
    assert_eq!(app.json(&["search"])["sort"], "newest", "without words nothing is more relevant");
    assert_eq!(app.run(&["search", "fee", "--sort", "sideways"]).code, 2);
    assert_eq!(server.get("/api/v1/search?q=fee&sort=sideways").status, 400);
}

#[test]
fn by_time_only_what_has_the_words_is_found_and_the_order_keeps_query_and_filter() {
    let app = TestApp::with_reviews();
    let meant = app.json(&["search", "billed two times"]);
    assert!(!meant["hits"].as_array().unwrap().is_empty());
    let newest = app.json(&["search", "billed two times", "--sort", "newest"]);
    assert_eq!((newest["matches"].clone(), excerpts(&newest).len()), (0.into(), 0));
    let server = app.serve();
    let page = server.get("/search?q=crashes&rating_max=2&from=20");
    assert!(
        page.body.contains("href=\"/search?q=crashes&#38;rating_max=2&#38;sort=newest\""),
        "{}",
        page.body
    );
    let sorted = server.get("/search?q=crashes&sort=newest");
    assert!(
        sorted.body.contains("<input type=\"hidden\" name=\"sort\" value=\"newest\">"),
        "{}",
        sorted.body
    );
}

#[test]
fn how_many_of_the_matches_lie_in_each_theme_is_true_and_each_count_leads_to_them() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    for (words, filter) in [("again", None), ("app", None), ("crashes", Some("rating_max=2")), ("me", None)] {
        let mut arguments = vec!["search", words, "--limit", "100"];
        arguments.extend(filter.map(|_| ["--rating-max", "2"]).into_iter().flatten());
        let found = app.json(&arguments);
        let query = format!("q={words}&{}", filter.unwrap_or_default());
        let answer = search(&server, query.trim_end_matches('&'));
        assert_eq!((&answer["themes"], &answer["unsorted"]), (&found["themes"], &found["unsorted"]));
        let themes = found["themes"].as_array().unwrap();
        let counts = themes.iter().map(|one| one["signals"].as_u64().unwrap());
        let told: u64 = counts.clone().sum::<u64>() + found["unsorted"].as_u64().unwrap();
        let others = found["matches"].as_u64().unwrap() - told;
        assert!(others == 0 || themes.len() == 10, "{found}");
        assert!(counts.rev().is_sorted() && !themes.is_empty(), "{found}");
        let page = server.get(&format!("/search?{query}"));
        let told_others = page.body.contains(&format!("in other themes <b>{others}</b>"));
        assert_eq!(told_others, others > 0, "{}", page.body);
        for one in themes {
            let id = one["theme"]["id"].as_str().unwrap();
            let narrowed = app.json(&[&arguments[..], &["--theme", id]].concat());
            assert_eq!(narrowed["matches"], one["signals"], "{words} in {id}");
            assert!(page.body.contains(&format!("theme={id}\"")), "{id}: {}", page.body);
        }
        assert!(
            page.body.contains(&format!("Of the {} with these words", found["matches"])),
            "{}",
            page.body
        );
        let text = app.run(&arguments).stdout;
        assert!(text.contains(&format!("of these {}, by theme", found["matches"])), "{text}");
    }
    assert_eq!(
        app.json(&["search"])["themes"],
        serde_json::json!([]),
        "without words there is nothing to count"
    );
}

#[test]
fn a_filter_that_names_what_is_not_there_is_told_at_every_door_with_what_is_near() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let unknown = [
        ("source", "revews", "there is no source 'revews'", "near it: 'reviews'"),
        ("product", "pay", "no signal has the product 'pay'", "near it: 'Pay'"),
        ("product", "Zebra", "no signal has the product 'Zebra'", "there are 'Pay'"),
        ("version", "9", "no signal has the version '9'", "no signal has any version"),
        ("label", "pro", "no signal has the label 'pro'", "no signal has any label"),
        ("status", "done", "no signal has the status 'done'", "no signal has any status"),
        ("language", "xx", "no signal has the language 'xx'", "there are 'en'"),
        ("source", "zzz", "there is no source 'zzz'", "lists those there are"),
    ];
    for (field, value, message, near) in unknown {
        let option = format!("--{field}");
        for command in [&["search", "app"][..], &["search"], &["themes"], &["theme", "show", "T-1"]] {
            let ran = app.run(&[command, &[&option, value]].concat());
            assert_eq!(ran.code, 1, "{command:?} {option} {value}: {}", ran.stdout);
            assert!(ran.stderr.contains(message) && ran.stderr.contains(near), "{}", ran.stderr);
        }
        for path in ["search?q=app", "search?q=", "signals?limit=5", "themes?limit=5", "themes/T-1?limit=5"] {
            let page = server.get(&format!("/api/v1/{path}&{field}={value}"));
            assert_eq!(
                (page.status, page.header("content-type")),
                (404, "application/problem+json"),
                "{path}"
            );
            assert!(told(&page)["detail"].as_str().unwrap().contains(message), "{}", page.body);
            assert!(told(&page)["hint"].as_str().unwrap().contains(near), "{}", page.body);
        }
        for path in ["/search?q=app", "/themes?sort=name", "/themes/T-1?cursor="] {
            let page = server.get(&format!("{path}&{field}={value}"));
            assert_eq!(page.status, 404, "{path} {field}");
            let body = page.body.replace("&#39;", "'");
            assert!(body.contains(message), "{body}");
        }
    }
    let ran = app.run(&["search", "app", "--theme", "T-999"]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stderr.contains("there is no theme T-999") && ran.stderr.contains("hearken themes"));
    for path in ["search?q=app&theme=T-999", "signals?theme=T-999"] {
        assert_eq!(server.get(&format!("/api/v1/{path}")).status, 404, "{path}");
    }
    assert_eq!(
        app.run(&["search", "app", "--product", "Pay", "--product", "Zebra"]).code,
        1,
        "each must be there"
    );
}

#[test]
fn what_just_came_can_be_filtered_by_before_any_theme_is_found() {
    let app = TestApp::new();
    app.import("few.csv", "text,product\nThe card was declined,Card\n", &[]);
    assert_eq!(app.json(&["search", "declined", "--product", "Card"])["matches"], 1);
    assert_eq!(app.json(&["themes", "--product", "Card"])["total"], 0);
}

#[test]
fn hostile_text_in_a_filter_is_told_back_without_its_sting() {
    let app = TestApp::with_reviews();
    let ran = app.run(&["search", "--product", "\u{1b}[31mred"]);
    assert!(ran.code == 1 && !ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
    let server = app.serve();
    let page = server.get("/search?product=%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(page.status == 404 && !page.body.contains("<script>alert"), "{}", page.body);
    let long = "x".repeat(900);
    assert!(server.get(&format!("/api/v1/search?product={long}")).body.len() < 600);
}

#[test]
fn no_door_lists_nothing_because_it_was_asked_for_nothing() {
    let app = TestApp::with_reviews();
    for command in [&["search", "app"][..], &["themes"], &["theme", "show", "T-1"]] {
        assert_eq!(app.run(&[command, &["--limit", "0"]].concat()).code, 2, "{command:?}");
    }
    let server = app.serve();
    for path in ["search?q=app", "signals?theme=T-1", "themes?sort=name", "themes/T-1?cursor=1.1"] {
        let page = server.get(&format!("/api/v1/{path}&limit=0"));
        assert_eq!(page.status, 400, "{path}");
        assert_eq!(told(&page)["errors"][0]["field"], "limit");
    }
}

/// How many signals each value of a field has, beside the filter.
fn facet(found: &Value, name: &str) -> Vec<(String, u64)> {
    let facets = found["facets"][name].as_array().unwrap().iter();
    facets
        .map(|facet| (facet["value"].as_str().unwrap().to_owned(), facet["signals"].as_u64().unwrap()))
        .collect()
}

fn counted(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    expected.iter().map(|(value, signals)| ((*value).to_owned(), *signals)).collect()
}

#[test]
fn beside_each_value_stands_how_many_signals_choosing_it_would_show() {
    let app = TestApp::new();
    let csv = "id,text,product,rating,date\n1,Fee for the card,card,1,2024-03-01\n2,Fee of the loan,loan,1,2024-03-02\n\
               3,A loan at last,loan,5,2024-03-03\n4,The card is lost,card,2,2024-03-04\n";
    assert_eq!(app.import("fees.csv", csv, &[]), [4, 0, 0, 0]);
    let all = app.json(&["search"]);
    assert_eq!(facet(&all, "products"), counted(&[("card", 2), ("loan", 2)]));
    assert_eq!(all["facets"]["newest"], Value::Null);
    let poor = app.json(&["search", "--rating-max", "2"]);
    assert_eq!(facet(&poor, "products"), counted(&[("card", 2), ("loan", 1)]));
    let loans = app.json(&["search", "--product", "loan"]);
    assert_eq!(facet(&loans, "products"), counted(&[("card", 2), ("loan", 2)]), "its own condition aside");
    assert_eq!(facet(&loans, "ratings"), counted(&[("1", 1), ("5", 1)]));
    let fees = app.json(&["search", "fee", "--product", "loan"]);
    assert_eq!(facet(&fees, "products"), counted(&[("card", 1), ("loan", 1)]), "of those with the word");
    let server = app.serve();
    let page = server.get("/search?q=fee&product=loan").body;
    assert!(page.contains(">card (1)</option>") && page.contains("selected>loan (1)</option>"), "{page}");
    let page = server.get("/search?since=2024-03-03").body;
    assert!(page.contains(">card (1)</option>") && page.contains(">loan (1)</option>"), "{page}");
}

#[test]
fn an_area_is_chosen_on_the_search_page_as_on_that_of_themes() {
    let app = TestApp::with_reviews();
    let areas = app.json(&["area", "list"]);
    let server = app.serve();
    let Some(area) =
        areas["areas"].as_array().and_then(|areas| areas.iter().find(|area| !area["id"].is_null()))
    else {
        assert!(!server.get("/search").body.contains("name=\"area\""), "nothing to choose from");
        let kept = server.get("/search?area=A-9").status;
        assert_eq!(kept, 404);
        return;
    };
    let (id, name) = (area["id"].as_str().unwrap(), area["name"].as_str().unwrap());
    for path in ["/search", "/themes"] {
        let page = server.get(path).body;
        assert!(
            page.contains("id=\"f-area\"") && page.contains(&format!("<option value=\"{id}\">")),
            "{page}"
        );
        for given in [id.to_owned(), name.replace(' ', "+").replace('·', "%C2%B7")] {
            let page = server.get(&format!("{path}?area={given}")).body;
            assert!(page.contains(&format!("<option value=\"{id}\" selected>")), "{given}: {page}");
        }
    }
}
