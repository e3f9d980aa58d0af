//! Answers: JSON with a tag that changes only when the answer does, so that whoever asks again may be told that nothing
//! has.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::{Timestamp, TimestampRound, Unit};
use serde::Serialize;
use serde_json::Value;

use crate::http::api::problem::Problem;
use hearken_app::error::AppError;

/// Bytes of an answer that is tagged; a larger one is only sent.
const TAGGED_MAX: usize = 32 << 20;

/// The field of the time it took, which is told in a header instead.
pub const TOOK: &str = "took_ms";

/// An answer that is sent as it is made, and so carries no tag.
#[derive(Clone)]
pub struct Streamed;

/// JSON that is the same as long as what it tells of is: the time it took goes into a header, and *now* is told to the
/// minute.
pub fn json(value: &impl Serialize) -> Result<Response, Problem> {
    let mut value = serde_json::to_value(value).map_err(|error| AppError::Internal(error.into()))?;
    let mut took = None;
    if let Value::Object(fields) = &mut value {
        took = fields.shift_remove(TOOK).and_then(|took| took.as_f64());
        if let Some(Value::String(now)) = fields.get_mut("now") {
            let minute = now.parse::<Timestamp>().ok();
            let minute = minute.and_then(|now| {
                now.round(TimestampRound::new().smallest(Unit::Minute).mode(jiff::RoundMode::Floor)).ok()
            });
            *now = minute.map_or_else(|| now.clone(), |minute| minute.to_string());
        }
    }
    let body = serde_json::to_vec(&value).map_err(|error| AppError::Internal(error.into()))?;
    let kind = HeaderValue::from_static("application/json");
    let mut response = ([(header::CONTENT_TYPE, kind)], body).into_response();
    if let Some(took) = took
        && let Ok(timing) = HeaderValue::from_str(&format!("action;dur={took:.3}"))
    {
        response.headers_mut().insert("server-timing", timing);
    }
    Ok(response)
}

/// The same, with a link to where the list goes on.
pub fn page(value: &impl Serialize, uri: &axum::http::Uri, next: Option<&str>) -> Result<Response, Problem> {
    let mut response = json(value)?;
    if let Some(next) = next {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs.filter(|(name, _)| name != "cursor"))
            .append_pair("cursor", next)
            .finish();
        if let Ok(link) = HeaderValue::from_str(&format!("<{}?{query}>; rel=\"next\"", uri.path())) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}

/// Tags every answer to a GET but one that is sent while it is made, and answers 304 to whoever has it already.
pub async fn conditional(request: Request, next: Next) -> Response {
    let asks = request.method() == axum::http::Method::GET;
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if !asks || response.status() != StatusCode::OK || response.extensions().get::<Streamed>().is_some() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, TAGGED_MAX).await else {
        return Problem::from(AppError::Internal(anyhow::anyhow!("an answer was cut short"))).into_response();
    };
    let tag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..32]);
    let Ok(value) = HeaderValue::from_str(&tag) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    parts.headers.insert(header::ETAG, value);
    // It may be kept, if it is asked for each time whether it still holds.
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if known.is_some_and(|known| matches_tag(&known, &tag)) {
        parts.status = StatusCode::NOT_MODIFIED;
        let mut headers = HeaderMap::new();
        for name in [header::ETAG, header::CACHE_CONTROL, header::LINK] {
            headers.extend(parts.headers.get(&name).map(|value| (name, value.clone())));
        }
        parts.headers = headers;
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

fn matches_tag(known: &HeaderValue, tag: &str) -> bool {
    let Ok(known) = known.to_str() else { return false };
    known.trim() == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}
