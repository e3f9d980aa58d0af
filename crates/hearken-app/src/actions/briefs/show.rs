//! Showing a brief of whatever is asked for.

use hearken_domain::{CustomerId, OpportunityId, ThemeId};

use crate::actions::briefs::page::Brief;
pub use crate::actions::briefs::week::CalendarWeek;
use crate::actions::briefs::{component, customer, opportunity, theme, week};
use crate::error::AppError;
use crate::view::View;

/// Of what a brief is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShowBrief {
    /// Of a theme.
    Theme(ThemeId),
    /// Of an opportunity.
    Opportunity(OpportunityId),
    /// Of a customer.
    Customer(CustomerId),
    /// Of the customer that is called so.
    CustomerCalled(String),
    /// Of a component.
    Component {
        /// Name of the repository; where there is only one, it is meant.
        repository: Option<String>,
        /// The component.
        name: String,
    },
    /// Of a week of the calendar; without one, of the last seven full days.
    Week(Option<CalendarWeek>),
}

impl ShowBrief {
    /// What an id means, by its letter: `T-3`, `O-1`, `C-7`.
    pub fn of_id(id: &str) -> Option<Self> {
        let id = id.trim();
        match id.get(..2)?.to_ascii_uppercase().as_str() {
            "T-" => id.parse().ok().map(Self::Theme),
            "O-" => id.parse().ok().map(Self::Opportunity),
            "C-" => id.parse().ok().map(Self::Customer),
            _ => None,
        }
    }
}

/// Shows a brief.
///
/// # Errors
/// What is asked for is not there, was erased, or is several; or any failure of the store.
pub fn show_brief(view: &View, query: &ShowBrief) -> Result<Brief, AppError> {
    let brief = match query {
        ShowBrief::Theme(id) => theme::brief(view, *id),
        ShowBrief::Opportunity(id) => opportunity::brief(view, *id),
        ShowBrief::Customer(id) => customer::brief(view, *id),
        ShowBrief::CustomerCalled(name) => customer::brief(view, customer::called(view, name)?),
        ShowBrief::Component { repository, name } => component::brief(view, repository.as_deref(), name),
        ShowBrief::Week(week) => week::brief(view, *week),
    };
    brief.map(Brief::in_order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_by_its_letter_what_it_is_of() {
        assert_eq!(ShowBrief::of_id("t-3"), Some(ShowBrief::Theme(ThemeId(3))));
        assert_eq!(ShowBrief::of_id(" O-1 "), Some(ShowBrief::Opportunity(OpportunityId(1))));
        assert_eq!(ShowBrief::of_id("C-7"), Some(ShowBrief::Customer(CustomerId(7))));
        for other in ["7", "S-1", "T-x", "Acme", "", "ü"] {
            assert_eq!(ShowBrief::of_id(other), None, "{other}");
        }
    }
}
