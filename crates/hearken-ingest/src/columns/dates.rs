//! How the dates of the mapped column are written: as a person said, else as its values tell together.

use hearken_domain::Timestamp;

use super::SampledColumn;
use crate::message::shown;
use crate::values::{DateFormat, Dates};
use crate::{Mapping, ReadError, Role};

/// How the dates of the column of [`Role::At`] are read, and what was assumed where that cannot be told.
///
/// # Errors
/// [`ReadError::DateFormat`] for a format that is none.
pub(crate) fn dates_of(
    sampled: &[SampledColumn],
    mapping: &Mapping,
    now: Timestamp,
) -> Result<(Dates, Option<String>), ReadError> {
    let format = mapping.date_format().map(|format| {
        DateFormat::new(format).map_err(|reason| ReadError::DateFormat { format: shown(format, 60), reason })
    });
    let column = sampled.iter().find(|column| mapping.get(Role::At) == Some(&column.name));
    let values = column.into_iter().flat_map(|column| &column.values).map(String::as_str);
    let dates = Dates::of_column(values, format.transpose()?, now);
    let note = dates.undecided().zip(column).map(|(example, column)| {
        let column = shown(&column.name, 60);
        format!(
            "whether dates like {example} begin with the day or the month cannot be told from the column '{column}'; the \
             month was assumed, and at={column}:%d/%m/%Y says that it is the day"
        )
    });
    Ok((dates, note))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mapping: &str, values: &[&str]) -> Result<Option<String>, String> {
        let column = SampledColumn {
            name: "Created".to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        let mut resolved: Mapping = mapping.parse().unwrap();
        if let Some((column, format)) = crate::values::split_format(mapping.trim_start_matches("at=")) {
            resolved = format!("at={column}").parse().unwrap();
            resolved.set_date_format(format);
        }
        let now = "2024-06-01T00:00:00Z".parse().unwrap();
        dates_of(&[column], &resolved, now).map(|(_, note)| note).map_err(|error| error.to_string())
    }

    #[test]
    fn a_column_that_leaves_the_order_open_is_noted_with_what_was_assumed_and_how_to_set_it() {
        let note = read("at=Created", &["03/04/2023", "05/06/2023"]).unwrap().unwrap();
        assert!(
            note.contains("03/04/2023") && note.contains("'Created'") && note.contains("month was assumed"),
            "{note}"
        );
        assert_eq!(read("at=Created", &["13/04/2023", "05/06/2023"]), Ok(None));
        assert_eq!(read("at=Created:%d/%m/%Y", &["03/04/2023"]), Ok(None));
    }

    #[test]
    fn a_format_that_is_none_is_named() {
        let error = read("at=Created:%d/%K", &["03/04/2023"]).unwrap_err();
        assert!(error.starts_with("'%d/%K' is not a valid format of dates: "), "{error}");
    }
}
