//! How a theme moves: whether it rises, falls or is new, since when, by how much, and what the next weeks may bring.
//!
//! A day's signals of a theme are compared with what its usual share of all signals of that day would have given, by a
//! negative binomial model, which allows for themes that come in clumps. Evidence for twice the share, or half of it, is
//! added up from day to day and falls back to nothing where there is none (`watch`). A day adds a bounded amount, so that no
//! single day makes a theme rise, whatever was uploaded on it.
//!
//! Values in, values out. Days are civil days of whichever zone the caller counts in, so that no day here has 23 or 25 hours.

mod arrivals;
mod change;
mod constants;
mod forecast;
pub(crate) mod gamma;
mod ratio;
mod read;
mod release;
mod series;
mod usual;
mod watch;

#[cfg(test)]
mod tests;

pub use arrivals::Arrivals;
pub use change::{ChangePoint, change_points};
pub use constants::Constants;
pub use forecast::{Forecast, WeekAhead, forecast};
pub use ratio::{Interval, Ratio};
pub use read::{Direction, Reading, read};
pub use release::{AroundDay, around};
pub use series::Series;
pub use watch::{Alarm, alarms};
