//! The records of a list, each as its fields by their names.

use std::collections::HashMap;
use std::io::Read;
use std::ops::ControlFlow;

use hearken_domain::{RefusedPerson, RefusedRow, counted};

use super::{CustomerOptions, RECORDS_MAX};
use crate::decode::decode;
use crate::fill::fits;
use crate::opening::{Opening, beginning};
use crate::recognise::Container;
use crate::records::{Step, Window, cell_value, json_fields, with_key};
use crate::unpack::{read_error, unpack};
use crate::{Format, Input, Options, ReadError};

/// A record as its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) place: String,
    /// By the number of their column.
    pub(super) fields: Vec<(usize, String)>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Records {
    pub(super) format: Format,
    pub(super) encoding: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Result<Record, RefusedRow>>,
    pub(super) notes: Vec<String>,
    name: String,
    /// The numbers of the columns.
    numbers: HashMap<String, usize>,
}

impl Records {
    pub(super) fn read(input: Input, options: &CustomerOptions) -> Result<Self, ReadError> {
        let mut all = Self {
            format: Format::Csv,
            encoding: String::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
            name: input.name().to_owned(),
            numbers: HashMap::new(),
        };
        unpack(input, &options.limits, &mut |file| {
            let entry = file.among_others.then(|| file.name.clone());
            match file.bytes {
                Ok(bytes) => all.file(&file.name, entry.as_deref(), bytes, options)?,
                Err(reason) => return Err(ReadError::Archive { name: file.name, reason }),
            }
            Ok(ControlFlow::Continue(()))
        })?;
        match all.rows.is_empty() {
            true => Err(ReadError::Empty { name: all.name }),
            false => Ok(all),
        }
    }

    /// What the list is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    fn file(
        &mut self,
        name: &str,
        entry: Option<&str>,
        bytes: Box<dyn Read + '_>,
        options: &CustomerOptions,
    ) -> Result<(), ReadError> {
        let decoded = decode(name, bytes, options.encoding)?;
        let mut window = Window::new(decoded.reader);
        let opening = Options { format: options.format, ..Options::new(options.limits) };
        let Opening { mut container, sample, too_long } = beginning(name, &mut window, &opening)?;
        if !matches!(container, Container::Table(_) | Container::Lines | Container::Elements(_)) {
            return Err(ReadError::NotRecords {
                name: name.to_owned(),
                what: "no table and no JSON",
                advice: "export the customers as CSV, JSON or JSON lines",
            });
        }
        if self.rows.is_empty() {
            self.format = container.format();
            decoded.encoding.clone_into(&mut self.encoding);
        }
        self.notes.extend(sample.notes);
        let table: Vec<usize> = sample.columns.iter().map(|column| self.column(&column.name)).collect();
        let place = |place: String| entry.map_or_else(|| place.clone(), |entry| format!("{entry}, {place}"));
        for (line, _, reason) in too_long {
            self.refuse(place(format!("line {line}")), reason);
        }
        let mut count = 0_u64;
        loop {
            let line = window.line();
            let step = container
                .next(&mut window, options.limits.line_bytes_max)
                .map_err(|error| read_error(name, count, error))?;
            let (bytes, found) = match step {
                Step::End => return Ok(()),
                Step::Between(bytes) => {
                    window.consume(bytes);
                    continue;
                }
                Step::Skipped(_, reason) => (0, Err(reason)),
                Step::Broken(bytes, reason) => (bytes, Err(reason)),
                Step::Record(bytes) if is_header(&window.bytes()[..bytes], &sample.header) => {
                    window.consume(bytes);
                    continue;
                }
                Step::Record(bytes) => (bytes, self.record(&container, &table, &window.bytes()[..bytes])),
            };
            window.consume(bytes);
            count += 1;
            self.check_room(name)?;
            let place = place(match container {
                Container::Elements(_) => format!("record {count}"),
                _ => format!("line {line}"),
            });
            match found {
                Ok(fields) => self.rows.push(Ok(Record { place, fields })),
                Err(reason) => self.refuse(place, reason),
            }
        }
    }

    fn check_room(&self, name: &str) -> Result<(), ReadError> {
        if self.rows.len() < RECORDS_MAX {
            return Ok(());
        }
        let reason = format!("it has more than {RECORDS_MAX} records; split it into several sources");
        Err(ReadError::TooLarge { name: name.to_owned(), reason })
    }

    fn record(
        &mut self,
        container: &Container,
        table: &[usize],
        bytes: &[u8],
    ) -> Result<Vec<(usize, String)>, String> {
        match std::str::from_utf8(bytes) {
            Ok(record) => self.fields(container, table, record),
            Err(_) => Err("it has bytes that are broken in the encoding of the file".to_owned()),
        }
    }

    fn fields(
        &mut self,
        container: &Container,
        columns: &[usize],
        record: &str,
    ) -> Result<Vec<(usize, String)>, String> {
        match container {
            Container::Table(table) if !fits(&table.cells, columns.len(), record) => Err(format!(
                "the row has {} where the table has {}",
                counted(table.cells.len() as u64, "cell"),
                counted(columns.len() as u64, "column")
            )),
            Container::Table(table) => {
                let cells = columns.iter().zip(&table.cells);
                Ok(cells.map(|(column, cell)| (*column, cell_value(record, cell).into_owned())).collect())
            }
            _ => {
                let mut read = Vec::new();
                json_fields(record, &mut read)?;
                if let Container::Elements(elements) = container {
                    with_key(&mut read, elements.key());
                }
                Ok(read
                    .into_iter()
                    .map(|field| (self.column(&field.name), field.value.into_owned()))
                    .collect())
            }
        }
    }

    /// The number of the column of that name, which is given on first sight.
    fn column(&mut self, name: &str) -> usize {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        self.columns.push(name.to_owned());
        self.numbers.insert(name.to_owned(), self.columns.len() - 1);
        self.columns.len() - 1
    }

    fn refuse(&mut self, place: String, reason: String) {
        self.rows.push(Err(RefusedRow { place, reason, external_id: None, person: RefusedPerson::Unread }));
    }
}

/// Whether a record is the table's row of names once more.
fn is_header(bytes: &[u8], header: &[u8]) -> bool {
    !header.is_empty() && bytes.trim_ascii() == header
}
