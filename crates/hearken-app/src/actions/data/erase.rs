//! Erasing a person or a source for good: from the log, the text index, the vectors, the roll-ups, the names of themes
//! and the files of rejected items. What stays is a keyed hash, so that nothing of it is taken in again.

use std::collections::BTreeSet;
use std::time::Instant;

use hearken_domain::{ContactId, SourceId, Timestamp};
use hearken_store::{FoundContact, Removed, WordQuery, Words};
use serde::{Deserialize, Serialize};
use tracing::info;

use crate::actions::code::link::link_code;
use crate::actions::data::catch_up::catch_up;
use crate::actions::sources::show::no_such_source;
use crate::app::{App, AppError};

/// Whom or what to erase.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseRequest {
    /// People: by their number (`C-17`), by the source's own id, by address, or by name.
    pub contacts: Vec<String>,
    /// Name of a source.
    pub source: Option<String>,
    /// Only say what would go.
    pub dry_run: bool,
}

/// What went, or would go.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EraseReport {
    /// Whether nothing was done.
    pub dry_run: bool,
    /// People.
    pub contacts: u64,
    /// Signals, each with all that it ever said.
    pub signals: u64,
    /// Rejected items in files; known only once they are gone.
    pub rejects: u64,
    /// Names and words of themes that nobody else had said.
    pub phrases: u64,
    /// Seconds it took.
    pub took_s: f64,
}

struct Chosen {
    contacts: Vec<ContactId>,
    source: Option<SourceId>,
    signals: u64,
}

/// Erases, and brings every view up to it.
///
/// # Errors
/// Nobody or several are meant by a name, there is no such source, or any failure of the store; what was erased until
/// then stays erased, and the same request goes on with the rest.
pub fn erase(app: &App, request: &EraseRequest) -> Result<EraseReport, AppError> {
    let started = Instant::now();
    let chosen = choose(app, request)?;
    if request.dry_run {
        return Ok(EraseReport {
            dry_run: true,
            contacts: chosen.contacts.len() as u64,
            signals: chosen.signals,
            ..EraseReport::default()
        });
    }
    let said = app.store().words_to_erase(&chosen.contacts, chosen.source)?;
    let now = Timestamp::now();
    let mut removed = Removed::default();
    if !chosen.contacts.is_empty() {
        removed += app.store().erase_contacts(&chosen.contacts, now)?;
    }
    if let Some(source) = chosen.source {
        removed += app.store().erase_source(source, now)?;
    }
    let phrases = leave_nothing(app, &said)?;
    link_code(app, &|_, _| {})?;
    info!(signals = removed.signals, contacts = removed.contacts, "erased");
    Ok(EraseReport {
        dry_run: false,
        contacts: removed.contacts,
        signals: removed.signals,
        rejects: removed.rejects,
        phrases,
        took_s: started.elapsed().as_secs_f64(),
    })
}

/// Takes what the log dropped out of every view and file; `said` are the words that went. Gives how many phrases of
/// themes went with them.
///
/// # Errors
/// Any failure of the store or its views.
pub fn leave_nothing(app: &App, said: &[String]) -> Result<u64, AppError> {
    catch_up(app, &|_, _| {})?;
    let mut phrases = 0;
    if let Some(words) = app.words() {
        app.while_catching_up(|| words.purge())?;
        phrases = rename_themes(app, &words, said)?;
    }
    app.reload_views()?;
    app.store().scrub()?;
    Ok(phrases)
}

fn choose(app: &App, request: &EraseRequest) -> Result<Chosen, AppError> {
    if request.contacts.is_empty() == request.source.is_none() {
        return Err(AppError::user("say whom to erase, or which source: one of the two")
            .hint("hearken erase --contact ann@example.com, or hearken erase --source app-reviews"));
    }
    let mut contacts: Vec<FoundContact> = Vec::new();
    for who in &request.contacts {
        contacts.extend(person(app, who)?);
    }
    // The same address in another source is the same person.
    for email in contacts.clone().into_iter().filter_map(|found| found.contact.email) {
        contacts.extend(app.store().find_contacts(&email)?);
    }
    contacts.sort_by_key(|found| found.id);
    contacts.dedup_by_key(|found| found.id);
    let source = match &request.source {
        Some(name) => Some(app.store().source(name)?.ok_or_else(|| no_such_source(name))?),
        None => None,
    };
    Ok(Chosen {
        signals: contacts.iter().map(|found| found.signals).sum::<u64>()
            + source.as_ref().map_or(0, |source| source.signals),
        contacts: contacts.into_iter().map(|found| found.id).collect(),
        source: source.map(|source| source.id),
    })
}

/// An address names one person; an id or a name may be shared, and then nobody is guessed.
fn person(app: &App, who: &str) -> Result<Vec<FoundContact>, AppError> {
    let nobody = || {
        AppError::not_found(
            format!("nobody is known by '{who}'"),
            "people are known by the source's own id, an address, or a name, exactly as it gave them",
        )
    };
    if let Some(id) = who.strip_prefix("C-").and_then(|number| number.parse().ok()) {
        return app.store().contact_by_id(ContactId(id))?.map(|found| vec![found]).ok_or_else(nobody);
    }
    let found = app.store().find_contacts(who)?;
    let by_address = |one: &FoundContact| {
        one.contact.email.as_ref().is_some_and(|email| email.eq_ignore_ascii_case(who.trim()))
    };
    match found.len() {
        0 => Err(nobody()),
        1 => Ok(found),
        _ if found.iter().all(by_address) => Ok(found),
        count => {
            let list: Vec<String> = found
                .iter()
                .take(10)
                .map(|one| format!("C-{} of '{}' ({} signals)", one.id.0, one.source, one.signals))
                .collect();
            Err(AppError::user(format!("'{who}' means {count} people: {}", list.join(", ")))
                .hint("name each one by its number: --contact C-17"))
        }
    }
}

/// Takes phrases that only the erased had said out of the names and words of themes.
fn rename_themes(app: &App, words: &Words, said: &[String]) -> Result<u64, AppError> {
    let tokens: BTreeSet<String> = said.iter().flat_map(|text| tokens(text)).collect();
    let mut dropped = 0;
    for theme in app.store().all_themes()? {
        let gone = |phrase: &str| -> Result<bool, AppError> {
            if !self::tokens(phrase).any(|token| tokens.contains(&token)) {
                return Ok(false);
            }
            let query = WordQuery { words: format!("\"{phrase}\""), ..WordQuery::default() };
            Ok(words.search(&query, 1)?.1 == 0)
        };
        let mut kept = Vec::new();
        for word in &theme.words {
            if !gone(word)? {
                kept.push(word.clone());
            }
        }
        let mut name = theme.name.clone();
        let parts: Vec<&str> = theme.name.split(" · ").collect();
        for part in parts {
            if gone(part)? {
                name = kept.first().cloned().unwrap_or_else(|| theme.id.to_string());
                break;
            }
        }
        let mut description = theme.description.clone();
        if description.as_deref().map(&gone).transpose()? == Some(true) {
            description = None;
        }
        let dropped_words = (theme.words.len() - kept.len()) as u64;
        let changed =
            dropped_words + u64::from(name != theme.name) + u64::from(description != theme.description);
        if changed > 0 {
            app.store().reword_theme(theme.id, name, &kept, description)?;
            dropped += changed;
        }
    }
    Ok(dropped)
}

fn tokens(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).map(str::to_lowercase)
}
