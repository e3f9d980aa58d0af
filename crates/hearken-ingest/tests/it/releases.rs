//! Lists of releases: their columns by name, their dates in several shapes, and what is wrong with a row by its place.

use hearken_ingest::{Limits, ReleaseList, read_releases};

use crate::input;

fn list(name: &str, bytes: &str) -> ReleaseList {
    read_releases(input(name, bytes), &limits()).unwrap()
}

fn limits() -> Limits {
    Limits::at("2024-06-01T00:00:00Z".parse().unwrap())
}

fn told(list: &ReleaseList) -> Vec<String> {
    let day = |at: &jiff::Timestamp| at.strftime("%Y-%m-%d").to_string();
    let product = |product: &Option<String>| product.clone().unwrap_or_default();
    list.releases
        .iter()
        .map(|one| format!("{} {} {}", product(&one.product), one.version, day(&one.at)))
        .collect()
}

#[test]
fn a_table_and_json_lines_are_read_by_the_names_of_their_columns() {
    let table =
        list("releases.csv", "Product;Tag name;Released\nshop;v2.4.0;5 March 2024\nshop;v2.4.1;2024-03-07\n");
    assert_eq!(told(&table), ["shop v2.4.0 2024-03-05", "shop v2.4.1 2024-03-07"]);
    let lines = "{\"tagName\":\"v1.0\",\"publishedAt\":\"2024-01-05T10:00:00Z\",\"name\":\"One\"}\n\
                 {\"tagName\":\"v1.1\",\"publishedAt\":1706745600,\"name\":\"Two\"}\n";
    assert_eq!(told(&list("releases.jsonl", lines)), [" v1.0 2024-01-05", " v1.1 2024-02-01"]);
    let array = "[{\"version\":\"3.0\",\"date\":\"2024-02-01\",\"repository\":\"cart\"}]";
    assert_eq!(told(&list("releases.json", array)), ["cart 3.0 2024-02-01"]);
}

#[test]
fn what_has_no_version_no_date_or_one_that_cannot_be_read_is_told_by_its_place() {
    let rows = "version,date\n1.0,2024-01-01\n,2024-01-02\n1.2,\n1.3,soon\n1.4,2031-01-01\n1.5,1970-01-01\n";
    let list = list("releases.csv", rows);
    assert_eq!(told(&list), [" 1.0 2024-01-01"]);
    let reasons: Vec<(&str, &str)> =
        list.rejects.iter().map(|reject| (reject.location.as_str(), reject.reason.as_str())).collect();
    assert_eq!(reasons[0], ("line 3", "there is no version in it"));
    assert_eq!(reasons[1], ("line 4", "there is no date in it"));
    assert!(
        reasons[2].0 == "line 5" && reasons[2].1.starts_with("'soon' is not a valid date"),
        "{reasons:?}"
    );
    assert_eq!(reasons[3], ("line 6", "the date '2031-01-01' lies in the future"));
    assert_eq!(reasons[4], ("line 7", "the date '1970-01-01' lies before 1990"));
}

#[test]
fn the_order_of_days_and_months_is_told_by_all_rows_together_or_noted() {
    let days = list("r.csv", "version,date\n1.0,03/04/2023\n1.1,25/04/2023\n");
    assert_eq!(told(&days), [" 1.0 2023-04-03", " 1.1 2023-04-25"]);
    assert!(days.notes.is_empty(), "{:?}", days.notes);
    let open = list("r.csv", "version,date\n1.0,03/04/2023\n1.1,05/06/2023\n");
    assert_eq!(told(&open), [" 1.0 2023-03-04", " 1.1 2023-05-06"]);
    assert!(open.notes.len() == 1 && open.notes[0].contains("the month was assumed"), "{:?}", open.notes);
}

#[test]
fn what_is_no_list_of_releases_says_which_column_is_missing() {
    let error = |bytes: &str| read_releases(input("r.csv", bytes), &limits()).unwrap_err().to_string();
    assert_eq!(
        error("text,date\nIt crashes,2024-01-01\n"),
        "no column of r.csv seems to hold versions; call one 'version'; columns are text, date"
    );
    assert_eq!(
        error("version,what\n1.0,It crashes\n"),
        "no column of r.csv seems to hold dates; call one 'date'; columns are version, what"
    );
    assert_eq!(error(""), "r.csv is empty");
}
