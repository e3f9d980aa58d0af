//! The words in which tests of the store are written.

use std::collections::BTreeMap;

use hearken_domain::{
    Actor, By, Contact, Disposition, Field, FilterField, FoundTheme, Generation, ImportId, Kind, LogPosition,
    Membership, NewSignal, Phrase, Redacted, SignalFilter, SignalId, SourceId, Span, ThemeId, ThemeKind,
    Timestamp, Verbatim,
};

use crate::{
    Access, Arrived, DataDir, Erasing, ImportState, NewClusteringRun, Removed, Snapshot, Store, Undone,
};

/// A store in a directory of its own.
pub(crate) struct Fixture {
    pub(crate) folder: tempfile::TempDir,
    store: Option<Store>,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut this = Self { folder, store: None };
        this.reopen();
        this
    }

    pub(crate) fn dir(&self) -> DataDir {
        DataDir::new(self.folder.path().join("data"))
    }

    pub(crate) fn store(&self) -> &Store {
        self.store.as_ref().expect("the store is open")
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.store().snapshot().unwrap()
    }

    pub(crate) fn close(&mut self) {
        self.store = None;
    }

    pub(crate) fn reopen(&mut self) {
        self.close();
        self.store = Some(Store::open(&self.dir(), Access::Write).unwrap());
    }

    pub(crate) fn source(&self, name: &str) -> SourceId {
        self.store().ensure_source(name, day(0)).unwrap()
    }

    /// A whole import into the source "app".
    pub(crate) fn import(&self, items: impl IntoIterator<Item = NewSignal>) -> (ImportId, Vec<Disposition>) {
        let items = items.into_iter().map(|item| Arrived::Signal(Box::new(item))).collect();
        self.import_into("app", items)
    }

    pub(crate) fn import_into(&self, source: &str, items: Vec<Arrived>) -> (ImportId, Vec<Disposition>) {
        let source = self.source(source);
        let import = self.store().start_import(source, "file.csv", &by(0)).unwrap();
        let recorded = self.store().record(source, import, 1, items, day(0)).unwrap().wait().unwrap();
        let finished = ImportState::Finished;
        self.store().finish_import(import, finished, "csv", &BTreeMap::new(), day(0)).unwrap();
        (import, recorded)
    }

    /// The signals of an import that brings only new ones.
    pub(crate) fn record(&self, items: impl IntoIterator<Item = NewSignal>) -> Vec<SignalId> {
        let (_, recorded) = self.import(items);
        recorded
            .into_iter()
            .map(|disposition| match disposition {
                Disposition::Accepted { signal } => signal,
                other => panic!("{other:?} is not a new signal"),
            })
            .collect()
    }

    pub(crate) fn undo(&self, import: ImportId) -> Undone {
        self.store().undo_import(self.source("app"), import, &by(9)).unwrap()
    }

    /// Erases for good, from the log and the files beside it.
    pub(crate) fn erase(&self, what: &Erasing) -> Removed {
        let pending = self.store().decide_erasure(what, Vec::new(), &by(9)).unwrap();
        let removed = self.store().carry_out(&pending, &|_| {}).unwrap();
        self.store().end_erasure().unwrap();
        removed
    }

    /// What a signal says now.
    pub(crate) fn words_of(&self, id: SignalId) -> Option<String> {
        self.snapshot().signals().get(id).unwrap().map(|signal| signal.verbatim.into_string())
    }

    /// Begins a clustering run that finds these themes; `None` is a new one. Each is named by the first signal's words.
    pub(crate) fn begin(&self, themes: &[Option<ThemeId>]) -> (Generation, Vec<ThemeId>) {
        let run = NewClusteringRun {
            position: self.snapshot().log().position().unwrap(),
            embedding_table: "table".to_owned(),
            settings: serde_json::json!({}),
            model: vec![1],
            themes: themes.iter().map(|id| FoundTheme { id: *id, ..self.found() }).collect(),
            areas: Vec::new(),
            clusters: (0..themes.len()).collect(),
            rulings: self.snapshot().rulings().bindings().unwrap().version,
            signals: 0,
            unsorted: 0,
            started_at: day(0),
        };
        self.store().begin_clustering(run).unwrap()
    }

    /// A theme described by all that the first signals say.
    pub(crate) fn found(&self) -> FoundTheme {
        let texts = self.snapshot().signals().texts().unwrap();
        let span = |text: &crate::StoredText| Span {
            signal: text.id,
            revision: 1,
            field: Field::Text,
            start: 0,
            end: text.text.len() as u32,
        };
        let phrase = Phrase(texts.iter().take(2).map(span).collect());
        FoundTheme {
            id: None,
            kind: ThemeKind::PainPoint,
            name: vec![phrase.clone()],
            words: vec![phrase.clone()],
            description: phrase,
            exemplars: texts.iter().take(2).map(|text| text.id).collect(),
            signals: 0,
            parent: None,
        }
    }

    /// A whole clustering run that finds these themes.
    pub(crate) fn cluster(&self, themes: &[Option<ThemeId>]) -> (Generation, Vec<ThemeId>) {
        let begun = self.begin(themes);
        self.store().apply_clustering(begun.0, &by(5)).unwrap();
        begun
    }

    pub(crate) fn assign(&self, generation: Generation, memberships: &[(SignalId, Option<ThemeId>)]) {
        let memberships =
            memberships.iter().map(|&(signal, theme)| Membership { signal, theme, confidence: 0.5 });
        self.store().assign(generation, memberships.collect(), Vec::new(), None).unwrap();
    }
}

/// Ann, on the n-th day of 2024.
pub(crate) fn by(n: i64) -> By {
    By { actor: Actor::person("ann@example.com"), at: day(n), seen: LogPosition(0) }
}

/// Noon of the n-th day of 2024.
pub(crate) fn day(n: i64) -> Timestamp {
    Timestamp::from_second(1_704_110_400 + n * 86_400).unwrap()
}

/// A review without an id of its own.
pub(crate) fn review(text: &str) -> NewSignal {
    NewSignal {
        external_id: None,
        kind: Kind::Review,
        at: Some(day(1)),
        title: None,
        verbatim: Verbatim::redacted(text.to_owned()),
        rating: None,
        url: None,
        product: None,
        version: None,
        language: None,
        labels: Vec::new(),
        state: None,
        status: None,
        contact: Contact::default(),
        extra: BTreeMap::new(),
        redacted: Redacted { rules: 1, masked: Vec::new() },
    }
}

/// A review that its source knows by `id`.
pub(crate) fn item(id: &str, text: &str) -> NewSignal {
    NewSignal { external_id: Some(id.to_owned()), ..review(text) }
}

/// A filter as it is typed.
pub(crate) fn filter(given: &[(FilterField, &str)]) -> SignalFilter {
    SignalFilter::read(given.iter().copied(), day(9)).unwrap()
}

/// Someone whom the source knows by name.
pub(crate) fn person(name: &str) -> Contact {
    Contact { name: Some(name.to_owned()), ..Contact::default() }
}
