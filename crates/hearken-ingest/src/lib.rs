//! One file per source format: what arrived, as pure parsers behind a sink.
//!
//! Two stages. *What arrived*: bytes are unpacked ([`Input`], `unpack`), turned into UTF-8 (`decode`), cut into records
//! (`records`) and named fields. *What it means*: fields get roles (`columns`, `formats`) and become an [`Item`] or,
//! with the location and the reason, a [`Reject`] (`draft`). Every record in is exactly one [`Arrival`] out.
//!
//! This crate knows no store, no clock (*now* is in [`Limits`]), no network and no redaction. Memory stays bounded by
//! [`Limits::line_bytes_max`], however large the input.

mod arrival;
mod columns;
mod customers;
mod decode;
mod draft;
mod encoding;
mod error;
mod fill;
mod format;
mod formats;
mod header;
mod input;
mod letters;
mod limits;
mod mapping;
mod message;
mod object;
mod opening;
mod part;
mod plan;
mod read;
mod recognise;
mod records;
mod releases;
mod role;
mod sample;
mod sense;
mod unpack;
mod values;

pub use arrival::{Arrival, Item, Reject};
pub use customers::{CustomerFile, CustomerMapping, CustomerOptions, CustomerRole, read_customers};
pub use encoding::TextEncoding;
pub use error::{MappingError, ParseEncodingError, ReadError};
pub use format::{Format, ParseFormatError};
pub use input::Input;
pub use limits::{Limits, Options};
pub use mapping::{Mapping, pairs};
pub use object::{object, readable_time};
pub use plan::{Column, Plan, plan};
pub use read::{ReadReport, Undated, read};
pub use releases::{ListedRelease, ReleaseList, read_releases};
pub use role::{ParseRoleError, Role};
