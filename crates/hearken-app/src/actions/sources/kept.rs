//! How long what a source brings is kept as it came, as the source shows it; and when and by which choice a signal was anonymised.

use hearken_domain::{Actor, Event, Kind, Retention, Signal, SourceId, Timestamp, WORDS_REMOVED, counted};
use hearken_store::{KeptFor, Snapshot};
use jiff::SignedDuration;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::AppError;
use crate::view::View;

/// A choice, as a source shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeptRow {
    /// Only signals of this kind; `None` is all that have no choice of their own.
    pub kind: Option<Kind>,
    /// For how many days.
    pub days: u32,
    /// Whether their words stay then, without who said them.
    pub keeps_words: bool,
}

/// What was last chosen of a source, or of one kind of what it brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeptChange {
    /// Only signals of this kind; `None` is all that have no choice of their own.
    pub kind: Option<Kind>,
    /// What holds now; `None` is for ever.
    pub now: Option<Retention>,
    /// What held before, which an undo chooses again.
    pub before: Option<Retention>,
    /// Who chose.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// When and by which choice a signal was anonymised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Anonymisation {
    /// When.
    pub at: Timestamp,
    /// Who had it done.
    pub by: Actor,
    /// The choice by which: of signals of this kind; `None` is of all that had no choice of their own.
    pub kind: Option<Kind>,
    /// For how long they were kept, and whether their words stayed.
    pub keep: Retention,
    /// The same in words.
    pub says: String,
}

impl KeptChange {
    /// What an undo chooses again, in words.
    pub fn before_says(&self) -> String {
        self.before.map_or_else(|| "kept for ever".to_owned(), says)
    }
}

/// How long something is kept, and what goes then.
pub fn says(keep: Retention) -> String {
    let then =
        if keep.keeps_words { "who said it is removed" } else { "who said it and the words are removed" };
    format!("kept {}, then {then}", counted(u64::from(keep.days), "day"))
}

/// What was last chosen of a source, and of each kind, the last first.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn changes(snapshot: &Snapshot, source: SourceId) -> Result<Vec<KeptChange>, AppError> {
    let mut changes: Vec<KeptChange> = Vec::new();
    for recorded in snapshot.retention().history(source)? {
        let Event::RetentionSet { kind, keep, .. } = recorded.event else { continue };
        let known = changes.iter().position(|change| change.kind == kind).map(|index| changes.remove(index));
        let before = known.and_then(|change| change.now);
        changes.insert(0, KeptChange { kind, now: keep, before, by: recorded.by.actor, at: recorded.by.at });
    }
    Ok(changes)
}

/// When and by which choice a signal was anonymised: the first time that something of its source was while a choice stood by which
/// it was over. `None` where it was not, or the log does not tell.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn anonymisation(view: &View, signal: &Signal) -> Result<Option<Anonymisation>, AppError> {
    if !signal.anonymised {
        return Ok(None);
    }
    let words_removed = signal.verbatim.as_str() == WORDS_REMOVED;
    let mut chosen: Vec<(Option<Kind>, Retention)> = Vec::new();
    for recorded in view.store().retention().history(signal.source)? {
        match recorded.event {
            Event::RetentionSet { kind, keep, .. } => {
                chosen.retain(|(of, _)| *of != kind);
                chosen.extend(keep.map(|keep| (kind, keep)));
            }
            Event::Anonymised { .. } if recorded.position.0 > signal.id.0 => {
                let own = chosen.iter().find(|(of, _)| *of == Some(signal.kind));
                let Some((kind, keep)) = own.or_else(|| chosen.iter().find(|(of, _)| of.is_none())) else {
                    continue;
                };
                let kept = recorded.by.at.duration_since(signal.at);
                let over = kept > SignedDuration::from_hours(i64::from(keep.days) * 24);
                if over && keep.keeps_words != words_removed {
                    return Ok(Some(told(recorded.by.at, recorded.by.actor, *kind, *keep)));
                }
            }
            _ => {}
        }
    }
    Ok(None)
}

fn told(at: Timestamp, by: Actor, kind: Option<Kind>, keep: Retention) -> Anonymisation {
    let of = kind.map_or_else(String::new, |kind| format!(" of {kind}"));
    let says = format!("on {} by {by}; the choice{of} was: {}", at.strftime("%Y-%m-%d"), says(keep));
    Anonymisation { at, by, kind, keep, says }
}

/// The choices that stand for a source.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn kept_rows(snapshot: &Snapshot, source: SourceId) -> Result<Vec<KeptRow>, AppError> {
    let all = snapshot.retention().all()?.into_iter().filter(|kept| kept.source == source);
    let row =
        |KeptFor { kind, keep: Retention { days, keeps_words }, .. }| KeptRow { kind, days, keeps_words };
    Ok(all.map(row).collect())
}
