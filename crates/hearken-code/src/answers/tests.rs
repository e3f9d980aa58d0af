use super::*;

const FILE: &str = "src/pay.rs";

fn span(symbol: &str, first_line: u32) -> Span {
    Span { symbol: Some(symbol.to_owned()), first_line, last_line: first_line + 4 }
}

fn link(path: &str, spans: Vec<Span>) -> Located {
    Located { path: path.to_owned(), score: 1.0, spans, evidence: Vec::new() }
}

fn yes(id: u32, symbol: Option<&str>) -> Answer<'_, u32> {
    Answer { id, path: FILE, symbol, yes: true }
}

fn no(id: u32, symbol: Option<&str>) -> Answer<'_, u32> {
    Answer { yes: false, ..yes(id, symbol) }
}

/// A file that defines `charge` at line 1 and `refund` at line 11, and nothing else.
fn symbol_of(path: &str, symbol: &str) -> Option<Span> {
    let line = match symbol {
        "charge" => 1,
        "refund" => 11,
        _ => return None,
    };
    (path == FILE).then(|| span(symbol, line))
}

/// The links as `path: spans`, each of which is marked with the yes that stands to it.
fn shown(links: Vec<Located>, answers: &[Answer<'_, u32>]) -> Vec<String> {
    let answered = answered(links, answers.iter().copied(), symbol_of);
    let mark = |yes: Option<u32>| yes.map_or_else(String::new, |id| format!(" yes {id}"));
    let spans = |link: &AnsweredLink<'_, u32>| {
        let spans = link.link.spans.iter().map(|span| {
            let symbol = span.symbol.as_deref();
            format!("{}{}", symbol.unwrap_or("lines"), mark(link.yes_at(symbol)))
        });
        spans.collect::<Vec<_>>().join(", ")
    };
    let shown = answered.links.iter().map(|link| match link.link.spans.as_slice() {
        [] => format!("{}{}", link.link.path, mark(link.yes_at(None))),
        _ => format!("{}: {}", link.link.path, spans(link)),
    });
    shown.collect()
}

fn both() -> Vec<Located> {
    vec![link("src/app.rs", Vec::new()), link(FILE, vec![span("charge", 1), span("refund", 11)])]
}

#[test]
fn without_answers_links_are_as_they_were_found() {
    assert_eq!(shown(both(), &[]), ["src/app.rs", "src/pay.rs: charge, refund"]);
}

#[test]
fn a_yes_to_a_file_is_one_to_each_of_its_spans_and_comes_first() {
    assert_eq!(shown(both(), &[yes(1, None)]), ["src/pay.rs: charge yes 1, refund yes 1", "src/app.rs"]);
}

#[test]
fn a_yes_to_a_symbol_puts_it_first_and_is_none_to_the_other_spans() {
    assert_eq!(shown(both(), &[yes(1, Some("refund"))])[0], "src/pay.rs: refund yes 1, charge");
    let elsewhere = vec![link(FILE, vec![span("charge", 1)])];
    assert_eq!(shown(elsewhere, &[yes(1, Some("refund"))]), ["src/pay.rs: refund yes 1, charge"]);
    let whole = vec![link(FILE, Vec::new())];
    assert_eq!(shown(whole, &[yes(1, Some("refund"))]), ["src/pay.rs: refund yes 1"]);
}

#[test]
fn a_yes_makes_a_link_where_none_was_found() {
    assert_eq!(shown(Vec::new(), &[yes(1, None)]), ["src/pay.rs yes 1"]);
    assert_eq!(shown(Vec::new(), &[yes(1, Some("charge"))]), ["src/pay.rs: charge yes 1"]);
    let answers = [yes(2, Some("refund")), yes(1, Some("charge"))];
    assert_eq!(shown(Vec::new(), &answers), ["src/pay.rs: refund yes 2, charge yes 1"]);
}

#[test]
fn a_yes_to_a_symbol_that_is_gone_is_one_to_the_file() {
    assert_eq!(shown(Vec::new(), &[yes(1, Some("settle"))]), ["src/pay.rs yes 1"]);
    let found = answered(both(), [yes(1, Some("settle"))], symbol_of);
    assert_eq!(found.links[0].link.path, FILE);
    assert_eq!((found.links[0].yes(), found.links[0].yes_at(Some("charge"))), (Some(1), None));
}

#[test]
fn a_no_to_a_file_takes_its_link_away_whatever_it_says_of_functions() {
    assert_eq!(shown(both(), &[no(1, None)]), ["src/app.rs"]);
    assert_eq!(shown(both(), &[no(2, None), no(1, Some("charge"))]), ["src/app.rs"]);
    assert!(shown(Vec::new(), &[no(1, None)]).is_empty());
}

#[test]
fn a_no_to_a_symbol_takes_only_its_span_away() {
    assert_eq!(shown(both(), &[no(1, Some("charge"))])[1], "src/pay.rs: refund");
    assert_eq!(shown(both(), &[no(1, Some("settle"))])[1], "src/pay.rs: charge, refund", "it is gone");
    let lines = Span { symbol: None, ..span("", 1) };
    assert_eq!(shown(vec![link(FILE, vec![lines])], &[no(1, Some("charge"))]), ["src/pay.rs: lines"]);
}

#[test]
fn a_link_goes_with_its_only_span_and_stays_where_it_has_none() {
    let only = || vec![link(FILE, vec![span("charge", 1)])];
    assert!(shown(only(), &[no(1, Some("charge"))]).is_empty());
    assert!(shown(both(), &[no(2, Some("charge")), no(1, Some("refund"))]) == ["src/app.rs"]);
    assert_eq!(shown(vec![link(FILE, Vec::new())], &[no(1, Some("charge"))]), [FILE]);
}

#[test]
fn a_yes_to_the_file_outlasts_a_no_to_a_symbol_in_it() {
    let only = || vec![link(FILE, vec![span("charge", 1)])];
    assert_eq!(shown(only(), &[no(2, Some("charge")), yes(1, None)]), ["src/pay.rs yes 1"]);
    assert_eq!(shown(both(), &[no(2, Some("charge")), yes(1, None)])[0], "src/pay.rs: refund yes 1");
    assert_eq!(shown(only(), &[no(2, Some("charge")), yes(1, Some("refund"))]), ["src/pay.rs: refund yes 1"]);
}

#[test]
fn of_answers_that_contradict_each_other_the_newer_holds() {
    assert_eq!(shown(both(), &[no(2, None), yes(1, Some("charge"))]), ["src/app.rs"]);
    assert_eq!(
        shown(both(), &[yes(2, Some("charge")), no(1, None)])[0],
        "src/pay.rs: charge yes 2, refund",
        "a yes to a part takes back a no to the whole"
    );
    let found = answered(both(), [yes(2, None), no(1, None)], symbol_of);
    assert!(found.denied.is_empty(), "a no that does not hold is not shown");
}

#[test]
fn every_no_that_holds_is_told_whether_or_not_there_was_a_link() {
    let found = answered(Vec::new(), [no(3, Some("charge")), no(1, Some("settle"))], symbol_of);
    assert_eq!(found.denied.iter().map(|answer| answer.id).collect::<Vec<_>>(), [3, 1]);
}

#[test]
fn a_link_shows_the_newest_of_several_yeses() {
    let found = answered(both(), [yes(5, Some("refund")), yes(4, None)], symbol_of);
    let link = &found.links[0];
    assert_eq!(
        (link.yes(), link.yes_at(Some("refund")), link.yes_at(Some("charge"))),
        (Some(5), Some(5), Some(4))
    );
}
