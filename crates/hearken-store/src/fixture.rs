//! The words in which tests of the store are written.

use std::collections::BTreeMap;

use hearken_domain::{
    Contact, Disposition, Generation, ImportId, Kind, Membership, NewSignal, SignalId, SourceId, ThemeId,
    ThemeKind, Timestamp, Verbatim,
};

use crate::{Access, Arrived, DataDir, ImportState, NewLearning, NewTheme, Store, Undone};

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
        let import = self.store().start_import(source, "file.csv", day(0)).unwrap();
        let recorded = self.store().record(source, import, 1, items, day(0)).unwrap().wait().unwrap();
        let finished = ImportState::Finished;
        self.store().finish_import(import, finished, "csv", &BTreeMap::new(), day(0)).unwrap();
        (import, recorded)
    }

    /// The signals of an import that brings only new ones.
    pub(crate) fn hear(&self, items: impl IntoIterator<Item = NewSignal>) -> Vec<SignalId> {
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
        self.store().undo_import(self.source("app"), import, day(9)).unwrap()
    }

    /// What a signal says now.
    pub(crate) fn words_of(&self, id: SignalId) -> Option<String> {
        self.store().signal(id).unwrap().map(|signal| signal.verbatim.into_string())
    }

    /// Begins a learning that finds these themes; `None` is a new one.
    pub(crate) fn begin(&self, themes: &[Option<ThemeId>]) -> (Generation, Vec<ThemeId>) {
        let theme = |&id| NewTheme {
            id,
            kind: ThemeKind::PainPoint,
            name: "late fee".to_owned(),
            words: vec!["fee".to_owned()],
            exemplars: Vec::new(),
            description: None,
            area: None,
            signals: 0,
            parent: None,
        };
        let learning = NewLearning {
            position: self.store().position().unwrap(),
            table_id: "table".to_owned(),
            settings: serde_json::json!({}),
            model: vec![1],
            themes: themes.iter().map(theme).collect(),
            clusters: (0..themes.len()).collect(),
            rulings: self.store().bindings().unwrap().version,
            signals: 0,
            unsorted: 0,
            started_at: day(0),
        };
        self.store().begin_learning(learning).unwrap()
    }

    /// A whole learning that finds these themes.
    pub(crate) fn learn(&self, themes: &[Option<ThemeId>]) -> (Generation, Vec<ThemeId>) {
        let begun = self.begin(themes);
        self.store().apply_learning(begun.0, day(5)).unwrap();
        begun
    }

    pub(crate) fn place(&self, generation: Generation, places: &[(SignalId, Option<ThemeId>)]) {
        let places = places.iter().map(|&(signal, theme)| Membership { signal, theme, confidence: 0.5 });
        self.store().place(generation, places.collect(), None).unwrap();
    }
}

/// Noon of the n-th day of 2024.
pub(crate) fn day(n: i64) -> Timestamp {
    Timestamp::from_second(1_704_110_400 + n * 86_400).unwrap()
}

/// A review without an id of its own.
pub(crate) fn said(text: &str) -> NewSignal {
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
        segment: None,
        contact: Contact::default(),
        extra: BTreeMap::new(),
    }
}

/// A review that its source knows by `id`.
pub(crate) fn item(id: &str, text: &str) -> NewSignal {
    NewSignal { external_id: Some(id.to_owned()), ..said(text) }
}

/// Someone whom the source knows by name.
pub(crate) fn person(name: &str) -> Contact {
    Contact { name: Some(name.to_owned()), ..Contact::default() }
}
