//! What a signal said where somebody read it: evidence that was frozen names the revision, and its words are looked up.

use hearken_domain::{QuotedSignal, SignalId, Timestamp, Verbatim};
use rusqlite::OptionalExtension;

use crate::StoreError;
use crate::signal_row::time;
use crate::signals::SignalReader;

/// What a signal said where it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalAsRead {
    /// The signal.
    pub signal: SignalId,
    /// Its title then.
    pub title: Option<Verbatim>,
    /// Its words then.
    pub verbatim: Verbatim,
    /// When it was said.
    pub at: Timestamp,
    /// Whether these are other words than those that were read, which were redacted anew or erased.
    pub reworded: bool,
}

impl SignalReader<'_> {
    /// What a signal said where it was read; what it says now, where that is not held any more; `None` where it is gone.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn as_read(&self, quoted: QuotedSignal) -> Result<Option<SignalAsRead>, StoreError> {
        let QuotedSignal { signal, revision } = quoted;
        self.0.read(|c| {
            for (sql, reworded) in [
                ("SELECT title, text, at_ms FROM signals WHERE id = ?1 AND position = ?2", false),
                ("SELECT title, text, at_ms FROM revisions WHERE signal_id = ?1 AND position = ?2", false),
                ("SELECT title, text, at_ms FROM signals WHERE id = ?1 AND position <> ?2", true),
            ] {
                let row = |row: &rusqlite::Row<'_>| {
                    Ok(SignalAsRead {
                        signal,
                        title: row.get::<_, Option<String>>(0)?.map(Verbatim::redacted),
                        verbatim: Verbatim::redacted(row.get(1)?),
                        at: time(row, 2)?,
                        reworded,
                    })
                };
                let found = c.prepare_cached(sql)?.query_row([signal.0, revision.0], row).optional()?;
                if found.is_some() {
                    return Ok(found);
                }
            }
            Ok(None)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Fixture, review};
    use hearken_domain::{LogPosition, NewSignal};

    #[test]
    fn a_signal_is_read_as_it_was_read_and_not_at_all_once_it_is_gone() {
        let fixture = Fixture::new();
        let said = |text: &str| NewSignal { external_id: Some("1".to_owned()), ..review(text) };
        let (import, recorded) = fixture.import([said("the fee surprised me")]);
        let hearken_domain::Disposition::Accepted { signal } = recorded[0] else { panic!("{recorded:?}") };
        let first = fixture.snapshot().signals().get(signal).unwrap().unwrap().position;
        fixture.import([said("the fee surprised us all")]);
        let read =
            |revision| fixture.snapshot().signals().as_read(QuotedSignal { signal, revision }).unwrap();
        let told = |revision| read(revision).map(|read| (read.verbatim.as_str().to_owned(), read.reworded));
        let second = fixture.snapshot().signals().get(signal).unwrap().unwrap().position;
        assert_eq!(told(first), Some(("the fee surprised me".to_owned(), false)));
        assert_eq!(told(second), Some(("the fee surprised us all".to_owned(), false)));
        assert_eq!(told(LogPosition(9_999)), Some(("the fee surprised us all".to_owned(), true)));
        fixture.undo(import);
        let other = QuotedSignal { signal: SignalId(777), revision: first };
        assert_eq!(fixture.snapshot().signals().as_read(other).unwrap(), None);
    }
}
