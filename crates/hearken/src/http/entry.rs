//! Who is let in. Loopback keeps other machines out, but not other users of this one: so the server answers only to whoever
//! shows that they may read the data directory, or were given what it printed. A browser brings the secret once, in the
//! address that was printed, and gets a cookie for it; a program sends the token that lies in the data directory.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::http::handover;
use crate::http::routes::Routes;
use crate::http::secret::is_same;

/// Where the secret of the address is taken.
pub const PATH: &str = "/enter";
/// What the cookie is made of besides the token: whoever has the one cannot tell the other.
const COOKIE_CONTEXT: &str = "hearken 2026-11 cookie of a browser that was let in";
/// What needs no key: whether the process answers, files that hold nobody's words, and what asks for a key of its own.
const OPEN: [&str; 4] = ["/healthz", "/readyz", PATH, handover::PATH];
const OPEN_FOLDER: &str = "/static/";

/// What opens this server.
#[derive(Clone)]
pub struct Keys {
    secret: String,
    bearer: String,
    cookie_name: String,
    cookie: String,
}

/// What whoever is not let in is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// Where a browser may try again by itself: it keeps its cookie back when a page of another site led here.
    pub again: Option<String>,
}

/// How a refusal is worded: for the path asked for.
pub type Word = fn(&str, Locked) -> Response;

impl Keys {
    /// The keys of a server on `port`: `secret` opens by its address, `token` to programs.
    pub fn new(secret: String, token: &str, port: u16) -> Self {
        Self {
            secret,
            bearer: format!("Bearer {token}"),
            // Cookies are kept by host, whatever the port.
            cookie_name: format!("hearken-{port}"),
            cookie: blake3::Hash::from_bytes(blake3::derive_key(COOKIE_CONTEXT, token.as_bytes()))
                .to_hex()
                .to_string(),
        }
    }

    /// What stands behind the server's address to get in.
    pub fn address(&self) -> String {
        format!("{PATH}?secret={}", self.secret)
    }

    fn let_in(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).map_or(&[][..], HeaderValue::as_bytes);
        is_same(given, self.bearer.as_bytes())
            || self.cookies(headers).any(|value| is_same(value, self.cookie.as_bytes()))
    }

    /// The values of our cookie; a browser may send others of the same host.
    fn cookies<'h>(&'h self, headers: &'h HeaderMap) -> impl Iterator<Item = &'h [u8]> {
        let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        all.flat_map(|value| value.split(';')).filter_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            (name.trim() == self.cookie_name).then(|| value.trim().as_bytes())
        })
    }

    /// The order to keep the cookie: no script reads it, no page of another site sends it along, and it goes with the
    /// browser.
    fn set_cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name, self.cookie)
    }
}

/// A page of this server, whatever was asked for.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control())
}

#[derive(Clone)]
struct Entry {
    keys: Keys,
    word: Word,
}

/// The route that takes the secret of the address.
pub fn router(keys: Keys, word: Word) -> Routes {
    Routes::empty().route(PATH, get(enter)).with_state(Entry { keys, word })
}

/// Lets only those in who have a key.
pub fn protect(router: Router, keys: Keys, word: Word) -> Router {
    router.layer(middleware::from_fn_with_state(Entry { keys, word }, guard))
}

async fn guard(State(entry): State<Entry>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if OPEN.contains(&path) || path.starts_with(OPEN_FOLDER) || entry.keys.let_in(request.headers()) {
        return next.run(request).await;
    }
    refuse(&entry, path, Locked { again: again(&request) })
}

fn refuse(entry: &Entry, path: &str, locked: Locked) -> Response {
    let mut response = (entry.word)(path, locked);
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"hearken\""));
    response
}

/// Where a browser that came from elsewhere asks again from a page of ours: from then on it sends its cookie.
fn again(request: &Request) -> Option<String> {
    let site = request.headers().get("sec-fetch-site").and_then(|site| site.to_str().ok());
    let came_from_elsewhere = matches!(site, Some("cross-site" | "same-site"));
    let asked = request.uri().path_and_query()?.as_str();
    let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", asked).finish();
    (came_from_elsewhere && request.method().is_safe() && is_local(asked)).then(|| format!("{PATH}?{next}"))
}

/// `GET /enter`: takes the secret, and leads to a page whose address does not show it.
async fn enter(State(entry): State<Entry>, headers: HeaderMap, uri: Uri) -> Response {
    let given = |wanted: &str| {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        pairs.into_owned().find_map(|(name, value)| (name == wanted).then_some(value))
    };
    let is_right =
        given("secret").is_some_and(|secret| is_same(secret.as_bytes(), entry.keys.secret.as_bytes()));
    if !is_right && !entry.keys.let_in(&headers) {
        return refuse(&entry, PATH, Locked { again: None });
    }
    let next = given("next").filter(|next| is_local(next)).unwrap_or_else(|| "/".to_owned());
    let Ok(next) = HeaderValue::from_str(&next) else {
        return refuse(&entry, PATH, Locked { again: None });
    };
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, next)]).into_response();
    if is_right && let Ok(cookie) = HeaderValue::from_str(&entry.keys.set_cookie()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tower::ServiceExt as _;

    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn keys() -> Keys {
        Keys::new("open-sesame".to_owned(), TOKEN, 7717)
    }

    async fn ask(path: &str, headers: &[(&str, &str)]) -> Response {
        let word: Word = |path, locked| format!("{path} {:?}", locked.again).into_response();
        let pages = Router::new().route("/", get(async || "page")).route("/healthz", get(async || "ok"));
        let router = protect(pages.merge(router(keys(), word).into_router()), keys(), word);
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    fn header_of(response: &Response, name: &str) -> String {
        response.headers().get(name).map_or(String::new(), |value| value.to_str().unwrap().to_owned())
    }

    #[tokio::test]
    async fn the_secret_of_the_address_is_exchanged_for_a_cookie_that_opens() {
        let entered = ask(&keys().address(), &[]).await;
        assert_eq!(entered.status(), StatusCode::SEE_OTHER);
        assert_eq!(header_of(&entered, "location"), "/");
        let order = header_of(&entered, "set-cookie");
        let (cookie, attributes) = order.split_once("; ").unwrap();
        assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Strict");
        assert!(cookie.starts_with("hearken-7717=") && !cookie.contains(TOKEN) && !cookie.contains("sesame"));
        let other = format!("theirs=1; {cookie}");
        for sent in [cookie, &other] {
            assert_eq!(ask("/", &[("cookie", sent)]).await.status(), StatusCode::OK, "{sent}");
        }
    }

    #[tokio::test]
    async fn the_token_opens_to_programs() {
        let bearer = format!("Bearer {TOKEN}");
        assert_eq!(ask("/", &[("authorization", &bearer)]).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn nothing_else_opens() {
        let longer = format!("Bearer {TOKEN}0");
        let shorter = format!("Bearer {}", &TOKEN[1..]);
        let in_cookie = format!("hearken-7717={TOKEN}");
        for (name, value) in [
            ("accept", "*/*"),
            ("authorization", TOKEN),
            ("authorization", "Bearer "),
            ("authorization", "Bearer open-sesame"),
            ("authorization", &longer),
            ("authorization", &shorter),
            ("cookie", "hearken-7717="),
            ("cookie", "hearken-7717=open-sesame"),
            ("cookie", &in_cookie),
        ] {
            let refused = ask("/", &[(name, value)]).await;
            assert_eq!(refused.status(), StatusCode::UNAUTHORIZED, "{name}: {value}");
            assert!(header_of(&refused, "www-authenticate").starts_with("Bearer"));
        }
        for wrong in
            ["/enter", "/enter?secret=", "/enter?secret=open-sesam", "/enter?secret=0123456789abcdef"]
        {
            let refused = ask(wrong, &[]).await;
            assert_eq!(refused.status(), StatusCode::UNAUTHORIZED, "{wrong}");
            assert_eq!(header_of(&refused, "set-cookie"), "");
        }
        assert_eq!(ask("/healthz", &[]).await.status(), StatusCode::OK);
        assert_eq!(ask("/nothing-here", &[]).await.status(), StatusCode::UNAUTHORIZED);
    }

    #[tokio::test]
    async fn whoever_comes_from_another_site_is_led_round_by_a_page_of_ours() {
        let told = async |site: &str| {
            let refused = ask("/?q=a%20b&c=d", &[("sec-fetch-site", site)]).await;
            let body = axum::body::to_bytes(refused.into_body(), 1000).await.unwrap();
            String::from_utf8(body.to_vec()).unwrap()
        };
        assert_eq!(told("cross-site").await, "/ Some(\"/enter?next=%2F%3Fq%3Da%2520b%26c%3Dd\")");
        assert_eq!(told("same-origin").await, "/ None", "it would go round for ever");
        assert_eq!(told("none").await, "/ None");
        let entered = ask("/enter?next=%2F%3Fq%3Da%2520b%26c%3Dd&secret=open-sesame", &[]).await;
        assert_eq!(header_of(&entered, "location"), "/?q=a%20b&c=d");
    }

    #[tokio::test]
    async fn the_entry_leads_nowhere_else() {
        for away in ["https://evil.example", "//evil.example", "/%5Cevil.example", "%0d%0ax:%20y", "x"] {
            let entered = ask(&format!("{}&next={away}", keys().address()), &[]).await;
            assert_eq!(header_of(&entered, "location"), "/", "{away}");
        }
    }
}
