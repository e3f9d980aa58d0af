//! Sources: taking in files, and what became of each item.

pub mod import;
pub(crate) mod import_run;
pub mod keep;
pub mod kept;
pub mod list;
pub mod name;
pub mod paste;
pub mod repeats;
pub mod set_redaction;
pub mod show;
pub mod understand;
pub mod undo_import;
