//! What is remembered of a source.

use std::collections::BTreeMap;

use crate::ImportState;
use crate::fixture::{Fixture, day, review};

#[test]
fn a_source_is_made_once_and_keeps_its_number() {
    let fixture = Fixture::new();
    let id = fixture.source("app");
    assert_eq!((fixture.source("app"), fixture.snapshot().sources().id("app").unwrap()), (id, Some(id)));
    assert_eq!(fixture.snapshot().sources().get("web").unwrap(), None);
    let source = fixture.snapshot().sources().get("app").unwrap().unwrap();
    assert_eq!((source.signals, source.span, source.counts.total()), (0, None, 0));
}

#[test]
fn how_the_last_import_was_read_is_remembered_for_the_next() {
    let fixture = Fixture::new();
    let source = fixture.source("app");
    let import = fixture.store().start_import(source, "f", &crate::fixture::by(0)).unwrap();
    let mapping: BTreeMap<String, String> = [("text".to_owned(), "Review".to_owned())].into();
    let finished = ImportState::Finished;
    let import = fixture.store().finish_import(import, finished, "csv", &mapping, day(1)).unwrap();
    assert_eq!((import.state, import.finished_at, &import.mapping), (finished, Some(day(1)), &mapping));
    let source = fixture.snapshot().sources().get("app").unwrap().unwrap();
    assert_eq!((source.format.as_deref(), source.mapping), (Some("csv"), mapping));
}

#[test]
fn sources_are_listed_by_name_with_what_each_holds() {
    let fixture = Fixture::new();
    fixture.source("Zebra");
    fixture.record([review("one"), review("two")]);
    let sources = fixture.snapshot().sources().all().unwrap();
    let listed: Vec<_> = sources.iter().map(|source| (source.name.as_str(), source.signals)).collect();
    assert_eq!(listed, [("app", 2), ("Zebra", 0)]);
    assert_eq!(sources[0].span, Some((day(1), day(1))));
    assert_eq!(fixture.snapshot().sources().names().unwrap().len(), 2);
    assert_eq!(fixture.snapshot().imports().of_source(sources[0].id, 9).unwrap().len(), 1);
}
