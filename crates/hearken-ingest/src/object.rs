//! One JSON object whose fields are named by their roles, as programs post them: no guessing, the same roles and the
//! same limits as in any file.

use std::borrow::Cow;

use hearken_domain::{Kind, Timestamp, counted};
use serde_json::{Map, Value};

use crate::draft::{Draft, Markup, Rules};
use crate::records::FIELDS_MAX;
use crate::values::{DateProblem, Dates, names};
use crate::{Arrival, Item, Limits, Reject, Role};

/// Reads one object. `text` must be there; `title`, `at`, `author`, `author_email`, `author_id`, `id`, `rating`, `url`,
/// `product`, `version`, `language`, `labels`, `state`, `status` and `kind` mean what they say; any other field is kept under its name.
pub fn object(fields: &Map<String, Value>, location: String, kind: Option<Kind>, limits: &Limits) -> Arrival {
    if fields.len() > FIELDS_MAX {
        let reason =
            format!("it has {}; at most {FIELDS_MAX} are taken", counted(fields.len() as u64, "field"));
        return Arrival::Reject(Reject { location, reason, original: String::new() });
    }
    let rated = fields.get("rating").is_some_and(|rating| !rating.is_null());
    let rules = Rules {
        limits: *limits,
        dates: Dates::default(),
        kind: kind.unwrap_or(if rated { Kind::Review } else { Kind::Message }),
        kind_is_given: kind.is_some(),
        no_text: "there is no text: the field \"text\" holds the customer's words",
        title_as_text: false,
        ends: &[],
        // Whoever posts says what it is.
        markup: Markup::None,
    };
    let mut draft = Draft::default();
    for (name, value) in fields {
        let role = name.parse::<Role>().ok().filter(|role| *role != Role::Ignore);
        if role == Some(Role::Labels) {
            let members = match value {
                Value::Array(values) => names(values),
                Value::String(label) => Some(vec![label.clone()]),
                _ => None,
            };
            if let Some(members) = members {
                let joined = Cow::Owned(members.join(", "));
                draft.put_list(&rules, &[Role::Labels], name, joined, members);
                continue;
            }
        }
        let value = match value {
            Value::Null => continue,
            Value::String(text) => Cow::Borrowed(text.as_str()),
            Value::Bool(_) | Value::Number(_) => Cow::Owned(value.to_string()),
            Value::Array(_) | Value::Object(_) if role.is_some() => {
                let reason = format!("the field \"{name}\" holds a list or an object; text is expected");
                return refused(fields, location, reason);
            }
            Value::Array(_) | Value::Object(_) => Cow::Owned(value.to_string()),
        };
        draft.put(&rules, role.as_slice(), name, value);
    }
    match draft.finish(&rules, location.clone()) {
        // Who posts gets the answer at once, and can fix it.
        Ok(Item { undated: Some(reason), .. }) => refused(fields, location, reason),
        Ok(item) => Arrival::Item(item),
        Err(reason) => refused(fields, location, reason),
    }
}

/// The time that a person or program states, in any shape that an import takes.
///
/// # Errors
/// Why it is none, or not one at which a customer said something.
pub fn readable_time(value: &str, now: Timestamp) -> Result<Timestamp, String> {
    Dates::default().read(value, now).map_err(|problem| match problem {
        DateProblem::Unreadable(reason) | DateProblem::OutOfRange(reason) => reason,
    })
}

fn refused(fields: &Map<String, Value>, location: String, reason: String) -> Arrival {
    Arrival::Reject(Reject { location, reason, original: Value::Object(fields.clone()).to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(object_json: &str) -> Arrival {
        let fields = serde_json::from_str(object_json).unwrap();
        let limits = Limits::at("2024-06-01T00:00:00Z".parse().unwrap());
        object(&fields, "item 1".to_owned(), None, &limits)
    }

    #[test]
    fn an_object_of_thousands_of_fields_is_refused_without_reading_them() {
        let fields = (0..=FIELDS_MAX).map(|n| (format!("k{n}"), Value::from("words"))).collect();
        let limits = Limits::at("2024-06-01T00:00:00Z".parse().unwrap());
        match object(&fields, "item 1".to_owned(), None, &limits) {
            Arrival::Reject(reject) => {
                assert!(reject.reason.contains("fields; at most"), "{}", reject.reason);
            }
            Arrival::Item(item) => panic!("{} fields became {item:?}", fields.len()),
        }
    }

    #[test]
    fn fields_are_used_by_the_roles_they_are_named_after_and_others_are_kept() {
        let Arrival::Item(item) = read(
            r#"{"text":"It crashes","at":"2024-05-01","author_email":"a@example.com","rating":2,"plan":{"seats":3},"nil":null}"#,
        ) else {
            panic!("the item was refused")
        };
        assert_eq!((item.text.as_str(), item.rating, item.kind), ("It crashes", Some(2.0), Kind::Review));
        assert_eq!(item.at.unwrap().to_string(), "2024-05-01T00:00:00Z");
        assert_eq!(item.contact.email.as_deref(), Some("a@example.com"));
        assert_eq!(item.extra.len(), 1);
        assert_eq!(item.extra["plan"], r#"{"seats":3}"#);
    }

    #[test]
    fn labels_come_as_a_list_or_as_one_and_a_comma_belongs_to_it() {
        for (given, expected) in [
            (r#"{"text":"a","labels":["ios","b, c"]}"#, vec!["b, c", "ios"]),
            (r#"{"text":"a","labels":[{"name":"ios"}],"tag":"x; y"}"#, vec!["ios", "x; y"]),
            (r#"{"text":"a","labels":"one, two"}"#, vec!["one, two"]),
            (r#"{"text":"a","labels":[]}"#, vec![]),
        ] {
            let Arrival::Item(item) = read(given) else { panic!("{given} was refused") };
            assert_eq!(item.labels, expected, "{given}");
            assert!(item.extra.is_empty(), "{given}");
        }
        assert!(matches!(read(r#"{"text":"a","labels":[["x"]]}"#), Arrival::Reject(_)));
    }

    #[test]
    fn what_has_no_words_or_no_readable_time_is_refused_with_the_reason() {
        for (given, expected) in [
            (r"{}", "there is no text"),
            (r#"{"text":["a"]}"#, "holds a list or an object"),
            (r#"{"text":"a","at":"soon"}"#, "is not a valid date"),
        ] {
            let Arrival::Reject(reject) = read(given) else { panic!("{given} was taken") };
            assert!(reject.reason.contains(expected), "{}", reject.reason);
        }
    }
}
