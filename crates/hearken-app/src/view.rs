//! What one page or answer is read from: one state of the log, with the views that follow it, as of one time, by one
//! reader. Nothing in an answer comes from anywhere else, so that it never mixes two states.

use std::sync::Arc;

use hearken_analysis::boilerplate::Templates;
use hearken_analysis::redact::Rules;
use hearken_domain::{Actor, AsOf, Date, LogPosition, Signal, SignalFilter, Timestamp};
use hearken_store::{Snapshot, ThemeSums, Vectors, Words, WriterStats};

use crate::app::{App, ClusteringProgress};
use crate::code::{Code, no_repository, no_such_repository};
use crate::error::AppError;
use crate::facets::Facets;
use crate::kept_members::KeptMembers;
use crate::kept_people::KeptPeople;
use crate::movements::Movements;
use crate::next_step::NextStep;
use crate::weighed::WeighedCache;
use crate::worth::FactsOfDay;

/// Everything that can be read, as it stood when this was opened.
pub struct View {
    app: App,
    snapshot: Snapshot,
    words: Option<Words>,
    vectors: Option<Arc<Vectors>>,
    reader: Actor,
    now: Timestamp,
    /// What is looked back to; `None` is now.
    as_of: Option<AsOf>,
    saved: bool,
}

impl View {
    /// Opens one.
    pub(crate) fn open(
        app: &App,
        reader: Actor,
        now: Timestamp,
        as_of: Option<AsOf>,
    ) -> Result<Self, AppError> {
        // The views follow the log: read before it, they hold nothing that the snapshot does not.
        let (words, vectors) = (app.words().map(|words| words.pinned()), app.vectors());
        Ok(Self {
            app: app.clone(),
            snapshot: app.store().snapshot()?,
            words,
            vectors,
            reader,
            now,
            as_of,
            saved: false,
        })
    }

    /// The same for what a saved view asks: what it names may be gone by now, which is no slip of whoever opens it.
    #[must_use]
    pub fn opening_saved(self, saved: bool) -> Self {
        Self { saved, ..self }
    }

    /// Whether a saved view is opened.
    pub(crate) fn opens_saved(&self) -> bool {
        self.saved
    }

    /// The log and what is derived from it inside the store. Doors ask queries instead, each of which has its right.
    pub(crate) fn store(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The store as it is by now, with the files beside its database.
    pub(crate) fn whole_store(&self) -> &hearken_store::Store {
        self.app.store()
    }

    /// What texts are read without when they are quoted.
    pub(crate) fn templates(&self) -> Result<Arc<Templates>, AppError> {
        self.app.templates(&self.snapshot)
    }

    /// Scores of opportunities as they were last drawn.
    pub(crate) fn weighed(&self) -> &WeighedCache {
        self.app.weighed()
    }

    /// How themes with these counts move up to a day, that included.
    pub(crate) fn movements(&self, themes: &ThemeSums, last_day: i32) -> Arc<Movements> {
        self.app.movements().of(themes, last_day)
    }

    /// What redaction looks for.
    pub(crate) fn rules(&self) -> &Rules {
        self.app.rules()
    }

    /// What a person typed, redacted like everything that is kept.
    pub(crate) fn redact(&self, typed: &str) -> String {
        self.app.redact(typed)
    }

    /// The text index, where there is one.
    pub fn words(&self) -> Option<&Words> {
        self.words.as_ref()
    }

    /// The vectors, where there are some.
    pub fn vectors(&self) -> Option<&Arc<Vectors>> {
        self.vectors.as_ref()
    }

    /// What the store's writer did since the start.
    pub(crate) fn writer(&self) -> WriterStats {
        self.app.store().writer_stats()
    }

    /// Whether the files of the views in use still stand.
    pub(crate) fn views_stand(&self) -> bool {
        self.app.views_stand()
    }

    /// Whether the disk has room for more.
    pub(crate) fn has_disk_room(&self) -> bool {
        self.app.store().check_disk(&self.app.quotas()).is_ok()
    }

    /// Who reads.
    pub fn reader(&self) -> &Actor {
        &self.reader
    }

    /// Up to where in the log this sees.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn position(&self) -> Result<LogPosition, AppError> {
        Ok(self.snapshot.log().position()?)
    }

    /// The machine's time.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The time that people are shown things as of: what is looked back to, the time at which the data is pinned, or now;
    /// and, where the newest signal that is dated is more than four weeks old, the time of that signal, so that an old
    /// export does not look like silence.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn as_of(&self) -> Result<Timestamp, AppError> {
        if let Some(as_of) = self.as_of {
            return Ok(as_of.at());
        }
        if let Some(pinned) = self.snapshot.pinned()? {
            return Ok(pinned.at);
        }
        let quiet_since = self.now - jiff::SignedDuration::from_hours(4 * 7 * 24);
        Ok(match self.snapshot.signals().newest()? {
            Some(newest) if newest < quiet_since => newest,
            _ => self.now,
        })
    }

    /// The day as of which facts about customers hold: what is looked back to, the time at which the data is pinned, or
    /// today. What is old to hear does not make today's revenue old.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn day_of_facts(&self) -> Result<Date, AppError> {
        let at = match self.as_of {
            Some(as_of) => as_of.at(),
            None => self.snapshot.pinned()?.map_or(self.now, |pinned| pinned.at),
        };
        Ok(at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
    }

    /// What is known of what customers pay on the day of this view.
    ///
    /// # Errors
    /// Any failure of the database.
    pub(crate) fn facts_of_customers(&self) -> Result<Arc<FactsOfDay>, AppError> {
        let worth = self.snapshot.customers().worth_on(self.day_of_facts()?)?;
        Ok(self.app.worth().of(worth))
    }

    /// Who is in segments, as it was last worked out.
    pub(crate) fn kept_members(&self) -> &KeptMembers {
        self.app.members()
    }

    /// Who works here, as it was last read.
    pub(crate) fn kept_people(&self) -> &KeptPeople {
        self.app.people()
    }

    /// Whether it is looked back: then only what was said up to [`Self::as_of`] counts.
    pub fn looks_back(&self) -> bool {
        self.as_of.is_some()
    }

    /// A filter that lets through only what counts here: looking back, nothing that was said later, nor what is undated.
    pub fn up_to_then(&self, filter: &SignalFilter) -> SignalFilter {
        match self.as_of {
            Some(as_of) => filter.clone().no_later_than(as_of.at()),
            None => filter.clone(),
        }
    }

    /// Whether a signal counts here.
    pub fn counts(&self, signal: &Signal) -> bool {
        self.as_of.is_none_or(|as_of| !signal.undated && signal.at <= as_of.at())
    }

    /// The data directory.
    pub fn dir(&self) -> &hearken_store::DataDir {
        self.app.store().dir()
    }

    /// The first rejected originals of an import: they lie in files, not in the log.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn rejects(&self, import: hearken_domain::ImportId, limit: usize) -> Result<Rejects, AppError> {
        Ok(self.app.store().rejects(import, limit, self.now)?)
    }

    /// What people should know about the data before they read anything into it.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn notice(&self) -> Result<Option<String>, AppError> {
        Ok(self.snapshot.pinned()?.map(|pinned| pinned.notice))
    }

    /// How far the running clustering run has come.
    pub fn clustering(&self) -> &ClusteringProgress {
        self.app.clustering()
    }

    /// Has the views on disk looked at from end to end, because one could not be read.
    pub fn doubt_views(&self) {
        self.app.doubt_views(true);
    }

    /// Facets under what is asked; `count` counts them where they are not known yet.
    ///
    /// # Errors
    /// What `count` fails with.
    pub fn facets(
        &self,
        asked: &str,
        count: impl FnOnce() -> Result<Facets, AppError>,
    ) -> Result<Facets, AppError> {
        let state = (self.snapshot.log().position()?, self.snapshot.readings().stamp()?);
        self.app.facets().get_or_count(state, asked, count)
    }

    /// An indexed repository by name, as of its newest index.
    ///
    /// # Errors
    /// There is none of that name, it is not indexed yet, or its index cannot be used.
    pub fn code(&self, name: &str) -> Result<Arc<Code>, AppError> {
        let known = self.snapshot.repositories().get(name)?.ok_or_else(|| no_such_repository(name))?;
        self.app.open_code().open(self.dir(), known)
    }

    /// The repository that is meant by a name, or by none where there is only one.
    ///
    /// # Errors
    /// There is none, or several and none is named.
    pub fn one_code(&self, name: Option<&str>) -> Result<Arc<Code>, AppError> {
        if let Some(name) = name {
            return self.code(name);
        }
        match self.snapshot.repositories().all()?.as_slice() {
            [] => Err(no_repository()),
            [only] => self.code(&only.name),
            several => {
                let names: Vec<&str> = several.iter().map(|one| one.name.as_str()).collect();
                Err(AppError::user(format!("there are several repositories: {}", names.join(", ")))
                    .suggest(NextStep::NameRepository))
            }
        }
    }

    /// Those of all repositories, or the one that is named, whose index can be read, by name.
    ///
    /// # Errors
    /// There is none of that name, or any failure of the store.
    pub fn all_code(&self, name: Option<&str>) -> Result<Vec<Arc<Code>>, AppError> {
        if let Some(name) = name {
            return Ok(vec![self.code(name)?]);
        }
        let indexed = self.snapshot.repositories().all()?.into_iter().filter(|known| known.head.is_some());
        let open = indexed.map(|known| self.app.open_code().open(self.dir(), known));
        Ok(open
            .filter_map(|code| {
                code.inspect_err(|error| tracing::warn!(%error, "a code index is left out")).ok()
            })
            .collect())
    }
}

/// Rejected originals, and until when they are kept; `None` once expired.
type Rejects = Option<(Vec<hearken_store::RejectRecord>, Timestamp)>;

#[cfg(test)]
mod tests;
