//! What an import says of items without a time of their own, so that none is left out of trends in silence.

use hearken_domain::counted;
use hearken_ingest::{Format, Undated};

/// How many items have no time of their own, and the first that have one which cannot be read. What they quote passes
/// redaction: a column taken for the time may hold words.
pub(crate) fn undated_note(
    undated: &Undated,
    items: u64,
    column: Option<&str>,
    format: Format,
    redact: impl Fn(&str) -> String,
) -> Option<String> {
    // Prose has no times.
    if undated.items == 0 || format == Format::Text {
        return None;
    }
    let mut note = match undated.items {
        all if all == items => "no item has a date".to_owned(),
        1 => format!("1 of {} has no date", counted(items, "item")),
        some => format!("{some} of {} have no date", counted(items, "item")),
    };
    note.push_str(", and none of these takes part in trends");
    match column {
        None => note.push_str(": no column holds dates; name one with at=COLUMN"),
        Some(_) if undated.unreadable == 0 => note.push_str(": the source says none"),
        Some(column) => {
            let examples: Vec<String> = undated
                .examples
                .iter()
                .map(|(location, reason)| {
                    let reason = reason.split("; expected").next().unwrap_or_default();
                    format!("{location}: {}", redact(reason))
                })
                .collect();
            note.push_str(&format!(
                ": {} in the column '{column}' cannot be read as one ({}); say how they are written with \
                 at={column}:FORMAT, such as at={column}:%d/%m/%Y",
                undated.unreadable,
                examples.join("; ")
            ));
        }
    }
    Some(note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        hearken_analysis::redact::redact(text).into_string()
    }

    #[test]
    fn undated_items_are_counted_with_redacted_examples_and_what_to_do() {
        let none = Undated::default();
        let silent = Undated { items: 2, ..Undated::default() };
        let examples = vec![("line 2".to_owned(), "'mail ann@example.com' is not a valid date".to_owned())];
        let vain = Undated { items: 3, unreadable: 1, examples };
        let note =
            |undated, column| undated_note(undated, 3, column, Format::Csv, masked).unwrap_or_default();
        assert_eq!(note(&none, Some("Created")), "");
        assert_eq!(
            note(&silent, None),
            "2 of 3 items have no date, and none of these takes part in trends: no column holds dates; name one with at=COLUMN"
        );
        assert!(note(&silent, Some("Created")).ends_with(": the source says none"));
        let vain = note(&vain, Some("Created"));
        assert!(
            vain.starts_with("no item has a date, ") && vain.contains("1 in the column 'Created'"),
            "{vain}"
        );
        assert!(vain.contains("(line 2: ") && vain.contains("at=Created:FORMAT"), "{vain}");
        assert!(!vain.contains("ann@example.com"), "{vain}");
        assert_eq!(undated_note(&silent, 2, None, Format::Text, masked), None);
    }
}
