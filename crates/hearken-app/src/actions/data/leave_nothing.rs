//! Taking what the log dropped out of every view, every file, and out of what people typed.

use std::collections::BTreeSet;

use hearken_domain::TextId;
use hearken_store::{TypedText, WordQuery, Words};

use crate::actions::data::catch_up::catch_up;
use crate::context::Context;
use crate::error::AppError;

/// So many words of theirs in a row are a quotation, however common each word is.
const QUOTED_WORDS: usize = 4;

/// What went from the log.
#[derive(Debug, Clone, Default)]
pub struct Gone {
    /// Everything that was said.
    pub said: Vec<String>,
    /// Names, addresses and ids of the people who were erased.
    pub names: Vec<String>,
    /// The same of everybody in a source that was erased: there may be thousands, so that a name of one word counts only
    /// where nobody says that word any more.
    pub names_in_source: Vec<String>,
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
        for typed in app.store().snapshot()?.typed_texts().all()? {
            if tells_of(&typed, gone, &words)? {
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
fn tells_of(typed: &TypedText, gone: &Gone, words: &Words) -> Result<bool, AppError> {
    let text: Vec<String> = tokens(&typed.text).collect();
    let named = |name: &String| -> Option<Vec<String>> {
        let name: Vec<String> = tokens(name).collect();
        let is_named = !name.is_empty() && text.windows(name.len()).any(|run| run == name);
        is_named.then_some(name)
    };
    if gone.names.iter().any(|name| named(name).is_some()) {
        return Ok(true);
    }
    for name in gone.names_in_source.iter().filter_map(named) {
        if name.len() > 1 || nobody_says(&name.join(" "), words)? {
            return Ok(true);
        }
    }
    let said: Vec<Vec<String>> = gone.said.iter().map(|said| tokens(said).collect()).collect();
    let known: BTreeSet<&String> = said.iter().flatten().collect();
    for token in text.iter().filter(|token| known.contains(token)) {
        if nobody_says(token, words)? {
            return Ok(true);
        }
    }
    for run in text.windows(QUOTED_WORDS) {
        let quoted = said.iter().any(|said| said.windows(run.len()).any(|other| other == run));
        if quoted && nobody_says(&run.join(" "), words)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn nobody_says(phrase: &str, words: &Words) -> Result<bool, AppError> {
    let query = WordQuery { words: format!("\"{phrase}\""), ..WordQuery::default() };
    Ok(words.search(&query, 1)?.1 == 0)
}

fn tokens(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).map(str::to_lowercase)
}
