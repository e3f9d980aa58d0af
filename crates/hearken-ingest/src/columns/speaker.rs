//! A column that says on whose side a message was said, as exports of chats and tickets have it.

use super::SampledColumn;
use crate::letters::{letters, listed};

/// Names that such a column has where each of its values is a side: mostly such columns hold people.
const PEOPLE: [&str; 3] = ["sender", "from", "author"];
/// Ends of names that such a column has, letters only.
const NAMES: [&str; 9] = [
    "authortype",
    "sendertype",
    "fromtype",
    "speakertype",
    "authorrole",
    "direction",
    "participanttype",
    "role",
    "speaker",
];
/// Names of columns that say by `true` that it was the company.
const FLAGS: [&str; 6] = ["isagent", "isstaff", "isbot", "isoperator", "isinternal", "fromagent"];
/// Whoever has such a role speaks for the company, of whichever workspace the roles are.
const ROLES: &str = " agent support operator bot system assistant representative supportagent humanagent ";
/// The same where the column is of authors, not of roles: customers may be administrators of what they bought.
const OWN: &str = " admin staff developer employee outbound outgoing out team ";
const CUSTOMERS: &str = " customer user enduser client contact lead visitor requester inbound incoming in consumer human buyer \
    guest reviewer respondent ";

/// The column that says who spoke, if there is one.
pub(crate) fn speaker_column(sampled: &[SampledColumn]) -> Option<&str> {
    let found = sampled.iter().find(|column| {
        let flags = is_flag(&column.name) && column.values.iter().all(|value| truth(value).is_some());
        let known = |value: &String| is_own(&column.name, value) || listed(CUSTOMERS, value);
        let known_values = column.values.iter().filter(|value| known(value)).count();
        // A value that says neither, such as "system note", is nobody's answer.
        let named = NAMES.iter().any(|name| letters(&column.name).ends_with(name))
            && known_values * 2 > column.values.len()
            || PEOPLE.contains(&letters(&column.name).as_str()) && known_values == column.values.len();
        let sides = named && column.values.iter().any(|value| listed(CUSTOMERS, value));
        !column.values.is_empty() && (flags || sides)
    });
    found.map(|column| column.name.as_str())
}

/// Whether the value of the column that says who spoke means the company's own people or programs.
pub(crate) fn is_own(column: &str, value: &str) -> bool {
    if is_flag(column) {
        return truth(value) == Some(true);
    }
    let column = letters(column);
    let of_roles =
        !column.ends_with("authorrole") && (column.ends_with("role") || column.ends_with("speaker"));
    listed(ROLES, value) || (!of_roles && listed(OWN, value))
}

fn is_flag(name: &str) -> bool {
    FLAGS.contains(&letters(name.rsplit('.').next().unwrap_or(name)).as_str())
}

fn truth(value: &str) -> Option<bool> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, values: &[&str]) -> Vec<SampledColumn> {
        vec![SampledColumn {
            name: name.to_owned(),
            values: values.iter().map(|v| (*v).to_owned()).collect(),
        }]
    }

    #[test]
    fn a_column_of_sides_is_known_by_its_name_and_all_its_values() {
        for (name, values) in [
            ("author.type", vec!["agent", "end-user"]),
            ("Role", vec!["user"]),
            ("author_type", vec!["customer", "agent", "system note"]),
            ("sender", vec!["customer", "agent"]),
            ("is_staff", vec!["false", "true"]),
        ] {
            assert_eq!(speaker_column(&column(name, &values)), Some(name));
        }
        for (name, values) in [
            ("role", vec!["Engineer", "user"]),
            ("Role", vec!["admin", "user"]),
            ("note", vec!["user"]),
            ("sender", vec!["Ann", "agent"]),
        ] {
            assert_eq!(speaker_column(&column(name, &values)), None, "{name} {values:?}");
        }
        assert!(
            is_own("author.type", "Agent")
                && !is_own("author.type", "end-user")
                && is_own("is_staff", "true")
        );
    }
}
