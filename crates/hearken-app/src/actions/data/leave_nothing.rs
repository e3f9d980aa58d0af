//! Taking what the log dropped out of every view, every file, and out of what people typed.

use std::collections::BTreeSet;

use hearken_domain::{Contact, TextId};
use hearken_store::{Snapshot, TypedText, WordQuery, Words};

use crate::actions::data::catch_up::catch_up;
use crate::context::Context;
use crate::error::AppError;

/// So many words of theirs in a row are a quotation, however common each word is.
const QUOTED_WORDS: usize = 4;
/// A shorter id is a word like any other.
const SHORT_ID: usize = 4;

/// What went from the log.
#[derive(Debug, Clone, Default)]
pub struct Gone {
    /// Everything that was said, and the names of who said it, of which a part may be typed.
    texts: Vec<String>,
    /// Names, addresses and ids of people who went.
    names: Vec<String>,
    /// Names that may be anybody's: where one is a single word, it counts only where nobody says that word any more.
    shared_names: Vec<String>,
}

impl Gone {
    /// What was said, by whomever.
    pub fn new(texts: Vec<String>) -> Self {
        Self { texts, ..Self::default() }
    }

    /// Who went, each by themselves.
    #[must_use]
    pub fn with_people(mut self, people: &[Contact]) -> Self {
        for person in people {
            self.texts.extend([&person.name, &person.external_id].into_iter().flatten().cloned());
            self.names.extend([&person.name, &person.email].into_iter().flatten().cloned());
            if let Some(id) = person.external_id.clone() {
                if is_common(&id) { self.shared_names.push(id) } else { self.names.push(id) }
            }
        }
        self
    }

    /// Who went with all that a source or an import brought: there may be thousands, called like anything.
    #[must_use]
    pub fn with_crowd(mut self, people: Vec<Contact>) -> Self {
        for Contact { external_id, name, email } in people {
            self.texts.extend([&name, &external_id].into_iter().flatten().cloned());
            self.shared_names.extend([name, email, external_id].into_iter().flatten());
        }
        self
    }
}

/// Whether an id is one that a number or a short word can be by chance.
fn is_common(id: &str) -> bool {
    id.chars().count() < SHORT_ID || id.chars().all(|letter| letter.is_ascii_digit())
}

/// Takes what the log dropped out of every view and file. Gives how many typed texts went with it.
///
/// # Errors
/// Any failure of the store or its views.
pub fn leave_nothing(ctx: &Context, gone: &Gone) -> Result<u64, AppError> {
    catch_up(ctx, &|_, _| {})?;
    let app = &ctx.app;
    let mut erased = Vec::new();
    if let Some(words) = app.words() {
        app.while_catching_up(|| words.purge())?;
        let left = Left { words, store: app.store().snapshot()? };
        for typed in left.store.typed_texts().all()? {
            if tells_of(&typed, gone, &left)? {
                erased.push(typed.id);
            }
        }
    }
    let count = erased.len() as u64;
    erase_typed(ctx, erased)?;
    app.reload_views()?;
    app.store().scrub()?;
    Ok(count)
}

fn erase_typed(ctx: &Context, ids: Vec<TextId>) -> Result<(), AppError> {
    if ids.is_empty() {
        return Ok(());
    }
    Ok(ctx.app.store().erase_typed_texts(ids)?)
}

/// Whether what somebody typed names one of those who went, holds a word that only they said, or quotes them.
fn tells_of(typed: &TypedText, gone: &Gone, left: &Left) -> Result<bool, AppError> {
    let text: Vec<String> = tokens(&typed.text).collect();
    let named = |name: &String| -> Option<Vec<String>> {
        let name: Vec<String> = tokens(name).collect();
        let is_named = !name.is_empty() && text.windows(name.len()).any(|run| run == name);
        is_named.then_some(name)
    };
    if gone.names.iter().any(|name| named(name).is_some()) {
        return Ok(true);
    }
    for name in gone.shared_names.iter().filter_map(named) {
        if name.len() > 1 || !left.say(&name)? {
            return Ok(true);
        }
    }
    let texts: Vec<Vec<String>> = gone.texts.iter().map(|text| tokens(text).collect()).collect();
    let known: BTreeSet<&String> = texts.iter().flatten().collect();
    for token in text.iter().filter(|token| known.contains(token)) {
        if !left.say(std::slice::from_ref(token))? {
            return Ok(true);
        }
    }
    for run in text.windows(QUOTED_WORDS) {
        let quoted = texts.iter().any(|other| other.windows(run.len()).any(|words| words == run));
        if quoted && !left.say(run)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Those who stay.
struct Left {
    words: Words,
    store: Snapshot,
}

impl Left {
    /// Whether anybody says these words in a row, in a text or in a field.
    fn say(&self, run: &[String]) -> Result<bool, AppError> {
        let query = WordQuery { words: format!("\"{}\"", run.join(" ")), ..WordQuery::default() };
        if self.words.search(&query, 1)?.1 > 0 {
            return Ok(true);
        }
        let holds = |value: &str| {
            let value: Vec<String> = tokens(value).collect();
            value.windows(run.len()).any(|other| other == run)
        };
        let first = run.first().map_or("", String::as_str);
        Ok(self.store.signals().any_field(first, holds)?)
    }
}

fn tokens(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).map(str::to_lowercase)
}
