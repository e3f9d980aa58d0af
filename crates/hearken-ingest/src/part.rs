//! One file while it is read: what it turned out to be, and its records one by one.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, Read};

use hearken_domain::Kind;
use serde_json::{Map, Value};

use crate::columns::{Columns, SampledColumn, dates_of, resolve_mapping};
use crate::decode::decode;
use crate::draft::{Draft, Rules};
use crate::formats::{self, Preset, keep_all};
use crate::message::columns_shown;
use crate::recognise::{Beginning, Container, container};
use crate::records::{Cell, Step, Window, cell_value, json_fields, rejected_original};
use crate::sample::Sample;
use crate::unpack::read_error;
use crate::{Arrival, Format, Mapping, Options, ReadError, Reject, Role};

/// How much of the beginning is looked at; more only where no record ends in it.
const SAMPLE_BYTES: usize = 512 << 10;

/// A file being read.
pub(crate) struct Part<'r> {
    pub(crate) format: Format,
    pub(crate) encoding: &'static str,
    pub(crate) mapping: Mapping,
    pub(crate) sampled: Vec<SampledColumn>,
    pub(crate) notes: Vec<String>,
    window: Window<'r>,
    container: Container,
    /// Name of the entry, where there are others.
    entry: Option<String>,
    columns: Columns,
    rules: Rules,
    preset: Option<&'static Preset>,
    rejected: bool,
    /// Records at the beginning that were too long to hold: line, beginning, reason.
    too_long: VecDeque<(u64, Vec<u8>, String)>,
    record: u64,
}

impl<'r> Part<'r> {
    /// Finds out what the file is.
    pub(crate) fn open(
        name: &str,
        among_others: bool,
        bytes: Box<dyn Read + 'r>,
        options: &Options,
    ) -> Result<Self, ReadError> {
        let decoded = decode(name, bytes, options.encoding)?;
        let mut window = Window::new(decoded.reader);
        let beginning = beginning(name, &mut window, options)?;
        let (container, sample) = (beginning.container, beginning.sample);
        let names: Vec<&str> = sample.columns.iter().map(|column| column.name.as_str()).collect();
        let preset = match options.format {
            None => formats::recognise(&names),
            Some(format) => formats::preset(format, &names).map_err(|missing| {
                let (wanted, there) =
                    (columns_shown(missing.iter().copied()), columns_shown(names.iter().copied()));
                let reason = format!("it needs the columns {wanted}, and has {there}");
                ReadError::NotFormat { name: name.to_owned(), format, reason }
            })?,
        };
        let format = preset.map_or_else(|| container.format(), |preset| preset.format);
        let mapping = resolve_mapping(name, &sample.columns, preset, options)?;
        let is_ignored = preset.map_or(keep_all as fn(&str) -> bool, |preset| preset.is_ignored);
        let columns =
            Columns::new(sample.columns.iter().map(|column| column.name.clone()), &mapping, is_ignored);
        let (dates, note) = dates_of(&sample.columns, &mapping, options.limits.now)?;
        let rules = Rules {
            limits: options.limits,
            dates,
            kind: options.kind.or(format.kind()).unwrap_or_else(|| default_kind(&mapping)),
            kind_is_given: options.kind.is_some(),
            no_text: preset.map_or("there is no text in it", |preset| preset.no_text),
            title_as_text: preset.is_some_and(|preset| preset.title_as_text),
        };
        Ok(Self {
            format,
            encoding: decoded.encoding,
            mapping,
            sampled: sample.columns,
            notes: sample.notes.into_iter().chain(note).collect(),
            window,
            container,
            entry: among_others.then(|| name.to_owned()),
            columns,
            rules,
            preset,
            rejected: sample.rejected,
            too_long: beginning.too_long.into(),
            record: 0,
        })
    }

    /// What stands between cells, in a table of more than one column.
    pub(crate) fn delimiter(&self) -> Option<char> {
        match &self.container {
            Container::Table(table) => table.dialect.delimiter.map(char::from),
            _ => None,
        }
    }

    /// The next record; `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Arrival>> {
        if let Some((line, beginning, reason)) = self.too_long.pop_front() {
            let arrival = self.reject(line, reason, &String::from_utf8_lossy(&beginning));
            self.record += 1;
            return Ok(Some(arrival));
        }
        loop {
            let line = self.window.line();
            let step = self.container.next(&mut self.window, self.rules.limits.line_bytes_max)?;
            let (bytes, arrival) = match step {
                Step::End => return Ok(None),
                Step::Between(bytes) => {
                    self.window.consume(bytes);
                    continue;
                }
                Step::Skipped(beginning, reason) => {
                    (0, self.reject(line, reason, &String::from_utf8_lossy(&beginning)))
                }
                Step::Broken(bytes, reason) => {
                    let original = String::from_utf8_lossy(&self.window.bytes()[..bytes]);
                    (bytes, self.reject(line, reason, &original))
                }
                Step::Record(bytes) => (bytes, self.parse_record(line, bytes)),
            };
            self.record += 1;
            self.window.consume(bytes);
            return Ok(Some(arrival));
        }
    }

    /// How many records came out of it so far.
    pub(crate) fn records(&self) -> u64 {
        self.record
    }

    fn location(&self, line: u64) -> String {
        let location = match self.container {
            Container::Elements(_) => format!("record {}", self.record + 1),
            _ => format!("line {line}"),
        };
        match &self.entry {
            Some(entry) => format!("{entry}, {location}"),
            None => location,
        }
    }

    fn reject(&self, line: u64, reason: String, original: &str) -> Arrival {
        let original = original.trim_end_matches(['\n', '\r']).to_owned();
        Arrival::Reject(Reject { location: self.location(line), reason, original })
    }

    fn parse_record(&mut self, line: u64, bytes: usize) -> Arrival {
        let location = self.location(line);
        let raw = &self.window.bytes()[..bytes];
        let record = match std::str::from_utf8(raw) {
            Ok(record) => record,
            Err(error) => {
                let reason = broken_bytes(self.encoding, raw, error.valid_up_to());
                return self.reject(line, reason, &String::from_utf8_lossy(raw));
            }
        };
        let original = if self.rejected { rejected_original(record) } else { None };
        let record = original.as_deref().unwrap_or(record);
        let mut draft = Draft::default();
        let filled = match &self.container {
            Container::Table(table) => {
                fill_from_row(&mut draft, &self.rules, &self.columns, record, &table.cells)
            }
            Container::Lines | Container::Elements(_) => {
                fill_from_json(&mut draft, &self.rules, &mut self.columns, self.preset, record)
            }
            Container::Blocks(_) => {
                draft.put(&self.rules, &[Role::Text], "text", Cow::Borrowed(record));
                Ok(())
            }
        };
        match filled.and_then(|()| draft.finish(&self.rules, location)) {
            Ok(item) => Arrival::Item(item),
            Err(reason) => self.reject(line, reason, &self.original(record)),
        }
    }

    /// The record as it can be imported again.
    fn original(&self, record: &str) -> String {
        match &self.container {
            Container::Table(table) if fits(&table.cells, self.columns.len(), record) => {
                let fields = self.columns.mapped().iter().zip(&table.cells);
                let fields: Map<String, Value> = fields
                    .map(|(column, cell)| (column.name.clone(), cell_value(record, cell).into_owned().into()))
                    .collect();
                Value::Object(fields).to_string()
            }
            // Line ends in JSON stand between values only, never inside a string.
            Container::Elements(_) => record.replace(['\n', '\r'], " "),
            _ => record.to_owned(),
        }
    }
}

/// What a file begins with.
struct Opening {
    container: Container,
    sample: Sample,
    too_long: Vec<(u64, Vec<u8>, String)>,
}

/// Looks at the beginning until there are records to guess from, and leaves the window at the first of them.
fn beginning(name: &str, window: &mut Window<'_>, options: &Options) -> Result<Opening, ReadError> {
    let failed = |error| read_error(name, 0, error);
    let bytes_max = options.limits.line_bytes_max;
    let (mut want, mut too_long, mut known) = (SAMPLE_BYTES, Vec::new(), None);
    loop {
        window.ensure(want).map_err(failed)?;
        if window.ended() && window.bytes().trim_ascii().is_empty() && too_long.is_empty() {
            return Err(ReadError::Empty { name: name.to_owned() });
        }
        if known.is_none() {
            window.recognise_newline();
        }
        let (newline, whole) = (window.newline(), window.ended());
        let beginning = Beginning { name, bytes: window.bytes(), newline, whole };
        let (mut container, skip) = known.take().unwrap_or_else(|| container(beginning, options.format));
        let rest = Beginning { bytes: &window.bytes()[skip..], ..beginning };
        let sample = Sample::take(&container, rest, &options.mapping);
        if sample.records > 0 || whole {
            window.consume(skip + sample.header_bytes);
            return Ok(Opening { container, sample, too_long });
        }
        if want <= bytes_max {
            want *= 4;
            continue;
        }
        // The first record is longer than a line may be: the ones behind it tell what the columns are.
        window.consume(skip);
        let line = window.line();
        match container.next(window, bytes_max).map_err(failed)? {
            Step::Skipped(beginning, reason) => too_long.push((line, beginning, reason)),
            Step::Between(bytes) => window.consume(bytes),
            _ => return Ok(Opening { container, sample, too_long }),
        }
        // A table is guessed again from here; the rest of an array does not look like one.
        known = matches!(container, Container::Elements(_)).then_some((container, 0));
    }
}

fn broken_bytes(encoding: &str, raw: &[u8], offset: usize) -> String {
    match encoding {
        "UTF-8" => format!(
            "byte {} of the record, 0x{:02X}, is broken in UTF-8, as which the file is read",
            offset + 1,
            raw[offset]
        ),
        _ => format!("the record has broken bytes in {encoding}, as which the file is read"),
    }
}

/// Whether the row has as many cells as there are columns, but for empty ones at its end.
fn fits(cells: &[Cell], columns: usize, record: &str) -> bool {
    cells.len() >= columns && cells[columns..].iter().all(|cell| cell_value(record, cell).trim().is_empty())
}

fn fill_from_row(
    draft: &mut Draft,
    rules: &Rules,
    columns: &Columns,
    record: &str,
    cells: &[Cell],
) -> Result<(), String> {
    if !fits(cells, columns.len(), record) {
        let (cells, columns) = (cells.len(), columns.len());
        let advice = match cells > columns {
            true => "; put quotes around a text that holds the delimiter",
            false => "",
        };
        return Err(format!("the row has {cells} cells where the table has {columns} columns{advice}"));
    }
    for (column, cell) in columns.mapped().iter().zip(cells) {
        draft.put(rules, &column.roles, &column.name, cell_value(record, cell));
    }
    Ok(())
}

fn fill_from_json(
    draft: &mut Draft,
    rules: &Rules,
    columns: &mut Columns,
    preset: Option<&Preset>,
    record: &str,
) -> Result<(), String> {
    let is_ignored = preset.map_or(keep_all as fn(&str) -> bool, |preset| preset.is_ignored);
    let (mut fields, mut expected) = (Vec::new(), 0);
    json_fields(record, &mut fields)?;
    for (name, value) in fields {
        if let Some(reason) = preset.and_then(|preset| preset.shows_foreign(&name))
            && !value.is_empty()
        {
            return Err(reason.to_owned());
        }
        match columns.find(&name, expected, is_ignored) {
            Some(index) => {
                expected = index + 1;
                draft.put(rules, &columns.mapped()[index].roles, &name, value);
            }
            None => draft.put(rules, &[], &name, value),
        }
    }
    Ok(())
}

/// The kind of items that carry none: rated ones are reviews or survey answers, ones with a subject or a ticket's
/// number are tickets, all others messages.
fn default_kind(mapping: &Mapping) -> Kind {
    let named = |role: Role, words: &[&str]| {
        let name = mapping.get(role).unwrap_or_default().to_lowercase();
        words.iter().any(|word| name.contains(word))
    };
    if named(Role::Rating, &["nps", "csat", "ces", "satisfaction"])
        || named(Role::Text, &["answer", "response"])
    {
        Kind::SurveyAnswer
    } else if mapping.get(Role::Rating).is_some() || named(Role::Text, &["review"]) {
        Kind::Review
    } else if named(Role::Title, &["subject", "betreff", "asunto"]) || named(Role::Id, &["ticket", "case"]) {
        Kind::Ticket
    } else {
        Kind::Message
    }
}
