//! Pages that say what went wrong, to whom it may concern: what the person can fix is told whole, what is Hearken's
//! own fault is logged and only named.

use std::borrow::Cow;
use std::fmt;

use askama::Template;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::http::body::BodyError;
use crate::web::again::Again;
use crate::web::html;
use crate::web::layout::{Layout, Section};
use crate::web::next_step::worded;
use hearken_app::error::AppError;

/// Why there is no page to show.
#[derive(Debug)]
pub enum PageError {
    /// An action failed.
    App(AppError),
    /// A field of the address or form cannot be understood.
    Field {
        /// Its name.
        name: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// A form that says no command.
    Form(String),
    /// Something was filled in that cannot be taken; it is shown again with what was typed.
    Refused {
        /// Why.
        because: Box<PageError>,
        /// What was typed.
        again: Again,
    },
    /// A form that did not arrive as it should.
    Body(BodyError),
    /// An answer that takes too long.
    Overdue,
    /// Nothing is at this address.
    NoSuchPage,
    /// The address does not take this method.
    NoSuchMethod(Method),
}

impl PageError {
    /// A field that cannot be understood.
    pub fn field(name: &'static str, message: impl Into<String>) -> Self {
        Self::Field { name, message: message.into() }
    }

    /// With what was filled in, to be corrected on the page that says what is wrong.
    pub fn among(self, again: Again) -> Self {
        match again.is_empty() {
            true => self,
            false => {
                let again = again.marked(&self.to_string());
                Self::Refused { because: Box::new(self), again }
            }
        }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused { because, .. } => because.status(),
            Self::App(AppError::User { .. }) | Self::Field { .. } | Self::Form(_) => StatusCode::BAD_REQUEST,
            Self::Body(BodyError::Cut) => StatusCode::BAD_REQUEST,
            Self::Body(BodyError::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Body(BodyError::TooSlow) => StatusCode::REQUEST_TIMEOUT,
            Self::Body(BodyError::NoRoom) => StatusCode::TOO_MANY_REQUESTS,
            Self::Overdue => StatusCode::SERVICE_UNAVAILABLE,
            Self::App(AppError::Full { .. }) => StatusCode::INSUFFICIENT_STORAGE,
            Self::App(AppError::Conflict { .. }) => StatusCode::CONFLICT,
            Self::App(AppError::NotFound { .. }) | Self::NoSuchPage => StatusCode::NOT_FOUND,
            Self::App(AppError::Config { .. } | AppError::Held(_) | AppError::Internal(_)) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            Self::NoSuchMethod(_) => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Refused { because, .. } => match because.as_ref() {
                Self::Field { .. } | Self::Form(_) => Some("Change it here:".into()),
                because => because.hint(),
            },
            Self::App(AppError::Internal(_)) => {
                Some("The log of the server says more. Trying again may help; nothing was lost.".into())
            }
            Self::App(error) => error.next_step().map(worded),
            Self::Body(_) => Some("Go back and send it again.".into()),
            Self::Overdue => Some("Try again in a moment.".into()),
            Self::Field { .. } | Self::Form(_) => {
                Some("Go back and change it, or start again without it.".into())
            }
            Self::NoSuchPage => {
                Some("The address may be mistyped. The addresses of themes and signals never change.".into())
            }
            Self::NoSuchMethod(_) => None,
        }
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App(AppError::Internal(_)) => f.write_str("Something went wrong inside Hearken"),
            Self::App(error) => error.fmt(f),
            Self::Refused { because, .. } => fmt::Display::fmt(because, f),
            Self::Field { name, message } => write!(f, "The field '{name}' is not valid: {message}"),
            Self::Form(detail) => write!(f, "The form is not valid: {detail}"),
            Self::Body(error) => write!(f, "The form cannot be read: {error}"),
            Self::Overdue => f.write_str("The answer takes longer than it may"),
            Self::NoSuchPage => f.write_str("There is no such page"),
            Self::NoSuchMethod(method) => write!(f, "This address does not take {method}"),
        }
    }
}

impl From<BodyError> for PageError {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    layout: Layout,
    status: u16,
    message: String,
    hint: Option<String>,
    again: Option<Again>,
}

impl PageError {
    /// Tells the log what whoever runs Hearken should know.
    pub fn log(&self) {
        match self {
            Self::App(
                error @ (AppError::Internal(_)
                | AppError::Held(_)
                | AppError::Config { .. }
                | AppError::Full { .. }),
            ) => tracing::error!(%error, "a page could not be shown"),
            Self::Refused { because, .. } => because.log(),
            _ => {}
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = self.status();
        self.log();
        let (message, hint) = (self.to_string(), self.hint().map(Cow::into_owned));
        let again = match self {
            Self::Refused { again, .. } => Some(again),
            _ => None,
        };
        let layout = Layout::new(message.as_str(), Section::Elsewhere);
        let page = ErrorPage { layout, status: status.as_u16(), message, hint, again };
        match html(&page) {
            Ok(response) => (status, response).into_response(),
            Err(_) => (status, page.message).into_response(),
        }
    }
}

/// Stands for a page that takes too long.
pub fn overdue() -> Response {
    PageError::Overdue.into_response()
}

/// Answers addresses that nothing is at.
pub async fn no_such_page(_: Uri) -> PageError {
    PageError::NoSuchPage
}

/// Answers methods that an address does not take.
pub async fn no_such_method(method: Method) -> PageError {
    PageError::NoSuchMethod(method)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_wrong_inside_stays_inside() {
        let error = PageError::App(AppError::Internal(anyhow::anyhow!("disk /secret/place is full")));
        assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!error.to_string().contains("secret"));
    }

    #[test]
    fn a_bad_field_is_named() {
        let error = PageError::field("since", "'soon' is not a valid date");
        assert_eq!(error.status(), StatusCode::BAD_REQUEST);
        assert_eq!(error.to_string(), "The field 'since' is not valid: 'soon' is not a valid date");
    }
}
