//! Lists of releases: any table or JSON of versions with their dates. Records are cut, decoded and dated as everywhere;
//! only what the columns mean is other.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use hearken_domain::Timestamp;

use crate::columns::dates_of;
use crate::decode::decode;
use crate::letters::letters;
use crate::message::{bytes_shown, columns_shown};
use crate::opening::beginning;
use crate::part::{NO_TEXT, Part};
use crate::records::Window;
use crate::unpack::{read_error, unpack};
use crate::{Arrival, Input, Limits, Mapping, Options, ReadError, Reject, Role};

/// Bytes of a list once unpacked: a hundred thousand releases with much beside them.
const LIST_BYTES_MAX: u64 = 32 << 20;

/// What lists call a column, the most telling names first.
const VERSIONS: [&str; 11] = [
    "version",
    "releaseversion",
    "versionnumber",
    "appversion",
    "productversion",
    "tag",
    "tagname",
    "release",
    "releasename",
    "name",
    "ref",
];
const DATES: [&str; 16] = [
    "date",
    "releasedate",
    "releasedat",
    "released",
    "releasedon",
    "daterelease",
    "publishedat",
    "published",
    "shippedat",
    "shipped",
    "createdat",
    "created",
    "at",
    "time",
    "timestamp",
    "day",
];
const PRODUCTS: [&str; 8] =
    ["product", "productname", "app", "application", "repository", "repo", "project", "component"];

/// A release as a list has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRelease {
    /// Where in the list it stands.
    pub location: String,
    /// What was released, where the list says so.
    pub product: Option<String>,
    /// Which version.
    pub version: String,
    /// When it came out.
    pub at: Timestamp,
}

/// A list of releases, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReleaseList {
    /// The releases, in the order of the list.
    pub releases: Vec<ListedRelease>,
    /// What is none, with the place and the reason.
    pub rejects: Vec<Reject>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// Reads a list of releases to its end.
///
/// # Errors
/// Those of [`crate::read`], and [`ReadError::NoRelease`] where no column holds versions, or none holds dates.
pub fn read_releases(input: Input, limits: &Limits) -> Result<ReleaseList, ReadError> {
    let mut list = ReleaseList::default();
    unpack(input, limits, &mut |file| {
        let name = file.name;
        let mut bytes = Vec::new();
        let reader = file.bytes.map_err(|reason| ReadError::Archive { name: name.clone(), reason })?;
        let read = reader.take(LIST_BYTES_MAX + 1).read_to_end(&mut bytes);
        read.map_err(|error| read_error(&name, 0, error))?;
        if bytes.len() as u64 > LIST_BYTES_MAX {
            let reason = format!("a list of releases has at most {}", bytes_shown(LIST_BYTES_MAX));
            return Err(ReadError::TooLarge { name, reason });
        }
        list.take(&name, file.among_others, bytes, limits)?;
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(list)
}

impl ReleaseList {
    fn take(
        &mut self,
        name: &str,
        among_others: bool,
        bytes: Vec<u8>,
        limits: &Limits,
    ) -> Result<(), ReadError> {
        let mut options = Options::new(*limits);
        options.mapping = mapping(name, &bytes, &options)?;
        let mut part = Part::open(name, among_others, Box::new(Cursor::new(bytes)), &options)?;
        let (dates, undecided) = dates_of(&part.sampled, &part.mapping, limits.now)?;
        let known = part.notes.len() - usize::from(undecided.is_some());
        self.notes.extend(part.notes.drain(..known));
        self.notes.extend(dates.undecided().map(|example| {
            format!(
                "whether dates like {example} begin with the day or the month cannot be told; the month was assumed, and dates \
                 like 2024-01-31 leave no doubt"
            )
        }));
        while let Some(arrival) = part.next().map_err(|error| read_error(name, part.records(), error))? {
            self.add(arrival);
        }
        self.notes.extend(part.closing_notes());
        Ok(())
    }

    fn add(&mut self, arrival: Arrival) {
        let item = match arrival {
            Arrival::Item(item) => item,
            Arrival::Reject(reject) if reject.reason == NO_TEXT => {
                return self
                    .rejects
                    .push(Reject { reason: "there is no version in it".to_owned(), ..reject });
            }
            Arrival::Reject(reject) => return self.rejects.push(reject),
        };
        match (item.at, item.undated) {
            (Some(at), _) => self.releases.push(ListedRelease {
                location: item.location,
                product: item.product,
                version: item.text,
                at,
            }),
            (None, undated) => self.rejects.push(Reject {
                location: item.location,
                reason: undated.unwrap_or_else(|| "there is no date in it".to_owned()),
                original: item.text,
            }),
        }
    }
}

/// Which column is what, by their names.
fn mapping(name: &str, bytes: &[u8], options: &Options) -> Result<Mapping, ReadError> {
    let decoded = decode(name, Box::new(Cursor::new(bytes)), options.encoding)?;
    let columns = beginning(name, &mut Window::new(decoded.reader), options)?.sample.columns;
    let called = |names: &[&str]| {
        let mut there = names.iter().filter_map(|wanted| {
            columns.iter().find(|column| letters(&column.name) == **wanted).map(|column| column.name.as_str())
        });
        there.next()
    };
    let none = |missing: &'static str, call_it: &'static str| ReadError::NoRelease {
        name: name.to_owned(),
        missing,
        call_it,
        columns: columns_shown(columns.iter().map(|column| column.name.as_str())),
    };
    let mut mapping = Mapping::default();
    mapping.set(Role::Text, called(&VERSIONS).ok_or_else(|| none("versions", "version"))?);
    mapping.set(Role::At, called(&DATES).ok_or_else(|| none("dates", "date"))?);
    if let Some(product) = called(&PRODUCTS) {
        mapping.set(Role::Product, product);
    }
    Ok(mapping)
}
