//! The labels that one cell or string holds: a source's own list, as far as it can be told from one label.

use serde_json::Value;

/// Letters that end the names of columns that hold several at once.
const PLURALS: [&str; 4] = ["tags", "labels", "keywords", "topics"];
/// What stands between them, the one that no label holds first.
const SEPARATORS: [char; 4] = [';', '|', '\n', ','];

/// The labels in a value of the column called `name`: a JSON list of names as it is; where the column's name is a plural,
/// what stands between separators; else the value as a whole, for a single label may hold any of them.
pub(crate) fn labels_in(name: &str, value: &str) -> Vec<String> {
    if value.starts_with('[')
        && let Ok(Value::Array(values)) = serde_json::from_str(value)
        && let Some(names) = names(&values)
    {
        return names;
    }
    let name = name.to_lowercase();
    let separator = SEPARATORS.into_iter().find(|separator| value.contains(*separator));
    match separator {
        Some(separator) if PLURALS.iter().any(|plural| name.ends_with(plural)) => {
            value.split(separator).map(str::to_owned).collect()
        }
        _ => vec![value.to_owned()],
    }
}

/// The members of a list, where each is a plain value or has a name.
pub(crate) fn names(values: &[Value]) -> Option<Vec<String>> {
    let name = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Object(members) => {
            let inner = members.get("node").and_then(Value::as_object).unwrap_or(members);
            inner.get("name").and_then(Value::as_str).map(str::to_owned)
        }
        Value::Null | Value::Array(_) => None,
    };
    values.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_in_a_cell_is_taken_apart_where_its_column_says_that_it_is_one() {
        for (name, value, expected) in [
            ("Labels", "bug, ios", vec!["bug", " ios"]),
            ("Tags", "bug; ios, iPad", vec!["bug", " ios, iPad"]),
            ("issue.labels", "bug|ios", vec!["bug", "ios"]),
            ("labels", "good first issue", vec!["good first issue"]),
            ("Country", "Korea, Republic of", vec!["Korea, Republic of"]),
            ("label", "a, b", vec!["a, b"]),
            ("label", r#"["a, b","\"c\""]"#, vec!["a, b", "\"c\""]),
            ("label", r#"[{"name":"a"},{"node":{"name":"b"}}]"#, vec!["a", "b"]),
            ("label", "[beta] app", vec!["[beta] app"]),
            ("label", r"[[1]]", vec!["[[1]]"]),
        ] {
            assert_eq!(labels_in(name, value), expected, "{name}: {value}");
        }
    }
}
