//! A plan shows how an input would be read, and reads no more than it must.

use hearken_ingest::{Arrival, Format, Role};

use crate::{input, options};

#[test]
fn a_plan_shows_columns_roles_samples_and_five_examples() {
    let rows: String =
        (1..100).map(|n| format!("{n};\"Review {n} is, well, long\";0{}/02/2024;x\n", n % 9 + 1)).collect();
    let table = format!("nr;Review;Submit Date;misc\n{rows}");
    let plan = hearken_ingest::plan(input("r.csv", table), &options()).unwrap();
    assert_eq!((plan.format, plan.delimiter, plan.encoding.as_str()), (Format::Csv, Some(';'), "UTF-8"));
    let roles: Vec<_> = plan.columns.iter().map(|column| (column.name.as_str(), column.role)).collect();
    let expected =
        [("nr", None), ("Review", Some(Role::Text)), ("Submit Date", Some(Role::At)), ("misc", None)];
    assert_eq!(roles, expected);
    assert_eq!(plan.columns[0].samples, ["1", "2", "3"]);
    assert_eq!(plan.examples.len(), 5);
    assert!(matches!(&plan.examples[0], Arrival::Item(item) if item.text == "Review 1 is, well, long"));
}

#[test]
fn a_plan_of_what_cannot_be_read_is_the_same_error_as_reading_it() {
    assert_eq!(
        hearken_ingest::plan(input("r.csv", ""), &options()).unwrap_err().to_string(),
        "r.csv is empty"
    );
}
