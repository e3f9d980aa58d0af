//! The section of a theme's or signal's page that leads into the code.

use askama::Template;
use hearken_domain::Subject;

use crate::web::code::repositories as code;
use hearken_app::actions::code::locate::{Found, LocateRequest, What, locate};
use hearken_app::app::{App, AppError};

/// Files listed.
const LIMIT: usize = 8;

/// The section; empty of links where no repository is registered.
#[derive(Template)]
#[template(path = "_links.html")]
pub struct Links {
    of: Subject,
    /// `None` where no repository is registered.
    found: Option<Found>,
}

impl Links {
    /// Where something leads.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn of(app: &App, of: Subject) -> Result<Self, AppError> {
        let request = LocateRequest { what: What::Of(of), repository: None, limit: LIMIT };
        let found = if app.all_code(None)?.is_empty() { None } else { Some(locate(app, &request)?) };
        Ok(Self { of, found })
    }
}
