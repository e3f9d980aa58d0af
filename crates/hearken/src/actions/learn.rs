//! Learning themes on all that is there, and making what was found current.

use std::collections::BTreeMap;

use hearken_analysis::meaning::{Table, Vector};
use hearken_analysis::naming::{self, ClusterTexts};
use hearken_analysis::themes::{self, Model, Settings, Step, Text, match_themes};
use hearken_domain::{Membership, SignalFilter, SignalId, ThemeId, Timestamp};
use hearken_store::{NewLearning, NewTheme, StoredText};
use tracing::info;

use super::catch_up::{Progress, words_of};
use crate::app::{App, AppError};

/// Fewer signals have no themes worth the name.
const SIGNALS_MIN: u64 = 20;
/// Learn again once there are so many times the signals of the last learning.
const GROWTH: f64 = 1.3;
/// Verbatims kept for a theme.
const EXEMPLARS: usize = 7;
/// Memberships written at a time, so that nobody waits long for the writer.
const BATCH: usize = 5_000;

/// Whether there is something to learn: a first time, a new table of meanings, or much more than the last time.
///
/// # Errors
/// Any failure of the store.
pub fn is_due(app: &App) -> Result<bool, AppError> {
    let (signals, _) = app.store().span(&SignalFilter::default(), None)?;
    Ok(match app.store().current_learning()? {
        None => signals >= SIGNALS_MIN,
        Some(learning) => {
            learning.table_id != Table::builtin().id() || signals as f64 >= GROWTH * learning.signals as f64
        }
    })
}

/// Learns themes on everything up to where the vectors are, and makes them current. Whoever reads meanwhile sees the
/// themes that stood before.
///
/// # Errors
/// Any failure of the store; the themes that stood still stand then.
pub fn learn(app: &App, progress: Progress<'_>) -> Result<(), AppError> {
    let result = run(app, &|step, share| {
        app.learning().set(step, share);
        progress(step, share);
    });
    app.learning().clear();
    result
}

fn run(app: &App, progress: Progress<'_>) -> Result<(), AppError> {
    let Some(vectors) = app.vectors() else { return Ok(()) };
    let started_at = Timestamp::now();
    let position = vectors.position();
    progress("reading signals", 0.0);
    let mut stored = app.store().all_texts()?;
    stored.retain(|text| vectors.index_of(text.id).is_some());
    let words: Vec<String> = stored.iter().map(|text| words_of(text.title.as_deref(), &text.text)).collect();
    let texts: Vec<Text<'_>> = stored
        .iter()
        .zip(&words)
        .map(|(text, words)| Text {
            id: text.id.0,
            text: words,
            vector: vectors.get(text.id).and_then(Vector::from_bytes).unwrap_or(Vector::EMPTY),
            rating: text.rating,
            at_ms: text.at.as_millisecond(),
        })
        .collect();

    let before = app.store().current_learning()?;
    let previous = before.and_then(|l| Model::from_bytes(&l.model, Table::builtin().id()).ok());
    let settings = Settings::default();
    let learned = themes::learn(&texts, previous.as_ref(), &settings, &|step, share| {
        let step = match step {
            Step::Fold => "folding copies",
            Step::Words => "reading words",
            Step::Neighbours => "finding neighbours",
            Step::Communities => "finding themes",
            Step::Refine => "sharpening themes",
            Step::Assign => "assigning themes",
        };
        progress(step, share);
    });

    progress("naming themes", 0.0);
    let members: Vec<&[u32]> = learned.clusters.iter().map(|cluster| cluster.members.as_slice()).collect();
    let new_themes = describe(app, &texts, &members)?;
    let (generation, ids) = app.store().begin_learning(NewLearning {
        position,
        table_id: Table::builtin().id().to_owned(),
        settings: serde_json::to_value(&settings).map_err(anyhow::Error::from)?,
        model: learned.model.to_bytes(),
        themes: new_themes,
        signals: texts.len() as u64,
        started_at,
    })?;

    let memberships = memberships(&stored, &learned, &ids);
    let count = memberships.len().max(1);
    for (index, batch) in memberships.chunks(BATCH).enumerate() {
        app.store().place(generation, batch.to_vec(), None)?;
        progress("writing themes", (index * BATCH) as f32 / count as f32);
    }
    app.store().apply_learning(generation, Timestamp::now())?;
    info!(themes = ids.len(), signals = texts.len(), unsorted = learned.unsorted.len(), "learned themes");
    Ok(())
}

/// Names, kinds and telling verbatims of what was found, and which theme each continues.
fn describe(app: &App, texts: &[Text<'_>], members: &[&[u32]]) -> Result<Vec<NewTheme>, AppError> {
    let words = |members: &&[u32]| members.iter().map(|&at| texts[at as usize].text).collect();
    let clusters: Vec<ClusterTexts<'_>> =
        members.iter().map(|members| ClusterTexts { texts: words(members) }).collect();
    let names = naming::name(&clusters);
    let old: Vec<(ThemeId, Vec<u64>)> = app
        .store()
        .all_members()?
        .into_iter()
        .map(|(theme, signals)| (theme, signals.into_iter().map(|signal| signal.0).collect()))
        .collect();
    let new: Vec<Vec<u64>> =
        members.iter().map(|members| members.iter().map(|&at| texts[at as usize].id).collect()).collect();
    let matching = match_themes(&old, &new);
    let themes = members.iter().zip(names).zip(matching.kept).map(|((members, name), id)| NewTheme {
        id,
        kind: naming::kind(texts, members),
        name: name.name,
        words: name.words,
        exemplars: naming::exemplars(texts, members, EXEMPLARS)
            .into_iter()
            .map(|at| SignalId(texts[at as usize].id))
            .collect(),
    });
    Ok(themes.collect())
}

fn memberships(stored: &[StoredText], learned: &themes::Learned, ids: &[ThemeId]) -> Vec<Membership> {
    let mut places: BTreeMap<SignalId, Membership> = BTreeMap::new();
    for (cluster, &theme) in learned.clusters.iter().zip(ids) {
        for (&member, &confidence) in cluster.members.iter().zip(&cluster.confidence) {
            let signal = stored[member as usize].id;
            places.insert(signal, Membership { signal, theme: Some(theme), confidence });
        }
    }
    for &member in &learned.unsorted {
        let signal = stored[member as usize].id;
        places.insert(signal, Membership { signal, theme: None, confidence: 0.0 });
    }
    places.into_values().collect()
}
