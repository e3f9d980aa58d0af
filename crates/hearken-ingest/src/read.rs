//! Reading an input from its first record to its last.

use std::io::Read;
use std::ops::ControlFlow;

use serde::Serialize;

use crate::part::Part;
use crate::unpack::{read_error, unpack};
use crate::{Arrival, Format, Input, Item, Mapping, Options, ReadError, Reject};

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadReport {
    /// What the input was; of an archive, its first file that could be read.
    pub format: Format,
    /// Role → column, given and guessed; of an archive, of that same file.
    pub mapping: Mapping,
    /// The encoding, likewise.
    pub encoding: String,
    /// How many files were read: 1, or those in the archive.
    pub entries: u64,
    /// How many items came out of it.
    pub items: u64,
    /// How many records were rejected.
    pub rejects: u64,
    /// Which items have no time.
    pub undated: Undated,
    /// What a person should know: headers made different, files of other formats in the archive.
    pub notes: Vec<String>,
}

/// Items without a time of their own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Undated {
    /// How many there are.
    pub items: u64,
    /// How many of them have a time that cannot be read.
    pub unreadable: u64,
    /// The first of these: where it stands, and why it cannot be read.
    pub examples: Vec<(String, String)>,
}

impl Undated {
    const EXAMPLES: usize = 3;

    fn add(&mut self, item: &Item) {
        self.items += u64::from(item.at.is_none());
        let Some(reason) = &item.undated else { return };
        self.unreadable += 1;
        if self.examples.len() < Self::EXAMPLES {
            self.examples.push((item.location.clone(), reason.clone()));
        }
    }
}

/// Reads `input` and hands each record to `sink`, as an item or with the reason why it cannot be used, until it breaks.
///
/// In an archive of several files, one that cannot be read is one reject and the others are read.
///
/// # Errors
/// - [`ReadError::Open`], [`ReadError::Io`] and [`ReadError::Archive`] where its bytes cannot be had, or not to the end;
/// - [`ReadError::Empty`], [`ReadError::Binary`], [`ReadError::NotRecords`] and [`ReadError::Beside`] where there are no
///   records in them;
/// - [`ReadError::TooLarge`] where it unpacks to more than `options.limits` allow;
/// - [`ReadError::NoText`], [`ReadError::NoColumn`] and [`ReadError::NotFormat`] where its columns are not those needed.
///
/// Of an archive of several files, all but [`ReadError::TooLarge`] only if none can be read, and then that of the first.
/// What went to `sink` before stands.
pub fn read(
    input: Input,
    options: &Options,
    sink: &mut dyn FnMut(Arrival) -> ControlFlow<()>,
) -> Result<ReadReport, ReadError> {
    let name = input.name().to_owned();
    let mut reading = Reading { report: None, items: 0, rejects: 0, undated: Undated::default(), sink };
    let mut first_error = None;
    unpack(input, &options.limits, &mut |file| {
        let (entry, among_others) = (file.name, file.among_others);
        let result = match file.bytes {
            Ok(bytes) => reading.part(&entry, among_others, bytes, options),
            Err(reason) => Err(ReadError::Archive { name: entry.clone(), reason }),
        };
        match result {
            Err(error) if among_others && !matches!(error, ReadError::TooLarge { .. }) => {
                let reason = error.to_string();
                first_error.get_or_insert(error);
                Ok(reading.emit(Arrival::Reject(Reject { location: entry, reason, original: String::new() })))
            }
            result => result,
        }
    })?;
    match (reading.report, first_error) {
        (Some(report), _) => {
            let (items, rejects, undated) = (reading.items, reading.rejects, reading.undated);
            Ok(ReadReport { items, rejects, undated, ..report })
        }
        (None, Some(error)) => Err(error),
        (None, None) => Err(ReadError::Empty { name }),
    }
}

impl ReadReport {
    /// Adds what is to be known of one file; of very many files only so much.
    fn add_notes(&mut self, file: &str, among_others: bool, notes: impl IntoIterator<Item = String>) {
        const SHOWN: usize = 100;
        for note in notes {
            match self.notes.len() {
                ..SHOWN if among_others => self.notes.push(format!("{file}: {note}")),
                ..SHOWN => self.notes.push(note),
                SHOWN => self
                    .notes
                    .push("there is more to know of other files; look at them one by one".to_owned()),
                _ => {}
            }
        }
    }
}

struct Reading<'s> {
    report: Option<ReadReport>,
    items: u64,
    rejects: u64,
    undated: Undated,
    sink: &'s mut dyn FnMut(Arrival) -> ControlFlow<()>,
}

impl Reading<'_> {
    fn part(
        &mut self,
        name: &str,
        among_others: bool,
        bytes: Box<dyn Read + '_>,
        options: &Options,
    ) -> Result<ControlFlow<()>, ReadError> {
        let mut part = open_part(name, among_others, bytes, options)?;
        let report = self.report.get_or_insert_with(|| ReadReport {
            format: part.format,
            mapping: part.mapping.clone(),
            encoding: part.encoding.to_owned(),
            entries: 0,
            items: 0,
            rejects: 0,
            undated: Undated::default(),
            notes: Vec::new(),
        });
        report.entries += 1;
        report.add_notes(name, among_others, part.notes.drain(..));
        if report.format != part.format {
            report.add_notes(name, false, [format!("{name} was read as {}", part.format)]);
        }
        if report.encoding != part.encoding {
            report.notes.push(format!("{name} was read in {}", part.encoding));
        }
        while let Some(arrival) = part.next().map_err(|error| read_error(name, part.records(), error))? {
            if self.emit(arrival) == ControlFlow::Break(()) {
                return Ok(ControlFlow::Break(()));
            }
        }
        if let Some(report) = &mut self.report {
            report.add_notes(name, among_others, part.closing_notes());
        }
        Ok(ControlFlow::Continue(()))
    }

    fn emit(&mut self, arrival: Arrival) -> ControlFlow<()> {
        match &arrival {
            Arrival::Item(item) => {
                self.items += 1;
                self.undated.add(item);
            }
            Arrival::Reject(_) => self.rejects += 1,
        }
        (self.sink)(arrival)
    }
}

/// Opens a file. Plain text beside other files in an archive is mostly a note on them, so it must be asked for.
pub(crate) fn open_part<'r>(
    name: &str,
    among_others: bool,
    bytes: Box<dyn Read + 'r>,
    options: &Options,
) -> Result<Part<'r>, ReadError> {
    let part = Part::open(name, among_others, bytes, options)?;
    if among_others && part.format == Format::Text && options.format != Some(Format::Text) {
        let (what, advice) = ("plain text among other files", "import it on its own, or all of them as text");
        return Err(ReadError::Beside { name: name.to_owned(), what, advice });
    }
    Ok(part)
}
