//! Serves what pages are made of beside their HTML.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::web::assets::asset;
use crate::web::error::PageError;
use crate::web::params::Params;

/// Serves one file; for ever if the address carries its hash.
pub async fn serve(Path(name): Path<String>, params: Params) -> Result<Response, PageError> {
    let asset = asset(&name).ok_or(PageError::NoSuchPage)?;
    let current = params.get("v") == Some(asset.version().as_str());
    let caching = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
    ];
    Ok((headers, asset.content).into_response())
}
