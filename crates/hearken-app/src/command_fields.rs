//! Fields of commands as a page's form writes them, where everything is text: one value for a list, a word for nothing,
//! `true` for a flag. Programs may write them so, too.

use std::str::FromStr;

use hearken_domain::IdError;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};

/// A list, or its one value.
pub(crate) fn one_or_many<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    // Through plain values, so that what is wrong with an id is told, and not that no variant fits.
    let value = serde_json::Value::deserialize(deserializer)?;
    let values = if value.is_array() { value } else { serde_json::Value::Array(vec![value]) };
    serde_json::from_value(values).map_err(D::Error::custom)
}

/// Something, or nothing: `null` or empty text.
pub(crate) fn empty_is_none<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::Null => Ok(None),
        serde_json::Value::String(text) if text.trim().is_empty() => Ok(None),
        value => serde_json::from_value(value).map(Some).map_err(D::Error::custom),
    }
}

/// The id of something, or nothing: `null` or `none`.
pub(crate) fn id_or_none<'de, D, Id>(deserializer: D) -> Result<Option<Id>, D::Error>
where
    D: Deserializer<'de>,
    Id: FromStr<Err = IdError>,
{
    match Option::<String>::deserialize(deserializer)?.as_deref() {
        None | Some("none") => Ok(None),
        Some(id) => id.parse().map(Some).map_err(D::Error::custom),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Flag {
    Plain(bool),
    Text(String),
}

/// `true` or `false`, as a flag or as text.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match Flag::deserialize(deserializer)? {
        Flag::Plain(flag) => Ok(flag),
        Flag::Text(text) if text == "true" || text == "on" => Ok(true),
        Flag::Text(text) if text == "false" => Ok(false),
        Flag::Text(text) => {
            Err(D::Error::custom(format!("'{text}' is not a valid flag: expected true or false")))
        }
    }
}

/// A number, as a number or as text; empty text is none. JSON knows one sort of number: 3.0 is 3.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let wrong =
        |shown: String| D::Error::custom(format!("'{shown}' is not a valid number: expected a whole one"));
    match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::Null => Ok(None),
        serde_json::Value::String(text) if text.trim().is_empty() => Ok(None),
        serde_json::Value::String(text) => text.trim().parse().map(Some).map_err(|_| wrong(text)),
        serde_json::Value::Number(number) => match (number.as_u64(), number.as_f64()) {
            (Some(whole), _) => Ok(Some(whole)),
            (None, Some(float)) if float >= 0.0 && float.fract() == 0.0 && float < 9e15 => {
                Ok(Some(float as u64))
            }
            _ => Err(wrong(number.to_string())),
        },
        other => Err(wrong(other.to_string())),
    }
}
