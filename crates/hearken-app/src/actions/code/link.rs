//! Bringing links into the code up to its commit and to the themes that stand: every signal is located by itself, and the
//! links of a theme add up its signals'.
//!
//! After a new commit, some signals of each theme are located at once, so that links are current soon; what leads to files
//! that the commit did not change is carried over; all others follow, newest first, as far as the time lasts. Whatever is
//! left is gone on with where it was left.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use hearken_code::{Evidence, Located, combine_file};
use hearken_domain::{Ruled, SignalId, Subject, Theme, ThemeId, ThemeKind, Timestamp};
use hearken_store::{CodeLink, LinkState, Repository as Registered, Snapshot};
use rayon::prelude::*;
use tracing::info;

use crate::actions::code::locator::Locator;
use crate::code::Code;
use crate::context::{Context, Progress};
use crate::error::AppError;

/// Signals of a theme that are located before its links are shown.
const FIRST_OF_THEME: usize = 20;
/// Unsorted signals that are.
const FIRST_UNSORTED: usize = 500;
/// Links kept of a theme.
pub const LINKS_OF_THEME: usize = 10;
/// Links of signals that spans and evidence of one link of a theme are taken from.
const TOLD_BY: usize = 50;
/// Signals located between two writes.
const BATCH: usize = 128;
/// Signals that are looked for at a time among those that were not located yet.
const AT_A_TIME: u64 = 1_024;
/// Of files that changed, no more than this share for anything to be carried over.
const CHANGED_MAX: f64 = 0.1;

/// How long linking may take before it lets others work and goes on later; `None` is until all is done.
pub type Budget = Option<Duration>;

/// What a linking did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Linked {
    /// Signals that were located.
    pub located: usize,
    /// Whether there are others still.
    pub left: bool,
}

/// Brings the links of every repository up to it. Does nothing, quickly, where all are.
///
/// # Errors
/// A repository cannot be read, or any failure of the store; what was linked stands.
pub fn link_code(ctx: &Context, budget: Budget, progress: Progress<'_>) -> Result<Linked, AppError> {
    let repositories = ctx.view()?.all_code(None)?;
    let mut linked = Linked::default();
    for code in repositories {
        let one = ctx.app.while_linking(|| link_one(ctx, &code.name, budget, progress))?;
        linked.located += one.located;
        linked.left |= one.left;
    }
    Ok(linked)
}

/// Brings the links of one repository up to it.
///
/// # Errors
/// There is no repository of that name, it is not indexed or cannot be read, or any failure of the store.
pub fn link_one(
    ctx: &Context,
    name: &str,
    budget: Budget,
    progress: Progress<'_>,
) -> Result<Linked, AppError> {
    let started = Instant::now();
    let view = ctx.view()?;
    let code = view.code(name)?;
    let Some(known) = view.store().repositories().get(name)? else { return Ok(Linked::default()) };
    let state = state(view.store(), &code)?;
    drop(view);
    let linking = Linking { ctx, code: &code, progress };
    let due = known.stale
        || known.linked.as_ref().is_none_or(|made| {
            made.commit != state.commit
                || made.generation != state.generation
                || made.rulings != state.rulings
        });
    let first = if due { linking.first(&known, &state)? } else { 0 };
    let rest = linking.rest(|| budget.is_none_or(|budget| started.elapsed() < budget))?;
    Ok(Linked { located: first + rest.located, left: rest.left })
}

/// What links would be made from now.
fn state(snapshot: &Snapshot, code: &Code) -> Result<LinkState, AppError> {
    let yes = snapshot.rulings().answers(&code.name)?.into_iter().filter(|answer| answer.yes);
    let shaping = |what: &Ruled<_>| !matches!(what, Ruled::Linked(_) | Ruled::Unlinked(_));
    let rulings = snapshot.rulings().all()?.into_iter().filter(|ruling| shaping(&ruling.what));
    Ok(LinkState {
        commit: code.index.commit().to_owned(),
        generation: snapshot.generation().0,
        answers: yes.map(|answer| answer.ruling.0).collect(),
        rulings: rulings.map(|ruling| 1 + u64::from(ruling.undone_at.is_some())).sum(),
    })
}

struct Linking<'a> {
    ctx: &'a Context,
    code: &'a Code,
    progress: Progress<'a>,
}

impl Linking<'_> {
    /// Makes links from the state that stands: of some signals of each theme, and of what is carried over.
    fn first(&self, known: &Registered, state: &LinkState) -> Result<usize, AppError> {
        let (store, name) = (self.ctx.app.store(), self.code.name.as_str());
        // A new commit says new things; so does what people taught since, once a clustering run asks for linking again.
        let reuse = known.linked.as_ref().is_some_and(|made| {
            made.commit == state.commit
                && (made.answers == state.answers || made.generation == state.generation)
        });
        let link_build = store.begin_link_build(name, reuse)?;
        let snapshot = store.snapshot()?;
        let living = snapshot.themes().living()?;
        let themes: Vec<ThemeId> =
            living.values().filter(|theme| leads(theme)).map(|theme| theme.id).collect();
        let mut wanted: BTreeSet<SignalId> =
            snapshot.themes().most_confident(None, FIRST_UNSORTED)?.into_iter().collect();
        for theme in &themes {
            wanted.extend(chosen(&snapshot, *theme)?);
        }
        drop(snapshot);
        if let Some(changed) = known.linked.as_ref().filter(|_| !reuse).and_then(|made| self.changed(made)) {
            let carried = store.carry_over(name, link_build, wanted.clone(), changed)?;
            info!(carried, "links into files that did not change stand");
        }
        let done = store.snapshot()?.code_links().located(name, link_build)?;
        let wanted: Vec<SignalId> = wanted.difference(&done).copied().collect();
        self.locate(link_build, &wanted, (0, wanted.len() as u64))?;
        let links = self.of_themes(link_build, &themes)?;
        store.apply_link_build(name, link_build, links, state)?;
        info!(located = wanted.len(), "linked customers' words to code");
        Ok(wanted.len())
    }

    /// The files that are not as they were when links were made; `None` where that is not known, or too much changed.
    fn changed(&self, made: &LinkState) -> Option<BTreeSet<String>> {
        let index = &self.code.index;
        let changed = self.code.repository().ok()?.changed_between(&made.commit, index.commit()).ok()?;
        (changed.len() as f64 <= CHANGED_MAX * index.file_count() as f64).then_some(changed)
    }

    /// Locates what was not yet, the newest first, while `may_go_on`; it counts in its theme's links at once.
    fn rest(&self, may_go_on: impl Fn() -> bool) -> Result<Linked, AppError> {
        let (store, name) = (self.ctx.app.store(), self.code.name.as_str());
        let Some(known) = store.snapshot()?.repositories().get(name)? else { return Ok(Linked::default()) };
        let link_build = known.link_build;
        let mut touched: BTreeSet<ThemeId> = BTreeSet::new();
        let mut linked = Linked::default();
        loop {
            let snapshot = store.snapshot()?;
            let batch = snapshot.code_links().unlocated(name, link_build, AT_A_TIME)?;
            let (done, all) = snapshot.code_links().progress(name, link_build)?;
            linked.left = !batch.is_empty();
            if batch.is_empty() || !may_go_on() {
                break;
            }
            self.locate(link_build, &batch, (done, all))?;
            linked.located += batch.len();
            touched.extend(snapshot.themes().memberships(&batch)?.values().filter_map(|one| one.theme));
        }
        let mut themes = Vec::new();
        for theme in touched {
            themes.extend(store.snapshot()?.themes().get(theme)?.filter(leads).map(|theme| theme.id));
        }
        if !themes.is_empty() {
            let links = self.of_themes(link_build, &themes)?;
            store.put_theme_links(name, link_build, themes, links)?;
        }
        Ok(linked)
    }

    /// Locates signals, of which so many of so many are done.
    fn locate(&self, link_build: u64, wanted: &[SignalId], (done, all): (u64, u64)) -> Result<(), AppError> {
        if wanted.is_empty() {
            return Ok(());
        }
        let store = self.ctx.app.store();
        let locator = Locator::new(&store.snapshot()?, self.code)?;
        for (number, batch) in wanted.chunks(BATCH).enumerate() {
            (self.progress)("locating", (done as usize + number * BATCH) as f32 / all.max(1) as f32);
            let signals = store.snapshot()?.signals().several(batch)?;
            let found: Vec<Vec<Located>> =
                signals.par_iter().map(|signal| locator.signal(signal)).collect::<Result<_, _>>()?;
            let mut links = Vec::new();
            for (signal, found) in signals.iter().zip(found) {
                links.extend(written(Subject::Signal(signal.id), found)?);
            }
            store.put_located(&self.code.name, link_build, batch.to_vec(), links)?;
        }
        Ok(())
    }

    /// The links of themes, from those of their signals.
    fn of_themes(&self, link_build: u64, themes: &[ThemeId]) -> Result<Vec<CodeLink>, AppError> {
        let snapshot = self.ctx.app.store().snapshot()?;
        let mut links = Vec::new();
        for theme in themes {
            let combined = of_theme(&snapshot, &self.code.name, link_build, *theme, None)?;
            links.extend(written(Subject::Theme(*theme), combined)?);
        }
        Ok(links)
    }
}

/// The links of a theme, which add up those of its signals; of those said up to a time, where one is given.
///
/// # Errors
/// Any failure of the store.
pub fn of_theme(
    snapshot: &Snapshot,
    repository: &str,
    link_build: u64,
    theme: ThemeId,
    until: Option<Timestamp>,
) -> Result<Vec<Located>, AppError> {
    let reader = snapshot.code_links();
    let (files, signals) = reader.shared_files(repository, link_build, theme, until, LINKS_OF_THEME)?;
    let combined = files.into_iter().map(|file| {
        let told = reader.of_members(repository, link_build, (theme, until), &file.path, TOLD_BY)?;
        let told: Vec<(usize, Located)> = told
            .iter()
            .map(|link| Ok((link.rank.saturating_sub(1) as usize, read(link)?)))
            .collect::<Result<_, AppError>>()?;
        let told: Vec<(usize, &Located)> = told.iter().map(|(rank, link)| (*rank, link)).collect();
        Ok(combine_file(&file.path, (file.share / signals.max(1) as f64) as f32, &told))
    });
    combined.collect()
}

/// The signals of a theme that speak for it: its exemplars, then those that belong to it most clearly.
fn chosen(snapshot: &Snapshot, theme: ThemeId) -> Result<Vec<SignalId>, AppError> {
    let mut chosen = snapshot.themes().get(theme)?.map(|theme| theme.exemplars).unwrap_or_default();
    for signal in snapshot.themes().most_confident(Some(theme), FIRST_OF_THEME)? {
        if !chosen.contains(&signal) {
            chosen.push(signal);
        }
    }
    chosen.truncate(FIRST_OF_THEME);
    Ok(chosen)
}

/// Whether a theme is asked where it leads: praise names no fault, and what is ignored is in no list.
pub fn leads(theme: &Theme) -> bool {
    theme.kind != ThemeKind::Praise && !theme.ignored
}

/// Links as the store keeps them.
fn written(subject: Subject, found: Vec<Located>) -> Result<Vec<CodeLink>, AppError> {
    let links = found.into_iter().zip(1..).map(|(found, rank)| {
        let quotes = found.evidence.iter().any(quotes);
        Ok(CodeLink {
            of: subject,
            rank,
            path: found.path,
            score: f64::from(found.score),
            spans: serde_json::to_value(found.spans)?,
            evidence: serde_json::to_value(found.evidence)?,
            quotes,
        })
    });
    links.collect::<Result<_, serde_json::Error>>().map_err(|error| AppError::Internal(error.into()))
}

/// A link as the store kept it.
///
/// # Errors
/// It was written by another program.
pub fn read(link: &CodeLink) -> Result<Located, AppError> {
    let read = || -> Result<Located, serde_json::Error> {
        Ok(Located {
            path: link.path.clone(),
            score: link.score as f32,
            spans: serde_json::from_value(link.spans.clone())?,
            evidence: serde_json::from_value(link.evidence.clone())?,
        })
    };
    read().map_err(|error| AppError::Internal(error.into()))
}

/// Whether a reason holds words of a report.
fn quotes(evidence: &Evidence) -> bool {
    match evidence {
        Evidence::Frame { .. } | Evidence::Named { .. } => true,
        Evidence::NamedCommit { mention, .. } | Evidence::NamedIssue { mention, .. } => mention.is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
