//! Everything that arrives broken ends in a clear error or a recorded rejection, and nothing else is harmed.

use std::io::{Cursor, Read as _};

use hearken_ingest::Input;

use crate::{options, read, read_input, read_with};

#[test]
fn an_empty_file_and_one_of_blanks_are_said_to_be_empty() {
    assert_eq!(read("reviews.csv", "").error(), "reviews.csv is empty");
    assert_eq!(read("reviews.csv", "\u{feff}").error(), "reviews.csv is empty");
    assert_eq!(read("reviews.csv", " \n\r\n\t\n").error(), "reviews.csv is empty");
}

#[test]
fn a_header_without_rows_and_an_empty_array_hold_nothing_and_are_no_error() {
    assert_eq!(read("reviews.csv", "text,date\n").report().items, 0);
    assert_eq!(read("reviews.json", "[]").report().items, 0);
}

#[test]
fn a_binary_file_is_told_by_what_it_is() {
    let error = read("shot.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()).error();
    assert_eq!(error, "shot.png is a PNG picture, not text; expected is CSV, JSON, JSON Lines or plain text");
}

#[test]
fn broken_utf_8_rejects_its_own_line_and_no_other() {
    let read = read("r.csv", b"id,text\n1,na\xc3\xafve\n2,br\xc3(ken\n3,fine\n".to_vec());
    assert_eq!(read.texts(), ["naïve", "fine"]);
    assert_eq!(
        read.reasons(),
        [("line 3", "byte 5 of the record, 0xC3, is broken in UTF-8, as which the file is read")]
    );
    assert_eq!(read.rejects[0].original, "2,br\u{fffd}(ken");
}

#[test]
fn broken_utf_8_in_json_lines_rejects_its_own_line_and_no_other() {
    let read = read("r.jsonl", b"{\"text\":\"a b\"}\n{\"text\":\"\xff\xfe\"}\n{\"text\":\"c d\"}\n".to_vec());
    assert_eq!(read.texts(), ["a b", "c d"]);
    assert_eq!(read.rejects[0].location, "line 2");
}

#[test]
fn broken_utf_16_rejects_its_own_line_and_no_other() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let bytes =
        [b"\xff\xfe".to_vec(), utf16("id,text\n1,fine\n2,"), vec![0x3d, 0xd8], utf16("\n3,good\n")].concat();
    let read = read("r.csv", bytes);
    assert_eq!(read.texts(), ["fine", "good"]);
    assert_eq!(
        read.reasons(),
        [("line 3", "the record has broken bytes in UTF-16LE, as which the file is read")]
    );
}

#[test]
fn a_line_of_100_mb_is_one_reject_and_the_lines_around_it_are_read() {
    for (name, before, after) in [
        ("r.csv", "id,text\n1,first\n2,", "\n3,last\n"),
        ("r.jsonl", "{\"text\":\"first\"}\n{\"text\":\"", "\"}\n{\"text\":\"last\"}\n"),
        ("r.json", "[{\"text\":\"first\"},{\"text\":\"", "\"},{\"text\":\"last\"}]"),
    ] {
        let long = std::io::repeat(b'x').take(100_000_000);
        let bytes = Cursor::new(before).chain(long).chain(Cursor::new(after));
        let read = read_input(Input::from_reader(name, Box::new(bytes)), &options());
        assert_eq!(read.texts(), ["first", "last"], "{name}");
        assert_eq!(read.rejects.len(), 1, "{name}");
        assert!(read.rejects[0].reason.contains("is 95.4 MiB long; at most 16 MiB are taken"), "{name}");
        assert!(read.rejects[0].original.len() < 10_000, "{name}");
    }
}

#[test]
fn a_first_line_that_is_too_long_does_not_hide_what_the_others_are() {
    let mut options = options();
    options.limits.line_bytes_max = 1 << 20;
    let long = "x".repeat(5 << 20);
    for (name, bytes, location) in [
        (
            "r.jsonl",
            format!("{{\"note\":\"{long}\"}}\n{{\"words\":\"It crashes all the time\"}}\n"),
            "line 1",
        ),
        (
            "r.json",
            format!("[{{\"note\":\"{long}\"}},\n{{\"words\":\"It crashes all the time\"}}]"),
            "record 1",
        ),
        ("r.csv", format!("{long}\nid,words\n1,It crashes all the time\n"), "line 1"),
    ] {
        let read = read_with(name, bytes, &options);
        assert_eq!(read.texts(), ["It crashes all the time"], "{name} {:?} {}", read.reasons(), read.error());
        assert_eq!((read.rejects.len(), read.rejects[0].location.as_str()), (1, location), "{name}");
    }
}

#[test]
fn ragged_rows_are_rejected_with_what_arrived_and_trailing_empty_cells_are_forgiven() {
    let read = read("r.csv", "id,text\n1,fine\n2,well, no\n3\n4,good,,\n");
    assert_eq!(read.texts(), ["fine", "good"]);
    let reasons = [
        (
            "line 3",
            "the row has 3 cells where the table has 2 columns; put quotes around a text that holds the delimiter",
        ),
        ("line 4", "the row has 1 cell where the table has 2 columns"),
    ];
    assert_eq!(read.reasons(), reasons);
    assert_eq!(read.rejects[0].original, "2,well, no");
}

#[test]
fn any_delimiter_is_found_and_a_wrong_mapping_names_the_columns() {
    for delimiter in [",", ";", "\t", "|"] {
        let table = "text,stars\nIt crashes,1\nLove it,5\n".replace(',', delimiter);
        let read = read("r.csv", table);
        assert_eq!(read.texts(), ["It crashes", "Love it"], "{delimiter:?}");
        assert_eq!(read.items[0].rating, Some(1.0));
    }
    let mut options = options();
    options.mapping = "text=Review".parse().unwrap();
    let error = read_with("r.csv", "text;stars\nIt crashes;1\n", &options).error();
    assert_eq!(error, "r.csv has no column 'Review' for text; columns are text, stars");
}

#[test]
fn a_remembered_mapping_that_no_longer_fits_is_guessed_again() {
    let mut options = options();
    options.mapping = "text=Review,rating=stars".parse().unwrap();
    options.mapping_required = false;
    let read = read_with("r.csv", "feedback,stars\nIt crashes,1\n", &options);
    assert_eq!(read.texts(), ["It crashes"]);
    assert_eq!(read.report().mapping.to_string(), "text=feedback,rating=stars");
}

#[test]
fn duplicate_headers_are_kept_apart_and_told() {
    let read = read("r.csv", "text,device,device\nIt crashes,a,b\n");
    let extra: Vec<_> = read.items[0].extra.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(extra, [("device", "a"), ("device (2)", "b")]);
    assert_eq!(
        read.report().notes,
        ["the column 'device' is there more than once: a later one is called 'device (2)'"]
    );
}

#[test]
fn nonsense_is_undated_future_dates_are_rejected_and_five_shapes_are_read() {
    let table = "text,date\na b c,2024-01-05\nd e f,01/05/2024\ng h i,\"Jan 5, 2024\"\nj k l,1704412800\n\
                 m n o,\"Fri, 05 Jan 2024 00:00:00 +0000\"\nbad,the day after\nahead,2031-01-01\nold,1970-01-01\n";
    let read = read("r.csv", table);
    let (dated, undated) = read.items.split_at(5);
    assert!(dated.iter().all(|item| item.at.unwrap().to_string() == "2024-01-05T00:00:00Z"));
    let [undated] = undated else { panic!("{undated:?}") };
    assert_eq!((undated.at, undated.extra["date"].as_str()), (None, "the day after"));
    let told = &read.report().undated;
    assert_eq!((told.items, told.unreadable, told.examples[0].0.as_str()), (1, 1, "line 7"));
    let reason = &told.examples[0].1;
    assert!(
        reason.starts_with("'the day after' is not a valid date; expected is something like 2024-01-31"),
        "{reason}"
    );
    let reasons: Vec<&str> = read.rejects.iter().map(|reject| reject.reason.as_str()).collect();
    assert_eq!(
        reasons,
        ["the date '2031-01-01' lies in the future", "the date '1970-01-01' lies before 1990"]
    );
    assert_eq!(read.rejects[0].original, r#"{"text":"ahead","date":"2031-01-01"}"#);
}

#[test]
fn days_before_months_are_seen_by_the_dates_beside() {
    let read = read("r.csv", "text,date\na b c,03/04/2024\nd e f,25/04/2024\n");
    assert_eq!(read.items[0].at.unwrap().to_string(), "2024-04-03T00:00:00Z");
}

#[test]
fn no_more_than_three_undated_items_are_quoted_and_all_are_counted() {
    let rows: String = (1..=9).map(|n| format!("{n},il y a {n} jours,Trop lent pour moi\n")).collect();
    let read = read("r.csv", format!("id,Created,comment\n{rows}10,,Rien ne va\n"));
    let undated = &read.report().undated;
    assert_eq!((undated.items, undated.unreadable, undated.examples.len()), (10, 9, 3));
    assert_eq!(read.items[9].undated, None, "an empty cell has nothing to quote");
}

#[test]
fn a_format_behind_the_column_of_dates_is_heeded_and_remembered_and_a_bad_one_refused() {
    let mut options = options();
    options.mapping = "at=Created:%d|%m|%Y".parse().unwrap();
    let table = "Created,text\n03|04|2024,It crashes\n";
    let read = read_with("r.csv", table, &options);
    assert_eq!(read.items[0].at.unwrap().to_string(), "2024-04-03T00:00:00Z");
    let remembered = read.report().mapping.to_map();
    assert_eq!(remembered["at"], "Created:%d|%m|%Y");
    options.mapping = hearken_ingest::Mapping::from_map(&remembered).unwrap();
    assert!(read_with("r.csv", table, &options).items[0].at.is_some());
    options.mapping = "at=Created:%d|%m".parse().unwrap();
    let error = read_with("r.csv", table, &options).error();
    assert!(error.starts_with("'%d|%m' is not a valid format of dates: it does not say the year"), "{error}");
}

#[test]
fn a_text_of_10_mb_in_one_cell_is_one_reject() {
    let read = read("r.csv", format!("id,text\n1,\"{}\"\n2,fine\n", "word ".repeat(2 << 20)));
    assert_eq!(read.texts(), ["fine"]);
    assert_eq!(read.reasons(), [("line 2", "the text is 10 MiB long; at most 256 KiB are taken")]);
    assert!(read.rejects[0].original.len() > 10 << 20);
}

#[test]
fn zero_bytes_are_dropped_from_texts_in_every_format() {
    assert_eq!(read("r.csv", "id,text\n1,It \0crashes\n2,fine words here\n").texts()[0], "It crashes");
    assert_eq!(read("r.jsonl", "{\"text\":\"It \\u0000crashes\"}\n").texts(), ["It crashes"]);
    assert_eq!(read("-", "It \0crashes").texts(), ["It crashes"]);
}

#[test]
fn right_to_left_emoji_markup_escapes_and_formulas_arrive_as_they_are() {
    let words = [
        "האפליקציה קורסת כל הזמן",
        "😡😡😡",
        "<script>alert(1)</script>",
        "\u{1b}[31mred",
        "=HYPERLINK(\"\"http://x\"\")",
    ];
    let rows: Vec<String> = words.iter().map(|word| format!("1,\"{word}\"\n")).collect();
    let read = read("r.csv", format!("stars,text\n{}", rows.concat()));
    assert_eq!(read.texts()[..4], words[..4]);
    assert_eq!(read.texts()[4], "=HYPERLINK(\"http://x\")");
}

#[test]
fn an_unclosed_quote_costs_its_own_line_and_no_other() {
    let rows: String = (0..1000).map(|n| format!("{n},fine\n")).collect();
    let read = read("r.csv", format!("id,text\n1,\"never closed\n{rows}"));
    assert_eq!((read.items.len(), read.rejects.len()), (1000, 1));
    assert_eq!(read.rejects[0].location, "line 2");
    assert!(read.rejects[0].reason.starts_with("a quote opens in this line and does not close"));
}

#[test]
fn broken_json_costs_its_own_record_and_no_other() {
    let read_lines =
        read("r.jsonl", "{\"text\":\"a b\"}\n{\"text\":oops}\n[1]\n{\"text\":\"c d\"}\n{\"text\":\"cut");
    assert_eq!(read_lines.texts(), ["a b", "c d"]);
    let locations: Vec<&str> = read_lines.rejects.iter().map(|r| r.location.as_str()).collect();
    assert_eq!(locations, ["line 2", "line 3", "line 5"]);
    let read_array =
        read("r.json", "[{\"text\":\"a b\"},\n{\"text\":oops},\n{\"text\":\"c d\"},{\"text\":\"cut");
    assert_eq!(read_array.texts(), ["a b", "c d"]);
    let locations: Vec<&str> = read_array.rejects.iter().map(|r| r.location.as_str()).collect();
    assert_eq!(locations, ["record 2", "record 4"]);
}

#[test]
fn a_table_of_numbers_has_no_words_and_says_how_to_name_them() {
    let error = read("r.csv", "a,b\n1,2\n3,4\n").error();
    assert!(
        error.starts_with("no column of r.csv seems to hold the customers' words; name it with"),
        "{error}"
    );
}

#[test]
fn a_sink_that_breaks_ends_the_reading() {
    let mut seen = 0;
    let report =
        hearken_ingest::read(crate::input("r.csv", "id,text\n1,a\n2,b\n3,c\n"), &options(), &mut |_| {
            seen += 1;
            if seen == 2 { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
        });
    assert_eq!((seen, report.unwrap().items), (2, 2));
}
