//! Each format, from bytes as its source writes them.

use hearken_domain::{Kind, SignalState};
use hearken_ingest::Format;

use crate::{options, read, read_with};

#[test]
fn github_issues_of_the_rest_api_leave_pull_requests_out() {
    let issues = r#"[
      {"url":"https://api.github.com/repos/o/r/issues/7","node_id":"I_1","number":7,"title":"Crash on start","body":"It dies.\n\nEvery time.",
       "user":{"login":"ann","id":11,"avatar_url":"https://a/b"},"created_at":"2024-01-05T10:00:00Z","labels":[{"name":"bug"},{"name":"ios"}],
       "comments":3,"state":"open","html_url":"https://github.com/o/r/issues/7","reactions":{"url":"https://x","+1":2}},
      {"number":8,"title":"Fix crash","body":"Fixes it","user":{"login":"dev"},"created_at":"2024-01-06T10:00:00Z","labels":[],
       "html_url":"https://github.com/o/r/pull/8","pull_request":{"url":"https://api.github.com/x"}},
      {"number":9,"title":"Dark mode please","body":null,"user":{"login":"bob"},"created_at":"2024-01-07T10:00:00Z","labels":[],
       "html_url":"https://github.com/o/r/issues/9"}
    ]"#;
    let read = read("issues.json", issues);
    assert_eq!(read.report().format, Format::GithubIssues);
    assert_eq!(read.texts(), ["It dies.\n\nEvery time.", "Dark mode please"]);
    assert_eq!(read.reasons(), [("record 2", "a pull request, not an issue")]);
    let item = &read.items[0];
    assert_eq!(item.kind, Kind::Issue);
    assert_eq!(item.external_id.as_deref(), Some("https://github.com/o/r/issues/7"));
    assert_eq!(item.title.as_deref(), Some("Crash on start"));
    assert_eq!(item.contact.name.as_deref(), Some("ann"));
    assert_eq!(item.contact.external_id.as_deref(), Some("11"));
    assert_eq!(item.labels, ["bug", "ios"]);
    assert_eq!((item.state, item.status.as_deref()), (Some(SignalState::Open), None));
    let extra: Vec<_> = item.extra.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(extra, [("comments", "3"), ("number", "7"), ("reactions.+1", "2")]);
}

#[test]
fn github_issues_of_the_command_line_are_read() {
    let issues = r#"[{"author":{"id":"MDQ6","is_bot":false,"login":"ann","name":"Ann"},"body":"It dies.","comments":[{"body":"Me too"},{"body":"Same"}],
      "createdAt":"2024-01-05T10:00:00Z","labels":[{"id":"L","name":"bug, \"odd\""},{"id":"M","name":"a b"}],"number":7,"state":"CLOSED","stateReason":"NOT_PLANNED","title":"Crash","url":"https://github.com/o/r/issues/7"}]"#;
    let read = read("-", issues);
    assert_eq!(read.report().format, Format::GithubIssues);
    let item = &read.items[0];
    assert_eq!(
        (item.text.as_str(), item.url.as_deref()),
        ("It dies.", Some("https://github.com/o/r/issues/7"))
    );
    assert_eq!(item.extra["comments"], "Me too\n\nSame");
    assert_eq!(item.labels, ["a b", "bug, \"odd\""], "a comma belongs to a label");
    assert_eq!((item.state, item.status.as_deref()), (Some(SignalState::Closed), Some("NOT_PLANNED")));
    assert_eq!(item.contact.name.as_deref(), Some("ann"));
}

#[test]
fn cfpb_complaints_without_a_narrative_are_rejected_with_the_reason() {
    let table = "Date received,Product,Sub-product,Issue,Sub-issue,Consumer complaint narrative,Company public response,\
                 Company,State,ZIP code,Tags,Consumer consent provided?,Submitted via,Date sent to company,\
                 Company response to consumer,Timely response?,Consumer disputed?,Complaint ID\n\
                 2019-04-06,Debt collection,,Wrong debt,,\"I never heard of XXXX, nor owe {$40.00}.\",,ARA Inc.,TX,750XX,Older American,Consent provided,Web,04/07/2019,Closed,Yes,N/A,17\n\
                 04/16/2019,Mortgage,,Payment,,,,Bank,CA,,,,Phone,,Closed,Yes,,18\n";
    let read = read("complaints.csv", table);
    assert_eq!(read.report().format, Format::Cfpb);
    let item = &read.items[0];
    assert_eq!(item.text, "I never heard of XXXX, nor owe {$40.00}.");
    assert_eq!((item.kind, item.external_id.as_deref()), (Kind::Ticket, Some("17")));
    assert_eq!(
        (item.product.as_deref(), item.labels.as_slice(), item.state),
        (Some("Debt collection"), &["Older American".to_owned()][..], None)
    );
    assert_eq!(item.title, None, "the Bureau's choice of issue is not the customer's words");
    assert_eq!((&item.extra["Issue"], &item.extra["Company"]), (&"Wrong debt".into(), &"ARA Inc.".into()));
    let reason = "the consumer gave no narrative, or did not agree to its publication";
    assert_eq!(read.reasons(), [("line 3", reason)]);
    assert!(read.rejects[0].original.contains(r#""Complaint ID":"18""#));
}

#[test]
fn google_play_reviews_in_utf_16_give_way_for_words_only() {
    let table = "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,\
                 Review Submit Millis Since Epoch,Review Last Update Date and Time,Review Last Update Millis Since Epoch,\
                 Star Rating,Review Title,Review Text,Developer Reply Date and Time,Developer Reply Millis Since Epoch,\
                 Developer Reply Text,Review Link\n\
                 com.x,12,1.2,de,Pixel,2024-01-05T10:00:00Z,1704448800000,2024-01-05T10:00:00Z,1704448800000,2,Schade,\
                 Stürzt ab,,,,https://play.google.com/r/1\n\
                 com.x,12,1.2,en,Pixel,2024-01-05T10:00:00Z,1704448800000,,,5,,,,,,\n";
    let bytes: Vec<u8> = format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let read = read("reviews_com.x_202401.csv", bytes);
    assert_eq!(
        (read.report().format, read.report().encoding.as_str()),
        (Format::GooglePlayReviews, "UTF-16LE")
    );
    let item = &read.items[0];
    assert_eq!((item.text.as_str(), item.rating, item.kind), ("Stürzt ab", Some(2.0), Kind::Review));
    assert_eq!(item.external_id, item.url);
    assert_eq!(item.at.unwrap().to_string(), "2024-01-05T10:00:00Z");
    assert_eq!((item.version.as_deref(), item.language.as_deref()), (Some("1.2"), Some("de")));
    assert_eq!(read.reasons(), [("line 3", "the reviewer left stars without words")]);
}

#[test]
fn json_lines_of_reviews_are_guessed_by_name_and_unknown_fields_kept() {
    let lines = r#"{"text":"Easy to set up","rating":5,"date":"2017-01-10 01:56:16","product":"me.greenlight","version":"1.0.0","thumbs":20}
{"text":"I got my card","rating":"4/5","date":"2017-01-22 21:28:00","product":"me.greenlight","version":null,"late":{"x":1}}
"#;
    let read = read("reviews.jsonl", lines);
    assert_eq!(read.report().format, Format::JsonLines);
    assert_eq!(
        read.report().mapping.to_string(),
        "text=text,at=date,rating=rating,product=product,version=version"
    );
    assert_eq!(read.items[0].extra["thumbs"], "20");
    assert_eq!((read.items[1].rating, read.items[1].version.as_deref()), (Some(4.0), None));
    assert_eq!(read.items[1].extra["late.x"], "1");
    assert_eq!(read.items[1].kind, Kind::Review);
}

#[test]
fn an_object_with_an_array_member_is_read_as_that_array() {
    let tickets = r#"{"count":2,"tickets":[{"id":1,"subject":"Refund","description":"Where is my money?","created_at":"2024-01-05T10:00:00Z",
      "via":{"channel":"mail"}},{"id":2,"subject":"Login","description":"I cannot log in","created_at":"2024-01-06T10:00:00Z"}],"end_of_stream":true}"#;
    let read = read("tickets.json", tickets);
    assert_eq!(read.texts(), ["Where is my money?", "I cannot log in"]);
    assert_eq!((read.items[0].kind, read.items[0].external_id.as_deref()), (Kind::Ticket, Some("1")));
    assert_eq!(read.items[0].extra["via.channel"], "mail");
    let one = read_with("one.json", r#"{"text":"Just one","labels":[{"name":"a"}]}"#, &options());
    assert_eq!(one.texts(), ["Just one"]);
}

#[test]
fn a_nested_field_can_be_mapped_by_its_dotted_name() {
    let mut options = options();
    options.mapping = "text=data.quote,author=data.who.name".parse().unwrap();
    let read = read_with("x.json", r#"[{"data":{"quote":"So slow","who":{"name":"Ann"}}}]"#, &options);
    assert_eq!((read.texts(), read.items[0].contact.name.as_deref()), (vec!["So slow"], Some("Ann")));
}

#[test]
fn a_table_without_a_header_is_read_by_what_its_columns_hold() {
    let read =
        read("bank.tsv", "card\tI am still waiting on my card?\ncard\tWhere is my new card, \"please\"?\n");
    assert_eq!(read.texts(), ["I am still waiting on my card?", "Where is my new card, \"please\"?"]);
    assert_eq!(read.items[0].extra["column 1"], "card");
}

#[test]
fn a_pasted_quote_is_one_item_and_a_text_file_one_for_each_block() {
    let quote = "I was charged twice,\nand nobody answers.\n\nIs this normal?\n";
    let pasted = read("-", quote);
    assert_eq!(pasted.texts(), [quote.trim()]);
    assert_eq!((pasted.report().format, pasted.items[0].kind), (Format::Text, Kind::Interview));
    let file = read("interviews.txt", quote);
    assert_eq!(file.texts(), ["I was charged twice,\nand nobody answers.", "Is this normal?"]);
    assert_eq!(file.items[1].location, "line 4");
}

#[test]
fn a_fixed_rejects_file_is_imported_again_and_what_was_not_fixed_rejected_again() {
    let rejects = r#"{"place":"line 3","reason":"no text","original":{"text":"fixed words","date":"2024-01-05"}}
{"place":"line 4","reason":"ragged","original":"4,well, no"}
"#;
    let read = read("import-3.jsonl", rejects);
    assert_eq!(read.texts(), ["fixed words"]);
    assert_eq!(read.rejects[0].original, "4,well, no");
    assert_eq!(read.rejects[0].location, "line 2");
}

#[test]
fn a_kind_that_a_person_gives_wins_over_the_column_and_the_format() {
    let mut options = options();
    options.kind = Some(Kind::Request);
    let read = read_with("x.csv", "kind,text\nreview,Dark mode please\n", &options);
    assert_eq!((read.items[0].kind, read.items[0].extra["kind"].as_str()), (Kind::Request, "review"));
}

#[test]
fn a_format_that_is_asked_for_must_fit() {
    let mut options = options();
    options.format = Some(Format::Cfpb);
    let error = read_with("x.csv", "id,text\n1,a\n", &options).error();
    let expected = "x.csv is not in the format CFPB complaints: it needs the columns Consumer complaint narrative, \
                    Complaint ID, and has id, text";
    assert_eq!(error, expected);
}

#[test]
fn a_table_as_old_macs_and_excel_wrote_it_is_read() {
    assert_eq!(read("x.csv", "id,text\r1,It crashes\r2,Love it\r").texts(), ["It crashes", "Love it"]);
    assert_eq!(read("x.csv", "sep=;\r\nid;text\r\n1;It crashes\r\n").texts(), ["It crashes"]);
}
