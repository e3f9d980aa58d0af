//! The parameters of a request, read strictly: what is misspelt, given twice or out of bounds is told by name, all at
//! once, and never guessed.

use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use hearken_domain::{SignalFilter, ThemeId, Timestamp};

use crate::http::api::problem::{FieldError, Problem};
use hearken_app::actions::cards::read_time;

/// Letters of a name or other short value.
const SHORT_MAX: usize = 200;
/// Letters of a search.
pub const WORDS_MAX: usize = 1_000;
/// Things on a page.
pub const LIMIT_MAX: usize = 200;
/// The parameters that make up a filter.
pub const FILTER: [&str; 9] =
    ["source", "product", "version", "segment", "language", "rating_min", "rating_max", "since", "until"];

/// What stands behind the question mark, and what is wrong with it so far.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pairs: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl Query {
    /// Only these parameters may be there, each once.
    pub fn knowing(mut self, known: &[&[&str]]) -> Self {
        for (index, (name, _)) in self.pairs.iter().enumerate() {
            let detail = if !known.iter().any(|names| names.contains(&name.as_str())) {
                format!("there is no such parameter; there are {}", known.concat().join(", "))
            } else if self.pairs[..index].iter().any(|(before, _)| before == name) {
                "it is given twice".to_owned()
            } else {
                continue;
            };
            self.errors.push(FieldError { field: name.chars().take(40).collect(), detail });
        }
        self
    }

    /// A text, if it is given and not empty.
    pub fn text(&mut self, name: &'static str, most: usize) -> Option<String> {
        self.given(name, most).filter(|value| !value.is_empty())
    }

    fn given(&mut self, name: &'static str, most: usize) -> Option<String> {
        let value = self.pairs.iter().find(|(given, _)| given == name)?.1.clone();
        if value.chars().count() > most {
            self.wrong(name, format!("it has more than {most} characters"));
            return None;
        }
        Some(value)
    }

    /// Anything that is read from text.
    pub fn parsed<T: FromStr<Err: std::fmt::Display>>(&mut self, name: &'static str) -> Option<T> {
        let value = self.given(name, SHORT_MAX)?;
        value.parse().map_err(|error: T::Err| self.wrong(name, error.to_string())).ok()
    }

    /// A whole number within bounds, or what stands for it.
    pub fn number(&mut self, name: &'static str, usual: usize, least: usize, most: usize) -> usize {
        let Some(value) = self.given(name, SHORT_MAX) else { return usual };
        match value.parse() {
            Ok(number) if (least..=most).contains(&number) => number,
            _ => {
                self.wrong(name, format!("it is no whole number from {least} to {most}"));
                usual
            }
        }
    }

    /// The filter.
    pub fn filter(&mut self) -> SignalFilter {
        SignalFilter {
            source: self.text("source", SHORT_MAX),
            product: self.text("product", SHORT_MAX),
            version: self.text("version", SHORT_MAX),
            segment: self.text("segment", SHORT_MAX),
            language: self.text("language", SHORT_MAX),
            rating_min: self.rating("rating_min"),
            rating_max: self.rating("rating_max"),
            since: self.time("since"),
            until: self.time("until"),
        }
    }

    /// A theme, or `unsorted`.
    pub fn theme(&mut self, name: &'static str) -> Option<Option<ThemeId>> {
        if self.given(name, SHORT_MAX)?.as_str() == "unsorted" {
            return Some(None);
        }
        self.parsed(name).map(Some)
    }

    /// All that was wrong, told at once.
    pub fn done(self) -> Result<(), Problem> {
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::parameters(self.errors)) }
    }

    /// Says what is wrong with a parameter.
    pub fn wrong(&mut self, name: &str, detail: impl Into<String>) {
        self.errors.push(FieldError { field: name.to_owned(), detail: detail.into() });
    }

    fn rating(&mut self, name: &'static str) -> Option<f64> {
        let number: f64 = self.parsed(name)?;
        if number.is_finite() {
            return Some(number);
        }
        self.wrong(name, "it is no number");
        None
    }

    fn time(&mut self, name: &'static str) -> Option<Timestamp> {
        let value = self.given(name, SHORT_MAX)?;
        let time = read_time(&value);
        if time.is_none() {
            self.wrong(name, "it is no date such as 2019-10-31 or time such as 2019-10-31T12:00:00Z");
        }
        time
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Ok(Self { pairs, errors: Vec::new() })
    }
}

/// The one variable part of a path.
pub struct Id(pub String);

impl Id {
    /// The id that it should be.
    pub fn parse<T: FromStr<Err: std::fmt::Display>>(&self) -> Result<T, Problem> {
        self.0.parse().map_err(|error: T::Err| {
            Problem::parameters(vec![FieldError { field: "id".to_owned(), detail: error.to_string() }])
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let wrong =
            |detail: String| Problem::parameters(vec![FieldError { field: "path".to_owned(), detail }]);
        let path = RawPathParams::from_request_parts(parts, state).await;
        let path = path.map_err(|error| wrong(error.to_string()))?;
        let value = path.iter().next().map(|(_, value)| value.to_owned()).unwrap_or_default();
        if value.chars().count() > SHORT_MAX || value.contains('\0') {
            return Err(wrong(format!("a name has at most {SHORT_MAX} characters, none of them NUL")));
        }
        Ok(Self(value))
    }
}
