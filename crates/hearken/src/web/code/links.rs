//! The section of a theme's or signal's page that leads into the code.

use askama::Template;
use hearken_domain::{LogPosition, Subject};

use crate::web::code::address;
use crate::web::params::Params;
use crate::web::{legible, next_step, show};
use hearken_app::actions::code::locate::{Found, LocateRequest, What};
use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_app::view::View;

/// Files listed.
const LIMIT: usize = 8;

/// The section; empty of links where no repository is registered.
#[derive(Template)]
#[template(path = "_links.html")]
pub struct Links {
    subject: Subject,
    /// `None` where no repository is registered.
    found: Option<Found>,
    /// Up to where in the log this shows.
    seen: LogPosition,
    /// What the page looks back to.
    back: Params,
}

impl Links {
    /// Where something leads.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn read(view: &View, subject: Subject) -> Result<Self, AppError> {
        let request = LocateRequest { what: What::Subject(subject), repository: None, limit: LIMIT };
        let found = if view.all_code(None)?.is_empty() { None } else { Some(view.ask(&request)?) };
        Ok(Self { subject, found, seen: view.position()?, back: Params::default() })
    }

    /// The same on a page that looks back, where it does.
    pub fn looking_back(self, back: Params) -> Self {
        Self { back, ..self }
    }

    /// The page that the section stands on, at the section.
    fn here(&self) -> String {
        match self.subject {
            Subject::Theme(theme) => format!("/themes/{theme}#code"),
            Subject::Signal(signal) => format!("/signals/{signal}#code"),
        }
    }
}
