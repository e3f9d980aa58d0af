//! What is taken, and how: the limits of one reading and the choices a person made about it.

use hearken_domain::{Kind, Timestamp};

use crate::{Format, Mapping, TextEncoding};

/// How much is taken. Everything beyond is rejected with its location, never cut off in silence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Most bytes of one field of an item, the text above all.
    pub text_bytes_max: usize,
    /// Most bytes of one line, CSV record or JSON element; memory stays within a few times this.
    pub line_bytes_max: usize,
    /// Most bytes that a compressed input may unpack to.
    pub unpacked_bytes_max: u64,
    /// Most times its own size that a compressed input may unpack to, once it is past 64 MiB. Words shrink about
    /// tenfold, the dullest logs a hundredfold; a bomb a thousandfold.
    pub unpacked_ratio_max: u64,
    /// The present: what lies more than a day after it is rejected.
    pub now: Timestamp,
}

impl Limits {
    /// The usual limits: text 256 KiB, line 16 MiB, 256 GiB unpacked and at most 250 times the packed size.
    pub fn at(now: Timestamp) -> Self {
        Self {
            text_bytes_max: 256 << 10,
            line_bytes_max: 16 << 20,
            unpacked_bytes_max: 256 << 30,
            unpacked_ratio_max: 250,
            now,
        }
    }
}

/// How to read an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The format; recognised by content where it is `None`.
    pub format: Option<Format>,
    /// Which column plays which role; roles not named are guessed.
    pub mapping: Mapping,
    /// Whether every column that `mapping` names must be there. A remembered mapping may be outgrown, so its missing
    /// columns are guessed again; one that a person has just typed must fit.
    pub mapping_required: bool,
    /// The encoding of an input without a byte-order mark; detected where it is `None`.
    pub encoding: Option<TextEncoding>,
    /// What the items are; by default what the format or the column says.
    pub kind: Option<Kind>,
    /// How many lines stand before a table's header, or before the first record, and are left out.
    pub skip_lines: usize,
    /// How much is taken.
    pub limits: Limits,
}

impl Options {
    /// Everything recognised and guessed.
    pub fn new(limits: Limits) -> Self {
        Self {
            format: None,
            mapping: Mapping::default(),
            mapping_required: true,
            encoding: None,
            kind: None,
            skip_lines: 0,
            limits,
        }
    }
}
