//! One file while it is read: what it turned out to be, and its records one by one.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, Read};

use hearken_domain::Kind;
use serde_json::{Map, Value};

use crate::columns::{Columns, SampledColumn, dates_of, resolve_mapping, speaker_column};
use crate::decode::decode;
use crate::draft::{Draft, Markup, Rules};
use crate::fill::{Reading, fits};
use crate::formats::{self, Preset, keep_all};
use crate::message::{columns_shown, shown};
use crate::opening::{Opening, beginning};
use crate::recognise::Container;
use crate::records::{Step, Window, cell_value, rejected_original};
use crate::sample::Sample;
use crate::values::{Dates, has_markup, is_markdown};
use crate::{Arrival, Format, Mapping, Options, ReadError, Reject, Role};

/// Why a record without words is none.
pub(crate) const NO_TEXT: &str = "there is no text in it";
/// Of how many texts in a hundred tags make the column one of HTML.
const MARKUP_PERCENT: usize = 30;

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
    reading: Reading,
    rejected: bool,
    /// Records at the beginning that were too long to hold: line, beginning, reason.
    too_long: VecDeque<(u64, Vec<u8>, String)>,
    record: u64,
    /// The table's row of names, and how often it was met again.
    header: Vec<u8>,
    headers_again: u64,
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
        let Opening { container, mut sample, too_long } = beginning(name, &mut window, options)?;
        let preset = preset(name, &sample, options)?;
        let format = preset.map_or_else(|| container.format(), |preset| preset.format);
        let mapping = resolve_mapping(name, &sample.columns, preset, options)?;
        let joined = match preset.is_some_and(|preset| preset.joined.is_some()) {
            true => join_repeats(&sample),
            false => {
                note_repeats(&mut sample);
                Vec::new()
            }
        };
        let is_ignored = preset.map_or(keep_all as fn(&str) -> bool, |preset| preset.is_ignored);
        let columns =
            Columns::new(sample.columns.iter().map(|column| column.name.clone()), &mapping, is_ignored);
        let (dates, note) = dates_of(&sample.columns, &mapping, options.limits.now)?;
        let speaker =
            if preset.is_none() { speaker_column(&sample.columns).map(str::to_owned) } else { None };
        let reading = Reading {
            rules: rules(format, preset, &sample, &mapping, options, dates),
            columns,
            preset,
            speaker,
            joined,
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
            reading,
            rejected: sample.rejected,
            too_long: too_long.into(),
            record: 0,
            header: sample.header,
            headers_again: 0,
        })
    }

    /// What a person should know once all is read.
    pub(crate) fn closing_notes(&self) -> Vec<String> {
        let mut notes = match &self.container {
            Container::Elements(elements) => elements.notes(),
            _ => Vec::new(),
        };
        match self.headers_again {
            0 => {}
            1 => notes.push("the header stands in the table once more, and is no record".to_owned()),
            more => notes.push(format!("the header stands in the table {more} times more, and is no record")),
        }
        notes
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
            let step = self.container.next(&mut self.window, self.reading.rules.limits.line_bytes_max)?;
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
                Step::Record(bytes) if self.is_header(bytes) => {
                    self.headers_again += 1;
                    self.window.consume(bytes);
                    continue;
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

    /// Whether a record is the table's row of names once more, as in tables that were put together.
    fn is_header(&self, bytes: usize) -> bool {
        !self.header.is_empty() && self.window.bytes()[..bytes].trim_ascii() == self.header
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
            Container::Table(table) => self.reading.row(&mut draft, record, &table.cells),
            Container::Lines => self.reading.json(&mut draft, record, None),
            Container::Elements(elements) => self.reading.json(&mut draft, record, elements.key()),
            Container::Chat => self.reading.chat(&mut draft, record),
            Container::Blocks(_) => {
                draft.put(&self.reading.rules, &[Role::Text], "text", Cow::Borrowed(record));
                Ok(())
            }
        };
        match filled.and_then(|()| draft.finish(&self.reading.rules, location)) {
            Ok(item) => Arrival::Item(item),
            Err(reason) => self.reject(line, reason, &self.original(record)),
        }
    }

    /// The record as it can be imported again.
    fn original(&self, record: &str) -> String {
        match &self.container {
            Container::Table(table) if fits(&table.cells, self.reading.columns.len(), record) => {
                let fields = self.reading.columns.mapped().iter().zip(&table.cells);
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

/// What is known of the format that was asked for, or else of the one that has these columns.
fn preset(name: &str, sample: &Sample, options: &Options) -> Result<Option<&'static Preset>, ReadError> {
    let names: Vec<&str> = sample.columns.iter().map(|column| column.name.as_str()).collect();
    let Some(format) = options.format else { return Ok(formats::recognise(&names)) };
    formats::preset(format, &names).map_err(|missing| {
        let (wanted, there) = (columns_shown(missing.iter().copied()), columns_shown(names.iter().copied()));
        let reason = format!("it needs the columns {wanted}, and has {there}");
        ReadError::NotFormat { name: name.to_owned(), format, reason }
    })
}

fn rules(
    format: Format,
    preset: Option<&Preset>,
    sample: &Sample,
    mapping: &Mapping,
    options: &Options,
    dates: Dates,
) -> Rules {
    let values = |role: Role| {
        let column = sample.columns.iter().find(|column| mapping.get(role) == Some(&column.name));
        column.into_iter().flat_map(|column| &column.values).map(String::as_str)
    };
    let texts = values(Role::Text).count();
    let marked = values(Role::Text).filter(|text| has_markup(text)).count();
    let markdown = values(Role::Text).filter(|text| is_markdown(text)).count();
    Rules {
        limits: options.limits,
        dates,
        kind: options.kind.or(format.kind()).unwrap_or_else(|| default_kind(mapping)),
        kind_is_given: options.kind.is_some(),
        no_text: preset.map_or(NO_TEXT, |preset| preset.no_text),
        title_as_text: preset.is_some_and(|preset| preset.title_as_text),
        ends: preset.map_or(&[], |preset| preset.ends),
        markup: match format {
            Format::Csv | Format::Json | Format::JsonLines
                if marked * 100 > texts * MARKUP_PERCENT && markdown * 2 < marked =>
            {
                Markup::Column
            }
            Format::Csv | Format::Json | Format::JsonLines => Markup::WholeTexts,
            // What is known of these is that they are not HTML: words, or Markdown with tags in it.
            _ => Markup::None,
        },
    }
}

/// For each column the first one of its name.
fn join_repeats(sample: &Sample) -> Vec<usize> {
    let position = |name: &str| sample.columns.iter().position(|column| column.name == name);
    let first = |name: &str| {
        sample.repeats.iter().find(|(now, _)| now == name).and_then(|(_, first)| position(first))
    };
    sample.columns.iter().enumerate().map(|(index, column)| first(&column.name).unwrap_or(index)).collect()
}

fn note_repeats(sample: &mut Sample) {
    let notes = sample.repeats.iter().map(|(now, first)| {
        let (now, first) = (shown(now, 60), shown(first, 60));
        format!("the column '{first}' is there more than once: a later one is called '{now}'")
    });
    sample.notes.extend(notes);
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
