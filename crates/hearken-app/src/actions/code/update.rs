//! Bringing a repository's index up to its newest commit, and links up to the index.

use hearken_code::{Index, Progress as Step, Repository};
use serde::{Deserialize, Serialize};
use tracing::info;
use utoipa::ToSchema;

use crate::actions::code::link::{Budget, link_one};
use crate::actions::opportunities::follow::follow_trackers;
use crate::code::no_such_repository;
use crate::context::{Context, Progress};
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;
use crate::view::View;

/// What an update did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CodeReport {
    /// The repository.
    pub name: String,
    /// The commit that its index is of.
    pub commit: String,
    /// Files in it.
    pub files: usize,
    /// Files that had to be read.
    pub files_read: usize,
    /// Commits in it.
    pub commits: usize,
    /// Whether nothing had changed.
    pub unchanged: bool,
    /// Signals that were located; those of a new repository are once this is answered.
    pub located: usize,
    /// What a person should know: a history cut off, what the clone lacks, mistakes in CODEOWNERS.
    pub notes: Vec<String>,
}

/// Updates one repository, and the links into it.
///
/// # Errors
/// There is none of that name, it is no repository any more or cannot be read, or any failure of the store.
pub fn update_code(
    ctx: &Context,
    name: &str,
    budget: Budget,
    progress: Progress<'_>,
) -> Result<CodeReport, AppError> {
    ctx.app.while_linking(|| {
        let indexed = index_one(ctx, name, progress)?;
        Ok(CodeReport { located: link_one(ctx, name, budget, progress)?.located, ..indexed })
    })
}

/// Brings the index of one repository up to its newest commit. Whoever calls it sees to it that nobody else does.
///
/// # Errors
/// As [`update_code`].
pub fn index_one(ctx: &Context, name: &str, progress: Progress<'_>) -> Result<CodeReport, AppError> {
    let store = ctx.app.store();
    let known = store.snapshot()?.repositories().get(name)?.ok_or_else(|| no_such_repository(name))?;
    let repository = Repository::open(known.path.as_ref())
        .map_err(|error| AppError::from(error).suggest(NextStep::PutBackRepository(name.to_owned())))?;
    store.make_code_folder()?;
    let file = store.dir().code_index(name);
    let updated = Index::update(&repository, None, &file, &|step| report_step(&step, progress))?;
    if known.head.as_ref() != Some(&updated.commit) {
        store.repository_indexed(name, &updated.commit, ctx.later())?;
        info!(files = updated.files, commits = updated.commits, "indexed a repository");
    } else if !updated.unchanged {
        // The commit is the same, but something is there by now that its clone lacked: links are made anew.
        ctx.app.open_code().close(name);
        store.forget_links(name)?;
    }
    Ok(CodeReport {
        name: name.to_owned(),
        commit: updated.commit,
        files: updated.files,
        files_read: updated.files_read,
        commits: updated.commits,
        unchanged: updated.unchanged,
        located: 0,
        notes: updated.notes,
    })
}

/// Take in new commits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateRepositories {
    /// Name of the repository; by default all.
    #[serde(default)]
    pub name: Option<String>,
}

/// Updates the repository that is named, or all.
///
/// # Errors
/// As [`update_code`]; there is none at all.
pub fn update_repositories(
    ctx: &Context,
    request: UpdateRepositories,
    host: &mut Host<'_>,
) -> Result<Vec<CodeReport>, AppError> {
    let progress = host.progress;
    let names = match request.name {
        Some(name) => vec![name],
        None => {
            ctx.app.store().snapshot()?.repositories().all()?.into_iter().map(|known| known.name).collect()
        }
    };
    if names.is_empty() {
        return Err(crate::code::no_repository());
    }
    let reports =
        names.iter().map(|name| update_code(ctx, name, None, progress)).collect::<Result<_, _>>()?;
    follow_trackers(ctx)?;
    Ok(reports)
}

/// Whether a repository has another head than its index, or no index that can be used. One that cannot be read is left as
/// it is.
///
/// # Errors
/// Any failure of the store.
pub fn has_moved(view: &View, name: &str) -> Result<bool, AppError> {
    let Some(known) = view.store().repositories().get(name)? else { return Ok(false) };
    let head = Repository::open(known.path.as_ref()).and_then(|repository| repository.head());
    Ok(head.is_ok_and(|head| Some(head) != known.head || view.code(name).is_err()))
}

/// Makes the index and the links of every repository again; those that cannot be read keep what they have.
///
/// # Errors
/// A repository cannot be indexed, or any failure of the store.
pub fn rebuild_code(ctx: &Context, progress: Progress<'_>) -> Result<(), AppError> {
    let app = &ctx.app;
    let repositories = app.store().snapshot()?.repositories().all()?;
    for known in repositories {
        if Repository::open(known.path.as_ref()).and_then(|repository| repository.head()).is_err() {
            continue;
        }
        app.while_linking(|| -> Result<(), AppError> {
            app.store().discard_code_index(&known.name)?;
            Ok(app.store().forget_links(&known.name)?)
        })?;
        update_code(ctx, &known.name, None, progress)?;
    }
    Ok(())
}

fn report_step(step: &Step, progress: Progress<'_>) {
    let share = |done: usize, total: usize| done as f32 / total.max(1) as f32;
    match *step {
        Step::History { done, total } => progress("reading history", share(done, total)),
        Step::Files { done, total } => progress("reading code", share(done, total)),
        Step::Writing => progress("writing the index", 1.0),
    }
}
