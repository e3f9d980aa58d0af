//! What stands before every route, before any body is read. A loopback server is not private: any page in the same browser can send requests to
//! it, and a name that an attacker owns can be made to point to it. So the name asked for must be the loopback's own,
//! and nothing changes unless Hearken's own pages asked for it.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};

/// Scripts, styles and requests from and to this server alone; nothing inline, nothing framed.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Nothing to other hosts; "no-referrer" would also blank the `Origin` of this server's own forms.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Puts the guard before all routes of a server that answers on `port` of the loopback addresses.
pub fn protect(router: Router, port: u16) -> Router {
    router.layer(middleware::from_fn_with_state(port, guard))
}

async fn guard(State(port): State<u16>, request: Request, next: Next) -> Response {
    let asked = request.headers();
    let mut response = match refusal(asked, request.method().is_safe(), request.uri().path(), port) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Customers' words stay out of the browser's disk cache; files that carry no words say so themselves.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn refusal(headers: &HeaderMap, safe: bool, path: &str, port: u16) -> Option<(StatusCode, String)> {
    let Some(host) = only(headers, &header::HOST).filter(|host| is_ours(host, port)) else {
        let told = format!(
            "This server answers to localhost:{port}, 127.0.0.1:{port} and [::1]:{port} only, so that no web site can \
             reach it under a name of its own.\n"
        );
        return Some((StatusCode::MISDIRECTED_REQUEST, told));
    };
    if safe || came_from_here(headers, host) || is_program(headers, path) {
        return None;
    }
    let told = "Only Hearken's own pages may change something: this request came from another page, or did not say \
                where it came from.\n";
    Some((StatusCode::FORBIDDEN, told.to_owned()))
}

fn is_ours(host: &str, port: u16) -> bool {
    let (name, given) = match host.rsplit_once(':') {
        Some((name, digits)) if !digits.ends_with(']') => (name, digits.parse().ok()),
        _ => (host, Some(80)),
    };
    given == Some(port) && (name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]")
}

/// `Sec-Fetch-Site` cannot be forged by a page and decides where it is sent; older browsers send at least `Origin` with
/// a post. Whoever sends neither is no browser showing a page of ours.
fn came_from_here(headers: &HeaderMap, host: &str) -> bool {
    match only(headers, &HeaderName::from_static("sec-fetch-site")) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => only(headers, &header::ORIGIN)
            .and_then(|origin| origin.strip_prefix("http://"))
            .is_some_and(|origin| origin.eq_ignore_ascii_case(host)),
    }
}

/// The API is for programs, which send neither header; a browser sends at least one of them with every post.
fn is_program(headers: &HeaderMap, path: &str) -> bool {
    (path.starts_with("/api/") || path == crate::http::handover::PATH)
        && !headers.contains_key("sec-fetch-site")
        && !headers.contains_key("sec-fetch-mode")
        && !headers.contains_key(header::ORIGIN)
}

/// The value of a header that was sent exactly once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn ask(method: &str, headers: &[(&str, &str)]) -> Response {
        let router = Router::new().route("/", get(async || "page").post(async || "changed"));
        let mut request = Request::builder().method(method).uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        protect(router, 7717).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn only_the_loopbacks_own_names_and_port_are_answered() {
        for host in ["localhost:7717", "LOCALHOST:7717", "127.0.0.1:7717", "[::1]:7717"] {
            assert_eq!(ask("GET", &[("host", host)]).await.status(), StatusCode::OK, "{host}");
        }
        for host in [
            "evil.example:7717",
            "localhost",
            "localhost:80",
            "localhost:7718",
            "localhost.evil.example:7717",
            "127.0.0.1.evil.example:7717",
            "user@localhost:7717",
            "127.0.0.2:7717",
            "[::1]",
            "::1:7717",
            "",
            ":7717",
            "localhost:07717x",
        ] {
            let status = ask("GET", &[("host", host)]).await.status();
            assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        }
        assert_eq!(ask("GET", &[]).await.status(), StatusCode::MISDIRECTED_REQUEST);
        let twice = [("host", "localhost:7717"), ("host", "evil.example")];
        assert_eq!(ask("GET", &twice).await.status(), StatusCode::MISDIRECTED_REQUEST);
    }

    #[tokio::test]
    async fn only_own_pages_may_post() {
        let host = ("host", "localhost:7717");
        for proof in [
            ("origin", "http://localhost:7717"),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "none"),
        ] {
            assert_eq!(ask("POST", &[host, proof]).await.status(), StatusCode::OK, "{proof:?}");
        }
        for proof in [
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("origin", "https://localhost:7717"),
            ("origin", "http://127.0.0.1:7717"),
            ("origin", "http://localhost:9999"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("accept", "*/*"),
        ] {
            assert_eq!(ask("POST", &[host, proof]).await.status(), StatusCode::FORBIDDEN, "{proof:?}");
        }
        let mixed = [host, ("origin", "http://localhost:7717"), ("sec-fetch-site", "cross-site")];
        assert_eq!(ask("POST", &mixed).await.status(), StatusCode::FORBIDDEN);
        let blanked = [host, ("origin", "null"), ("sec-fetch-site", "same-origin")];
        assert_eq!(ask("POST", &blanked).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn every_answer_is_fenced_even_a_refusal() {
        for host in ["localhost:7717", "evil.example"] {
            let response = ask("GET", &[("host", host)]).await;
            let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
            assert!(header("content-security-policy").starts_with("default-src 'none'"));
            assert!(!header("content-security-policy").contains("unsafe"));
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("referrer-policy"), "same-origin");
            assert_eq!(header("cache-control"), "no-store");
        }
    }
}
