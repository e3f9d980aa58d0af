//! Bringing links into the code up to its commit and to the themes that stand: signals are located one by one, and the
//! links of a theme combine its signals'.

use std::collections::{BTreeMap, BTreeSet};

use hearken_code::{Evidence, Located, Past, PastReport, Report, Repository, combine};
use hearken_domain::{Ruled, Signal, SignalId, Subject, Theme, ThemeKind, Timestamp};
use hearken_store::{CodeLink, LinkState, Snapshot};
use rayon::prelude::*;
use tracing::info;

use crate::code::Code;
use crate::context::{Context, Progress};
use crate::error::AppError;

/// Signals of a theme that are located.
const OF_THEME: usize = 200;
/// Unsorted signals that are located, and arrivals that are at once.
const UNSORTED: usize = 2_000;
/// Texts of fewer words say too little to be located.
const WORDS_MIN: usize = 4;
/// Links kept of a signal, and of a theme.
const OF_SIGNAL: usize = 5;
/// Links kept of a theme.
pub const LINKS_OF_THEME: usize = 10;
/// Signals located between two writes.
const BATCH: usize = 128;

/// Brings the links of every repository up to it. Does nothing, quickly, where all are.
///
/// # Errors
/// A repository cannot be read, or any failure of the store; what was linked stands.
pub fn link_code(ctx: &Context, progress: Progress<'_>) -> Result<(), AppError> {
    let repositories = ctx.view()?.all_code(None)?;
    for code in repositories {
        ctx.app.while_linking(|| link_one(ctx, &code.name, progress))?;
    }
    Ok(())
}

/// Brings the links of one repository up to it; how many signals were located.
///
/// # Errors
/// There is no repository of that name, it is not indexed or cannot be read, or any failure of the store.
pub fn link_one(ctx: &Context, name: &str, progress: Progress<'_>) -> Result<usize, AppError> {
    let view = ctx.view()?;
    let code = view.code(name)?;
    let Some(known) = view.store().repositories().get(name)? else { return Ok(0) };
    let state = state(view.store(), &code)?;
    drop(view);
    let due = match &known.linked {
        None => true,
        Some(made) => {
            known.stale
                || made.commit != state.commit
                || made.generation != state.generation
                || made.rulings != state.rulings
        }
    };
    if due {
        Linking { ctx, code: &code, progress }.everything(&known, &state)
    } else {
        arrivals(ctx, &code, &known, &state, progress)
    }
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
        position: snapshot.log().position()?.0,
    })
}

/// Locates what arrived since; it counts in its theme's links from the next linking on.
fn arrivals(
    ctx: &Context,
    code: &Code,
    known: &hearken_store::Repository,
    now: &LinkState,
    progress: Progress<'_>,
) -> Result<usize, AppError> {
    let Some(made) = known.linked.clone().filter(|made| made.position < now.position) else { return Ok(0) };
    let arrived = ctx.app.store().snapshot()?.signals().arrived_after(made.position, UNSORTED)?;
    let linking = Linking { ctx, code, progress };
    let located = linking.locate_all(known.link_build, &arrived.into_iter().collect())?;
    ctx.app.store().located_up_to(&code.name, &LinkState { position: now.position, ..made })?;
    Ok(located)
}

struct Linking<'a> {
    ctx: &'a Context,
    code: &'a Code,
    progress: Progress<'a>,
}

impl Linking<'_> {
    fn everything(&self, known: &hearken_store::Repository, state: &LinkState) -> Result<usize, AppError> {
        let (store, name) = (self.ctx.app.store(), self.code.name.as_str());
        // A new commit says new things; so does what people taught since, once a clustering run asks for linking again.
        let reuse = known.linked.as_ref().is_some_and(|made| {
            made.commit == state.commit
                && (made.answers == state.answers || made.generation == state.generation)
        });
        let link_build = store.begin_link_build(name, reuse)?;
        let mut of_theme: BTreeMap<hearken_domain::ThemeId, Vec<SignalId>> = BTreeMap::new();
        let snapshot = store.snapshot()?;
        for theme in snapshot.themes().living()? {
            if leads(&theme) {
                of_theme.insert(theme.id, chosen(&snapshot, &theme)?);
            }
        }
        let mut wanted: BTreeSet<SignalId> = of_theme.values().flatten().copied().collect();
        wanted.extend(snapshot.themes().most_confident(None, UNSORTED)?);
        if state.generation == 0 {
            wanted.extend(snapshot.signals().arrived_after(0, UNSORTED)?);
        }
        drop(snapshot);
        let located = self.locate_all(link_build, &wanted)?;
        let mut links = Vec::new();
        let snapshot = store.snapshot()?;
        for (theme, signals) in of_theme {
            let found = snapshot.code_links().of_signals(name, link_build, &signals)?;
            let found = found
                .values()
                .map(|links| links.iter().map(read).collect())
                .collect::<Result<Vec<_>, _>>()?;
            links.extend(written(Subject::Theme(theme), combine(&found, LINKS_OF_THEME))?);
        }
        drop(snapshot);
        store.apply_link_build(name, link_build, links, state)?;
        info!(located, "linked customers' words to code");
        Ok(located)
    }

    fn locate_all(&self, link_build: u64, wanted: &BTreeSet<SignalId>) -> Result<usize, AppError> {
        let store = self.ctx.app.store();
        let view = self.ctx.view()?;
        let done = view.store().code_links().located(&self.code.name, link_build)?;
        let wanted: Vec<SignalId> = wanted.difference(&done).copied().collect();
        if wanted.is_empty() {
            return Ok(0);
        }
        let (repository, past) = (self.code.repository()?, past(view.store(), self.code)?);
        drop(view);
        for (number, batch) in wanted.chunks(BATCH).enumerate() {
            (self.progress)("locating", (number * BATCH) as f32 / wanted.len() as f32);
            let signals = store.snapshot()?.signals().several(batch)?;
            let code = self.code;
            let found: Vec<Vec<Located>> = signals
                .par_iter()
                .map(|signal| located(code, &repository, signal, &past))
                .collect::<Result<_, _>>()?;
            let mut links = Vec::new();
            for (signal, found) in signals.iter().zip(found) {
                links.extend(written(Subject::Signal(signal.id), found)?);
            }
            store.put_located(&self.code.name, link_build, batch.to_vec(), links)?;
        }
        Ok(wanted.len())
    }
}

/// The signals of a theme that speak for it: its exemplars, then those that belong to it most clearly.
fn chosen(snapshot: &Snapshot, theme: &Theme) -> Result<Vec<SignalId>, AppError> {
    let mut chosen = theme.exemplars.clone();
    for signal in snapshot.themes().most_confident(Some(theme.id), OF_THEME)? {
        if !chosen.contains(&signal) {
            chosen.push(signal);
        }
    }
    chosen.truncate(OF_THEME);
    Ok(chosen)
}

/// Whether a theme is asked where it leads: praise names no fault, and what is ignored is in no list.
fn leads(theme: &Theme) -> bool {
    theme.kind != ThemeKind::Praise && !theme.ignored
}

/// What a signal says, its title on the first line.
pub fn report_text(signal: &Signal) -> String {
    match &signal.title {
        Some(title) => format!("{}\n{}", title.as_str(), signal.verbatim.as_str()),
        None => signal.verbatim.as_str().to_owned(),
    }
}

/// Where one signal leads; nowhere, where it says too little or nothing speaks for anything.
///
/// # Errors
/// The repository cannot be read.
pub fn located(
    code: &Code,
    repository: &Repository,
    signal: &Signal,
    past: &Past,
) -> Result<Vec<Located>, AppError> {
    let text = report_text(signal);
    if text.split_whitespace().count() < WORDS_MIN {
        return Ok(Vec::new());
    }
    let report = Report { text: &text, at: Some(signal.at) };
    let mut found = code.index.locate(repository, &report, past, OF_SIGNAL)?;
    found.retain(|found| !found.evidence.is_empty());
    Ok(found)
}

/// Reports whose files are known: issues that a commit closes, and signals and themes that people said yes to.
///
/// # Errors
/// Any failure of the store.
pub fn past(snapshot: &Snapshot, code: &Code) -> Result<std::sync::Arc<Past>, AppError> {
    code.past(snapshot.log().position()?, || {
        let mut known = closed_issues(snapshot, code)?;
        let rulings: BTreeMap<_, _> =
            snapshot.rulings().all()?.into_iter().map(|ruling| (ruling.id, ruling.at)).collect();
        for answer in snapshot.rulings().answers(&code.name)?.into_iter().filter(|answer| answer.yes) {
            let signals = match answer.link.of {
                Subject::Signal(signal) => vec![signal],
                Subject::Theme(theme) => {
                    snapshot.themes().get(theme)?.map(|theme| theme.exemplars).unwrap_or_default()
                }
            };
            let at = rulings.get(&answer.ruling).copied().unwrap_or_default();
            let fixed = |signal| Fixed { signal, files: vec![answer.link.path.clone()], at };
            known.extend(signals.into_iter().map(fixed));
        }
        let mut texts = BTreeMap::new();
        for signal in snapshot.signals().several(&known.iter().map(|one| one.signal).collect::<Vec<_>>())? {
            texts.insert(signal.id, (signal.id.to_string(), report_text(&signal)));
        }
        let reports = known.iter().filter_map(|Fixed { signal, files, at }| {
            let (id, text) = texts.get(signal)?;
            Some(PastReport { id, text, files, at: *at })
        });
        Ok(Past::new(reports))
    })
}

/// A signal whose files are known.
struct Fixed {
    signal: SignalId,
    files: Vec<String>,
    at: Timestamp,
}

/// Issues that a commit says it closes, with the files that it touched.
fn closed_issues(snapshot: &Snapshot, code: &Code) -> Result<Vec<Fixed>, AppError> {
    let closing = code.index.closing();
    if closing.is_empty() {
        return Ok(Vec::new());
    }
    let only = snapshot.repositories().all()?.len() == 1;
    let mut of_number: BTreeMap<u64, Vec<&hearken_code::Closing>> = BTreeMap::new();
    for closing in &closing {
        of_number.entry(closing.number).or_default().push(closing);
    }
    let mut found = Vec::new();
    for issue in snapshot.signals().issues()? {
        let number = [&issue.url, &issue.external_id]
            .into_iter()
            .flatten()
            .find_map(|text| issue_number(text, &code.name, only));
        for closing in number.and_then(|number| of_number.get(&number)).into_iter().flatten() {
            found.push(Fixed { signal: issue.signal, files: closing.files.clone(), at: closing.at });
        }
    }
    Ok(found)
}

/// The number of an issue by its address or id. Where there are several repositories, only an address that names this
/// one tells whose number it is.
fn issue_number(text: &str, repository: &str, only: bool) -> Option<u64> {
    match text.rsplit_once("/issues/") {
        Some((before, number)) => {
            let ours = before.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case(repository));
            if only || ours { number.split(['#', '?', '/']).next()?.parse().ok() } else { None }
        }
        None if only => text.trim_start_matches('#').parse().ok(),
        None => None,
    }
}

/// Links as the store keeps them.
fn written(subject: Subject, found: Vec<Located>) -> Result<Vec<CodeLink>, AppError> {
    let links = found.into_iter().zip(1..).map(|(found, rank)| {
        let quotes = found
            .evidence
            .iter()
            .any(|evidence| matches!(evidence, Evidence::Frame { .. } | Evidence::Named { .. }));
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

#[cfg(test)]
mod tests {
    use super::issue_number;

    #[test]
    fn an_issue_s_number_counts_for_the_repository_that_its_address_names() {
        let address = "https://github.com/acme/Shop/issues/12";
        assert_eq!(issue_number(address, "shop", false), Some(12));
        assert_eq!(issue_number(address, "till", false), None);
        assert_eq!(issue_number(address, "till", true), Some(12), "there is no other it could be of");
        assert_eq!(issue_number("#7", "shop", true), Some(7));
        assert_eq!(issue_number("#7", "shop", false), None);
        assert_eq!(issue_number("order 7", "shop", true), None);
    }
}
