use std::io::Cursor;

use super::super::layout::discover;
use super::super::shape::Shape;
use super::*;

fn elements(json: &str, bytes_max: usize) -> Vec<Result<String, String>> {
    let mut window = Window::new(Box::new(Cursor::new(json.as_bytes().to_vec())));
    let layout = discover(&Shape::read(json.as_bytes()), true).layout;
    let (mut elements, mut found) = (Elements::new(layout), Vec::new());
    loop {
        match elements.next(&mut window, bytes_max).unwrap() {
            Step::Record(len) => {
                found.push(Ok(String::from_utf8(window.bytes()[..len].to_vec()).unwrap()));
                window.consume(len);
            }
            Step::Broken(len, reason) => {
                window.consume(len);
                found.push(Err(reason));
            }
            Step::Skipped(_, reason) => found.push(Err(reason)),
            Step::Between(len) => window.consume(len),
            Step::End => return found,
        }
    }
}

fn ok(json: &str) -> Result<String, String> {
    Ok(json.to_owned())
}

#[test]
fn the_elements_of_an_array_come_one_by_one_whatever_stands_in_their_strings() {
    let json = r#" [ {"a":"]},{\"["} , {"b":[{"c":1}]},"x", 7 ] "#;
    assert_eq!(
        elements(json, 100),
        [ok(r#"{"a":"]},{\"["}"#), ok(r#"{"b":[{"c":1}]}"#), ok("\"x\""), ok("7 ")]
    );
    assert_eq!(elements("[{\"a\":1}][{\"a\":2}]\n{\"a\":3}", 100).len(), 3);
    assert_eq!(elements("[]", 100), []);
}

#[test]
fn an_element_that_is_too_long_is_passed_over_and_the_next_is_read() {
    let json = format!("[{{\"a\":1}},{{\"a\":\"{}\"}},{{\"a\":2}}]", "x".repeat(1 << 20));
    let found = elements(&json, 1000);
    assert_eq!((&found[0], &found[2], found.len()), (&ok("{\"a\":1}"), &ok("{\"a\":2}"), 3));
    assert!(found[1].as_ref().unwrap_err().starts_with("the record is 1.0 MiB long"), "{:?}", found[1]);
}

#[test]
fn the_reason_says_how_much_a_broken_string_takes_with_it() {
    let found = elements("[{\"a\":\"one\ntwo\"},{\"a\":\"three\"}]", 1000);
    let reason = "a string in the record is not closed on its line, so the record is not JSON; 20 bytes up to the \
                  next record were left out with it";
    assert_eq!(found, [Err(reason.to_owned())]);
}

#[test]
fn a_broken_string_costs_its_own_element_and_no_other() {
    let json = "[\n  {\"a\": 1},\n  {\"a\": \"open,\n   \"b\": {\n  \"c\": 1 }},\n  {\"a\": 2}\n]";
    let found = elements(json, 1000);
    assert_eq!((&found[0], &found[2], found.len()), (&ok("{\"a\": 1}"), &ok("{\"a\": 2}"), 3));
    assert!(found[1].as_ref().unwrap_err().starts_with("a string in the record is not closed"));
}

#[test]
fn an_array_that_is_cut_off_gives_what_came_before_and_says_so() {
    let found = elements("[{\"a\":1},{\"a\":", 1000);
    assert_eq!(found[0], ok("{\"a\":1}"));
    assert_eq!(found[1], Err("the record has no end: the file is cut off".to_owned()));
}
