//! Every record in is exactly one arrival out, whatever is in it.

use proptest::prelude::*;

use crate::{Read, options, read_with};

/// What a cell or value may hold: words, and everything that has a meaning to some parser.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-z]{1,8}( [a-z]{1,8}){0,5}",
        "[ ,;\"\n\r\t\\\\|\\[\\]{}:a=#\0]{0,12}",
        "\\PC{0,10}",
    ]
}

fn arrivals(read: &Read) -> usize {
    read.items.len() + read.rejects.len()
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn of_a_table(rows in prop::collection::vec((value(), value()), 0..40), crlf: bool) {
        let end = if crlf { "\r\n" } else { "\n" };
        let mut table = format!("text,note{end}");
        for (text, note) in &rows {
            table += &format!("{},{}{end}", quoted(text), quoted(note));
        }
        let mut options = options();
        options.mapping = "text=text".parse().unwrap();
        let read = read_with("x.csv", table, &options);
        prop_assert!(read.report.is_ok(), "{}", read.error());
        prop_assert_eq!(arrivals(&read), rows.len());
        // What a spreadsheet marks as text stands without its mark, too.
        let unmarked = |text: &str| text.strip_prefix("=\"")?.strip_suffix('"').map(|text| text.trim().to_owned());
        let plain = rows.iter().map(|(text, _)| text.replace('\0', "").trim().to_owned());
        let texts: Vec<String> = plain.flat_map(|text| [unmarked(&text), Some(text)]).flatten().collect();
        for item in &read.items {
            prop_assert!(texts.contains(&item.text));
        }
    }

    #[test]
    fn of_json_lines_and_of_a_json_array(rows in prop::collection::vec((value(), value()), 1..40)) {
        let records: Vec<String> =
            rows.iter().map(|(text, note)| serde_json::json!({"text": text, "note": note}).to_string()).collect();
        for (name, bytes) in [("x.jsonl", records.join("\n")), ("x.json", format!("[{}]", records.join(",\n")))] {
            let mut options = options();
            options.mapping = "text=text".parse().unwrap();
            let read = read_with(name, bytes, &options);
            prop_assert!(read.report.is_ok(), "{}", read.error());
            prop_assert_eq!(arrivals(&read), rows.len());
        }
    }

    #[test]
    fn no_bytes_whatever_make_a_parser_fall_over_or_lose_a_line(
        lines in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..30), 0..30),
        name in prop::sample::select(vec!["x.csv", "x.tsv", "x.json", "x.jsonl", "x.txt", "-"]),
    ) {
        let mut options = options();
        options.limits.line_bytes_max = 64;
        read_with(name, lines.join(&b'\n'), &options);
    }
}
