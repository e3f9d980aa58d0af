//! Which column plays which role, as a person types it and as a source remembers it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{MappingError, Role};

/// Role → column. The column of [`Role::At`] may have the format of its dates behind it, as in `Created:%d/%m/%Y`, until a
/// file shows where its name ends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "BTreeMap<String, String>", try_from = "BTreeMap<String, String>")]
pub struct Mapping {
    columns: BTreeMap<Role, String>,
    date_format: Option<String>,
}

impl From<Mapping> for BTreeMap<String, String> {
    fn from(mapping: Mapping) -> Self {
        mapping.to_map()
    }
}

impl TryFrom<BTreeMap<String, String>> for Mapping {
    type Error = MappingError;
    fn try_from(words: BTreeMap<String, String>) -> Result<Self, MappingError> {
        Self::from_map(&words)
    }
}

impl Mapping {
    /// From words, as a source remembers them.
    ///
    /// # Errors
    /// [`MappingError::Role`] for a word that is not a role, [`MappingError::Shape`] for a blank column,
    /// [`MappingError::Twice`] for two words of one role.
    pub fn from_map(words: &BTreeMap<String, String>) -> Result<Self, MappingError> {
        let mut mapping = Self::default();
        for (role, column) in words {
            mapping.add(role, column)?;
        }
        Ok(mapping)
    }

    /// As words.
    pub fn to_map(&self) -> BTreeMap<String, String> {
        self.written().map(|(role, column)| (role.as_str().to_owned(), column.into_owned())).collect()
    }

    /// The column of a role.
    pub fn get(&self, role: Role) -> Option<&str> {
        self.columns.get(&role).map(String::as_str)
    }

    /// Gives a role a column.
    pub fn set(&mut self, role: Role, column: impl Into<String>) {
        self.columns.insert(role, column.into());
    }

    /// Every role with its column.
    pub fn iter(&self) -> impl Iterator<Item = (Role, &str)> {
        self.columns.iter().map(|(role, column)| (*role, column.as_str()))
    }

    /// Notes that the column of [`Role::At`] has its dates in this format.
    pub(crate) fn set_date_format(&mut self, format: &str) {
        self.date_format = Some(format.to_owned());
    }

    /// The format of the dates of [`Role::At`], where it is known to be one.
    pub(crate) fn date_format(&self) -> Option<&str> {
        self.date_format.as_deref()
    }

    /// Every role with its column, and the format behind the column of dates.
    fn written(&self) -> impl Iterator<Item = (Role, Cow<'_, str>)> {
        self.iter().map(|(role, column)| match &self.date_format {
            Some(format) if role == Role::At => (role, Cow::Owned(format!("{column}:{format}"))),
            _ => (role, Cow::Borrowed(column)),
        })
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    fn add(&mut self, role: &str, column: &str) -> Result<(), MappingError> {
        let role: Role = role.parse()?;
        if column.trim().is_empty() {
            return Err(MappingError::Shape(format!("{role}=")));
        }
        match self.columns.insert(role, column.to_owned()) {
            None => Ok(()),
            Some(_) => Err(MappingError::Twice(role)),
        }
    }
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (role, column)) in self.written().enumerate() {
            if number > 0 {
                f.write_str(",")?;
            }
            if column.contains([',', '"', ' ', '=']) {
                write!(f, "{role}=\"{}\"", column.replace('"', "\"\""))?;
            } else {
                write!(f, "{role}={column}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Mapping {
    type Err = MappingError;
    /// Reads `text=Review,at="Submit Date"`; inside quotes a comma is part of the name and `""` is one quote.
    fn from_str(given: &str) -> Result<Self, MappingError> {
        let mut mapping = Self::default();
        for (role, column) in pairs(given)? {
            mapping.add(&role, &column)?;
        }
        Ok(mapping)
    }
}

/// Roles with their columns, as they are typed, whatever roles there are.
///
/// # Errors
/// [`MappingError::Shape`] for a part without a column.
pub fn pairs(given: &str) -> Result<Vec<(String, String)>, MappingError> {
    let mut pairs = Vec::new();
    let mut rest = given.trim();
    while !rest.is_empty() {
        let Some((role, after)) = rest.split_once('=') else {
            return Err(MappingError::Shape(rest.chars().take(60).collect()));
        };
        let (column, after) = column(after.trim_start());
        pairs.push((role.trim().to_owned(), column));
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if after.is_empty() => after,
            None => return Err(MappingError::Shape(after.chars().take(60).collect())),
        };
    }
    Ok(pairs)
}

/// The column that `rest` begins with, and what follows it. The format of dates behind a colon may stand in quotes of its
/// own.
fn column(rest: &str) -> (String, &str) {
    let (mut name, mut after) = match rest.strip_prefix('"') {
        Some(quoted) => in_quotes(quoted),
        None => {
            let end = rest.find(',').unwrap_or(rest.len());
            match rest[..end].find(":\"") {
                Some(colon) => (rest[..colon].to_owned(), &rest[colon..]),
                None => (rest[..end].trim().to_owned(), &rest[end..]),
            }
        }
    };
    if let Some(format) = after.strip_prefix(':') {
        let (format, behind) = match format.strip_prefix('"') {
            Some(quoted) => in_quotes(quoted),
            None => {
                let end = format.find(',').unwrap_or(format.len());
                (format[..end].trim().to_owned(), &format[end..])
            }
        };
        name = format!("{name}:{format}");
        after = behind;
    }
    (name, after)
}

/// What stands before the closing quote, and what follows it.
fn in_quotes(mut rest: &str) -> (String, &str) {
    let mut name = String::new();
    while let Some(quote) = rest.find('"') {
        name.push_str(&rest[..quote]);
        rest = &rest[quote + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                name.push('"');
                rest = after;
            }
            None => return (name, rest),
        }
    }
    name.push_str(rest);
    (name, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_mapping_takes_quotes_around_names_with_spaces_and_commas() {
        let mapping: Mapping = r#"text=Review, at="Submit Date",id="a,""b""#.parse().unwrap();
        assert_eq!(mapping.get(Role::Text), Some("Review"));
        assert_eq!(mapping.get(Role::At), Some("Submit Date"));
        assert_eq!(mapping.get(Role::Id), Some("a,\"b"));
    }

    #[test]
    fn a_mapping_reads_back_what_it_prints_and_what_a_source_remembers() {
        let mapping: Mapping = r#"text=Review,at="Submit ""Date""""#.parse().unwrap();
        assert_eq!(mapping.to_string().parse(), Ok(mapping.clone()));
        assert_eq!(Mapping::from_map(&mapping.to_map()), Ok(mapping.clone()));
        let json = serde_json::to_string(&mapping).unwrap();
        assert_eq!(serde_json::from_str::<Mapping>(&json).unwrap(), mapping);
    }

    #[test]
    fn the_format_of_dates_stands_behind_their_column_with_quotes_where_it_has_commas() {
        for given in [
            r#"text=Review,at=Created:"%b %d, %Y""#,
            r#"text=Review,at="Created":"%b %d, %Y""#,
            r#"text=Review,at="Created:%b %d, %Y""#,
        ] {
            let mapping: Mapping = given.parse().unwrap();
            assert_eq!(mapping.get(Role::At), Some("Created:%b %d, %Y"), "{given}");
            assert_eq!(mapping.to_string().parse(), Ok(mapping), "{given}");
        }
        let mapping: Mapping = r#"at="Submit Date":%d/%m/%Y,text=Review"#.parse().unwrap();
        assert_eq!(
            (mapping.get(Role::At), mapping.get(Role::Text)),
            (Some("Submit Date:%d/%m/%Y"), Some("Review"))
        );
    }

    #[test]
    fn a_mapping_from_before_labels_were_called_so_means_the_same() {
        let typed: Mapping = "text=Review,segment=Country".parse().unwrap();
        assert_eq!(typed.to_string(), "text=Review,labels=Country");
        let remembered = BTreeMap::from([("segment".to_owned(), "Country".to_owned())]);
        assert_eq!(Mapping::from_map(&remembered).unwrap().get(Role::Labels), Some("Country"));
        assert_eq!("tag=Country".parse::<Mapping>().unwrap().get(Role::Labels), Some("Country"));
        let sent: Mapping = serde_json::from_str(r#"{"segment":"Country"}"#).unwrap();
        assert_eq!(sent.get(Role::Labels), Some("Country"));
    }

    #[test]
    fn an_unknown_role_a_missing_column_and_a_double_role_are_named() {
        let error = |given: &str| given.parse::<Mapping>().unwrap_err().to_string();
        assert!(
            error("words=Review").starts_with("'words' is not a valid role of a column; roles are text,")
        );
        assert!(error("Review").starts_with("'Review' is not a valid mapping"));
        assert!(error("text=").starts_with("'text=' is not a valid mapping"));
        assert_eq!(error("text=a,text=b"), "text is mapped twice; name one column for it");
    }
}
