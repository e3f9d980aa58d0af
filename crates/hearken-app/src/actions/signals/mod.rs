//! Signals: taking in what programs post, and finding what was said.

pub mod campaigns;
pub mod correct;
pub mod find_bursts;
pub(crate) mod kept_reader;
pub(crate) mod kept_reports;
pub mod list;
pub mod not_alike;
pub mod one_row;
pub mod post;
pub(crate) mod ranking;
pub mod read;
pub mod read_again;
pub mod readings;
pub mod search;
mod search_query;
pub mod set_aside;
pub mod show;
mod weigh_groups;
pub mod words;
