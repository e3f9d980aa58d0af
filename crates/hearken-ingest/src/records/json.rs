//! The fields of a JSON record, flat: `{"user":{"login":"ann"}}` has the field `user.login`.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::words::in_words;

use super::repaired::repaired_json;
use crate::values::{names, unwrapped};

/// A field of a record.
pub(crate) struct JsonField<'j> {
    /// Its dotted name.
    pub(crate) name: Cow<'j, str>,
    /// Its value as text; null is empty.
    pub(crate) value: Cow<'j, str>,
    /// The members of a list of plain values or of things with names.
    pub(crate) members: Vec<String>,
}

/// No database wraps a value in more members than these.
const WRAPPERS_MAX: usize = 3;

/// Nesting beyond this is refused, so that names stay bounded.
const DEPTH_MAX: usize = 16;
/// Fields beyond this are refused: an export has hundreds, and each becomes a column that is looked at.
pub(crate) const FIELDS_MAX: usize = 2_000;

/// Reads the fields of one record into `fields`. A bare string is the field `text`. What is no JSON but written all the same,
/// half of a character or a number that is none, costs only itself.
pub(crate) fn json_fields<'j>(record: &'j str, fields: &mut Vec<JsonField<'j>>) -> Result<(), String> {
    let Err(error) = strict_fields(record, fields) else { return Ok(()) };
    fields.clear();
    if let Some(repaired) = repaired_json(record) {
        let mut borrowed = Vec::new();
        if strict_fields(&repaired, &mut borrowed).is_ok() {
            let owned = |value: Cow<'_, str>| Cow::Owned(value.into_owned());
            fields.extend(borrowed.into_iter().map(|field| JsonField {
                name: owned(field.name),
                value: owned(field.value),
                members: field.members,
            }));
            return Ok(());
        }
    }
    Err(format!("not a JSON record: {error}"))
}

fn strict_fields<'j>(record: &'j str, fields: &mut Vec<JsonField<'j>>) -> serde_json::Result<()> {
    fields.clear();
    let mut reader = serde_json::Deserializer::from_str(record);
    let node = Node { path: Cow::Borrowed(""), depth: 0, fields };
    node.deserialize(&mut reader).and_then(|()| reader.end())
}

/// Adds the id by which an object of records keeps the record, as the field `key`, unless the record has such a field.
pub(crate) fn with_key<'j>(fields: &mut Vec<JsonField<'j>>, key: Option<&str>) {
    if let Some(key) = key
        && !fields.iter().any(|field| field.name == "key")
    {
        fields.push(JsonField {
            name: Cow::Borrowed("key"),
            value: Cow::Owned(key.to_owned()),
            members: Vec::new(),
        });
    }
}

/// The record inside a line of a rejects file, fixed or not; `None` for any other line.
pub(crate) fn rejected_original(line: &str) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Rejected<'j> {
        #[serde(borrow, rename = "place")]
        _place: Cow<'j, str>,
        #[serde(borrow, rename = "reason")]
        _reason: Cow<'j, str>,
        #[serde(borrow)]
        original: &'j RawValue,
    }
    let original = serde_json::from_str::<Rejected<'_>>(line).ok()?.original.get();
    if original.starts_with('"') {
        return serde_json::from_str(original).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(original))
}

struct Node<'f, 'j> {
    path: Cow<'j, str>,
    depth: usize,
    fields: &'f mut Vec<JsonField<'j>>,
}

impl<'j> Node<'_, 'j> {
    fn push<E: Error>(self, value: Cow<'j, str>) -> Result<(), E> {
        self.push_list(value, Vec::new())
    }

    fn push_list<E: Error>(self, value: Cow<'j, str>, members: Vec<String>) -> Result<(), E> {
        if self.fields.len() >= FIELDS_MAX {
            return Err(E::custom(format!("the record has more than {FIELDS_MAX} fields")));
        }
        let name = match (self.path.is_empty(), self.depth) {
            (_, 0) => Cow::Borrowed("text"),
            _ => self.path,
        };
        self.fields.push(JsonField { name, value, members });
        Ok(())
    }

    fn number<E: Error>(self, number: impl fmt::Display) -> Result<(), E> {
        if self.depth == 0 {
            return Err(E::custom("expected is an object with the record's fields"));
        }
        self.push(Cow::Owned(number.to_string()))
    }
}

impl<'j> DeserializeSeed<'j> for Node<'_, 'j> {
    type Value = ();
    fn deserialize<D: Deserializer<'j>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'j> Visitor<'j> for Node<'_, 'j> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the record's fields")
    }

    fn visit_borrowed_str<E: Error>(self, value: &'j str) -> Result<(), E> {
        self.push(Cow::Borrowed(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.push(Cow::Owned(value.to_owned()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.number(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.number(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.number(value)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.number(value)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.number("")
    }

    fn visit_seq<A: SeqAccess<'j>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.depth == 0 {
            return Err(A::Error::custom("expected is an object with the record's fields, not an array"));
        }
        let mut values = Vec::new();
        while let Some(value) = seq.next_element::<Value>()? {
            values.push(value);
        }
        if push_by_speaker(&self.path, &values, self.fields) {
            return Ok(());
        }
        self.push_list(Cow::Owned(in_words(&values)), names(&values).unwrap_or_default())
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<(), A::Error> {
        if self.depth == DEPTH_MAX {
            return Err(A::Error::custom("the record is nested too deeply"));
        }
        let first = self.fields.len();
        while let Some(Key(key)) = map.next_key()? {
            let path = if self.depth == 0 { key } else { Cow::Owned(format!("{}.{key}", self.path)) };
            map.next_value_seed(Node { path, depth: self.depth + 1, fields: &mut *self.fields })?;
        }
        if self.depth == 0 {
            return Ok(());
        }
        if self.fields.len() == first {
            return self.push(Cow::Borrowed(""));
        }
        if self.fields.len() - first <= WRAPPERS_MAX {
            let members: Vec<_> = self.fields[first..]
                .iter()
                .map(|field| (field.name.get(self.path.len() + 1..).unwrap_or_default(), &field.value))
                .collect();
            if let Some(value) = unwrapped(&members) {
                self.fields.truncate(first);
                return self.push(value);
            }
        }
        Ok(())
    }
}

/// A list of objects of one member each, such as `[{"userComment": {…}}, {"developerComment": {…}}]`: who said what.
fn push_by_speaker(path: &str, values: &[Value], fields: &mut Vec<JsonField<'_>>) -> bool {
    let speakers: Vec<(&String, &Map<String, Value>)> = values
        .iter()
        .filter_map(|value| value.as_object().filter(|object| object.len() == 1)?.iter().next())
        .filter_map(|(speaker, members)| Some((speaker, members.as_object()?)))
        .collect();
    let mut names: Vec<&String> = speakers.iter().map(|(speaker, _)| *speaker).collect();
    names.sort();
    names.dedup();
    // GraphQL wraps each element of a list so, under one name.
    if names.len() < values.len() || names.iter().any(|name| *name == "node") || values.is_empty() {
        return false;
    }
    for (speaker, members) in speakers {
        push_members(&format!("{path}.{speaker}"), members, fields);
    }
    true
}

fn push_members(path: &str, members: &Map<String, Value>, fields: &mut Vec<JsonField<'_>>) {
    for (name, value) in members {
        let path = format!("{path}.{name}");
        let mut members = Vec::new();
        let text = match value {
            Value::Object(members) => {
                push_members(&path, members, fields);
                continue;
            }
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(values) => {
                members = names(values).unwrap_or_default();
                in_words(values)
            }
            Value::Bool(_) | Value::Number(_) => value.to_string(),
        };
        fields.push(JsonField { name: Cow::Owned(path), value: Cow::Owned(text), members });
    }
}

/// A key, without a copy where it has no escapes.
struct Key<'j>(Cow<'j, str>);

impl<'j> Deserialize<'j> for Key<'j> {
    fn deserialize<D: Deserializer<'j>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'j> Visitor<'j> for KeyVisitor {
            type Value = Key<'j>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E: Error>(self, key: &'j str) -> Result<Key<'j>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }
            fn visit_str<E: Error>(self, key: &str) -> Result<Key<'j>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(json: &str) -> Result<Vec<(String, String)>, String> {
        let mut fields = Vec::new();
        json_fields(json, &mut fields)?;
        Ok(fields.into_iter().map(|field| (field.name.into_owned(), field.value.into_owned())).collect())
    }

    #[test]
    fn nested_fields_have_dotted_names_and_arrays_are_words() {
        let json = r#"{"a":1,"user":{"login":"ann","x":{"y":true}},"tags":["b","c"],"labels":[{"name":"bug"}],
            "comments":[{"body":"me too"},{"body":"+1"}],"odd":[{"z":1}],
            "said":[{"userComment":{"text":"Slow","at":{"seconds":1704448800}}},{"developerComment":{"text":"Sorry"}}],"none":null,"empty":{}}"#;
        let expected = [
            ("a", "1"),
            ("user.login", "ann"),
            ("user.x.y", "true"),
            ("tags", "b, c"),
            ("labels", "bug"),
            ("comments", "me too\n\n+1"),
            ("odd", r#"[{"z":1}]"#),
            ("said.userComment.text", "Slow"),
            ("said.userComment.at.seconds", "1704448800"),
            ("said.developerComment.text", "Sorry"),
            ("none", ""),
            ("empty", ""),
        ];
        assert_eq!(fields(json).unwrap(), expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
        assert_eq!(fields(r#""just words""#).unwrap(), [("text".to_owned(), "just words".to_owned())]);
    }

    #[test]
    fn a_list_keeps_its_members_apart_whatever_they_say() {
        let mut fields = Vec::new();
        json_fields(
            r#"{"labels":[{"name":"a, b"},{"name":"c"}],"tags":["x",7],"odd":[{"z":1}]}"#,
            &mut fields,
        )
        .unwrap();
        let members: Vec<&[String]> = fields.iter().map(|field| field.members.as_slice()).collect();
        assert_eq!(
            members,
            [&["a, b".to_owned(), "c".to_owned()][..], &["x".to_owned(), "7".to_owned()], &[]]
        );
    }

    #[test]
    fn what_a_database_wraps_is_the_value_of_its_field() {
        let json = r#"{"_id":{"$oid":"5f"},"at":{"$date":{"$numberLong":"1704412800000"}},"seen":{"_seconds":1,"_nanoseconds":2}}"#;
        let expected = [("_id", "5f"), ("at", "1704412800000"), ("seen", "1.000000002")];
        assert_eq!(fields(json).unwrap(), expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
    }

    #[test]
    fn half_a_character_and_a_number_that_is_none_cost_only_themselves() {
        let json = r#"{"text":"Love it \ud83d","score":NaN,"more":[-Infinity,1]}"#;
        let expected = [("text", "Love it \u{fffd}"), ("score", ""), ("more", "[null,1]")];
        assert_eq!(fields(json).unwrap(), expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
        assert!(fields(r#"{"text":"Love it \ud83d",}"#).is_err());
    }

    #[test]
    fn what_is_not_an_object_is_refused_with_what_is_expected() {
        for json in ["7", "[1]", "null", "{\"a\":}", "{\"a\":1} x", "oops", ""] {
            assert!(fields(json).unwrap_err().starts_with("not a JSON record: "), "{json}");
        }
        let deep = format!("{}1{}", "{\"a\":".repeat(1000), "}".repeat(1000));
        assert!(fields(&deep).is_err());
    }

    #[test]
    fn a_line_of_a_rejects_file_gives_the_original_fixed_or_not() {
        let fixed = r#"{"place":"line 3","reason":"no text","original":{"text":"hello"}}"#;
        assert_eq!(rejected_original(fixed).as_deref(), Some(r#"{"text":"hello"}"#));
        let raw = r#"{"place":"line 3","reason":"ragged","original":"a,\"b"}"#;
        assert_eq!(rejected_original(raw).as_deref(), Some("a,\"b"));
        assert_eq!(rejected_original(r#"{"text":"hello"}"#), None);
    }
}
