//! Cutting UTF-8 into records, in bounded memory: the window that slides over the bytes, and one cutter a container.

mod blocks;
mod chat;
mod delimiter;
mod element_scan;
mod elements;
mod json;
mod layout;
mod lines;
mod member_names;
mod repaired;
mod shape;
mod table;
mod unfit;
mod window;
mod words;

pub(crate) use blocks::Blocks;
pub(crate) use chat::{Chat, is_chat, message};
pub(crate) use delimiter::guess_dialect;
pub(crate) use elements::Elements;
pub(crate) use json::{FIELDS_MAX, JsonField, json_fields, rejected_original, with_key};
pub(crate) use layout::{Finding, Layout, discover, page_of_many};
pub(crate) use lines::Lines;
pub(crate) use shape::Shape;
pub(crate) use table::{Cell, Dialect, Scan, Table, cell_value, scan};
pub(crate) use unfit::table_in_json;
pub(crate) use window::Window;

use crate::message::bytes_shown;

/// What a cutter found at the window's beginning.
#[derive(Debug, PartialEq)]
pub(crate) enum Step {
    /// A record of this many bytes, which the caller consumes when it is done with them.
    Record(usize),
    /// Something of this many bytes that cannot be read as a record, and why; the caller consumes it, too.
    Broken(usize, String),
    /// A record, too long or broken, that is consumed already: its beginning, and why it cannot be read.
    Skipped(Vec<u8>, String),
    /// Nothing: this many bytes lie between records.
    Between(usize),
    End,
}

/// How much of a record that is too long is kept for its rejection.
const KEPT_OF_OVERLONG: usize = 4096;

fn too_long(what: &str, bytes: u64, bytes_max: usize) -> String {
    format!("{what} is {} long; at most {} are taken", bytes_shown(bytes), bytes_shown(bytes_max as u64))
}
