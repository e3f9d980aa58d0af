//! Formats whose columns are known beforehand, one file each.

mod cfpb;
mod github;
mod google_play;

use crate::{Format, Role};

/// What is known of a format.
pub(crate) struct Preset {
    pub(crate) format: Format,
    /// Columns that are there whenever it is this format.
    pub(crate) signature: &'static [&'static str],
    /// Role → columns, the first that is there.
    pub(crate) roles: &'static [(Role, &'static [&'static str])],
    /// What an empty text means.
    pub(crate) no_text: &'static str,
    /// Whether a field of this name tells of the transport rather than of the customer, so that it is not kept.
    pub(crate) is_ignored: fn(&str) -> bool,
    /// Whether the title stands in for an empty text.
    pub(crate) title_as_text: bool,
    /// A field that shows that the record is something else, and what.
    pub(crate) foreign: Option<(&'static str, &'static str)>,
}

impl Preset {
    /// Whether the field called `name` shows that the record is something else.
    pub(crate) fn shows_foreign(&self, name: &str) -> Option<&'static str> {
        let (field, reason) = self.foreign?;
        let rest = name.strip_prefix(field)?;
        (rest.is_empty() || rest.starts_with('.')).then_some(reason)
    }
}

const PRESETS: [&Preset; 4] = [&cfpb::PRESET, &google_play::PRESET, &github::REST, &github::CLI];

/// The format that has these columns.
pub(crate) fn recognise(names: &[&str]) -> Option<&'static Preset> {
    PRESETS.into_iter().find(|preset| preset.matches(names))
}

/// What is known of `format`, as far as it has these columns; or the columns that are missing.
pub(crate) fn preset(
    format: Format,
    names: &[&str],
) -> Result<Option<&'static Preset>, &'static [&'static str]> {
    let mut known = PRESETS.into_iter().filter(|preset| preset.format == format).peekable();
    let Some(first) = known.peek().copied() else { return Ok(None) };
    known.find(|preset| preset.matches(names)).map(Some).ok_or(first.signature)
}

impl Preset {
    fn matches(&self, names: &[&str]) -> bool {
        self.signature.iter().all(|wanted| names.contains(wanted))
    }
}

/// No field is ignored.
pub(crate) fn keep_all(_: &str) -> bool {
    false
}
