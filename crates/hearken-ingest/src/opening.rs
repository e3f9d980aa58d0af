//! What a file begins with: how its records lie in it, its first ones to guess from, and what cannot be records at all.

use crate::recognise::{Beginning, Container, Recognised, container};
use crate::records::{Step, Window};
use crate::sample::Sample;
use crate::unpack::read_error;
use crate::{Format, Options, ReadError};

/// How much of the beginning is looked at; more only where no record ends in it.
const SAMPLE_BYTES: usize = 512 << 10;

/// What a file begins with.
pub(crate) struct Opening {
    pub(crate) container: Container,
    pub(crate) sample: Sample,
    /// Records at the beginning that were too long to hold: line, beginning, reason.
    pub(crate) too_long: Vec<(u64, Vec<u8>, String)>,
}

/// Looks at the beginning until there are records to guess from, and leaves the window at the first of them.
pub(crate) fn beginning(
    name: &str,
    window: &mut Window<'_>,
    options: &Options,
) -> Result<Opening, ReadError> {
    let failed = |error| read_error(name, 0, error);
    let bytes_max = options.limits.line_bytes_max;
    let (mut want, mut too_long, mut known) = (SAMPLE_BYTES, Vec::new(), None);
    for _ in 0..options.skip_lines {
        window.skip_line().map_err(failed)?;
    }
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
        let recognised = known.take().unwrap_or_else(|| container(beginning, options.format));
        let Recognised { mut container, skip, sure, note, unfit } = recognised;
        if let Some((what, advice)) = unfit {
            return Err(ReadError::NotRecords { name: name.to_owned(), what, advice });
        }
        if matches!(container, Container::Blocks(_)) && options.format != Some(Format::Text) {
            refuse_markup(name, window.bytes())?;
        }
        let rest = Beginning { bytes: &window.bytes()[skip..], ..beginning };
        let mut sample = Sample::take(&container, rest, &options.mapping);
        if (sample.records > 0 && (sure || want > bytes_max)) || whole {
            sample.notes.extend(note);
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
        let is_array = matches!(container, Container::Elements(_));
        known = is_array.then(|| Recognised::surely(container, 0));
    }
}

/// A feed, a tracker's XML or a saved page would be one long quote of nobody.
fn refuse_markup(name: &str, bytes: &[u8]) -> Result<(), ReadError> {
    let text = bytes.trim_ascii_start();
    let begins =
        |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()));
    let (what, advice) = if ["<!doctype html", "<html"].into_iter().any(begins) {
        ("a web page", "export what it shows as CSV or JSON, or read it as one quote with --format text")
    } else if ["<?xml", "<rss", "<feed", "<bugzilla"].into_iter().any(begins) {
        (
            "XML",
            "export it as CSV or JSON (stores, Jira and Bugzilla offer both), or read it as one quote with --format text",
        )
    } else {
        return Ok(());
    };
    Err(ReadError::NotRecords { name: name.to_owned(), what, advice })
}
