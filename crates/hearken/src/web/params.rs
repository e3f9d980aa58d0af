//! The parameters of a page's address: those that came in, and the links that go out with some of them changed.

use std::convert::Infallible;
use std::str::FromStr;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use hearken_domain::{AsOf, FilterField, Timestamp};

use crate::http::body::whole;
use crate::web::BODY_BYTES_MAX;
use crate::web::again::Again;
use crate::web::error::PageError;
use crate::web::layout::LookBack;
use crate::web::show;

/// Parameters in the order given. An empty one is as good as none: a form sends every field it has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query string or a posted form. An empty value takes back what was given before it.
    pub fn parse(encoded: &[u8]) -> Self {
        let mut this = Self::default();
        for (name, value) in form_urlencoded::parse(encoded) {
            match value.trim() {
                "" => this.set(&name, ""),
                value => this.add(&name, value),
            }
        }
        this
    }

    /// The value of a parameter that is there and not empty. Of a name given twice, the last counts.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next_back()
    }

    /// Every value of a parameter.
    pub fn all(&self, name: &str) -> impl DoubleEndedIterator<Item = &str> {
        self.0.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// Every parameter with each of its values.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a parameter, or nothing to show.
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// The value of a parameter as what it stands for.
    pub fn value<T: FromStr<Err: ToString>>(&self, name: &'static str) -> Result<Option<T>, PageError> {
        let wrong =
            |error: T::Err| PageError::field(name, error.to_string()).among(Again::asked(self.pairs(), name));
        let parse = |text: &str| text.parse().map_err(wrong);
        self.get(name).map(parse).transpose()
    }

    /// What is looked back to.
    pub fn as_of(&self) -> Result<Option<AsOf>, PageError> {
        let read =
            |typed| AsOf::read(typed, Timestamp::now()).map_err(|detail| PageError::field("as_of", detail));
        self.get("as_of").map(read).transpose()
    }

    /// How the page at `path` tells that it looks back, where it does.
    pub fn look_back(&self, path: &str) -> Result<Option<LookBack>, PageError> {
        let Some(as_of) = self.as_of()? else { return Ok(None) };
        let typed = self.text("as_of");
        let told = if typed.contains(':') { show::moment(&as_of.at()) } else { show::date(&as_of.at()) };
        let now = self.without("as_of").without("from").without("cursor").href(path);
        Ok(Some(LookBack { typed, told, now }))
    }

    /// Those of these that say which signals count: the filter, and what is looked back to.
    pub fn counted_under(&self) -> Self {
        self.only(&[&FilterField::NAMES[..], &["as_of"]].concat())
    }

    /// These, with one set.
    pub fn with(&self, name: &str, value: impl AsRef<str>) -> Self {
        let mut this = self.clone();
        this.set(name, value.as_ref());
        this
    }

    /// These, with one value more of one.
    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.add(name, value);
        self
    }

    /// These, without one.
    pub fn without(&self, name: &str) -> Self {
        self.with(name, "")
    }

    /// These, without one value of one.
    pub fn without_value(&self, name: &str, value: &str) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(given, of)| (given.as_str(), of.as_str()) != (name, value))
                .cloned()
                .collect(),
        )
    }

    /// Those of these that are named.
    pub fn only(&self, names: &[&str]) -> Self {
        Self(self.0.iter().filter(|(name, _)| names.contains(&name.as_str())).cloned().collect())
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A link to `path` with these.
    pub fn href(&self, path: &str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish();
        format!("{path}?{query}")
    }

    fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(given, _)| given != name);
        if !value.is_empty() {
            self.add(name, value);
        }
    }

    fn add(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }
}

/// A posted form, taken whole.
pub struct Form(pub Params);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = PageError;
    async fn from_request(request: Request, _: &S) -> Result<Self, PageError> {
        let (bytes, _room) = whole(request.into_body(), BODY_BYTES_MAX).await?;
        Ok(Self(Params::parse(&bytes)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::Params;

    #[test]
    fn a_page_that_looks_back_says_to_when_and_leads_back_to_now() {
        let back = |query: &[u8]| Params::parse(query).look_back("/themes").unwrap();
        let day = back(b"as_of=2019-08-05&product=A%26B&cursor=1.2").unwrap();
        assert_eq!((day.told.as_str(), day.now.as_str()), ("5 Aug 2019", "/themes?product=A%26B"));
        let time = back(b"as_of=2019-08-05T12:00").unwrap();
        assert_eq!((time.told.as_str(), time.now.as_str()), ("5 Aug 2019, 12:00 UTC", "/themes"));
        assert!(back(b"product=A").is_none());
        assert!(Params::parse(b"as_of=soon").look_back("/themes").is_err());
    }

    #[test]
    fn an_empty_field_is_no_parameter() {
        let params = Params::parse(b"q=&source=+&product=Credit+card&product=");
        assert_eq!(params, Params::default());
    }

    #[test]
    fn of_several_values_the_last_counts_unless_all_are_asked_for() {
        let params = Params::parse(b"product=A&q=1&product=B&q=2");
        assert_eq!(params.get("q"), Some("2"));
        assert_eq!(params.all("product").collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(params.only(&["product"]).href("/"), "/?product=A&product=B");
        assert_eq!(params.without_value("product", "A").all("product").collect::<Vec<_>>(), ["B"]);
        assert_eq!(params.with("product", "C").all("product").collect::<Vec<_>>(), ["C"]);
    }

    #[test]
    fn a_link_carries_any_text_whole() {
        let params = Params::default().with("source", "a&b=c d").with("q", "é\"<");
        let href = params.href("/search");
        assert_eq!(href, "/search?source=a%26b%3Dc+d&q=%C3%A9%22%3C");
        assert_eq!(Params::parse(href.split_once('?').unwrap().1.as_bytes()), params);
        assert_eq!(params.without("source").without("q").href("/search"), "/search");
    }
}
