//! The parameters of a request, read strictly: what is misspelt, given twice or out of bounds is told by name, all at
//! once, and never guessed.

use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use hearken_domain::{AsOf, FilterField, SignalFilter, ThemeId, Timestamp};

use crate::http::api::problem::{FieldError, Problem};
use hearken_app::view::View;

/// Letters of a name or other short value.
pub const SHORT_MAX: usize = 200;
/// Things on a page.
pub const LIMIT_MAX: usize = 200;
/// Things in a list that has no pages.
pub const LIST_MAX: usize = 1_000;

/// What stands behind the question mark, and what is wrong with it so far.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pairs: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl Query {
    /// Only these parameters may be there, each once unless it is a field of the filter that takes many values.
    pub fn knowing(mut self, known: &[&[&str]]) -> Self {
        for (index, (name, _)) in self.pairs.iter().enumerate() {
            let detail = if !known.iter().any(|names| names.contains(&name.as_str())) {
                format!("there is no such parameter; there are {}", known.concat().join(", "))
            } else if !takes_many(name) && self.pairs[..index].iter().any(|(before, _)| before == name) {
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
                self.wrong(
                    name,
                    format!("it is not a valid number; give a whole one from {least} to {most}"),
                );
                usual
            }
        }
    }

    /// How many of a list are asked for; all of it where nothing is said.
    pub fn most(&mut self) -> usize {
        self.number("limit", usize::MAX, 1, LIST_MAX)
    }

    /// The filter, with times relative to the time that pages speak of.
    ///
    /// # Errors
    /// Any failure of the store; what is wrong with a value is told with everything else that is.
    pub fn filter(&mut self, view: &View) -> Result<SignalFilter, Problem> {
        let now = view.as_of()?;
        let mut given: Vec<(FilterField, &str)> = Vec::new();
        for (name, value) in &self.pairs {
            // Of a parameter that is given twice against the rules the first is read: the other was told already.
            if let Ok(field) = name.parse::<FilterField>()
                && !value.is_empty()
                && (takes_many(name) || given.iter().all(|(before, _)| *before != field))
            {
                given.push((field, value));
            }
        }
        let wrong = match SignalFilter::read(given, now) {
            Ok(filter) => return Ok(filter),
            Err(wrong) => wrong,
        };
        wrong.into_iter().for_each(|error| self.wrong(error.field.name(), error.detail));
        Ok(SignalFilter::default())
    }

    /// What is looked back to.
    pub fn as_of(&mut self) -> Option<AsOf> {
        let typed = self.given("as_of", SHORT_MAX)?;
        AsOf::read(&typed, Timestamp::now()).map_err(|detail| self.wrong("as_of", detail)).ok()
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
}

fn takes_many(name: &str) -> bool {
    name.parse().is_ok_and(|field: FilterField| field.comparison().takes_many())
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
