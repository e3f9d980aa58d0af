//! From fields to an item: where what arrived gets its roles, or the reason why it cannot be used.
//!
//! Zero bytes are dropped from every value: they carry no words, and much of the world takes them for an end. A text in
//! HTML becomes its words. Nothing else inside a value is changed; other markup, formulas and terminal escapes are for the doors to make harmless, who know
//! where they show it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hearken_domain::identity::names_nobody;
use hearken_domain::{Contact, Kind, SignalState};

use crate::message::{bytes_shown, is_invisible};
use crate::values::{
    DateProblem, Dates, html_to_text, is_html, is_plain_state, labels_in, parse_rating, state_of,
};
use crate::{Item, Limits, Role};

/// Labels of one item: more are a list of something else.
const LABELS_MAX: usize = 100;

/// What the items of one file have in common.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) limits: Limits,
    pub(crate) dates: Dates,
    /// What the items are, and whether no column may say otherwise.
    pub(crate) kind: Kind,
    pub(crate) kind_is_given: bool,
    pub(crate) no_text: &'static str,
    pub(crate) title_as_text: bool,
    /// Fields with the time when an item was ended, for a status that is a word that nobody knows.
    pub(crate) ends: &'static [&'static str],
    pub(crate) markup: Markup,
}

/// Whether the texts of a file are HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Markup {
    /// They are as they are.
    #[default]
    None,
    /// Those that are HTML as a whole.
    WholeTexts,
    /// The column is.
    Column,
}

/// An item in the making.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    text: Option<String>,
    title: Option<String>,
    /// The field of the time, and its value.
    at: Option<(String, String)>,
    external_id: Option<String>,
    kind: Option<Kind>,
    rating: Option<f64>,
    url: Option<String>,
    product: Option<String>,
    version: Option<String>,
    language: Option<String>,
    labels: Vec<String>,
    state: Option<String>,
    status: Option<String>,
    contact: Contact,
    extra: BTreeMap<String, String>,
    problem: Option<String>,
}

impl Draft {
    /// Takes the value of the field called `name`.
    pub(crate) fn put(&mut self, rules: &Rules, roles: &[Role], name: &str, value: Cow<'_, str>) {
        if roles == [Role::Ignore] {
            return;
        }
        // The words of a long page may be few.
        let value = match rules.markup {
            Markup::WholeTexts if roles.contains(&Role::Text) && is_html(&value) => {
                html_to_text(&value).into()
            }
            Markup::Column if roles.contains(&Role::Text) => html_to_text(&value).into(),
            _ => value,
        };
        if value.len() > rules.limits.text_bytes_max {
            let what = if roles.contains(&Role::Text) { "the text" } else { "a field" };
            let (long, most) =
                (bytes_shown(value.len() as u64), bytes_shown(rules.limits.text_bytes_max as u64));
            self.problem = Some(format!("{what} is {long} long; at most {most} are taken"));
            return;
        }
        let Some(value) = clean(value) else { return };
        if roles.is_empty() {
            self.extra.insert(name.to_owned(), value.into_owned());
            return;
        }
        let mut assigned = false;
        for role in roles {
            if *role == Role::At {
                self.at = Some((name.to_owned(), value.clone().into_owned()));
                assigned = true;
            } else {
                assigned |= self.assign(rules, *role, name, &value);
            }
        }
        if !assigned {
            self.extra.insert(name.to_owned(), value.into_owned());
        }
    }

    /// Takes a list, as people read it and member by member: labels are its members, each as it is.
    pub(crate) fn put_list(
        &mut self,
        rules: &Rules,
        roles: &[Role],
        name: &str,
        value: Cow<'_, str>,
        members: Vec<String>,
    ) {
        let fits = value.len() <= rules.limits.text_bytes_max;
        if members.is_empty() || !roles.contains(&Role::Labels) || !fits {
            return self.put(rules, roles, name, value);
        }
        self.add_labels(name, &value, members);
        let others: Vec<Role> = roles.iter().copied().filter(|role| *role != Role::Labels).collect();
        if !others.is_empty() {
            self.put(rules, &others, name, value);
        }
    }

    /// Adds labels. What stands beyond the most is kept as a field.
    fn add_labels(&mut self, name: &str, value: &str, labels: Vec<String>) {
        let cleaned = labels.into_iter().filter_map(|label| clean(Cow::Owned(label)).map(Cow::into_owned));
        self.labels.extend(cleaned);
        self.labels.sort_unstable();
        self.labels.dedup();
        if self.labels.len() > LABELS_MAX {
            self.labels.truncate(LABELS_MAX);
            self.extra.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Takes the value for the role, if it is a valid one; whether it is.
    fn assign(&mut self, rules: &Rules, role: Role, name: &str, value: &str) -> bool {
        let slot = match role {
            Role::Text => &mut self.text,
            Role::Title => &mut self.title,
            Role::Author | Role::AuthorId if names_nobody(value) => return false,
            Role::Author => &mut self.contact.name,
            Role::AuthorEmail => &mut self.contact.email,
            Role::AuthorId => &mut self.contact.external_id,
            Role::Id => &mut self.external_id,
            Role::Product => &mut self.product,
            Role::Version => &mut self.version,
            Role::Language => &mut self.language,
            Role::Labels => {
                self.add_labels(name, value, labels_in(name, value));
                return true;
            }
            Role::State if state_of(value).is_some() => &mut self.state,
            Role::State => return false,
            Role::Status => &mut self.status,
            Role::Url if is_web_address(value) => &mut self.url,
            Role::Url => return false,
            // A valid value of another field is not taken back by an invalid one.
            Role::Rating => {
                let rating = parse_rating(value);
                self.rating = rating.or(self.rating);
                return rating.is_some();
            }
            Role::Kind => {
                let kind = if rules.kind_is_given { None } else { value.parse().ok() };
                self.kind = kind.or(self.kind);
                return kind.is_some();
            }
            Role::At | Role::Ignore => return true,
        };
        *slot = Some(value.to_owned());
        true
    }

    /// The item, or why there is none. A time that cannot be read is kept as the field it stood in.
    pub(crate) fn finish(mut self, rules: &Rules, location: String) -> Result<Item, String> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let text = if rules.title_as_text { self.text.or_else(|| self.title.clone()) } else { self.text };
        let Some(text) = text else { return Err(rules.no_text.to_owned()) };
        let known = |word: &Option<String>| word.as_deref().and_then(state_of);
        let by_its_end = || match rules.ends {
            [] => None,
            ends if ends.iter().any(|end| self.extra.contains_key(*end)) => Some(SignalState::Closed),
            _ => Some(SignalState::Open),
        };
        let state = known(&self.state).or_else(|| known(&self.status)).or_else(by_its_end);
        let status = self.status.or(self.state).filter(|word| !is_plain_state(word));
        let (mut at, mut undated) = (None, None);
        if let Some((name, value)) = self.at {
            match rules.dates.read(&value, rules.limits.now) {
                Ok(read) => at = Some(read),
                Err(DateProblem::OutOfRange(reason)) => return Err(reason),
                Err(DateProblem::Unreadable(reason)) => {
                    undated = Some(reason);
                    self.extra.insert(name, value);
                }
            }
        }
        Ok(Item {
            location,
            external_id: self.external_id,
            kind: self.kind.unwrap_or(rules.kind),
            at,
            undated,
            title: self.title,
            text,
            rating: self.rating,
            url: self.url,
            product: self.product,
            version: self.version,
            language: self.language,
            labels: self.labels,
            state,
            status,
            contact: self.contact,
            extra: self.extra,
        })
    }
}

/// The value without zero bytes and outer blanks; `None` where nothing is left to see.
fn clean(value: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let value = if value.contains('\0') { Cow::Owned(value.replace('\0', "")) } else { value };
    let trimmed = value.trim();
    // A value rarely begins with what nobody sees, so all others are decided by their first letter.
    if trimmed.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c)) {
        return None;
    }
    if trimmed.len() == value.len() { Some(value) } else { Some(Cow::Owned(trimmed.to_owned())) }
}

/// Whether the address may become a link: never `javascript:` and its like.
fn is_web_address(value: &str) -> bool {
    let scheme =
        |scheme: &str| value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (scheme("https://") || scheme("http://"))
        && !value.contains(|c: char| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests;
