//! Tags, annotated and lightweight, with when each was made.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use gix::bstr::ByteSlice;
use jiff::Timestamp;

use super::Repository;
use crate::CodeError;

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// When it was made: as an annotated tag says, else when the commit under it was made.
    pub at: Timestamp,
    /// Whether it says so itself.
    pub annotated: bool,
}

/// What a repository has of tags.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags {
    /// Those that were asked for, by name.
    pub tags: Vec<Tag>,
    /// Names of those that were asked for and have no time: they lead to no commit, or to one that the clone lacks.
    pub undated: Vec<String>,
    /// Names of the others.
    pub others: Vec<String>,
}

impl Repository {
    /// Its tags whose names are `wanted`, and the names of all others.
    ///
    /// # Errors
    /// [`CodeError::Unreadable`] where its tags cannot be listed.
    pub fn tags(&self, wanted: impl Fn(&str) -> bool) -> Result<Tags, CodeError> {
        let git = self.reader();
        let references = git.references().map_err(|error| self.unreadable(error))?;
        let mut tags = Tags::default();
        for reference in references.tags().map_err(|error| self.unreadable(error))? {
            let reference = reference.map_err(|error| self.unreadable(error))?;
            let name = reference.name().shorten().to_str_lossy().into_owned();
            if !wanted(&name) {
                tags.others.push(name);
                continue;
            }
            match made(reference) {
                Some((at, annotated)) => tags.tags.push(Tag { name, at, annotated }),
                None => tags.undated.push(name),
            }
        }
        tags.tags.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        tags.undated.sort_unstable();
        tags.others.sort_unstable();
        Ok(tags)
    }

    /// One number for all its tags and where they lead: another where one came, went or was moved. It opens no object.
    ///
    /// # Errors
    /// [`CodeError::Unreadable`] where its tags cannot be listed.
    pub fn tags_digest(&self) -> Result<u64, CodeError> {
        let git = self.reader();
        let references = git.references().map_err(|error| self.unreadable(error))?;
        let mut digest = DefaultHasher::new();
        for reference in references.tags().map_err(|error| self.unreadable(error))? {
            let reference = reference.map_err(|error| self.unreadable(error))?;
            reference.name().as_bstr().hash(&mut digest);
            reference.try_id().map(|id| id.detach()).hash(&mut digest);
        }
        Ok(digest.finish())
    }
}

/// When a tag was made, and whether it says so itself.
fn made(mut reference: gix::Reference<'_>) -> Option<(Timestamp, bool)> {
    if let Some(tag) = reference.try_id().and_then(|id| id.object().ok()?.try_into_tag().ok())
        && let Ok(Some(tagger)) = tag.tagger()
        && let Ok(time) = tagger.time()
    {
        return Some((Timestamp::from_second(time.seconds).ok()?, true));
    }
    let commit = reference.peel_to_commit().ok()?;
    Some((Timestamp::from_second(commit.time().ok()?.seconds).ok()?, false))
}
