//! What programs write around and inside a table that is no row of it.

use proptest::prelude::*;

use crate::{options, read, read_with};

#[test]
fn lines_about_a_report_before_its_header_are_left_out_and_told() {
    let table = "Report:,Customer feedback\nGenerated:,2024-02-01\n\nid,date,comment\n\
                 1,2024-01-05,\"The cart is empty, always\"\n2,2024-01-06,Too slow\n";
    let read = read("r.csv", table);
    assert_eq!(read.texts(), ["The cart is empty, always", "Too slow"]);
    assert_eq!(read.items[0].location, "line 5");
    let note = "3 lines before the header are left out; --skip-lines says how many to leave out";
    assert_eq!(read.report().notes, [note]);
}

#[test]
fn lines_before_a_header_are_left_out_where_a_person_says_so() {
    let table = "a,b,c\nx,y,z\nkey,what it was,when\n7,The cart is empty,2024-01-05\n";
    let mut options = options();
    options.skip_lines = 2;
    let read = read_with("r.csv", table, &options);
    assert_eq!(read.texts(), ["The cart is empty"]);
    assert_eq!(read.items[0].location, "line 4");
}

#[test]
fn a_survey_with_two_rows_of_headers_holds_answers_only() {
    let table = "Respondent ID,Start Date,What could be better?,Which of these?,\n\
                 ,,Open-Ended Response,Price,Speed\n\
                 114000001,01/25/2024 10:00:00 AM,The cart is empty every time,Price,\n\
                 114000002,01/26/2024 10:00:00 AM,Checkout became much faster,,Speed\n";
    let read = read("r.csv", table);
    assert_eq!(read.texts(), ["The cart is empty every time", "Checkout became much faster"]);
    assert_eq!(read.items[0].extra["Which of these?: Price"], "Price");
    assert_eq!(read.report().notes, ["the header has 2 rows, of which none is a record"]);
}

#[test]
fn a_survey_with_three_rows_of_headers_holds_answers_only() {
    let table = "StartDate,ResponseId,Q1\n\
                 Start Date,Response ID,What could be better about our shop?\n\
                 \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_TEXT\"\"}\"\n\
                 2024-01-05 10:00:00,R_1,The cart is empty every time\n";
    let read = read("q.csv", table);
    assert_eq!(read.texts(), ["The cart is empty every time"]);
    assert_eq!(read.items[0].external_id.as_deref(), Some("R_1"));
}

#[test]
fn headers_that_come_again_inside_a_table_are_no_records_and_are_counted() {
    let table = "id,text\n1,It crashes\nid,text\n2,Love it\r\nid,text\r\n3,Slow\n";
    let read = read("r.csv", table);
    assert_eq!(read.texts(), ["It crashes", "Love it", "Slow"]);
    assert_eq!(read.report().notes, ["the header stands in the table 2 times more, and is no record"]);
}

proptest! {
    #[test]
    fn whatever_stands_around_them_each_row_is_one_arrival(
        rows in prop::collection::vec("[a-z]{3,8} [a-z]{3,8} [a-z]{3,8}", 1..30),
        preamble in prop::collection::vec("[A-Z][a-z]{2,8}( [a-z]{2,8}){0,3}", 0..4),
        again in 0_usize..30,
    ) {
        let mut table = preamble.iter().map(|line| format!("{line}\n")).collect::<String>() + "id,comment,date\n";
        for (number, row) in rows.iter().enumerate() {
            if number == again {
                table += "id,comment,date\n";
            }
            table += &format!("{number},{row},2024-01-05\n");
        }
        let read = read("r.csv", table.clone());
        prop_assert!(read.report.is_ok(), "{}", read.error());
        prop_assert_eq!(read.texts(), rows, "{}", table);
        prop_assert_eq!(read.rejects.len(), 0);
    }
}
