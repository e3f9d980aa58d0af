//! Taking what the log dropped out of every view, every file, and out of what people typed.

use std::collections::BTreeSet;

use hearken_domain::identity::is_common;
use hearken_domain::{Contact, TextId};
use hearken_store::{Snapshot, TypedSuspect, TypedText, WordQuery, Words};

use crate::actions::data::catch_up::catch_up;
use crate::actions::signals::find_bursts::find_bursts;
use crate::context::Context;
use crate::error::AppError;

/// So many words of theirs in a row are a quotation, however common each word is.
const QUOTED_WORDS: usize = 4;

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

    /// What was said, too.
    #[must_use]
    pub fn with_texts(mut self, texts: Vec<String>) -> Self {
        self.texts.extend(texts);
        self
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

impl Gone {
    /// What people typed that may tell of those who go. Whether it does hangs on what those say who stay.
    pub fn suspects(&self, typed: &[TypedText]) -> Vec<TypedSuspect> {
        let texts: Vec<Vec<String>> = self.texts.iter().map(|text| tokens(text).collect()).collect();
        let known: BTreeSet<&String> = texts.iter().flatten().collect();
        let suspects = typed.iter().map(|typed| self.suspect(typed, &texts, &known));
        suspects.filter(|suspect| suspect.names_them || !suspect.said.is_empty()).collect()
    }

    /// Whether something typed names one of them, and which words in it they said: each by itself, so many in a row that it is
    /// a quotation, and names that may be anybody's.
    fn suspect(&self, typed: &TypedText, texts: &[Vec<String>], known: &BTreeSet<&String>) -> TypedSuspect {
        let text: Vec<String> = tokens(&typed.text).collect();
        let place = |run: &[String]| {
            let starts = (!run.is_empty()).then(|| text.windows(run.len()).position(|other| other == run));
            starts.flatten().map(|start| (start, start + run.len()))
        };
        let named = |name: &String| place(&tokens(name).collect::<Vec<_>>());
        let mut names_them = self.names.iter().any(|name| named(name).is_some());
        let mut said = Vec::new();
        for (start, end) in self.shared_names.iter().filter_map(named) {
            if end - start > 1 {
                names_them = true;
            } else {
                said.push((start, end));
            }
        }
        let words = text.iter().enumerate().filter(|(_, word)| known.contains(word));
        said.extend(words.map(|(index, _)| (index, index + 1)));
        let quoted = text
            .windows(QUOTED_WORDS)
            .enumerate()
            .filter(|(_, run)| texts.iter().any(|other| other.windows(run.len()).any(|words| words == *run)));
        said.extend(quoted.map(|(index, run)| (index, index + run.len())));
        said.sort_unstable();
        said.dedup();
        TypedSuspect { id: typed.id, names_them, said }
    }
}

/// Takes what the log dropped out of every view and file, and out of what people typed: of `suspects` whatever names those
/// who went, or says what nobody says any more. Gives how many typed texts went with it.
///
/// # Errors
/// Any failure of the store or its views.
pub fn leave_nothing(ctx: &Context, suspects: &[TypedSuspect]) -> Result<u64, AppError> {
    catch_up(ctx, &|_, _| {})?;
    find_bursts(ctx, &|_, _| {})?;
    let app = &ctx.app;
    let mut erased = Vec::new();
    if let Some(words) = app.words() {
        app.while_catching_up(|| words.purge())?;
        let left = Left { words, store: app.store().snapshot()? };
        for typed in left.store.typed_texts().all()? {
            let suspect = suspects.iter().find(|suspect| suspect.id == typed.id);
            if let Some(suspect) = suspect
                && tells_of_them(&typed, suspect, &left)?
            {
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

fn tells_of_them(typed: &TypedText, suspect: &TypedSuspect, left: &Left) -> Result<bool, AppError> {
    let text: Vec<String> = tokens(&typed.text).collect();
    if suspect.names_them {
        return Ok(true);
    }
    for (start, end) in &suspect.said {
        if let Some(run) = text.get(*start..*end)
            && !left.say(run)?
        {
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
