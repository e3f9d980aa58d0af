//! Searching by words, and following the log.

use std::collections::HashSet;

use hearken_domain::{FilterField, NewSignal, SignalFilter};

use super::*;
use crate::fixture::{Fixture, day, filter, item, review};

fn indexed(fixture: &Fixture) -> Words {
    let words = Words::open_or_create(&fixture.dir()).unwrap();
    words.catch_up(fixture.store(), &|_| {}).unwrap();
    words
}

fn query(words: &str) -> WordQuery {
    WordQuery { words: words.to_owned(), ..WordQuery::default() }
}

fn find(words: &Words, query: &WordQuery) -> Vec<SignalId> {
    let (hits, count) = words.search(query, 100).unwrap();
    assert_eq!(hits.len() as u64, count);
    let mut ids: Vec<SignalId> = hits.into_iter().map(|hit| hit.signal).collect();
    ids.sort();
    ids
}

#[test]
fn all_words_are_found_in_every_form_and_in_the_title_too() {
    let fixture = Fixture::new();
    let titled =
        NewSignal { title: Some(hearken_domain::Verbatim::redacted("Café".into())), ..review("a fee") };
    let ids = fixture.record([review("They charged late fees"), review("charging me twice"), titled]);
    let words = indexed(&fixture);
    assert_eq!(find(&words, &query("charge")), ids[..2]);
    assert_eq!(find(&words, &query("FEE charges")), ids[..1]);
    assert_eq!(find(&words, &query("cafe")), ids[2..]);
    assert_eq!(find(&words, &query("refund")), []);
    assert_eq!(find(&words, &query("  ")).len(), 3, "nothing asked lets everything through");
    assert_eq!(find(&words, &query("?!")), []);
}

#[test]
fn some_of_the_words_are_enough_where_that_is_asked_for() {
    let fixture = Fixture::new();
    let ids = fixture.record([
        review("the export of a table fails"),
        review("an export"),
        review("tables are lovely, and fail"),
    ]);
    let words = indexed(&fixture);
    let having = |enough| WordQuery { at_least: Some(enough), ..query("export table fails") };
    assert_eq!(find(&words, &having(1)), ids);
    assert_eq!(find(&words, &having(2)), [ids[0], ids[2]]);
    assert_eq!(find(&words, &having(3)), ids[..1]);
    assert_eq!(find(&words, &having(9)), ids[..1], "all of them are enough");
    assert_eq!(find(&words, &WordQuery { at_least: Some(1), ..query("the of") }), [ids[0]]);
}

#[test]
fn phrases_stand_in_order_and_what_is_excluded_is_absent() {
    let fixture = Fixture::new();
    let ids = fixture.record([
        review("the late fee was high"),
        review("a fee came late"),
        review("late fee waived"),
    ]);
    let words = indexed(&fixture);
    assert_eq!(find(&words, &query("\"late fee\"")), [ids[0], ids[2]]);
    assert_eq!(find(&words, &query("fee -waived")), ids[..2]);
    assert_eq!(find(&words, &query("fee -\"late fee\"")), [ids[1]]);
    assert_eq!(find(&words, &query("\"fee was\"")), [ids[0]], "stop words count inside a phrase");
    assert_eq!(find(&words, &query("-fee")), []);
}

#[test]
fn while_someone_types_the_last_word_may_be_only_begun() {
    let fixture = Fixture::new();
    let ids = fixture.record([review("my account was closed"), review("an account in Québec")]);
    let words = indexed(&fixture);
    let typing = |words: &str| WordQuery { prefix: true, ..query(words) };
    for end in 1..="closed".len() {
        assert_eq!(find(&words, &typing(&format!("account {}", &"closed"[..end]))), ids[..1]);
    }
    assert_eq!(find(&words, &typing("québ")), ids[1..]);
    assert_eq!(find(&words, &query("account clo")), []);
}

#[test]
fn each_condition_lets_through_what_it_says() {
    let fixture = Fixture::new();
    let text = |text: &str| Some(text.to_owned());
    let wanted = NewSignal {
        at: Some(day(5)),
        rating: Some(3.0),
        product: text("Credit card"),
        version: text("2.1"),
        labels: vec!["a, b".to_owned(), "pro".to_owned()],
        state: Some(hearken_domain::SignalState::Closed),
        status: text("not_planned"),
        language: text("en"),
        ..review("fee wanted")
    };
    let later =
        NewSignal { at: Some(day(6)), rating: Some(4.0), product: text("card"), ..review("fee later") };
    let ids = fixture.record([review("fee plain"), wanted, later]);
    fixture.import_into("web", vec![crate::Arrived::Signal(Box::new(review("fee")))]);
    let words = indexed(&fixture);
    let under = |given: &[(FilterField, &str)]| WordQuery { filter: filter(given), ..query("fee") };
    let queries = [
        WordQuery { filter: SignalFilter::default().since(day(5)).until(day(6)), ..query("fee") },
        under(&[(FilterField::RatingMin, "3"), (FilterField::RatingMax, "3")]),
        under(&[(FilterField::RatingMax, "3.5")]),
        under(&[(FilterField::Product, "Credit card")]),
        under(&[(FilterField::Version, "2.1")]),
        under(&[(FilterField::Label, "pro"), (FilterField::Label, "a, b")]),
        under(&[(FilterField::State, "closed"), (FilterField::Status, "not_planned")]),
        WordQuery { words: String::new(), ..under(&[(FilterField::Language, "en")]) },
        WordQuery { among: Some(HashSet::from([ids[1], SignalId(999)])), ..query("fee") },
    ];
    for query in queries {
        assert_eq!(find(&words, &query), [ids[1]], "{query:?}");
    }
    let of_source = WordQuery {
        sources: vec![fixture.source("app")],
        ..under(&[(FilterField::Source, "app"), (FilterField::Source, "none")])
    };
    assert_eq!(find(&words, &of_source), ids);
    let (hits, count) = words.search(&query("fee"), 2).unwrap();
    assert_eq!((hits.len(), count), (2, 4), "the count is of all, not only of those shown");
    let before_1970 = under(&[(FilterField::Until, "1970")]);
    assert_eq!(find(&words, &before_1970), []);
    assert_eq!(find(&words, &under(&[(FilterField::Source, "none")])), [], "nothing comes from no source");
}

#[test]
fn changes_and_undos_are_followed_and_a_rebuilt_index_holds_the_same() {
    let fixture = Fixture::new();
    let ids = fixture.record([item("a", "slow app"), item("b", "slow site")]);
    let words = indexed(&fixture);
    let (import, _) = fixture.import([item("a", "crash"), item("c", "slow cat"), item("c", "slow dog")]);
    words.catch_up(fixture.store(), &|_| {}).unwrap();
    assert_eq!(find(&words, &query("slow")).len(), 2);
    assert_eq!(find(&words, &query("crash")), ids[..1]);
    assert_eq!((find(&words, &query("cat")).len(), words.len()), (0, 3));
    fixture.undo(import);
    words.catch_up(fixture.store(), &|_| {}).unwrap();
    assert_eq!(find(&words, &query("slow")), ids);
    assert_eq!((find(&words, &query("crash")), words.len()), (vec![], 2));

    fixture.import([item("b", "slow web")]);
    words.catch_up(fixture.store(), &|_| {}).unwrap();
    let rebuilt = Words::recreate(&fixture.dir()).unwrap();
    rebuilt.catch_up(fixture.store(), &|_| {}).unwrap();
    for text in ["slow", "app", "site", "web", "crash", ""] {
        assert_eq!(find(&rebuilt, &query(text)), find(&words, &query(text)), "{text}");
    }
    assert_eq!((rebuilt.len(), rebuilt.position()), (2, words.position()));
}

#[test]
fn where_only_events_came_the_watermark_still_reaches_the_end_of_the_log() {
    let fixture = Fixture::new();
    fixture.record([review("one")]);
    let words = indexed(&fixture);
    fixture.cluster(&[None]);
    assert!(words.position() < fixture.snapshot().log().position().unwrap());
    words.catch_up(fixture.store(), &|_| {}).unwrap();
    assert_eq!(words.position(), fixture.snapshot().log().position().unwrap());
}

#[test]
fn an_index_goes_on_where_it_was_after_a_new_start() {
    let mut fixture = Fixture::new();
    fixture.record([review("one")]);
    let position = indexed(&fixture).position();
    fixture.reopen();
    let ids = fixture.record([review("one more")]);
    let words = Words::open(&fixture.dir()).unwrap().unwrap();
    assert_eq!(words.position(), position);
    words.catch_up(fixture.store(), &|_| {}).unwrap();
    assert_eq!((find(&words, &query("more")), words.len()), (ids, 2));
}

#[test]
fn an_index_that_is_damaged_or_of_another_shape_is_rebuilt() {
    let fixture = Fixture::new();
    let ids = fixture.record([review("one")]);
    let folder = fixture.dir().words();
    let of_kind = |extension: &str| {
        let mut entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        entries.find(|path| path.extension().is_some_and(|e| e == extension)).unwrap()
    };
    type Damage<'d> = (&'d str, Box<dyn Fn() + 'd>);
    let damages: [Damage<'_>; 6] = [
        ("a missing segment", Box::new(|| fs::remove_file(of_kind("term")).unwrap())),
        ("a cut segment", Box::new(|| fs::write(of_kind("store"), b"x").unwrap())),
        ("an emptied segment", Box::new(|| fs::write(of_kind("idx"), b"").unwrap())),
        ("nonsense", Box::new(|| fs::write(folder.join("meta.json"), b"{").unwrap())),
        ("nothing", Box::new(|| fs::remove_dir_all(&folder).unwrap())),
        (
            "another shape",
            Box::new(|| {
                let meta = fs::read_to_string(folder.join("meta.json")).unwrap();
                fs::write(folder.join("meta.json"), meta.replace("\"4:", "\"3:")).unwrap();
            }),
        ),
    ];
    for (what, damage) in damages {
        drop(indexed(&fixture));
        damage();
        assert!(Words::open(&fixture.dir()).unwrap().is_none(), "{what}");
        assert_eq!(find(&indexed(&fixture), &query("one")), ids, "{what}");
    }
}

#[test]
fn a_reader_in_another_process_sees_what_was_committed_once_it_looks_again() {
    let fixture = Fixture::new();
    let words = indexed(&fixture);
    let reader = Words::open(&fixture.dir()).unwrap().unwrap();
    fixture.record([review("one")]);
    words.catch_up(fixture.store(), &|_| {}).unwrap();
    assert!(reader.is_empty());
    reader.reload().unwrap();
    assert_eq!((reader.len(), reader.position()), (1, words.position()));
}

#[test]
fn what_was_written_before_a_stop_and_never_committed_is_in_nobodys_way() {
    let fixture = Fixture::new();
    let (import, _) = fixture.import([review("words that go")]);
    let stays = fixture.record([review("others stay")]);
    let words = indexed(&fixture);
    let meta = fixture.dir().words().join("meta.json");
    let before = fs::read(&meta).unwrap();
    fixture.undo(import);
    words.catch_up(fixture.store(), &|_| {}).unwrap();
    drop(words);
    fs::write(&meta, before).unwrap(); // the commit is the last that is written
    let stranger = fixture.dir().words().join("0123456789abcdef0123456789abcdef.idx");
    fs::write(&stranger, "words that go").unwrap();

    let words = indexed(&fixture);
    assert!(!stranger.exists());
    assert_eq!(find(&words, &query("go")), []);
    assert_eq!(find(&words, &query("stay")), stays);
}

#[test]
fn all_that_has_the_words_is_told_with_its_time_and_stands_in_the_order_of_lists() {
    let fixture = Fixture::new();
    let on = |n: Option<i64>, text: &str| NewSignal { at: n.map(day), ..review(text) };
    let ids = fixture.record([
        on(Some(3), "fee one"),
        on(None, "fee two"),
        on(Some(9), "fee three"),
        on(Some(3), "fee four"),
        on(None, "fee five"),
        on(Some(1), "crash"),
    ]);
    let words = indexed(&fixture);
    let mut found = words.matches(&query("fee")).unwrap();
    let order = |found: &[WordMatch]| found.iter().map(|one| one.signal).collect::<Vec<_>>();
    found.sort_unstable_by_key(WordMatch::newest_first);
    assert_eq!(order(&found), [2, 3, 0, 4, 1].map(|n| ids[n]));
    let listed = fixture.snapshot().signals().page(&SignalFilter::default(), None, None, 9).unwrap();
    let listed: Vec<_> = listed.signals.iter().map(|signal| signal.id).filter(|id| *id != ids[5]).collect();
    assert_eq!(order(&found), listed);
    found.sort_unstable_by_key(WordMatch::oldest_first);
    assert_eq!(order(&found), [0, 3, 2, 1, 4].map(|n| ids[n]));
    let (best, all) = words.search_all(&query("fee"), 2).unwrap();
    assert_eq!((best.len(), all.len()), (2, 5));
    let among = WordQuery { among: Some(HashSet::from([ids[1], ids[5]])), ..query("fee") };
    assert_eq!(order(&words.matches(&among).unwrap()), [ids[1]]);
}

#[test]
fn an_index_in_which_nothing_is_dated_is_searched_like_any_other() {
    let fixture = Fixture::new();
    let ids = fixture.record([NewSignal { at: None, ..review("fee") }]);
    let words = indexed(&fixture);
    assert_eq!(words.matches(&query("fee")).unwrap(), [WordMatch { signal: ids[0], at_ms: None }]);
    let dated = WordQuery { filter: SignalFilter::default().until(day(99)), ..query("fee") };
    assert_eq!(find(&words, &dated), []);
}
