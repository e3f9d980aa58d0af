//! Customers: taking in what sources know of them, saying more by hand, holding two to be one, and whose a signal is.

pub mod cards;
pub mod change;
pub mod domains;
pub mod export;
pub mod give;
pub mod import;
pub mod list;
pub mod merge;
pub mod rates;
pub mod renewing;
pub mod show;
pub mod timeline;
pub mod upsert;
pub mod whose;
pub mod worth;
