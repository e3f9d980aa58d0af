//! Anonymising what was kept as long as its source says: who said it goes from the log, its views, its files and what people
//! typed; what it counts for stays. It cannot be taken back.

use std::time::{Duration, Instant};

use hearken_domain::{Contact, Kind, RedactionPolicy, identity};
use hearken_store::{KeptFor, Unname};
use serde::{Deserialize, Serialize};
use tracing::info;
use utoipa::ToSchema;

use crate::actions::code::link::link_code;
use crate::actions::data::leave_nothing::{Gone, leave_nothing};
use crate::actions::data::open::go_on;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::known::no_such_source;

/// Signals in one transaction, so that nobody waits long for the writer.
const BATCH: usize = 1_000;
/// What stands in place of the name of who said it.
const NAME: &str = "[name]";
/// Shorter names and ids are no names in a text.
const NAME_CHARS_MIN: usize = 3;

/// Remove who said what was kept as long as its source says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Anonymise {
    /// Name of a source; by default all that have a time of keeping.
    #[serde(default)]
    pub source: Option<String>,
    /// Only say how many signals it would be.
    #[serde(default)]
    pub dry_run: bool,
}

/// What was anonymised, or would be.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnonymiseReport {
    /// Whether nothing was done.
    pub dry_run: bool,
    /// By source and kind.
    pub of: Vec<AnonymisedOf>,
    /// Signals in all.
    pub signals: u64,
    /// Names that people typed which told of who said them.
    pub typed: u64,
    /// Seconds it took.
    pub took_s: f64,
}

/// What was anonymised of one source, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AnonymisedOf {
    /// Name of the source.
    pub source: String,
    /// Only signals of this kind; `None` is all that have no choice of their own.
    pub kind: Option<Kind>,
    /// How many.
    pub signals: u64,
    /// Whether their words stay.
    pub keeps_words: bool,
}

/// Whether any source has a time of keeping, or something is left to be gone through with.
///
/// # Errors
/// Any failure of the store.
pub fn is_wanted(app: &App) -> Result<bool, AppError> {
    let snapshot = app.store().snapshot()?;
    Ok(!snapshot.retention().all()?.is_empty() || snapshot.retention().left_remains()?)
}

/// Anonymises. What was stopped on its way is gone on with by the next run.
///
/// # Errors
/// There is no such source, or any failure of the store.
pub fn anonymise(
    ctx: &Context,
    request: Anonymise,
    host: &mut Host<'_>,
) -> Result<AnonymiseReport, AppError> {
    ctx.app.while_erasing(|| {
        let started = Instant::now();
        go_on(&ctx.app)?;
        let store = ctx.app.store();
        let snapshot = store.snapshot()?;
        let only = request
            .source
            .as_deref()
            .map(|name| snapshot.sources().id(name)?.ok_or_else(|| no_such_source(name)));
        let only = only.transpose()?;
        let names = snapshot.sources().names()?;
        let mut chosen = snapshot.retention().all()?;
        chosen.retain(|kept| only.is_none_or(|only| only == kept.source));
        let mut report = AnonymiseReport { dry_run: request.dry_run, ..AnonymiseReport::default() };
        for kept in &chosen {
            let signals = snapshot.retention().count_over(kept, ctx.now)?;
            report.signals += signals;
            report.of.push(AnonymisedOf {
                source: names.get(&kept.source).cloned().unwrap_or_default(),
                kind: kept.kind,
                signals,
                keeps_words: kept.keep.keeps_words,
            });
        }
        let remains = snapshot.retention().left_remains()?;
        drop(snapshot);
        if request.dry_run || (report.signals == 0 && !remains) {
            return Ok(report);
        }
        let mut gone = Gone::default();
        for kept in &chosen {
            (host.progress)("removing who said it", 0.1);
            gone = of_choice(ctx, kept, gone)?;
        }
        let suspects = gone.suspects(&store.snapshot()?.typed_texts().all()?);
        (host.progress)("removing them from views", 0.5);
        report.typed = leave_nothing(ctx, &suspects)?;
        link_code(ctx, Some(Duration::ZERO), &|_, _| {})?;
        store.end_anonymising()?;
        info!(signals = report.signals, "anonymised what was kept long enough");
        report.took_s = started.elapsed().as_secs_f64();
        Ok(report)
    })
}

/// Anonymises what is over of one choice, some signals at a time; adds who and what went to `gone`.
fn of_choice(ctx: &Context, kept: &KeptFor, mut gone: Gone) -> Result<Gone, AppError> {
    let store = ctx.app.store();
    loop {
        let snapshot = store.snapshot()?;
        let batch = snapshot.retention().over(kept, ctx.now, BATCH)?;
        if batch.is_empty() {
            return Ok(gone);
        }
        gone = gone.with_people(&snapshot.retention().speakers(&batch)?);
        if !kept.keep.keeps_words {
            gone = gone.with_texts(snapshot.signals().said_by(&batch)?);
        }
        drop(snapshot);
        store.anonymise(kept.source, batch, kept.keep.keeps_words, unname(ctx)?, &ctx.by()?)?;
    }
}

/// Redaction as it stands, and whoever said it by all their names.
fn unname(ctx: &Context) -> Result<Unname, AppError> {
    let mask = ctx.app.redactor(RedactionPolicy::Mask)?;
    Ok(Box::new(move |speaker, texts| {
        let names = names_of(speaker);
        for text in texts.iter_mut() {
            for name in &names {
                **text = without(text, name);
            }
        }
        mask.again(texts);
    }))
}

/// What names somebody: no word that may be anybody's.
fn names_of(speaker: &Contact) -> Vec<&str> {
    let Contact { external_id, name, email } = speaker;
    let all = [email, name, external_id].into_iter().flatten().map(|name| name.trim());
    all.filter(|name| name.chars().count() >= NAME_CHARS_MIN && !identity::is_common(name)).collect()
}

/// A text with a name replaced wherever it stands as words of its own, in upper or lower case.
fn without(text: &str, name: &str) -> String {
    let (mut kept, mut rest, mut before) = (String::with_capacity(text.len()), text, None::<char>);
    while let Some(first) = rest.chars().next() {
        let found = if before.is_some_and(char::is_alphanumeric) { None } else { begins_with(rest, name) };
        match found.filter(|after| !after.chars().next().is_some_and(char::is_alphanumeric)) {
            Some(after) => {
                kept.push_str(NAME);
                (rest, before) = (after, None);
            }
            None => {
                kept.push(first);
                (rest, before) = (&rest[first.len_utf8()..], Some(first));
            }
        }
    }
    kept
}

/// What follows a name at the beginning of a text.
fn begins_with<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    for wanted in name.chars() {
        let same = rest.next()?.to_lowercase().eq(wanted.to_lowercase());
        if !same {
            return None;
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_wherever_it_stands_by_itself_and_no_part_of_another_word_does() {
        assert_eq!(
            without("Ann Lee says so. ANN LEE, again; annlee; Ann Leeds", "Ann Lee"),
            "[name] says so. [name], again; annlee; Ann Leeds"
        );
        assert_eq!(without("écrit par Zoë", "ZOË"), "écrit par [name]");
        assert_eq!(without("", "Ann"), "");
    }

    #[test]
    fn what_may_be_anybody_s_word_is_no_name() {
        let speaker = Contact {
            external_id: Some("7".to_owned()),
            name: Some("Ann Lee".to_owned()),
            email: Some("ann@example.com".to_owned()),
        };
        assert_eq!(names_of(&speaker), ["ann@example.com", "Ann Lee"]);
    }
}
