//! Every reason that is given can be checked where it says it stands.

use hearken_code::{Evidence, Past, PastReport, Report};

use crate::shop::{FEES, REPORT, Shop, at, commit, history};

#[test]
fn what_is_quoted_stands_at_that_line() {
    let shop = Shop::new();
    let found = shop.locate(REPORT);
    let lines: Vec<&str> = FEES.lines().collect();
    let line = |number: u32| lines[number as usize - 1];
    let evidence = &found[0].evidence;
    let mut checked = 0;
    for reason in evidence {
        match reason {
            Evidence::Words { words, line: number } => {
                assert!(
                    words.iter().all(|word| line(*number).contains(word.as_str())),
                    "{words:?} do not stand at {number}"
                );
                checked += 1;
            }
            Evidence::Message { text, line: number } => {
                assert_eq!(
                    (text.as_str(), line(*number).contains(text)),
                    ("this late fee cannot be waived", true)
                );
                checked += 1;
            }
            Evidence::Definition { name, line: number } => {
                assert_eq!((name.as_str(), line(*number)), ("late_fee", "def late_fee(days_late):"));
                checked += 1;
            }
            _ => {}
        }
    }
    assert_eq!(checked, 3, "{evidence:#?}");
    assert_eq!(found[0].spans[0].symbol.as_deref(), Some("waive"), "it holds the late fee and the waiving");
}

#[test]
fn a_past_commit_that_said_the_like_is_named_with_the_words_that_both_have() {
    let found = Shop::new().locate(REPORT);
    let commit = found[0].evidence.iter().find_map(|reason| match reason {
        Evidence::Commit { subject, words, .. } => Some((subject.as_str(), words.clone())),
        _ => None,
    });
    assert_eq!(
        commit,
        Some(("Charge late fees", vec!["late".to_owned(), "fees".to_owned(), "Charge".to_owned()]))
    );
}

#[test]
fn a_traces_frame_and_a_named_file_come_first_as_the_report_has_them() {
    let shop = Shop::new();
    let text = "It broke\nTraceback (most recent call last):\n  File \"/srv/shop/login.py\", line 3, in sign_in\n    raise LoginError\nLoginError\n";
    let found = shop.locate(text);
    assert_eq!(found[0].path, "shop/login.py");
    assert!(
        matches!(&found[0].evidence[0], Evidence::Frame { line: Some(3), frame } if frame.as_str().contains("sign_in"))
    );
    let found = shop.locate("Look at shop/fees.py:6\nplease");
    assert!(
        matches!(&found[0].evidence[0], Evidence::Named { mention } if mention.as_str() == "shop/fees.py:6")
    );
}

#[test]
fn fixed_reports_and_recent_changes_are_told() {
    let shop = Shop::new();
    let index = shop.index();
    let files = ["shop/fees.py".to_owned()];
    let past = Past::new([PastReport {
        id: "#12",
        text: "late fee charged",
        files: &files,
        at: at("2024-02-01T10:00:00Z"),
    }]);
    let report = Report { at: Some(at("2024-02-07T10:00:00Z")), ..Report::text(REPORT) };
    let found = index.locate(&shop.repository, &report, &past, 3).unwrap();
    assert!(found[0].evidence.contains(&Evidence::Reports { ids: vec!["#12".into()] }));
    assert!(found[0].evidence.iter().any(|reason| matches!(reason, Evidence::Changed { days: 6, .. })));
}

#[test]
fn words_that_nothing_knows_find_nothing() {
    assert!(Shop::new().locate("xylophone").is_empty());
    assert!(Shop::new().locate("").is_empty());
}

/// A catalogue of texts, in which the words of any report are, and the code that shows one of them.
fn with_catalogue() -> Shop {
    let mut texts: String =
        (0..30).map(|n| format!("ORDER_{n}_DONE = \"Your order of today is on its way\"\n")).collect();
    texts.push_str("PARCEL_RETURNED = (\n    \"The courier brought your parcel back: \"\n    \"nobody answered the bell\"\n)\n");
    let code = "def bring(parcel):\n    if parcel.tries > 2:\n        return texts.PARCEL_RETURNED\n    return parcel\n";
    let files = [("shop/texts.py", Some(texts.as_str())), ("shop/delivery.py", Some(code))];
    let mut commits = history();
    commits.push(commit("2024-02-03T10:00:00Z", "Move along", &files));
    Shop::with_commits(commits)
}

#[test]
fn a_text_of_a_catalogue_leads_to_the_code_that_shows_it() {
    let shop = with_catalogue();
    let found =
        shop.locate("Courier never came\nIt says nobody answered the bell, and my order is not on its way");
    let paths: Vec<&str> = found.iter().map(|link| link.path.as_str()).collect();
    assert_eq!(paths[..2], ["shop/delivery.py", "shop/texts.py"], "{found:#?}");
    let span = &found[0].spans[0];
    assert_eq!((span.symbol.as_deref(), span.first_line), (Some("bring"), 1));
    let says = Evidence::Words { words: vec!["PARCEL_RETURNED".into()], line: 3 };
    assert!(found[0].evidence.contains(&says), "{:#?}", found[0].evidence);
}
