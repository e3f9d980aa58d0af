//! The style sheet, the script and the icon, compiled in. Their addresses carry a hash of their content, so that a
//! browser may keep them for ever and still sees a new version at once.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::web::error::PageError;
use crate::web::params::Params;

struct Asset {
    name: &'static str,
    media_type: &'static str,
    content: &'static str,
    hash: u64,
}

impl Asset {
    const fn new(name: &'static str, media_type: &'static str, content: &'static str) -> Self {
        Self { name, media_type, content, hash: fnv1a(content.as_bytes()) }
    }
}

static ASSETS: [Asset; 3] = [
    Asset::new("app.css", "text/css; charset=utf-8", include_str!("static/app.css")),
    Asset::new("app.js", "text/javascript; charset=utf-8", include_str!("static/app.js")),
    Asset::new("favicon.svg", "image/svg+xml", include_str!("static/favicon.svg")),
];

/// Tells versions apart; nothing rests on its strength, and it can be computed while compiling.
const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash
}

/// Where a page finds a file of this name.
pub fn address(name: &str) -> String {
    let hash = ASSETS.iter().find(|asset| asset.name == name).map_or(0, |asset| asset.hash);
    format!("/static/{name}?v={hash:016x}")
}

/// Serves one file; for ever if the address carries its hash.
pub async fn serve(Path(name): Path<String>, params: Params) -> Result<Response, PageError> {
    let asset = ASSETS.iter().find(|asset| asset.name == name).ok_or(PageError::NoSuchPage)?;
    let current = params.get("v") == Some(format!("{:016x}", asset.hash).as_str());
    let caching = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
    ];
    Ok((headers, asset.content).into_response())
}
