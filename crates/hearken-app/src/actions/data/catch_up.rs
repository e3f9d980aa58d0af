//! Bringing every view up to the log: words, vectors, what each signal says, and its theme. Runs a clustering where that is due.

use hearken_analysis::boilerplate::{Template, embed_all};
use hearken_analysis::embedding::{DIM, EmbeddingTable, Vector};
use hearken_analysis::themes::{Model, assign};
use hearken_domain::{LogPosition, Membership, Passage, Signal, ThemeId};
use hearken_store::{Change, VectorsWriter};
use rayon::prelude::*;
use tracing::{info, warn};

use crate::actions::signals::find_bursts::find_bursts;
use crate::actions::signals::read::read_arrivals;
use crate::actions::signals::words::{vectors_id, words_of};
use crate::actions::themes::cluster::{cluster, is_due};
use crate::actions::themes::passages;
use crate::app::App;
use crate::context::{Context, Progress};
use crate::error::AppError;

/// Log entries embedded or assigned at a time.
const BATCH: usize = 2048;
/// Batches between syncs of the vectors.
const BATCHES_A_COMMIT: usize = 25;

/// Brings every view up to the log. Does nothing, quickly, where all are.
///
/// # Errors
/// People ruled about themes all the while a clustering run was due, or any failure of the store or its views; what was
/// caught up stands.
pub fn catch_up(ctx: &Context, progress: Progress<'_>) -> Result<(), AppError> {
    let app = &ctx.app;
    app.while_catching_up(|| {
        let end = app.store().snapshot()?.log().position()?;
        if app.views_in_doubt() {
            drop_damaged_views(app, end)?;
        }
        let share = |position: LogPosition| position.0 as f32 / end.0.max(1) as f32;
        let follow = || -> Result<(), AppError> {
            if let Some(words) = app.words() {
                words.catch_up(app.store(), &|position| progress("indexing words", share(position)))?;
            }
            embed(app, &|position| progress("embedding", share(position)))?;
            app.reload_views()?;
            read_arrivals(app, &|position| progress("reading", share(position)))
        };
        follow()?;
        if is_due(&ctx.view()?)? {
            // What is set aside makes no themes.
            find_bursts(ctx, progress)?;
        }
        if is_due(&ctx.view()?)? {
            cluster(ctx, false, progress)?;
            follow()?; // an applied clustering run is an event of the log
        }
        assign_arrivals(app, &|position| progress("assigning themes", share(position)))?;
        place_asides(app)
    })
}

/// Drops views whose files hold other bytes than were written, or more than the log does, so that they are rebuilt.
fn drop_damaged_views(app: &App, end: LogPosition) -> Result<(), AppError> {
    let sound = |row: &[u8]| Vector::from_bytes(row).is_some_and(|vector| vector.is_sound());
    if app.words().is_some_and(|words| words.position() > end || !words.is_whole()) {
        warn!("the text index is damaged, and is rebuilt from the log");
        app.replace_words(hearken_store::Words::recreate(app.store().dir())?);
    }
    let stand = app.views_stand();
    if app.vectors().is_some_and(|vectors| vectors.position() > end || !stand || !vectors.is_whole(sound)) {
        warn!("the vectors are damaged, and are rebuilt from the log");
        app.forget_vectors()?;
    }
    app.doubt_views(false);
    Ok(())
}

fn embed(app: &App, progress: &dyn Fn(LogPosition)) -> Result<(), AppError> {
    let store = app.store();
    let table = EmbeddingTable::builtin();
    let current = app.vectors().map(|vectors| vectors.position());
    if current == Some(store.snapshot()?.log().position()?) {
        return Ok(());
    }
    let mut vectors = VectorsWriter::open(store.dir(), &vectors_id(), DIM)?;
    let mut position = vectors.position();
    for batch in 1.. {
        let snapshot = store.snapshot()?;
        let entries = snapshot.log().entries_after(position, BATCH)?;
        let Some(last) = entries.last() else {
            vectors.commit(snapshot.log().position()?.max(position))?;
            break;
        };
        drop(snapshot);
        position = last.position;
        let mut signals = Vec::new();
        for entry in &entries {
            match &entry.change {
                Change::Revised(signal) => signals.push(signal),
                Change::Removed(_) => {}
            }
        }
        let plain = Template::default();
        let texts: Vec<_> = signals.iter().map(|signal| words_of(signal, &plain)).collect();
        let mut embedded = embed_all(&texts, table).into_iter();
        for entry in &entries {
            match &entry.change {
                Change::Revised(signal) => {
                    let vector = embedded.next().unwrap_or(Vector::EMPTY);
                    vectors.put(signal.id, &vector.to_bytes())?;
                }
                Change::Removed(id) => vectors.remove(*id)?,
            }
        }
        if batch % BATCHES_A_COMMIT == 0 {
            vectors.commit(position)?;
        }
        progress(position);
    }
    Ok(())
}

/// Gives every signal that arrived since the clustering run a place in the themes that stand.
fn assign_arrivals(app: &App, progress: &dyn Fn(LogPosition)) -> Result<(), AppError> {
    let store = app.store();
    let snapshot = store.snapshot()?;
    let Some(clustering) = snapshot.clustering().current()? else { return Ok(()) };
    let Some(vectors) = app.vectors() else { return Ok(()) };
    if clustering.assigned >= vectors.position() {
        return Ok(());
    }
    let Ok(model) = Model::from_bytes(&clustering.model, EmbeddingTable::builtin().id()) else {
        return Ok(());
    };
    let moved = snapshot.rulings().bindings()?.moved;
    drop(snapshot);
    // A cluster whose theme lives no more is none.
    let themes: Vec<Option<ThemeId>> =
        clustering.themes.iter().map(|theme| Some(*theme).filter(|theme| theme.0 > 0)).collect();
    let mut position = clustering.assigned;
    let mut assigned = 0;
    loop {
        let entries = store.snapshot()?.log().entries_after(position, BATCH)?;
        let Some(last) = entries.last() else { break };
        position = last.position;
        let signals = entries.iter().filter_map(|entry| match &entry.change {
            Change::Revised(signal) => Some(signal.as_ref()),
            Change::Removed(_) => None,
        });
        let mut signals: Vec<&Signal> = signals.collect();
        // What was anonymised stays in the theme that it had.
        let stays: Vec<_> = signals.iter().filter(|one| one.anonymised).map(|one| one.id).collect();
        let stays = store.snapshot()?.themes().memberships(&stays)?;
        signals.retain(|signal| !stays.contains_key(&signal.id));
        let place = |signal: &&Signal| {
            let vector = vectors.get(signal.id).and_then(Vector::from_bytes).unwrap_or(Vector::EMPTY);
            place(&model, &themes, signal, &vector, moved.get(&signal.id).copied())
        };
        let placed: Vec<_> = signals.par_iter().with_min_len(64).map(place).collect();
        let (memberships, passages): (Vec<Membership>, Vec<_>) = placed.into_iter().unzip();
        assigned += memberships.len();
        store.assign(clustering.generation, memberships, passages.concat(), Some(position))?;
        progress(position);
    }
    if assigned == 0 {
        // Only events came: move the watermark past them.
        store.assign(clustering.generation, Vec::new(), Vec::new(), Some(vectors.position()))?;
    } else {
        info!(assigned, "assigned arrivals to themes");
    }
    Ok(())
}

/// Says of what is set aside where it would be: no clustering run read it.
fn place_asides(app: &App) -> Result<(), AppError> {
    let store = app.store();
    let snapshot = store.snapshot()?;
    let Some(clustering) = snapshot.clustering().current()? else { return Ok(()) };
    let unplaced = snapshot.asides().unplaced()?;
    let Some(vectors) = app.vectors().filter(|_| !unplaced.is_empty()) else { return Ok(()) };
    let Ok(model) = Model::from_bytes(&clustering.model, EmbeddingTable::builtin().id()) else {
        return Ok(());
    };
    let moved = snapshot.rulings().bindings()?.moved;
    drop(snapshot);
    let themes: Vec<Option<ThemeId>> =
        clustering.themes.iter().map(|theme| Some(*theme).filter(|theme| theme.0 > 0)).collect();
    for batch in unplaced.chunks(BATCH) {
        let signals = store.snapshot()?.signals().several(batch)?;
        let place = |signal: &Signal| {
            let vector = vectors.get(signal.id).and_then(Vector::from_bytes).unwrap_or(Vector::EMPTY);
            place(&model, &themes, signal, &vector, moved.get(&signal.id).copied()).0
        };
        let placed = signals.par_iter().with_min_len(64).map(place).collect();
        store.assign(clustering.generation, placed, Vec::new(), None)?;
    }
    Ok(())
}

/// Where a signal belongs, and what it says of other themes. Where a person said where it belongs (`put`), that holds,
/// whatever it says now.
fn place(
    model: &Model,
    themes: &[Option<ThemeId>],
    signal: &Signal,
    vector: &Vector,
    put: Option<Option<ThemeId>>,
) -> (Membership, Vec<Passage>) {
    let template = model.templates().of(signal.source.0);
    let own = words_of(signal, template);
    // The vector that is kept is of all that is no boilerplate by its form.
    let vector = if template.is_empty() { *vector } else { own.embed(EmbeddingTable::builtin()) };
    let found = || assign(model, &own.write(), &vector);
    let (theme, confidence) = match put {
        Some(theme) => (theme, 1.0),
        None => found()
            .map_or((None, 0.0), |found| (themes.get(found.cluster).copied().flatten(), found.confidence)),
    };
    let passages = passages::find(model, &own, themes, theme, (signal.id, signal.revision));
    (Membership { signal: signal.id, theme, confidence }, passages)
}

/// Rebuilds every view from the log.
///
/// # Errors
/// As [`catch_up`].
pub fn rebuild(ctx: &Context, progress: Progress<'_>) -> Result<(), AppError> {
    let app = &ctx.app;
    app.while_catching_up(|| -> Result<(), AppError> {
        app.replace_words(hearken_store::Words::recreate(app.store().dir())?);
        app.forget_vectors()?;
        app.store().forget_readings()?;
        Ok(app.store().forget_bursts()?)
    })?;
    catch_up(ctx, progress)?;
    // Whatever was deleted since is left in no corner of the file.
    Ok(app.store().scrub()?)
}
