//! Values as databases wrap them in JSON: `{"$oid": …}`, `{"_seconds": …, "_nanoseconds": …}` and their like.

use std::borrow::Cow;

/// Members that alone say what their object is: MongoDB's extended JSON, Firestore's and DynamoDB's typed values.
const ALONE: [&str; 20] = [
    "$oid",
    "$date",
    "$numberLong",
    "$numberInt",
    "$numberDouble",
    "$numberDecimal",
    "$uuid",
    "$symbol",
    "__time__",
    "stringValue",
    "integerValue",
    "doubleValue",
    "booleanValue",
    "timestampValue",
    "referenceValue",
    "nullValue",
    "S",
    "N",
    "BOOL",
    "NULL",
];

/// The value that the members of an object wrap, given by their names and values; `None` for an object of its own.
pub(crate) fn unwrapped<'j>(members: &[(&str, &Cow<'j, str>)]) -> Option<Cow<'j, str>> {
    let value = |name: &str| members.iter().find(|(member, _)| *member == name).map(|(_, value)| *value);
    let figures = |value: &str| !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    match members {
        [("nullValue" | "NULL", _)] => Some(Cow::Borrowed("")),
        [(name, value)] if ALONE.contains(name) => Some((*value).clone()),
        [_, _] => {
            let seconds = value("_seconds").or_else(|| value("seconds"));
            let nanoseconds =
                value("_nanoseconds").or_else(|| value("nanoseconds")).or_else(|| value("nanos"));
            if let (Some(seconds), Some(nanoseconds)) = (seconds, nanoseconds)
                && figures(seconds)
                && figures(nanoseconds)
            {
                return Some(Cow::Owned(format!("{seconds}.{nanoseconds:0>9}")));
            }
            let typed = value("__datatype__").and_then(|_| value("value")); // Firestore, by common exporters
            let parsed = value("__type").filter(|kind| *kind == "Date").and_then(|_| value("iso"));
            let binary = value("$binary.subType").and_then(|_| value("$binary.base64"));
            let counted = value("$timestamp.i").and_then(|_| value("$timestamp.t"));
            typed.or(parsed).or(binary).or(counted).cloned()
        }
        [_, _, _] => {
            // PHP's DateTime.
            let zone = value("timezone_type").and_then(|_| value("timezone"))?;
            Some(Cow::Owned(format!("{} {zone}", value("date")?)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(members: &[(&str, &str)]) -> Option<String> {
        let owned: Vec<(&str, Cow<'_, str>)> =
            members.iter().map(|(name, value)| (*name, Cow::Borrowed(*value))).collect();
        let members: Vec<_> = owned.iter().map(|(name, value)| (*name, value)).collect();
        unwrapped(&members).map(Cow::into_owned)
    }

    #[test]
    fn what_databases_wrap_is_taken_out() {
        let wrapped: [(&[(&str, &str)], &str); 9] = [
            (&[("$oid", "5fda28190d4b6097afba6340")], "5fda28190d4b6097afba6340"),
            (&[("$numberLong", "42")], "42"),
            (&[("S", "words")], "words"),
            (&[("NULL", "true")], ""),
            (&[("_seconds", "1535284800"), ("_nanoseconds", "5000000")], "1535284800.005000000"),
            (&[("nanos", "0"), ("seconds", "1535284800")], "1535284800.000000000"),
            (&[("__type", "Date"), ("iso", "2024-01-05T10:00:00Z")], "2024-01-05T10:00:00Z"),
            (&[("$timestamp.t", "1535284800"), ("$timestamp.i", "1")], "1535284800"),
            (
                &[
                    ("date", "2024-01-05 10:00:00.000000"),
                    ("timezone_type", "3"),
                    ("timezone", "Europe/Berlin"),
                ],
                "2024-01-05 10:00:00.000000 Europe/Berlin",
            ),
        ];
        for (members, expected) in wrapped {
            assert_eq!(value(members).as_deref(), Some(expected), "{members:?}");
        }
    }

    #[test]
    fn an_object_of_its_own_stays_one() {
        for members in [
            &[("login", "ann")][..],
            &[("seconds", "5"), ("reason", "slow")],
            &[("seconds", "five"), ("nanos", "0")],
            &[("__type", "Pointer"), ("objectId", "x")],
            &[("date", "2024"), ("text", "a"), ("timezone", "UTC")],
            &[],
        ] {
            assert_eq!(value(members), None, "{members:?}");
        }
    }
}
