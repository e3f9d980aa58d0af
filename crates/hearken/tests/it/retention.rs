//! What was kept as long as its source says is anonymised: who said it leaves every file, what it counts for stays.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::api::told;
use crate::app::{TestApp, TestServer};
use crate::erase::{shapes, walk};

/// Twenty-four people who say one of three things each, half of them long ago; their names stand in what they say.
fn items() -> String {
    let said = [
        "the card reader fails to pair with my phone",
        "delivery of my parcel took weeks and nobody answered",
        "I was charged twice for one payment",
    ];
    let mut lines = String::new();
    for n in 0..24 {
        let old = n % 2 == 0;
        let word = |field: &str| {
            if old { format!("quokka{n}{}", field.replace('_', "")) } else { format!("heron{n}{field}") }
        };
        let record = json!({
            "id": if old { format!("quokka{n}id") } else { format!("heron{n}") },
            "text": format!("{} {n}, says {}", said[n % 3], word("author")),
            "author": word("author"),
            "author_id": word("author_id"),
            "email": format!("{}@example.com", word("email")),
            "url": format!("https://example.com/{}", word("url")),
            "product": "reader",
            "note": word("note"),
            "date": if old { "2020-03-01" } else { "2024-03-01" },
        });
        writeln!(lines, "{record}").unwrap();
    }
    lines
}

fn with_items() -> TestApp {
    let app = TestApp::new();
    app.import("people.jsonl", items(), &["--source", "shop"]);
    assert!(on_disk(&app), "the scan sees what is there");
    app
}

/// Whether any file holds a word of the old ones, in whatever shape.
fn on_disk(app: &TestApp) -> bool {
    let needles: Vec<Vec<u8>> = shapes("quokka");
    let automaton =
        aho_corasick::AhoCorasick::builder().ascii_case_insensitive(true).build(&needles).unwrap();
    walk(&app.data()).iter().any(|file| automaton.is_match(&std::fs::read(file).unwrap()))
}

/// Days since 2022: between the old and the new ones, whenever this runs.
fn days() -> String {
    let since: hearken_domain::Timestamp = "2022-01-01T00:00:00Z".parse().unwrap();
    let hours = hearken_domain::Timestamp::now().duration_since(since).as_hours();
    format!("{}d", hours / 24)
}

fn counts(app: &TestApp) -> (Value, Vec<(String, u64)>) {
    let list = app.json(&["themes", "--sort", "name"]);
    let of = |theme: &Value| (theme["id"].as_str().unwrap().to_owned(), theme["signals"].as_u64().unwrap());
    let mut themes: Vec<(String, u64)> = list["themes"].as_array().unwrap().iter().map(of).collect();
    themes.sort();
    (list["signals"].clone(), themes)
}

#[test]
fn nothing_is_anonymised_unless_it_is_chosen_confirmed_and_over() {
    let app = with_items();
    assert_eq!(app.json(&["source", "anonymise"])["of"], json!([]), "off by default");
    let ran = app.run(&["source", "keep", "shop", &days()]);
    assert!(ran.code == 1 && ran.stderr.contains("--yes"), "{}", ran.stderr);
    let planned = app.json(&["source", "keep", "shop", &days(), "--dry-run"]);
    assert_eq!((&planned["over"], &planned["dry_run"]), (&json!(12), &json!(true)));
    assert_eq!(app.json(&["sources", "shop"])["source"]["kept"], json!([]));
    app.json(&["source", "keep", "shop", &days(), "--yes"]);
    assert_eq!(
        app.json(&["source", "keep", "shop", "1d", "--kind", "ticket", "--remove-words", "--yes"])["over"],
        0
    );
    let kept = app.json(&["sources", "shop"])["source"]["kept"].clone();
    assert_eq!(kept[1], json!({"kind": "ticket", "days": 1, "keeps_words": false}));
    let dry = app.run(&["source", "anonymise", "--dry-run"]).stdout;
    assert!(dry.contains("'shop': 12 signals would be anonymised, words kept"), "{dry}");
    assert!(on_disk(&app), "a dry run changes nothing");
    app.json(&["source", "keep", "shop", "forever"]);
    assert_eq!(app.json(&["sources", "shop"])["source"]["kept"].as_array().unwrap().len(), 1);
    app.rebuild_changes_nothing();
    for (arguments, told) in [
        (["source", "keep", "nowhere", "1d"], "there is no source named 'nowhere'"),
        (["source", "keep", "shop", "soon"], "'soon' is not a valid time of keeping"),
    ] {
        let ran = app.run(&arguments);
        assert!(ran.code != 0 && ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn who_said_what_is_over_leaves_every_file_and_what_they_said_counts_on() {
    let app = with_items();
    let before = counts(&app);
    app.json(&["source", "keep", "shop", &days(), "--yes"]);
    assert_eq!(app.json(&["source", "anonymise", "--yes"])["signals"], 12);
    assert!(!on_disk(&app));
    assert_eq!(counts(&app), before);
    assert_eq!(app.json(&["search", "--product", "reader"])["matches"], 24);
    let old = app.json(&["search", "--until", "2021-01-01", "--limit", "1"]);
    let shown = app.json(&["signal", "show", old["hits"][0]["signal"]["id"].as_str().unwrap()]);
    assert_eq!((&shown["signal"]["anonymised"], &shown["contact"]), (&json!(true), &Value::Null));
    assert!(shown["signal"]["verbatim"].as_str().unwrap().ends_with("says [name]"), "{shown}");
    app.rebuild_changes_nothing();
    let again = app.import("people.jsonl", items(), &["--source", "shop"]);
    assert_eq!(again, [0, 0, 24, 0], "the same file brings nobody back");
    assert!(!on_disk(&app));
    assert_eq!(app.json(&["source", "anonymise", "--yes"])["signals"], 0);
}

#[test]
fn words_go_too_where_that_is_chosen_and_themes_keep_their_counts_through_a_clustering_run() {
    let app = TestApp::with_reviews();
    let reviews = ["source", "keep", "reviews", "1d", "--remove-words", "--yes"];
    assert_eq!(app.json(&reviews)["over"], 90);
    app.import("more.csv", crate::app::reviews(), &["--source", "later", "--kind", "ticket"]);
    let with_more = counts(&app);
    app.json(&["source", "anonymise", "reviews", "--yes"]);
    assert_eq!(counts(&app), with_more);
    assert_eq!(app.json(&["search", "--source", "reviews", "crashes"])["matches"], 0);
    let found = app.json(&["search", "--source", "reviews", "--limit", "100"]);
    assert!(
        found["hits"].as_array().unwrap().iter().all(|hit| hit["signal"]["excerpt"] == "[words removed]")
    );
    app.json(&["cluster"]);
    let (_, after) = counts(&app);
    let all = |themes: &[(String, u64)]| themes.iter().map(|(_, signals)| signals).sum::<u64>();
    assert_eq!(all(&after), all(&with_more.1), "they stay in the themes that they had");
    app.rebuild_changes_nothing();
}

fn command(server: &TestServer, command: &Value) -> crate::app::Page {
    server.send("/api/v1/commands", &[("content-type", "application/json")], command.to_string().as_bytes())
}

#[test]
fn a_server_anonymises_by_itself_and_pages_and_api_say_how_long_things_are_kept() {
    let app = with_items();
    let server = app.serve();
    let days: u32 = days().trim_end_matches('d').parse().unwrap();
    let keep =
        json!({"command": "set-retention", "source": "shop", "keep": {"days": days, "keeps_words": true}});
    assert_eq!(command(&server, &keep).status, 200);
    let page = server.get("/sources/shop").body;
    assert!(page.contains("days, then who said it is removed"), "{page}");
    assert!(server.get("/sources").body.contains("then who said it is removed"));
    let sources = told(&server.get("/api/v1/sources"));
    assert_eq!(sources["sources"][0]["kept"], json!([{"kind": null, "days": days, "keeps_words": true}]));
    server.wait_for("/api/v1/search?until=2021-01-01&limit=1", |page| page.body.contains("[name]"));
    server.wait_for("/api/v1/sources", |page| {
        let sources = told(page);
        let mut jobs = sources["jobs"].as_array().unwrap().iter();
        jobs.any(|job| {
            job["kind"] == "anonymise" && job["state"] == "waiting" && job["finished_at"].is_string()
        })
    });
    assert!(server.get("/sources").body.contains("Remove who said what is kept long enough"));
    let bad = json!({"command": "set-retention", "source": "shop", "keep": {"days": 0, "keeps_words": true}});
    assert!((400..500).contains(&command(&server, &bad).status));
    drop(server);
    assert!(!on_disk(&app));
}

#[test]
fn a_choice_is_tried_made_and_taken_back_on_the_source_s_page_and_a_signal_says_when_and_why_it_was_anonymised()
 {
    let app = with_items();
    let server = app.serve();
    let tried = server.get(&format!("/sources/shop?time={}&kind=&remove_words=1", days())).body;
    for told in ["12 signals are kept longer already", "who said it and the words are removed", "Choose this"]
    {
        assert!(tried.contains(told), "{told}: {tried}");
    }
    assert_eq!(app.json(&["sources", "shop"])["kept_changes"], json!([]), "trying chooses nothing");
    let wrong = server.get("/sources/shop?time=%3Cscript%3E").body;
    assert!(wrong.contains("is not a valid time of keeping") && !wrong.contains("<script>\""), "{wrong}");
    // A century first, by which nothing is over; then back to for ever; then again.
    let form = [("source", "shop"), ("time", "100y"), ("kind", "review")];
    assert_eq!(server.post("/sources/keep", &form).status, 303);
    let page = server.get("/sources/shop").body;
    assert!(
        page.contains("kept 36,500 days, then who said it is removed")
            && page.contains("Undo: kept for ever"),
        "{page}"
    );
    let undo = [
        ("command", "undo-retention"),
        ("source", "shop"),
        ("kind", "review"),
        ("next", "/sources/{source}#kept"),
    ];
    assert_eq!(server.post("/commands", &undo).status, 303);
    let source = app.json(&["sources", "shop"]);
    assert_eq!(
        (&source["source"]["kept"], &source["kept_changes"][0]["before"]["days"]),
        (&json!([]), &json!(36_500))
    );
    drop(server);
    let again = app.json(&["source", "keep", "shop", "--kind", "review", "--undo", "--yes"]);
    assert_eq!((&again["keep"]["days"], &again["over"]), (&json!(36_500), &json!(0)));
    let nothing = app.run(&["source", "keep", "shop", "--undo", "--yes"]);
    assert!(
        nothing.code == 1 && nothing.stderr.contains("nothing was chosen of how long 'shop' is kept"),
        "{}",
        nothing.stderr
    );
    app.json(&["source", "keep", "shop", &days(), "--yes"]);
    app.json(&["source", "anonymise", "--yes"]);
    app.rebuild_changes_nothing();
    let old = app.json(&["search", "--until", "2021-01-01", "--limit", "1"]);
    let id = old["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    let shown = app.json(&["signal", "show", &id]);
    let told = &shown["anonymisation"];
    assert_eq!(
        (&told["keep"]["keeps_words"], &told["by"]["kind"]),
        (&json!(true), &json!("person")),
        "{shown}"
    );
    let says = format!(
        "the choice was: kept {}",
        hearken_domain::counted(days().trim_end_matches('d').parse().unwrap(), "day")
    );
    assert!(told["says"].as_str().unwrap().contains(&says), "{told}");
    let text = app.run(&["signal", "show", &id]).stdout;
    assert!(text.contains("anonymised on ") && text.contains(&says), "{text}");
    let young = app.json(&["search", "--since", "2023-01-01", "--limit", "1"]);
    let young = young["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    assert_eq!(app.json(&["signal", "show", &young])["anonymisation"], Value::Null);
    let server = app.serve();
    let page = server.get(&format!("/signals/{id}")).body;
    assert!(page.contains("<dt>Anonymised</dt>") && page.contains(&says), "{page}");
}
