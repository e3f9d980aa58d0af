//! Taking in the tags of repositories that are versions.

use std::collections::HashSet;

use hearken_code::{Repository, Tag};
use hearken_domain::{Dated, NewRelease, ReleaseId, version_of_tag};
use hearken_store::{ReleaseFate, RemovedReleases};
use serde::{Deserialize, Serialize};
use tracing::info;
use utoipa::ToSchema;

use crate::actions::releases::card::other_date;
use crate::actions::releases::import::RELEASES_MAX;
use crate::code::{no_repository, no_such_repository};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;

/// Names of tags that are shown as examples.
const EXAMPLES: usize = 5;

/// Take in what the tags of repositories say of releases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SyncReleases {
    /// Name of the repository; by default all.
    #[serde(default)]
    pub repository: Option<String>,
}

/// What became of the tags of one repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReleasesSynced {
    /// The repository; its releases are of a product of this name.
    pub repository: String,
    /// Tags there are.
    pub tags: u64,
    /// Releases that are new.
    pub added: u64,
    /// The first of them, by which the adding can be undone.
    pub first: Option<ReleaseId>,
    /// Releases that were known.
    pub known: u64,
    /// Those of them whose tag has another date by now; the date that was known is kept.
    pub moved: u64,
    /// The first of those, in words.
    pub moves: Vec<String>,
    /// Releases that somebody removed before; they stay away.
    pub removed: u64,
    /// Tags that say the version of another tag; the earlier counts.
    pub same_version: u64,
    /// Tags that are left out because they name no version.
    pub no_versions: u64,
    /// The first of those.
    pub examples: Vec<String>,
    /// Tags that are versions and lead to no time.
    pub undated: u64,
    /// Tags that were left out because there are too many: the earliest.
    pub too_many: u64,
}

/// Takes in the tags of the repository that is named, or of all.
///
/// # Errors
/// There is none of that name, or none at all; one is not where it was or cannot be read; or any failure of the store.
pub fn sync_releases(
    ctx: &Context,
    request: SyncReleases,
    host: &mut Host<'_>,
) -> Result<Vec<ReleasesSynced>, AppError> {
    let known = ctx.app.store().snapshot()?.repositories().all()?;
    let wanted: Vec<_> = known
        .into_iter()
        .filter(|known| request.repository.as_ref().is_none_or(|name| *name == known.name))
        .collect();
    if wanted.is_empty() {
        return Err(request.repository.as_deref().map_or_else(no_repository, no_such_repository));
    }
    let total = wanted.len() as f32;
    let synced = wanted.into_iter().enumerate().map(|(index, known)| {
        (host.progress)("reading tags", index as f32 / total);
        sync_one(ctx, known.name, &known.path, RemovedReleases::StayAway)
    });
    synced.collect()
}

/// Whether a repository has other tags than this process took in last. One that cannot be read is left as it is.
pub(crate) fn has_other_tags(ctx: &Context, name: &str, path: &str) -> bool {
    let digest = Repository::open(path.as_ref()).and_then(|repository| repository.tags_digest());
    digest.is_ok_and(|digest| !ctx.app.seen_tags().are(name, digest))
}

/// Takes in the tags of one repository by itself, and remembers that it did. What somebody took back stays away.
///
/// # Errors
/// It is not where it was or cannot be read, or any failure of the store.
pub(crate) fn take_in_tags(ctx: &Context, name: &str) -> Result<(), AppError> {
    let Some(known) = ctx.app.store().snapshot()?.repositories().get(name)? else { return Ok(()) };
    // Read first: what comes meanwhile is seen as another.
    let digest = Repository::open(known.path.as_ref()).and_then(|repository| repository.tags_digest())?;
    let synced = sync_one(ctx, known.name, &known.path, RemovedReleases::StayAwayWithUndone)?;
    ctx.app.seen_tags().note(name, digest);
    info!(tags = synced.tags, added = synced.added, no_versions = synced.no_versions, "took in tags");
    Ok(())
}

fn sync_one(
    ctx: &Context,
    name: String,
    path: &str,
    removed: RemovedReleases,
) -> Result<ReleasesSynced, AppError> {
    let gone = |error: hearken_code::CodeError| {
        AppError::from(error).suggest(NextStep::PutBackRepository(name.clone()))
    };
    let repository = Repository::open(path.as_ref()).map_err(gone)?;
    let found = repository.tags(|tag| version_of_tag(tag, &name).is_some())?;
    let (dated, undated, others) = (found.tags.len(), found.undated.len(), found.others.len());
    let (told, same_version) = releases(&name, found.tags);
    let too_many = told.len().saturating_sub(RELEASES_MAX);
    let told = told[too_many..].to_vec();
    let fates = ctx.app.store().add_releases(told.clone(), removed, &ctx.by()?)?;
    let added = |fate: &ReleaseFate| match fate {
        ReleaseFate::Added(id) => Some(*id),
        _ => None,
    };
    let moves: Vec<String> =
        told.iter().zip(&fates).filter_map(|(told, fate)| other_date(told, *fate)).collect();
    let count = |of: fn(&ReleaseFate) -> bool| fates.iter().filter(|fate| of(fate)).count() as u64;
    Ok(ReleasesSynced {
        repository: name,
        tags: (dated + undated + others) as u64,
        added: count(|fate| matches!(fate, ReleaseFate::Added(_))),
        first: fates.iter().find_map(added),
        known: count(|fate| matches!(fate, ReleaseFate::Known(..))),
        moved: moves.len() as u64,
        moves: moves.into_iter().take(EXAMPLES).collect(),
        removed: count(|fate| matches!(fate, ReleaseFate::Removed(_))),
        same_version: same_version as u64,
        no_versions: others as u64,
        examples: found.others.into_iter().take(EXAMPLES).collect(),
        undated: undated as u64,
        too_many: too_many as u64,
    })
}

/// The releases that tags tell of, the earliest first, and how many tags say the version of an earlier one.
fn releases(product: &str, mut tags: Vec<Tag>) -> (Vec<NewRelease>, usize) {
    tags.sort_by(|a, b| (a.at, &a.name).cmp(&(b.at, &b.name)));
    let (mut seen, mut releases, mut same) = (HashSet::new(), Vec::new(), 0);
    for tag in tags {
        let Some(version) = version_of_tag(&tag.name, product) else { continue };
        if !seen.insert(version.clone()) {
            same += 1;
            continue;
        }
        let dated = if tag.annotated { Dated::Tag } else { Dated::Commit };
        releases.push(NewRelease { product: product.to_owned(), version, at: tag.at, dated });
    }
    (releases, same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_tags_of_one_version_the_earlier_counts() {
        let tag = |name: &str, second: i64, annotated| Tag {
            name: name.to_owned(),
            at: hearken_domain::Timestamp::from_second(second).unwrap(),
            annotated,
        };
        let tags = vec![tag("v1.0", 20, false), tag("release-1.0", 10, true), tag("v1.1", 30, false)];
        let (releases, same) = releases("shop", tags);
        let told: Vec<(&str, i64, Dated)> =
            releases.iter().map(|one| (one.version.as_str(), one.at.as_second(), one.dated)).collect();
        assert_eq!((told, same), (vec![("1.0", 10, Dated::Tag), ("1.1", 30, Dated::Commit)], 1));
    }
}
