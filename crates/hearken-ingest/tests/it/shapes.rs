//! However records lie in JSON, each is found, and what is none of them is not taken for a customer's words.

use hearken_ingest::{Format, Options};
use proptest::prelude::*;

use crate::{Read, options, read, read_with};

fn arrivals(read: &Read) -> usize {
    read.items.len() + read.rejects.len()
}

fn issue(number: usize) -> String {
    serde_json::json!({
        "number": number, "title": format!("Crash {number}"), "body": format!("It dies at step {number}"),
        "user": {"login": "ann"}, "created_at": "2024-01-05T10:00:00Z", "labels": [],
        "html_url": format!("https://github.com/o/r/issues/{number}"),
    })
    .to_string()
}

fn records(count: usize) -> Vec<String> {
    (1..=count)
        .map(|number| {
            serde_json::json!({"id": number, "text": format!("Words of number {number}"), "stars": 3})
                .to_string()
        })
        .collect()
}

/// Ways in which programs write pages of records.
fn layouts(pages: &[Vec<String>]) -> Vec<String> {
    let all = pages.concat();
    let lists: Vec<String> = pages.iter().map(|page| format!("[{}]", page.join(","))).collect();
    let each = |page: &dyn Fn(&String) -> String| lists.iter().map(page).collect::<Vec<_>>();
    let search = each(&|list| format!(r#"{{"total_count":9,"incomplete_results":false,"items":{list}}}"#));
    let graphql = each(&|list| {
        format!(r#"{{"data":{{"repo":{{"pageInfo":{{"hasNextPage":true}},"issues":{{"nodes":{list}}}}}}}}}"#)
    });
    let by_id = |records: &[String]| {
        let members: Vec<String> = records
            .iter()
            .enumerate()
            .map(|(number, record)| format!(r#""{}":{record}"#, 100 + number))
            .collect();
        format!("{{{}}}", members.join(",\n"))
    };
    let edges: Vec<String> =
        all.iter().map(|record| format!(r#"{{"cursor":"c","node":{record}}}"#)).collect();
    vec![
        format!("[{}]", all.join(",\n")),
        lists.concat(),
        lists.join("\n"),
        format!("[{}]", lists.join(",")),
        search.concat(),
        search.join("\n"),
        format!("[{}]", search.join(",")),
        graphql.join("\n"),
        format!("[{}]", graphql.join(",")),
        format!(r#"{{"data":{{"issues":{{"edges":[{}]}}}}}}"#, edges.join(",")),
        format!(r#"{{"message":"success","status":200,"data":[{}]}}"#, all.join(",")),
        format!(r#"{{"hits":{{"total":9,"hits":[{}]}}}}"#, all.join(",")),
        by_id(&all),
        format!(r#"{{"reviews":{}}}"#, by_id(&all)),
        format!(r#"{{"2024-01-05":[{}],"2024-01-06":[]}}"#, all.join(",")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn of_every_layout_each_record_is_one_arrival(sizes in prop::collection::vec(1_usize..5, 1..4)) {
        let mut all = records(sizes.iter().sum()).into_iter();
        let pages: Vec<Vec<String>> = sizes.iter().map(|size| all.by_ref().take(*size).collect()).collect();
        for json in layouts(&pages) {
            let read = read("export.json", json.clone());
            prop_assert!(read.report.is_ok(), "{}\n{json}", read.error());
            prop_assert_eq!(arrivals(&read), sizes.iter().sum::<usize>(), "{}", json);
            prop_assert_eq!(read.rejects.len(), 0, "{:?}\n{}", read.reasons(), json);
            prop_assert!(read.items.iter().all(|item| item.text.starts_with("Words of number")));
        }
    }
}

#[test]
fn pages_of_issues_are_issues_however_they_were_put_together() {
    let pages = [vec![issue(1), issue(2)], vec![issue(3)]];
    for json in layouts(&pages) {
        let read = read("-", json.clone());
        assert_eq!((read.items.len(), read.rejects.len()), (3, 0), "{:?} {json}", read.reasons());
        assert_eq!(read.report().format, Format::GithubIssues, "{json}");
    }
}

#[test]
fn an_id_under_which_an_object_keeps_a_record_is_its_id() {
    let read = read("x.json", r#"{"r-17":{"text":"Slow today"},"r-18":{"text":"Fast again"}}"#);
    let ids: Vec<_> = read.items.iter().map(|item| item.external_id.as_deref()).collect();
    assert_eq!(ids, [Some("r-17"), Some("r-18")]);
}

#[test]
fn a_page_that_holds_an_error_is_one_reject_and_the_pages_around_it_are_read() {
    let page = |n| format!(r#"{{"total_count":9,"items":[{}]}}"#, issue(n));
    let json = format!(
        r#"{}{{"message":"API rate limit exceeded","documentation_url":"https://x"}}{}"#,
        page(1),
        page(2)
    );
    let read = read("-", json);
    assert_eq!(read.texts(), ["It dies at step 1", "It dies at step 2"]);
    assert_eq!(read.reasons()[0].1, "there is no 'items' in it, as there is in the other pages");
    assert!(read.rejects[0].original.contains("rate limit"));
}

#[test]
fn a_list_beside_the_records_that_only_comes_later_is_named() {
    let filler = records(40_000).join(",");
    let json = format!(r#"{{"reviews":[{filler}],"questions":[{{"text":"Is it safe?"}}]}}"#);
    let read = read("x.json", json);
    assert_eq!(read.items.len(), 40_000);
    assert!(read.report().notes.iter().any(|note| note.contains("'questions'")), "{:?}", read.report().notes);
}

#[test]
fn records_are_found_behind_a_long_list_of_something_else() {
    let people: Vec<String> = (0..30_000).map(|n| format!(r#"{{"id":{n},"name":"Person {n}"}}"#)).collect();
    let json = format!(r#"{{"users":[{}],"tickets":[{}]}}"#, people.join(","), records(2).join(","));
    assert_eq!(read("x.json", json).texts(), ["Words of number 1", "Words of number 2"]);
}

#[test]
fn tables_in_json_are_refused_with_what_they_look_like() {
    for (json, expected) in [
        (
            r#"[["id","text"],[1,"It crashes"]]"#,
            "x.json is JSON of rows without names; write each row as an object",
        ),
        (
            r#"{"id":{"0":1,"1":2},"text":{"0":"a b","1":"c d"}}"#,
            "x.json is JSON by columns, not by records;",
        ),
        (
            r#"{"columns":["id","text"],"data":[[1,"It crashes"]]}"#,
            "x.json is JSON of columns and rows apart;",
        ),
    ] {
        let error = read("x.json", json).error();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn a_list_of_records_is_never_the_words_of_one_customer() {
    let json = r#"{"shop":"A","threads":[[{"x":1}]],"weird":{"list":[{"z":[{"q":"what is it"}]}]}}"#;
    let read = read("x.json", json);
    assert!(read.items.iter().all(|item| !item.text.contains('{')), "{:?} {}", read.texts(), read.error());
}

#[test]
fn xml_and_web_pages_are_refused_unless_they_are_asked_for_as_text() {
    for (name, text) in [
        ("reviews.xml", "<?xml version=\"1.0\"?>\n<feed><entry><content>It crashes</content></entry></feed>"),
        ("page.html", "<!DOCTYPE html>\n<html><body>It crashes</body></html>"),
    ] {
        let error = read(name, text).error();
        assert!(error.contains("export") && error.contains("--format text"), "{error}");
        let options = Options { format: Some(Format::Text), ..options() };
        assert_eq!(read_with(name, text, &options).items.len(), 1);
    }
}
