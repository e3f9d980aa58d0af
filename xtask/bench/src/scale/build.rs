//! Makes the store: through the same commands as people, but for the themes, which are written as a clustering run that was
//! never run.

use std::collections::BTreeMap;
use std::time::Instant;

use hearken_analysis::boilerplate::{Template, embed_all, own_words};
use hearken_analysis::embedding::EmbeddingTable;
use hearken_analysis::themes::{self, Settings, Text};
use hearken_app::actions::customers::import::ImportCustomers;
use hearken_app::actions::data::catch_up::catch_up;
use hearken_app::actions::releases::import::ImportReleases;
use hearken_app::actions::sources::import::ImportFile;
use hearken_app::app::App;
use hearken_app::command::{CommandRequest, execute};
use hearken_app::context::Context;
use hearken_app::host::Host;
use hearken_domain::{
    Actor, Field, FoundTheme, LogPosition, Membership, Phrase, SignalId, Span, ThemeId, ThemeKind,
};
use hearken_ingest::Input;
use hearken_store::{Access, DataDir, NewArea, NewClusteringRun, StoredText};
use serde_json::json;

use super::rows;
use super::{ScaleArgs, said};
use crate::corpus::Corpus;
use crate::row;

const RELEASES: i64 = 300;
const AREAS: usize = 100;
/// Texts that the model which assigns later signals is learned on.
const MODEL_TEXTS: usize = 3_000;
/// Memberships written at a time.
const BATCH: usize = 5_000;

/// Builds the store.
pub fn build(args: &ScaleArgs) -> anyhow::Result<()> {
    let corpus = Corpus::read(&args.files)?;
    let files = tempfile::tempdir()?;
    let app = App::open(&DataDir::new(&args.store), Access::Write)?;
    let ctx = Context::now(app, Actor::person("bench@example.com"));

    let list = files.path().join("accounts.csv");
    rows::write_customers(args.customers, &list)?;
    timed("customers", args.customers as usize, || {
        let mapping = rows::COLUMNS.map(|role| (role.to_owned(), role.to_owned())).into();
        let request = ImportCustomers { mapping, ..ImportCustomers::default() };
        let report = with_file(&ctx, request, &list)?;
        anyhow::ensure!(report.problems_total == 0, "{:?}", report.problems);
        Ok(())
    })?;
    let said = files.path().join("signals.jsonl");
    rows::write_signals(&corpus, args.signals, args.customers, &said)?;
    timed("signals", args.signals, || with_file(&ctx, ImportFile::default(), &said).map(drop))?;
    timed("themes", args.themes, || write_themes(&ctx, args.themes))?;
    let list = files.path().join("releases.csv");
    rows::write_releases(RELEASES, &list)?;
    let request = ImportReleases { product: Some("App".to_owned()) };
    timed("releases", RELEASES as usize, || with_file(&ctx, request, &list).map(drop))?;
    timed("what is said by hand", said::COUNT, || said::say_all(&ctx, args))?;
    timed("views that follow the log", args.signals, || Ok(catch_up(&ctx, &|_, _| {})?))
}

fn timed(what: &str, count: usize, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    let started = Instant::now();
    work()?;
    let s = row::round(started.elapsed().as_secs_f64());
    row::print(&json!({ "bench": "scale", "built": what, "count": count, "s": s }))
}

fn with_file<A: CommandRequest>(
    ctx: &Context,
    request: A,
    file: &std::path::Path,
) -> anyhow::Result<A::Answer> {
    let input = Input::from_path(file)?;
    Ok(execute(ctx, request, &mut Host { input: Some(input), ..Host::default() })?)
}

/// Writes a clustering run with so many themes, and every signal into one.
fn write_themes(ctx: &Context, count: usize) -> anyhow::Result<()> {
    let store = ctx.app.store();
    let snapshot = store.snapshot()?;
    let position = snapshot.log().position()?;
    let rulings = snapshot.rulings().bindings()?.version;
    let texts = snapshot.signals().texts()?;
    drop(snapshot);
    let of: Vec<Option<usize>> =
        (0..texts.len() as u64).map(|number| rows::theme_of(number, count)).collect();
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, theme) in of.iter().enumerate() {
        members.entry((*theme).unwrap_or(usize::MAX)).or_default().push(at);
    }
    let unsorted = members.remove(&usize::MAX).map_or(0, |unsorted| unsorted.len() as u64);
    let found: Vec<FoundTheme> =
        (0..count).map(|theme| found(&texts, members.get(&theme).map_or(&[][..], Vec::as_slice))).collect();
    let areas = (0..AREAS.min(count)).map(|area| NewArea {
        id: None,
        name: found[area].name.clone(),
        themes: (area..count).step_by(AREAS).collect(),
    });
    let (model, clusters) = model(&texts);
    let run = NewClusteringRun {
        position,
        embedding_table: EmbeddingTable::builtin().id().to_owned(),
        settings: json!({}),
        model,
        areas: areas.collect(),
        clusters: (0..clusters).map(|cluster| cluster % count).collect(),
        themes: found,
        rulings,
        signals: texts.len() as u64,
        unsorted,
        started_at: ctx.later(),
    };
    let (generation, ids) = store.begin_clustering(run)?;
    let ids: Vec<ThemeId> = ids;
    let signals: Vec<SignalId> = texts.iter().map(|text| text.id).collect();
    drop(texts);
    let memberships: Vec<Membership> = signals
        .iter()
        .zip(&of)
        .map(|(signal, theme)| Membership {
            signal: *signal,
            theme: theme.map(|theme| ids[theme]),
            confidence: 0.5,
        })
        .collect();
    for batch in memberships.chunks(BATCH) {
        store.assign(generation, batch.to_vec(), Vec::new(), None)?;
    }
    store.assign(generation, Vec::new(), Vec::new(), Some(LogPosition(position.0)))?;
    anyhow::ensure!(store.apply_clustering(generation, &ctx.by()?)?, "somebody ruled about themes");
    Ok(())
}

/// A theme that is called by the first words of one of its signals.
fn found(texts: &[StoredText], members: &[usize]) -> FoundTheme {
    let first_words = |at: &usize, words: usize| {
        let StoredText { id, text, revision, .. } = &texts[*at];
        let end = text.match_indices(' ').nth(words - 1).map_or(text.len(), |(end, _)| end);
        Phrase(vec![Span {
            signal: *id,
            revision: *revision,
            field: Field::Text,
            start: 0,
            end: u32::try_from(end).unwrap_or(0),
        }])
    };
    FoundTheme {
        id: None,
        kind: ThemeKind::ALL[members.len() % ThemeKind::ALL.len()],
        name: members.iter().take(1).map(|at| first_words(at, 3)).collect(),
        words: members.iter().take(4).map(|at| first_words(at, 2)).collect(),
        description: members.first().map_or_else(|| Phrase(Vec::new()), |at| first_words(at, 12)),
        exemplars: members.iter().take(5).map(|at| texts[*at].id).collect(),
        signals: members.len() as u64,
        parent: None,
    }
}

/// What assigns signals that come later, learned on some texts, and how many clusters it has.
fn model(texts: &[StoredText]) -> (Vec<u8>, usize) {
    let template = Template::default();
    let own: Vec<_> = texts
        .iter()
        .take(MODEL_TEXTS)
        .map(|text| own_words(text.title.as_deref(), &text.text, &template))
        .collect();
    let words: Vec<String> = own.iter().map(|own| own.write()).collect();
    let vectors = embed_all(&own, EmbeddingTable::builtin());
    let learned: Vec<Text<'_>> = (0..)
        .zip(words.iter().zip(vectors))
        .map(|(id, (words, vector))| Text::new(id, words, vector))
        .collect();
    let clustering = themes::cluster(&learned, None, &Settings::default(), &|_, _| {});
    (clustering.model.to_bytes(), clustering.clusters.len())
}
