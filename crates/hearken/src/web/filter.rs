//! The filter as it stands in addresses, and the form that sets it.

use askama::Template;
use hearken_domain::{SignalFilter, Timestamp};

use crate::web::error::PageError;
use crate::web::params::Params;
use crate::web::show;
use hearken_app::actions::cards::{Facet, Facets, read_time};

/// The parameters that make up a filter: the same on every page, so that links can carry it.
pub const FIELDS: [&str; 9] =
    ["source", "product", "version", "segment", "language", "rating_min", "rating_max", "since", "until"];

/// The filter that the parameters ask for.
pub fn read(params: &Params) -> Result<SignalFilter, PageError> {
    let text = |name| params.get(name).map(str::to_owned);
    Ok(SignalFilter {
        source: text("source"),
        product: text("product"),
        version: text("version"),
        segment: text("segment"),
        language: text("language"),
        rating_min: rating(params, "rating_min")?,
        rating_max: rating(params, "rating_max")?,
        since: time(params, "since")?,
        until: time(params, "until")?,
    })
}

fn rating(params: &Params, name: &'static str) -> Result<Option<f64>, PageError> {
    match params.value::<f64>(name) {
        Ok(Some(rating)) if rating.is_finite() => Ok(Some(rating)),
        Ok(None) => Ok(None),
        _ => Err(PageError::field(name, format!("'{}' is no number", params.text(name)))),
    }
}

/// A date means its first moment in UTC; a time of day may be given too.
fn time(params: &Params, name: &'static str) -> Result<Option<Timestamp>, PageError> {
    let Some(given) = params.get(name) else { return Ok(None) };
    let no_date = || PageError::field(name, format!("'{given}' is no date such as 2019-10-31"));
    read_time(given).map(Some).ok_or_else(no_date)
}

/// A form over a list: what can be chosen, what is chosen, and how to let each choice go.
#[derive(Template)]
#[template(path = "_filter.html")]
pub struct FilterForm {
    action: String,
    hidden: Vec<(&'static str, String)>,
    selects: Vec<Select>,
    since: String,
    until: String,
    rating_min: String,
    rating_max: String,
    chips: Vec<Chip>,
    clear: String,
}

struct Select {
    name: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

struct Chip {
    label: String,
    value: String,
    without: String,
}

impl FilterForm {
    /// The form of a page at `action`, over what `facets` offer. `carried` parameters stay as they are when it is sent.
    pub fn new(action: &str, params: &Params, facets: &Facets, carried: &[&'static str]) -> Self {
        let kept = params.only(&FIELDS);
        let chip = |name: &&str| {
            kept.get(name).map(|value| Chip {
                label: label(name).to_owned(),
                value: value.to_owned(),
                without: params.without(name).without("from").without("cursor").href(action),
            })
        };
        let hidden = carried.iter().chain(&["version", "segment"]);
        Self {
            action: action.to_owned(),
            hidden: hidden.filter_map(|name| Some((*name, params.get(name)?.to_owned()))).collect(),
            selects: vec![
                Select::of("source", &facets.sources, params),
                Select::of("product", &facets.products, params),
                Select::of("language", &facets.languages, params),
            ],
            since: day(params.get("since")),
            until: day(params.get("until")),
            rating_min: params.text("rating_min"),
            rating_max: params.text("rating_max"),
            chips: FIELDS.iter().filter_map(chip).collect(),
            clear: params.only(carried).href(action),
        }
    }

    /// With one more thing to choose, before the others.
    #[must_use]
    pub fn choosing(
        mut self,
        name: &'static str,
        choices: impl Iterator<Item = (&'static str, &'static str)>,
        chosen: &str,
    ) -> Self {
        let choices = choices.map(|(value, label)| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            chosen: value == chosen,
        });
        self.selects.insert(0, Select { name, label: label(name), choices: choices.collect() });
        self
    }
}

impl Select {
    fn of(name: &'static str, facets: &[Facet], params: &Params) -> Self {
        let given = params.get(name).unwrap_or_default();
        let mut choices =
            vec![Choice { value: String::new(), label: "any".to_owned(), chosen: given.is_empty() }];
        choices.extend(facets.iter().map(|facet| Choice {
            value: facet.value.clone(),
            label: format!("{} ({})", facet.value, show::count(&facet.signals)),
            chosen: facet.value == given,
        }));
        if !choices.iter().any(|choice| choice.chosen) {
            choices.push(Choice { value: given.to_owned(), label: given.to_owned(), chosen: true });
        }
        Self { name, label: label(name), choices }
    }
}

/// The word that stands beside a field.
fn label(name: &str) -> &'static str {
    match name {
        "source" => "Source",
        "product" => "Product",
        "version" => "Version",
        "segment" => "Segment",
        "language" => "Language",
        "rating_min" => "Rated at least",
        "rating_max" => "Rated at most",
        "since" => "From",
        "until" => "Before",
        "kind" => "Kind",
        _ => "Order",
    }
}

/// What a date field takes: the day, whatever the time of day.
fn day(given: Option<&str>) -> String {
    given.unwrap_or_default().chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_first_moment_and_a_time_is_itself() {
        let params = Params::parse(b"since=2019-10-03&until=2019-10-04T12:30:00Z");
        let filter = read(&params).unwrap();
        assert_eq!(filter.since.unwrap().to_string(), "2019-10-03T00:00:00Z");
        assert_eq!(filter.until.unwrap().to_string(), "2019-10-04T12:30:00Z");
    }

    #[test]
    fn nothing_given_lets_everything_through() {
        assert!(read(&Params::parse(b"source=&since=&rating_min=&q=refund")).unwrap().is_empty());
    }

    #[test]
    fn a_bad_value_is_refused_by_name() {
        for (query, told) in [
            ("rating_min=good", "'good' is no number"),
            ("rating_max=inf", "'inf' is no number"),
            ("since=yesterday", "'yesterday' is no date such as 2019-10-31"),
        ] {
            let error = read(&Params::parse(query.as_bytes())).unwrap_err();
            assert!(error.to_string().contains(told), "{error}");
        }
    }

    #[test]
    fn a_choice_that_nothing_has_any_more_stays_chosen_and_can_be_let_go() {
        let params = Params::parse(b"q=refund&source=%3Cold%3E");
        let form = FilterForm::new("/search", &params, &Facets::default(), &["q"]).render().unwrap();
        assert!(form.contains("&#60;old&#62;\" selected"), "{form}");
        assert!(form.contains("href=\"/search?q=refund\""), "{form}");
        assert!(!form.contains("<old>"), "{form}");
    }
}
