//! A release as doors show it, and the names of one as they are kept.

use std::collections::HashMap;

use hearken_domain::{Actor, Dated, NewRelease, ReleaseId, Timestamp, Verbatim, version_of_tag};
use hearken_store::{Release, ReleaseFate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::themes::rename::clean_name;
use crate::context::Context;
use crate::error::AppError;

/// Characters of a version.
const VERSION_CHARS_MAX: usize = 64;

/// A version of a product, and when it came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReleaseCard {
    /// Its id.
    pub id: ReleaseId,
    /// What was released; `None` where that was erased.
    pub product: Option<Verbatim>,
    /// Which version of it; `None` where that was erased.
    pub version: Option<Verbatim>,
    /// When it came out.
    pub at: Timestamp,
    /// How that is known: an annotated tag says so, or the commit under a tag was made then, or a list or somebody says so.
    pub dated: Dated,
    /// Who told of it.
    pub by: Actor,
    /// When they did.
    pub added_at: Timestamp,
}

/// A release's id, name and date, to link to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReleaseLink {
    /// Its id.
    pub id: ReleaseId,
    /// Product and version.
    pub name: Verbatim,
    /// When it came out.
    pub at: Timestamp,
}

impl ReleaseCard {
    /// Product and version.
    pub fn title(&self) -> Verbatim {
        title(self.product.as_ref(), self.version.as_ref())
    }

    /// With no more than a link needs.
    pub fn link(&self) -> ReleaseLink {
        ReleaseLink { id: self.id, name: self.title(), at: self.at }
    }
}

impl From<Release> for ReleaseCard {
    fn from(release: Release) -> Self {
        let Release { id, product, version, at, dated, by, added_at } = release;
        Self { id, product, version, at, dated, by, added_at }
    }
}

/// Product and version in one.
pub(crate) fn title(product: Option<&Verbatim>, version: Option<&Verbatim>) -> Verbatim {
    let word = |text: Option<&Verbatim>| text.map_or("[erased]", Verbatim::as_str).to_owned();
    Verbatim::redacted(format!("{} {}", word(product), word(version)))
}

/// A day as messages name it.
pub(crate) fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

/// Names of releases as they are kept: redacted like everything, and a version as its tag would have it.
pub(crate) struct Names<'c> {
    ctx: &'c Context,
    products: HashMap<String, String>,
}

impl<'c> Names<'c> {
    pub(crate) fn new(ctx: &'c Context) -> Self {
        Self { ctx, products: HashMap::new() }
    }

    /// What was released.
    pub(crate) fn product(&mut self, typed: &str) -> Result<String, AppError> {
        if let Some(known) = self.products.get(typed) {
            return Ok(known.clone());
        }
        let name = clean_name(self.ctx, "a product", typed)?;
        self.products.insert(typed.to_owned(), name.clone());
        Ok(name)
    }

    /// A version. One that is written like a version can be no personal data, and stays as it is.
    pub(crate) fn version(&self, typed: &str, product: &str) -> Result<String, AppError> {
        let typed = typed.trim();
        if let Some(version) = version_of_tag(typed, product).filter(|version| fits(version)) {
            return Ok(version);
        }
        let blank = |c: char| c.is_whitespace() || c.is_control();
        let words: Vec<&str> = typed.split(blank).filter(|word| !word.is_empty()).collect();
        let version = self.ctx.app.redact(&words.join(" "));
        if version.is_empty() {
            return Err(AppError::user("a release needs a version, such as 2.4.0"));
        }
        if !fits(&version) {
            let long = version.chars().count();
            return Err(AppError::user(format!(
                "the version is {long} characters long; at most {VERSION_CHARS_MAX} are taken"
            )));
        }
        Ok(version)
    }
}

fn fits(version: &str) -> bool {
    version.chars().count() <= VERSION_CHARS_MAX
}

/// What to say of a release that was known: nothing where the day is the same.
pub(crate) fn other_date(told: &NewRelease, fate: ReleaseFate) -> Option<String> {
    let ReleaseFate::Known(id, at) = fate else { return None };
    let differs = day(at) != day(told.at);
    differs.then(|| {
        format!(
            "{} {} is known as {id} of {}, not {}; that date is kept, and whoever wants another removes {id} first",
            told.product,
            told.version,
            day(at),
            day(told.at)
        )
    })
}
