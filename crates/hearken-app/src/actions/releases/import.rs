//! Taking in a list of releases: a table or JSON of versions with their dates.

use std::collections::HashMap;

use hearken_domain::{Dated, NewRelease, ReleaseId, counted};
use hearken_ingest::{Input, Limits, ListedRelease, read_releases};
use hearken_store::{ReleaseFate, RemovedReleases};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::releases::card::{Names, day, other_date};
use crate::actions::sources::import::unreadable;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;

/// Releases of one list, or of the tags of one repository.
pub(crate) const RELEASES_MAX: usize = 50_000;
/// What is refused of a list is told for so many.
const REFUSED_SHOWN: usize = 100;

/// Take in a list of releases. Its content comes beside the command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportReleases {
    /// What was released, where a row does not say it.
    #[serde(default)]
    pub product: Option<String>,
}

/// What became of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReleasesImported {
    /// Name of the file.
    pub file: String,
    /// Releases that are new.
    pub added: u64,
    /// The first of them, by which the import can be undone.
    pub first: Option<ReleaseId>,
    /// Releases that were known, or stand in the list more than once, with the same date.
    pub known: u64,
    /// Releases that somebody removed before; they stay away.
    pub removed: u64,
    /// Rows that are refused.
    pub refused: u64,
    /// The first of those, each with its place and the reason.
    pub refusals: Vec<Refusal>,
    /// What to know about how it was read.
    pub notes: Vec<String>,
}

/// A row that is no release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refusal {
    /// Where in the list it stands.
    pub place: String,
    /// Why it is refused.
    pub reason: String,
}

/// Takes in the list that came with the command. A version that stands in it with two dates has the first.
///
/// # Errors
/// No file came, it cannot be read as a list of releases, nothing says what was released, it is too long; or any failure of the
/// store.
pub fn import_releases(
    ctx: &Context,
    request: ImportReleases,
    host: &mut Host<'_>,
) -> Result<ReleasesImported, AppError> {
    let input: Input = host.input.take().ok_or_else(|| AppError::user("no list came with the import"))?;
    let file = ctx.app.redact(input.name());
    let list = read_releases(input, &Limits::at(ctx.now)).map_err(|error| unreadable(&error))?;
    let rows = list.releases.len();
    if rows > RELEASES_MAX {
        let (rows, most) = (counted(rows as u64, "release"), counted(RELEASES_MAX as u64, "release"));
        return Err(AppError::user(format!("{file} has {rows}; at most {most} are taken from one list"))
            .suggest(NextStep::advice("cut it into several, the newest last")));
    }
    if request.product.is_none() && rows > 0 && list.releases.iter().all(|row| row.product.is_none()) {
        return Err(
            AppError::user(format!("{file} does not say what was released")).suggest(NextStep::NameProduct)
        );
    }
    let mut taken = Taken::new(ctx, request.product);
    for row in list.releases {
        taken.take(row);
    }
    for reject in list.rejects {
        taken.refuse(reject.location, reject.reason);
    }
    let told: Vec<NewRelease> = taken.told.iter().map(|(_, release)| release.clone()).collect();
    let fates = ctx.app.store().add_releases(told, RemovedReleases::StayAway, &ctx.by()?)?;
    Ok(taken.report(ctx, file, &fates, list.notes))
}

/// What is taken of a list.
struct Taken<'c> {
    names: Names<'c>,
    product: Option<String>,
    /// Each with its place.
    told: Vec<(String, NewRelease)>,
    /// Where in `told` a version of a product stands.
    places: HashMap<(String, String), usize>,
    twice: u64,
    refusals: Vec<Refusal>,
}

impl<'c> Taken<'c> {
    fn new(ctx: &'c Context, product: Option<String>) -> Self {
        let (told, places) = (Vec::new(), HashMap::new());
        Self { names: Names::new(ctx), product, told, places, twice: 0, refusals: Vec::new() }
    }

    fn take(&mut self, row: ListedRelease) {
        match self.understand(&row) {
            Err(reason) => self.refuse(row.location, reason),
            Ok(release) => {
                let key = (release.product.clone(), release.version.clone());
                match self.places.get(&key).map(|index| &self.told[*index]) {
                    None => {
                        self.places.insert(key, self.told.len());
                        self.told.push((row.location, release));
                    }
                    Some((_, first)) if day(first.at) == day(release.at) => self.twice += 1,
                    Some((place, first)) => {
                        let reason = format!(
                            "{} {} stands on {place} with another date, {}; that one is kept",
                            first.product,
                            first.version,
                            day(first.at)
                        );
                        self.refuse(row.location, reason);
                    }
                }
            }
        }
    }

    fn understand(&mut self, row: &ListedRelease) -> Result<NewRelease, String> {
        let product = row.product.as_ref().or(self.product.as_ref()).cloned();
        let product = product.ok_or("there is no product in it")?;
        let product = self.names.product(&product).map_err(|error| error.to_string())?;
        let version = self.names.version(&row.version, &product).map_err(|error| error.to_string())?;
        Ok(NewRelease { product, version, at: row.at, dated: Dated::List })
    }

    fn refuse(&mut self, place: String, reason: String) {
        self.refusals.push(Refusal { place, reason });
    }

    fn report(
        mut self,
        ctx: &Context,
        file: String,
        fates: &[ReleaseFate],
        notes: Vec<String>,
    ) -> ReleasesImported {
        let (mut added, mut known, mut removed, mut first) = (0, self.twice, 0, None);
        for ((place, told), fate) in std::mem::take(&mut self.told).into_iter().zip(fates) {
            match fate {
                ReleaseFate::Added(id) => {
                    added += 1;
                    first = first.or(Some(*id));
                }
                ReleaseFate::Removed(_) => removed += 1,
                ReleaseFate::Known(..) => match other_date(&told, *fate) {
                    Some(reason) => self.refuse(place, reason),
                    None => known += 1,
                },
            }
        }
        let refused = self.refusals.len() as u64;
        self.refusals.truncate(REFUSED_SHOWN);
        for refusal in &mut self.refusals {
            refusal.place = ctx.app.redact(&refusal.place);
            refusal.reason = ctx.app.redact(&refusal.reason);
        }
        ReleasesImported { file, added, first, known, removed, refused, refusals: self.refusals, notes }
    }
}
