//! The parameters of a page's address: those that came in, and the links that go out with some of them changed.

use std::convert::Infallible;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::web::error::PageError;

/// Parameters in the order given. An empty one is as good as none: a form sends every field it has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query string or a posted form. Of a name given twice, the last counts.
    pub fn parse(encoded: &[u8]) -> Self {
        let mut this = Self::default();
        for (name, value) in form_urlencoded::parse(encoded) {
            this.set(&name, value.trim());
        }
        this
    }

    /// The value of a parameter that is there and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter, or nothing to show.
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// The value of a parameter as what it stands for.
    pub fn value<T: FromStr<Err: ToString>>(&self, name: &'static str) -> Result<Option<T>, PageError> {
        let parse =
            |text: &str| text.parse().map_err(|error: T::Err| PageError::field(name, error.to_string()));
        self.get(name).map(parse).transpose()
    }

    /// These, with one set.
    pub fn with(&self, name: &str, value: impl AsRef<str>) -> Self {
        let mut this = self.clone();
        this.set(name, value.as_ref());
        this
    }

    /// These, without one.
    pub fn without(&self, name: &str) -> Self {
        self.with(name, "")
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
            self.0.push((name.to_owned(), value.to_owned()));
        }
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
    fn an_empty_field_is_no_parameter() {
        let params = Params::parse(b"q=&source=+&product=Credit+card&product=");
        assert_eq!(params, Params::default());
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
