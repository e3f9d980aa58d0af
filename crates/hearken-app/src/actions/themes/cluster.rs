//! A clustering run: finding themes in all that is there, and making what was found current.

use std::collections::BTreeMap;

use hearken_analysis::embedding::EmbeddingTable;
use hearken_analysis::themes::{self, Clustering, Model, Settings, Step};
use hearken_domain::{Membership, SignalFilter, ThemeId, Verbatim};
use hearken_store::{NewClusteringRun, Snapshot};
use tracing::info;

use crate::actions::areas::grouping::group_areas;
use crate::actions::themes::assignment::{assignments, membership, report};
use crate::actions::themes::corpus::Corpus;
use crate::actions::themes::describe::{describe, describe_areas};
use crate::actions::themes::grouping::group;
use crate::actions::themes::report::ClusteringReport;
use crate::context::{Context, Progress};
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Fewer signals are not clustered.
const SIGNALS_MIN: u64 = 20;
/// Cluster again once there are so many times the signals of the last run.
const GROWTH: f64 = 1.3;
/// Cluster again once so many signals arrived since the last run of which a share fits nowhere,
const ARRIVED_MIN: u64 = 200;
/// so many times the share that fitted nowhere then, and at least this.
const DRIFT: f64 = 2.0;
const DRIFT_MIN: f64 = 0.1;
/// Memberships written at a time, so that nobody waits long for the writer.
const BATCH: usize = 5_000;
/// A person may rule about themes while they are clustered; then they are clustered again, so often at most.
const TRIES: usize = 5;

/// Whether themes are to be found again: a first time, a new embedding table or form of model, a ruling that asks for it, much more
/// than the last time, or arrivals that fit nowhere.
///
/// # Errors
/// Any failure of the store.
pub fn is_due(view: &View) -> Result<bool, AppError> {
    let store = view.store();
    let (signals, _) = store.signals().span(&SignalFilter::default(), None)?;
    let aside = store.asides().counts(None)?;
    let signals = signals.saturating_sub(aside.spam + aside.campaign);
    let Some(run) = store.clustering().current()? else { return Ok(signals >= SIGNALS_MIN) };
    if Model::from_bytes(&run.model, EmbeddingTable::builtin().id()).is_err()
        || store.clustering().wanted()?
        || signals as f64 >= GROWTH * run.signals as f64
    {
        return Ok(signals > 0);
    }
    let arrived = signals.saturating_sub(run.signals);
    let new_unsorted = store.themes().totals()?.unsorted.saturating_sub(run.unsorted);
    let share = new_unsorted as f64 / arrived.max(1) as f64;
    let usual = run.unsorted as f64 / run.signals.max(1) as f64;
    Ok(arrived >= ARRIVED_MIN && share > DRIFT_MIN.max(DRIFT * usual))
}

/// Finds themes in everything up to where the vectors are, and makes them current. Whoever reads meanwhile sees the
/// themes that stood before. With `dry_run` nothing is written, and the answer says what would change.
///
/// # Errors
/// Nothing is embedded yet, people ruled about themes all the while, or any failure of the store; the themes that stood
/// still stand then.
pub(crate) fn cluster(
    ctx: &Context,
    dry_run: bool,
    progress: Progress<'_>,
) -> Result<ClusteringReport, AppError> {
    let app = &ctx.app;
    let told = |step: &str, share: f32| {
        app.clustering().set(step, share);
        progress(step, share);
    };
    let result = (0..TRIES).try_fold(None, |_: Option<ClusteringReport>, _| match run(ctx, dry_run, &told) {
        Ok(report) if report.applied || dry_run => Err(Ok(report)),
        Ok(report) => Ok(Some(report)),
        Err(error) => Err(Err(error)),
    });
    app.clustering().clear();
    match result {
        Err(done) => done,
        Ok(_) => Err(AppError::user("people ruled about themes all the while they were clustered")
            .suggest(NextStep::advice("cluster them again once they are done"))),
    }
}

fn run(ctx: &Context, dry_run: bool, progress: Progress<'_>) -> Result<ClusteringReport, AppError> {
    let (store, started_at) = (ctx.app.store(), ctx.later());
    progress("reading signals", 0.0);
    let view = ctx.view()?;
    let corpus = Corpus::read(&view)?;
    let before = view.store().clustering().current()?;
    let names = names(view.store())?;
    drop(view);
    let texts = corpus.texts();
    let previous = before.and_then(|run| Model::from_bytes(&run.model, EmbeddingTable::builtin().id()).ok());
    let settings = Settings::default();
    let clustering = themes::cluster(&texts, previous.as_ref(), &settings, &|step, share| {
        progress(says(step), share);
    });
    let clustering =
        Clustering { model: clustering.model.with_templates(corpus.templates.clone()), ..clustering };

    progress("naming themes", 0.0);
    let (groups, of_cluster) = group(&clustering, &corpus);
    let described = describe(&texts, &corpus.stored, &groups);
    let assigned = assignments(&corpus, &groups, &clustering);
    let mut report = report(&names, &corpus, &described, &assigned);
    if dry_run {
        return Ok(report);
    }
    let areas = describe_areas(&texts, &corpus.stored, &groups, group_areas(&groups, &corpus));
    let (generation, ids) = store.begin_clustering(NewClusteringRun {
        position: corpus.position,
        embedding_table: EmbeddingTable::builtin().id().to_owned(),
        settings: serde_json::to_value(&settings).map_err(anyhow::Error::from)?,
        model: clustering.model.to_bytes(),
        themes: described.into_iter().map(|one| one.found).collect(),
        areas,
        clusters: of_cluster.clone(),
        rulings: corpus.bindings.version,
        signals: texts.len() as u64,
        unsorted: report.unsorted,
        started_at,
    })?;
    let born = ids.iter().zip(&groups).filter(|(_, group)| group.id.is_none());
    for (change, (id, _)) in report.born.iter_mut().zip(born) {
        change.id = Some(*id);
    }
    let memberships: Vec<Membership> = assigned
        .into_iter()
        .map(|(signal, assigned)| membership(signal, assigned, &corpus.bindings, &ids))
        .collect();
    let themes: Vec<Option<ThemeId>> = of_cluster.iter().map(|index| ids.get(*index).copied()).collect();
    let count = memberships.len().max(1);
    for (index, batch) in memberships.chunks(BATCH).enumerate() {
        let passages = corpus.passages(batch, &clustering.model, &themes);
        store.assign(generation, batch.to_vec(), passages, None)?;
        progress("writing themes", (index * BATCH) as f32 / count as f32);
    }
    report.applied = store.apply_clustering(generation, &ctx.having_seen(corpus.position))?;
    info!(themes = ids.len(), signals = texts.len(), applied = report.applied, "clustered");
    Ok(report)
}

fn says(step: Step) -> &'static str {
    match step {
        Step::Deduplicate => "removing duplicates",
        Step::Features => "reading words",
        Step::Neighbours => "finding neighbours",
        Step::Communities => "finding themes",
        Step::Refine => "refining themes",
        Step::Assign => "assigning themes",
    }
}

/// The names of the themes that stand.
fn names(snapshot: &Snapshot) -> Result<BTreeMap<ThemeId, Verbatim>, AppError> {
    Ok(snapshot.themes().living()?.values().map(|theme| (theme.id, theme.name.clone())).collect())
}
