//! Finds again where the words stand that themes of the old format were described with.

use hearken_domain::{Field, Phrase, SignalId, Span, ThemeId};
use rusqlite::{Connection, params};

use crate::StoreError;

/// Signals of a theme that are looked through for the words that describe it.
const SIGNALS_MAX: usize = 400;
/// Spans kept of a phrase.
const SPANS_MAX: usize = 5;

/// What a signal says, to look for words in.
pub(super) struct SignalTexts {
    signal: SignalId,
    revision: u32,
    texts: Vec<(Field, String)>,
}

/// What the signals of a theme say, its examples first.
pub(super) fn texts_in(
    c: &Connection,
    theme: ThemeId,
    exemplars: &[SignalId],
) -> Result<Vec<SignalTexts>, StoreError> {
    let sql =
        "SELECT signal_id FROM memberships WHERE theme_id = ?1 ORDER BY confidence DESC, signal_id LIMIT ?2";
    let mut statement = c.prepare_cached(sql)?;
    let members = statement.query_map(params![theme.0, SIGNALS_MAX], |row| Ok(SignalId(row.get(0)?)))?;
    let mut signals = exemplars.to_vec();
    for member in members {
        let member = member?;
        if !exemplars.contains(&member) {
            signals.push(member);
        }
    }
    let mut read = c.prepare_cached("SELECT revision, title, text FROM signals WHERE id = ?1")?;
    let mut found = Vec::new();
    for signal in signals {
        let mut rows = read.query([signal.0])?;
        let Some(row) = rows.next()? else { continue };
        let title: Option<String> = row.get(1)?;
        let mut texts: Vec<(Field, String)> = title.into_iter().map(|title| (Field::Title, title)).collect();
        texts.push((Field::Text, row.get(2)?));
        found.push(SignalTexts { signal, revision: row.get(0)?, texts });
    }
    Ok(found)
}

/// Where words stand: as they are written, else in other case.
pub(super) fn phrase(words: &str, signals: &[SignalTexts]) -> Phrase {
    let mut found = Vec::new();
    for exactly in [true, false] {
        for one in signals {
            let span = one.texts.iter().find_map(|(field, text)| {
                let start = find(text, words, exactly)?;
                let (start, end) = (u32::try_from(start).ok()?, u32::try_from(start + words.len()).ok()?);
                Some(Span { signal: one.signal, revision: one.revision, field: *field, start, end })
            });
            found.extend(span.filter(|span| !found.contains(span)));
            if found.len() >= SPANS_MAX {
                return Phrase(found);
            }
        }
    }
    Phrase(found)
}

fn find(text: &str, words: &str, exactly: bool) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    if exactly {
        return text.find(words);
    }
    let starts = 0..=text.len().checked_sub(words.len())?;
    let same = |start: usize| {
        text.get(start..start + words.len()).is_some_and(|slice| slice.eq_ignore_ascii_case(words))
    };
    starts.into_iter().find(|start| same(*start))
}
