//! Formats whose columns are known beforehand, one file each.

mod app_store;
mod bugzilla;
mod cfpb;
mod github;
mod gitlab;
mod google_play;
mod jira;
mod linear;
mod slack;
mod telegram;

use crate::{Format, Role};

/// What is known of a format.
pub(crate) struct Preset {
    pub(crate) format: Format,
    /// Columns that are there whenever it is this format.
    pub(crate) signature: &'static [&'static str],
    /// Role → columns, the first that is there with values.
    pub(crate) roles: &'static [(Role, &'static [&'static str])],
    /// What an empty text means.
    pub(crate) no_text: &'static str,
    /// Whether a field of this name tells of the transport, or of others than the customer, so that it is not kept.
    pub(crate) is_ignored: fn(&str) -> bool,
    /// Whether the title stands in for an empty text.
    pub(crate) title_as_text: bool,
    /// Fields that show that the record is something else, and what.
    pub(crate) foreign: &'static [Foreign],
    /// What is made of a field's value, by the field's name.
    pub(crate) rewrite: Option<fn(&str, &str) -> Option<String>>,
    /// Whether a table repeats a column for each further value, and in which columns values are paragraphs.
    pub(crate) joined: Option<&'static [&'static str]>,
    /// Columns with the time when an item was ended: where its status is a word that nobody knows, it is closed if one of them has
    /// a value, and open if none has.
    pub(crate) ends: &'static [&'static str],
}

/// A field that shows that the record is no customer's words.
pub(crate) struct Foreign {
    /// The field, or the object that it is.
    pub(crate) field: &'static str,
    pub(crate) when: When,
    pub(crate) reason: &'static str,
}

/// The values by which a field shows it.
pub(crate) enum When {
    /// Any, if not empty.
    Given,
    /// Any but these.
    GivenBut(&'static [&'static str]),
    /// These.
    Is(&'static [&'static str]),
    /// Those with this part.
    Holds(&'static str),
}

impl Preset {
    /// Whether the field called `name` shows that the record is something else.
    pub(crate) fn shows_foreign(&self, name: &str, value: &str) -> Option<&'static str> {
        let shows = |foreign: &&Foreign| {
            name.strip_prefix(foreign.field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                && !value.is_empty()
                && match foreign.when {
                    When::Given => true,
                    When::GivenBut(known) => !known.contains(&value),
                    When::Is(values) => values.contains(&value),
                    When::Holds(part) => value.contains(part),
                }
        };
        self.foreign.iter().find(shows).map(|foreign| foreign.reason)
    }
}

const PRESETS: [&Preset; 21] = [
    &cfpb::PRESET,
    &google_play::REPORT,
    &google_play::INTERFACE,
    &app_store::FEED,
    &app_store::CONNECT,
    &gitlab::TABLE,
    &gitlab::REST,
    &linear::TABLE,
    &linear::GRAPHQL,
    &github::REST,
    &github::GRAPHQL,
    &github::CLI,
    &github::BACKUP,
    &github::BACKUP_OF_PULL_REQUESTS,
    &jira::TABLE,
    &jira::REST,
    &bugzilla::TABLE,
    &bugzilla::REST,
    &bugzilla::COMMENTS,
    &telegram::PRESET,
    &slack::PRESET,
];

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
    /// What stands between the values of a column that is repeated.
    pub(crate) fn between(&self, name: &str) -> &'static str {
        if self.joined.unwrap_or_default().contains(&name) { "\n\n" } else { ", " }
    }

    fn matches(&self, names: &[&str]) -> bool {
        self.signature.iter().all(|wanted| names.contains(wanted))
    }
}

/// What a cell says before which the tracker put an apostrophe, so that no spreadsheet takes it for a formula.
fn without_guard(cell: &str) -> Option<String> {
    let given = cell.strip_prefix('\'')?;
    given.starts_with(['=', '+', '-', '@', ';']).then(|| given.to_owned())
}

/// No field is ignored.
pub(crate) fn keep_all(_: &str) -> bool {
    false
}
