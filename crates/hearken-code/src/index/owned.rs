//! The CODEOWNERS file of a commit: which of the places that the two services look in holds it, and by whose rules it
//! is to be read. Why so is in `docs/decisions/0035-codeowners-of-two-services.md`.

use serde::{Deserialize, Serialize};

use crate::owners::{Owners, Service};
use crate::repository::{Content, Entry};
use crate::{CodeError, Repository};

/// A CODEOWNERS file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OwnersFile {
    pub path: String,
    pub text: String,
    pub service: Service,
}

/// What was found.
pub(super) enum Found {
    Nothing,
    /// It is there, but the clone lacks what stands in it.
    Missing(&'static str),
    File(OwnersFile),
}

impl OwnersFile {
    pub fn read(&self) -> Owners {
        Owners::parse(&self.text, self.service)
    }
}

/// The file that counts at a commit with these files.
pub(super) fn find(repository: &Repository, commit: &str, entries: &[Entry]) -> Result<Found, CodeError> {
    let is_there = |path: &str| entries.binary_search_by(|entry| entry.path.as_str().cmp(path)).is_ok();
    let folder = |name: &str| {
        let first = entries.partition_point(|entry| entry.path.as_str() < name);
        entries.get(first).is_some_and(|entry| entry.path.starts_with(name))
    };
    let places = [Service::GitHub, Service::GitLab].map(Service::own_place);
    let by_place = || places.into_iter().find(|place| is_there(place)).and_then(Service::of_place);
    let service = repository.remote_url().as_deref().and_then(Service::of_remote).or_else(by_place);
    // Without a sign the root is looked at first by both, since neither has a file in a place of its own. A file that
    // only the other service would find is better than none.
    let looked_at = service.unwrap_or(Service::GitHub).places().into_iter().chain(places);
    let Some(path) = looked_at.into_iter().find(|path| is_there(path)) else {
        return Ok(Found::Nothing);
    };
    let Content::Bytes(bytes) = repository.content_at(commit, path)? else {
        return Ok(Found::Missing(path));
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let by_tree = || {
        let gitlab = is_there(".gitlab-ci.yml") || folder(".gitlab/");
        if gitlab && !folder(".github/") { Service::GitLab } else { Service::GitHub }
    };
    let service =
        Service::of_place(path).or(service).or_else(|| Service::of_text(&text)).unwrap_or_else(by_tree);
    Ok(Found::File(OwnersFile { path: path.to_owned(), text, service }))
}
