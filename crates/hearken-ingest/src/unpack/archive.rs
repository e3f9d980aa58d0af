//! A zip: every regular entry is read as a file of its own.

use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::sync::Arc;

use zip::ZipArchive;

use super::guard::{Guard, Guarded};
use super::{Unpacked, Visit};
use crate::message::shown;
use crate::{Limits, ReadError};

/// Shows each entry of the archive to `visit`.
pub(super) fn each_entry<R: Read + Seek>(
    name: &str,
    reader: R,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ReadError> {
    let damaged = |reason: String| ReadError::Archive { name: name.to_owned(), reason };
    let mut archive = ZipArchive::new(reader).map_err(|e| damaged(e.to_string()))?;
    refuse_office(name, &archive)?;
    let files: Vec<usize> = (0..archive.len()).filter(|index| !is_metadata(&mut archive, *index)).collect();
    if files.is_empty() {
        return Err(ReadError::Empty { name: name.to_owned() });
    }
    let guard = Guard::new(limits, Arc::default());
    for &index in &files {
        let (entry, refused) = describe(&mut archive, index).map_err(damaged)?;
        let bytes = match refused {
            Some(reason) => Err(reason.to_owned()),
            None => match archive.by_index(index) {
                Ok(file) => {
                    let expected = guard.expect(file.compressed_size(), file.size());
                    expected.map_err(|reason| ReadError::TooLarge { name: entry.clone(), reason })?;
                    Ok(Box::new(Guarded::new(file, guard.clone())) as Box<dyn Read + '_>)
                }
                Err(error) => Err(format!("the entry cannot be unpacked: {error}")),
            },
        };
        if visit(Unpacked { name: entry, among_others: files.len() > 1, bytes })? == ControlFlow::Break(()) {
            break;
        }
    }
    Ok(())
}

/// An entry's sanitized name, and why it is not read, if it is not.
fn describe<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
) -> Result<(String, Option<&'static str>), String> {
    let entry = archive.by_index_raw(index).map_err(|e| e.to_string())?;
    let refused = if entry.encrypted() {
        Some("the entry is encrypted; unpack it with its password first")
    } else if entry.is_symlink() {
        Some("the entry is a link, not a file")
    } else {
        None
    };
    Ok((sanitized(&String::from_utf8_lossy(entry.name_raw())), refused))
}

/// Folders, and what a Mac adds beside each file: they hold no records.
fn is_metadata<R: Read + Seek>(archive: &mut ZipArchive<R>, index: usize) -> bool {
    archive.by_index_raw(index).is_ok_and(|entry| {
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        entry.is_dir() || name.starts_with("__MACOSX/") || name.rsplit('/').next() == Some(".DS_Store")
    })
}

fn refuse_office<R: Read + Seek>(name: &str, archive: &ZipArchive<R>) -> Result<(), ReadError> {
    let has = |entry: &str| archive.index_for_name(entry).is_some();
    if has("[Content_Types].xml") || (has("mimetype") && has("content.xml")) {
        return Err(ReadError::Binary {
            name: name.to_owned(),
            what: "an Excel, Word or OpenDocument file",
            advice: "save it as CSV first",
        });
    }
    Ok(())
}

/// A name as it may be shown: no way out of the folder, no control characters, not endless.
fn sanitized(name: &str) -> String {
    let parts: Vec<&str> = name
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | "..") && !part.ends_with(':'))
        .collect();
    let name = shown(&parts.join("/"), 120);
    if name.trim().is_empty() { "entry without a name".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_climbs_out_of_its_folder_is_shown_without_the_climb() {
        assert_eq!(sanitized("../../etc/passwd"), "etc/passwd");
        assert_eq!(sanitized("C:\\x\\..\\reviews.csv"), "x/reviews.csv");
        assert_eq!(sanitized("a\u{1b}[31mb\0.csv"), "a [31mb .csv");
        assert_eq!(sanitized(".."), "entry without a name");
    }
}
