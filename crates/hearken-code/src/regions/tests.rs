use super::*;
use crate::Evidence;

const PATH: &str = "src/pay.rs";

/// `Card` at 1, `charge` at 5, `refund` at 10.
const PAY: &str = "\
struct Card {
    number: u64,
}

fn charge(card: &Card) -> bool {
    let owed = card.balance();
    owed > 0
}

fn refund(card: &Card) {
    card.give_back();
}
";

const NOTES: &str = "charges\nare made at night\n\nrefunds\nare made by day\n";

fn symbol(name: &str, first_line: u32, last_line: u32) -> Span {
    Span { symbol: Some(name.to_owned()), first_line, last_line }
}

fn block(first_line: u32, last_line: u32) -> Span {
    Span { symbol: None, first_line, last_line }
}

fn file_link(spans: Vec<Span>) -> FileLink<'static, u32> {
    let evidence = vec![Evidence::Words { words: vec!["owed".to_owned()], line: 6 }];
    let link = Located { path: PATH.to_owned(), score: 1.0, spans, evidence };
    FileLink { link: Some(link), answers: Vec::new() }
}

fn answer(yes: bool, symbol: Option<&'static str>) -> Answer<'static, u32> {
    Answer { id: 7, path: PATH, symbol, yes }
}

/// Regions as `name first-last: links`.
fn shown(file: &FileText<'_>, links: Vec<FileLink<'_, u32>>) -> Vec<String> {
    let region = |region: Region<u32>| {
        let links: Vec<String> = region
            .links
            .iter()
            .map(|link| format!("{}{}", link.link, if link.yes.is_some() { " yes" } else { "" }))
            .collect();
        let Span { symbol, first_line, last_line } = region.span;
        format!("{} {first_line}-{last_line}: {}", symbol.as_deref().unwrap_or("-"), links.join(", "))
    };
    regions(file, links).into_iter().map(region).collect()
}

/// Where one link to `charge` links in changed content.
fn charge_in(content: &str) -> Vec<String> {
    shown(&FileText::changed(PATH, PAY, content), vec![file_link(vec![symbol("charge", 5, 8)])])
}

#[test]
fn a_committed_file_has_a_region_for_each_span_with_all_that_links_there() {
    let links = vec![
        file_link(vec![symbol("refund", 10, 12), symbol("charge", 5, 8)]),
        file_link(Vec::new()),
        file_link(vec![symbol("charge", 5, 8)]),
    ];
    let file = FileText::committed(PATH, PAY);
    assert_eq!(shown(&file, links), ["- 1-12: 1", "charge 5-8: 0, 2", "refund 10-12: 0"]);
}

#[test]
fn answers_count_as_they_do_everywhere() {
    let file = FileText::committed(PATH, PAY);
    let answered = |spans, answer| vec![FileLink { answers: vec![answer], ..file_link(spans) }];
    let charge = || vec![symbol("charge", 5, 8)];
    assert!(shown(&file, answered(charge(), answer(false, Some("charge")))).is_empty());
    assert!(shown(&file, answered(charge(), answer(false, None))).is_empty());
    assert_eq!(shown(&file, answered(charge(), answer(true, None))), ["charge 5-8: 0 yes"]);
    let refund = answered(charge(), answer(true, Some("refund")));
    assert_eq!(shown(&file, refund), ["charge 5-8: 0", "refund 10-12: 0 yes"]);
    let unfound = |symbol| vec![FileLink { link: None, answers: vec![answer(true, symbol)] }];
    assert_eq!(shown(&file, unfound(None)), ["- 1-12: 0 yes"]);
    assert_eq!(shown(&file, unfound(Some("refund"))), ["refund 10-12: 0 yes"]);
    assert_eq!(shown(&file, unfound(Some("settle"))), ["- 1-12: 0 yes"], "it is gone");
}

#[test]
fn a_file_that_cannot_be_read_has_the_spans_of_its_links() {
    let links = vec![file_link(vec![symbol("charge", 5, 8)]), file_link(Vec::new())];
    assert_eq!(shown(&FileText::unreadable(12), links), ["- 1-12: 1", "charge 5-8: 0"]);
}

#[test]
fn a_function_is_found_by_its_name_wherever_it_moved_and_however_it_changed() {
    let content = format!("//! Pay.\n\n{PAY}");
    assert_eq!(charge_in(&content), ["charge 7-10: 0"]);
    let content = "fn refund() {}\nfn charge() {\n    todo!()\n}\n";
    assert_eq!(charge_in(content), ["charge 2-4: 0"]);
}

#[test]
fn a_function_with_another_name_is_found_by_its_lines() {
    assert_eq!(charge_in(&PAY.replace("fn charge(", "\nfn take_money(")), ["take_money 6-9: 0"]);
}

#[test]
fn of_functions_with_one_name_it_is_the_one_with_the_same_lines() {
    let content = format!("mod a {{\n    fn charge() {{}}\n}}\n{PAY}");
    assert_eq!(charge_in(&content), ["charge 8-11: 0"]);
}

#[test]
fn a_function_that_is_gone_links_to_what_it_was_in_or_to_the_file() {
    let content = "struct Card {\n    number: u64,\n}\n";
    assert_eq!(charge_in(content), ["- 1-3: 0"]);
    let content = "fn settle(card: &Card) {\n    log(card);\n    owed > 0\n}\n";
    assert_eq!(
        charge_in(content),
        ["- 1-4: 0"],
        "one line like its own does not make another function of it"
    );
}

#[test]
fn a_method_that_is_gone_links_to_its_class() {
    let committed =
        "class Card:\n    def charge(self):\n        self.take()\n\n    def refund(self):\n        pass\n";
    let content = "import pay\n\nclass Card:\n    def refund(self):\n        pass\n";
    let file = FileText::changed("pay.py", committed, content);
    assert_eq!(shown(&file, vec![file_link(vec![symbol("charge", 2, 3)])]), ["Card 3-5: 0"]);
}

#[test]
fn a_block_follows_its_lines_and_links_to_the_file_where_they_are_gone() {
    let in_notes = |content: &str, first, last| {
        shown(&FileText::changed("notes.txt", NOTES, content), vec![file_link(vec![block(first, last)])])
    };
    assert_eq!(in_notes(&format!("# Notes\n\n{NOTES}"), 4, 5), ["- 6-7: 0"]);
    assert_eq!(in_notes(&NOTES.replace("are made at night\n", "are made\nat night\n"), 4, 5), ["- 5-6: 0"]);
    assert_eq!(in_notes(&NOTES.replace("refunds\n", "refunds, too,\n"), 4, 5), ["- 5-5: 0"]);
    assert_eq!(in_notes("charges\nare made at night\n", 4, 5), ["- 1-2: 0"]);
    assert_eq!(in_notes(&NOTES.replace('\n', "\r\n"), 4, 5), ["- 4-5: 0"], "line ends are no change");
}

#[test]
fn what_came_to_one_region_is_there_once_and_knows_where_its_evidence_stands() {
    let file = FileText::changed("notes.txt", NOTES, "other\n");
    let found = regions(&file, vec![file_link(vec![block(1, 2), block(4, 5)])]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].links.len(), 1);
    assert_eq!(found[0].links[0].committed, [block(1, 2), block(4, 5)]);
}

#[test]
fn content_that_is_empty_or_broken_has_the_file_as_its_region() {
    for content in ["", "\u{0}", "}}}} fn ("] {
        assert_eq!(charge_in(content), ["- 1-1: 0"], "{content:?}");
    }
}
