//! The nouns, ids and rules of Hearken.
//!
//! This crate knows no I/O, no async, no SQL and no clock: times come in as values.
//! The words are those of `docs/glossary.md`.

mod actor;
mod disposition;
mod filter;
mod id;
mod link;
mod ruling;
mod signal;
mod theme;

pub use actor::{Actor, ActorKind, Right};
pub use disposition::{Counts, Disposition, Fate};
pub use filter::SignalFilter;
pub use id::{ContactId, Generation, IdError, ImportId, LogPosition, RulingId, SignalId, SourceId, ThemeId};
pub use link::{Answer, Link, Subject};
pub use ruling::{Ruled, Ruling};
pub use signal::{Contact, Kind, NewSignal, ParseKindError, Signal, Verbatim};
pub use theme::{Ancestor, Lineage, Membership, Theme, ThemeKind};

pub use jiff::Timestamp;
