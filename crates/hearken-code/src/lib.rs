//! Repositories: history, owners, symbols, the code index, linking and blame.
//!
//! This crate knows no customers' store and no HTTP. Reports come in as values, links go out as values.

mod answers;
mod bytes;
mod catalogue;
mod citation;
mod component;
mod document;
mod error;
mod history;
mod index;
mod language;
mod link;
mod locate;
mod mailmap;
mod missing;
mod object_name;
mod owners;
mod pattern;
mod regions;
mod repository;
mod role;
mod sections;
mod stop;
mod strings;
pub mod symbols;
mod text;
pub mod trace;
mod words;
mod write;

pub use answers::{Answer, Answered, AnsweredLink, answered};
pub use component::Component;
pub use error::CodeError;
pub use index::{Author, Change, Closing, CommitMessage, FileInfo, Index, Progress, Updated};
pub use language::{Kind, Language};
pub use link::{Evidence, Located, Naming, Span};
pub use locate::feature::{COUNT as FEATURES, Feature, Row};
pub use locate::{Common, Numbers, Past, PastReport, Report, WEIGHTS, combine, combine_file};
pub use owners::{Owners, Rule, Service};
pub use regions::{FileLink, FileText, Region, RegionLink, regions};
pub use repository::{Repository, Tag, Tags, user_email};
pub use role::Role;
pub use write::{FileChange, NewCommit, NewTag, create_repository, create_tags};
