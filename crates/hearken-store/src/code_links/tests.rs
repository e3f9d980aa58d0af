//! Links become current as a whole, and nothing of a signal outlives it.

use serde_json::json;

use super::*;
use crate::fixture::{Fixture, by, review};

const REPOSITORY: &str = "shop";

fn with_repository() -> (Fixture, Vec<SignalId>) {
    let fixture = Fixture::new();
    let signals = fixture.record((0..3).map(|n| review(&format!("the card was declined {n}"))));
    assert!(fixture.store().add_repository(REPOSITORY, "/code/shop", &by(1)).unwrap());
    (fixture, signals)
}

fn link(subject: Subject, path: &str, quotes: bool) -> CodeLink {
    CodeLink {
        of: subject,
        rank: 1,
        path: path.into(),
        score: 1.5,
        spans: json!([]),
        evidence: json!([]),
        quotes,
    }
}

fn locate(fixture: &Fixture, signals: &[SignalId], commit: &str, themes: Vec<CodeLink>) {
    let store = fixture.store();
    let link_build = store.begin_link_build(REPOSITORY, false).unwrap();
    let links = signals.iter().map(|signal| link(Subject::Signal(*signal), "src/pay.rs", true)).collect();
    store.put_located(REPOSITORY, link_build, signals.to_vec(), links).unwrap();
    store.apply_link_build(REPOSITORY, link_build, themes, &state(commit)).unwrap();
}

fn state(commit: &str) -> LinkState {
    LinkState { commit: commit.to_owned(), ..LinkState::default() }
}

fn to_pay(fixture: &Fixture) -> Vec<Subject> {
    fixture
        .snapshot()
        .code_links()
        .to(REPOSITORY, "src/pay.rs")
        .unwrap()
        .into_iter()
        .map(|link| link.of)
        .collect()
}

#[test]
fn a_locating_of_a_new_commit_shows_only_once_it_is_whole() {
    let (fixture, signals) = with_repository();
    locate(&fixture, &signals[..1], "aaaa", Vec::new());
    let store = fixture.store();
    let link_build = store.begin_link_build(REPOSITORY, false).unwrap();
    let late = link(Subject::Signal(signals[1]), "src/pay.rs", true);
    store.put_located(REPOSITORY, link_build, vec![signals[1]], vec![late]).unwrap();
    assert_eq!(to_pay(&fixture), [Subject::Signal(signals[0])], "the old links stand meanwhile");
    store.apply_link_build(REPOSITORY, link_build, Vec::new(), &state("bbbb")).unwrap();
    assert_eq!(to_pay(&fixture), [Subject::Signal(signals[1])]);
    assert!(store.snapshot().unwrap().code_links().located(REPOSITORY, link_build - 1).unwrap().is_empty());
}

#[test]
fn what_an_interrupted_locating_left_is_gone_and_what_stands_can_be_gone_on_with() {
    let (fixture, signals) = with_repository();
    locate(&fixture, &signals[..1], "aaaa", Vec::new());
    let store = fixture.store();
    let cut_off = store.begin_link_build(REPOSITORY, false).unwrap();
    store.put_located(REPOSITORY, cut_off, vec![signals[1]], Vec::new()).unwrap();
    let again = store.begin_link_build(REPOSITORY, true).unwrap();
    assert_eq!(
        store.snapshot().unwrap().code_links().located(REPOSITORY, again).unwrap(),
        BTreeSet::from([signals[0]])
    );
    assert!(store.snapshot().unwrap().code_links().located(REPOSITORY, cut_off).unwrap().is_empty());
}

#[test]
fn an_erased_signal_takes_its_links_along_and_every_theme_s_that_quote_signals() {
    let (fixture, _) = with_repository();
    let (import, recorded) = fixture.import([review("mine: at pay.rs:41")]);
    let hearken_domain::Disposition::Accepted { signal } = recorded[0] else { panic!("{recorded:?}") };
    let theme = Subject::Theme(ThemeId(1));
    let plain = link(theme, "src/plain.rs", false);
    locate(&fixture, &[signal], "aaaa", vec![link(theme, "src/pay.rs", true), plain]);
    fixture.undo(import);
    assert_eq!(to_pay(&fixture), []);
    assert_eq!(
        fixture.snapshot().code_links().of_subject(REPOSITORY, theme).unwrap().len(),
        1,
        "what quotes nobody stays"
    );
    assert!(fixture.snapshot().repositories().get(REPOSITORY).unwrap().unwrap().stale);
}

#[test]
fn a_removed_repository_leaves_neither_links_nor_an_index() {
    let (fixture, signals) = with_repository();
    locate(&fixture, &signals, "aaaa", Vec::new());
    let store = fixture.store();
    store.make_code_folder().unwrap();
    let index = store.dir().code_index(REPOSITORY);
    std::fs::write(&index, "index").unwrap();
    assert!(!store.add_repository(REPOSITORY, "/elsewhere", &by(2)).unwrap(), "the name is taken");
    assert!(store.remove_repository(REPOSITORY, &by(1)).unwrap());
    assert!(!store.remove_repository(REPOSITORY, &by(1)).unwrap());
    assert!(to_pay(&fixture).is_empty() && !index.exists());
}

#[test]
fn the_files_of_a_theme_are_those_that_its_signals_share_and_its_links_can_be_made_anew() {
    let (fixture, signals) = with_repository();
    let (generation, themes) = fixture.cluster(&[None]);
    fixture.assign(
        generation,
        &[(signals[0], Some(themes[0])), (signals[1], Some(themes[0])), (signals[2], None)],
    );
    locate(&fixture, &signals, "aaaa", vec![link(Subject::Theme(themes[0]), "src/old.rs", false)]);
    let link_build = fixture.snapshot().repositories().get(REPOSITORY).unwrap().unwrap().link_build;
    let (files, count) =
        fixture.snapshot().code_links().shared_files(REPOSITORY, link_build, themes[0], None, 5).unwrap();
    assert_eq!((files[0].path.as_str(), files[0].share, count), ("src/pay.rs", 2.0, 2));
    let links = fixture
        .snapshot()
        .code_links()
        .of_members(REPOSITORY, link_build, (themes[0], None), "src/pay.rs", 9)
        .unwrap();
    assert_eq!(
        links.iter().map(|link| link.of).collect::<Vec<_>>(),
        signals[..2].iter().map(|id| Subject::Signal(*id)).collect::<Vec<_>>()
    );
    let fresh = vec![link(Subject::Theme(themes[0]), "src/pay.rs", false)];
    fixture.store().put_theme_links(REPOSITORY, link_build, themes.clone(), fresh).unwrap();
    let of_theme = fixture.snapshot().code_links().of_subject(REPOSITORY, Subject::Theme(themes[0])).unwrap();
    assert_eq!(of_theme.iter().map(|link| link.path.as_str()).collect::<Vec<_>>(), ["src/pay.rs"]);
}
