//! The sentences that answers carry beside their particulars, for whoever reads them as they are. Doors that say it
//! otherwise have the particulars. A sentence that quotes a customer is a [`hearken_domain::Verbatim`].

mod aside;
pub(crate) mod besides;
pub(crate) mod beyond;
mod decimal;
pub(crate) mod evidence;
pub(crate) mod join;
pub(crate) mod lineage;
pub(crate) mod reads;
pub(crate) mod record;
pub(crate) mod ruling;
mod times;
pub(crate) mod tracker;
pub(crate) mod trend;
pub(crate) mod undated;
pub(crate) mod worth;

pub use decimal::{between, decimal, range};
pub use times::times;
