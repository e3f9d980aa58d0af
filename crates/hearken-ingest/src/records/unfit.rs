//! JSON that holds a table rather than records: what it looks like, and what to do.

use super::Shape;

/// What the values look like and what to do about it, where no records are among them.
pub(crate) fn table_in_json(values: &[Shape]) -> Option<(&'static str, &'static str)> {
    let [value] = values else { return None };
    match value {
        Shape::List(rows) if !rows.is_empty() && rows.iter().all(is_row) => Some((
            "JSON of rows without names",
            "write each row as an object with the columns' names, or the table as CSV",
        )),
        Shape::Fields(fields) if fields.iter().any(|(name, value)| name == "data" && is_rows(value)) => {
            Some((
                "JSON of columns and rows apart",
                "write each row as an object (in pandas, orient=\"records\"), or the table as CSV",
            ))
        }
        Shape::Fields(columns) if columns.len() > 1 && are_columns(columns) => Some((
            "JSON by columns, not by records",
            "write each row as an object (in pandas, orient=\"records\"), or the table as CSV",
        )),
        _ => None,
    }
}

fn is_row(value: &Shape) -> bool {
    matches!(value, Shape::List(cells) if cells.len() > 1 && cells.iter().all(is_plain))
}

fn is_rows(value: &Shape) -> bool {
    matches!(value, Shape::List(rows) if !rows.is_empty() && rows.iter().all(is_row))
}

/// Whether each holds values by the number of their row.
fn are_columns(columns: &[(String, Shape)]) -> bool {
    let numbered = |name: &String| name.bytes().all(|b| b.is_ascii_digit());
    columns.iter().all(|(_, column)| {
        column.fields().is_some_and(|cells| {
            !cells.is_empty() && cells.iter().all(|(row, value)| numbered(row) && is_plain(value))
        })
    })
}

fn is_plain(value: &Shape) -> bool {
    matches!(value, Shape::Words(_) | Shape::Scalar | Shape::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_in_json_are_told_by_what_they_look_like_and_records_are_none() {
        let told = |json: &str| table_in_json(&Shape::read(json.as_bytes())).map(|(what, _)| what);
        assert_eq!(told(r#"[["id","text"],[1,"a b"]]"#), Some("JSON of rows without names"));
        assert_eq!(
            told(r#"{"columns":["id","text"],"data":[[1,"a b"]]}"#),
            Some("JSON of columns and rows apart")
        );
        assert_eq!(told(r#"{"id":{"0":1},"text":{"0":"a b"}}"#), Some("JSON by columns, not by records"));
        for json in [
            r#"[{"text":"a"}]"#,
            r#"{"1":{"text":"a"},"2":{"text":"b"}}"#,
            "[]",
            r#"["a","b"]"#,
            r#"{"text":"a"}"#,
        ] {
            assert_eq!(told(json), None, "{json}");
        }
    }
}
