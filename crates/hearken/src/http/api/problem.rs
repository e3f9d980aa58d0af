//! Errors as RFC 9457 problems: what failed, which one, and what to do.

use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tracing::error;
use utoipa::ToSchema;

use crate::http::api::next_step::worded;
use crate::http::body::BodyError;
use hearken_app::error::AppError;

/// An error (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Problem {
    /// Where this kind of problem is described.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What kind it is, in words.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What failed, and which one.
    detail: String,
    /// What to do, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    hint: Option<String>,
    /// Each parameter or field that is not as it should be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    #[serde(skip)]
    retry_after_s: Option<u32>,
}

/// A parameter or field that is not valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Which one.
    pub field: String,
    /// What is wrong with it.
    pub detail: String,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        let (detail, status) = (detail.into(), status.as_u16());
        Self { kind, title, status, detail, hint: None, errors: Vec::new(), retry_after_s: None }
    }

    /// Parameters that are not valid.
    pub fn parameters(errors: Vec<FieldError>) -> Self {
        let detail = errors.iter().map(|error| format!("{}: {}", error.field, error.detail));
        let detail = detail.collect::<Vec<_>>().join("; ");
        let title = "Invalid parameter";
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, "/api#invalid-parameter", title, detail) }
    }

    /// A body that is not valid.
    pub fn body(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "/api#invalid-body", "Invalid body", detail)
    }

    /// More than is taken.
    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "/api#too-large", "Too large", detail)
    }

    /// Whoever asks shows no key.
    fn locked() -> Self {
        let hint =
            "send the token, which lies in the file token of the data directory: Authorization: Bearer TOKEN";
        let detail = "this needs the server's token";
        let title = "Unauthorized";
        Self {
            hint: Some(hint.to_owned()),
            ..Self::new(StatusCode::UNAUTHORIZED, "/api#locked", title, detail)
        }
    }

    /// An answer that takes too long.
    fn overdue() -> Self {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let detail = "the answer takes longer than it may";
        Self { retry_after_s: Some(5), ..Self::new(status, "/api#overdue", "Service unavailable", detail) }
    }

    /// A body of another type.
    pub fn unsupported(detail: impl Into<String>) -> Self {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Self::new(status, "/api#unsupported-type", "Unsupported media type", detail)
    }

    /// An idempotency key that belongs to another post.
    pub fn key_taken() -> Self {
        let detail = "another post with another body had this Idempotency-Key within the last day";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "/api#key-taken", "Idempotency key reused", detail)
    }

    /// More posts at once than can be taken.
    pub fn busy() -> Self {
        let detail = "more is being recorded at this moment than can be taken";
        let title = "Too many requests";
        Self {
            retry_after_s: Some(1),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, "/api#busy", title, detail)
        }
    }
}

impl From<BodyError> for Problem {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::too_large(error.told()),
            BodyError::Cut => Self::body(error.told()),
            BodyError::NoRoom => Self::busy(),
            BodyError::TooSlow => {
                Self::new(StatusCode::REQUEST_TIMEOUT, "/api#too-slow", "Request timeout", error.told())
            }
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let hint = error.next_step().map(worded);
        let problem = match &error {
            AppError::User { message, .. } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "/api#refused", "Request refused", message)
            }
            AppError::Conflict { message, .. } => {
                Self::new(StatusCode::CONFLICT, "/api#conflict", "Conflict", message)
            }
            AppError::NotFound { message, .. } => {
                Self::new(StatusCode::NOT_FOUND, "/api#not-found", "Not found", message)
            }
            AppError::Config { message, .. } => {
                error!(%error, "a request failed");
                let title = "Configuration error";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "/api#config", title, message)
            }
            AppError::Full { message } => {
                error!(%error, "a request was refused");
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "/api#full", "Insufficient storage", message)
            }
            AppError::Held(_) | AppError::Internal(_) => {
                error!(%error, "a request failed");
                let detail = "Hearken is at fault; its log says more";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "/api#internal", "Internal error", detail)
            }
        };
        Self { hint, ..problem }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry = self.retry_after_s;
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
        if let Some(seconds) = retry {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// What whoever shows no key is answered.
pub fn locked() -> Response {
    Problem::locked().into_response()
}

/// What stands for an answer that takes too long.
pub fn overdue() -> Response {
    Problem::overdue().into_response()
}

/// Anything else under `/api`.
pub async fn no_such_route(uri: Uri) -> Problem {
    let detail = format!("there is nothing at {}; /api/v1/openapi.json describes what there is", uri.path());
    Problem::new(StatusCode::NOT_FOUND, "/api#not-found", "Not found", detail)
}

/// A route with another method.
pub async fn no_such_method(method: Method, uri: Uri) -> Problem {
    let detail = format!("{} does not take {method}", uri.path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "/api#no-such-method", "Method not allowed", detail)
}
