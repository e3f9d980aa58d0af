//! From fields to an item: where what arrived gets its roles, or the reason why it cannot be used.
//!
//! Zero bytes are dropped from every value: they carry no words, and much of the world takes them for an end. A text in
//! HTML becomes its words. Nothing else inside a value is changed; other markup, formulas and terminal escapes are for the doors to make harmless, who know
//! where they show it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hearken_domain::{Contact, Kind};

use crate::message::{bytes_shown, is_invisible};
use crate::values::{DateProblem, Dates, html_to_text, is_html, parse_rating};
use crate::{Item, Limits, Role};

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
    tag: Option<String>,
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
                assigned |= self.assign(rules, *role, &value);
            }
        }
        if !assigned {
            self.extra.insert(name.to_owned(), value.into_owned());
        }
    }

    /// Takes the value for the role, if it is a valid one; whether it is.
    fn assign(&mut self, rules: &Rules, role: Role, value: &str) -> bool {
        let slot = match role {
            Role::Text => &mut self.text,
            Role::Title => &mut self.title,
            Role::Author => &mut self.contact.name,
            Role::AuthorEmail => &mut self.contact.email,
            Role::AuthorId => &mut self.contact.external_id,
            Role::Id => &mut self.external_id,
            Role::Product => &mut self.product,
            Role::Version => &mut self.version,
            Role::Language => &mut self.language,
            Role::Tag => &mut self.tag,
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
            tag: self.tag,
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
mod tests {
    use super::*;

    fn rules() -> Rules {
        Rules {
            limits: Limits::at("2024-06-01T00:00:00Z".parse().unwrap()),
            dates: Dates::default(),
            kind: Kind::Review,
            kind_is_given: false,
            no_text: "there is no text",
            title_as_text: false,
            markup: Markup::WholeTexts,
        }
    }

    fn item(fields: &[(&[Role], &str, &str)]) -> Result<Item, String> {
        let (rules, mut draft) = (rules(), Draft::default());
        for (roles, name, value) in fields {
            draft.put(&rules, roles, name, Cow::Borrowed(value));
        }
        draft.finish(&rules, "line 1".to_owned())
    }

    const TEXT: (&[Role], &str, &str) = (&[Role::Text], "t", "It crashes");

    #[test]
    fn zero_bytes_are_dropped_and_the_words_around_them_stay() {
        let item = item(&[(&[Role::Text], "t", " It \0crash\0es "), (&[], "x", "\0")]).unwrap();
        assert_eq!(item.text, "It crashes");
        assert!(item.extra.is_empty());
    }

    #[test]
    fn right_to_left_emoji_markup_formulas_and_escapes_stay_as_they_came() {
        for words in [
            "האפליקציה קורסת 😡",
            "<script>alert(1)</script>",
            "=HYPERLINK(\"http://x\")",
            "\u{1b}[31mred",
            "👍",
        ] {
            assert_eq!(item(&[(&[Role::Text], "t", words)]).unwrap().text, words);
        }
    }

    #[test]
    fn a_text_of_nothing_visible_is_no_text() {
        for blank in ["", "  \n\t ", "\u{200b}\u{feff}", "\0\0", "\u{202e}"] {
            assert_eq!(item(&[(&[Role::Text], "t", blank)]).unwrap_err(), "there is no text", "{blank:?}");
        }
    }

    #[test]
    fn a_text_or_field_of_10_mb_is_refused_with_its_size() {
        let long = "x".repeat(10 << 20);
        let refusal = item(&[(&[Role::Text], "t", &long)]).unwrap_err();
        assert_eq!(refusal, "the text is 10 MiB long; at most 256 KiB are taken");
        assert!(item(&[TEXT, (&[], "x", &long)]).unwrap_err().starts_with("a field is 10 MiB long"));
    }

    #[test]
    fn a_value_that_is_not_valid_in_its_role_is_kept_as_a_field() {
        let fields: [(&[Role], &str, &str); 5] = [
            TEXT,
            (&[Role::Rating], "stars", "many"),
            (&[Role::Url], "link", "javascript:alert(1)"),
            (&[Role::Kind], "type", "rant"),
            (&[], "device", "Pixel"),
        ];
        let item = item(&fields).unwrap();
        assert_eq!((item.rating, &item.url, item.kind), (None, &None, Kind::Review));
        let extra: Vec<(&str, &str)> = item.extra.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            extra,
            [("device", "Pixel"), ("link", "javascript:alert(1)"), ("stars", "many"), ("type", "rant")]
        );
    }

    #[test]
    fn a_value_that_is_not_valid_takes_nothing_from_one_that_is() {
        let fields: [(&[Role], &str, &str); 5] = [
            TEXT,
            (&[Role::Rating], "stars", "4"),
            (&[Role::Rating], "mood", "fine"),
            (&[Role::Kind], "type", "ticket"),
            (&[Role::Kind], "sort", "rant"),
        ];
        let item = item(&fields).unwrap();
        assert_eq!((item.rating, item.kind), (Some(4.0), Kind::Ticket));
        assert_eq!(item.extra.len(), 2);
    }

    #[test]
    fn a_future_date_and_an_ancient_one_are_refused() {
        for value in ["2031-01-01", "1970-01-01"] {
            assert!(item(&[TEXT, (&[Role::At], "d", value)]).unwrap_err().contains(value));
        }
        assert_eq!(item(&[TEXT, (&[Role::At], "d", "")]).unwrap().at, None);
    }

    #[test]
    fn an_item_whose_date_cannot_be_read_is_undated_says_why_and_keeps_what_stood_there() {
        let item = item(&[TEXT, (&[Role::At], "d", "soon")]).unwrap();
        assert_eq!((item.at, item.extra["d"].as_str()), (None, "soon"));
        assert!(item.undated.unwrap().starts_with("'soon' is not a valid date"));
    }

    #[test]
    fn one_column_may_play_two_roles_and_an_ignored_one_leaves_no_trace() {
        let address = "https://example.com/r/1";
        let item =
            item(&[TEXT, (&[Role::Id, Role::Url], "link", address), (&[Role::Ignore], "x", "y")]).unwrap();
        assert_eq!((item.external_id.as_deref(), item.url.as_deref()), (Some(address), Some(address)));
        assert!(item.extra.is_empty());
    }

    #[test]
    fn an_item_given_back_as_its_original_is_the_same_item_again() {
        let item =
            item(&[TEXT, (&[Role::At], "d", "2024-01-05"), (&[Role::Rating], "r", "4"), (&[], "a", "b")])
                .unwrap();
        let original: serde_json::Value = serde_json::from_str(&item.original()).unwrap();
        let expected = serde_json::json!({
            "text": "It crashes", "at": "2024-01-05T00:00:00Z", "rating": "4", "kind": "review", "a": "b"
        });
        assert_eq!(original, expected);
    }
}
