//! The filter as it stands in addresses, and the form that sets it.

mod offered;

use askama::Template;
use hearken_domain::{Comparison, FilterField, SignalFilter, Timestamp, ValueType};

use crate::web::again::Again;
use crate::web::error::PageError;
use crate::web::params::Params;
use crate::web::{legible, show};
use hearken_app::actions::cards::{AreaLink, Facet, Facets};
use hearken_app::view::View;
use offered::{facets_of, is_everywhere, label_of};

/// The filter that the parameters ask for, with times relative to the time that pages speak of. Links carry what was
/// typed, so that `30d` goes on meaning thirty days.
pub fn read(view: &View, params: &Params) -> Result<SignalFilter, PageError> {
    read_as_of(params, view.as_of()?)
}

fn read_as_of(params: &Params, now: Timestamp) -> Result<SignalFilter, PageError> {
    let of_field = |field: FilterField| {
        let values: Vec<&str> = params.all(field.name()).collect();
        // Of a bound given twice, the last counts, as of every other parameter.
        let passed = if field.comparison().takes_many() { 0 } else { values.len().saturating_sub(1) };
        values.into_iter().skip(passed).map(move |value| (field, value))
    };
    SignalFilter::read(FilterField::ALL.into_iter().flat_map(of_field), now).map_err(|wrong| {
        let first = wrong.into_iter().next();
        first.map_or(PageError::NoSuchPage, |error| {
            let name = error.field.name();
            PageError::field(name, error.detail).among(Again::asked(params.pairs(), name))
        })
    })
}

/// Spans of time as the filter takes them, with their words.
const PRESETS: [(&str, &str); 6] = [
    ("", "any time"),
    ("7d", "last 7 days"),
    ("30d", "last 30 days"),
    ("90d", "last 90 days"),
    ("12m", "last 12 months"),
    ("this-year", "this year"),
];

/// A form over a list: what can be chosen, what is chosen, and how to let each choice go.
#[derive(Template)]
#[template(path = "_filter.html")]
pub struct FilterForm {
    action: String,
    hidden: Vec<(String, String)>,
    selects: Vec<Select>,
    inputs: Vec<Input>,
    presets: Vec<Preset>,
    chips: Vec<Chip>,
    clear: String,
    /// Of how many signals, the newest, the counts are, where these are not all.
    newest: Option<u64>,
}

struct Select {
    name: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
    /// Whether several are chosen, which only an address can ask for.
    many: bool,
    /// What is chosen already, and stays so beside one more.
    also: Vec<String>,
    note: Option<&'static str>,
}

/// A span of time that one click chooses, up to the time that pages speak of.
struct Preset {
    label: &'static str,
    href: String,
    current: bool,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

struct Input {
    name: &'static str,
    label: &'static str,
    kind: InputKind,
    value: String,
}

impl Input {
    fn time(name: &'static str, label: &'static str, params: &Params) -> Self {
        let value = params.text(name);
        let is_day =
            value.is_empty() || value.parse::<jiff::civil::Date>().is_ok_and(|day| day.to_string() == value);
        let kind = if is_day { InputKind::Day } else { InputKind::Time };
        Self { name, label, kind, value }
    }
}

#[derive(PartialEq)]
enum InputKind {
    Number,
    Day,
    /// A time that is no day, such as `30d`, which a date field would lose.
    Time,
}

struct Chip {
    label: &'static str,
    value: String,
    without: String,
}

impl FilterForm {
    /// The form of a page at `action`, over what `facets` offer. `carried` parameters stay as they are when it is sent.
    pub fn new(action: &str, params: &Params, facets: &Facets, carried: &[&'static str]) -> Self {
        let mut this = Self {
            action: action.to_owned(),
            hidden: params.only(carried).pairs().map(owned).collect(),
            selects: Vec::new(),
            inputs: Vec::new(),
            presets: presets(action, params),
            chips: Vec::new(),
            clear: params.only(carried).href(action),
            newest: facets.newest,
        };
        for field in FilterField::ALL {
            let (name, label) = (field.name(), field.definition().label);
            match (field.comparison().value_type(), facets_of(field, facets)) {
                (ValueType::Text, None) if field == FilterField::Segment => {
                    this.selects.extend(Select::of_segments(facets, params));
                }
                // What nothing has, nobody needs to be offered.
                (ValueType::Text, Some([])) if params.get(name).is_none() && !is_everywhere(field) => {}
                (ValueType::Text, Some(facets)) => this.selects.push(Select::new(field, facets, params)),
                (ValueType::Text, None) => this.hidden.extend(params.only(&[name]).pairs().map(owned)),
                (ValueType::Number, _) => {
                    this.inputs.push(Input {
                        name,
                        label,
                        kind: InputKind::Number,
                        value: params.text(name),
                    });
                }
                (ValueType::Time, _) => this.inputs.push(Input::time(name, label, params)),
            }
            this.chip(action, params, name, label);
        }
        this.inputs.push(Input::time("as_of", "As of", params));
        this.chip(action, params, "as_of", "As of");
        this
    }

    fn chip(&mut self, action: &str, params: &Params, name: &str, label: &'static str) {
        self.chips.extend(params.all(name).map(|value| Chip {
            label,
            value: value.to_owned(),
            without: params.without_value(name, value).without("from").without("cursor").href(action),
        }));
    }

    /// With the areas to choose from, before the others. An area may be given by its name, and one that is gone stays chosen.
    #[must_use]
    pub fn choosing_area(self, areas: &[AreaLink], params: &Params) -> Self {
        let given = params.text("area");
        let is = |area: &AreaLink| {
            area.id.to_string() == given || area.name.as_str().to_lowercase() == given.to_lowercase()
        };
        let chosen = areas.iter().find(|area| is(area)).map_or(given, |area| area.id.to_string());
        let mut choices = vec![(String::new(), "any".to_owned())];
        choices.extend(areas.iter().map(|area| (area.id.to_string(), show::words(&area.name).to_owned())));
        if !choices.iter().any(|(value, _)| *value == chosen) {
            choices.push((chosen.clone(), chosen.clone()));
        }
        self.choosing("area", "Area", choices.into_iter(), &chosen)
    }

    /// With one more thing to choose, before the others.
    #[must_use]
    pub fn choosing(
        mut self,
        name: &'static str,
        label: &'static str,
        choices: impl Iterator<Item = (String, String)>,
        chosen: &str,
    ) -> Self {
        let choices = choices.map(|(value, label)| Choice { chosen: value == chosen, value, label });
        let choices = choices.collect();
        self.selects.insert(0, Select { name, label, choices, many: false, also: Vec::new(), note: None });
        self
    }
}

fn presets(action: &str, params: &Params) -> Vec<Preset> {
    let since = params.get("since").unwrap_or_default();
    let bare = params.without("until").without("from").without("cursor");
    let preset = |(value, label): (&'static str, &'static str)| Preset {
        label,
        href: bare.with("since", value).href(action),
        current: since == value && params.get("until").is_none(),
    };
    PRESETS.into_iter().map(preset).collect()
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

impl Select {
    /// The segments that there are, or that are chosen; nothing where there are none.
    fn of_segments(facets: &Facets, params: &Params) -> Option<Self> {
        let (field, segments) = (FilterField::Segment, &facets.segments);
        let unnumbered = |name: &hearken_domain::Verbatim| Facet { value: name.clone(), signals: 0 };
        let facets: Vec<Facet> = segments.iter().map(unnumbered).collect();
        let mut select = Self::new(field, &facets, params);
        for choice in select.choices.iter_mut().skip(1) {
            choice.label.clone_from(&choice.value);
        }
        (select.choices.len() > 1).then_some(select)
    }

    fn new(field: FilterField, facets: &[Facet], params: &Params) -> Self {
        let given: Vec<&str> = params.all(field.name()).collect();
        // Of labels a signal needs all, so that one more is chosen beside those that are.
        let adds = field.comparison() == Comparison::HasAll;
        let first = match (adds, given.is_empty()) {
            (true, false) => "one more …",
            _ => "any",
        };
        let any = Choice { value: String::new(), label: first.to_owned(), chosen: adds || given.is_empty() };
        let mut choices = vec![any];
        let offered = facets.iter().filter(|facet| !adds || !given.contains(&show::words(&facet.value)));
        choices.extend(offered.map(|facet| Choice {
            value: show::words(&facet.value).to_owned(),
            label: format!(
                "{} ({})",
                label_of(field, show::words(&facet.value)),
                show::count(&facet.signals)
            ),
            chosen: given.contains(&show::words(&facet.value)),
        }));
        let (name, label) = (field.name(), field.definition().label);
        if adds {
            let note =
                Some("A signal counts once for each of its labels. Of several labels chosen it has all.");
            let also = given.into_iter().map(str::to_owned).collect();
            return Self { name, label, choices, many: false, also, note };
        }
        for value in &given {
            if !facets.iter().any(|facet| show::words(&facet.value) == *value) {
                let label = label_of(field, value).to_owned();
                choices.push(Choice { value: (*value).to_owned(), label, chosen: true });
            }
        }
        Self { name, label, choices, many: given.len() > 1, also: Vec::new(), note: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<SignalFilter, PageError> {
        read_as_of(&Params::parse(query.as_bytes()), "2019-11-01T12:00:00Z".parse().unwrap())
    }

    fn form(query: &str) -> String {
        let params = Params::parse(query.as_bytes());
        FilterForm::new("/search", &params, &Facets::default(), &["q"]).render().unwrap()
    }

    #[test]
    fn a_date_is_its_first_moment_and_a_time_is_itself() {
        let filter = read("since=2019-10-03&until=2019-10-04T12:30:00Z").unwrap();
        let times: Vec<String> = filter.conditions().map(|(_, values)| format!("{values:?}")).collect();
        assert!(times[0].contains("2019-10-03T00:00:00Z"), "{times:?}");
        assert!(times[1].contains("2019-10-04T12:30:00Z"), "{times:?}");
    }

    #[test]
    fn nothing_given_lets_everything_through() {
        assert!(read("source=&since=&rating_min=&q=refund").unwrap().is_empty());
    }

    #[test]
    fn a_bad_value_is_refused_by_name() {
        for (query, told) in [
            ("rating_min=good", "'good' is not a valid number"),
            ("rating_max=inf", "'inf' is not a valid number"),
            ("since=soon", "'soon' is not a valid time; give a day such as 2024-03-31"),
        ] {
            let error = read(query).unwrap_err();
            assert!(error.to_string().contains(told), "{error}");
        }
    }

    #[test]
    fn of_a_bound_the_last_counts_and_of_texts_all_do() {
        let filter = read("rating_min=1&rating_min=2&product=A&product=B").unwrap();
        assert_eq!(filter, read("product=A&product=B&rating_min=2").unwrap());
        assert_eq!(filter.texts(FilterField::Product).count(), 2);
    }

    #[test]
    fn an_address_gives_the_filter_back_whatever_its_values_say() {
        for value in ["'; DROP TABLE signals; --", "a&product=b#c", "\"><script>", "a\0b", "é%2B+ ", "30d"] {
            let mut given = SignalFilter::default();
            let now = "2019-11-01T12:00:00Z".parse().unwrap();
            given.add(FilterField::Product, value.trim(), now).unwrap();
            given.add(FilterField::Label, "other", now).unwrap();
            given.add(FilterField::Since, "30d", now).unwrap();
            let address = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(given.pairs().map(|(field, value)| (field.name(), value)))
                .finish();
            assert_eq!(read(&address).unwrap(), given, "{address}");
            assert!(form(&address).contains("value=\"30d\""), "what was typed stays");
        }
    }

    #[test]
    fn a_choice_that_nothing_has_any_more_stays_chosen_and_can_be_let_go() {
        let form = form("q=refund&source=%3Cold%3E");
        assert!(form.contains("&#60;old&#62;\" selected"), "{form}");
        assert!(form.contains("href=\"/search?q=refund\""), "{form}");
        assert!(!form.contains("<old>"), "{form}");
    }

    #[test]
    fn several_values_stay_chosen_and_each_can_be_let_go() {
        let form = form("product=A&product=B&label=x&label=y");
        assert_eq!(form.matches(" multiple").count(), 1, "{form}");
        for value in ["A", "B"] {
            assert!(form.contains(&format!("<option value=\"{value}\" selected>")), "{form}");
        }
        assert_eq!(form.matches("type=\"hidden\" name=\"label\"").count(), 2, "{form}");
        // An empty choice takes back what stands before it.
        assert!(form.find("f-label\" name") < form.find("type=\"hidden\" name=\"label\""), "{form}");
        assert!(form.contains("href=\"/search?product=B&#38;label=x&#38;label=y\""), "{form}");
    }

    #[test]
    fn a_day_has_a_calendar_and_a_time_ago_is_kept_as_it_was_typed() {
        let form = form("since=30d&until=2019-10-31");
        assert!(form.contains("type=\"text\" name=\"since\" value=\"30d\""), "{form}");
        assert!(form.contains("type=\"date\" name=\"until\" value=\"2019-10-31\""), "{form}");
    }
}
