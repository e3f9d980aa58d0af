//! The first records of an input, from which its columns and their roles are guessed.

use std::io::Cursor;

use hearken_domain::counted;

use crate::Mapping;
use crate::columns::{SampledColumn, is_role_name};
use crate::header::{further_headers, is_value, with_parts};
use crate::recognise::{Beginning, Container};
use crate::records::{
    Chat, Elements, Lines, Scan, Step, Table, Window, cell_value, json_fields, message, rejected_original,
    scan, with_key,
};

/// How many records the guesses rest on.
const RECORDS: usize = 300;
/// How much of a value is looked at.
const VALUE_CHARS: usize = 300;
/// Columns beyond these play no role unless a person says so.
const COLUMNS_MAX: usize = 2000;

/// The beginning of an input, cut into columns.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    pub(crate) columns: Vec<SampledColumn>,
    pub(crate) records: usize,
    /// Bytes of the header, and of what stands before it.
    pub(crate) header_bytes: usize,
    /// Whether the records are those of a rejects file, each beside its location and reason.
    pub(crate) rejected: bool,
    /// The row of names as it stands there.
    pub(crate) header: Vec<u8>,
    /// Columns whose name was there before, as they are called now, and that name.
    pub(crate) repeats: Vec<(String, String)>,
    /// What a person should know.
    pub(crate) notes: Vec<String>,
}

impl Sample {
    /// Cuts `beginning` as its container says.
    pub(crate) fn take(container: &Container, beginning: Beginning<'_>, mapping: &Mapping) -> Self {
        match container {
            Container::Table(table) => sample_table(table, beginning, mapping),
            Container::Lines => sample_json(beginning, None),
            Container::Elements(elements) => sample_json(beginning, Some(elements.clone())),
            Container::Chat => sample_chat(beginning),
            Container::Blocks(_) => {
                let text = String::from_utf8_lossy(beginning.bytes);
                let values = text.trim().chars().take(VALUE_CHARS).collect::<String>();
                let column = SampledColumn { name: "text".to_owned(), values: vec![values] };
                Self { columns: vec![column], records: 1, ..Self::default() }
            }
        }
    }
}

fn sample_table(table: &Table, beginning: Beginning<'_>, mapping: &Mapping) -> Sample {
    let (mut rows, mut cells, mut offset, mut ends) = (Vec::new(), Vec::new(), 0, Vec::new());
    while offset < beginning.bytes.len() && rows.len() < RECORDS {
        let rest = &beginning.bytes[offset..];
        match scan(table.dialect, beginning.newline, rest, beginning.whole, &mut cells) {
            Scan::Record(len) => {
                offset += len;
                let Ok(text) = std::str::from_utf8(&rest[..len]) else { continue };
                let row: Vec<String> = cells.iter().map(|cell| shorten(&cell_value(text, cell))).collect();
                if row.len() > 1 || !text.trim().is_empty() {
                    rows.push(row);
                    ends.push((offset - len, offset));
                }
            }
            Scan::More => break,
            Scan::Unclosed => {
                offset += memchr::memchr(beginning.newline, rest).map_or(rest.len(), |end| end + 1);
            }
        }
    }
    let mut sample = Sample { records: rows.len(), ..Sample::default() };
    let Some((first, rest)) = rows.split_first() else { return sample };
    let mut values = &rows[..];
    let names = if is_header(first, rest, mapping) {
        let further = further_headers(rest);
        (sample.header_bytes, values) = (ends[further].1, &rest[further..]);
        beginning.bytes[ends[0].0..ends[0].1].trim_ascii().clone_into(&mut sample.header);
        // Of more rows than two the first has the names, and the others what programs make of them.
        let names = match further {
            1 => distinct_names(&with_parts(first, &rest[0]), &mut sample),
            _ => distinct_names(first, &mut sample),
        };
        if further > 0 {
            sample.notes.push(format!(
                "the header has {}, of which none is a record",
                counted(further as u64 + 1, "row")
            ));
        }
        names
    } else {
        sample
            .notes
            .push("the table has no header: its columns are called column 1, column 2 and so on".to_owned());
        (1..=first.len()).map(|number| format!("column {number}")).collect()
    };
    sample.columns = names
        .into_iter()
        .enumerate()
        .map(|(index, name)| {
            let fitting = values.iter().filter(|row| row.len() == first.len());
            let filled = fitting.filter_map(|row| row.get(index)).filter(|value| !value.is_empty());
            SampledColumn { name, values: filled.cloned().collect() }
        })
        .collect();
    sample
}

/// Whether the first row holds names rather than values.
fn is_header(first: &[String], rest: &[Vec<String>], mapping: &Mapping) -> bool {
    let any_mapped = |is: &dyn Fn(&str) -> bool| mapping.iter().any(|(_, column)| is(column));
    if any_mapped(&|column| first.iter().any(|cell| cell.eq_ignore_ascii_case(column.trim()))) {
        return true;
    }
    if any_mapped(&|column| column.strip_prefix("column ").is_some_and(|n| n.parse::<usize>().is_ok())) {
        return false;
    }
    if first.iter().any(|cell| is_value(cell)) {
        return false;
    }
    let repeats = |(index, cell): (usize, &String)| {
        !cell.is_empty() && rest.iter().any(|row| row.get(index) == Some(cell))
    };
    first.iter().any(|cell| is_role_name(cell)) || !first.iter().enumerate().any(repeats)
}

/// Names made different from each other.
fn distinct_names(header: &[String], sample: &mut Sample) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (index, cell) in header.iter().enumerate() {
        let plain = match cell.trim() {
            "" => format!("column {}", index + 1),
            name => name.to_owned(),
        };
        let mut name = plain.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{plain} ({number})");
            number += 1;
        }
        if name != plain {
            sample.repeats.push((name.clone(), plain));
        }
        names.push(name);
    }
    names
}

fn sample_json(beginning: Beginning<'_>, elements: Option<Elements>) -> Sample {
    let mut window = Window::new(Box::new(Cursor::new(beginning.bytes)));
    let (mut sample, mut elements) = (Sample::default(), elements);
    while sample.records < RECORDS {
        let step = match &mut elements {
            Some(elements) => elements.next(&mut window, beginning.bytes.len()),
            None => Lines::next(&mut window, beginning.bytes.len()),
        };
        if let Ok(Step::Skipped(..)) = step {
            continue;
        }
        let Ok(Step::Record(len) | Step::Broken(len, _) | Step::Between(len)) = step else { break };
        if let (Ok(Step::Record(_)), Ok(record)) = (step, std::str::from_utf8(&window.bytes()[..len])) {
            let (original, mut fields) = (rejected_original(record), Vec::new());
            sample.rejected |= original.is_some();
            if json_fields(original.as_deref().unwrap_or(record), &mut fields).is_ok() {
                sample.records += 1;
                let key = elements.as_ref().and_then(Elements::key);
                with_key(&mut fields, key);
                for field in fields.drain(..) {
                    sample.add(&field.name, &field.value);
                }
            }
        }
        window.consume(len);
    }
    sample
}

fn sample_chat(beginning: Beginning<'_>) -> Sample {
    let mut window = Window::new(Box::new(Cursor::new(beginning.bytes)));
    let mut sample = Sample::default();
    for name in ["at", "author", "text"] {
        sample.add(name, "");
    }
    while sample.records < RECORDS {
        let Ok(Step::Record(len) | Step::Between(len)) = Chat::next(&mut window, beginning.bytes.len())
        else {
            break;
        };
        if let Some(message) =
            std::str::from_utf8(&window.bytes()[..len]).ok().and_then(|text| message(text).ok())
        {
            sample.records += 1;
            sample.add("at", &message.at);
            sample.add("author", message.author);
            sample.add("text", message.text);
        }
        window.consume(len);
    }
    sample
}

impl Sample {
    fn add(&mut self, name: &str, value: &str) {
        let index = self.columns.iter().position(|column| column.name == name);
        let column = match index {
            Some(index) => &mut self.columns[index],
            None if self.columns.len() < COLUMNS_MAX => {
                self.columns.push(SampledColumn { name: name.to_owned(), values: Vec::new() });
                let last = self.columns.len() - 1;
                &mut self.columns[last]
            }
            None => return,
        };
        let value = shorten(value);
        if !value.is_empty() {
            column.values.push(value);
        }
    }
}

fn shorten(value: &str) -> String {
    value.trim().chars().take(VALUE_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(table: &str) -> Sample {
        let beginning = Beginning { name: "x.csv", bytes: table.as_bytes(), newline: b'\n', whole: true };
        let container = crate::recognise::container(beginning, None).container;
        Sample::take(&container, beginning, &Mapping::default())
    }

    fn names(table: &str) -> Vec<String> {
        sample(table).columns.into_iter().map(|column| column.name).collect()
    }

    #[test]
    fn headers_that_repeat_or_are_empty_get_distinct_names() {
        let sample = sample("text,date,text,,text\na,b,c,d,e\n");
        let names: Vec<&str> = sample.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["text", "date", "text (2)", "column 4", "text (3)"]);
        assert_eq!(sample.repeats[0], ("text (2)".to_owned(), "text".to_owned()));
    }

    #[test]
    fn a_first_row_of_values_is_not_a_header() {
        assert_eq!(
            names("billing,I am still waiting for my card to come\nlogin,b\n"),
            ["column 1", "column 2"]
        );
        assert_eq!(names("a,2024-01-05\nb,2024-01-06\n"), ["column 1", "column 2"]);
        assert_eq!(names("late,card\nlate,refund\n"), ["column 1", "column 2"]);
        assert_eq!(
            names("Was hast du erlebt,Wann\nEs ging nicht,2024-01-05\n"),
            ["Was hast du erlebt", "Wann"]
        );
    }
}
