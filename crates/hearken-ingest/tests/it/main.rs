//! The crate as its users see it: bytes in, arrivals out.

#![allow(clippy::unwrap_used, reason = "a test's helpers are part of the test")]

mod archives;
mod bad_input;
mod every_record;
mod formats;
mod plans;
mod releases;
mod shapes;
mod tables;
mod vendors;

use std::io::Cursor;
use std::ops::ControlFlow;

use hearken_ingest::{Arrival, Input, Item, Limits, Options, ReadError, ReadReport, Reject};

/// What came out of one reading.
pub(crate) struct Read {
    pub(crate) report: Result<ReadReport, ReadError>,
    pub(crate) items: Vec<Item>,
    pub(crate) rejects: Vec<Reject>,
}

impl Read {
    pub(crate) fn texts(&self) -> Vec<&str> {
        self.items.iter().map(|item| item.text.as_str()).collect()
    }

    /// Location and reason of each reject.
    pub(crate) fn reasons(&self) -> Vec<(&str, &str)> {
        self.rejects.iter().map(|reject| (reject.location.as_str(), reject.reason.as_str())).collect()
    }

    pub(crate) fn error(&self) -> String {
        self.report.as_ref().err().map(ToString::to_string).unwrap_or_default()
    }

    pub(crate) fn report(&self) -> &ReadReport {
        self.report.as_ref().unwrap()
    }
}

pub(crate) fn options() -> Options {
    Options::new(Limits::at("2024-06-01T00:00:00Z".parse().unwrap()))
}

pub(crate) fn input(name: &str, bytes: impl Into<Vec<u8>>) -> Input {
    Input::from_reader(name, Box::new(Cursor::new(bytes.into())))
}

pub(crate) fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Read {
    read_with(name, bytes, &options())
}

pub(crate) fn read_with(name: &str, bytes: impl Into<Vec<u8>>, options: &Options) -> Read {
    read_input(input(name, bytes), options)
}

pub(crate) fn read_input(input: Input, options: &Options) -> Read {
    let (mut items, mut rejects) = (Vec::new(), Vec::new());
    let report = hearken_ingest::read(input, options, &mut |arrival| {
        match arrival {
            Arrival::Item(item) => items.push(item),
            Arrival::Reject(reject) => rejects.push(reject),
        }
        ControlFlow::Continue(())
    });
    if let Ok(report) = &report {
        assert_eq!((report.items, report.rejects), (items.len() as u64, rejects.len() as u64));
    }
    Read { report, items, rejects }
}
